"""More in a month than the brand allows itself, weeks that nobody has planned yet included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Publication
from siyu.facts.channels import KINDS
from siyu.kinds.column import Column
from siyu.kinds.house import Quota
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.schedule import slots
from siyu.source import Span


class Use(NamedTuple):
    """One use of a quota; `span` is None where it is only a slot of a week that nobody has planned."""

    day: date
    span: Span | None


def over_house_quota(publication: Publication) -> Iterator[Finding]:
    """A warning at the first planned use over a month's quota; an advice where only the fixed times of unplanned weeks pass it."""
    house = publication.library.house
    for quota in house.quotas if house else ():
        alike: dict[tuple[Use, ...], list[str]] = {}
        for tier in publication.library.tiers.values():
            months: dict[tuple[int, int], list[Use]] = {}
            for use in sorted(_uses(publication, quota, tier.id), key=lambda use: (use.day, use.span is None)):
                months.setdefault((use.day.year, use.day.month), []).append(use)
            for uses in months.values():
                if len(uses) > quota.most and any(use.span for use in uses):
                    alike.setdefault(tuple(uses), []).append(tier.name)
        for month, tiers in alike.items():
            assert house is not None
            rule = (quota.column or quota.kind or house.id).span
            yield _told(quota, _what(quota, publication.library), rule, month, tiers)


def _what(quota: Quota, library: Library) -> Words:
    """What is counted."""
    column = library.columns.get(quota.column) if quota.column else None
    zh = f"“{column.name}”" if column else f"{KINDS[quota.kind]}内容" if quota.kind else "消息"
    return Words(zh, quota.column or (f"kind {quota.kind}" if quota.kind else "all"))


def _told(quota: Quota, what: Words, rule: Span, uses: tuple[Use, ...], tiers: list[str]) -> Finding:
    planned = [use for use in uses if use.span]
    month = uses[0].day.month
    if len(planned) > quota.most:
        words = Words(
            f"{'、'.join(tiers)} {month} 月的{what.zh}到第 {quota.most + 1} 条了，家规一个月最多 {quota.most} 条",
            f"{what.en}: number {quota.most + 1} of month {month}; the brand's own rule says {quota.most} at most",
        )
        days = "、".join(f"{use.day.month}-{use.day.day:02}" for use in planned)
        note = Note(
            Words(f"这个月排在 {days}；删掉一条，或改家规", f"planned on {days}; take one out, or change the rule"),
            rule,
        )
        return Finding(words, planned[quota.most].span or rule, (note,))
    open_ = len(uses) - len(planned)
    words = Words(
        f"{'、'.join(tiers)} {month} 月已经排了 {len(planned)} 条{what.zh}，没排的周里还有 {open_} 条，家规最多 {quota.most} 条",
        f"month {month} has {len(planned)} of {what.en} planned and {open_} in weeks still to be planned; the brand's own rule says {quota.most} at most",
    )
    days = "、".join(f"{use.day.month}-{use.day.day:02}" for use in uses if not use.span)
    how = Words(f"排到 {days} 时要跳过一条", f"one of {days} will have to be skipped")
    return Finding(words, rule, (Note(how),), Severity.ADVICE)


def _uses(publication: Publication, quota: Quota, tier: str) -> Iterator[Use]:
    """What is planned for a tier, then the fixed times of weeks after the first planned one that have no plan, to the end of the last month."""
    for edition in publication.editions:
        for item in edition.plan.items:
            if item.tier and item.tier.id == tier and item.channel != "task" and _counts(quota, item.key, item.kind):
                yield Use(item.date, item.span)
    mondays = [edition.plan.week.week for edition in publication.editions]
    if not mondays:
        return
    columns = [column for column in publication.library.columns.values() if _promised(column, quota, tier)]
    last = max(mondays) + timedelta(6)
    monday = min(mondays)
    while columns and (monday.year, monday.month) <= (last.year, last.month):
        if monday not in mondays:
            for column in columns:
                for slot in slots(column.when, monday, column.holiday or "keep"):
                    if (slot.date.year, slot.date.month) <= (last.year, last.month):
                        yield Use(slot.date, None)
        monday += timedelta(7)


def _promised(column: Column, quota: Quota, tier: str) -> bool:
    goes = column.tiers is None or tier in column.tiers
    return goes and column.channel != "task" and _counts(quota, column.id, column.kind)


def _counts(quota: Quota, key: str, kind: str) -> bool:
    return (quota.column is None or quota.column == key) and (quota.kind is None or quota.kind == kind)


RULE = Rule(
    name="over-house-quota",
    severity=Severity.WARNING,
    what=Words("一个月里比家规说的多", "more in a month than the brand's own rule allows"),
    why=Words(
        "月底才发现名额用完，最要紧的那条就发不出去了",
        "whoever finds the quota used up at the end of the month cannot send what matters most",
    ),
    instead=Words(
        "删掉一条，或跳过后面的一次；要改家规，改 brand/rules.yaml 的 quotas",
        "take one out, or skip a later one; to change the rule, change quotas in brand/rules.yaml",
    ),
    find=over_house_quota,
)
