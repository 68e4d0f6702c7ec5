"""Hours, days and counts as people type them: 8：30, 20点半, 晚八点, 11.23（周一）, 11月23日, Excel's own numbers.

In: a text. Out: minutes, a `Day`, or a whole number. Promise: nothing is guessed; what could be two things is neither.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple
from unicodedata import normalize

from siyu.facts.han import spoken

_NUMBER = r"\d{1,2}|[零〇一二两三四五六七八九十]{1,3}"
_PART = "凌晨|清晨|早晨|早上|早|上午|中午|午间|下午|傍晚|晚上|晚间|晚|夜里|夜间|半夜|am|pm"
_CLOCK = re.compile(
    rf"(?P<part>{_PART})?\s*(?P<hour>{_NUMBER})\s*(?:[:.点时]\s*(?P<minutes>{_NUMBER}|半|一刻|三刻|整)?(?::\d\d)?\s*分?)?\s*(?P<after>am|pm)?"
)
_RUBBISH = re.compile(r"左右|准时|开始|前后|准点|之前|前$|\s")
SPAN = re.compile(r"[-–—~～至到]")
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜|week)\s*([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE
)
DATE = (
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
    match = _CLOCK.fullmatch(SPAN.split(typed, maxsplit=1)[0])
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
    """A whole number in digits, or as it is said."""
    return int(text) if text.isdecimal() else spoken(text)


def count_of(text: str) -> int | None:
    """A count as people type it: 九十, 90份, 1,000 人, 约90."""
    typed = re.sub(r"(?<=\d),(?=\d{3})|\s|^[约共限满]+", "", normalize("NFKC", text))
    return _number(re.sub("(分钟|小时|[个份件人名次天张盒杯套条分元位])$", "", typed))


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
    for pattern in DATE:
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
