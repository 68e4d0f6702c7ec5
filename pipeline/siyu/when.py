"""When things happen, in the words a content editor would use: "mon-fri 12:00", "first workday 10:00", "last sun 20:00".

In: the text of a `when`. Out: `When`, a recurring day and hour, and back: the same in Chinese.
Promise: what is not understood is told at the word that is not.

    when  := [ordinals] days [in months] [every N weeks from DATE] [HH:MM | HH:MM-HH:MM]
    days  := daily | workday | weekend | holiday | day N | mon … sun, joined by "," or "-"
    ordinals := first second third fourth fifth last, joined by ","      (counted within the month; `last day` is its last)
    months := jan … dec, joined by "," or "-"
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.document import OneOrMany
from siyu.facts import holidays
from siyu.facts.words import NAMES
from siyu.source import Text
from siyu.values import Parsed, date_of, hour_meant, minutes_of
from siyu.weeks import monday_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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
    months: tuple[int, ...] = ()
    every: int = 1
    anchor: date | None = None
    start: int | None = None
    end: int | None = None

    def matches(self, day: date) -> bool:
        """Whether a date is one of these days. A weekday stands in for a class that is not published yet."""
        if not self.runs(day) or not self._base(day):
            return False
        if not self.ordinals:
            return True
        days = [
            d for n in range(1, calendar.monthrange(day.year, day.month)[1] + 1) if self._base(d := day.replace(day=n))
        ]
        place = days.index(day)
        return place + 1 in self.ordinals or (-1 in self.ordinals and place == len(days) - 1)

    def runs(self, day: date) -> bool:
        """Whether a date's month is named, and it is on or after the anchor, a whole number of `every` weeks away."""
        if self.months and day.month not in self.months:
            return False
        if self.anchor is None:
            return True
        return day >= self.anchor and (monday_of(day) - monday_of(self.anchor)).days // 7 % self.every == 0

    def _base(self, day: date) -> bool:
        if self.month_day:
            return day.day == self.month_day
        if self.day_class:
            return holidays.likely_class(day) == self.day_class
        return day.weekday() in self.weekdays


