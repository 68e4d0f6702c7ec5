"""How long after somebody's own day zero, in the words a content editor would use: "10 min", "7 days", "next weekend".

In: the text of an `after` or of a length. Out: `After`, which knows the date on which she is there, and says itself in Chinese.
Promise: pure; what is not understood is told with what to write instead.

    after := N min|hours|days|weeks|months | next weekend|mon … sun      (that day, after day zero)
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.source import Text

_DAY = 24 * 60
_UNITS = {"min": "min", "minute": "min", "hour": "hour", "day": "day", "week": "week", "month": "month"}
_UNITS_ZH = {"分钟": "min", "小时": "hours", "天": "days", "日": "days", "周": "weeks", "星期": "weeks", "个月": "months", "月": "months"}  # fmt: skip
_NEXT = {"weekend": 5, "mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_HOW = Words(
    "例如 0 min、10 min、2 hours、7 days、3 weeks、2 months、next weekend、next sat",
    "for example 0 min, 10 min, 2 hours, 7 days, 3 weeks, 2 months, next weekend, next sat",
)
_LENGTH = Words("例如 14 days、2 weeks、3 months", "for example 14 days, 2 weeks, 3 months")
_MOST = {"min": 10_000, "hour": 1000, "day": 1100, "week": 160, "month": 36}  # three years


class After(NamedTuple):
    """How long after day zero. `weekday`: the first such day after it ("weekend" is its Saturday); `weekend` keeps the author's word."""

    minutes: int = 0
    days: int = 0
    months: int = 0
    weekday: int | None = None
    weekend: bool = False

    @property
    def prompt(self) -> bool:
        """Less than a day: too soon for a calendar, a tool has to send it."""
        return self.weekday is None and not self.months and self.days + self.minutes // _DAY == 0

    def reached(self, zero: date) -> date:
        """The date on which a member of that day zero is there."""
        if self.weekday is not None:
            return zero + timedelta((self.weekday - zero.weekday() - 1) % 7 + 1)
        if self.months:
            year, month = divmod(zero.year * 12 + zero.month - 1 + self.months, 12)
            return date(year, month + 1, min(zero.day, calendar.monthrange(year, month + 1)[1]))
        return zero + timedelta(self.days + self.minutes // _DAY)

    @property
    def place(self) -> tuple[int, int]:
        """For the order of steps: days from a Monday, then minutes."""
        return (self.reached(_MONDAY) - _MONDAY).days, self.minutes % _DAY

    @property
    def zh(self) -> str:
        """ "T+7", "10 分钟后", "之后的周末"."""
        if self.weekday is not None:
            return "之后的周末" if self.weekend else f"之后的周{'一二三四五六日'[self.weekday]}"
        if self.months:
            return f"满 {self.months} 个月"
        if self.minutes or not self.days:
            hours, rest = divmod(self.minutes, 60)
            return f"{hours} 小时后" if hours and not rest else f"{self.minutes} 分钟后" if self.minutes else "T+0"
        return f"T+{self.days}"

    @property
    def span_zh(self) -> str:
        """As a length: 3 周, 2 个月, 10 天."""
        if self.months:
            return f"{self.months} 个月"
        return f"{self.days // 7} 周" if self.days % 7 == 0 else f"{self.days} 天"


_MONDAY = date(2024, 1, 1)


def after_of(text: Text) -> After:
    """Read "7 days" or "next weekend"; `Problem` says how it is written."""
    words = text.split()
    if len(words) == 2 and words[0] == "next" and words[1] in _NEXT:
        return After(weekday=_NEXT[words[1]], weekend=words[1] == "weekend")
    if len(words) == 2 and re.fullmatch(r"\d{1,5}", words[0], re.ASCII):
        unit = _UNITS.get(words[1]) or _UNITS.get(words[1].removesuffix("s"))
        if unit and int(words[0]) <= _MOST[unit]:
            return _after(int(words[0]), unit)
    if len(words) == 2 and words[0] == "next":
        at = text.index(words[1], 4)
        raise _bad(text, *did_you_mean(words[1], tuple(_NEXT)), start=at, end=at + len(words[1]))
    raise _bad(text, *_meant(text), _HOW)


def length_of(text: Text) -> After:
    """Read a length: whole days, weeks or months."""
    after = after_of(text)
    if after.weekday is not None or after.prompt or after.minutes:
        raise _bad(text, _LENGTH)
    return after


def _after(number: int, unit: str) -> After:
    if unit in ("min", "hour"):
        return After(minutes=number * (60 if unit == "hour" else 1))
    return After(months=number) if unit == "month" else After(days=number * (7 if unit == "week" else 1))


def _bad(text: str, *notes: Words, start: int = 0, end: int | None = None) -> Problem:
    return Problem(
        "bad-after", Words(f"看不懂“{text}”是多久", f"{text!s} is no span of time"), *notes, start=start, end=end
    )


def _meant(text: str) -> tuple[Words, ...]:
    """ "7 天后" and "T+7" in our words."""
    match = re.fullmatch(r"(?:[TtＴ]\s*[+＋]\s*)?(\d+)\s*(\D*?)[之以]?后?", text.strip())
    unit = "days" if match and not match[2] else _UNITS_ZH.get(match[2], "") if match else ""
    return (Words(f"是不是想写 {match[1]} {unit}？", f"did you mean {match[1]} {unit}?"),) if match and unit else ()
