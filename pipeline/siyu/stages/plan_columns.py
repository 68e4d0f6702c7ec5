"""What a week says: its columns' slots and entries, and the entries outside any column.

In: a `Desk`. Out: items and gaps on it.
Promise: a slot of a column and the week's entry for it meet by weekday and order; what is left over on either side is a gap or a diagnostic.
"""

from __future__ import annotations

from datetime import date

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Gap, Item
from siyu.kinds.column import Column
from siyu.kinds.tier import Tier, is_open
from siyu.kinds.week import Entry, Extra, Variant
from siyu.library import Library
from siyu.said import given
from siyu.schedule import Slot
from siyu.source import Span
from siyu.stages.cases import about, shaped
from siyu.stages.desk import Desk
from siyu.stages.off_plan import off_schedule, two_at_once
from siyu.stages.turns import drawn
from siyu.when import WEEKDAYS

_SAY_WHEN = Note(Words('写上时间 at: "12:00"', 'say when: at: "12:00"'))


def plan_columns(desk: Desk) -> None:
    """Every column of the library, then the week's extras."""
    for column in desk.library.columns.values():
        _column(desk, column)
    for extra in desk.week.extra:
        _extra(desk, extra)


def _column(desk: Desk, column: Column) -> None:
    """Slots meet entries; what is left over on either side is a gap or a diagnostic."""
    filled = {str(day): (day, entries) for day, entries in desk.week.columns.get(column.id, {}).items()}
    promised: dict[str, list[Slot]] = {}
    for slot in desk.slots(column.when, column.holiday):
        promised.setdefault(WEEKDAYS[slot.day.weekday()], []).append(slot)
    for weekday in WEEKDAYS:
        key, entries = filled.get(weekday, (None, ()))
        free = promised.get(weekday, [])
        if len(free) > 1 and column.hours:
            desk.found.append(two_at_once(column))
        for number, slot in enumerate(free[len(entries) :], len(entries)):
            _unfilled(desk, column, slot, number)
        for number, entry in enumerate(entries):
            assert key is not None
            if number < len(free):
                _entry(desk, column, free[number], number, entry, key.span)
            elif entry.at is not None or any(variant.at is not None for variant in entry.tiers.values()):
                _entry(desk, column, desk.slot(key), number, entry, key.span)
            else:
                desk.found.append(off_schedule(column, key, desk.slot(key).date, bool(free)))


def _unfilled(desk: Desk, column: Column, slot: Slot, number: int) -> None:
    """A slot without an entry: filled by the column itself where it needs nothing, else a gap."""
    if not column.needs and (column.template or column.copy_ or column.pool or column.channel == "task"):
        _entry(desk, column, slot, number, None, column.id.span)
        return
    for tier in desk.library.covers(column.tiers):
        if is_open(tier, slot.date):
            _gap(desk, column, slot, tier, desk.week.id.span, _skip(desk, column, slot, tier))


def _gap(desk: Desk, column: Column, slot: Slot, tier: Tier, span: Span, reason: str | None) -> None:
    start = column.hours.get(tier.id, slot.start) or 0
    desk.gaps.append(Gap(tier, column.id, column.name, slot.date, start, span, reason))


def _skip(desk: Desk, column: Column, slot: Slot, tier: Tier) -> str | None:
    """Why this slot is skipped for a tier, if the week says so."""
    for skip in desk.week.skip:
        if (
            skip.column == column.id
            and WEEKDAYS[slot.day.weekday()] == skip.day
            and (skip.tiers is None or tier.id in skip.tiers)
        ):
            desk.skipped.append(skip)
            return skip.because
    return None


