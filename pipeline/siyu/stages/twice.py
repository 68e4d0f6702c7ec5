"""What is there twice and could not be told apart: plans of one week, items with one identity; and a plan in another week's file.

In: the weeks' plans; editions. Out: diagnostics at the one that is too many, with a note at the other.
"""

from __future__ import annotations

import re

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Edition
from siyu.kinds.week import Week
from siyu.source import Span

_WEEK = re.compile(r"20\d\d-W\d\d")


def same_week(weeks: list[Week]) -> list[Diagnostic]:
    """Plans for one week, told at each but one: the one whose file has the week's name, else the first that has no other week's.
    A plan that is alone, in a file with another week's name, is told, too: the week that it was for would be gone.
    """
    plans: dict[str, list[Week]] = {}
    for week in weeks:
        plans.setdefault(week.name, []).append(week)
    found = []
    for same in plans.values():
        first, *others = sorted(same, key=_odd)
        found += [_elsewhere(first)] if _odd(first) == 2 else []
        found += [_again(week, first) for week in others]
    return found


def _odd(week: Week) -> int:
    """How little a file's name fits its week: the same, free, another week's."""
    return 0 if str(week.id) == week.name else 2 if _WEEK.fullmatch(week.id) else 1


def _elsewhere(week: Week) -> Diagnostic:
    words = Words(
        f"文件名是 {week.id}，里面写的是 {week.name}", f"the file is called {week.id!s}, the plan is for {week.name}"
    )
    fix = Words(f"改成 week: {week.id}，或给文件改名", f"write week: {week.id!s}, or rename the file")
    return Diagnostic("bad-week", words, week.week_.span, (Note(fix),))


def _again(week: Week, other: Week) -> Diagnostic:
    here, there = (one.week_.source.path for one in (week, other))
    words = Words(f"{week.name} 有两份计划：{there} 和 {here}", f"{week.name} is planned twice: {there} and {here}")
    fix = Words("这一份改成别的周，或把两份合成一份", "give this one another week, or make them one")
    if _odd(week) == 2:
        fix = Words(
            f"复制以后忘了改？文件名是 {week.id}，这一行改成 week: {week.id}；不是的话，把两份合成一份",
            f"copied and forgot to change it? the file is called {week.id!s}: write week: {week.id!s}; if not, make them one",
        )
    return Diagnostic(
        "duplicate-id",
        words,
        week.week_.span,
        (Note(Words("另一份在这里", "the other one"), other.week_.span), Note(fix)),
    )


def same_identity(editions: list[Edition]) -> list[Diagnostic]:
    """Two items that a calendar could not tell apart."""
    found = []
    first: dict[tuple[str, str | None], Span] = {}
    for edition in editions:
        for item in edition.plan.items:
            key = (item.identity, item.tier.id if item.tier else None)
            if key in first:
                words = Words(
                    f"“{item.identity}”用了两次，换一个 id", f"the id {item.identity} is used twice; choose another"
                )
                found.append(
                    Diagnostic(
                        "duplicate-id", words, item.span, (Note(Words("第一次在这里", "first used here"), first[key]),)
                    )
                )
            first[key] = item.span
    return found
