"""Texts as they will be pasted, with where they go and the way back to what their authors wrote.

In: a week's edition, or the welcome scripts. Out: `Texts`, the `Passage`s that go out together.
Promise: characters of a pasted text lead to the author's own: in the copy, in the field or document that a placeholder named,
in a template; where several made them, to the placeholder or the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from siyu.edition import Edition, Item, Script
from siyu.kinds.ip import Ip
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.placeholders import pieces
from siyu.source import Source, Span, Text


class Passage(NamedTuple):
    """One text. `key` and `name` are what the format and people call it, `channel` is where it goes, for a welcome script its event; `item` is None for those, they have no date.

    `span` names the whole; `others` are texts and templates that may hold words which `copy` does not.
    """

    text: str
    key: str
    name: str
    channel: str
    tier: Tier | None
    ip: Ip | None
    span: Span
    copy: Text | None = None
    values: tuple[str, ...] = ()
    others: tuple[Text | Source | None, ...] = ()
    link: str | None = None
    images: tuple[str, ...] = ()
    item: Item | None = None

    def at(self, start: int, end: int) -> Span:
        """Where the author wrote the characters `start`…`end` of the text."""
        return self._copied(start, end) or self._written(self.text[start:end]) or self.span

    def _copied(self, start: int, end: int) -> Span | None:
        """By the copy's pieces; None where there is no copy, or another wrote what took a placeholder's place."""
        if self.copy is None:
            return None
        parts = list(pieces(self.copy, self.values))
        raw = "".join(part for part, _, _ in parts)
        lead = len(raw) - len(raw.lstrip("\n "))
        if raw[lead : lead + len(self.text)] != self.text:
            return None  # not NFC as written: the characters do not count alike
        start, end = start + lead, max(end, start + 1) + lead
        first, last, position = -1, -1, 0
        for number, (part, begin, stop) in enumerate(parts):
            after = position + len(part)
            if position <= start < after and number % 2 and end <= after:
                if isinstance(part, Text):
                    return part.at(start - position, end - position)
                return self._written(part[start - position : end - position]) or self.copy.at(begin, stop)
            if position <= start < after:
                first = begin if number % 2 else begin + start - position
            if position < end <= after:
                last = stop if number % 2 else begin + end - position
            position = after
        return self.copy.at(first, last) if 0 <= first < last else None

    def _written(self, words: str) -> Span | None:
        """The first place that has exactly these words."""
        for other in (self.copy, *self.others):
            if isinstance(other, Text) and (at := other.find(words)) >= 0:
                return other.at(at, at + len(words))
            if isinstance(other, Source) and (at := other.text.find(words)) >= 0:
                return Span(other, at, at + len(words))
        return None


@dataclass(frozen=True, eq=False)
class Texts:
    """What goes out together: a week's texts, or the welcome scripts."""

    library: Library
    passages: tuple[Passage, ...]


def texts_of(edition: Edition) -> Texts:
    """A week's texts in time order; work without text is left out."""
    passages = [
        Passage(
            text,
            item.key,
            item.name,
            item.channel,
            item.tier,
            item.ip,
            item.span,
            item.copy,
            values,
            _others(item, edition.library.templates),
            item.link,
            item.images,
            item,
        )
        for item, text, _, values, _ in edition.messages
        if text
    ]
    return Texts(edition.library, tuple(passages))


def _others(item: Item, templates: Mapping[str, Source]) -> tuple[Text | Source | None, ...]:
    shown = [text for product in (item.product, *item.products) if product for text in (product.name, product.point)]
    template = templates.get(item.template) if item.template else None
    return (*item.fields.values(), item.pick, *shown, template)


def texts_of_scripts(library: Library, scripts: Iterable[Script]) -> Texts:
    """The welcome scripts of every tier."""
    passages = [
        Passage(
            text,
            welcome.id,
            name,
            welcome.event,
            tier,
            ip,
            welcome.copy_.span,
            welcome.copy_,
            values,
            link=welcome.link,
            images=welcome.images,
        )
        for tier, name, text, welcome, ip, values in scripts
        if text
    ]
    return Texts(library, tuple(passages))
