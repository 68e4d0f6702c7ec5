"""What documents are made of: the frozen base model and the field types that keep their place in the file.

In: nodes of a parsed tree. Out: `Document`, `Part` and the field types below.
Promise: a field that holds text holds a `Text`, which knows its span; a reference is checked while it is read, against
`Known`, the ids the project has; a value that does not fit raises `Problem`, told by load at the right characters.
"""

from __future__ import annotations

import re
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
from siyu.source import Text
from siyu.values import Day, Link, Parsed

V = TypeVar("V")

Known = Mapping[str, frozenset[str]]
"""The ids of the project by kind name, plus "asset": the paths below brand/assets."""


Json = dict[str, Any]
"""A piece of JSON Schema, for editors. Numbers and booleans of YAML are texts here."""

_SCALAR: Json = {"type": ["string", "number", "boolean"]}


class _Written:
    """A scalar kept as the `Text` it is; an empty one is refused."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return dict(_SCALAR)

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


@dataclass(frozen=True)
class Ref:
    """The id of another document; refused when nothing has that id."""

    kind: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"type": "string", "x-ids": self.kind}

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
    "offer": "优惠（content/offers）",
    "rule": "规则（siyu rules 列出全部）",
    "tag": "标签（brand/tags.yaml）",
    "pool": "文案库（content/pools）",
    "journey": "旅程（content/journeys）",
    "account": "账号（brand/accounts）",
    "campaign": "活动（content/campaigns）",
}

IpId = Annotated[Text, Ref("ip")]
PersonaId = Annotated[Text, Ref("persona")]
TierId = Annotated[Text, Ref("tier")]
ProductId = Annotated[Text, Ref("product")]
TemplateId = Annotated[Text, Ref("template")]
ColumnId = Annotated[Text, Ref("column")]
OfferId = Annotated[Text, Ref("offer")]
TagId = Annotated[Text, Ref("tag")]
PoolId = Annotated[Text, Ref("pool")]
AccountId = Annotated[Text, Ref("account")]
Asset = Annotated[Text, Ref("asset")]


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


class OneOrMany:
    """In an editor: one value, or a list of them."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}


Names = Annotated[tuple[Line, ...], BeforeValidator(_many), OneOrMany()]
"""One name or a list of them."""


def _for_all(value: object) -> object:
    return value if isinstance(value, dict) else {Text("", *_place(value)): value}


def _place(value: object) -> tuple[Any, int, int]:
    return (value.source, value.start, value.end) if isinstance(value, Text) else (None, 0, 0)


def _tier_or_all(text: Text, info: ValidationInfo) -> Text:
    return text if text == "" else Ref("tier")._lands(text, info)


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


def for_tier(values: Mapping[Text, V], tier: Text) -> V | None:
    """The value of a tier: its own, else the one for all."""
    return values.get(tier, next((value for key, value in values.items() if key == ""), None))


def _slug(text: Text) -> Text:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 64:
        raise Problem(
            "bad-name",
            Words("id 用小写英文和数字，中间用 - 连", "an id is lower-case ASCII words joined by -"),
            Words("例如 snow-day", "for example snow-day"),
        )
    return text


Slug = Annotated[Text, Parsed(_slug)]
"""An identity that an author gives: it goes into file names and calendar UIDs."""


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


Amount = Annotated[Text, Parsed(_amount)]
"""A number of people, yuan or percent, exactly as typed; `Decimal(amount)` is its value."""
AmountByTier = Annotated[dict[Annotated[Text, _TierKey()], Amount], BeforeValidator(_for_all), _OneOrByTier()]
"""One number for all (key "") or one for each tier."""


class Part(BaseModel):
    """A piece of a document: immutable, and no key is unknown to it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)


class Aim(Part):
    """Whom a text is for, by tags: she has one of `any`, each of `all`, and none of `none`."""

    any: Annotated[tuple[TagId, ...], BeforeValidator(_many), OneOrMany()] = Field(
        default=(), description="有其中一个标签 · has one of these tags"
    )
    all: Annotated[tuple[TagId, ...], BeforeValidator(_many), OneOrMany()] = Field(
        default=(), description="每个标签都有 · has all of these tags"
    )
    none: Annotated[tuple[TagId, ...], BeforeValidator(_many), OneOrMany()] = Field(
        default=(), description="一个也没有 · has none of these tags"
    )


class Anchor(Part):
    """A day that texts count towards. The words may name {{ days }}, {{ date }} and {{ weekday }}."""

    on: Day = Field(description="哪一天，例如 2026-12-12 · the day")
    before: Line | None = Field(default=None, description="那天以前说什么 · what is said before it")
    day: Line | None = Field(default=None, description="那天说什么 · what is said on it")
    after: Line | None = Field(default=None, description="那天以后说什么 · what is said after it")


def _evidence(text: Text, info: ValidationInfo) -> Text:
    return text if text.startswith(("https://", "http://")) else Ref("asset")._lands(text, info)


class _Evidence:
    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"anyOf": [{"type": "string", "x-ids": "asset"}, {"type": "string", "pattern": "^https?://"}]}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_evidence, core_schema.is_instance_schema(Text))


class Waiver(Part):
    """Why a rule's finding in this document is fine. `words` narrows it to findings at these characters, `evidence` is a link or a
    file below brand/assets, `until` the last day it holds."""

    rule: Annotated[Text, Ref("rule")] = Field(description="放行哪条规则 · the rule")
    reason: Line = Field(description="为什么可以 · why it is fine")
    words: Line | None = Field(default=None, description="只放行这几个字 · only findings at these characters")
    evidence: Annotated[Text, _Evidence()] | None = Field(
        default=None, description="凭据：网址，或 assets 里的文件 · proof: a link, or a file below assets"
    )
    until: Day | None = Field(default=None, description="到哪一天为止 · the last day it holds")


class Document(Part):
    """One file. `id` is the file's name and its span the file's beginning; authors do not write it."""

    id: Text
    allow: tuple[Waiver, ...] = Field(default=(), description="放行一条发现，写明理由 · waivers, each with its reason")
