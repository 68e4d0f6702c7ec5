"""Lunar dates and solar terms of a civil date, 1900–2100, from the library borax (loaded only when asked)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any


@cache
def _lunar(day: date) -> Any:
    from borax.calendars.lunardate import LunarDate

    return LunarDate.from_solar(day)


def month_and_day(day: date) -> tuple[int, int]:
    """Lunar month and day; a leap month is negative."""
    lunar = _lunar(day)
    return (-lunar.month if lunar.leap else lunar.month), lunar.day


def solar_term(day: date) -> str:
    """The solar term that falls on a date (小雪, 冬至 …), or ""."""
    return str(_lunar(day).term or "")


def text(day: date) -> str:
    """The lunar date in words: 冬月十四."""
    lunar = _lunar(day)
    return f"{'闰' if lunar.leap else ''}{lunar.cn_month}月{lunar.cn_day}"
