"""Fewer Moments posts on a day than the brand promised itself: an account that falls silent is forgotten within a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.facts import holidays
from siyu.kinds.tier import Tier, is_open
from siyu.rule import Finding, Rule
from siyu.schedule import week_of
from siyu.when import WEEKDAYS, WEEKDAYS_ZH


def too_few_moments(edition: Edition) -> Iterator[Finding]:
    """One warning a week for the tiers that lack posts on the same days. A slot left open counts: it is told, or skipped with a reason."""
    least = edition.library.brand.rhythm.moments_per_day
    if least is None:
        return
    columns = edition.library.columns
    counts: dict[str, Counter[date]] = {}
    for item in edition.plan.items:
        if item.channel == "moments" and item.tier:
            counts.setdefault(item.tier.id, Counter())[item.date] += 1
    for gap in edition.plan.gaps:
        if columns[gap.column].channel == "moments":
            counts.setdefault(gap.tier.id, Counter())[gap.date] += 1
    alike: dict[tuple[tuple[date, int], ...], list[Tier]] = {}
    for name, posts in counts.items():
        tier = edition.library.tiers[name]
        days = [day for day in week_of(edition.plan.week.week) if posts[day] < least and not _rests(edition, tier, day)]
        if days:
            alike.setdefault(tuple((day, posts[day]) for day in days), []).append(tier)
    for few, tiers in alike.items():
        zh = "、".join(f"{WEEKDAYS_ZH[day.weekday()]} {count} 条" for day, count in few)
        en = ", ".join(f"{count} on {WEEKDAYS[day.weekday()]}" for day, count in few)
        words = Words(
            f"{'、'.join(tier.name for tier in tiers)} 的朋友圈{zh}，说好每天至少 {least} 条",
            f"too few Moments posts for {', '.join(tier.id for tier in tiers)}: {en}; {least} a day at least",
        )
        note = Note(Words("补上，或改 rhythm.moments_per_day", "add some, or change rhythm.moments_per_day"))
        yield Finding(words, edition.plan.week.week_.span, (note,))


def _rests(edition: Edition, tier: Tier, day: date) -> bool:
    """Whether the tier is not there, or this is a day off on which a Moments column of its does not run, as its author said."""
    if not is_open(tier, day):
        return True
    return holidays.day_class(day) == "holiday" and any(
        column.channel == "moments"
        and column.holiday not in (None, "keep")
        and tier in edition.library.covers(column.tiers)
        for column in edition.library.columns.values()
    )


RULE = Rule(
    name="too-few-moments",
    severity=Severity.WARNING,
    what=Words("某天的朋友圈比品牌说好的少", "a day has fewer Moments posts than the brand promised"),
    why=Words("安静下来的账号，一周就被忘了", "an account that falls silent is forgotten within a week"),
    instead=Words(
        "补上，或改 brand.yaml 的 rhythm.moments_per_day", "add some, or change rhythm.moments_per_day in brand.yaml"
    ),
    find=too_few_moments,
)
