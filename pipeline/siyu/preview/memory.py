"""What the last compiles made, so that a saved week costs a week.

In: a place, how to make what belongs there, what it is made of. Out: the same thing as long as it is made of the same.
Promise: one thing a place, so memory does not grow with the number of saves; what a whole compile did not ask for is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")
_BY_VALUE = (str, frozenset, dict)  # exactly these: a `Text` is a place, too


class _Slot(NamedTuple):
    of: tuple[object, ...]
    made: Any


class Memory:
    """A `Keep` that keeps."""

    def __init__(self) -> None:
        self.slots: dict[str, _Slot] = {}
        self.asked: set[str] = set()

    def __call__(self, place: str, make: Callable[[], T], *of: object) -> T:
        """What was made there of these, or what `make` makes now."""
        self.asked.add(place)
        slot = self.slots.get(place)
        if slot is None or len(slot.of) != len(of) or not all(map(_same, slot.of, of)):
            slot = self.slots[place] = _Slot(of, make())
        made: T = slot.made
        return made

    def forget(self) -> None:
        """Drop what nobody has asked for since the last time."""
        self.slots = {place: slot for place, slot in self.slots.items() if place in self.asked}
        self.asked = set()


def _same(old: object, new: object) -> bool:
    return old is new or (type(old) in _BY_VALUE and type(new) is type(old) and old == new)