def when_of(text: Text) -> When:
    """Read a `when`; `Problem` names the words that do not fit."""
    words = [(m.group(), m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    given: dict[str, Any] = {}
    at = 0
    read: dict[str, Any]
    while at < len(words):
        word, start, end = words[at]
        following = [w for w, _, _ in words[at + 1 : at + 5]]
        if all(part in _ORDINALS for part in word.split(",")):
            read, used = {"ordinals": tuple(_ORDINALS[part] for part in word.split(","))}, 1
        elif word == "every":
            read, used = _every(following, words[at : at + 5]), 5
        elif word == "day" and following and re.fullmatch(r"[1-9]|[12]\d|3[01]", following[0], re.ASCII):
            read, used = {"month_day": int(following[0])}, 2
        elif word == "day" and "ordinals" in given:
            read, used = {"weekdays": frozenset(range(7))}, 1
        elif word == "in":
            read, used = _months(words[at : at + 2]), 2
        elif match := _CLOCKS.fullmatch(word):
            read, used = _hours(match, start, end), 1
        elif word in _CLASSES:
            read, used = {"day_class": word}, 1
        elif (days := _run(word, WEEKDAYS)) is not None:
            read, used = {"weekdays": frozenset(days)}, 1
        else:
            raise _bad(Words(f"看不懂“{word}”", f"{word} is not understood here"), start, end, *_nearest(word), _HOW)
        end = words[at + used - 1][2]
        if given.keys() & read.keys() or len(_DAYS & (given.keys() | read.keys())) > 1:
            words_ = Words(f"“{text[start:end]}”和前面的写重了", f"{text[start:end]} says again what was said before")
            raise _bad(words_, start, end, _JOIN)
        given |= read
        at += used
    if not _DAYS & given.keys():
        raise Problem("bad-when", Words("要写清是哪几天", "say which days"), _HOW)
    if "ordinals" in given and "month_day" in given:
        raise Problem("bad-when", Words("“day N”已经是一个月里的一天", "day N is one day of the month already"), _HOW)
    return When(**given)


_DAYS = {"weekdays", "day_class", "month_day"}
_JOIN = Words(
    "几天用逗号连成一个词：mon,wed 20:00；几个时间写成列表：[mon 12:00, wed 20:00]",
    "join days with a comma: mon,wed 20:00; write several times as a list: [mon 12:00, wed 20:00]",
)
_PERIODS = (
    (("monthly", "每月", "每个月"), "first workday 10:00"),
    (("quarterly", "每季", "每季度", "每个季度"), "first workday in jan,apr,jul,oct 10:00"),
    (("yearly", "每年"), "first workday in jan 10:00"),
    (("weekly", "每周"), "mon 10:00"),
)
_DAYS_ZH = {zh: word for word, zh in NAMES if word in (*WEEKDAYS, *_CLASSES, "daily")}
_ZH = re.compile("每?(?=周[一二三四五六日天])|" + "|".join(_DAYS_ZH))
_JOINS = str.maketrans({"到": "-", "至": "-", "~": "-", "—": "-", "–": "-", "－": "-", "、": ",", "，": ",", "和": ","})


def _bad(words: Words, start: int, end: int, *notes: Words) -> Problem:
    return Problem("bad-when", words, *notes, start=start, end=end)


def _nearest(word: str) -> tuple[Words, ...]:
    """The word of ours that a word may stand for."""
    for cut in range(len(word), -1, -1):  # the days, the hour, or both in one word
        days = _ZH.sub(lambda match: _DAYS_ZH.get(match[0], ""), word[:cut]).translate(_JOINS)
        hour = hour_meant(word[cut:]) if word[cut:] else ""
        if hour is not None and (not days or days in _CLASSES or _run(days, WEEKDAYS) is not None):
            meant = f"{days} {hour}".strip()
            return (Words(f"是不是想写 {meant}？", f"did you mean {meant}?"),) if meant != word else ()
    if example := next((example for words, example in _PERIODS if word in words), None):
        return (Words(f"说清是哪一天，例如 {example}", f"say which day of it, for example {example}"),)
    return did_you_mean(word, (*WEEKDAYS, *_CLASSES, *_ORDINALS, "daily", "every", "in")) if word.isascii() else ()


def _every(following: list[str], words: list[tuple[str, int, int]]) -> dict[str, Any]:
    """ "every N weeks from DATE", `following` without the first word."""
    fits: list[Callable[[str], object]] = [
        lambda word: re.fullmatch(r"[1-9]|[1-4]\d|5[0-2]", word, re.ASCII),
        lambda word: word in ("week", "weeks"),
        lambda word: word == "from",
        date_of,
    ]
    for number, fit in enumerate(fits):
        if number == len(following) or not fit(following[number]):
            word, start, end = words[min(number + 1, len(words) - 1)]
            example = "every 2 weeks from 2026-11-25"
            words_ = Words(f"“{word}”这里要写成 {example}", f"at {word}: write it like {example}")
            raise _bad(words_, start, end, _HOW)
    return {"every": int(following[0]), "anchor": date_of(following[3])}


def _months(words: list[tuple[str, int, int]]) -> dict[str, Any]:
    """ "in jan,apr-jun"."""
    word, start, end = words[-1]
    months = _run(word, MONTHS) if len(words) == 2 else None
    if months is None:
        numbers = [part.removesuffix("月") for part in re.split("[,，、]", word)]
        meant = [MONTHS[int(n) - 1] for n in numbers if re.fullmatch("1[0-2]|[1-9]", n, re.ASCII)]
        example = ",".join(meant) or "jan,apr,jul,oct"
        said = Words(f"“{word}”这里要写月份，例如 in {example}", f"at {word}: name months, like in {example}")
        raise _bad(said, start, end, _HOW)
    return {"months": tuple(sorted(month + 1 for month in months))}


def _run(word: str, names: tuple[str, ...]) -> set[int] | None:
    """The places of names joined by "," or "-"; None where one is not among them."""
    if word == "daily" and names is WEEKDAYS:
        return set(range(7))
    found: set[int] = set()
    for part in word.split(","):
        first, dash, last = part.partition("-")
        if first not in names or (dash and last not in names):
            return None
        low, high = names.index(first), names.index(last or first)
        found.update(range(low, high + 1) if low <= high else [*range(low, len(names)), *range(high + 1)])
    return found


def _hours(match: re.Match[str], start: int, end: int) -> dict[str, Any]:
    low, high = minutes_of(match[1]), minutes_of(match[2]) if match[2] else None
    if low is None or low == 24 * 60 or (match[2] and high is None) or low == high:
        raise Problem(
            "bad-clock", Words(f"“{match[0]}”不是钟点", f"{match[0]} is not an hour"), _HOW, start=start, end=end
        )
    return {"start": low, "end": high + 24 * 60 if high is not None and high <= low else high}


Whens = Annotated[tuple[Annotated[When, Parsed(when_of)], ...], OneOrMany()]
"""One `when` or a list of them."""


def clock(minutes: int) -> str:
    """ "HH:MM" of minutes after midnight; 1440 is 24:00, more wraps into the next day."""
    return f"{(minutes if minutes <= 1440 else minutes - 1440) // 60:02d}:{minutes % 60:02d}"


def describe(when: When) -> str:
    """A `when` in Chinese, as a contact card shows it: 工作日 09:00–21:00."""
    named = {"workday": "工作日", "weekend": "周末", "holiday": "节假日"}
    month = f"{'、'.join(map(str, when.months))} 月" if when.months else "每月"
    if when.month_day:
        days = f"{month} {when.month_day} 日"
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
    if when.ordinals and len(when.weekdays) == 7:
        days = month + "、".join("最后一天" if n < 0 else f" {n} 日" for n in when.ordinals)
    elif when.ordinals:
        days = month + "、".join("最后一个" if n < 0 else f"第{'一二三四五'[n - 1]}个" for n in when.ordinals) + days
    elif when.months and not when.month_day:
        days = f"{month}的{days}"
    if when.every > 1:
        days = f"每 {when.every} 周的{days}"
    hours = "" if when.start is None else f" {clock(when.start)}" + ("" if when.end is None else f"–{clock(when.end)}")
    return days + hours