def _entry(desk: Desk, column: Column, slot: Slot, number: int, entry: Entry | None, span: Span) -> None:
    weekday = WEEKDAYS[slot.day.weekday()]
    only = entry.only if entry else None
    if entry and entry.on:
        slot = slot._replace(date=desk.slot(entry.on).date)
    draft = Item(
        key=column.id,
        identity=(entry.id if entry else None)
        or f"{desk.week.name}.{column.id}.{weekday}" + (f".{number + 1}" if number else ""),
        name=column.name,
        channel=column.channel,
        kind=column.kind,
        purpose=column.purpose,
        role=column.owner or "owner",
        state=(entry.state if entry else None) or desk.week.state or "planned",
        span=span,
        checklist=(entry.checklist if entry else ()) or column.checklist,
        remind=column.remind,
        copy=drawn(desk.library, column, slot, number),
    )
    shared = _said(desk.library, draft, entry, None, column)
    covered = desk.library.covers(column.tiers)
    if entry:
        _closed(desk, entry, covered, slot.date, span)
    for tier in covered:
        if not is_open(tier, slot.date):
            continue
        variant = entry.tiers.get(tier.id) if entry else None
        usual = column.hours.get(tier.id, slot.start)
        hours = (variant.at if variant else None, entry.at if entry else None, usual)
        start = next((hour for hour in hours if hour is not None), None)
        reason = _skip(desk, column, slot, tier)
        if only is not None and tier.id not in only:
            reason = reason or "这一条不发给这一层"
        if reason is not None:
            if usual is not None:  # else nobody promised this slot
                _gap(desk, column, slot, tier, span, reason)
            continue
        if start is None:
            words = Words(f"{column.name} 这一条没有钟点", f"this entry of {column.id!s} has no hour")
            desk.found.append(Diagnostic("entry-without-hour", words, span, (_SAY_WHEN,)))
            return
        end = slot.end if start == slot.start else None
        said = _said(desk.library, draft, entry, variant, column) if variant else shared
        desk.add(said, tier, Slot(slot.day, slot.date, start, end), column.lasts, column.ip)


def _closed(desk: Desk, entry: Entry, covered: list[Tier], day: date, span: Span) -> None:
    """An entry written for a tier that is not open on its day: nobody would get it."""
    shut = [tier for tier in covered if not is_open(tier, day)]
    for tier in shut:
        named = next((name for name in (*entry.tiers, *(entry.only or ())) if name == tier.id), None)
        if named is not None or len(shut) == len(covered):
            words = Words(f"{tier.name} 在 {day} 不开放", f"tier {tier.id!s} is not open on {day}")
            until = f"{tier.opens or ''}…{tier.ends or ''}"
            note = Note(Words(f"它的日子是 {until}：换一天，或删掉", f"it is open {until}: move it, or delete it"))
            desk.found.append(Diagnostic("group-not-open", words, named.span if named else span, (note,)))
            return


def _said(library: Library, draft: Item, entry: Entry | None, variant: Variant | None, column: Column | None) -> Item:
    """The draft with what an entry and its tier's variant say, and the column's text where they say none."""
    copy = given(entry, variant, "copy")
    names = (*column.needs, *column.accepts) if column else ()
    todo = entry.todo if entry and not copy else None
    said = draft._replace(
        **about(library, draft, entry, variant),
        copy=copy or ((column.copy_ or draft.copy) if column and not todo else None),
        template=column.template if column and not (copy or todo) else None,
        fields={name: given(entry, variant, name) for name in names},
        note=entry.note if entry else None,
        todo=todo,
    )
    return shaped(library, said, entry, variant, column)


def _extra(desk: Desk, extra: Extra) -> None:
    """An entry outside any column."""
    draft = Item(
        key=extra.id,
        identity=extra.id,
        name=extra.title,
        channel=extra.channel,
        kind=extra.kind or "",
        purpose=extra.purpose or "",
        role=extra.owner or "owner",
        state=extra.state or desk.week.state or "planned",
        span=extra.id.span,
        checklist=extra.checklist,
        remind=extra.remind,
    )
    covered = desk.library.covers(extra.only)
    _closed(desk, extra, covered, desk.slot(extra.on or extra.day).date, extra.id.span)
    for tier in covered:
        variant = extra.tiers.get(tier.id)
        at = variant.at if variant and variant.at is not None else extra.at
        desk.add(
            _said(desk.library, draft, extra, variant, None), tier, desk.slot(extra.on or extra.day, at), extra.lasts
        )
