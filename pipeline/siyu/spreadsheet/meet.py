"""What rows want, and what the plan says → what to put where.

In: wishes in order, the weeks as they are. Out: `Group`s of puts. Promise: the same rows again put nothing; what a row says to a tier is put where only
that tier gets it; an empty cell takes nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.kinds.week import Entry, Extra, Week
from siyu.spreadsheet.edits import Put
from siyu.spreadsheet.names import Project
from siyu.spreadsheet.rows import value_in
from siyu.spreadsheet.wishes import Wish
from siyu.spreadsheet.yaml import Value
from siyu.tables.cells import Cell
from siyu.when import clock


class Group(NamedTuple):
    """What one entry gets, and the cell that asks for it."""

    week: str
    puts: tuple[Put, ...]
    place: Cell


_WHOLE = {"todo", "note", "state", "kind", "purpose", "owner"}
"""What only an entry as a whole can say."""
_ORDER = ("id", "title", "day", "at", "channel", "kind", "purpose", "owner", "state", "only", "product", "products", "offer", "images", "link",
          "topics", "pinned", "own", "todo", "copy", "comment", "note", "tiers")  # fmt: skip
_OURS = re.compile(r"\d{4}-w\d\d-\d+")  # see `_id`
Claimed = Mapping[tuple[str, str, str], set[int]]
"""Numbers of entries that rows with an id speak for, by week, column and day."""


def meet(
    project: Project,
    wishes: Iterable[Wish],
    weeks: Mapping[str, Week],
    claimed: Claimed,
    ids: set[str],
    found: list[Diagnostic],
) -> Iterator[Group]:
    """Every entry that is new or changes. `ids` are the identities that are taken."""
    columns: dict[tuple[str, str, str], list[list[Wish]]] = {}
    extras: dict[tuple[str, str, Value, str], list[list[Wish]]] = {}
    for wish in wishes:
        if wish.column:
            _into(columns.setdefault((wish.week, str(wish.column.id), wish.day), []), wish)
        else:
            _into(extras.setdefault((wish.week, wish.day, wish.values["title"], wish.channel), []), wish)
    for group in (group for groups in (*columns.values(), *extras.values()) for group in groups if len(group) > 1):
        found += (_note_for_all(wish) for wish in group if "note" in wish.values and wish.tiers is not None)
    for key, groups in columns.items():
        week, column, day = key
        entries = _entries(weeks.get(week), column, day)
        numbers = (n for n in range(len(entries) + len(groups) + 100) if n not in claimed.get(key, set()))
        for number, group in zip(numbers, groups, strict=False):
            entry = entries[number] if number < len(entries) else None
            puts = _puts(project, ("columns", column, day, number), group, entry, number)
            if puts:
                yield Group(week, tuple(puts), group[0].place)
    used: dict[str, set[int]] = {}
    for (week, day, title, channel), groups in extras.items():
        for group in groups:
            known = weeks[week].extra if week in weeks else ()
            taken = used.setdefault(week, set())
            same = _same_extra(known, taken, day, title, channel, group[0].at)
            place = max([len(known) - 1, *taken]) + 1 if same is None else same
            taken.add(place)
            entry = known[place] if place < len(known) else None
            puts = _puts(project, ("extra", place), group, entry, 0)
            if entry is None and isinstance(made := puts[0].value, dict):
                puts = [Put(puts[0].path, _ordered({**made, "id": _id(week, ids), "day": day, "channel": channel}))]
            if puts:
                yield Group(week, tuple(puts), group[0].place)


def _note_for_all(wish: Wish) -> Diagnostic:
    words = Words(
        "备注是整条的，每一层的运营都会看到", "a note belongs to the whole entry: the operators of each tier see it"
    )
    how = Words("只给一层看的，写进那一层的文案，或不写", "what is for one tier only goes into its copy, or nowhere")
    return Diagnostic("note-for-every-tier", words, wish.place.span, (Note(how),), Severity.WARNING)


def _entries(week: Week | None, column: str, day: str) -> tuple[Entry, ...]:
    days = week.columns.get(column, {}) if week else {}  # type: ignore[call-overload]
    return next((entries for name, entries in days.items() if name == day), ())


def _into(groups: list[list[Wish]], wish: Wish) -> None:
    """Rows of one moment are one entry: a row for everybody, and those for tiers that have none yet."""
    taken = {tier for other in groups[-1] for tier in other.tiers or ()} if groups else set()
    if not groups or wish.tiers is None or taken & set(wish.tiers):
        groups.append([wish])
    else:
        groups[-1].append(wish)


def _same_extra(
    known: tuple[Extra, ...], taken: set[int], day: str, title: Value, channel: str, at: int | None
) -> int | None:
    """The extra that a row means: by its title; by its moment where an import made it."""
    free = [
        (n, one)
        for n, one in enumerate(known)
        if n not in taken and (one.on or one.day) == day and one.channel == channel
    ]
    ours = {n for n, one in free if one.at == at and _OURS.fullmatch(one.id)}  # nobody's own words are written over
    for said in ({n for n, one in free if one.title == title}, ours):
        if said:
            return min(said)
    return None


def _id(week: str, ids: set[str]) -> str:
    number = 1
    while (made := f"{week.lower()}-{number}") in ids:
        number += 1
    ids.add(made)
    return made


def _gathered(group: list[Wish]) -> list[Wish]:
    """The rows of an entry; what only an entry as a whole can say comes with the first."""
    whole: dict[str, Value] = {}
    for wish in group:
        for field in _WHOLE & wish.values.keys():
            whole.setdefault(field, wish.values[field])
    notes = list(dict.fromkeys(str(wish.values["note"]).strip("\n") for wish in group if "note" in wish.values))
    if len(notes) > 1 or (notes and "\n" in notes[0]):
        whole["note"] = "\n".join(notes) + "\n"
    own = [wish._replace(values={f: v for f, v in wish.values.items() if f not in _WHOLE}) for wish in group]
    return [own[0]._replace(values={**own[0].values, **whole}), *own[1:]]


def _puts(
    project: Project, path: tuple[str | int, ...], rows: list[Wish], entry: Entry | None, number: int
) -> list[Put]:
    group = _gathered(rows)
    column, slots = group[0].column, group[0].slots
    covered = tuple(str(tier.id) for tier in project.library.covers(column.tiers if column else None))
    start = slots[number].start if number < len(slots) else None
    hours = {tier: column.hours.get(tier, start) if column else None for tier in covered}  # type: ignore[call-overload]
    if entry is None:
        return [Put(path, _entry(project, group, covered, hours, start))]
    puts: list[Put] = []
    for wish in group:
        wide = wish.tiers is None or set(wish.tiers) == set(entry.only or covered)
        for tier in (None,) if wide else wish.tiers or ():
            puts += _differs(path, wish, entry, tier, hours.get(tier, start) if tier else start)
    if entry.only is not None:
        named = {*map(str, entry.only)}
        wider = named.union(*(wish.tiers or () for wish in group))
        if wider != named:
            puts.append(Put((*path, "only"), [tier for tier in project.library.tiers if tier in wider]))
    if entry.todo and any(one.path[-1] == "copy" for one in puts):
        puts.append(Put((*path, "todo"), None))
    return puts


def _differs(
    path: tuple[str | int, ...], wish: Wish, entry: Entry, tier: str | None, usual: int | None
) -> Iterator[Put]:
    """What an entry does not say yet, to everybody or to a tier."""
    variant = next((one for name, one in entry.tiers.items() if name == tier), None)
    where = path if tier is None else (*path, "tiers", tier)
    for field, value in wish.values.items():
        now = None if field in _WHOLE else _plain(value_in(variant, field))
        now = _plain(value_in(entry, field)) if now is None else now
        if _bare(now) != _bare(value) and not (field == "todo" and entry.copy_):
            yield Put((*(path if field in _WHOLE else where), field), value)
    if wish.at is not None:
        now_at = next((at for at in (variant.at if variant else None, entry.at, usual) if at is not None), None)
        if now_at != wish.at:
            yield Put((*where, "at"), None if wish.at == usual and tier is None else clock(wish.at))


def _entry(
    project: Project, group: list[Wish], covered: tuple[str, ...], hours: Mapping[str, int | None], start: int | None
) -> Value:
    """A new entry: what all rows say to everybody, the rest to the tier that it is for, and to no other."""
    said = [{**wish.values, **_hour(wish.at, hours.get(wish.tiers[0]) if wish.tiers else start)} for wish in group]
    whole = {f: v for f, v in said[0].items() if f in _WHOLE}
    told = [{f: v for f, v in one.items() if f not in _WHOLE} for one in said]
    by_tier = {tier: one for wish, one in zip(group, told, strict=True) for tier in wish.tiers or ()}
    if group[0].tiers is None or set(group[0].tiers) == set(covered):
        made = {**whole, **told[0], **_hour(group[0].at, start)}
        by_tier = {tier: one for tier, one in by_tier.items() if one is not told[0]}
    else:
        # What stands for everybody reaches each tier that does not say otherwise: only a row whose fields all others have may stand there.
        safe = [one for one in told if all(one.keys() <= other.keys() for other in told)]
        made = {**whole, **(max(safe, key=lambda one: sum(other == one for other in by_tier.values())) if safe else {})}
        made |= {f: v for f, v in told[0].items() if all(other.get(f) == v for other in told)}
        if group[0].column is None:
            made = {"title": group[0].values["title"], **_hour(group[0].at, None), **made}
        if set(by_tier) != set(covered):
            made["only"] = [tier for tier in project.library.tiers if tier in by_tier]
    tiers = {
        tier: {f: v for f, v in one.items() if f not in _WHOLE and made.get(f) != v} for tier, one in by_tier.items()
    }
    if tiers := {tier: one for tier, one in tiers.items() if one}:
        made["tiers"] = {tier: _ordered(one) for tier, one in tiers.items()}
    return _ordered(made)


def _hour(at: int | None, usual: int | None) -> dict[str, Value]:
    return {} if at is None or at == usual else {"at": clock(at)}


def _ordered(said: dict[str, Value]) -> dict[str, Value]:
    """In the order that an author would write."""
    order = {name: number for number, name in enumerate(_ORDER)}
    return {name: said[name] for name in sorted(said, key=lambda name: order.get(name, order["copy"] - 1))}


def _plain(value: object) -> Value | None:
    if value is None:
        return None
    return [str(one) for one in value] if isinstance(value, tuple) else str(value)


def _bare(value: Value | None) -> Value | None:
    return value.strip("\n") if isinstance(value, str) else value
