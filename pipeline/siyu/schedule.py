"""When things happen, in the words a content editor would use: "mon-fri 12:00", "first workday 10:00", "last sun 20:00".

In: the text of a `when`. Out: `When`, and the slots it gives a week.
Promise: pure; civil dates only. A class of day that nobody has published yet is marked provisional, never passed off as known.

    when  := [ordinals] days [every N weeks from DATE] [HH:MM | HH:MM-HH:MM]
    days  := daily | workday | weekend | holiday | day N | mon … sun, joined by "," or "-"
    ordinals := first second third fourth fifth last, joined by ","      (counted within the month)
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.document import Parsed, date_of, minutes_of
from siyu.facts import holidays
from siyu.source import Text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_CLASSES = ("workday", "weekend", "holiday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_CLOCKS = re.compile(r"(\d{1,2}:\d{2})(?:-(\d{1,2}:\d{2}))?")
_HOW = Words(
    "例如 mon-fri 12:00、workday 09:00、first sun 20:00、every 2 weeks from 2026-11-25 wed 20:00",
    "for example mon-fri 12:00, workday 09:00, first sun 20:00, every 2 weeks from 2026-11-25 wed 20:00",
)


@dataclass(frozen=True, slots=True)
class When:
    """A recurring day and hour. Exactly one of `weekdays`, `day_class`, `month_day` says which days; minutes count from midnight,
    `end` is past 1440 where a window crosses it."""

    weekdays: frozenset[int] = frozenset()
    day_class: str = ""
    month_day: int = 0
    ordinals: tuple[int, ...] = ()
    every: int = 1
    anchor: date | None = None
    start: int | None = None
    end: int | None = None

    def matches(self, day: date) -> bool:
        """Whether a date is one of these days. A weekday stands in for a class that is not published yet."""
        if self.anchor is not None:
            weeks = (monday_of(day) - monday_of(self.anchor)).days // 7
            if day < self.anchor or weeks % self.every:
                return False
        if not self._base(day):
            return False
        if not self.ordinals:
            return True
        days = [
            d for n in range(1, calendar.monthrange(day.year, day.month)[1] + 1) if self._base(d := day.replace(day=n))
        ]
        place = days.index(day)
        return place + 1 in self.ordinals or (-1 in self.ordinals and place == len(days) - 1)

    def _base(self, day: date) -> bool:
        if self.month_day:
            return day.day == self.month_day
        if self.day_class:
            return (holidays.day_class(day) or ("workday" if day.weekday() < 5 else "weekend")) == self.day_class
        return day.weekday() in self.weekdays


def monday_of(day: date) -> date:
    """The Monday of a date's ISO week."""
    return day - timedelta(day.weekday())


