"""A waiver that shows no proof where its rule demands it: it silences nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from siyu.diagnostic import Note, Severity, Words
from siyu.rule import Finding, Rule, Use


def unproved_waiver(uses: Sequence[Use]) -> Iterator[Finding]:
    """Every waiver without `evidence` of a rule that demands it."""
    for use in uses:
        if use.unproved:
            rule = use.waiver.rule
            words = Words(
                f"放行“{rule}”要有凭据（evidence），现在不作数",
                f"a waiver of {rule!s} needs evidence; without it, it does not count",
            )
            note = Note(Words("写上网址，或放进 brand/assets 的文件", "give a link, or a file below brand/assets"))
            yield Finding(words, use.waiver.rule.span, (note,))


RULE = Rule(
    name="unproved-waiver",
    severity=Severity.ERROR,
    what=Words("这条规则的放行要凭据，却没有写", "a waiver lacks the evidence that its rule demands"),
    why=Words("“国家级”这样的话，能留下只因为证得出来", "words like these may stand only because they can be proved"),
    instead=Words(
        "写上 evidence：网址，或 brand/assets 里的文件", "add evidence: a link, or a file below brand/assets"
    ),
    find=unproved_waiver,
)
