"""What documents are made of: the frozen base model and the field types that keep their place in the file.

In: nodes of a parsed tree. Out: `Document`, `Part` and the field types below.
Promise: a field that holds text holds a `Text`, which knows its span; a value that does not fit raises `Problem`, told by load at
the right characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic_core import CoreSchema, core_schema

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.facts.words import chinese, english
from siyu.reference import Evidence, Ref, TagId
from siyu.source import Text
from siyu.values import Amount, Day, Json, Link

V = TypeVar("V")


class _Written:
    """A scalar kept as the `Text` it is; an empty one is refused."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"type": ["string", "number", "boolean"]}

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

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"enum": list(self.words), "enumDescriptions": [chinese(word) for word in self.words]}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, core_schema.is_instance_schema(Text))

    def _check(self, text: Text) -> Text:
        if text not in self.words:
            raise Problem(
                "unknown-word",
                Words(f"这里不能写“{text}”", f"{text!s} is not a choice here"),
                *did_you_mean(english(text, self.words) or text, self.words),
            )
        return text


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


class OneOrMany:
    """One text, or a list of them."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_many, handler(source))


def _many(value: object) -> object:
    return [value] if isinstance(value, Text) else value


Names = Annotated[tuple[Line, ...], OneOrMany()]
"""One name or a list of them."""


def _for_all(value: object) -> object:
    return value if isinstance(value, dict) else {Text("", *_place(value)): value}


def _place(value: object) -> tuple[Any, int, int]:
    return (value.source, value.start, value.end) if isinstance(value, Text) else (None, 0, 0)


def _tier_or_all(text: Text, info: ValidationInfo) -> Text:
    return text if text == "" else Ref("tier").lands(text, info)


class _TierKey:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"type": "string", "x-ids": "tier"}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_tier_or_all, core_schema.is_instance_schema(Text))


class _OneOrByTier:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        by_tier = handler(schema)
        return {"anyOf": [by_tier["additionalProperties"], by_tier]}


LinkByTier = Annotated[dict[Annotated[Text, _TierKey()], Link], BeforeValidator(_for_all), _OneOrByTier()]
"""One value for all (key "") or one for each tier."""
AmountByTier = Annotated[dict[Annotated[Text, _TierKey()], Amount], BeforeValidator(_for_all), _OneOrByTier()]
"""One number for all (key "") or one for each tier."""


def for_tier(values: Mapping[Text, V], tier: Text) -> V | None:
    """The value of a tier: its own, else the one for all."""
    return values.get(tier, next((value for key, value in values.items() if key == ""), None))


class Part(BaseModel):
    """A piece of a document: immutable, and no key is unknown to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)


class Aim(Part):
    """Whom a text is for, by tags: she has one of `any`, each of `all`, and none of `none`."""

    any: Annotated[tuple[TagId, ...], OneOrMany()] = Field(
        default=(), description="有其中一个标签 · has one of these tags"
    )
    all: Annotated[tuple[TagId, ...], OneOrMany()] = Field(
        default=(), description="每个标签都有 · has all of these tags"
    )
    none: Annotated[tuple[TagId, ...], OneOrMany()] = Field(
        default=(), description="一个也没有 · has none of these tags"
    )


class Anchor(Part):
    """A day that texts count towards. The words may name {{ days }}, {{ date }} and {{ weekday }}."""

    on: Day = Field(description="哪一天，例如 2026-12-12 · the day")
    before: Line | None = Field(default=None, description="那天以前说什么 · what is said before it")
    day: Line | None = Field(default=None, description="那天说什么 · what is said on it")
    after: Line | None = Field(default=None, description="那天以后说什么 · what is said after it")


class Waiver(Part):
    """Why a rule's finding in this document is fine. `words` narrows it to findings at these characters, `evidence` is a link or a
    file below brand/assets, `until` the last day it holds."""

    rule: Annotated[Text, Ref("rule")] = Field(description="放行哪条规则 · the rule")
    reason: Line = Field(description="为什么可以 · why it is fine")
    words: Line | None = Field(default=None, description="只放行这几个字 · only findings at these characters")
    evidence: Annotated[Text, Evidence()] | None = Field(
        default=None, description="凭据：网址，或 assets 里的文件 · proof: a link, or a file below assets"
    )
    until: Day | None = Field(default=None, description="到哪一天为止 · the last day it holds")


class Document(Part):
    """One file. `id` is the file's name and its span the file's beginning; authors do not write it."""

    id: Text
    allow: tuple[Waiver, ...] = Field(default=(), description="放行一条发现，写明理由 · waivers, each with its reason")


Documents = Mapping[str, Mapping[str, Document]]
"""All that loaded, by kind and id."""
