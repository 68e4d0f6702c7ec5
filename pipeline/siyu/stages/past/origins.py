"""Which origins of events a place in the documents decides about.

In: leaves that differ, the documents after that, the events so far. Out: `Origin`s to ask again.
Promise: an origin that is not named gives the same events as before, with the same leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siyu.stages.past.cells import Events
from siyu.stages.past.leaves import SHAPE, Docs, Leaf
from siyu.stages.past.shown import Origin
from siyu.when import WEEKDAYS


def origins_of(leaves: Iterable[Leaf], docs: Docs, events: Events) -> set[Origin]:
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
        elif kind == "offer":
            found.add(("offer", "", name))
    return found


def _all_of(week: str, docs: Docs, events: Events) -> Iterator[Origin]:
    """Everything that a week has or may have."""
    yield from events.get(week, ())
    yield from (("extra", week), ("theme", week))
    yield from (("column", week, str(column), day) for column in docs.get(("", "column"), {}) for day in WEEKDAYS)
    yield from (("announcement", week, str(one)) for one in docs.get(("", "announcement"), {}))
    for role in docs.get(("", "sop"), {}):
        yield from (("sop", week, str(role), task) for task in docs["sop", str(role)].get("tasks") or {})
