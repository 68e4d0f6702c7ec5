"""Weeks and days by the names that people and files give them: 2026-W48, 11月23日.

In: a date. Out: its name; and the date behind a week's name. Promise: weeks are those of ISO 8601, from Monday.
"""

from __future__ import annotations

from datetime import date, timedelta


def monday_of(day: date) -> date:
    """The Monday of a date's week."""
    return day - timedelta(day.weekday())


def week_name(day: date) -> str:
    """ "2026-W48", the week of a date."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday_in(week: str) -> date:
    """The Monday of "2026-W48"; raises ValueError where there is no such week."""
    return date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)


def month_day(day: date) -> str:
    """ "11月23日"."""
    return f"{day.month}月{day.day}日"
