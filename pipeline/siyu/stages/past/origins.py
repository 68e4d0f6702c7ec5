"""Which origins of events a place in the documents decides about.

In: leaves that differ, the documents after that, the events so far. Out: `Origin`s to ask again.
Promise: an origin that is not named gives the same events as before, with the same leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siyu.stages.past.cells import Events
from siyu.stages.past.differences import SHAPE
from siyu.stages.past.leaves import Docs, Leaf, Origin
from siyu.when import WEEKDAYS

_MARKED = ("name", "begins", "launch", "ends", "terms", "offer", "tiers")
_UNSEEN = (None, "steps", "mechanic", "levels", "goal", "flow", "note", "personas", "length", "allow")
"""What no event of a campaign or journey shows; of its steps each one is told."""


def origins_of(leaves: Iterable[Leaf], docs: Docs, events: Events) -> set[Origin]:
    """The origins that places decide about."""
    weeks = docs.get(("", "week"), {})
    found = set[Origin]()
    for kind, name, key, below in leaves:
        if kind == "week" and isinstance(key, tuple):
            found.add(("column", name, *key))
        elif kind == "week" and key in ("extra", "theme"):
            found.add((str(key), name))
        elif kind == "week" and key in ("state", "skip"):
            found.update(_all_of(name, docs, events))
        elif kind == "" and name == "week":
            found.update(_all_of(str(key), docs, events))
        elif kind == "" and name in ("tier", "ip", "house"):
            found.update(origin for week in weeks for origin in _all_of(str(week), docs, events))
        elif kind == "column" and key == SHAPE:
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
        elif kind in ("offer", "campaign") and key in _MARKED:
            found.add(("mark", "", kind, name))
            if kind == "campaign":  # it takes the place of its offer's mark
                found.update(("mark", "", "offer", str(offer)) for offer in docs.get(("", "offer"), {}))
        if kind in ("campaign", "journey") and (below is not None or key not in _UNSEEN):
            found.update(_steps(kind, name, below, docs, events))
    return found


def _steps(kind: str, name: str, step: str | None, docs: Docs, events: Events) -> Iterator[Origin]:
    """A step of a campaign or journey in every week, or all of its steps."""
    now = (docs.get((kind, name)) or {}).get("steps")
    steps = [step] if step is not None else [str(one) for one in now] if isinstance(now, dict) else []
    for week in map(str, docs.get(("", "week"), {})):
        yield from ((kind, week, name, one) for one in steps)
        if step is None:
            yield from (one for one in events.get(week, ()) if one[0] == kind and one[2] == name)


def _all_of(week: str, docs: Docs, events: Events) -> Iterator[Origin]:
    """Everything that a week has or may have."""
    yield from events.get(week, ())
    yield from (("extra", week), ("theme", week))
    yield from (("column", week, str(column), day) for column in docs.get(("", "column"), {}) for day in WEEKDAYS)
    yield from (("announcement", week, str(one)) for one in docs.get(("", "announcement"), {}))
    for kind in ("campaign", "journey"):
        for name in map(str, docs.get(("", kind), {})):
            yield from ((kind, week, name, str(step)) for step in docs[kind, name].get("steps") or {})
    for role in docs.get(("", "sop"), {}):
        yield from (("sop", week, str(role), task) for task in docs["sop", str(role)].get("tasks") or {})
