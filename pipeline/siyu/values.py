"""Values that a text stands for: clock, dates, price, web address, an id that an author gives.

In: a `Text`. Out: the field types below.
Promise: what does not fit raises `Problem` with what to write instead; a price stays exactly as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from siyu.diagnostic import Problem, Words
from siyu.source import Text

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What documents, and what is in them, may be called."""
Json = dict[str, Any]
"""A piece of JSON Schema, for editors. Numbers and booleans of YAML are texts there."""


@dataclass(frozen=True)
class Parsed:
    """A value that `read` makes from the text, raising `Problem`."""

    read: Callable[[Text], Any]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"type": ["string", "number"]}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.read, core_schema.is_instance_schema(Text))


def _pattern(pattern: str, rule: str, words: Words, *notes: Words) -> Parsed:
    compiled = re.compile(pattern)

    def read(text: Text) -> Text:
        if not compiled.fullmatch(text):
            raise Problem(rule, words, *notes)
        return text

    return Parsed(read)


def _clock(text: Text) -> int:
    minutes = minutes_of(text)
    if minutes is None or minutes == 24 * 60:
        meant = hour_meant(text)
        how = Words("写成 24 小时制，例如 09:30", "write 24-hour time, for example 09:30")
        raise Problem(
            "bad-clock",
            Words(f"“{text}”不是一个钟点", f"{text!s} is not an hour"),
            Words(f"写成 {meant}", f"write {meant}") if meant and "-" not in meant else how,
        )
    return minutes


def hour_meant(text: str) -> str | None:
    """The hour that somebody typed otherwise: 10：00, 晚八点, 20.30; or the two hours of a span."""
    from siyu.facts.typed import SPAN, clock_of  # only a mistake needs it

    hours = [clock_of(part) for part in SPAN.split(text)]
    return "-".join(f"{n // 60:02}:{n % 60:02}" for n in hours if n is not None) if None not in hours else None


def minutes_of(text: str) -> int | None:
    """Minutes after midnight of "HH:MM" (0…1440), None for anything else."""
    match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", text, re.ASCII)
    if not match:
        return None
    minutes = int(match[1]) * 60 + int(match[2])
    return minutes if minutes <= 24 * 60 else None


def date_of(text: str) -> date | None:
    """The civil date of "YYYY-MM-DD", None for anything else."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _validity(text: Text) -> tuple[date, date]:
    first, _, last = text.partition(" to ")
    dates = date_of(first.strip()), date_of(last.strip())
    if dates[0] is None or dates[1] is None:
        meant = [day_meant(part) for part in re.split(r"\s+(?:to|[-–—~～])\s+|[–—~～至到]", text)]
        both = " to ".join(filter(None, meant)) if len(meant) == 2 and None not in meant else "2026-11-01 to 2026-12-31"
        raise Problem(
            "bad-date",
            Words(f"“{text}”不是一段日期", f"{text!s} is not a span of dates"),
            Words(f"写成 {both}", f"write {both}"),
        )
    if dates[0] > dates[1]:
        raise Problem(
            "bad-date",
            Words("结束的日子早于开始的日子", "the end is before the beginning"),
            Words("先写第一天，再写最后一天", "write the first day, then the last"),
        )
    return dates[0], dates[1]


def _date(text: Text) -> date:
    day = date_of(text)
    if day is None:
        raise Problem("bad-date", Words(f"“{text}”不是一个日期", f"{text!s} is not a date"), _date_instead(text))
    return day


def _date_instead(text: str) -> Words:
    """What to write for a date that is typed otherwise, lacks its year, or is none of the calendar's."""
    from siyu.facts.typed import day_of  # only a mistake needs it

    if meant := day_meant(text):
        return Words(f"写成 {meant}", f"write {meant}")
    typed = day_of(text)
    if typed is None or typed.month is None or typed.day is None:
        return Words("写成这样：2026-12-31", "write it like 2026-12-31")
    if date_of(f"2024-{typed.month:02}-{typed.day:02}") is None:  # a leap year has every day that there is
        return Words(
            f"没有 {typed.month} 月 {typed.day} 日这一天；先写年，再写月和日：2026-12-31",
            "there is no such day; write the year, the month, then the day: 2026-12-31",
        )
    if typed.year is not None:
        return Words(f"{typed.year} 年没有 2 月 29 日", f"{typed.year} has no 29 February")
    like = f"2026-{typed.month:02}-{typed.day:02}"
    return Words(f"写上年份，例如 {like}", f"write the year as well, for example {like}")


