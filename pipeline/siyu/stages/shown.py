"""What an event shows, in its authors' own words, as far as it can be known without composing it.

In: a source of events (a column's day of a week, an announcement, a role's routines …) and a `Sight` of the documents as they were.
Out: for every event what it is made of.
Promise: where two results are equal, so are the bytes of the event. Whatever is looked at is noted, so that nobody else has to ask again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from siyu.diagnostic import Problem
from siyu.placeholders import places_of
from siyu.schedule import Slot, slots
from siyu.source import Source, Text
from siyu.stages.resolve_week import BASE_FIELDS
from siyu.values import minutes_of
from siyu.when import WEEKDAYS, When, when_of

Origin = tuple[str, ...]
"""A source of events: its kind, its week, and which of that week."""
Leaf = tuple[str, str, Hashable, str | None]
"""A place in the documents: kind, id, key, and the key below it."""
Shown = Mapping[str, Any]

_PRICES = {"price": "prices", "list_price": "price"}
_VOICE, _CARD = frozenset({"self", "customers"}), frozenset({"hours", "channel", "links"})


class Sight:
    """The documents as one origin sees them. `seen` collects who looked where."""

    def __init__(self, docs: Mapping[tuple[str, str], Mapping[Hashable, Any]], seen: dict[Leaf, set[Origin]]) -> None:
        self.docs = docs
        self.seen = seen
        self.origin: Origin = ()

    def one(self, kind: str, name: str, key: Hashable) -> Any:
        """A key of a document; None where either is missing."""
        self._note((kind, name, key, None))
        doc = self.docs.get((kind, name))
        return None if doc is None else doc.get(key)

    def part(self, kind: str, name: str, key: str, below: str) -> Any:
        """What a key's table holds for one tier, role or name; what is no table holds for all."""
        self._note((kind, name, key, below))
        value = (self.docs.get((kind, name)) or {}).get(key)
        return value.get(below) if isinstance(value, dict) else value

    def whole(self, kind: str, name: str) -> Any:
        """All of a document."""
        self._note((kind, name, None, None))
        return self.docs.get((kind, name))

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of all documents of a kind."""
        self._note(("", kind, None, None))
        return tuple(self.docs.get(("", kind), ()))  # type: ignore[arg-type]

    def _note(self, leaf: Leaf) -> None:
        seen = self.seen.get(leaf)
        if seen is None:
            seen = self.seen[leaf] = set()
        seen.add(self.origin)


def shown(see: Sight, origin: Origin, tracked: bool) -> dict[str, Shown] | None:
    """The events of one origin by identity; None where a document is of no shape that was ever published. Of a week that is not
    tracked only those that may move to another."""
    see.origin = origin
    kind, week, *which = origin
    try:
        return _ORIGINS[kind](see, week, tracked, *which)  # type: ignore[no-any-return]
    except (TypeError, ValueError, AttributeError):  # a list for a name, a table for an hour: models would have refused it
        return None


def monday_of(week: str) -> date:
    """The Monday of "2026-W48"."""
    return date.fromisocalendar(int(week[:4]), int(week[-2:]), 1)


def _day(see: Sight, week: str, tracked: bool, column: str, day: str) -> dict[str, Shown]:
    """A column's entries of one day, and the slots that it fills by itself."""
    entries = _list(see.one("week", week, (column, day)))
    if not tracked and not any("id" in entry for entry in entries if isinstance(entry, dict)):
        return {}
    about = {key: see.one("column", column, key) for key in _COLUMN}
    free = [slot for slot in _slots(about["when"], about["holiday"], week) if WEEKDAYS[slot.day.weekday()] == day]
    if about["name"] is None or not (entries or free):
        return {}
    skipped = [
        skip
        for skip in _list(see.one("week", week, "skip"))
        if isinstance(skip, dict) and skip.get("column") == column and skip.get("day") == day
    ]
    alone = not about["needs"] and (about["template"] or about["copy"] or about["channel"] == "task")
    fields = [*_list(about["needs"]), *_list(about["accepts"])]
    found: dict[str, Shown] = {}
    for number in range(max(len(entries), len(free))):
        if number >= len(entries) and not alone:
            break
        given = entries[number] if number < len(entries) else {}
        entry: dict[str, Any] = given if isinstance(given, dict) else {}
        slot = free[number] if number < len(free) else Slot(_date(week, day), _date(week, day), None, None)
        identity = entry.get("id") or f"{week}.{column}.{day}" + (f".{number + 1}" if number else "")
        for tier in _covered(see, about["tiers"], entry.get("only")):
            if any("tiers" not in skip or tier in _list(skip["tiers"]) for skip in skipped):
                continue
            said = entry | _table(_table(entry.get("tiers")).get(tier))
            usual = see.part("column", column, "hours", tier) if about["hours"] else None
            at = next((hour for hour in (_minutes(said.get("at")), _minutes(usual), slot.start) if hour is not None), None)
            if at is None or (slot.start is None and "at" not in said and usual is None):
                continue
            end = (slot.end if at == slot.start else None) or _end(at, about["lasts"])
            when = _date(week, entry["on"]) if "on" in entry else slot.date, at, end
            own = {key: about[key] for key in ("name", "channel", "kind", "remind")}
            own |= {"key": column, "when": when, "state": _state(see, week, entry), "role": about["owner"] or "owner"}
            own["checklist"] = entry.get("checklist") or about["checklist"]
            if not said.get("copy"):
                if entry.get("todo"):
                    own["todo"] = entry["todo"]
                elif about["copy"]:
                    own["copy"] = about["copy"]
                elif about["template"]:
                    own["template"] = see.one("template", about["template"], "text")
            found[f"{identity}.{tier}"] = _event(see, week, tier, own, said, fields, about["ip"])
    return found


