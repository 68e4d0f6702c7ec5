"""Library + week → dated items: who does what, when, where, for each tier.

In: a library and a week. Out: `Plan`, and diagnostics for entries that land on no slot.
Promise: pure; no clock, no text is composed. A slot that a column promises and nobody fills becomes a `Gap`, never silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Gap, Item, Plan
from siyu.kinds.column import Column
from siyu.kinds.product import Product
from siyu.kinds.sop import Routine
from siyu.kinds.tier import Tier
from siyu.kinds.week import Entry, Extra, Variant, Week
from siyu.library import Library
from siyu.schedule import WEEKDAYS, WEEKDAYS_ZH, Slot, slots
from siyu.source import Span, Text
from siyu.stages.resolve import given

_BASE_OR_EMPTY: Mapping[str, Text] = {}


def plan(library: Library, week: Week) -> tuple[Plan, list[Diagnostic]]:
    """The week of every tier, in time order."""
    maker = _Planner(library, week)
    for column in library.columns.values():
        maker.column(column)
    for extra in week.extra:
        maker.extra(extra)
    for notice in library.announcements.values():
        for slot in slots(notice.when, week.week):
            maker.add_for(library.covers(notice.tiers), slot, dict(
                key=str(notice.id), identity=f"{week.name}.{notice.id}.{WEEKDAYS[slot.day.weekday()]}", name=str(notice.title or "群公告"),
                channel="announcement", kind="", purpose="", role=notice.owner or "owner", span=notice.id.span, copy=notice.copy_, pick=notice.pick,
                checklist=notice.checklist, remind=notice.remind, state=week.state or "planned",
            ), notice.lasts)
    for sop in library.sops.values():
        for name, routine in sop.tasks.items():
            maker.routine(str(sop.id), name, routine)
    order = {id(tier): n for n, tier in enumerate(library.tiers.values())}
    items = sorted(maker.items, key=lambda i: (i.date, i.start, order.get(id(i.tier), -1), i.key, i.identity))
    gaps = sorted(maker.gaps, key=lambda g: (g.date, g.start, order[id(g.tier)], g.column))
    return Plan(week, tuple(items), tuple(gaps), tuple(sorted(maker.provisional.items()))), maker.found


class _Planner:
    """Collects one week's items."""

    def __init__(self, library: Library, week: Week) -> None:
        self.library = library
        self.week = week
        self.items: list[Item] = []
        self.gaps: list[Gap] = []
        self.found: list[Diagnostic] = []
        self.provisional: dict[date, Span] = {}

    def column(self, column: Column) -> None:
        """Slots meet entries; what is left over on either side is a gap or a diagnostic."""
        filled: Mapping[Any, tuple[Entry, ...]] = self.week.columns.get(column.id, {})
        keys = {str(day): day for day in filled}
        promised: dict[str, list[Slot]] = {}
        for slot in slots(column.when, self.week.week, column.holiday or "keep"):
            promised.setdefault(WEEKDAYS[slot.day.weekday()], []).append(slot)
        for day in WEEKDAYS:
            entries, free = filled.get(day, ()), promised.get(day, [])
            for number in range(max(len(entries), len(free))):
                slot = free[number] if number < len(free) else None
                if number >= len(entries):
                    assert slot is not None
                    self._unfilled(column, slot, day, number)
                else:
                    entry = entries[number]
                    if slot is None:
                        if entry.at is None and not entry.tiers:
                            self._off_schedule(column, keys[day], bool(free))
                            continue
                        start = self.week.week + timedelta(WEEKDAYS.index(day))
                        slot = Slot(start, start, None, None)
                    self._entry(column, slot, day, number, entry, keys[day].span)

    def _off_schedule(self, column: Column, day: Text, more: bool) -> None:
        zh = WEEKDAYS_ZH[WEEKDAYS.index(day)]
        words = (Words(f"栏目 {column.name} 在{zh}没有那么多时段", f"column {column.id!s} has fewer slots on {day!s}") if more
                 else Words(f"栏目 {column.name} 在{zh}不出现", f"column {column.id!s} does not run on {day!s}"))
        note = Note(Words('真要加这一条，写上时间 at: "12:00"', 'to add it all the same, say when: at: "12:00"'))
        self.found.append(Diagnostic("entry-off-schedule", words, day.span, (note,)))

    def _skipped(self, column: Column, day: str, tier: Tier) -> str | None:
        for skip in self.week.skip:
            if skip.column == column.id and skip.day == day and (skip.tiers is None or tier.id in skip.tiers):
                return str(skip.because)
        return None

    def _unfilled(self, column: Column, slot: Slot, day: str, number: int) -> None:
        automatic = not column.needs and (column.template or column.copy_ or column.channel == "task")
        rest = []
        for tier in self.library.covers(column.tiers):
            reason = self._skipped(column, day, tier)
            if automatic and reason is None:
                rest.append(tier)
            else:
                start = column.hours.get(tier.id, slot.start) or 0  # type: ignore[call-overload]
                self.gaps.append(Gap(tier, str(column.id), str(column.name), slot.date, start, self.week.id.span, reason))
        if rest:
            self._entry(column, slot, day, number, None, column.id.span, rest)

    def _entry(self, column: Column, slot: Slot, day: str, number: int, entry: Entry | None, span: Span, tiers: list[Tier] | None = None) -> None:
        covered = self.library.covers(column.tiers) if tiers is None else tiers
        if entry is not None:
            if entry.only is not None:
                covered = [tier for tier in covered if tier.id in entry.only]
            if entry.on is not None:
                slot = slot._replace(date=self.week.week + timedelta(WEEKDAYS.index(entry.on)))
        identity = str(entry.id) if entry is not None and entry.id else f"{self.week.name}.{column.id}.{day}" + (f".{number + 1}" if number else "")
        common = dict(
            key=str(column.id), identity=identity, name=str(column.name), channel=str(column.channel), kind=str(column.kind), purpose=str(column.purpose),
            role=column.owner or "owner", state=(entry.state if entry else None) or self.week.state or "planned", span=span,
            checklist=(entry.checklist if entry else ()) or column.checklist, remind=column.remind,
        )
        for tier in covered:
            if entry is not None and (reason := self._skipped(column, day, tier)) is not None:
                self.gaps.append(Gap(tier, str(column.id), str(column.name), slot.date, slot.start or 0, span, reason))
                continue
            variant = entry.tiers.get(tier.id) if entry is not None else None  # type: ignore[call-overload]
            start = next((at for at in (variant and variant.at, entry and entry.at, column.hours.get(tier.id), slot.start) if at is not None), None)  # type: ignore[call-overload]
            if start is None:
                note = Note(Words('写上时间 at: "12:00"', 'say when: at: "12:00"'))
                self.found.append(Diagnostic("entry-without-hour", Words(f"{column.name} 这一条没有钟点", f"this entry of {column.id!s} has no hour"), span, (note,)))
                return
            self._add(tier, slot._replace(start=start, end=slot.end if start == slot.start else None), column.lasts, common | self._said(entry, variant, column) | {
                "ip": self.library.speaker(tier, column.ip)})

    def _said(self, entry: Entry | None, variant: Variant | None, column: Column | None) -> dict[str, Any]:
        """What an entry and its tier's variant say, with the column's text where they say none."""
        names = (*column.needs, *column.accepts) if column else ()
        copy = given(entry, variant, "copy")
        template = column.template if column and not copy else None
        product = self._product(given(entry, variant, "product"))
        products = tuple(p for name in given(entry, variant, "products") or () if (p := self._product(name)))
        images = given(entry, variant, "images") or tuple(p.image for p in (product, *products) if p and p.image)
        return dict(
            copy=None if entry and entry.todo else copy or (column.copy_ if column else None), template=None if entry and entry.todo else template,
            fields={str(name): given(entry, variant, name) for name in names}, product=product, products=products,
            title=given(entry, variant, "title"), link=given(entry, variant, "link"), images=tuple(map(str, images)),
            note=entry.note if entry else None, todo=entry.todo if entry else None,
        )

    def _product(self, name: Text | None) -> Product | None:
        return self.library.products.get(name) if name else None

    def extra(self, extra: Extra) -> None:
        """An entry outside any column."""
        day = self.week.week + timedelta(WEEKDAYS.index(extra.on or extra.day))
        for tier in self.library.covers(extra.only):
            variant = extra.tiers.get(tier.id)  # type: ignore[call-overload]
            start = variant.at if variant and variant.at is not None else extra.at
            self._add(tier, Slot(day, day, start, None), extra.lasts, dict(
                key=str(extra.id), identity=str(extra.id), name=str(extra.title), channel=str(extra.channel), kind=str(extra.kind or ""),
                purpose=str(extra.purpose or ""), role=extra.owner or "owner", state=extra.state or self.week.state or "planned", span=extra.id.span,
                checklist=extra.checklist, remind=extra.remind, ip=self.library.speaker(tier),
            ) | self._said(extra, variant, None) | {"title": variant.title if variant and variant.title else None})

    def routine(self, role: str, name: str, routine: Routine) -> None:
        """A role's fixed task, in every tier it names; in none, once for the role."""
        tiers: list[Tier | None] = [] if routine.tiers == () else [*self.library.covers(routine.tiers)]
        for slot in slots(routine.when, self.week.week, routine.holiday or "keep"):
            hour = f".{slot.start}" if len(routine.when) > 1 else ""
            self.add_for(tiers or [None], slot, dict(
                key=str(name), identity=f"{self.week.name}.{role}.{name}.{WEEKDAYS[slot.day.weekday()]}{hour}", name=str(routine.name), channel="task",
                kind="", purpose="", role=role, span=routine.name.span, copy=routine.copy_, checklist=routine.checklist, remind=routine.remind,
                state="approved",
            ), routine.lasts)

    def add_for(self, tiers: Any, slot: Slot, common: dict[str, Any], lasts: int) -> None:
        """The same item for several tiers."""
        if slot.start is None:
            note = Note(Words("在 when 里写上，例如 mon 09:30", "add it to when, for example mon 09:30"))
            self.found.append(Diagnostic("entry-without-hour", Words(f"{common['name']} 没有钟点", f"{common['key']} has no hour"), common["span"], (note,)))
            return
        for tier in tiers:
            self._add(tier, slot, lasts, common | {"ip": self.library.speaker(tier) if tier else None})

    def _add(self, tier: Tier | None, slot: Slot, lasts: int, said: dict[str, Any]) -> None:
        if slot.provisional:
            self.provisional.setdefault(slot.date, said["span"])
        assert slot.start is not None
        end = slot.end if slot.end is not None else slot.start + max(lasts, 1)
        people = tuple(map(str, getattr(tier.roles, said["role"]))) if tier and said["role"] else ()
        said["role"] = str(said["role"])
        said["state"] = str(said["state"])
        self.items.append(Item(tier=tier, date=slot.date, start=slot.start, end=end, people=people, **said))


def unsold(plan: Plan) -> Iterator[Diagnostic]:
    """Products planned for a tier they are not sold to."""
    for item in plan.items:
        for product in (item.product, *item.products):
            if product and item.tier and product.tiers and item.tier.id not in product.tiers:
                words = Words(f"{product.name} 不卖给{item.tier.name}", f"{product.id!s} is not sold to tier {item.tier.id!s}")
                note = Note(Words("换一个商品，或用 only / tiers 分开写", "choose another product, or use only / tiers"))
                yield Diagnostic("product-not-for-tier", words, item.span, (note,))
