"""Points that expire without a word: who finds them gone stops collecting, and says so in the group."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.incentives import unit_of
from siyu.library import Library
from siyu.rule import Finding, Rule


def silent_expiry(library: Library) -> Iterator[Finding]:
    """A warning for each incentive whose points end, with `valid` or `ends`, and that has no `notice`."""
    for incentive in library.incentives.values():
        if incentive.kind == "points" and (incentive.valid or incentive.ends) and not incentive.notice:
            words = Words(
                f"{unit_of(incentive)}会过期，没有写提前多久提醒",
                f"the points of {incentive.id!s} expire, and nobody is told before",
            )
            yield Finding(words, incentive.name.span, (Note(_HOW),))


_HOW = Words(
    "写 notice: 30 days，每月查一遍，逐个提醒",
    "write notice: 30 days; its keeper looks once a month and tells each of them",
)
RULE = Rule(
    name="silent-expiry",
    severity=Severity.WARNING,
    what=Words("积分会过期，没有写提前多久提醒", "points expire, and nobody is told before"),
    why=Words(
        "攒了一年的分一夜清零，成员不会再攒，还会在群里说",
        "a year's points are gone overnight; members stop collecting, and say so in the group",
    ),
    instead=_HOW,
    find=silent_expiry,
)
