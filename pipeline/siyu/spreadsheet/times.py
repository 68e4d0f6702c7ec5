"""Where a sheet is in the calendar: its year, its week, and the date of each day that it names.

In: headlines and days as typed. Out: dates. Promise: what has two meanings is settled by what stands before it, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from unicodedata import normalize

from siyu.facts.typed import DATE, Day
from siyu.weeks import monday_of


def first_day(text: str) -> Day | None:
    """The first day that a headline names: 第二周（11.23–11.29）."""
    typed = normalize("NFKC", text)
    for pattern in DATE[:3]:
        if match := pattern.search(typed):
            found = match.groupdict()
            return Day(int(found["year"]) if found.get("year") else None, int(found["month"]), int(found["day"]))
    match = re.search(r"(?<![\d.])(\d{1,2})([./])(\d{1,2})\s*[-–—~至到]\s*(?:\d{1,2}\2)?\d{1,2}(?![\d.])", typed)
    return Day(None, int(match[1]), int(match[3])) if match else None


def week_in(text: str) -> tuple[int | None, int] | None:
    """The week of the year that a headline names, and its year where that is there."""
    match = re.search(r"(?:(20\d\d)\s*[-年]?\s*)?(?:W|第)\s*([0-5]?\d)(?!\d)\s*周?", normalize("NFKC", text))
    if match is None or not (match[0].endswith("周") or "W" in match[0]):
        return None
    return int(match[1]) if match[1] else None, int(match[2])


@dataclass
class Days:
    """Where a sheet is in the calendar: its year, the date before, the Monday of the week it tells about. `near` is a Monday of the project's."""

    near: date | None
    year: int | None = None
    previous: date | None = None
    week: date | None = None

    def headline(self, text: str) -> bool:
        """Learn from a line above a table, or the name of a sheet; whether it said anything."""
        text = text[:200]
        typed = normalize("NFKC", text)
        year = re.search(r"(?<!\d)(20\d\d)(?=年|-W|[-./]\d)|^(20\d\d)$", typed)
        if year:
            self.year, self.previous = int(year[0]), None
        told = False
        if (numbered := week_in(text)) and (near := numbered[0] or self.year or (self.near and self.near.year)):
            try:
                self.week, told = date.fromisocalendar(near, numbered[1], 1), True
            except ValueError:
                return bool(year)
            self.previous = self.week
        elif (day := first_day(text)) and (found := self.date(day)):
            self.week, told = monday_of(found), True
        return told or bool(year)

    def date(self, day: Day) -> date | None:
        """The date of a day, None where its year, or the week of its weekday, is not known or there is none such."""
        if day.month is None or day.day is None:
            if self.week is None or day.weekday is None:
                return None
            return self.week + timedelta(day.weekday)
        anchor = self.previous or (
            self.near if self.year is None else date(self.year, day.month if 1 <= day.month <= 12 else 1, 15)
        )
        if day.year is None and anchor is None:
            return None
        years = [day.year] if day.year else [anchor.year - 1, anchor.year, anchor.year + 1] if anchor else []
        dates = []
        for number in [day.day, day.day * 10] if day.tenfold else [day.day]:
            made = [one for year in years if (one := _date(year, day.month, number))]
            dates += [min(made, key=lambda one: _apart(one, anchor))] if made else []
        if day.tenfold and day.weekday is not None:
            dates = [one for one in dates if one.weekday() == day.weekday] or dates
        if not dates:
            return None
        found = min(dates, key=lambda one: _apart(one, self.previous))  # the first, where nothing stands before it
        self.previous = found
        return found


def _apart(one: date, other: date | None) -> int:
    return abs((one - other).days) if other else 0


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
