"""The past once more: what every event showed after every commit, and so when it changed.

In: states of the documents, the changes between them. Out: `State`s with a `Cell` for every event that ever was.
Promise: along every way through the history a sequence never falls, and rises wherever what is shown has changed; an event that nobody
touched keeps its cell. Only what looked at a changed place is looked at again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from siyu.stages.shown import Leaf, Origin, Shown, Sight, shown
from siyu.stages.versions import Version
from siyu.when import WEEKDAYS

Name = tuple[str, str]
Paths = Mapping[str, Version]


class Cell(NamedTuple):
    """An event's past: when it was made and last changed (seconds UTC), how many times. `shown` is None after it was taken out, and
    `last` then the documents and the week that had it."""

    shown: Shown | None
    created: int
    modified: int
    sequence: int
    last: tuple[Paths, str] | None = None


class State(NamedTuple):
    """What a commit left behind. `docs` are values by kind and id, `events` by week and origin, `cells` by the week in an identity."""

    number: int
    paths: Paths
    docs: Mapping[Name, Any]
    events: Mapping[str, Mapping[Origin, tuple[str, ...]]]
    cells: Mapping[str, Mapping[str, Cell]]


EMPTY = State(0, {}, {}, {}, {})


class Replay:
    """Goes from state to state. `tracked` says which weeks are wanted, `since` from when on what is taken out must be remembered."""

    def __init__(self, tracked: frozenset[str], since: int) -> None:
        self.tracked = tracked
        self.since = since
        self.seen: dict[Leaf, set[Origin]] = {}
        self.below: list[tuple[int, ...]] = [()]  # the states that a state follows, by number

    def follow(self, state: State, time: int, changed: Mapping[str, Version | None]) -> State:
        """The state after an ordinary commit."""
        paths, docs, events, values = self._turn(state, changed)
        cells = _Cells(state.cells)
        for event, (week, value) in values.items():
            old = cells.get(event)
            if old is None:
                if value is not None:
                    cells.put(event, Cell(value, time, time, 0))
            elif old.shown != value:
                last = (state.paths, week) if value is None and time >= self.since else None
                cells.put(event, Cell(value, old.created, max(time, old.modified), old.sequence + 1, last))
        return self._state((state,), paths, docs, events, cells.tables)

    def join(self, states: Sequence[State], time: int, changed: Mapping[str, Version | None]) -> State:
        """The state after a merge; `changed` is against the first of `states`."""
        base = states[0]
        for state in states:  # usually one branch has moved on, and the merge is what it says
            if all(other is state or self._follows(state, other) for other in states) and _same(base.paths, changed, state.paths):
                return state
        paths, docs, events, values = self._turn(base, changed)
        cells = _Cells(base.cells)
        for bucket in {key for state in states for key in state.cells} | {_bucket(event) for event in values}:
            tables = [state.cells.get(bucket, {}) for state in states]
            here = [event for event in values if _bucket(event) == bucket]
            apart = any(table is not tables[0] for table in tables)
            for event in {event for table in tables for event in table} | set(here) if apart else here:
                olds = [table.get(event) for table in tables]
                if event in values:
                    value = values[event][1]
                elif all(old is olds[0] for old in olds):
                    continue
                else:
                    value = olds[0].shown if olds[0] else None
                if any(olds):
                    week = values[event][0] if event in values else event[:8]
                    cells.put(event, self._joined([(old, state) for old, state in zip(olds, states, strict=True) if old], value, week, time))
                elif value is not None:
                    cells.put(event, Cell(value, time, time, 0))
        return self._state(states, paths, docs, events, cells.tables)

    def _joined(self, olds: list[tuple[Cell, State]], value: Shown | None, week: str, time: int) -> Cell:
        """One cell of several: the most changed, if it is what the merge says; else the merge is a change of its own."""
        same = [old for old, _ in olds if old.shown == value]
        created = min(old.created for old, _ in olds)
        modified = max(old.modified for old, _ in olds)
        best = max(same, key=lambda old: (old.sequence, old.modified), default=None)
        others = [old for old, _ in olds if old.shown != value]
        if best and all(old.sequence < best.sequence and old.modified <= best.modified for old in others):
            made = Cell(value, created, modified, best.sequence, best.last)
            return next((old for old, _ in olds if old == made), made)
        last = next(((state.paths, week) for old, state in olds if old.shown is not None), None)
        sequence = max(old.sequence for old, _ in olds) + 1
        return Cell(value, created, max(time, modified), sequence, last if value is None and time >= self.since else None)

    def _state(self, after: Sequence[State], *rest: Any) -> State:
        self.below.append(tuple(state.number for state in after))
        return State(len(self.below) - 1, *rest)

    def _follows(self, state: State, other: State) -> bool:
        """Whether a state came after another."""
        ways, met = [state.number], set[int]()
        while ways:
            for number in self.below[ways.pop()]:
                if number == other.number:
                    return True
                if number > other.number and number not in met:
                    met.add(number)
                    ways.append(number)
        return other is EMPTY

    def _turn(self, state: State, changed: Mapping[str, Version | None]) -> tuple[Paths, dict[Name, Any], Any, dict[str, tuple[str, Shown | None]]]:
        """Documents and events after a change, and what all events that it may concern show now; None where they are gone."""
        paths, docs, events = dict(state.paths), dict(state.docs), dict(state.events)
        leaves, origins = set[Leaf](), set[Origin]()
        for path, version in changed.items():
            old = paths.pop(path, None)
            if version is not None:
                paths[path] = version
            for name in {one.name for one in (old, version) if one is not None}:
                values = version.values if version is not None and version.name == name else _elsewhere(paths, name)
                if values and name not in docs:
                    leaves |= self._put(docs, name, values)
                    origins.update(_origins(docs, name))
                else:
                    leaves |= self._put(docs, name, values)
        values_: dict[str, tuple[str, Shown | None]] = {}
        for _ in range(2):  # an announcement's picks are known when everything else is
            for leaf in leaves:
                origins |= self.seen.get(leaf, set())
            moved = self._look(docs, events, origins, values_, state)
            leaves, origins = set(), set()
            for week in moved:
                leaves |= self._put(docs, ("picks", week), _picks(docs, events, week, values_, state))
            if not leaves:
                break
        return paths, docs, events, values_

    def _look(self, docs: Mapping[Name, Any], events: dict[str, Any], origins: Iterable[Origin], values: dict[str, tuple[str, Shown | None]], state: State) -> set[str]:
        """Ask origins anew; the weeks whose products may stand elsewhere now."""
        see = Sight(docs, self.seen)
        moved, fresh = set[str](), set[str]()
        for origin in sorted(origins):
            week = origin[1]
            alive = not week or ("week", week) in docs
            found = shown(see, origin, week in self.tracked) if alive else {}
            before = events.get(week, {}).get(origin, ())
            if found is None or not (found or before):
                continue
            events[week] = {**events.get(week, {}), origin: tuple(found)}
            for event in before:
                if event not in found and event not in fresh:
                    values[event] = week, None
            for event, value in found.items():
                values[event] = week, value
            fresh.update(found)
            if week in self.tracked and origin[0] in ("column", "extra"):
                olds = {event: _cell(state.cells, event) for event in {*before, *found}}
                if any(_place(old.shown if old else None) != _place(found.get(event)) for event, old in olds.items()):
                    moved.add(week)
        return moved

    def _put(self, docs: dict[Name, Any], name: Name, values: Mapping[Hashable, Any]) -> Iterator[Leaf] | set[Leaf]:
        """A document's new values; the places that differ."""
        old = docs.get(name, {})
        if bool(old) != bool(values):
            kind, one = name
            docs["", kind] = tuple(sorted({*docs.get(("", kind), ()), one} if values else {*docs["", kind]} - {one}))
        if values:
            docs[name] = values
        else:
            docs.pop(name, None)
        return set(self._differences(name, old, values))

    def _differences(self, name: Name, old: Mapping[Hashable, Any], new: Mapping[Hashable, Any]) -> Iterator[Leaf]:
        if old is new:
            return
        if bool(old) != bool(new):
            yield "", name[0], None, None
        yield *name, None, None
        for key in old.keys() | new.keys():
            one, two = old.get(key), new.get(key)
            if one is two or one == two:
                continue
            yield *name, key, None
            if isinstance(one, dict) and isinstance(two, dict):
                yield from ((*name, key, part) for part in one.keys() | two.keys() if one.get(part) != two.get(part))
            elif key in _TABLES:
                yield from (leaf for leaf in self.seen if leaf[:3] == (*name, key))


