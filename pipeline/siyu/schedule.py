"""What a `when` gives a week: its slots, moved where a holiday moves them.

In: `When`s, a Monday, what a day off does. Out: `Slot`s in order.
Promise: pure; civil dates only. A class of day that nobody has published yet is named by `guesses`, never passed off as known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from siyu.facts import holidays
from siyu.when import When


class Slot(NamedTuple):
    """One occurrence: the day it is promised for, the date it falls on after holidays, minutes from midnight of that date."""

    day: date
    date: date
    start: int | None
    end: int | None


def slots(whens: Iterable[When], monday: date, holiday: str = "keep") -> list[Slot]:
    """The occurrences promised for a week, in order, each once. `holiday`: what a day off does to them — keep, skip, previous or
    next (workday)."""
    found = {
        Slot(day, shifted, when.start, when.end)
        for when in whens
        for day in week_of(monday)
        if when.matches(day) and (shifted := _after_holiday(day, _policy(when, holiday))) is not None
    }
    return sorted(found, key=lambda slot: (slot.day, slot.start or 0, slot.end or 0))


def guesses(whens: Iterable[When], monday: date, holiday: str = "keep") -> set[date]:
    """The dates that a week's slots depend on and whose class nobody has published: their weekday stands in for it."""
    if holiday in ("keep", "skip") and all(map(holidays.day_class, week_of(monday))):
        return set()
    looked_at: set[date] = set()
    for when in whens:
        for day in week_of(monday):
            hit = when.matches(day)
            if (hit and when.day_class) or (when.day_class and not when.ordinals and when.runs(day)):
                looked_at.add(day)
            if hit and (policy := _policy(when, holiday)) != "keep":
                looked_at.update(_walk(day, policy))
    return {day for day in looked_at if holidays.day_class(day) is None}


def week_of(monday: date) -> list[date]:
    """The seven days from a Monday."""
    return [monday + timedelta(offset) for offset in range(7)]


def _policy(when: When, holiday: str) -> str:
    return "keep" if when.day_class == "holiday" else holiday


def _after_holiday(day: date, policy: str) -> date | None:
    if policy == "keep":
        return day
    *_, last = _walk(day, policy)
    return last if policy != "skip" or holidays.day_class(day) != "holiday" else None


def _walk(day: date, policy: str) -> Iterator[date]:
    """A date and, where it is a day off that `previous` or `next` moves, each one on the way to the workday it moves to."""
    yield day
    if policy == "skip" or holidays.day_class(day) != "holiday":
        return
    step = timedelta(1 if policy == "next" else -1)
    while holidays.likely_class(day) != "workday":
        day += step
        yield day


def turn(since: date, every: str, day: date) -> int | None:
    """How many times a rota has changed hands on a date; None before it begins. `every`: week (from the weekday it began on), day, or
    workday: on days off it stays with whoever had the workday before."""
    if day < since:
        return None
    if every == "workday":
        return max(_workdays(since, day) - 1, 0)
    return (day - since).days // (7 if every == "week" else 1)


@cache
def _workdays(first: date, last: date) -> int:
    """The workdays from a date to another, both included."""
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return sum(holidays.likely_class(day) == "workday" for day in days)
