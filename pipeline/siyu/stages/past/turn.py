"""What a change to the documents touches: the places that differ, and the events looked at again for them.

In: a `State`, versions of files. Out: `Turn`. Promise: what is not looked at again shows what it did, but for the places that differ.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from siyu.stages.past.again import Again
from siyu.stages.past.cells import Cells, Paths, State, cell_of
from siyu.stages.past.differences import differences
from siyu.stages.past.leaves import GROUPED, Docs, Event, Leaf, Name, Origin, Rung, grouped, told_otherwise
from siyu.stages.past.origins import origins_of
from siyu.stages.past.shown import events_of
from siyu.stages.past.versions import Version

Changed = Mapping[str, Version | None]
"""Versions by path; None where a file is gone."""

_GROUPING = frozenset({"tier", "column", "announcement"})
_PICKED = ("column", "extra", "campaign")
"""What an announcement lists the products of."""


class Turn(NamedTuple):
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


class Turns:
    """Turns states by changes, and remembers what was ever to be looked at. `tracked` are the weeks wanted."""

    def __init__(self, tracked: frozenset[str]) -> None:
        self._tracked = tracked
        self._again = Again()
        self._asking: dict[Leaf, set[Origin]] = {}  # every origin that was ever to be asked again for a leaf
        self._parts: dict[tuple[str, str, Hashable], set[str]] = {}  # what was ever looked at below a key
        self._asked: dict[Origin, set[frozenset[Leaf]]] = {}

    def turn(self, state: State, changed: Changed, before: Iterable[Origin]) -> Turn:
        """What a change makes of a state; `before` are the origins that nobody could tell the events of."""
        paths = dict(state.paths)
        turn = Turn(paths, dict(state.docs), dict(state.events), set(), {}, set(before), set())
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

    def _look(self, turn: Turn, state: State, origins: Iterable[Origin]) -> set[str]:
        """Ask origins anew; the weeks whose products may stand elsewhere now."""
        moved = set[str]()
        for origin in sorted(origins):
            week = origin[1]
            before = turn.events.get(week, {}).get(origin, ())
            found = events_of(turn.docs, origin, week in self._tracked, self._again)
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
            if week in self._tracked and origin[0] in _PICKED:
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
        leaves = frozenset[Leaf]().union(*asks)
        self.note(leaves)
        for leaf in leaves:
            self._asking.setdefault(leaf, set()).add(origin)

    def note(self, leaves: Iterable[Leaf]) -> None:
        """Remember which keys below a key are looked at."""
        for leaf in leaves:
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

    def apart(self, olds: Docs, news: Docs) -> set[Leaf]:
        """The places where two states differ."""
        names = {name for name in olds.keys() | news.keys() if name[0] and olds.get(name) is not news.get(name)}
        return {
            leaf for name in names for leaf in differences(name, olds.get(name, {}), news.get(name, {}), self._parts)
        }


def _place(value: Event | None) -> tuple[Any, ...]:
    return value.place if value else ()


def _picks(turn: Turn, cells: Cells, week: str) -> dict[Hashable, Any]:
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
