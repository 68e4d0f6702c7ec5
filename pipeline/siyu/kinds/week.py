"""content/weeks/<year>-W<nn>.yaml — the weekly plan: an entry per column and day, what differs by tier, what is skipped and why."""

import re
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from siyu import said
from siyu.diagnostic import Problem, Words
from siyu.document import (
    Anchor,
    ChannelName,
    ContentKind,
    Document,
    Line,
    OneOrMany,
    Part,
    Purpose,
    Role,
    State,
    Weekday,
)
from siyu.reference import ColumnId, TierId
from siyu.source import Mapping, Text
from siyu.values import Clock, FieldName, Minutes, Parsed, Slug
from siyu.weeks import monday_in


def _iso_week(text: Text) -> Text:
    if re.fullmatch(r"20(2[4-9]|[3-9]\d)-W\d{2}", text, re.ASCII):  # the years that facts/ knows
        with suppress(ValueError):
            monday_in(text)
            return text
    raise Problem(
        "bad-week",
        Words(f"“{text}”不是一周", f"{text!s} is not a week"),
        Words(
            "写成 2026-W48（ISO 周，周一开始，2024 到 2099 年）",
            "write 2026-W48 (ISO week, from Monday, years 2024 to 2099)",
        ),
    )


class Own(Part):
    """Own fields of the column are the extra keys; they are texts."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Line]


class Case(said.Case, Own):
    """What an entry says in one case."""


class Variant(said.Variant, Own):
    """What an entry says, or what differs for one tier."""

    variants: dict[Slug, Case] = Field(
        default_factory=dict, description="看情况说的几种，id: 内容 · what is said in each case"
    )


class Entry(Variant):
    """What fills one slot. `on` moves it to another day of the week, `only` keeps it to some tiers, `todo` says the editor fills it in,
    `checklist` takes the place of the column's."""

    on: Weekday | None = Field(default=None, description="换到这周的另一天 · another day of the week")
    only: tuple[TierId, ...] | None = Field(default=None, description="只发给哪几层 · the only tiers that get it")
    state: State | None = Field(default=None, description="状态 · state")
    id: Slug | None = Field(default=None, description="搬到别的周也不变的身份 · identity that survives a move")
    note: Line | None = Field(default=None, description="给运营的话 · words for the operator")
    todo: Line | None = Field(default=None, description="还要写什么 · what is still to be written")
    checklist: tuple[Line, ...] = Field(default=(), description="这一条的步骤 · its own steps")
    tiers: dict[TierId, Variant] = Field(default_factory=dict, description="某一层不一样的地方 · what differs by tier")


class Extra(Entry):
    """An entry outside any column brings what a column would have said; `id` is its identity in the calendars."""

    id: Slug = Field(description="身份，定了就不要改 · its identity; never change it")
    day: Weekday = Field(description="哪一天 · the day")
    at: Clock = Field(description="几点 · the hour")
    channel: ChannelName = Field(description="发在哪里 · where it goes")
    title: Line = Field(description="标题 · title")
    kind: ContentKind | None = Field(default=None, description="内容类型 · kind of content")
    purpose: Purpose | None = Field(default=None, description="目的 · what it is for")
    owner: Role | None = Field(default=None, description="谁来发 · whose job it is")
    lasts: Minutes = Field(default=15, description="要多少分钟 · minutes it takes")
    remind: Minutes | None = Field(default=None, description="提前几分钟提醒 · minutes of notice")


class Skip(Part):
    """A slot left empty on purpose."""

    column: ColumnId = Field(description="哪个栏目 · the column")
    day: Weekday = Field(description="哪一天 · the day")
    because: Line = Field(description="为什么空着 · why it is left empty")
    tiers: tuple[TierId, ...] | None = Field(default=None, description="只在哪几层空着 · only in these tiers")


def _entries(value: Any) -> Any:
    if isinstance(value, Text) and not value:
        empty = Mapping()
        empty.source, empty.start, empty.end = value.source, value.start, value.end
        value = empty
    return value if isinstance(value, list) else [value]


Entries = Annotated[tuple[Entry, ...], OneOrMany(), BeforeValidator(_entries)]


class Week(Document):
    """`week:` names the ISO week, "2026-W48"; the file's name is free."""

    week_: Annotated[Text, Parsed(_iso_week)] = Field(alias="week", description="哪一周，例如 2026-W48 · the ISO week")
    theme: Line | None = Field(default=None, description="这一周的主题 · theme")
    state: State | None = Field(default=None, description="整周的状态 · state of the week")
    columns: dict[ColumnId, dict[Weekday, Entries]] = Field(
        default_factory=dict, description="栏目 → 星期 → 内容 · column → day → entry"
    )
    extra: tuple[Extra, ...] = Field(default=(), description="栏目之外的 · entries outside any column")
    skip: tuple[Skip, ...] = Field(default=(), description="故意空着的 · slots left empty on purpose")
    anchors: dict[FieldName, Anchor] = Field(
        default_factory=dict, description="正文要数着的日子，名字: 哪天、怎么说 · days that texts count towards"
    )

    @cached_property
    def week(self) -> date:
        """The week's Monday."""
        return monday_in(self.week_)

    @property
    def name(self) -> str:
        """ "2026-W48"."""
        return str(self.week_)