def day_meant(text: str) -> str | None:
    """The date that somebody typed otherwise, with its year: 2026/12/15, 2026年12月15日, 2026.12.15（周二）."""
    from siyu.facts.typed import day_of

    typed = day_of(text)
    meant = f"{typed.year}-{typed.month:02}-{typed.day:02}" if typed and typed.year and typed.month else ""
    return meant if date_of(meant) else None


def in_order(first: date | None, last: date | None) -> None:
    """Raises `Problem` where a last day is before the first."""
    if first and last and last < first:
        raise Problem(
            "bad-date",
            Words(f"最后一天早于第一天（{first}）", f"the last day is before the first ({first})"),
            Words("先写第一天，再写最后一天", "write the first day, then the last"),
        )


def _window(text: Text) -> tuple[int, int]:
    first, _, last = (part.strip() for part in text.partition("-"))
    hours = minutes_of(first), minutes_of(last)
    if hours[0] is None or hours[1] is None or hours[0] >= hours[1]:
        meant = hour_meant(text)
        meant = meant if meant and "-" in meant and meant[:5] < meant[6:] else None
        how = Words("写成 07:00-22:30，先早后晚", "write 07:00-22:30, the earlier first")
        raise Problem(
            "bad-clock",
            Words(f"“{text}”不是一段时间", f"{text!s} is not a span of hours"),
            Words(f"写成 {meant}", f"write {meant}") if meant and meant != text else how,
        )
    return hours[0], hours[1]


def _host(text: Text) -> Text:
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        raise Problem(
            "bad-name",
            Words(f"“{text}”不是域名", f"{text!s} is not a host name"),
            Words("例如 brand.example", "for example brand.example"),
        )
    return text


def _slug(text: Text) -> Text:
    if not ID.fullmatch(text) or len(text) > 64:
        raise Problem(
            "bad-name",
            Words("id 用小写英文和数字，中间用 - 连", "an id is lower-case ASCII words joined by -"),
            Words("例如 snow-day", "for example snow-day"),
        )
    return text


def _amount(text: Text) -> Text:
    if not re.fullmatch(r"\d{1,12}(\.\d{1,4})?", text, re.ASCII):
        raise Problem(
            "bad-number",
            Words(f"“{text}”不是一个数", f"{text!s} is not a number"),
            Words(
                "只写数字，例如 412 或 8350.5，不带逗号、% 和单位",
                "digits only, for example 412 or 8350.5, without commas, % or units",
            ),
        )
    return text


Clock = Annotated[int, Parsed(_clock)]
"""Minutes after midnight, 0…1439; written "09:30"."""
Validity = Annotated[tuple[date, date], Parsed(_validity)]
"""First and last day, both included; written "2026-11-01 to 2026-12-31"."""
Day = Annotated[date, Parsed(_date)]
"""One civil date; written "2026-12-31"."""
Window = Annotated[tuple[int, int], Parsed(_window)]
"""Minutes after midnight, from and to, on one day; written "07:00-22:30"."""
Host = Annotated[Text, Parsed(_host)]
"""A host name; its subdomains count as the same."""
Price = Annotated[
    Text,
    _pattern(
        r"\d{1,7}(\.\d{1,2})?",
        "bad-price",
        Words("价格只写数字", "a price is a number"),
        Words("例如 89 或 39.9，单位是元", "for example 89 or 39.9, in yuan"),
    ),
]
"""Yuan, exactly as typed; `Decimal(price)` is its amount."""
Link = Annotated[
    Text,
    _pattern(
        r"https?://[^\s，。“”]+",
        "bad-link",
        Words("这不是一个网址", "not a web address"),
        Words("以 https:// 开头，中间没有空格", "it begins with https:// and has no spaces"),
    ),
]
FieldName = Annotated[
    Text,
    _pattern(
        r"[a-z][a-z0-9_]*",
        "bad-name",
        Words("字段名用小写英文", "a field's name is lower-case ASCII"),
        Words("例如 hook 或 opening_line", "for example hook or opening_line"),
    ),
]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Slug = Annotated[Text, Parsed(_slug)]
"""An identity that an author gives: it goes into file names and calendar UIDs."""
Amount = Annotated[Text, Parsed(_amount)]
"""A number of people, yuan or percent, exactly as typed; `Decimal(amount)` is its value."""