_TABLES = frozenset({"hours", "roles", "prices", "link", "links"})  # keys whose parts are looked at one by one


class _Cells:
    """Tables of cells that are copied where they are written to."""

    def __init__(self, tables: Mapping[str, Mapping[str, Cell]]) -> None:
        self.tables: dict[str, Mapping[str, Cell]] = dict(tables)
        self._own: dict[str, dict[str, Cell]] = {}

    def get(self, event: str) -> Cell | None:
        return _cell(self.tables, event)

    def put(self, event: str, cell: Cell) -> None:
        bucket = _bucket(event)
        if bucket not in self._own:
            self.tables[bucket] = self._own[bucket] = dict(self.tables.get(bucket, {}))
        self._own[bucket][event] = cell


def _cell(tables: Mapping[str, Mapping[str, Cell]], event: str) -> Cell | None:
    return tables.get(_bucket(event), {}).get(event)


def _bucket(event: str) -> str:
    """The week that an identity begins with; an id of the author's own has none."""
    return event[:8] if event[4:6] == "-W" else ""


def _origins(docs: Mapping[Name, Any], name: Name) -> Iterator[Origin]:
    """The origins that exist because a document does."""
    kind, one = name
    if kind == "offer":
        yield "offer", "", one
        return
    weeks = [one] if kind == "week" else docs.get(("", "week"), ())
    for week in weeks:
        if kind == "week":
            yield from (("extra", week), ("theme", week))
        for other in ("column", "announcement", "sop"):
            for each in docs.get(("", other), ()) if kind == "week" else [one] if kind == other else []:
                yield from ((other, week, each, day) for day in WEEKDAYS) if other == "column" else [(other, week, each)]


