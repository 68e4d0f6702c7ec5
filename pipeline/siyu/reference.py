"""References: the ids of other documents, checked while they are read.

In: a text, and `Known`, the ids that the project has. Out: the same text, and field types that hold one.
Promise: an id that nothing has raises `Problem` with the nearest that exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.source import Text
from siyu.values import Json

Known = Mapping[str, frozenset[str]]
"""The ids of the project by kind name, plus "asset": the paths below brand/assets."""


class Everything(frozenset[str]):
    """Knows every id: stands in for a table that nobody can read, so that its users are not blamed."""

    def __contains__(self, item: object) -> bool:
        return True

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Everything)

    __hash__ = frozenset.__hash__


@dataclass(frozen=True)
class Ref:
    """The id of another document; refused when nothing has that id."""

    kind: str

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"type": "string", "x-ids": self.kind}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.lands, core_schema.is_instance_schema(Text))

    def lands(self, text: Text, info: ValidationInfo) -> Text:
        """The text; raises `Problem` where nothing has that id."""
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


def _evidence(text: Text, info: ValidationInfo) -> Text:
    return text if text.startswith(("https://", "http://")) else Ref("asset").lands(text, info)


class Evidence:
    """A link, or a file below brand/assets."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"anyOf": [{"type": "string", "x-ids": "asset"}, {"type": "string", "pattern": "^https?://"}]}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_evidence, core_schema.is_instance_schema(Text))
