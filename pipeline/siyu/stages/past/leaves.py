"""Places that events share, and which of them a text shows.

In: the documents at one time; what an event is made of. Out: `Leaf`s.
Promise: a leaf that is missing here is shown nowhere. What is not known by its name is taken for all of its document.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from siyu.facts.channels import UNGROUPED
from siyu.kinds import KINDS
from siyu.placeholders import places_of

Name = tuple[str, str]
"""A document: its kind and id."""
Values = Mapping[Hashable, Any]
Docs = Mapping[Name, Values]
"""Documents by name. Beside them, by ("", kind), the ids of a kind, a tier's with its `Rung`; by ("picks", week) what its announcements
list, by tier; by `GROUPED` whether the brand has groups at all."""
Leaf = tuple[str, str, Hashable, str | None]
"""A place in the documents: kind, id, key (None: all of it), and the key below it."""
Origin = tuple[str, ...]
"""Where events come from: a kind, a week, and which of that week."""

GROUPED = "grouped", "grouped"
"""The name of what is no document: whether there are groups, after which roles are called."""
PAID = "=price"
"""The key of what a tier pays for a product: its own price or the public one."""
_FIELDS = {kind: frozenset(KINDS[kind].model.model_fields) for kind in ("brand", "tier", "ip", "product", "offer")}
_TABLES = frozenset(
    {
        "week",
        "brand",
        "tier",
        "rules",
        "ip",
        "offer",
        "product",
        "day",
        "column",
        "loop",
        "anchor",
        "campaign",
        "journey",
    }
)
_LOOP = re.compile(r"\bfor\s+(\w+)")


class Rung(NamedTuple):
    """What of a tier decides which events it has, and who speaks."""

    ip: Any
    group: Any
    opens: Any
    ends: Any


class Event(NamedTuple):
    """What an event shows: `said` is its own, `leaves` are the places it shares. `asks` are those that it is to be asked again for: what
    comes of them is in `said`. `place` is what an announcement's picks need to know of it."""

    said: Mapping[str, Any]
    leaves: frozenset[Leaf] = frozenset()
    asks: frozenset[Leaf] = frozenset()
    place: tuple[Any, ...] = ()


def looks_alike(old: Event | None, new: Event | None) -> bool:
    """Whether two events show the same."""
    if old is None or new is None:
        return old is new
    return old is new or (old.said == new.said and old.leaves == new.leaves)


def grouped(docs: Docs) -> bool:
    """Whether the brand has groups, after which its roles are called."""
    columns = (docs["column", str(name)] for name in docs.get(("", "column"), {}))
    return (
        bool(docs.get(("", "announcement")))
        or any(rung.group for rung in docs.get(("", "tier"), {}).values())
        or any(column.get("channel") in ("group", "announcement") for column in columns)
    )


def told_otherwise(old: Event | None, new: Event) -> bool:
    """Whether one is told by its words, the other by its bytes."""
    return old is not None and ("bytes" in old.said) != ("bytes" in new.said)


class Made(NamedTuple):
    """What an event is made of: the leaves of its column, the names in its texts, whose it is; `borrowed`: another IP than the tier's
    speaks; `pictured`, `titled`: it has pictures or a title of its own."""

    shared: tuple[Leaf, ...]
    names: frozenset[str]
    week: str
    tier: str
    role: str
    products: tuple[str, ...] = ()
    offer: str | None = None
    ip: str | None = None
    borrowed: bool = False
    pictured: bool = False
    titled: bool = False


@lru_cache(50_000)
def leaves_of(made: Made) -> frozenset[Leaf]:
    """The places that an event shows."""
    found: set[Leaf] = {*made.shared, *(("brand", "brand", key, None) for key in ("zone", "domain", "site"))}
    if made.tier:
        found.add(("tier", made.tier, "name", None))
    if made.role in UNGROUPED:
        found.add((*GROUPED, None, None))
    if made.tier == "all":
        found.add(("brand", "brand", "name", None))
    if made.borrowed and made.ip:
        found.add(("ip", made.ip, "nickname", None))
    if not made.pictured:
        found |= {("product", product, "image", None) for product in made.products}
    if not made.titled:
        found |= {("product", product, "name", None) for product in made.products}
    return frozenset(found).union(*(_named(name, made) for name in made.names))


@lru_cache(1_000)
def duty(tier: str, role: str) -> frozenset[Leaf]:
    """The places that say who does a role's work."""
    return frozenset({("tier", tier, "roles", role), ("tier", tier, "away", None), ("tier", tier, "groups", None)})


def picks(pick: str, made: Made) -> tuple[Leaf, ...]:
    """The places that an announcement's line for each product shows."""
    return tuple(
        sorted({leaf for name in names_in(pick) for leaf in _named(name, made) if leaf[0] == "product"}, key=repr)
    )


def _named(name: str, made: Made) -> Iterator[Leaf]:
    """The leaves behind a name. A table that is not known is one of the products: a template calls them what it likes."""
    first, _, rest = name.partition(".")
    field, _, below = rest.partition(".")
    if first == "week":
        if field in ("", "theme"):
            yield "week", made.week, "theme", None
    elif first == "brand":
        yield ("brand", "brand", "links", below) if field == "links" and below else _field("brand", "brand", field)
    elif first in ("tier", "rules"):
        yield _field("tier", made.tier, field or "rules")
    elif first == "ip" and made.ip:
        if field in ("self", "customers"):
            yield from (("ip", made.ip, "voice", field), ("ip", made.ip, "nickname", None))
        elif field in ("hours", "channel", "links"):
            yield "ip", made.ip, "card", field
        else:
            yield _field("ip", made.ip, field)
    elif first == "offer" and made.offer:
        yield _priced("offer", made.offer, field, made.tier)
    elif first == "*":
        others = (("brand", "brand"), ("tier", made.tier), ("ip", made.ip), ("offer", made.offer))
        yield from ((kind, one, None, None) for kind, one in others if one)
        yield from (("product", product, None, None) for product in made.products)
    elif rest and (first == "product" or first not in _TABLES):
        yield from (_priced("product", product, field, made.tier) for product in made.products)


def _priced(kind: str, name: str, field: str, tier: str) -> Leaf:
    """A field of what has prices and links of a tier's own."""
    if field == "price":
        return kind, name, PAID if kind == "product" else "prices", tier
    if field == "link":
        return kind, name, "link", tier
    return _field(kind, name, "price" if field == "list_price" else field)


def _field(kind: str, name: str, field: str) -> Leaf:
    return kind, name, field if field in _FIELDS[kind] else None, None


def names_in(texts: Any) -> frozenset[str]:
    """What one or several texts name."""
    several = texts if isinstance(texts, list) else [texts]
    return frozenset().union(*(_names(text) for text in several if isinstance(text, str) and "{" in text))


@lru_cache(10_000)
def _names(text: str) -> frozenset[str]:
    """Dotted names; "*" where a template looks into a table by a key, or calls something of its own by a table's name."""
    blind = "{%" in text and ("[" in text or not _TABLES.isdisjoint(_LOOP.findall(text)))
    return frozenset(places_of(text)) | (frozenset("*") if blind else frozenset())
