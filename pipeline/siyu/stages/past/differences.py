"""Where two versions of a document differ.

In: its values before and after. Out: `Leaf`s. Promise: what is none of them is the same in both.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from siyu.stages.past.leaves import PAID, Leaf, Name, Values, names_in

SHAPE = "=shape"
"""The key of what decides which events a column gives, or which step of a journey is the last."""
_DECIDING = (
    "when",
    "holiday",
    "hours",
    "lasts",
    "tiers",
    "needs",
    "accepts",
    "template",
    "owner",
    "ip",
    "channel",
    "pool",
    "to",
)


def shape(column: Values) -> tuple[Any, ...]:
    """What of a column decides which events there are, when, and what they name."""
    named = (names_in(column.get(key)) for key in ("name", "copy", "checklist"))
    return (*map(column.get, _DECIDING), *named, bool(column.get("copy")))


def differences(
    name: Name, old: Values, new: Values, parts: Mapping[tuple[str, str, Hashable], Iterable[str]]
) -> Iterator[Leaf]:
    """The leaves where two versions of a document differ; `parts` are the keys below a key that anybody looks at."""
    keys = [key for key in {**old, **new} if old.get(key) is not new.get(key) and old.get(key) != new.get(key)]
    if not keys:
        return
    yield *name, None, None
    if name[0] == "product" and ("price" in keys or "prices" in keys):
        keys.append(PAID)
    for key in keys:
        yield *name, key, None
        for below in parts.get((*name, key), ()):
            if _part(old, key, below) != _part(new, key, below):
                yield *name, key, below
    if name[0] == "column" and shape(old) != shape(new):
        yield *name, SHAPE, None
    if name[0] in ("campaign", "journey") and "steps" in keys:
        before, after = (steps if isinstance(steps := one.get("steps"), dict) else {} for one in (old, new))
        yield from ((*name, "steps", str(step)) for step in {**before, **after} if before.get(step) != after.get(step))
        if _order(before) != _order(after):
            yield *name, SHAPE, None


def _order(steps: Values) -> list[tuple[Any, ...]]:
    """What decides which step of a journey is a tier's last."""
    return [
        (name, *map(step.get, ("after", "stage", "only"))) for name, step in steps.items() if isinstance(step, dict)
    ]


def _part(values: Values, key: Hashable, below: str) -> Any:
    """What a key holds for one tier, role or name; what is no table holds for all."""
    if key == PAID:
        return _part(values, "prices", below) or values.get("price")
    value = values.get(key)
    return value.get(below) if isinstance(value, dict) else value
