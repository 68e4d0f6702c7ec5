"""A journey that writes to a member more often on one day than she can bear, or than WeCom delivers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.frequency import MASS, mass_quota
from siyu.journeys import label, tiers_of
from siyu.kinds.journey import Journey
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text

_ZERO = date(2024, 1, 1)
_FIRST = 2  # on day zero she is there and has just done something: a greeting and one useful thing


def over_journey_budget(library: Library) -> Iterator[Finding]:
    """One warning for each step with which a day has more than one 1:1 message (two on day zero), or more in the group than the tier's budget."""
    for journey in library.journeys.values():
        told: set[Text] = set()
        for tier in library.covers(journey.tiers):
            for channel, most in (
                ("one-to-one", None),
                ("group", tier.budget.messages_per_day if tier.budget else None),
            ):
                if channel == "one-to-one" or most:
                    for name, count, allowed in _over(library, journey, tier, channel, most):
                        if name not in told:
                            told.add(name)
                            yield _told(journey, name, channel, count, allowed)


def _over(
    library: Library, journey: Journey, tier: Tier, channel: str, most: int | None
) -> Iterator[tuple[Text, int, int]]:
    """The first step too many of each day, whatever the weekday of her day zero."""
    found: dict[Text, tuple[int, int]] = {}
    for zero in (_ZERO + timedelta(day) for day in range(7)):
        days: Counter[tuple[str, int]] = Counter()
        for name, step in journey.steps.items():
            if step.channel != channel or tier not in tiers_of(library, journey, step):
                continue
            day = (step.after.reached(zero) - zero).days
            days[str(step.stage or ""), day] += 1
            allowed = most or (mass_quota("day", zero) if day else _FIRST)
            if days[str(step.stage or ""), day] == allowed + 1:
                found.setdefault(name, (days[str(step.stage or ""), day], allowed))
    return ((name, count, allowed) for name, (count, allowed) in found.items())


def _told(journey: Journey, name: Text, channel: str, count: int, allowed: int) -> Finding:
    when = label(journey.steps[name])
    kind = Words("一对一", "1:1 messages") if channel == "one-to-one" else Words("群消息", "group messages")
    words = Words(
        f"“{journey.name}”在 {when} 这天发 {count} 条{kind.zh}，一天最多 {allowed} 条",
        f"journey {journey.id!s} has {count} {kind.en} on the day of {name!s}, {allowed} at most",
    )
    note = Note(Words("合成一条，或挪到别的日子", "make them one, or move one to another day"))
    return Finding(words, name.span, (note,))


RULE = Rule(
    name="over-journey-budget",
    severity=Severity.WARNING,
    what=Words(
        "一条旅程在同一天给一个人发一条以上一对一（当天两条），或超过这一层的群消息上限",
        "a journey has more than one 1:1 message on one day (two on day zero), or more in the group than the tier allows itself",
    ),
    why=Words(
        "企业微信按天限额时第二条发不到；发得到的，下一步是把你删掉",
        "where WeCom counts by the day the second is not delivered; where it is, she deletes you next",
    ),
    instead=Words("合成一条，或挪到别的日子", "make them one, or move one to another day"),
    find=over_journey_budget,
    source=MASS,
)
