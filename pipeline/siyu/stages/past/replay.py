"""The past once more: what every event showed after every commit, and so when it changed.

In: a state of the documents, a change to them. Out: the next `State`, with a `Cell` for every event that ever was.
Promise: along every way through the history a sequence never falls, and it rises wherever what is shown has changed; an event that
nobody touched keeps its cell. Only what a change can concern is looked at.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from siyu.stages.past.again import Again
from siyu.stages.past.cells import Cell, Cells, Paths, State, Written, bucket_of, cell_of, joined, last_of
from siyu.stages.past.leaves import (
    GROUPED,
    Docs,
    Event,
    Leaf,
    Name,
    Origin,
    Rung,
    differences,
    grouped,
    looks_alike,
    told_otherwise,
)
from siyu.stages.past.origins import origins_of
from siyu.stages.past.shown import events_of
from siyu.stages.past.versions import Version

Changed = Mapping[str, Version | None]
"""Versions by path; None where a file is gone."""

_GROUPING = frozenset({"tier", "column", "announcement"})
_PICKED = ("column", "extra", "campaign")
"""What an announcement lists the products of."""


class _Turn(NamedTuple):
    """A state's documents and events after a change. `leaves` are the places that differ, `fresh` the events that were looked at
    again with their weeks, None for one that is gone, `unclear` the origins that nobody could tell the events of, `kept` the
    events that are told otherwise than before and show the same."""

    paths: Paths
    docs: dict[Name, Any]
    events: dict[str, Any]
    leaves: set[Leaf]
    fresh: dict[str, tuple[str, Event | None]]
    unclear: set[Origin]
    kept: set[str]


class Replay:
    """Goes from state to state. `tracked` are the weeks wanted; what is taken out from `since` on is remembered with its documents."""

    def __init__(self, tracked: frozenset[str], since: int) -> None:
        self.tracked = tracked
        self.since = since
        self.below: list[tuple[int, ...]] = [()]  # the states that a state follows, by number
        self._again = Again()
        self._sharing: dict[Leaf, set[str]] = {}  # every event that ever had a leaf
        self._asking: dict[Leaf, set[Origin]] = {}  # every origin that was ever to be asked again for a leaf
        self._parts: dict[tuple[str, str, Hashable], set[str]] = {}  # what was ever looked at below a key
        self._noted: dict[str, frozenset[Leaf]] = {}
        self._asked: dict[Origin, set[frozenset[Leaf]]] = {}

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
        turn = self._turn(state, changed, state.unclear)
        cells = Written(state.cells)
        for event, (week, value) in turn.fresh.items():
            old = cells.get(event)
            if old is None:
                if value is not None:
                    cells.put(event, Cell(value, time, time, 0))
            elif event in turn.kept:
                cells.put(event, old._replace(shown=value))
            elif not looks_alike(old.shown, value) or (value is not None and not turn.leaves.isdisjoint(value.leaves)):
                last = (state.paths, week) if value is None and time >= self.since else None
                cells.put(event, Cell(value, old.created, max(time, old.modified), old.sequence + 1, last))
            elif old.shown != value:
                cells.put(event, old._replace(shown=value))
        for event, (value, created, modified, sequence, _) in self._concerned(turn, state.cells).items():
            cells.put(event, Cell(value, created, time if time > modified else modified, sequence + 1))
        return self._state((state,), turn, cells)

    def join(self, states: Sequence[State], time: int, changed: Changed) -> State:
        """The state after a merge; `changed` is against the first of `states`."""
        base = states[0]
        for state in states:  # usually one branch has moved on, and the merge is what it says
            if all(other is state or self._follows(state, other) for other in states) and _same(
                base.paths, changed, state.paths
            ):
                return state
        turn = self._turn(base, changed, {origin for state in states for origin in state.unclear})
        leaves = [turn.leaves, *(self._apart(state.docs, turn.docs) for state in states[1:])]
        cells = Written(base.cells)
        touched = {*turn.fresh, *self._concerned(turn, base.cells)}
        for bucket in {key for state in states for key in state.cells} | {bucket_of(event) for event in touched}:
            tables = [state.cells.get(bucket, {}) for state in states]
            names = {event for event in touched if bucket_of(event) == bucket}
            if any(table is not tables[0] for table in tables):
                names.update(*tables)
            for event in names:
                olds = [table.get(event) for table in tables]
                value = turn.fresh[event][1] if event in turn.fresh else olds[0].shown if olds[0] else None
                if not any(olds):
                    if value is not None:
                        cells.put(event, Cell(value, time, time, 0))
                elif event in touched or any(old is not olds[0] for old in olds):
                    cell = joined(olds, _alike(olds, value, leaves, event in turn.kept), value, time)
                    if value is None and not cell.last and cell.modified >= self.since:
                        cell = cell._replace(last=last_of(event, olds, states))
                    cells.put(event, cell)
        return self._state(states, turn, cells)

    def _state(self, after: Sequence[State], turn: _Turn, cells: Written) -> State:
        for event in turn.fresh:
            cell = cells.get(event)
            if cell and cell.shown and self._noted.get(event) is not cell.shown.leaves:
                self._noted[event] = cell.shown.leaves
                for leaf in cell.shown.leaves:
                    self._sharing.setdefault(leaf, set()).add(event)
                    if leaf[3] is not None:
                        self._parts.setdefault(leaf[:3], set()).add(leaf[3])
        self.below.append(tuple(state.number for state in after))
        return State(len(self.below) - 1, turn.paths, turn.docs, turn.events, cells.tables, frozenset(turn.unclear))

    def _concerned(self, turn: _Turn, cells: Cells) -> dict[str, Cell]:
        """The events, not looked at again, that share a place that differs."""
        return {
            event: old
            for leaf in turn.leaves
            for event in self._sharing.get(leaf, ())
            if (old := cell_of(cells, event)) and old.shown and leaf in old.shown.leaves and event not in turn.fresh
        }

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

    def _turn(self, state: State, changed: Changed, before: Iterable[Origin]) -> _Turn:
        paths = dict(state.paths)
        turn = _Turn(paths, dict(state.docs), dict(state.events), set(), {}, set(before), set())
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
        if not _GROUPING.isdisjoint(kind for kind, _ in names):
            leaves.update(self._put(turn.docs, GROUPED, {"is": grouped(turn.docs)}))
        weeks = {one for kind, one in names if kind == "week"}
        other = len(weeks) < len(names)  # what a week has made unclear, that week makes clear
        unclear = [origin for origin in turn.unclear if other or origin[1] in weeks]
        while leaves:  # a second time for announcements whose picks have changed: these are known when all else is
            turn.leaves.update(leaves)
            asked = (self._asking.get(leaf, ()) for leaf in leaves)
            origins = origins_of(leaves, turn.docs, turn.events).union(unclear, *asked)
            moved = self._look(turn, state, origins)
            leaves = {
                leaf
                for week in moved
                for leaf in self._put(turn.docs, ("picks", week), _picks(turn, state.cells, week))
            }
        return turn

    def _look(self, turn: _Turn, state: State, origins: Iterable[Origin]) -> set[str]:
        """Ask origins anew; the weeks whose products may stand elsewhere now."""
        moved = set[str]()
        for origin in sorted(origins):
            week = origin[1]
            before = turn.events.get(week, {}).get(origin, ())
            found = events_of(turn.docs, origin, week in self.tracked, self._again)
            if found is None:
                turn.unclear.add(origin)
                continue
            turn.unclear.discard(origin)
            if not (found or before):
                continue
            if (asks := {value.asks for value in found.values()}) != self._asked.get(origin):
                self._ask(origin, asks)
            if before != (after := tuple(found)):
                turn.events[week] = {**turn.events.get(week, {}), origin: after}
            for event in before:
                if event not in found and turn.fresh.get(event, (week, None))[1] is None:
                    turn.fresh[event] = week, None
            for event, value in found.items():
                turn.fresh[event] = week, value
            if week in self.tracked and origin[0] in _PICKED:
                olds = {
                    event: cell.shown if (cell := cell_of(state.cells, event)) else None for event in (*before, *found)
                }
                if any(told_otherwise(olds[event], value) for event, value in found.items()):
                    turn.kept.update(self._again.kept(state.docs, turn.docs, origin))
                if any(_place(old) != _place(found.get(event)) for event, old in olds.items()):
                    moved.add(week)
        return moved

    def _ask(self, origin: Origin, asks: set[frozenset[Leaf]]) -> None:
        """Remember what an origin is to be asked again for."""
        self._asked[origin] = asks
        for leaf in frozenset().union(*asks):
            self._asking.setdefault(leaf, set()).add(origin)
            if leaf[3] is not None:
                self._parts.setdefault(leaf[:3], set()).add(leaf[3])

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
        rung = Rung(*map(values.get, Rung._fields)) if kind == "tier" else None
        here = docs.get(("", kind), {})
        if bool(values) != (one in here) or (values and here[one] != rung):
            ids = {**here, one: rung} if values else {key: value for key, value in here.items() if key != one}
            docs["", kind] = dict(sorted(ids.items()))
            yield "", kind, one, None
        yield from differences(name, old, values, self._parts)

    def _apart(self, olds: Docs, news: Docs) -> set[Leaf]:
        """The places where two states differ."""
        names = {name for name in olds.keys() | news.keys() if name[0] and olds.get(name) is not news.get(name)}
        return {
            leaf for name in names for leaf in differences(name, olds.get(name, {}), news.get(name, {}), self._parts)
        }


def _alike(olds: Sequence[Cell | None], value: Event | None, leaves: Sequence[set[Leaf]], kept: bool) -> list[Cell]:
    """The cells that show what a merge does; `leaves` are the places where it differs from each of its parents, `kept` whether it shows
    what the first does."""
    same = [
        old
        for old, apart in zip(olds, leaves, strict=True)
        if old and looks_alike(old.shown, value) and (value is None or apart.isdisjoint(value.leaves))
    ]
    return [olds[0], *same] if kept and olds[0] else same


def _says_the_same(old: Version | None, version: Version) -> bool:
    return old is not None and old.values is version.values and old.name == version.name


def _same(base: Paths, changed: Changed, paths: Paths) -> bool:
    """Whether a tree after changes is the other."""
    files = {path: version for path, version in {**base, **changed}.items() if version is not None}
    return files.keys() == paths.keys() and all(paths[path].blob == version.blob for path, version in files.items())


def _place(value: Event | None) -> tuple[Any, ...]:
    return value.place if value else ()


def _picks(turn: _Turn, cells: Cells, week: str) -> dict[Hashable, Any]:
    """The products of a week by tier, in the order of their days."""
    shows: dict[str, list[tuple[Any, ...]]] = {}
    for origin, names in turn.events.get(week, {}).items():
        for event in names if origin[0] in _PICKED else ():
            cell = cell_of(cells, event)
            value = turn.fresh[event][1] if event in turn.fresh else cell.shown if cell else None
            if value and value.place:
                identity, _, tier = event.rpartition(".")
                products, (date, start, _), key = value.place
                shows.setdefault(tier, []).append((date, start, key, identity, products))
    return {tier: tuple(dict.fromkeys(one for row in sorted(rows) for one in row[-1])) for tier, rows in shows.items()}
