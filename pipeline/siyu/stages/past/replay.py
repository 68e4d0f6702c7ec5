"""The past once more: what every event showed after every commit, and so when it changed.

In: a state of the documents, a change to them. Out: the next `State`, with a `Cell` for every event that ever was.
Promise: along every way through the history a sequence never falls, and it rises wherever what is shown has changed; an event that
nobody touched keeps its cell. Only what a change can concern is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from siyu.stages.past.cells import Cell, Cells, Paths, State, Written, bucket_of, cell_of, joined, last_of
from siyu.stages.past.leaves import Event, Leaf, looks_alike
from siyu.stages.past.turn import Changed, Turn, Turns
from siyu.stages.past.versions import Version


class Replay:
    """Goes from state to state. `tracked` are the weeks wanted; what is taken out from `since` on is remembered with its documents."""

    def __init__(self, tracked: frozenset[str], since: int) -> None:
        self.tracked = tracked
        self.since = since
        self.below: list[tuple[int, ...]] = [()]  # the states that a state follows, by number
        self._turns = Turns(tracked)
        self._sharing: dict[Leaf, set[str]] = {}  # every event that ever had a leaf
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
        turn = self._turns.turn(state, changed, state.unclear)
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
        turn = self._turns.turn(base, changed, {origin for state in states for origin in state.unclear})
        leaves = [turn.leaves, *(self._turns.apart(state.docs, turn.docs) for state in states[1:])]
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

    def _state(self, after: Sequence[State], turn: Turn, cells: Written) -> State:
        for event in turn.fresh:
            cell = cells.get(event)
            if cell and cell.shown and self._noted.get(event) is not cell.shown.leaves:
                self._noted[event] = cell.shown.leaves
                self._turns.note(cell.shown.leaves)
                for leaf in cell.shown.leaves:
                    self._sharing.setdefault(leaf, set()).add(event)
        self.below.append(tuple(state.number for state in after))
        return State(len(self.below) - 1, turn.paths, turn.docs, turn.events, cells.tables, frozenset(turn.unclear))

    def _concerned(self, turn: Turn, cells: Cells) -> dict[str, Cell]:
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
