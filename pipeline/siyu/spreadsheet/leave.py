"""Weeks → a workbook to edit and bring back.

In: a project, its weeks. Out: sheets, one a week. Promise: every row leads back to its entry; what nobody changes comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from siyu.diagnostic import Words
from siyu.facts.channels import CHANNELS, STATES
from siyu.kinds.week import Week
from siyu.sheets import Sheet
from siyu.spreadsheet.headers import HEADS
from siyu.spreadsheet.names import Project
from siyu.spreadsheet.rows import Row, rows
from siyu.weeks import week_name

_ALWAYS = (
    "id",
    "date",
    "day",
    "at",
    "column",
    "channel",
    "tier",
    "title",
    "product",
    "copy",
    "images",
    "link",
    "note",
    "state",
)


def sheets(project: Project, weeks: Iterable[tuple[date, Week | None]]) -> list[Sheet]:
    """A sheet for each week."""
    return [_sheet(project, week_name(monday), rows(project, monday, week)) for monday, week in weeks]


def _sheet(project: Project, name: str, told: list[Row]) -> Sheet:
    used = {field for row in told for field, text in row.cells.items() if text or (row.column and field in _own(row))}
    before = [field for field in HEADS if field in _ALWAYS or field in used]
    own = sorted(used - HEADS.keys())
    fields = [*before[: before.index("copy")], *own, *before[before.index("copy") :]]
    offered = {
        "column": list(map(project.columns.label, project.columns.names)),
        "channel": [channel.zh for channel in CHANNELS.values()],
        "tier": ["全部", *map(project.tiers.label, project.tiers.names)],
        "product": list(map(project.products.label, project.products.names)),
        "offer": list(map(project.offers.label, project.offers.names)),
        "state": list(STATES.values()),
        "pinned": ["是", "否"],
    }
    return Sheet(
        name,
        [[_head(field) for field in fields], *([row.cells.get(field, "") for field in fields] for row in told)],
        choices={number: offered[field] for number, field in enumerate(fields) if offered.get(field)},
        fixed=frozenset({fields.index("id"), fields.index("day")}),
    )


def _own(row: Row) -> set[str]:
    return {str(name) for name in (*row.column.needs, *row.column.accepts)} if row.column else set()


def _head(field: str) -> str:
    words: Words | None = HEADS.get(field)
    return words.zh if words else field
