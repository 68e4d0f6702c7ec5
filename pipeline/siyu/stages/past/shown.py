"""What an event shows, as its authors wrote it, without composing it.

In: an origin of events (a column's day in a week, an announcement, a role's routine, a campaign's step …) and the documents at one
time. Out: for every event what is said of it alone, and the `Leaf`s that it shares with others.
Promise: where both are equal and the leaves' values are, so are the bytes of the event. What is not known is taken as shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from siyu.schedule import Slot
from siyu.stages.past.again import CASES, Again
from siyu.stages.past.leaves import Docs, Event, Leaf, Made, Origin, picks
from siyu.stages.past.plain import covered, date_in, end_of, hour_of, is_open, listed, slots_in, state_of
from siyu.stages.past.together import Parts, put_together
from siyu.stages.turns import drawn
from siyu.when import WEEKDAYS

_NONE: frozenset[Leaf] = frozenset()


def events_of(docs: Docs, origin: Origin, tracked: bool, again: Again) -> dict[str, Event] | None:
    """The events of one origin by identity; None where a document has a shape that no model lets through. Of a week that is not tracked
    only those that can move to another."""
    kind, week, *which = origin
    try:
        if week and ("week", week) not in docs:
            return {}
        if kind in ("campaign", "journey"):
            return (again.campaign if kind == "campaign" else again.journey)(docs, week, tracked, *which)
        return _ORIGINS[kind](docs, week, tracked, again, *which)  # type: ignore[no-any-return]
    except (TypeError, ValueError, LookupError, AttributeError):
        return None


def _day(docs: Docs, week: str, tracked: bool, again: Again, column: str, day: str) -> dict[str, Event]:
    """A column's entries of one day, and the slots that it fills by itself."""
    plan, about = docs["week", week], docs.get(("column", column))
    entries = listed(plan.get((column, day)))
    if about is None or not (tracked or any("id" in entry for entry in entries)):
        return {}
    if about.get("to") or any(map(_cased, entries)):
        return again.day(docs, week, column, day)
    free = [
        slot for slot in slots_in(about.get("when"), about.get("holiday"), week) if WEEKDAYS[slot.day.weekday()] == day
    ]
    filled = any(about.get(key) for key in ("template", "copy", "pool")) or about.get("channel") == "task"
    alone = filled and not about.get("needs")
    skips = [skip for skip in listed(plan.get("skip")) if skip["column"] == column and skip["day"] == day]
    found: dict[str, Event] = {}
    for number in range(max(len(entries), len(free) if alone else 0)):
        entry: dict[str, Any] = (entries[number] or {}) if number < len(entries) else {}
        slot = free[number] if number < len(free) else None
        identity = entry.get("id") or f"{week}.{column}.{day}" + (f".{number + 1}" if number else "")
        own_tiers, hours = entry.get("tiers") or {}, about.get("hours") or {}
        for tier in covered(docs, about.get("tiers"), entry.get("only")):
            if any("tiers" not in skip or tier in listed(skip["tiers"]) for skip in skips):
                continue
            said = entry | (own_tiers.get(tier) or {})
            usual = hours.get(tier) or (slot.start if slot else None)
            if slot is None and not (
                "at" in entry or any("at" in variant for variant in own_tiers.values() if variant)
            ):
                continue
            at = hour_of(said.get("at", usual))
            if at is None:
                continue
            end = slot.end if slot and slot.end is not None and at == slot.start else end_of(at, about.get("lasts"))
            when = date_in(week, entry["on"]) if "on" in entry else slot.date if slot else date_in(week, day), at, end
            role = about.get("owner") or "owner"
            own = {"when": when, "key": column, "state": state_of(plan, entry), "role": role}
            template = copied = pasted = None
            asks = _NONE
            if not said.get("copy"):
                if entry.get("todo"):
                    own["todo"] = entry["todo"]
                elif about.get("copy"):
                    copied = about["copy"]
                elif about.get("pool"):
                    asks = frozenset({("pool", about["pool"], None, None)})
                    turn = slot or Slot(on := date_in(week, day), on, None, None)
                    models = again.models
                    own["pool"] = drawn(models.library(docs), models.of(docs, "column", column), turn, number)
                elif template := about.get("template"):
                    pasted = (docs.get(("template", template)) or {}).get("text")
            steps = entry.get("checklist")
            texts = about.get("name"), *listed(steps or about.get("checklist"))
            shared = _column_leaves(column, template, copied is not None, not steps)
            fields = *listed(about.get("needs")), *listed(about.get("accepts"))
            parts = Parts(own, said, texts, (copied, pasted), fields, shared, about.get("ip"), asks)
            if is_open(docs, tier, when[0]):
                found[f"{identity}.{tier}"] = put_together(docs, week, tier, again, parts)
    return found


@lru_cache(1_000)
def _column_leaves(column: str, template: str | None, copied: bool, steps: bool) -> tuple[Leaf, ...]:
    keys = ["name", "channel", "kind", "remind", *(["copy"] if copied else []), *(["checklist"] if steps else [])]
    own: list[Leaf] = [("column", column, key, None) for key in keys]
    return (*own, ("template", template, "text", None)) if template else tuple(own)


