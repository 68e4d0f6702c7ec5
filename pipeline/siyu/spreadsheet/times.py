"""Days and hours as people type them in a sheet: 8：30, 20点半, 晚八点, 11.23（周一）, 11月23日, Excel's own numbers.

In: the text of a cell. Out: minutes, a `Day`, and its date. Promise: what has two meanings is settled by what stands before it, or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from unicodedata import normalize

from siyu.when import monday_of

_HAN = {han: number for number, han in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}
_NUMBER = r"\d{1,2}|[零〇一二两三四五六七八九十]{1,3}"
_PART = "凌晨|清晨|早晨|早上|早|上午|中午|午间|下午|傍晚|晚上|晚间|晚|夜里|夜间|半夜|am|pm"
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?\s*(?P<hour>{_NUMBER})\s*(?:[:.点时]\s*(?P<minutes>{_NUMBER}|半|一刻|三刻|整)?(?::\d\d)?\s*分?)?\s*(?P<after>am|pm)?"
)
_RUBBISH = re.compile(r"左右|准时|开始|前后|准点|之前|前$|\s")
_SPAN = re.compile(r"[-–—~～至到]")
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜|week)\s*([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
_DATE = (
    re.compile(r"(?P<year>20\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?"),
    re.compile(r"(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"),
    re.compile(r"(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?"),
    re.compile(r"(?P<month>\d{1,2})(?P<sign>[-/.])(?P<day>\d{1,2})"),
)
_EPOCH = date(1899, 12, 30)  # what Excel and WPS count days from, the day that never was in 1900 included


class Day(NamedTuple):
    """A day as far as a cell tells it; `tenfold`: the 3 of 11.3 may have been typed as 30."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    tenfold: bool = False


def same(text: str) -> str:
    """A text as it is compared: plain width, plain case, no white space."""
    return "".join(normalize("NFKC", text).casefold().split())


def clock_of(text: str) -> int | None:
    """Minutes after midnight; the first of two hours. A fraction is an hour of Excel's."""
    typed = _RUBBISH.sub("", normalize("NFKC", text).casefold())
    if re.fullmatch(r"0\.\d+|\d{5}\.\d+", typed):
        return round(float(typed) % 1 * 1440) % 1440
    if stamp := re.fullmatch(r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(\d\d:\d\d)(?::\d\d)?", typed):
        typed = stamp[1]
    match = _CLOCK.fullmatch(_SPAN.split(typed, maxsplit=1)[0])
    if match is None or not (match["part"] or match["after"] or re.search(r"[:点时]|\.\d\d$", match[0])):
        return None
    hour, part = _number(match["hour"]), match["part"] or match["after"] or ""
    minutes = {None: 0, "半": 30, "一刻": 15, "三刻": 45, "整": 0}.get(match["minutes"])
    minutes = _number(match["minutes"]) if minutes is None else minutes
    if hour is None or minutes is None or hour > 23 or minutes > 59:
        return None
    late = part in ("下午", "傍晚", "pm") or part[:1] in ("晚", "夜") or (part in ("中午", "午间") and hour < 6)
    if late and hour < 12:
        hour += 12
    elif part in ("凌晨", "半夜", "am") and hour == 12:
        hour = 0
    elif part[:1] in ("晚", "夜") and hour == 12:
        return None  # midnight is the next day's
    return hour * 60 + minutes


def _number(text: str) -> int | None:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN.get(text) if len(text) == 1 else None
    high, low = _HAN.get(tens, None) if tens else 1, _HAN.get(ones, None) if ones else 0
    return None if high is None or low is None else high * 10 + low


def day_of(text: str) -> Day | None:
    """What a cell says about its day."""
    typed = normalize("NFKC", text).strip()
    if re.fullmatch(r"[3-7]\d{4}(\.\d+)?", typed):
        number = _EPOCH + timedelta(int(float(typed)))
        return Day(number.year, number.month, number.day)
    named = _WEEKDAY.search(typed)
    weekday = None
    if named:
        weekday = (
            "一二三四五六日".index(named[1].replace("天", "日"))
            if named[1]
            else ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].index(named[2].lower())
        )
    rest = re.sub(
        r"[()\[\]【】,，、\s]",
        "",
        typed[: named.start()] + typed[named.end() :] if named else re.sub(r"\s+\d{1,2}:\d\d(:\d\d)?$", "", typed),
    )
    if not rest:
        return Day(weekday=weekday) if named else None
    for pattern in _DATE:
        if match := pattern.fullmatch(rest):
            found = match.groupdict()
            tenfold = found.get("sign") == "." and found["day"] in ("1", "2", "3")
            return Day(
                int(found["year"]) if found.get("year") else None,
                int(found["month"]),
                int(found["day"]),
                weekday,
                tenfold,
            )
    return None


def first_day(text: str) -> Day | None:
    """The first day that a headline names: 第二周（11.23–11.29）."""
    typed = normalize("NFKC", text)
    for pattern in _DATE[:3]:
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
