"""An entry on a public holiday that its column skips: moved there by hand, it meets people who were promised a quiet day."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.facts import holidays
from siyu.rule import Finding, Rule
from siyu.schedule import slots


def on_skipped_holiday(edition: Edition) -> Iterator[Finding]:
    """A warning for each entry that `on` or `at` brings to a day off, in a column with `holiday: skip` that promises nothing for it."""
    monday = edition.plan.week.week
    for item in edition.plan.items:
        column = edition.library.columns.get(item.key)
        if column is None or column.holiday != "skip" or holidays.day_class(item.date) != "holiday":
            continue
        if item.identity == item.key or any(slot.date == item.date for slot in slots(column.when, monday, "skip")):
            continue  # an entry outside the column, or an hour that the column has for holidays
        name = holidays.holiday(item.date)
        words = Words(
            f"{item.name} 落在 {item.date}（{name}），这个栏目放假不发",
            f"{item.key!s} falls on {item.date}, a public holiday, which its column skips",
        )
        note = Note(
            Words("换一天，或改栏目的 holiday", "choose another day, or change the column's holiday"),
            column.holiday.span,
        )
        yield Finding(words, item.span, (note,))


RULE = Rule(
    name="on-skipped-holiday",
    severity=Severity.WARNING,
    what=Words("放假不发的栏目，有一条排到了节假日", "an entry falls on a public holiday that its column skips"),
    why=Words("栏目说好放假不打扰，那天多半也没有人值班", "the column promised a quiet day, and nobody is on duty"),
    instead=Words("换一天，或改栏目的 holiday", "choose another day, or change the column's holiday"),
    find=on_skipped_holiday,
    source="State Council notices on public holidays; the table is in siyu/facts/holidays.py",
)