def _elsewhere(paths: Paths, name: Name) -> Mapping[Hashable, Any]:
    """A document that another file holds, too."""
    return next((version.values for version in paths.values() if version.name == name), {})


def _same(base: Paths, changed: Mapping[str, Version | None], paths: Paths) -> bool:
    """Whether a tree after changes is the other."""
    if base is paths:
        return not changed
    files = {path: version for path, version in {**base, **changed}.items() if version is not None}
    return files.keys() == paths.keys() and all(paths[path].blob == version.blob for path, version in files.items())


def _place(value: Shown | None) -> tuple[Any, ...]:
    """What an announcement's picks depend on."""
    return (value["products"], value["when"]) if value and value.get("products") else ()


def _picks(docs: Mapping[Name, Any], events: Mapping[str, Any], week: str, values: Mapping[str, tuple[str, Shown | None]], state: State) -> dict[Hashable, Any]:
    """The products of a week by tier, in the order of their days."""
    shows: dict[str, list[tuple[Any, ...]]] = {}
    for origin, names in events.get(week, {}).items():
        for event in names if origin[0] in ("column", "extra") else ():
            cell = _cell(state.cells, event)
            value = values[event][1] if event in values else cell.shown if cell else None
            if value and value["products"]:
                identity, _, tier = event.rpartition(".")
                date, start, _ = value["when"]
                shows.setdefault(tier, []).append((date, start, value["key"], identity, value["products"]))
    return {tier: tuple(dict.fromkeys(p for *_, products in sorted(rows) for p in products)) for tier, rows in shows.items()}
