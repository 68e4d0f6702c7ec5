"""The calendars' past, from git: when each event was made, when it last changed, how often, and what was taken out of the plan.

In: what git told, the files as they are, the weeks that the calendars show. Out: `Told`.
Promise: the same commit tells the same, in every clone. Edits that are not committed count as one more change at the time of the last
commit. What nobody can follow event by event counts as changed with every commit, never as unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from siyu.edition import Stamp
from siyu.ical import day_in
from siyu.kinds.brand import Brand
from siyu.stages.past.cells import EMPTY, Cell, Paths, State
from siyu.stages.past.commits import Commit
from siyu.stages.past.replay import Replay
from siyu.stages.past.versions import Version, edited, name_of, version
from siyu.stages.read import Files
from siyu.weeks import monday_in

KEPT = timedelta(days=14)
"""How long a calendar says that something was cancelled."""


class Gone(NamedTuple):
    """An event that was taken out, the week it stood in, and the documents as they were then."""

    event: str
    week: str
    stamp: Stamp
    paths: Paths


class Told(NamedTuple):
    """`now` is the last commit's time; `uncommitted` are the paths that differ from it."""

    now: datetime
    stamps: Mapping[str, Stamp]
    gone: tuple[Gone, ...]
    uncommitted: tuple[str, ...]


def history(
    commits: list[Commit],
    files: Files,
    brand: Brand,
    wanted: Iterable[str],
    events: Iterable[str],
    now: datetime | None,
) -> Told | None:
    """The past of events and of all that was taken out of the weeks around `now`, and of the `wanted` ones; None without history."""
    if not commits:
        return None
    last = commits[-1].time
    now = now or datetime.fromtimestamp(last, UTC)
    around = _around(brand, now)
    since = int((now - KEPT).timestamp())
    replay = Replay(frozenset({*around, *wanted}), since)
    head = _replayed(replay, commits)
    if "brand/brand.yaml" not in head.paths:
        return None  # the repository around the project does not know it
    edits = _edits(files, head.paths, replay.tracked)
    state = replay.follow(head, last, edits) if edits else head
    cells = {event: cell for table in state.cells.values() for event, cell in table.items()}
    unknown = Stamp(
        _utc(commits[0].time), _utc(max(commit.time for commit in commits if commit.body)), len(replay.below)
    )
    stamps = {
        event: _stamp(cell) if (cell := cells.get(event)) and cell.shown is not None else unknown for event in events
    }
    stamps |= {
        event: _stamp(cell) for event, cell in cells.items() if event.startswith("mark-") and cell.shown is not None
    }
    gone = [
        Gone(event, cell.last[1], _stamp(cell), cell.last[0])
        for event, cell in sorted(cells.items())
        if cell.shown is None
        and cell.last
        and cell.modified > since
        and cell.last[1] in around
        and not event.startswith("mark-")
    ]
    return Told(now, stamps, tuple(one for one in gone if not _archived(one, state, brand.zone)), tuple(sorted(edits)))


def _around(brand: Brand, now: datetime) -> frozenset[str]:
    """The weeks that calendars show."""
    today = day_in(brand.zone, now)
    weeks = range(-brand.feeds.back, brand.feeds.ahead + 1)
    days = (today + timedelta(weeks=number) for number in weeks)
    return frozenset(f"{day.isocalendar().year}-W{day.isocalendar().week:02}" for day in days)


def _archived(gone: Gone, state: State, zone: str) -> bool:
    """Whether it went with the file of a week that was over: that cancels nothing."""
    over = monday_in(gone.week) + timedelta(weeks=1) <= day_in(zone, gone.stamp.modified)
    return over and ("week", gone.week) not in state.docs


def _replayed(replay: Replay, commits: list[Commit]) -> State:
    """All commits, parents first; a state is kept until its last child has it."""
    waiting: dict[str, int] = {}
    for commit in commits:
        for parent in commit.parents:
            waiting[parent] = waiting.get(parent, 0) + 1
    states: dict[str, State] = {}
    state = EMPTY
    for commit in commits:
        parents = list(dict.fromkeys(commit.parents))
        before = [states[parent] for parent in parents] or [EMPTY]
        changed = _changed(commit, before, replay.tracked) if commit.body else {}
        if any(other is not before[0] for other in before):
            state = replay.join(before, commit.time, changed)
        else:
            state = replay.follow(before[0], commit.time, changed) if changed else before[0]
        states[commit.id] = state
        for parent in commit.parents:
            waiting[parent] -= 1
            if not waiting[parent]:
                del states[parent]
    return state


def _changed(commit: Commit, before: list[State], weeks: frozenset[str]) -> dict[str, Version | None]:
    """The documents that a commit changed, against its first parent."""
    changed: dict[str, Version | None] = {}
    for path, old, new, hunks in commit.changes():
        if name_of(path) is None or old == new:
            continue
        known = (state.paths.get(path) for state in before[1:])
        same = next((one for one in known if one is not None and one.blob == new), None)
        if not new or same is not None:
            changed[path] = same
            continue
        made = edited(path, before[0].paths.get(path) if old else None, hunks, weeks)
        changed[path] = made._replace(blob=new) if made else None
    return changed


def _edits(files: Files, paths: Paths, weeks: frozenset[str]) -> dict[str, Version | None]:
    """What is not committed."""
    sources = [source for _, _, source in files.documents] + list(files.templates.values())
    texts = {source.path: source.text for source in sources if name_of(source.path) is not None}
    edits: dict[str, Version | None] = {path: None for path in paths if path not in texts}
    for path, text in texts.items():
        lines = text.removesuffix("\n").split("\n")
        old = paths.get(path)
        if old is None or old.lines != lines:
            edits[path] = version(path, old, lines, weeks)
    return edits


def _stamp(cell: Cell) -> Stamp:
    return Stamp(_utc(cell.created), _utc(cell.modified), cell.sequence)


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