def _extra(docs: Docs, week: str, tracked: bool, again: Again) -> dict[str, Event]:
    """The entries outside any column."""
    plan = docs["week", week]
    found: dict[str, Event] = {}
    for entry in listed(plan.get("extra")):
        if _cased(entry):
            found |= again.extra(docs, week, entry)
            continue
        for tier in covered(docs, entry.get("only"), None):
            said = entry | ((entry.get("tiers") or {}).get(tier) or {})
            at, on = hour_of(said["at"]) or 0, date_in(week, entry.get("on") or entry["day"])
            if not is_open(docs, tier, on):
                continue
            own = {key: entry.get(key) for key in ("channel", "kind", "remind")}
            own |= {
                "when": (on, at, end_of(at, entry.get("lasts"))),
                "key": entry["id"],
            }
            own |= {"name": entry["title"], "state": state_of(plan, entry), "role": entry.get("owner") or "owner"}
            if entry.get("todo") and not said.get("copy"):
                own["todo"] = entry["todo"]
            parts = Parts(own, said, (entry["title"], *listed(entry.get("checklist"))))
            found[f"{entry['id']}.{tier}"] = put_together(docs, week, tier, again, parts)
    return found


def _announcement(docs: Docs, week: str, tracked: bool, again: Again, name: str) -> dict[str, Event]:
    """An announcement, each time the week repeats it. Its picks are the products of the tier's week, which the replay adds."""
    about = docs.get(("announcement", name))
    found: dict[str, Event] = {}
    for number, slot in enumerate(slots_in(about.get("when"), None, week) if about and tracked else (), 1):
        assert about is not None
        identity = f"{week}.announcement.{name}" + (f".{number}" if number > 1 else "")
        texts = *(about.get(key) for key in ("title", "copy", "pick")), *listed(about.get("checklist"))
        for tier in covered(docs, about.get("tiers"), None):
            if not is_open(docs, tier, slot.date):
                continue
            own = {key: about.get(key) for key in ("copy", "pick", "remind", "checklist", "title")}
            own |= {"when": (slot.date, slot.start, slot.end or end_of(slot.start, about.get("lasts"))), "key": name}
            own |= {
                "name": about.get("title"),
                "role": about.get("owner") or "owner",
                "state": state_of(docs["week", week], {}),
            }
            products = own["picks"] = docs.get(("picks", week), {}).get(tier, ()) if about.get("pick") else ()
            shared = picks(about["pick"], Made((), frozenset(), week, tier, "", products)) if products else ()
            found[f"{identity}.{tier}"] = put_together(docs, week, tier, again, Parts(own, texts=texts, shared=shared))
    return found


def _routine(docs: Docs, week: str, tracked: bool, again: Again, role: str, name: str) -> dict[str, Event]:
    """A role's fixed task."""
    about = ((docs.get(("sop", role)) or {}).get("tasks") or {}).get(name) or {}
    found: dict[str, Event] = {}
    days: list[date] = []
    for slot in slots_in(about.get("when"), about.get("holiday"), week) if tracked else ():
        days.append(slot.day)
        number = days.count(slot.day)
        identity = f"{week}.{role}.{name}.{WEEKDAYS[slot.day.weekday()]}" + (f".{number}" if number > 1 else "")
        own = {key: about.get(key) for key in ("name", "copy", "checklist", "remind")}
        own |= {
            "when": (slot.date, slot.start, slot.end or end_of(slot.start, about.get("lasts"))),
            "key": name,
            "role": role,
        }
        texts = about.get("name"), about.get("copy"), *listed(about.get("checklist"))
        for tier in covered(docs, about.get("tiers"), None) if about.get("tiers") != [] else [""]:
            if not tier or is_open(docs, tier, slot.date):
                full = f"{identity}.{tier}" if tier else identity
                found[full] = put_together(docs, week, tier, again, Parts(dict(own), texts=texts))
    return found


def _theme(docs: Docs, week: str, tracked: bool, again: Again) -> dict[str, Event]:
    theme = docs["week", week].get("theme")
    return {f"mark-theme-{week}": Event({"theme": theme})} if tracked and theme else {}


def _mark(docs: Docs, week: str, tracked: bool, again: Again, kind: str, name: str) -> dict[str, Event]:
    """The days of an offer or a campaign. An offer on the very days of a campaign, in its tiers, is not marked by itself."""
    about = docs.get((kind, name))
    if kind == "offer" and about:
        days = name, about.get("begins"), about.get("ends"), frozenset(listed(about.get("tiers")))
        for run in (docs["campaign", str(one)] for one in docs.get(("", "campaign"), {})):
            last = run.get("ends") or run.get("launch")
            if days == (run.get("offer"), run.get("launch"), last, frozenset(listed(run.get("tiers")))):
                return {}
    keys = ("name", "begins", "ends", "terms") if kind == "offer" else ("name", "launch", "ends")
    return {f"mark-{kind}-{name}": Event({key: about.get(key) for key in keys})} if about else {}


_ORIGINS: Mapping[str, Any] = {
    "column": _day, "extra": _extra, "announcement": _announcement, "sop": _routine, "theme": _theme, "mark": _mark,
}  # fmt: skip


def _cased(entry: Mapping[str, Any] | None) -> bool:
    """Whether an entry has cases, or something beside its text."""
    if not entry:
        return False
    if not CASES.isdisjoint(entry):
        return True
    tiers = entry.get("tiers") or {}
    return any(part and not CASES.isdisjoint(part) for part in tiers.values())