_COLUMN = (
    "name", "channel", "kind", "when", "holiday", "hours", "lasts", "remind", "owner", "ip", "tiers", "needs", "accepts", "template",
    "copy", "checklist",
)  # fmt: skip


def _extra(see: Sight, week: str, tracked: bool) -> dict[str, Shown]:
    """The entries outside any column."""
    found: dict[str, Shown] = {}
    for entry in _list(see.one("week", week, "extra")):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            continue
        for tier in _covered(see, entry.get("only"), None):
            said = entry | _table(_table(entry.get("tiers")).get(tier))
            at = _minutes(said.get("at")) or 0
            when = _date(week, entry.get("on") or entry.get("day", "")), at, _end(at, entry.get("lasts"))
            own = {key: entry.get(key) for key in ("channel", "kind", "remind", "checklist")}
            own |= {"name": entry.get("title"), "key": entry["id"], "when": when, "state": _state(see, week, entry)}
            own["role"] = entry.get("owner") or "owner"
            if entry.get("todo") and not said.get("copy"):
                own["todo"] = entry["todo"]
            found[f"{entry['id']}.{tier}"] = _event(see, week, tier, own, said, [], None)
    return found


def _announcement(see: Sight, week: str, tracked: bool, name: str) -> dict[str, Shown]:
    """An announcement, each time the week repeats it. Its picks are the products of the tier's week, added by `picks`."""
    about = {key: see.one("announcement", name, key) for key in _NOTICE}
    found: dict[str, Shown] = {}
    if not tracked or about["copy"] is None or see.one("week", week, "week") is None:
        return found
    for number, slot in enumerate(_slots(about["when"], None, week), 1):
        identity = f"{week}.announcement.{name}" + (f".{number}" if number > 1 else "")
        for tier in _covered(see, about["tiers"], None):
            own = {key: about[key] for key in ("title", "copy", "pick", "checklist", "remind")}
            own |= {"name": about["title"], "channel": "announcement", "key": name, "state": _state(see, week, {})}
            own |= {"when": (slot.date, slot.start, slot.end or _end(slot.start, about["lasts"])), "role": about["owner"] or "owner"}
            if about["pick"]:
                own["picks"] = products = see.one("picks", week, tier) or ()
                own["picked"] = list(_named(see, sorted(_names(about["pick"])), tier, products, None, None, week))
            found[f"{identity}.{tier}"] = _event(see, week, tier, own, {}, [], None)
    return found


