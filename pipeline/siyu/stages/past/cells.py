"""The nouns of a replay: an event's past, and what a commit leaves behind.

In: nothing. Out: `Cell`, `State`, and tables of cells that are copied where they are written to.
Promise: a state is never changed; what two states have in common is the same object in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from siyu.stages.past.leaves import Docs, Event, Origin
from siyu.stages.past.versions import Version

Paths = Mapping[str, Version]


class Cell(NamedTuple):
    """An event's past: when it was made and last changed (seconds UTC), how many times. `shown` is None after it was taken out, and
    `last` then the documents and the week that had it."""

    shown: Event | None
    created: int
    modified: int
    sequence: int
    last: tuple[Paths, str] | None = None


Cells = Mapping[str, Mapping[str, Cell]]
"""By the week that an identity begins with, then by identity."""
Events = Mapping[str, Mapping[Origin, tuple[str, ...]]]
"""Identities by week and origin."""


class State(NamedTuple):
    """What a commit left behind; `unclear` are the origins that nobody could tell the events of."""

    number: int
    paths: Paths
    docs: Docs
    events: Events
    cells: Cells
    unclear: frozenset[Origin] = frozenset()


EMPTY = State(0, {}, {}, {}, {})


class Written:
    """Tables of cells, each copied when it is first written to."""

    def __init__(self, tables: Cells) -> None:
        self.tables: dict[str, Mapping[str, Cell]] = dict(tables)
        self._own: dict[str, dict[str, Cell]] = {}

    def get(self, event: str) -> Cell | None:
        """An event's cell."""
        return cell_of(self.tables, event)

    def put(self, event: str, cell: Cell) -> None:
        """Give an event a cell."""
        bucket = bucket_of(event)
        own = self._own.get(bucket)
        if own is None:
            self.tables[bucket] = self._own[bucket] = own = dict(self.tables.get(bucket, {}))
        own[event] = cell


def cell_of(tables: Cells, event: str) -> Cell | None:
    """An event's cell, if it ever was."""
    table = tables.get(event[:8] if event[4:6] == "-W" else "")
    return None if table is None else table.get(event)


def bucket_of(event: str) -> str:
    """The week that an identity begins with; an id of the author's own has none."""
    return event[:8] if event[4:6] == "-W" else ""


def joined(olds: Sequence[Cell | None], same: Sequence[Cell], value: Event | None, time: int) -> Cell:
    """One cell of several: the most changed of the `same`, which show what a merge does; else the merge is a change of its own."""
    known = [old for old in olds if old]
    created, modified = min(old.created for old in known), max(old.modified for old in known)
    best = max(same, key=lambda old: old.sequence, default=None)
    others = [old for old in known if not any(old is one for one in same)]
    if best and all(old.sequence < best.sequence for old in others) and modified == max(old.modified for old in same):
        made = Cell(value, created, modified, best.sequence, best.last)
        return next((old for old in same if old == made), made)
    return Cell(value, created, max(time, modified), max(old.sequence for old in known) + 1)


def last_of(event: str, olds: Sequence[Cell | None], states: Sequence[State]) -> tuple[Paths, str] | None:
    """The documents and the week of an event that a merge takes out."""
    for old, state in zip(olds, states, strict=True):
        for week, origins in state.events.items() if old and old.shown else ():
            if any(event in names for names in origins.values()):
                return state.paths, week
    return None
