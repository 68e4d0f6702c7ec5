"""A slot that a column promises and the week does not fill, or a week of nothing but `todo`: members remember fixed times and notice when nothing comes."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Edition, Gap
from siyu.rule import Finding, Rule
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock


def unfilled_slot(edition: Edition) -> Iterator[Finding]:
    """One warning for each column, whatever the number of days and tiers; slots skipped with a reason are fine. One where no entry is written."""
    week = edition.plan.week
    own = [one for one in edition.messages if one.item.channel != "task" and one.item.span.source is week.week_.source]
    if own and all(one.item.todo and one.text is None for one in own):
        left = len({one.item.span for one in own})
        words = Words(
            f"{week.name} 一条都没有写：{left} 条全是 todo，什么也不会发出去",
            f"nothing of {week.name} is written: {plural(left, 'entry', 'entries')} with todo, and no text to post",
        )
        yield Finding(
            words, week.week_.span, (Note(Words("写上 copy，写好的删掉 todo", "write copy, and take out todo")),)
        )
    open_: dict[str, dict[tuple[int, int], list[Gap]]] = {}
    for gap in edition.plan.gaps:
        if gap.reason is None:
            open_.setdefault(gap.column, {}).setdefault((gap.date.toordinal(), gap.start), []).append(gap)
    for column, slots in open_.items():
        first = next(iter(slots.values()))[0]
        tiers = len(edition.library.covers(edition.library.columns[column].tiers))
        zh, en = zip(*(_slot(gaps, tiers) for gaps in slots.values()), strict=True)
        words = Words(f"{first.name} {'、'.join(zh)} 没有内容", f"column {column} has no entry for {', '.join(en)}")
        note = Note(
            Words(f"在 {column} 下面补上，或在 skip 里写明原因", f"fill it under {column}, or say why under skip")
        )
        key = next((key for key in week.columns if key == column), None)
        yield Finding(words, key.span if key else first.span, (note,))


def _slot(gaps: list[Gap], tiers: int) -> Words:
    """A slot by its day and hour, with the tiers where it is open for some only."""
    day, hour = gaps[0].date.weekday(), clock(gaps[0].start)
    some = len(gaps) < tiers
    zh = "（" + "、".join(gap.tier.name for gap in gaps) + "）" if some else ""
    en = f" ({', '.join(gap.tier.id for gap in gaps)})" if some else ""
    return Words(f"{WEEKDAYS_ZH[day]} {hour}{zh}", f"{WEEKDAYS[day]} {hour}{en}")


RULE = Rule(
    name="unfilled-slot",
    severity=Severity.WARNING,
    what=Words(
        "栏目约好的时间，这周没有内容；或一周全是 todo，一条没写",
        "a slot that a column promises has no entry this week, or a week is nothing but todo",
    ),
    why=Words("成员记得固定的时间，没等到就知道你忘了", "members remember fixed times and notice when nothing comes"),
    instead=Words("补上一条，或在 skip 里写明原因", "fill it, or say why under skip"),
    find=unfilled_slot,
)
