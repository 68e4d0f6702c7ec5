"""content/weeks/<year>-W<nn>.yaml — the weekly plan: an entry per column and day, what differs by tier, what is skipped and why."""

import re
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from siyu.diagnostic import Problem, Words
from siyu.document import (
    Asset,
    ChannelName,
    ColumnId,
    ContentKind,
    Document,
    Line,
    OfferId,
    Part,
    ProductId,
    Purpose,
    Role,
    State,
    TierId,
    Weekday,
)
from siyu.source import Mapping, Text
from siyu.values import Clock, Link, Minutes, Parsed


def _iso_week(text: Text) -> Text:
    if re.fullmatch(r"20(2[4-9]|[3-9]\d)-W\d{2}", text, re.ASCII):  # the years that facts/ knows
        with suppress(ValueError):
            _monday(text)
            return text
    raise Problem(
        "bad-week",
        Words(f"“{text}”不是一周", f"{text!s} is not a week"),
        Words(
            "写成 2026-W48（ISO 周，周一开始，2024 到 2099 年）",
            "write 2026-W48 (ISO week, from Monday, years 2024 to 2099)",
        ),
    )


def _monday(name: str) -> date:
    return date.fromisocalendar(int(name[:4]), int(name[-2:]), 1)


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


class Variant(Part):
    """What differs for one tier. Own fields of the column are the extra keys; they are texts."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Line]

    copy_: Line | None = Field(default=None, alias="copy")
    product: ProductId | None = None
    products: tuple[ProductId, ...] = ()
    offer: OfferId | None = None
    title: Line | None = None
    images: tuple[Asset, ...] = ()
    link: Link | None = None
    at: Clock | None = None


class Entry(Variant):
    """What fills one slot. `on` moves it to another day of the week, `only` keeps it to some tiers, `todo` says the editor fills it in,
    `checklist` takes the place of the column's."""

    on: Weekday | None = None
    only: tuple[TierId, ...] | None = None
    state: State | None = None
    id: Slug | None = None
    note: Line | None = None
    todo: Line | None = None
    checklist: tuple[Line, ...] = ()
    tiers: dict[TierId, Variant] = Field(default_factory=dict)


class Extra(Entry):
    """An entry outside any column brings what a column would have said; `id` is its identity in the calendars."""

    id: Slug
    day: Weekday
    at: Clock
    channel: ChannelName
    title: Line
    kind: ContentKind | None = None
    purpose: Purpose | None = None
    owner: Role | None = None
    lasts: Minutes = 15
    remind: Minutes | None = None


class Skip(Part):
    """A slot left empty on purpose."""

    column: ColumnId
    day: Weekday
    because: Line
    tiers: tuple[TierId, ...] | None = None


def _entries(value: Any) -> Any:
    if isinstance(value, Text) and not value:
        empty = Mapping()
        empty.source, empty.start, empty.end = value.source, value.start, value.end
        value = empty
    return value if isinstance(value, list) else [value]


Entries = Annotated[tuple[Entry, ...], BeforeValidator(_entries)]


class Week(Document):
    """`week:` names the ISO week, "2026-W48"; the file's name is free."""

    week_: Annotated[Text, Parsed(_iso_week)] = Field(alias="week")
    theme: Line | None = None
    state: State | None = None
    columns: dict[ColumnId, dict[Weekday, Entries]] = Field(default_factory=dict)
    extra: tuple[Extra, ...] = ()
    skip: tuple[Skip, ...] = ()

    @cached_property
    def week(self) -> date:
        """The week's Monday."""
        return _monday(self.week_)

    @property
    def name(self) -> str:
        """ "2026-W48"."""
        return str(self.week_)
