"""Chinese public holidays and make-up workdays (调休).

In: a civil date. Out: its class, or None where nobody has published it yet.
Two different facts: the days that the law fixes (known for every year) and the yearly arrangement of days off and days
made up (known only from that year's State Council notice). Nothing is predicted.

Sources: Regulation on public holidays, State Council decree 795 of 2024-11-10, in force 2025-01-01 (the days by law); notices of
the General Office of the State Council for 2024 (2023-10-25), 2025 (2024-11-12) and 2026 (2025-11-04): gov.cn, checked 2026-11-22.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple


class Rest(NamedTuple):
    """One arrangement: days off from `first` to `last`, both included, and the weekend days worked instead."""

    name: str
    first: date
    last: date
    made_up: tuple[date, ...] = ()


def _rest(year: int, name: str, first: tuple[int, int], last: tuple[int, int], *made_up: tuple[int, int]) -> Rest:
    return Rest(name, date(year, *first), date(year, *last), tuple(date(year, *day) for day in made_up))


ARRANGEMENTS: dict[int, list[Rest]] = {
    2024: [
        _rest(2024, "元旦", (1, 1), (1, 1)),
        _rest(2024, "春节", (2, 10), (2, 17), (2, 4), (2, 18)),
        _rest(2024, "清明节", (4, 4), (4, 6), (4, 7)),
        _rest(2024, "劳动节", (5, 1), (5, 5), (4, 28), (5, 11)),
        _rest(2024, "端午节", (6, 10), (6, 10)),
        _rest(2024, "中秋节", (9, 15), (9, 17), (9, 14)),
        _rest(2024, "国庆节", (10, 1), (10, 7), (9, 29), (10, 12)),
    ],
    2025: [
        _rest(2025, "元旦", (1, 1), (1, 1)),
        _rest(2025, "春节", (1, 28), (2, 4), (1, 26), (2, 8)),
        _rest(2025, "清明节", (4, 4), (4, 6)),
        _rest(2025, "劳动节", (5, 1), (5, 5), (4, 27)),
        _rest(2025, "端午节", (5, 31), (6, 2)),
        _rest(2025, "国庆节、中秋节", (10, 1), (10, 8), (9, 28), (10, 11)),
    ],
    2026: [
        _rest(2026, "元旦", (1, 1), (1, 3), (1, 4)),
        _rest(2026, "春节", (2, 15), (2, 23), (2, 14), (2, 28)),
        _rest(2026, "清明节", (4, 4), (4, 6)),
        _rest(2026, "劳动节", (5, 1), (5, 5), (5, 9)),
        _rest(2026, "端午节", (6, 19), (6, 21)),
        _rest(2026, "中秋节", (9, 25), (9, 27)),
        _rest(2026, "国庆节", (10, 1), (10, 7), (9, 20), (10, 10)),
    ],
}

_FIXED_BY_LAW = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}
_FIXED_BY_MOON = {(1, 1): "春节", (1, 2): "春节", (1, 3): "春节", (5, 5): "端午节", (8, 15): "中秋节"}


_FIRST = date(min(ARRANGEMENTS), 1, 1)
# New Year's notice may give away or make up the last days of the year before (2018-12-29 was worked for 2019-01-01).
_PAST = date(max(ARRANGEMENTS), 12, 28)


def published(day: date) -> bool:
    """Whether the arrangement that decides about a date is in the table."""
    return _FIRST <= day < _PAST


@cache
def _table() -> tuple[dict[date, str], frozenset[date]]:
    rests = [rest for year in ARRANGEMENTS.values() for rest in year]
    off = {
        rest.first + timedelta(offset): rest.name
        for rest in rests
        for offset in range((rest.last - rest.first).days + 1)
    }
    return off, frozenset(day for rest in rests for day in rest.made_up)


@cache
def by_law(day: date) -> str | None:
    """The holiday that the law itself puts on a date, whatever the year's arrangement (2025 and later)."""
    if name := _FIXED_BY_LAW.get((day.month, day.day)):
        return name
    if day.month not in (1, 2, 4, 5, 6, 9, 10):
        return None
    from siyu.facts import lunar

    if lunar.solar_term(day) == "清明":
        return "清明节"
    return _FIXED_BY_MOON.get(lunar.month_and_day(day)) or (
        "春节" if lunar.month_and_day(day + timedelta(1)) == (1, 1) else None
    )


def holiday(day: date) -> str | None:
    """The name of the holiday a date is off for; where nothing is published only the days by law."""
    return _table()[0].get(day) if published(day) else by_law(day)


def day_class(day: date) -> str | None:
    """ "workday" (make-up days included), "weekend" or "holiday"; None: not a day by law, and nothing is published."""
    if not published(day):
        return "holiday" if by_law(day) else None
    off, made_up = _table()
    if day in off:
        return "holiday"
    return "workday" if day.weekday() < 5 or day in made_up else "weekend"


def likely_class(day: date) -> str:
    """The class to plan with: the published one, else what the weekday says until it is."""
    return day_class(day) or ("workday" if day.weekday() < 5 else "weekend")
