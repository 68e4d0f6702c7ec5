"""A week's plan → the rows of its sheet, as an editor sees and changes them.

In: a project and a week, or only its Monday. Out: `Row`s by date and hour: an entry, what differs by tier below it, and the slots that nobody has filled.
Promise: the same plan gives the same rows; a row's id leads back to its place in the week's file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from siyu.facts.channels import CHANNELS, STATES
from siyu.facts.words import chinese
from siyu.kinds.column import Column
from siyu.kinds.week import Entry, Extra, Variant, Week
from siyu.schedule import Slot, slots
from siyu.spreadsheet.names import Project
from siyu.spreadsheet.values import ENTRY, EXTRA, SAID
from siyu.weeks import week_name
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock

ID = re.compile(r"20\d\d-W\d\d\.[a-z0-9-]+(\.(mon|tue|wed|thu|fri|sat|sun)(\.[1-9]\d?)?)?(@[a-z0-9-]+)?")


class Row(NamedTuple):
    """What a sheet shows for one entry, or for what it says to one tier. `path` leads to the entry, `usual` is the hour that it has without
    its own, `on` the date that it has without being moved; `column` is None outside any column."""

    id: str
    path: tuple[str | int, ...]
    tier: str | None
    column: Column | None
    cells: dict[str, str]
    usual: int | None
    on: date
    there: bool


def rows(project: Project, monday: date, week: Week | None) -> list[Row]:
    """Every row of one week."""
    made = [row for column in project.library.columns.values() for row in _column(project, monday, week, column)]
    for number, extra in enumerate(week.extra if week else ()):
        day = monday + timedelta(WEEKDAYS.index(extra.day))
        made += _entry(
            project,
            f"{week_name(monday)}.{extra.id}",
            ("extra", number),
            None,
            extra,
            Slot(day, day, None, None),
            monday,
        )
    order = {
        row.id.partition("@")[0]: (row.cells["date"], row.cells["at"]) for row in reversed(made) if row.tier is None
    }
    return sorted(made, key=lambda row: order[row.id.partition("@")[0]])


def _column(project: Project, monday: date, week: Week | None, column: Column) -> Iterator[Row]:
    promised: dict[str, list[Slot]] = {}
    for slot in slots(column.when, monday, column.holiday or "keep"):
        promised.setdefault(WEEKDAYS[slot.day.weekday()], []).append(slot)
    filled = week.columns.get(column.id, {}) if week else {}
    skipped = {str(skip.day) for skip in (week.skip if week else ()) if skip.column == column.id and skip.tiers is None}
    for number, name in enumerate(WEEKDAYS):
        entries = next((entries for day, entries in filled.items() if day == name), ())
        free, day = promised.get(name, []), monday + timedelta(number)
        wanted = len(free) if column.needs and name not in skipped else 0
        for place in range(max(len(entries), wanted)):
            id_ = f"{week_name(monday)}.{column.id}.{name}" + (f".{place + 1}" if place else "")
            slot = free[place] if place < len(free) else Slot(day, day, None, None)
            entry = entries[place] if place < len(entries) else None
            yield from _entry(project, id_, ("columns", str(column.id), name, place), column, entry, slot, monday)


def _entry(
    project: Project,
    id_: str,
    path: tuple[str | int, ...],
    column: Column | None,
    entry: Entry | None,
    slot: Slot,
    monday: date,
) -> Iterator[Row]:
    on = monday + timedelta(WEEKDAYS.index(entry.on)) if entry and entry.on else slot.date
    channel = column.channel if column else entry.channel if isinstance(entry, Extra) else ""
    start = entry.at if entry and entry.at is not None else slot.start
    shared = {
        "id": id_,
        "date": on.isoformat(),
        "day": WEEKDAYS_ZH[on.weekday()],
        "at": "" if start is None else clock(start),
        "column": project.columns.label(column.id) if column else "",
        "channel": CHANNELS[channel].zh if channel else "",
        "tier": "、".join(map(project.tiers.label, entry.only)) if entry and entry.only else "",
    }
    fields = (*ENTRY, *(EXTRA if column is None else ()))
    yield Row(
        id_,
        path,
        None,
        column,
        shared | _said(project, entry, fields, column),
        slot.start,
        slot.date,
        entry is not None,
    )
    for tier, variant in (entry.tiers if entry else {}).items():
        own = {
            "id": f"{id_}@{tier}",
            "tier": project.tiers.label(tier),
            "at": "" if variant.at is None else clock(variant.at),
        }
        usual = column.hours.get(tier, slot.start) if column else None
        yield Row(
            own["id"],
            path,
            str(tier),
            column,
            shared | own | _said(project, variant, SAID, column),
            usual,
            slot.date,
            True,
        )


def _said(project: Project, said: Variant | None, fields: tuple[str, ...], column: Column | None) -> dict[str, str]:
    """What an entry or a variant says, by field; "" where it says nothing."""
    own = [str(name) for name in (*column.needs, *column.accepts)] if column else []
    return {name: _shown(project, name, value_in(said, name)) for name in dict.fromkeys((*fields, *own))}


def value_in(said: Variant | None, name: str) -> object:
    """A field of an entry, by its name in the format."""
    field = {"copy": "copy_"}.get(name, name)
    if said is None:
        return None
    return getattr(said, field) if field in type(said).model_fields else (said.__pydantic_extra__ or {}).get(name)


def _shown(project: Project, name: str, value: object) -> str:
    if value is None or value == ():
        return ""
    if name == "product":
        return project.products.label(str(value))
    if name == "offer":
        return project.offers.label(str(value))
    if isinstance(value, tuple):
        return "、".join(project.products.label(one) if name == "products" else str(one) for one in value)
    if name == "state":
        return STATES[str(value)]
    if name == "pinned":
        return "是" if value == "true" else "否"
    if name in EXTRA:
        return chinese(str(value))
    return str(value).strip("\n")
