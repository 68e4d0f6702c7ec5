"""content/reviews/<year>-w<nn>.yaml — what a week came to (复盘): the counts of each tier and publication; the file's name is the week. `siyu review` writes it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from siyu.diagnostic import Problem, Words
from siyu.document import Choice, Document, Line
from siyu.facts.metrics import COUNTS, POSTS
from siyu.reference import Ref
from siyu.source import Text
from siyu.values import Amount, Parsed, Slug
from siyu.weeks import monday_in


def _week(text: Text) -> Text:
    if re.fullmatch(r"20\d{2}-w\d{2}", text, re.ASCII):
        with suppress(ValueError):
            monday_in(text)
            return text
    raise Problem(
        "bad-week",
        Words(f"文件名“{text}”不是一周", f"the file's name, {text!s}, is not a week"),
        Words("写成 2026-w48.yaml（ISO 周，周一开始）", "name it 2026-w48.yaml (ISO week, from Monday)"),
    )


def _slot(text: Text) -> Text:
    if not re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", text, re.ASCII):
        raise Problem(
            "bad-name",
            Words(f"“{text}”不是一条内容的编号", f"{text!s} is not the id of a publication"),
            Words("写星期（mon），或那一条自己的 id", "write the day (mon), or the entry's own id"),
        )
    return text


class _TierOrAll:
    """A tier; `all` where the project has none."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string"}

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(_tier_or_all, core_schema.is_instance_schema(Text))


def _tier_or_all(text: Text, info: ValidationInfo) -> Text:
    none: bool = not (info.context or {})["tier"]
    return text if text == "all" and none else Ref("tier").lands(text, info)


Counts = dict[Annotated[Text, Choice(tuple(COUNTS))], Amount]
PostCounts = dict[Annotated[Text, Choice(tuple(POSTS))], Amount]
Slot = Annotated[Text, Parsed(_slot)]


class Review(Document):
    """Figures outlive what they tell of: a column may be gone since. A count that nobody made is left out."""

    id: Annotated[Text, Parsed(_week)]
    note: Line | None = Field(default=None, description="这一周学到什么 · what the week taught")
    tiers: dict[Annotated[Text, _TierOrAll()], Counts] = Field(
        default_factory=dict, description="分层 → 数目 · counts by tier"
    )
    posts: dict[Slug, dict[Slot, PostCounts]] = Field(
        default_factory=dict, description="栏目 → 哪一条 → 数目 · counts by column and entry"
    )
    extra: dict[Slot, PostCounts] = Field(
        default_factory=dict, description="栏目之外的 · counts of entries outside any column"
    )

    @property
    def name(self) -> str:
        """ "2026-W48", as the plan is called."""
        return self.id.upper()

    @property
    def week(self) -> date:
        """The week's Monday."""
        return monday_in(self.id)

    @property
    def publications(self) -> Mapping[str, Mapping[Slot, PostCounts]]:
        """By column; "" holds what belongs to none."""
        return {**{str(column): slots for column, slots in self.posts.items()}, "": self.extra}
