"""A waiver that silences nothing: it would hide the next mistake unseen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from siyu.diagnostic import Note, Severity, Words
from siyu.rule import Finding, Rule, Use


def unneeded_waiver(uses: Sequence[Use]) -> Iterator[Finding]:
    """Every waiver still in force that no finding met."""
    for use in uses:
        if not use.silenced and not use.ended and not use.unproved:
            rule = use.waiver.rule
            words = Words(f"这条放行没有用到：这里没有 {rule}", f"this waiver is not needed: there is no {rule!s} here")
            note = Note(
                Words("删掉它；也可能是 words 和正文对不上", "delete it; or its words are not those of the copy")
            )
            yield Finding(words, use.waiver.rule.span, (note,))


RULE = Rule(
    name="unneeded-waiver",
    severity=Severity.WARNING,
    what=Words("放行没有对上任何发现", "a waiver meets no finding"),
    why=Words("没用的放行会悄悄放过下一个错", "a waiver that nobody needs hides the next mistake"),
    instead=Words("删掉它，或改 words", "delete it, or correct its words"),
    find=unneeded_waiver,
)