_NOTICE = ("when", "copy", "pick", "title", "tiers", "owner", "lasts", "checklist", "remind")


def _routines(see: Sight, week: str, tracked: bool, role: str) -> dict[str, Shown]:
    """A role's fixed tasks."""
    found: dict[str, Shown] = {}
    if not tracked or see.one("week", week, "week") is None:
        return found
    for name, routine in _table(see.one("sop", role, "tasks")).items():
        if not isinstance(routine, dict):
            continue
        days: list[date] = []
        for slot in _slots(routine.get("when"), routine.get("holiday"), week):
            days.append(slot.day)
            number = days.count(slot.day)
            identity = f"{week}.{role}.{name}.{WEEKDAYS[slot.day.weekday()]}" + (f".{number}" if number > 1 else "")
            own = {key: routine.get(key) for key in ("name", "copy", "checklist", "remind")}
            own |= {"channel": "task", "key": name, "role": role, "state": "approved"}
            own["when"] = slot.date, slot.start, slot.end or _end(slot.start, routine.get("lasts"))
            for tier in _covered(see, routine.get("tiers"), None) if routine.get("tiers") != [] else [""]:
                event = f"{identity}.{tier}" if tier else identity
                found[event] = _event(see, week, tier, own, {}, [], None)
    return found


def _theme(see: Sight, week: str, tracked: bool) -> dict[str, Shown]:
    theme = see.one("week", week, "theme")
    return {f"mark-theme-{week}": {"theme": theme}} if tracked and theme else {}


def _offer(see: Sight, week: str, tracked: bool, name: str) -> dict[str, Shown]:
    about = {key: see.one("offer", name, key) for key in ("name", "begins", "ends", "terms", "tiers")}
    return {f"mark-offer-{name}": about} if about["name"] is not None else {}


_ORIGINS: Mapping[str, Any] = {
    "column": _day, "extra": _extra, "announcement": _announcement, "sop": _routines, "theme": _theme, "offer": _offer,
}  # fmt: skip


def _event(
    see: Sight, week: str, tier: str, own: Mapping[str, Any], said: Mapping[str, Any], fields: Iterable[str], ip: str | None
) -> Shown:
    """What the planner and the composer put into one event: its own words, and what they name."""
    made = dict(own)
    made |= {key: said[key] for key in ("copy", "title", "link", "note", "images") if said.get(key) is not None}
    made["brand"] = [see.one("brand", "brand", key) for key in ("zone", "domain", "site")]
    usual = None
    if tier:
        usual = see.one("tier", tier, "ip")
        made["tier"] = see.one("tier", tier, "name") or see.one("brand", "brand", "name")
        made["people"] = _list(see.part("tier", tier, "roles", own["role"]))
    speaker = _speaker(see, ip or usual) if tier else None
    if speaker and usual and speaker != usual:
        made["voice"] = see.one("ip", speaker, "nickname")
    products = tuple(
        name
        for name in (said.get("product"), *_list(said.get("products")))
        if isinstance(name, str) and see.one("product", name, "name") is not None
    )
    made["products"] = products
    if "images" not in made:
        made["images"] = [see.one("product", product, "image") for product in products]
    if not made.get("title") or made["title"] == own["name"]:
        made["about"] = [see.one("product", product, "name") for product in products]
    texts = [made.get(key) for key in ("name", "copy", "template", "title", "note", "todo", "pick")]
    texts += _list(made["checklist"])
    names = {name for text in texts if isinstance(text, str) for name in _names(text)}
    for field in fields:
        if field in said and field not in BASE_FIELDS and (field in names or "*" in names):
            made[f"field {field}"] = said[field]
            names |= {name for text in _list(said[field]) if isinstance(text, str) for name in _names(text)}
    if names:
        offer = said.get("offer")
        made["named"] = list(_named(see, sorted(names), tier, products, offer, speaker, week))
    return made


