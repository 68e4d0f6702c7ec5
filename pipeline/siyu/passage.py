"""Texts as they will be pasted, with where they go and the way back to what their authors wrote.

In: a week's edition, or the welcome scripts. Out: `Texts`, the `Passage`s that go out together.
Promise: characters of a pasted text lead to the author's own: in the copy, in the field or document that a placeholder named,
in a template; where several made them, to the placeholder or the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from siyu.document import Anchor
from siyu.edition import Edition, Item, Message, Publication
from siyu.incentives import Handout
from siyu.kinds.ip import Ip
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.placeholders import pieces
from siyu.source import Source, Span, Text
from siyu.standing import Answer, Pin, Script


class Passage(NamedTuple):
    """One text. `key` and `name` are what the format and people call it, `channel` is where it goes, for a welcome script its event; `item` is None for those, they have no date.

    `span` names the whole; `others` are texts and templates that may hold words which `copy` does not, `lines` what was written of lines
    that are our own.
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
    lines: Mapping[str, Text] = {}

    def at(self, start: int, end: int) -> Span:
        """Where the author wrote the characters `start`…`end` of the text."""
        return self._lined(start, end) or self._copied(start, end) or self._written(self.text[start:end]) or self.span

    def _lined(self, start: int, end: int) -> Span | None:
        """Within a line of our own, by what it was made from."""
        if not self.lines:
            return None
        line = self.text[self.text.rfind("\n", 0, start) + 1 :].partition("\n")[0]
        written = next((text for words, text in self.lines.items() if line.endswith(words)), None)
        if written is None:
            return None
        found = written.find(self.text[start:end])
        return written.span if found < 0 else written.at(found, found + end - start)

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
    """A week's texts in time order; work without text is left out, and what a journey says every week."""
    messages = (message for message in edition.messages if not message.item.step)
    return _texts(edition.library, messages, edition.plan.week.anchors.values())


def texts_of_touches(publication: Publication) -> Texts:
    """What the journeys say, on the first day that is planned, and where an offer could end before it on the last one as well."""
    if not publication.editions:
        return _texts(publication.library, ())
    first, last = publication.editions[0].plan.week.week, publication.editions[-1].plan.week.week + timedelta(6)
    dated = (
        message._replace(item=message.item._replace(date=day))
        for *_, message in publication.touches
        for day in ((first, last) if message.item.offer else (first,))
    )
    return _texts(publication.library, dated)


def _texts(library: Library, messages: Iterable[Message], anchors: Iterable[Anchor] = ()) -> Texts:
    """Each case and each first comment by itself."""
    house = library.house.anchors.values() if library.house else ()
    counted = [text for anchor in (*anchors, *house) for text in (anchor.before, anchor.day, anchor.after)]
    passages = []
    for message in messages:
        for item, text, _, values, _, comment, filled, *_ in message.versions:
            name = f"{item.name}（{item.when}）" if item.when else item.name
            others = (*_others(item, library.templates), *counted)
            if text:
                place = (item.span, item.copy, values, others, item.link, item.images, item)
                passages.append(Passage(text, item.key, name, item.channel, item.tier, item.ip, *place))
            if comment and item.comment:
                below = item._replace(
                    copy=item.comment, purpose="", images=(), topics=()
                )  # it need not sell: the post does
                under = (item.comment.span, item.comment, filled, others, None, (), below)
                passages.append(
                    Passage(comment, item.key, f"{name}的第一条评论", item.channel, item.tier, item.ip, *under)
                )
    return Texts(library, tuple(passages))


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


def texts_of_answers(library: Library, answers: Iterable[Answer], pins: Iterable[Pin]) -> Texts:
    """The auto-replies of every tier, and the pinned posts of the accounts: everybody sees those, so they may hold what the lowest tier may."""
    passages = [
        Passage(
            text,
            reply.id,
            str(reply.keywords[0]),
            "official-account" if "official-account" in channels else channels[0] if channels else "one-to-one",
            tier,
            ip,
            copy.span,
            copy,
            values,
            link=link,
            images=images,
        )
        for tier, reply, _, copy, text, channels, ip, link, images, values in answers
        if text
    ]
    lowest = next(iter(library.tiers.values()))
    passages += [
        Passage(text, account.id, account.name, "moments", lowest, ip, pinned.span, pinned, values)
        for account, text, ip, values in pins
        if text and (pinned := account.pinned) is not None
    ]
    return Texts(library, tuple(passages))


def texts_of_handouts(library: Library, handouts: Iterable[Handout]) -> Texts:
    """The rules and announcements of the tiers' incentives."""
    passages = [
        Passage(
            text,
            incentive.id,
            incentive.name,
            "announcement" if part == "announcement" else "group",
            tier,
            ip,
            copy.span if copy is not None else incentive.name.span,
            copy,
            values,
            (incentive.name, incentive.about),
            lines=lines,
        )
        for tier, incentive, part, text, copy, ip, values, lines in handouts
        if text
    ]
    return Texts(library, tuple(passages))
