"""A tier beside the ladder: nobody comes up to it, and nobody gets on from it."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule


def broken_ladder(library: Library) -> Iterator[Finding]:
    """A warning for each tier that no `way_up` names and that has none, where others form a ladder; a flash group is gone soon anyway."""
    reached = {tier.way_up.to for tier in library.tiers.values() if tier.way_up}
    if not reached or not reached <= library.tiers.keys():
        return  # a build of some tiers does not see the whole ladder
    for tier in library.tiers.values():
        if tier.way_up is None and tier.id not in reached and tier.group != "flash":
            words = Words(
                f"{tier.name} 不在阶梯上：没有人升到这里，也升不上去",
                f"tier {tier.id!s} is not on the ladder: nobody reaches it, and it leads nowhere",
            )
            note = Note(
                Words(
                    "给它写 way_up，或让下一层的 way_up 指向它",
                    "give it a way_up, or let a lower tier's way_up name it",
                )
            )
            yield Finding(words, tier.name.span, (note,))


RULE = Rule(
    name="broken-ladder",
    severity=Severity.WARNING,
    what=Words("一个分层不在阶梯上", "a tier stands beside the ladder"),
    why=Words("没有路可走的那一层，成员待着待着就散了", "where no way leads on, members drift away"),
    instead=Words(
        "给它写 way_up，或让下一层的 way_up 指向它", "give it a way_up, or let a lower tier's way_up name it"
    ),
    find=broken_ladder,
)