@lru_cache(10_000)
def _names(text: str) -> frozenset[str]:
    """What a text or template names; "*" where it looks into a table by a key."""
    if "{" not in text:
        return frozenset()
    return frozenset(places_of(text)) | (frozenset("*") if "{%" in text and "[" in text else frozenset())


def _named(
    see: Sight, names: Iterable[str], tier: str, products: Iterable[str], offer: str | None, ip: str | None, week: str
) -> Iterator[Any]:
    """The values behind names. A table that is not known is one of the products: a template gives them names of its own."""
    for name in names:
        first, _, rest = name.partition(".")
        field = rest.partition(".")[0]
        if first == "week":
            yield see.one("week", week, "theme") if field == "theme" else None
        elif first == "brand":
            link = name.split(".")[2:]
            yield see.part("brand", "brand", "links", link[0]) if field == "links" and link else _field(see, "brand", "brand", field)
        elif first == "rules":
            yield see.one("tier", tier, "rules")
        elif first == "tier":
            yield _field(see, "tier", tier, field)
        elif first == "ip":
            key = "voice" if field in _VOICE else "card" if field in _CARD else field
            yield _field(see, "ip", ip, key) if ip else None
            yield see.one("ip", ip, "nickname") if ip and field == "self" else None
        elif first == "offer":
            yield _priced(see, "offer", offer, field, tier) if offer else None
        elif first == "*":
            pairs = [("brand", "brand"), ("tier", tier), ("ip", ip), ("offer", offer), *(("product", p) for p in products)]
            yield [see.whole(kind, one) for kind, one in pairs if one]
        elif rest and first not in ("day", "column", "loop"):
            yield [_priced(see, "product", product, field, tier) for product in products]


def _priced(see: Sight, kind: str, name: str, field: str, tier: str) -> Any:
    if field == "price" and kind == "product":
        return see.part(kind, name, "prices", tier) or see.one(kind, name, "price")
    if field in ("price", "link"):
        return see.part(kind, name, _PRICES.get(field, field), tier)
    return _field(see, kind, name, _PRICES.get(field, field))


def _field(see: Sight, kind: str, name: str, field: str) -> Any:
    """A field; where the document has no key of that name, all of it."""
    value = see.one(kind, name, field)
    return see.whole(kind, name) if value is None else value


def _speaker(see: Sight, ip: str | None) -> str | None:
    """The IP asked for, else the brand's only one."""
    only = see.ids("ip")
    return ip or (only[0] if len(only) == 1 else None)


def _covered(see: Sight, *wanted: Any) -> list[str]:
    tiers = see.ids("tier") or ("all",)
    return [tier for tier in tiers if all(names is None or tier in _list(names) for names in wanted)]


def _state(see: Sight, week: str, entry: Mapping[str, Any]) -> Any:
    return entry.get("state") or see.one("week", week, "state") or "planned"


def _slots(when: Any, holiday: Any, week: str) -> list[Slot]:
    whens = tuple(text for text in _list(when) if isinstance(text, str) and text)
    return _slots_of(whens, holiday if isinstance(holiday, str) else "keep", week) if whens else []


@lru_cache(10_000)
def _slots_of(whens: tuple[str, ...], holiday: str, week: str) -> list[Slot]:
    read = [one for text in whens if (one := _when(text)) is not None]
    return slots(read, monday_of(week), holiday)


@lru_cache(1_000)
def _when(text: str) -> When | None:
    try:
        return when_of(Text(text, Source("", text), 0, len(text)))
    except Problem:
        return None


def _date(week: str, day: str) -> date:
    return monday_of(week) + timedelta(WEEKDAYS.index(day) if day in WEEKDAYS else 0)


def _minutes(text: Any) -> int | None:
    return minutes_of(text) if isinstance(text, str) else None


def _end(start: int | None, lasts: Any) -> int:
    minutes = int(lasts) if isinstance(lasts, str) and lasts.isdecimal() else 15
    return (start or 0) + max(minutes, 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
