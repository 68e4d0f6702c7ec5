"""Library + week → dated items: who does what, when, where, for each tier.

In: a library and a week. Out: `Plan`, and diagnostics for entries and skips that land on no slot.
Promise: pure; no clock, no text is composed. A slot that a column promises and nobody fills becomes a `Gap`, never silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Gap, Item, Plan
from siyu.kinds.announcement import Announcement
from siyu.kinds.column import Column
from siyu.kinds.product import Product
from siyu.kinds.sop import Routine
from siyu.kinds.tier import Tier
from siyu.kinds.week import Entry, Extra, Skip, Variant, Week
from siyu.library import Library
from siyu.schedule import Slot, guesses, slots
from siyu.source import Span, Text
from siyu.stages.off_plan import off_schedule, two_at_once, useless_skips
from siyu.stages.resolve_week import given
from siyu.when import WEEKDAYS, When

_SAY_WHEN = Note(Words('写上时间 at: "12:00"', 'say when: at: "12:00"'))


def plan(library: Library, week: Week) -> tuple[Plan, list[Diagnostic]]:
    """The week of every tier, in time order."""
    planner = _Planner(library, week)
    for column in library.columns.values():
        planner.column(column)
    for extra in week.extra:
        planner.extra(extra)
    for notice in library.announcements.values():
        planner.announcement(notice)
    for sop in library.sops.values():
        for name, routine in sop.tasks.items():
            planner.routine(sop.id, name, routine)
    rank = {tier.id: number for number, tier in enumerate(library.tiers.values())}
    items = sorted(planner.items, key=lambda i: (i.date, i.start, rank[i.tier.id] if i.tier else -1, i.key, i.identity))
    gaps = sorted(planner.gaps, key=lambda gap: (gap.date, gap.start, rank[gap.tier.id], gap.column))
    found = [*planner.found, *useless_skips(week, planner.skipped, library)]
    return Plan(week, tuple(items), tuple(gaps), tuple(sorted(planner.provisional))), found


class _Planner:
    """Collects one week's items, gaps and diagnostics."""

    def __init__(self, library: Library, week: Week) -> None:
        self.library = library
        self.week = week
        self.items: list[Item] = []
        self.gaps: list[Gap] = []
        self.found: list[Diagnostic] = []
        self.skipped: list[Skip] = []
        self.provisional: set[date] = set()

    def column(self, column: Column) -> None:
        """Slots meet entries; what is left over on either side is a gap or a diagnostic."""
        filled = {str(day): (day, entries) for day, entries in self.week.columns.get(column.id, {}).items()}
        promised: dict[str, list[Slot]] = {}
        for slot in self._slots(column.when, column.holiday):
            promised.setdefault(WEEKDAYS[slot.day.weekday()], []).append(slot)
        for weekday in WEEKDAYS:
            key, entries = filled.get(weekday, (None, ()))
            free = promised.get(weekday, [])
            if len(free) > 1 and column.hours:
                self.found.append(two_at_once(column))
            for number, slot in enumerate(free[len(entries) :], len(entries)):
                self._unfilled(column, slot, number)
            for number, entry in enumerate(entries):
                assert key is not None
                if number < len(free):
                    self._entry(column, free[number], number, entry, key.span)
                elif entry.at is not None or any(variant.at is not None for variant in entry.tiers.values()):
                    self._entry(column, self._slot(key), number, entry, key.span)
                else:
                    self.found.append(off_schedule(column, key, self._slot(key).date, bool(free)))

    def _slots(self, whens: tuple[When, ...], holiday: str | None = None) -> list[Slot]:
        self.provisional |= guesses(whens, self.week.week, holiday or "keep")
        return slots(whens, self.week.week, holiday or "keep")

    def _slot(self, day: Text, start: int | None = None) -> Slot:
        return Slot(on := self.week.week + timedelta(WEEKDAYS.index(day)), on, start, None)

    def _unfilled(self, column: Column, slot: Slot, number: int) -> None:
        """A slot without an entry: filled by the column itself where it needs nothing, else a gap."""
        if not column.needs and (column.template or column.copy_ or column.channel == "task"):
            self._entry(column, slot, number, None, column.id.span)
            return
        for tier in self.library.covers(column.tiers):
            self._gap(column, slot, tier, self.week.id.span, self._skip(column, slot, tier))

    def _gap(self, column: Column, slot: Slot, tier: Tier, span: Span, reason: str | None) -> None:
        start = column.hours.get(tier.id, slot.start) or 0
        self.gaps.append(Gap(tier, column.id, column.name, slot.date, start, span, reason))

    def _skip(self, column: Column, slot: Slot, tier: Tier) -> str | None:
        """Why this slot is skipped for a tier, if the week says so."""
        for skip in self.week.skip:
            if (
                skip.column == column.id
                and WEEKDAYS[slot.day.weekday()] == skip.day
                and (skip.tiers is None or tier.id in skip.tiers)
            ):
                self.skipped.append(skip)
                return skip.because
        return None

    def _entry(self, column: Column, slot: Slot, number: int, entry: Entry | None, span: Span) -> None:
        weekday = WEEKDAYS[slot.day.weekday()]
        only = entry.only if entry else None
        if entry and entry.on:
            slot = slot._replace(date=self._slot(entry.on).date)
        draft = Item(
            key=column.id,
            identity=(entry.id if entry else None)
            or f"{self.week.name}.{column.id}.{weekday}" + (f".{number + 1}" if number else ""),
            name=column.name,
            channel=column.channel,
            kind=column.kind,
            purpose=column.purpose,
            role=column.owner or "owner",
            state=(entry.state if entry else None) or self.week.state or "planned",
            span=span,
            checklist=(entry.checklist if entry else ()) or column.checklist,
            remind=column.remind,
        )
        shared = self._said(draft, entry, None, column)
        for tier in self.library.covers(column.tiers):
            variant = entry.tiers.get(tier.id) if entry else None
            usual = column.hours.get(tier.id, slot.start)
            hours = (variant.at if variant else None, entry.at if entry else None, usual)
            start = next((hour for hour in hours if hour is not None), None)
            reason = self._skip(column, slot, tier)
            if only is not None and tier.id not in only:
                reason = reason or "这一条不发给这一层"
            if reason is not None:
                if usual is not None:  # else nobody promised this slot
                    self._gap(column, slot, tier, span, reason)
                continue
            if start is None:
                words = Words(f"{column.name} 这一条没有钟点", f"this entry of {column.id!s} has no hour")
                self.found.append(Diagnostic("entry-without-hour", words, span, (_SAY_WHEN,)))
                return
            end = slot.end if start == slot.start else None
            said = self._said(draft, entry, variant, column) if variant else shared
            self._add(said, tier, Slot(slot.day, slot.date, start, end), column.lasts, column.ip)

    def _said(self, draft: Item, entry: Entry | None, variant: Variant | None, column: Column | None) -> Item:
        """The draft with what an entry and its tier's variant say, and the column's text where they say none."""
        copy = given(entry, variant, "copy")
        product = self._product(given(entry, variant, "product"))
        offer = given(entry, variant, "offer")
        products = tuple(p for name in given(entry, variant, "products") or () if (p := self._product(name)))
        names = (*column.needs, *column.accepts) if column else ()
        todo = entry.todo if entry and not copy else None
        images = given(entry, variant, "images")
        if images is None:
            images = tuple(p.image for p in (product, *products) if p and p.image)
        return draft._replace(
            copy=copy or (column.copy_ if column and not todo else None),
            template=column.template if column and not (copy or todo) else None,
            fields={name: given(entry, variant, name) for name in names},
            product=product,
            products=products,
            offer=self.library.offers.get(offer) if offer else None,
            title=given(entry, variant, "title"),
            link=given(entry, variant, "link"),
            images=images,
            note=entry.note if entry else None,
            todo=todo,
        )

    def _product(self, name: Text | None) -> Product | None:
        return self.library.products.get(name) if name else None

    def extra(self, extra: Extra) -> None:
        """An entry outside any column."""
        draft = Item(
            key=extra.id,
            identity=extra.id,
            name=extra.title,
            channel=extra.channel,
            kind=extra.kind or "",
            purpose=extra.purpose or "",
            role=extra.owner or "owner",
            state=extra.state or self.week.state or "planned",
            span=extra.id.span,
            checklist=extra.checklist,
            remind=extra.remind,
        )
        for tier in self.library.covers(extra.only):
            variant = extra.tiers.get(tier.id)
            at = variant.at if variant and variant.at is not None else extra.at
            self._add(self._said(draft, extra, variant, None), tier, self._slot(extra.on or extra.day, at), extra.lasts)

    def announcement(self, notice: Announcement) -> None:
        """A tier's announcement, each time the week repeats it."""
        for number, slot in enumerate(self._slots(notice.when), 1):
            draft = Item(
                key=notice.id,
                identity=f"{self.week.name}.announcement.{notice.id}" + (f".{number}" if number > 1 else ""),
                name=notice.title or "群公告",
                channel="announcement",
                role=notice.owner or "owner",
                state=self.week.state or "planned",
                span=notice.id.span,
                copy=notice.copy_,
                pick=notice.pick,
                title=notice.title,
                checklist=notice.checklist,
                remind=notice.remind,
                file="announcement",
            )
            self._repeat(draft, self.library.covers(notice.tiers), slot, notice.lasts)

    def routine(self, role: Text, name: Text, routine: Routine) -> None:
        """A role's fixed task, in every tier it names; in none, once for the role."""
        days: list[date] = []
        for slot in self._slots(routine.when, routine.holiday):
            days.append(slot.day)
            number = days.count(slot.day)
            draft = Item(
                key=name,
                identity=f"{self.week.name}.{role}.{name}.{WEEKDAYS[slot.day.weekday()]}"
                + (f".{number}" if number > 1 else ""),
                name=routine.name,
                channel="task",
                role=role,
                state="approved",
                span=routine.name.span,
                copy=routine.copy_,
                checklist=routine.checklist,
                remind=routine.remind,
            )
            self._repeat(
                draft, self.library.covers(routine.tiers) if routine.tiers != () else [None], slot, routine.lasts
            )

    def _repeat(self, draft: Item, tiers: Iterable[Tier | None], slot: Slot, lasts: int) -> None:
        if slot.start is None:
            note = Note(Words("在 when 里写上，例如 mon 09:30", "add it to when, for example mon 09:30"))
            words = Words(f"{draft.name} 没有钟点", f"{draft.key!s} has no hour")
            self.found.append(Diagnostic("entry-without-hour", words, draft.span, (note,)))
            return
        for tier in tiers:
            self._add(draft, tier, slot, lasts)

    def _add(self, draft: Item, tier: Tier | None, slot: Slot, lasts: int, ip: str | None = None) -> None:
        assert slot.start is not None
        end = slot.end if slot.end is not None else slot.start + max(lasts, 1)
        people: tuple[Text, ...] = getattr(tier.roles, draft.role) if tier else ()
        speaker = self.library.speaker(tier, ip) if tier else None
        self.items.append(
            draft._replace(tier=tier, date=slot.date, start=slot.start, end=end, people=people, ip=speaker)
        )
