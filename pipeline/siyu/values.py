"""Values that a text stands for: clock, dates, price, web address.

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


@dataclass(frozen=True)
class Parsed:
    """A value that `read` makes from the text, raising `Problem`."""

    read: Callable[[Text], Any]

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
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
        raise Problem(
            "bad-clock",
            Words(f"“{text}”不是一个钟点", f"{text!s} is not an hour"),
            Words("写成 24 小时制，例如 09:30", "write 24-hour time, for example 09:30"),
        )
    return minutes


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
        raise Problem(
            "bad-date",
            Words(f"“{text}”不是一段日期", f"{text!s} is not a span of dates"),
            Words("写成 2026-11-01 to 2026-12-31", "write 2026-11-01 to 2026-12-31"),
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
        like = _meant(text)
        raise Problem(
            "bad-date",
            Words(f"“{text}”不是一个日期", f"{text!s} is not a date"),
            Words(
                f"写成 {like}" if like else "写成这样：2026-12-31",
                f"write {like}" if like else "write it like 2026-12-31",
            ),
        )
    return day


def _meant(text: str) -> date | None:
    """The date that somebody wrote otherwise: 2026/12/15, 2026年12月15日."""
    match = re.fullmatch(r"(\d{4})[/.年-](\d{1,2})[/.月-](\d{1,2})日?", text.strip())
    return date_of("-".join((match[1], match[2].zfill(2), match[3].zfill(2)))) if match else None


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
        raise Problem(
            "bad-clock",
            Words(f"“{text}”不是一段时间", f"{text!s} is not a span of hours"),
            Words("写成 07:00-22:30，先早后晚", "write 07:00-22:30, the earlier first"),
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
