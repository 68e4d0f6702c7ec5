"""Which files below brand/assets some document names.

In: the loaded documents. Out: their paths. Promise: all weeks count, also those that a partial build leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from siyu.document import Document
from siyu.kinds.ip import Ip
from siyu.kinds.journey import Journey
from siyu.kinds.product import Product
from siyu.kinds.reply import Reply
from siyu.kinds.week import Week
from siyu.kinds.welcome import Welcome


def used_assets(documents: Mapping[str, Mapping[str, Document]]) -> frozenset[str]:
    """Every path that is named."""
    every = (document for kind in documents.values() for document in kind.values())
    return frozenset(str(name) for document in every for name in _named(document) if name)


def _named(document: Document) -> Iterator[str | None]:
    for waiver in document.allow:
        yield waiver.evidence
    match document:
        case Ip():
            yield document.avatar
        case Product():
            yield document.image
        case Welcome() | Reply():
            yield from document.images
        case Journey():
            for step in document.steps.values():
                for said in (
                    step,
                    *step.personas.values(),
                    *step.tiers.values(),
                    *(p for t in step.tiers.values() for p in t.personas.values()),
                ):
                    yield from said.images
        case Week():
            yield from _pictures(document)


def _pictures(week: Week) -> Iterable[str]:
    entries = [entry for days in week.columns.values() for day in days.values() for entry in day]
    for entry in (*entries, *week.extra):
        yield from entry.images
        for variant in entry.tiers.values():
            yield from variant.images
