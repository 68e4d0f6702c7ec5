"""What somebody who compiles again and again need not make again.

In: a place, what to make there, and everything that it is made of. Out: the thing, made now or before.
Promise: `anew` keeps nothing; whoever keeps gives the old thing only where it is made of the very same things.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from siyu.document import Documents
from siyu.library import Library
from siyu.source import Source

T = TypeVar("T")


class Keep(Protocol):
    """What `make` gives, or gave at this place before. Plain texts, sets and dicts are the same where they are equal, all else where it is one object."""

    def __call__(self, place: str, make: Callable[[], T], *of: object) -> T: ...  # noqa: D102


def anew(place: str, make: Callable[[], T], *of: object) -> T:
    """Always a new one: for whoever compiles once."""
    return make()


def parts(library: Library | None, documents: Documents) -> tuple[object, ...]:
    """All that a library is: its documents, not equal ones, which may stand elsewhere in their files; templates, assets and their use by value."""
    if library is None:
        return ()
    every = [document for kind, of_kind in documents.items() if kind != "week" for document in of_kind.values()]
    return *every, texts(library.templates), library.assets, library.used


def texts(templates: Mapping[str, Source]) -> dict[str, str]:
    """The templates' texts by path."""
    return {source.path: source.text for source in templates.values()}
