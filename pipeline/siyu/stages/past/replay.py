"""The past once more: what every event showed after every commit, and so when it changed.

In: a state of the documents, a change to them. Out: the next `State`, with a `Cell` for every event that ever was.
Promise: along every way through the history a sequence never falls, and it rises wherever what is shown has changed; an event that
nobody touched keeps its cell. Only what a change can concern is looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from siyu.stages.shown import PAID, Docs, Event, Leaf, Name, Origin, events_of, shape
from siyu.stages.versions import Version
from siyu.when import WEEKDAYS

Paths = Mapping[str, Version]
Changed = Mapping[str, Version | None]
"""Versions by path; None where a file is gone."""


class Cell(NamedTuple):
    """An event's past: when it was made and last changed (seconds UTC), how many times. `shown` is None after it was taken out, and
    `last` then the documents and the week that had it."""

    shown: Event | None
    created: int
    modified: int
    sequence: int
    last: tuple[Paths, str] | None = None


Cells = Mapping[str, Mapping[str, Cell]]


class State(NamedTuple):
    """What a commit left behind. `events` are identities by week and origin, `cells` by the week that an identity begins with."""

    number: int
    paths: Paths
    docs: Docs
    events: Mapping[str, Mapping[Origin, tuple[str, ...]]]
    cells: Cells


EMPTY = State(0, {}, {}, {}, {})


class _Turn(NamedTuple):
    """A state's documents and events after a change. `leaves` are the places that differ, `fresh` the events that were looked at
    again with their weeks, None for one that is gone."""

    paths: Paths
    docs: dict[Name, Any]
    events: dict[str, Any]
    leaves: set[Leaf]
    fresh: dict[str, tuple[str, Event | None]]


class Replay:
    """Goes from state to state. `tracked` are the weeks wanted; what is taken out from `since` on is remembered with its documents."""

    def __init__(self, tracked: frozenset[str], since: int) -> None:
        self.tracked = tracked
        self.since = since
        self.below: list[tuple[int, ...]] = [()]  # the states that a state follows, by number
        self._sharing: dict[Leaf, set[str]] = {}  # every event that ever had a leaf
        self._parts: dict[tuple[str, str, Hashable], set[str]] = {}  # what was ever looked at below a key
        self._noted: dict[str, frozenset[Leaf]] = {}

    def follow(self, state: State, time: int, changed: Changed) -> State:
        """The state after an ordinary commit."""
        said = {
            path: version
            for path, version in changed.items()
            if version is not None and _says_the_same(state.paths.get(path), version)
        }
        if len(said) == len(changed):
            self.below.append((state.number,))
            return state._replace(number=len(self.below) - 1, paths={**state.paths, **said})
        turn = self._turn(state, changed)
        cells = _Written(state.cells)
        for event, (week, value) in turn.fresh.items():
            old = cells.get(event)
            if old is None:
                if value is not None:
                    cells.put(event, Cell(value, time, time, 0))
            elif old.shown != value or (value is not None and not turn.leaves.isdisjoint(value.leaves)):
                last = (state.paths, week) if value is None and time >= self.since else None
                cells.put(event, Cell(value, old.created, max(time, old.modified), old.sequence + 1, last))
        for event in self._concerned(turn):
            old = cells.get(event)
            if old and old.shown and not turn.leaves.isdisjoint(old.shown.leaves):
                cells.put(event, Cell(old.shown, old.created, max(time, old.modified), old.sequence + 1))
        return self._state((state,), turn, cells)

    def join(self, states: Sequence[State], time: int, changed: Changed) -> State:
        """The state after a merge; `changed` is against the first of `states`."""
        base = states[0]
        for state in states:  # usually one branch has moved on, and the merge is what it says
            if all(other is state or self._follows(state, other) for other in states) and _same(
                base.paths, changed, state.paths
            ):
                return state
        turn = self._turn(base, changed)
        leaves = [turn.leaves, *(self._apart(state.docs, turn.docs) for state in states[1:])]
        cells = _Written(base.cells)
        touched = {*turn.fresh, *self._concerned(turn)}
        for bucket in {key for state in states for key in state.cells} | {_bucket(event) for event in touched}:
            tables = [state.cells.get(bucket, {}) for state in states]
            apart = any(table is not tables[0] for table in tables)
            for event in (
                {event for table in tables for event in table} if apart else [e for e in tables[0] if e in touched]
            ):
                olds = [table.get(event) for table in tables]
                if event in touched or any(old is not olds[0] for old in olds):
                    week, value = turn.fresh.get(event) or (event[:8], olds[0] and olds[0].shown)
                    cells.put(event, self._joined(olds, states, leaves, value, week, time))
            for event in touched:
                if (
                    _bucket(event) == bucket
                    and cells.get(event) is None
                    and event in turn.fresh
                    and (made := turn.fresh[event][1])
                ):
                    cells.put(event, Cell(made, time, time, 0))
        return self._state(states, turn, cells)

    def _joined(
        self,
        olds: Sequence[Cell | None],
        states: Sequence[State],
        leaves: Sequence[set[Leaf]],
        value: Event | None,
        week: str,
        time: int,
    ) -> Cell:
        """One cell of several: the most changed, if it is what the merge says; else the merge is a change of its own."""
        known = [old for old in olds if old]
        same = [
            old
            for old, apart in zip(olds, leaves, strict=True)
            if old and old.shown == value and (value is None or apart.isdisjoint(value.leaves))
        ]
        created, modified = min(old.created for old in known), max(old.modified for old in known)
        best = max(same, key=lambda old: old.sequence, default=None)
        others = [old for old in known if not any(old is one for one in same)]
        if (
            best
            and all(old.sequence < best.sequence for old in others)
            and modified == max(old.modified for old in same)
        ):
            made = Cell(value, created, modified, best.sequence, best.last)
            return next((old for old in same if old == made), made)
        last = next(((state.paths, week) for old, state in zip(olds, states, strict=True) if old and old.shown), None)
        sequence = max(old.sequence for old in known) + 1
        return Cell(
            value, created, max(time, modified), sequence, last if value is None and time >= self.since else None
        )

    def _state(self, after: Sequence[State], turn: _Turn, cells: _Written) -> State:
        for event in turn.fresh:
            cell = cells.get(event)
            if cell and cell.shown and self._noted.get(event) is not cell.shown.leaves:
                self._noted[event] = cell.shown.leaves
                for leaf in cell.shown.leaves:
                    self._sharing.setdefault(leaf, set()).add(event)
                    if leaf[3] is not None:
                        self._parts.setdefault(leaf[:3], set()).add(leaf[3])
        self.below.append(tuple(state.number for state in after))
        return State(len(self.below) - 1, turn.paths, turn.docs, turn.events, cells.tables)

    def _concerned(self, turn: _Turn) -> set[str]:
        """The events that may share a place that differs."""
        return {event for leaf in turn.leaves for event in self._sharing.get(leaf, ())} - turn.fresh.keys()

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
        return False

    def _turn(self, state: State, changed: Changed) -> _Turn:
        paths = dict(state.paths)
        turn = _Turn(paths, dict(state.docs), dict(state.events), set(), {})
        names: dict[Name, Mapping[Hashable, Any]] = {}
        lost: list[Name] = []
        for path, version in changed.items():
            if (old := paths.pop(path, None)) is not None:
                lost.append(old.name)
            if version is not None:
                paths[path] = version
                names[version.name] = version.values
        for name in lost:
            if name not in names:  # moved into a file that another holds already, or gone
                names[name] = next((version.values for version in paths.values() if version.name == name), {})
        leaves = {leaf for name, values in names.items() for leaf in self._put(turn.docs, name, values)}
        while (
            leaves
        ):  # a second time where an announcement's picks have changed, which are known when everything else is
            turn.leaves.update(leaves)
            moved = self._look(turn, state.cells, _origins(leaves, turn.docs, turn.events))
            leaves = {
                leaf
                for week in moved
                for leaf in self._put(turn.docs, ("picks", week), _picks(turn, state.cells, week))
            }
        return turn

    def _look(self, turn: _Turn, cells: Cells, origins: Iterable[Origin]) -> set[str]:
        """Ask origins anew; the weeks whose products may stand elsewhere now."""
        moved = set[str]()
        for origin in sorted(origins):
            week = origin[1]
            before = turn.events.get(week, {}).get(origin, ())
            found = events_of(turn.docs, origin, week in self.tracked)
            if found is None or not (found or before):
                continue
            if before != (after := tuple(found)):
                turn.events[week] = {**turn.events.get(week, {}), origin: after}
            for event in before:
                if event not in found and turn.fresh.get(event, (week, None))[1] is None:
                    turn.fresh[event] = week, None
            for event, value in found.items():
                turn.fresh[event] = week, value
            if week in self.tracked and origin[0] in ("column", "extra"):
                olds = {event: cell.shown if (cell := _cell(cells, event)) else None for event in (*before, *found)}
                if any(_place(old) != _place(found.get(event)) for event, old in olds.items()):
                    moved.add(week)
        return moved

    def _put(self, docs: dict[Name, Any], name: Name, values: Mapping[Hashable, Any]) -> Iterator[Leaf]:
        """A document's new values; the places that differ."""
        old = docs.get(name, {})
        if old is values:
            return
        if values:
            docs[name] = values
        else:
            docs.pop(name, None)
        kind, one = name
        ip = values.get("ip") if kind == "tier" else None
        here = docs.get(("", kind), {})
        if bool(values) != (one in here) or (values and here[one] != ip):
            ids = {**here, one: ip} if values else {key: value for key, value in here.items() if key != one}
            docs["", kind] = dict(sorted(ids.items()))
            yield "", kind, one, None
        yield from self._differences(name, old, values)

    def _apart(self, olds: Docs, news: Docs) -> set[Leaf]:
        """The places where two states differ."""
        names = {name for name in olds.keys() | news.keys() if name[0] and olds.get(name) is not news.get(name)}
        return {leaf for name in names for leaf in self._differences(name, olds.get(name, {}), news.get(name, {}))}

    def _differences(self, name: Name, old: Mapping[Hashable, Any], new: Mapping[Hashable, Any]) -> Iterator[Leaf]:
        keys = [key for key in {**old, **new} if old.get(key) is not new.get(key) and old.get(key) != new.get(key)]
        if not keys:
            return
        yield *name, None, None
        if name[0] == "product" and ("price" in keys or "prices" in keys):
            keys.append(PAID)
        for key in keys:
            yield *name, key, None
            for below in self._parts.get((*name, key), ()):
                if _part(old, key, below) != _part(new, key, below):
                    yield *name, key, below
        if name[0] == "column" and shape(old) != shape(new):
            yield *name, "=shape", None


