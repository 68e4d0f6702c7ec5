"""Which files below brand/assets some document names.

In: the loaded documents. Out: their paths. Promise: all weeks count, also those that a partial build leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from siyu.document import Document, Documents
from siyu.kinds.campaign import Campaign
from siyu.kinds.ip import Ip
from siyu.kinds.journey import Journey
from siyu.kinds.product import Product
from siyu.kinds.reply import Reply
from siyu.kinds.week import Week
from siyu.kinds.welcome import Welcome
from siyu.said import Variant, every
from siyu.source import Text


def used_assets(documents: Documents) -> frozenset[str]:
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
        case Campaign():
            for each in document.steps.values():
                yield from _pictures(each, each.tiers)
        case Week():
            entries = [entry for days in document.columns.values() for day in days.values() for entry in day]
            for entry in (*entries, *document.extra):
                yield from _pictures(entry, entry.tiers)


def _pictures(entry: Variant, tiers: Mapping[Text, Variant]) -> Iterator[str]:
    for part in every(entry, tiers):
        yield from part.images
