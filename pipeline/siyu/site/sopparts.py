"""What a SOP book is made of, and how its pieces are said.

In: a role's view of a publication. Out: `Part`s of `Does`, each with its times, its list and its texts.
Promise: a text is exactly that of the .txt file; a placeholder that only a week can fill is left open, never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.edition import Message, Publication
from siyu.facts.channels import CHANNELS
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.site.chrome import Chrome
from siyu.when import WEEKDAYS, WEEKDAYS_ZH

Sent = Mapping[tuple[str, str, str], list[Message]]
"""The messages of all weeks by tier (or "" for none), role and what they come from."""
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


class Piece(NamedTuple):
    """One text to paste; `name` where there are several."""

    name: str
    text: str
    link: str = ""
    images: tuple[str, ...] = ()


class Does(NamedTuple):
    """One thing that a role does: when, what, what is told of it, what to tick, what to paste."""

    times: str
    name: str
    about: tuple[str, ...]
    steps: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()
    note: str = ""


class Part(NamedTuple):
    """A chapter."""

    id: str
    title: str
    lines: tuple[str, ...]
    does: tuple[Does, ...]


class View(NamedTuple):
    """What one role does in one tier, or in none."""

    publication: Publication
    tier: Tier | None
    role: str
    chrome: Chrome
    sent: Sent

    @property
    def library(self) -> Library:
        """The publication's."""
        return self.publication.library

    def of(self, key: str) -> list[Message]:
        """Its messages of one campaign or routine."""
        return self.sent.get((str(self.tier.id) if self.tier else "", self.role, key), [])

    def minutes(self, lasts: int) -> str:
        """How long it takes."""
        return self.chrome["minutes"].format(lasts)

    def channel(self, name: str) -> str:
        """Where it goes."""
        return self.chrome.say(Words(CHANNELS[name].zh, CHANNELS[name].en))

    def day(self, day: date) -> str:
        """A date and its weekday."""
        return day_of(day, self.chrome)


def day_of(day: date, chrome: Chrome) -> str:
    """A date and its weekday."""
    if chrome.lang == "zh":
        return f"{day.month}月{day.day}日 {WEEKDAYS_ZH[day.weekday()]}"
    return f"{day:%Y-%m-%d} {WEEKDAYS[day.weekday()].capitalize()}"


def sent_of(publication: Publication) -> Sent:
    """Every week's messages, once for all books."""
    found: dict[tuple[str, str, str], list[Message]] = {}
    for edition in publication.editions:
        for message in edition.messages:
            item = message.item
            found.setdefault((str(item.tier.id) if item.tier else "", item.role, item.key), []).append(message)
    return found


def pieces_of(message: Message) -> Iterator[Piece]:
    """Each text of a message."""
    for one in message.versions:
        if one.text:
            yield Piece(one.item.when, one.text, str(one.item.link or ""), tuple(map(str, one.item.images)))


def open_words(text: str) -> str:
    """An author's words of no week: what only a week fills in is left open."""
    return _PLACEHOLDER.sub("…", text)