def when_of(text: Text) -> When:
    """Read a `when`; `Problem` names the words that do not fit."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    given: dict[str, object] = {}
    at = 0
    while at < len(words):
        word, start, end = words[at]
        following = [w for w, _, _ in words[at + 1 :]]
        if (ordinals := [_ORDINALS.get(part, 0) for part in word.split(",")]) and all(ordinals):
            given["ordinals"] = tuple(ordinals)
        elif (
            word == "every"
            and len(following) >= 4
            and following[0].isdecimal()
            and following[1] in ("week", "weeks")
            and following[2] == "from"
        ):
            anchor = date_of(following[3])
            if anchor is None or not 1 <= int(following[0]) <= 52:
                raise Problem(
                    "bad-when",
                    Words(f"“{following[3]}”不是日期", f"{following[3]} is not a date"),
                    _HOW,
                    start=words[at + 4][1],
                    end=words[at + 4][2],
                )
            given |= {"every": int(following[0]), "anchor": anchor}
            at += 4
        elif word == "day" and following and following[0].isdecimal() and 1 <= int(following[0]) <= 31:
            given["month_day"] = int(following[0])
            at += 1
        elif match := _CLOCKS.fullmatch(word):
            given |= _hours(match, start, end)
        elif word in _CLASSES:
            given["day_class"] = word
        elif (days := _weekdays(word)) is not None:
            given["weekdays"] = days
        else:
            raise Problem(
                "bad-when",
                Words(f"看不懂“{word}”", f"{word} is not understood here"),
                *(did_you_mean(word, (*WEEKDAYS, *_CLASSES, *_ORDINALS, "daily", "every")) if word.isascii() else ()),
                _HOW,
                start=start,
                end=end,
            )
        at += 1
    if sum(key in given for key in ("weekdays", "day_class", "month_day")) != 1:
        raise Problem("bad-when", Words("要写清是哪几天（只写一种）", "say which days, in one way"), _HOW)
    return When(**given)  # type: ignore[arg-type]


def _weekdays(word: str) -> frozenset[int] | None:
    if word == "daily":
        return frozenset(range(7))
    days: set[int] = set()
    for part in word.split(","):
        first, dash, last = part.partition("-")
        if first not in WEEKDAYS or (dash and last not in WEEKDAYS):
            return None
        low, high = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        days.update(range(low, high + 1) if low <= high else [*range(low, 7), *range(high + 1)])
    return frozenset(days)


def _hours(match: re.Match[str], start: int, end: int) -> dict[str, int | None]:
    low, high = minutes_of(match[1]), minutes_of(match[2]) if match[2] else None
    if low is None or low == 24 * 60 or (match[2] and high is None):
        raise Problem(
            "bad-clock", Words(f"“{match[0]}”不是钟点", f"{match[0]} is not an hour"), _HOW, start=start, end=end
        )
    return {"start": low, "end": high + 24 * 60 if high is not None and high <= low else high}


Whens = Annotated[
    tuple[Annotated[When, Parsed(when_of)], ...],
    BeforeValidator(lambda value: [value] if isinstance(value, Text) else value),
]
"""One `when` or a list of them."""


class Slot(NamedTuple):
    """One occurrence: the day it is promised for, the date it falls on after holidays, minutes from midnight of that date.
    `provisional`: the arrangement of that year is not published, the weekday stands in for it."""

    day: date
    date: date
    start: int | None
    end: int | None
    provisional: bool = False


def slots(whens: Iterable[When], monday: date, holiday: str = "keep") -> Iterator[Slot]:
    """The occurrences promised for a week, in order. `holiday`: what a day off does to them — keep, skip, previous or next (workday)."""
    found: list[Slot] = []
    for when in whens:
        for offset in range(7):
            day = monday + timedelta(offset)
            if not when.matches(day):
                continue
            knows = holidays.day_class(day) is not None
            provisional = not knows and (bool(when.day_class) or holiday != "keep")
            shifted = day if holiday == "keep" or when.day_class == "holiday" else _after_holiday(day, holiday)
            if shifted is not None:
                found.append(Slot(day, shifted, when.start, when.end, provisional))
    return iter(sorted(found, key=lambda slot: (slot.day, slot.start or 0)))


def _after_holiday(day: date, policy: str) -> date | None:
    if holidays.day_class(day) != "holiday":
        return day
    if policy == "skip":
        return None
    step = timedelta(1 if policy == "next" else -1)
    moved = day
    while (holidays.day_class(moved) or ("workday" if moved.weekday() < 5 else "weekend")) != "workday":
        moved += step
    return moved


def clock(minutes: int) -> str:
    """ "HH:MM" of minutes after midnight; 1440 is 24:00, more wraps into the next day."""
    return f"{(minutes if minutes <= 1440 else minutes - 1440) // 60:02d}:{minutes % 60:02d}"


def describe(when: When) -> str:
    """A `when` in Chinese, as a contact card shows it: 工作日 09:00–21:00."""
    named = {"workday": "工作日", "weekend": "周末", "holiday": "节假日"}
    if when.month_day:
        days = f"每月 {when.month_day} 日"
    elif when.day_class:
        days = named[when.day_class]
    elif len(when.weekdays) == 7:
        days = "每天"
    else:
        run = sorted(when.weekdays)
        joined = len(run) > 2 and run == list(range(run[0], run[-1] + 1))
        days = (
            f"{WEEKDAYS_ZH[run[0]]}至{WEEKDAYS_ZH[run[-1]]}" if joined else "、".join(WEEKDAYS_ZH[day] for day in run)
        )
    if when.ordinals:
        days = "每月" + "、".join("最后一个" if n < 0 else f"第{'一二三四五'[n - 1]}个" for n in when.ordinals) + days
    hours = "" if when.start is None else f" {clock(when.start)}" + ("" if when.end is None else f"–{clock(when.end)}")
    return days + hours
