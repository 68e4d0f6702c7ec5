"""What documents are made of: the frozen base model and the field types that keep their place in the file.

In: nodes of a parsed tree. Out: `Document`, `Part` and the field types below.
Promise: a field that holds text holds a `Text`, which knows its span; a reference is checked while it is read, against
`Known`, the ids the project has; a value that does not fit raises `Problem`, told by load at the right characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.source import Text

V = TypeVar("V")

Known = Mapping[str, frozenset[str]]
"""The ids of the project by kind name, plus "asset": the paths below brand/assets."""


class _Written:
    """A scalar kept as the `Text` it is; an empty one is refused."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_not_empty, core_schema.is_instance_schema(Text))


def _not_empty(text: Text) -> Text:
    if not text.strip():
        raise Problem(
            "empty-value",
            Words("这里是空的", "nothing is written here"),
            Words("写上内容，或删掉这一行", "write something or delete the line"),
        )
    return text


Line = Annotated[Text, _Written()]
"""Text of any length, not empty."""


@dataclass(frozen=True)
class Choice:
    """One of a few words; the text keeps its span."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, core_schema.is_instance_schema(Text))

    def _check(self, text: Text) -> Text:
        if text not in self.words:
            raise Problem(
                "unknown-word",
                Words(f"这里不能写“{text}”", f"{text!s} is not a choice here"),
                *did_you_mean(text, self.words),
            )
        return text


@dataclass(frozen=True)
class Ref:
    """The id of another document; refused when nothing has that id."""

    kind: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self._lands, core_schema.is_instance_schema(Text))

    def _lands(self, text: Text, info: ValidationInfo) -> Text:
        known: frozenset[str] = (info.context or {})[self.kind]
        if text not in known:
            raise Problem(
                "unknown-id",
                Words(f"没有叫“{text}”的{KIND_NAMES[self.kind]}", f"no {self.kind} has the id {text!s}"),
                *did_you_mean(text, known),
            )
        return text


KIND_NAMES: dict[str, str] = {
    "ip": "品牌 IP（brand/ip）",
    "persona": "用户画像（brand/personas）",
    "tier": "社群分层（brand/tiers）",
    "product": "商品（brand/products）",
    "template": "模板（brand/templates）",
    "column": "栏目（content/columns）",
    "asset": "素材（brand/assets）",
    "tag": "标签（brand/tags.yaml）",
}

IpId = Annotated[Text, Ref("ip")]
PersonaId = Annotated[Text, Ref("persona")]
TierId = Annotated[Text, Ref("tier")]
ProductId = Annotated[Text, Ref("product")]
TemplateId = Annotated[Text, Ref("template")]
ColumnId = Annotated[Text, Ref("column")]
TagId = Annotated[Text, Ref("tag")]
Asset = Annotated[Text, Ref("asset")]


@dataclass(frozen=True)
class Parsed:
    """A value that `read` makes from the text, raising `Problem`."""

    read: Callable[[Text], Any]

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
    if minutes is None:
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
    if dates[0] is None or dates[1] is None or dates[0] > dates[1]:
        raise Problem(
            "bad-date",
            Words(f"“{text}”不是一段日期", f"{text!s} is not a span of dates"),
            Words("写成 2026-11-01 to 2026-12-31", "write 2026-11-01 to 2026-12-31"),
        )
    return dates[0], dates[1]


Clock = Annotated[int, Parsed(_clock)]
"""Minutes after midnight, 0…1440; written "09:30"."""
Validity = Annotated[tuple[date, date], Parsed(_validity)]
"""First and last day, both included; written "2026-11-01 to 2026-12-31"."""
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
Weekday = Annotated[Text, Choice(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))]
State = Annotated[Text, Choice(("draft", "planned", "approved"))]
Role = Annotated[Text, Choice(("owner", "moderator", "koc", "service", "editor"))]
ContentKind = Annotated[Text, Choice(("brand", "knowledge", "product", "life"))]
Purpose = Annotated[Text, Choice(("seeding", "activation", "conversion", "repurchase", "brand"))]
ChannelName = Annotated[
    Text,
    Choice(
        ("moments", "group", "announcement", "one-to-one", "official-account", "channel-video", "mini-program", "task")
    ),
]
HolidayPolicy = Annotated[Text, Choice(("keep", "skip", "previous", "next"))]


def _many(value: object) -> object:
    return [value] if isinstance(value, Text) else value


Names = Annotated[tuple[Line, ...], BeforeValidator(_many)]
"""One name or a list of them."""


def _for_all(value: object) -> object:
    return value if isinstance(value, dict) else {Text("", *_place(value)): value}


def _place(value: object) -> tuple[Any, int, int]:
    return (value.source, value.start, value.end) if isinstance(value, Text) else (None, 0, 0)


def _tier_or_all(text: Text, info: ValidationInfo) -> Text:
    return text if text == "" else Ref("tier")._lands(text, info)


class _TierKey:
    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_tier_or_all, core_schema.is_instance_schema(Text))


LinkByTier = Annotated[dict[Annotated[Text, _TierKey()], Link], BeforeValidator(_for_all)]
"""One value for all (key "") or one for each tier."""


def for_tier(values: Mapping[Text, V], tier: Text) -> V | None:
    """The value of a tier: its own, else the one for all."""
    return values.get(tier, next((value for key, value in values.items() if key == ""), None))


class Part(BaseModel):
    """A piece of a document: immutable, and no key is unknown to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)


class Document(Part):
    """One file. `id` is the file's name and its span the file's beginning; authors do not write it."""

    id: Text


def amount(price: Text) -> Decimal:
    """A price as a number of yuan."""
    return Decimal(str(price))
