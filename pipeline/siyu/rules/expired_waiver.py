"""A waiver past its day: what it allowed then is looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from siyu.diagnostic import Note, Severity, Words
from siyu.rule import Finding, Rule, Use


def expired_waiver(uses: Sequence[Use]) -> Iterator[Finding]:
    """Every waiver whose last day is before the week it stands in, for other documents before the last planned week."""
    for use in uses:
        if use.ended:
            rule = use.waiver.rule
            words = Words(
                f"“{rule}”的放行在 {use.waiver.until} 到期了", f"the waiver of {rule!s} ended on {use.waiver.until}"
            )
            note = Note(
                Words(
                    "还成立就换上新的凭据和日期，否则删掉",
                    "if it still holds, give new proof and a new date; else delete it",
                )
            )
            yield Finding(words, use.waiver.rule.span, (note,))


RULE = Rule(
    name="expired-waiver",
    severity=Severity.WARNING,
    what=Words("放行已经过了 until 写的日子", "a waiver is past its until"),
    why=Words("放行靠的凭据有期限，过了期就不再作数", "proof ages: what was true then may not be now"),
    instead=Words("换上新的凭据和 until，或删掉这条放行", "give new evidence and a new until, or delete the waiver"),
    find=expired_waiver,
)
