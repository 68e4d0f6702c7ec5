"""A reward that nobody can reach: too dear for all the points there are, or for more days than the check-in has."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.incentives import dates_of, most, tiers_of, unit_of
from siyu.kinds.incentive import Incentive
from siyu.library import Library
from siyu.rule import Finding, Rule


def unreachable_reward(library: Library) -> Iterator[Finding]:
    """A warning for each spend rule that costs more than a tier can hold before its points expire, and each reward for more days than there are."""
    for incentive in library.incentives.values():
        yield from _too_dear(library, incentive)
        first, last = dates_of(library, incentive)
        days = incentive.days or ((last - first).days + 1 if first and last else None)
        for name, reward in incentive.rewards.items():
            if reward.days and days and reward.days > days:
                words = Words(
                    f"要打满 {reward.days} 天，一共只有 {days} 天",
                    f"takes {plural(reward.days, 'day')} of a check-in of {days}",
                )
                yield Finding(words, name.span, (Note(_HOW),))


def _too_dear(library: Library, incentive: Incentive) -> Iterator[Finding]:
    for name, spend in incentive.spend.items():
        for tier in tiers_of(library, incentive):
            held = most(incentive, tier)
            if held is not None and spend.cost > held and (spend.only is None or tier.id in spend.only):
                words = Words(
                    f"{tier.name}的人攒满也只有 {held} {unit_of(incentive)}，换不到 {spend.cost} 的",
                    f"who is in tier {tier.id!s} holds {plural(held, 'point')} at most; this costs {spend.cost}",
                )
                yield Finding(words, name.span, (Note(_HOW),))
                break


_HOW = Words("降低门槛，多给几种攒法，或把有效期放长", "ask for less, let more be earned, or let points last longer")
RULE = Rule(
    name="unreachable-reward",
    severity=Severity.WARNING,
    what=Words(
        "奖励定得谁也够不到：攒满了也换不起，或天数比活动还长",
        "a reward that nobody can reach: too dear for all the points there are, or for too many days",
    ),
    why=Words("挂着一件谁也拿不到的东西，算出来的人会觉得被骗", "who does the sum feels cheated"),
    instead=_HOW,
    find=unreachable_reward,
)
