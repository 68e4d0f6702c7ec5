"""From an event's pieces to what it shows, without composing it.

In: what its documents say of it, the documents at one time. Out: an `Event`.
Promise: what comes of people, pools and days that are counted towards is worked out; all else stays a place that it shares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from siyu.diagnostic import Problem
from siyu.said import BASE_FIELDS
from siyu.stages.anchors import Anchors
from siyu.stages.past.again import Again, anchors_in
from siyu.stages.past.leaves import Docs, Event, Leaf, Made, duty, leaves_of, names_in

_NAMING = ("copy", "pool", "title", "note", "todo")
_PASTED = ("copy", "pool", "pick", "title")


class Parts(NamedTuple):
    """What an event is put together from: its own values, what its entry says, the texts that may name something, of which `body` is
    pasted, the fields that its column has, the leaves of its column, who speaks there, what else it is to be asked again for."""

    own: dict[str, Any]
    said: Mapping[str, Any] = {}
    texts: tuple[Any, ...] = ()
    body: tuple[Any, ...] = ()
    fields: tuple[str, ...] = ()
    shared: tuple[Leaf, ...] = ()
    ip: str | None = None
    asks: frozenset[Leaf] = frozenset()


def put_together(docs: Docs, week: str, tier: str, again: Again, parts: Parts) -> Event:
    """What the planner and the composer put into one event."""
    own, said, texts, body, fields, shared, ip, asks = parts
    for key in ("copy", "title", "link", "note", "images", "checklist"):
        if said.get(key) is not None:
            own[key] = said[key]
    one = [said["product"]] if "product" in said else []
    products = tuple(one + list(said.get("products") or ()))
    rung = docs.get(("", "tier"), {}).get(tier)
    usual = rung.ip if rung else None
    voices = docs.get(("", "ip"), {})
    speaker = (ip or usual or (str(next(iter(voices))) if len(voices) == 1 else None)) if tier else None
    names = names_in([*texts, *body, *map(own.get, _NAMING)])
    for field in fields:
        if field in said and field not in BASE_FIELDS and (field in names or "*" in names):
            own[f"field {field}"] = said[field]
            names |= names_in(said[field])
    titled = bool(own.get("title")) and own["title"] != own.get("name")
    borrowed = bool(speaker and usual and speaker != usual)
    offer = said.get("offer") if names else None
    made = Made(shared, names, week, tier, own["role"], products, offer, speaker, borrowed, "images" in own, titled)
    leaves = leaves_of(made)
    if products and any(leaf[0] == "product" for leaf in leaves):
        own["products"] = products
    day = own["when"][0]
    if (team := again.models.on_duty(docs, tier, own["role"], day)) is not None:
        own["people"] = team
        asks = asks | duty(tier, own["role"]) if asks else duty(tier, own["role"])
    if _counts(names):
        asks |= frozenset(anchors_in(names, week))
        own["anchors"] = list(_anchored(docs, week, again, names, day))
    if ("house", "rules") in docs:
        fields_ = (value for key, value in own.items() if key.startswith("field "))
        pasted = "".join(filter(None, (*body, *map(own.get, _PASTED), *fields_, *own.get("anchors", ()))))
        if "【" in pasted:
            asks |= {("house", "rules", "blanks", None)}
            blanks = docs["house", "rules"].get("blanks") or ()
            own["blanks"] = [blank for blank in blanks if f"【{blank}】" in pasted]
    place = (products, own["when"], own["key"]) if products else ()
    return Event(own, leaves, asks, place)


@lru_cache(10_000)
def _counts(names: frozenset[str]) -> bool:
    """Whether a text may count towards a day."""
    return any(name == "*" or name.startswith("anchor") for name in names)


def _anchored(docs: Docs, week: str, again: Again, names: Iterable[str], day: date) -> Iterator[str | None]:
    """The words of the days that a text counts towards."""
    house = again.models.of(docs, "house", "rules")
    about = again.models.week(docs, week, {}, [])
    anchors = {**(house.anchors if house else {}), **about.anchors}
    words = Anchors(anchors, day)
    blind = "*" in names or "anchor" in names
    for name in sorted(anchors):
        if blind or any(f"{one}.".startswith(f"anchor.{name}.") for one in names):
            try:
                yield words[name]
            except Problem:  # it has no words for this day
                yield None
