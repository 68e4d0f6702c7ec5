"""What to tell an author whose entry or skip lands on no slot.

In: the column, the place, the date. Out: one diagnostic each, with what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.facts import holidays
from siyu.kinds.column import Column
from siyu.kinds.week import Skip, Week
from siyu.library import Library
from siyu.source import Text
from siyu.when import WEEKDAYS, WEEKDAYS_ZH


def off_schedule(column: Column, day: Text, on: date, more: bool) -> Diagnostic:
    """An entry on a day that its column does not run, or runs less often."""
    zh = WEEKDAYS_ZH[WEEKDAYS.index(day)]
    words = Words(f"栏目 {column.name} 在{zh}不出现", f"column {column.id!s} does not run on {day!s}")
    if not column.when:
        words = Words(
            f"栏目 {column.name} 没有固定时间，这一条要写", f"column {column.id!s} has no fixed time: say it here"
        )
    if more:
        words = Words(f"栏目 {column.name} 在{zh}没有那么多时段", f"column {column.id!s} has fewer slots on {day!s}")
    notes = [Note(Words('真要加这一条，写上时间 at: "12:00"', 'to add it all the same, say when: at: "12:00"'))]
    if name := holidays.holiday(on):
        notes.insert(0, Note(Words(f"{on} 是{name}假期", f"{on} is a public holiday ({name})")))
    return Diagnostic("entry-off-schedule", words, day.span, tuple(notes))


def two_at_once(column: Column) -> Diagnostic:
    """An hour of a tier's own cannot stand for two slots of one day."""
    words = Words(
        f"{column.name} 一天有几个时段，hours 会让它们同一钟点发",
        f"column {column.id!s} has several slots a day; hours would put them all at one",
    )
    note = Note(Words("在当天的条目里写 tiers: {…: {at: …}}", "say tiers: {…: {at: …}} in the entries"))
    return Diagnostic("slots-at-one-hour", words, next(iter(column.hours)).span, (note,))


def useless_skips(week: Week, used: list[Skip], library: Library) -> Iterator[Diagnostic]:
    """Skips that no slot met."""
    for skip in week.skip:
        column = library.columns.get(skip.column)
        tiers = library.covers(column.tiers) if column else []  # none: this build leaves them out, or said already
        meant = skip.tiers is None or any(tier.id in skip.tiers for tier in tiers)
        if tiers and meant and not any(skip is other for other in used):
            words = Words(
                f"{skip.column} 在这一天没有时段可跳过", f"column {skip.column!s} has no slot to skip on {skip.day!s}"
            )
            how = Words("改成它的 when 里有的一天，或删掉这一条", "name a day of its when, or delete this")
            yield Diagnostic("skip-off-schedule", words, skip.day.span, (Note(how),))