def _part(values: Mapping[Hashable, Any], key: Hashable, below: str) -> Any:
    """What a key holds for one tier, role or name; what is no table holds for all."""
    if key == PAID:
        return _part(values, "prices", below) or values.get("price")
    value = values.get(key)
    return value.get(below) if isinstance(value, dict) else value


class _Written:
    """Tables of cells that are copied where they are written to."""

    def __init__(self, tables: Cells) -> None:
        self.tables: dict[str, Mapping[str, Cell]] = dict(tables)
        self._own: dict[str, dict[str, Cell]] = {}

    def get(self, event: str) -> Cell | None:
        return _cell(self.tables, event)

    def put(self, event: str, cell: Cell) -> None:
        bucket = _bucket(event)
        if bucket not in self._own:
            self.tables[bucket] = self._own[bucket] = dict(self.tables.get(bucket, {}))
        self._own[bucket][event] = cell


def _cell(tables: Cells, event: str) -> Cell | None:
    return tables.get(_bucket(event), {}).get(event)


def _bucket(event: str) -> str:
    """The week that an identity begins with; an id of the author's own has none."""
    return event[:8] if event[4:6] == "-W" else ""


def _origins(leaves: Iterable[Leaf], docs: Docs, events: Mapping[str, Mapping[Origin, Any]]) -> set[Origin]:
    """The origins that places decide about."""
    weeks = docs.get(("", "week"), {})
    found = set[Origin]()
    for kind, name, key, below in leaves:
        if kind == "week" and isinstance(key, tuple):
            found.add(("column", name, *key))
        elif kind == "week" and key in ("extra", "theme"):
            found.add((str(key), name))
        elif (kind == "week" and key in ("state", "skip")) or (kind, name) == ("", "week"):
            found.update(_all_of(str(below or name), docs, events))
        elif kind == "" and name == "week":
            found.update(_all_of(str(key), docs, events))
        elif kind == "" and name in ("tier", "ip"):
            found.update(origin for week in weeks for origin in _all_of(str(week), docs, events))
        elif kind == "column" and key == "=shape":
            found.update(("column", str(week), name, day) for week in weeks for day in WEEKDAYS)
        elif kind == "template":
            using = [
                column for column in docs.get(("", "column"), {}) if docs["column", str(column)].get("template") == name
            ]
            found.update(
                ("column", str(week), str(column), day) for week in weeks for column in using for day in WEEKDAYS
            )
        elif kind == "announcement":
            found.update(("announcement", str(week), name) for week in weeks)
        elif kind == "picks":
            found.update(("announcement", name, str(one)) for one in docs.get(("", "announcement"), {}))
        elif kind == "sop" and key == "tasks":
            found.update(
                ("sop", str(week), name, task)
                for week in weeks
                for task in (docs.get(("sop", name)) or {}).get("tasks") or {}
            )
            found.update(
                origin
                for week in weeks
                for origin in events.get(str(week), {})
                if origin[0] == "sop" and origin[2] == name
            )
        elif kind == "offer":
            found.add(("offer", "", name))
    return found


