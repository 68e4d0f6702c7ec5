"""When somebody has time, for pictures and for people.

In: a `When`, or a date. Out: minutes of a day, and words.
Promise: what crosses midnight is in both days.
"""

from __future__ import annotations

from datetime import date

from siyu.facts import holidays
from siyu.site.chrome import Chrome
from siyu.when import MONTHS, WEEKDAYS, When, clock, describe

_DAY = 24 * 60
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def hours_of(when: When) -> list[tuple[int, int]]:
    """The hours within one day; what crosses midnight comes back in at the other end."""
    start, end = _ends(when)
    return [(start, end)] if end <= _DAY else [(start, _DAY), (0, end - _DAY)]


def lane(day: date) -> int:
    """0 for a workday, 1 for a day off."""
    return int(holidays.likely_class(day) != "workday")


def lanes_of(when: When) -> list[int]:
    """Workdays, days off, or both."""
    if when.day_class:
        return [int(when.day_class != "workday")]
    days = when.weekdays or range(7)
    return [off for off in (0, 1) if any((day > 4) == off for day in days)]


def said(when: When, chrome: Chrome) -> str:
    """A `when` as a colleague would say it."""
    if chrome.lang == "zh":
        return describe(when)
    if when.month_day:
        days = f"day {when.month_day} of the month"
    elif when.day_class:
        days = f"{when.day_class}s"
    elif len(when.weekdays) == 7:
        days = "daily"
    else:
        days = ", ".join(WEEKDAYS[day].capitalize() for day in sorted(when.weekdays))
    if when.ordinals:
        days = f"{' and '.join(_ORDINALS[number] for number in when.ordinals)} {'day' if days == 'daily' else days} of the month"
    if when.months:
        days += f" in {', '.join(MONTHS[month - 1].capitalize() for month in when.months)}"
    if when.every > 1:
        days = f"every {when.every} weeks, {days}"
    hours = "" if when.start is None else f" {clock(when.start)}" + ("" if when.end is None else f"–{clock(when.end)}")
    return days + hours


def _ends(when: When) -> tuple[int, int]:
    return when.start or 0, when.end or _DAY
