"""Two journeys that a member is in at once and that write to her on the same day: neither knows of the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from siyu.diagnostic import Note, Severity, Words
from siyu.journeys import tiers_of
from siyu.kinds.journey import Journey
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text

_TOGETHER = ({"joined", "added", "promoted"}, {"first-purchase", "purchase"})
"""Day zeros that fall on one day: whoever is added is invited the same day, a first purchase is a purchase, too."""
_ZEROS = [date(2024, 1, 1) + timedelta(day) for day in range(7)]
_HEARD = frozenset({"one-to-one", "group"})


def overlapping_journeys(library: Library) -> Iterator[Finding]:
    """A warning for each two journeys that share tier, persona and day zero, at the first step of the later one that falls on the other's day."""
    for one, other in combinations(library.journeys.values(), 2):
        if not _meet(one, other):
            continue
        before = _days(library, one)
        shared = {name: days for name, days in _days(library, other).items() if days & set().union(*before.values())}
        if not shared:
            continue
        name = next(iter(shared))
        mate = next(mine for mine, days in before.items() if days & shared[name])
        zh = "、".join(dict.fromkeys(other.steps[step].after.zh for step in shared))
        words = Words(
            f"“{one.name}”和“{other.name}”在同一天发给同一个人：{zh}",
            f"journeys {one.id!s} and {other.id!s} write to one member on the same day: {', '.join(map(str, shared))}",
        )
        note = Note(
            Words(
                "那一条在这里；挪开几天、合成一条，或用 stop 和 journey 接起来",
                "that one; move it, make them one, or hand over by stop and journey",
            ),
            mate.span,
        )
        yield Finding(words, name.span, (note,))


def _meet(one: Journey, other: Journey) -> bool:
    """Whether one person can have both day zeros on one day."""
    if one.personas and other.personas and not set(one.personas) & set(other.personas):
        return False
    if one.trigger == other.trigger:
        return one.days == other.days and one.event == other.event
    return any(one.trigger in together and other.trigger in together for together in _TOGETHER)


def _days(library: Library, journey: Journey) -> dict[Text, set[tuple[str, int, int]]]:
    """When each step is heard: tier, day zero and days since; stages after the first begin whenever they do."""
    first = next(iter(journey.stages), None)
    return {
        name: {
            (str(tier.id), zero.weekday(), (step.after.reached(zero) - zero).days)
            for tier in tiers_of(library, journey, step)
            for zero in _ZEROS
        }
        for name, step in journey.steps.items()
        if step.channel in _HEARD and step.stage == first
    }


RULE = Rule(
    name="overlapping-journeys",
    severity=Severity.WARNING,
    what=Words(
        "两条旅程在同一天给同一个人发消息", "two journeys that a member is in at once write to her on the same day"
    ),
    why=Words(
        "两条各说各的，她一天收到两遍问候，像被两个部门追着",
        "neither knows of the other: she is greeted twice a day, as if by two departments",
    ),
    instead=Words(
        "挪开几天，合成一条，或让前一条用 stop 的 journey 交给后一条",
        "move one by some days, make them one, or let the first hand over to the second",
    ),
    find=overlapping_journeys,
)