def _all_of(week: str, docs: Docs, events: Mapping[str, Mapping[Origin, Any]]) -> Iterator[Origin]:
    """Everything that a week has or may have."""
    yield from events.get(week, ())
    yield from (("extra", week), ("theme", week))
    yield from (("column", week, str(column), day) for column in docs.get(("", "column"), {}) for day in WEEKDAYS)
    yield from (("announcement", week, str(one)) for one in docs.get(("", "announcement"), {}))
    for role in docs.get(("", "sop"), {}):
        yield from (("sop", week, str(role), task) for task in docs["sop", str(role)].get("tasks") or {})


def _says_the_same(old: Version | None, version: Version) -> bool:
    return old is not None and old.values is version.values and old.name == version.name


def _same(base: Paths, changed: Changed, paths: Paths) -> bool:
    """Whether a tree after changes is the other."""
    files = {path: version for path, version in {**base, **changed}.items() if version is not None}
    return files.keys() == paths.keys() and all(paths[path].blob == version.blob for path, version in files.items())


def _place(value: Event | None) -> tuple[Any, ...]:
    """What an announcement's picks depend on."""
    return (value.said["products"], value.said["when"]) if value and value.said["products"] else ()


def _picks(turn: _Turn, cells: Cells, week: str) -> dict[Hashable, Any]:
    """The products of a week by tier, in the order of their days."""
    shows: dict[str, list[tuple[Any, ...]]] = {}
    for origin, names in turn.events.get(week, {}).items():
        for event in names if origin[0] in ("column", "extra") else ():
            cell = _cell(cells, event)
            value = turn.fresh[event][1] if event in turn.fresh else cell.shown if cell else None
            if value and value.said["products"]:
                identity, _, tier = event.rpartition(".")
                date, start, _ = value.said["when"]
                shows.setdefault(tier, []).append((date, start, value.said["key"], identity, value.said["products"]))
    return {tier: tuple(dict.fromkeys(one for row in sorted(rows) for one in row[-1])) for tier, rows in shows.items()}
