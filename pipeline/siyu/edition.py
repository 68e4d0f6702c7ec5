"""A week's edition: what is planned, and then what is said.

In: a library and a week. Out: the records `Item` (planned), `Message` (with its text), `Gap` and `Edition`.
Promise: immutable; an item knows all that a text, a calendar or a page needs, and the author's own place it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Diagnostic
from siyu.facts.channels import ROLES
from siyu.incentives import Handout
from siyu.kinds.campaign import Campaign
from siyu.kinds.ip import Ip
from siyu.kinds.journey import Journey, Step
from siyu.kinds.offer import Offer
from siyu.kinds.persona import Persona
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier, shares
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.source import Span, Text
from siyu.standing import Answer, Pin, Script


class Audience(NamedTuple):
    """Whom an item is for: ids of tags, and in words, `whom` and `but`; either is empty where nobody is meant or left out."""

    any: tuple[Text, ...]
    all: tuple[Text, ...]
    none: tuple[Text, ...]
    whom: str
    but: str
    span: Span

    @property
    def line(self) -> str:
        """ "给谁：敏感肌或干皮；不给：孕期"."""
        return f"给谁：{self.whom or '所有人'}" + (f"；不给：{self.but}" if self.but else "")


class Item(NamedTuple):
    """One thing one tier's team does at one moment; a draft until the planner has set tier, date and people. `start` and `end` are minutes from midnight of `date`, `end` may pass 1440.

    `key` is the column, announcement or routine it comes from, `identity` what the author means by it, whatever its date;
    `copy` is text with placeholders, `template` a template's id, both None for work without text; `fields` are the entry's own;
    `office` is what its role is called in this project, `file` the fixed name of its text where it has one, `step` the journey's step that it carries out.
    `comment` is copy that goes below the post. `variants` are the same item as it is in each case (`variant` is the case's id, `when` its
    words): all are shown, and it is still one thing to do.
    """

    key: str
    identity: str
    name: str
    channel: str
    role: str
    state: str
    span: Span
    kind: str = ""
    purpose: str = ""
    tier: Tier | None = None
    date: date = date.min
    start: int = 0
    end: int = 0
    people: tuple[str, ...] = ()
    ip: Ip | None = None
    copy: Text | None = None
    template: Text | None = None
    fields: Mapping[str, Text | None] = {}
    product: Product | None = None
    products: tuple[Product, ...] = ()
    offer: Offer | None = None
    title: str | None = None
    link: str | None = None
    images: tuple[str, ...] = ()
    note: str | None = None
    todo: str | None = None
    checklist: tuple[str, ...] = ()
    remind: int | None = None
    pick: Text | None = None
    file: str | None = None
    office: str = ""
    campaign: Campaign | None = None
    step: str = ""
    personas: tuple[Text, ...] = ()
    audience: Audience | None = None
    comment: Text | None = None
    pinned: bool = False
    topics: tuple[str, ...] = ()
    variant: str = ""
    when: str = ""
    variants: tuple[Item, ...] = ()

    @property
    def subject(self) -> str:
        """What it is about, in one phrase: its title, its product, or nothing."""
        if self.title and self.title != self.name:
            return self.title
        named = self.products or ((self.product,) if self.product else ())
        return "、".join(product.name for product in named)


def who(item: Item) -> str:
    """Whose job it is, and in whose words where a column lets another IP than the tier's speak: 群主 小苔（沅姐的口吻）."""
    usual = item.tier.ip if item.tier else None
    borrowed = f"（{item.ip.nickname}的口吻）" if item.ip and usual and item.ip.id != usual else ""
    own = shares(item.tier, item.role, item.date) if item.tier else {}
    people = "、".join(f"{name}（{own[name]}）" if name in own else name for name in item.people)
    return f"{item.office or ROLES[item.role]} {people}".rstrip() + borrowed


def identity_of(item: Item) -> str:
    """What the author means by one calendar event, whatever its date, hour, title or file."""
    return f"{item.identity}.{item.tier.id}" if item.tier else item.identity


def folder_of(tier: Tier | None, role: str) -> str:
    """Where a tier's things are; what belongs to no tier is its role's."""
    return str(tier.id) if tier else f"role-{role}"


class Message(NamedTuple):
    """An item and its text exactly as pasted (None: nothing to paste). `path` is its file below the output, None without text;
    `values` are what took the places of the copy's placeholders, `week` is the name of the plan that it stands in.

    `comment` is the first comment's text, `blanks` what the operator fills. With `variants` the text is all of theirs below their names,
    and only theirs are for pasting.
    """

    item: Item
    text: str | None
    path: str | None
    values: tuple[str, ...] = ()
    week: str = ""
    comment: str | None = None
    comment_values: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()
    variants: tuple[Message, ...] = ()

    @property
    def versions(self) -> tuple[Message, ...]:
        """Each text to paste: its variants, or itself."""
        return self.variants or (self,)

    @property
    def beside(self) -> list[str]:
        """What an operator minds beside the text, a line each."""
        item = self.item
        lines = [item.audience.line] if item.audience else []
        lines += ["发完置顶"] if item.pinned else []
        return lines + ([f"要填：{'、'.join(self.blanks)}"] if self.blanks else [])


class Gap(NamedTuple):
    """A slot that a column promises and the week leaves open. `reason` is the author's, where it was skipped on purpose."""

    tier: Tier
    column: str
    name: str
    date: date
    start: int
    span: Span
    reason: str | None = None


class Plan(NamedTuple):
    """A week's items in time order, its gaps, and the dates it depends on whose arrangement is not published."""

    week: Week
    items: tuple[Item, ...]
    gaps: tuple[Gap, ...]
    provisional: tuple[date, ...]


class Edition(NamedTuple):
    """A week as it goes out."""

    library: Library
    plan: Plan
    messages: tuple[Message, ...]

    def only(self, library: Library) -> Edition:
        """The same week for the tiers of a smaller library."""
        items = tuple(item for item in self.plan.items if item.tier is None or item.tier.id in library.tiers)
        gaps = tuple(gap for gap in self.plan.gaps if gap.tier.id in library.tiers)
        messages = tuple(m for m in self.messages if m.item.tier is None or m.item.tier.id in library.tiers)
        return Edition(library, self.plan._replace(items=items, gaps=gaps), messages)

    def of(self, tier: Tier) -> Iterator[Message]:
        """The messages of one tier, in time order."""
        return (message for message in self.messages if message.item.tier is tier)


class Touch(NamedTuple):
    """A journey's step as one tier sends it, to everybody (`persona` None) or to one persona; its item has no date."""

    journey: Journey
    step: Step
    persona: Persona | None
    message: Message


class Stamp(NamedTuple):
    """One event's history, in UTC: when it was made, when its content last changed, and how many times it has."""

    created: datetime
    modified: datetime
    sequence: int


class History(NamedTuple):
    """What the calendars know of the past. `now` is the last commit, or what --as-of says; None where nobody knows.

    `stamps` are by `identity_of`, for an all-day mark by its key; `cancelled` are events taken out of the plan in the last fourteen
    days, as they were; `uncommitted` are the paths that differ from the last commit.
    """

    now: datetime | None = None
    stamps: Mapping[str, Stamp] = {}
    cancelled: tuple[tuple[Message, Stamp], ...] = ()
    uncommitted: tuple[str, ...] = ()


class Publication(NamedTuple):
    """All that goes out in one build: what every output is made from; `findings` are for pages that show them where they belong,
    `whole` is False where weeks were left out on purpose."""

    library: Library
    editions: tuple[Edition, ...]
    scripts: tuple[Script, ...]
    history: History = History()
    findings: tuple[Diagnostic, ...] = ()
    whole: bool = True
    answers: tuple[Answer, ...] = ()
    touches: tuple[Touch, ...] = ()
    pins: tuple[Pin, ...] = ()
    handouts: tuple[Handout, ...] = ()

    def only(self, tiers: Iterable[str]) -> Publication:
        """What goes to these tiers, and what belongs to none. It was checked whole: what leaks is seen from above."""
        library = self.library.only(tiers)
        return self._replace(
            library=library,
            editions=tuple(edition.only(library) for edition in self.editions),
            scripts=tuple(script for script in self.scripts if script.tier.id in library.tiers),
            touches=tuple(t for t in self.touches if t.message.item.tier and t.message.item.tier.id in library.tiers),
            answers=tuple(answer for answer in self.answers if answer.tier.id in library.tiers),
            handouts=tuple(handout for handout in self.handouts if handout.tier.id in library.tiers),
        )


class Artifact(NamedTuple):
    """One file of the output: its path with forward slashes, its bytes or the file it is a copy of, and the places it was made from."""

    path: str
    data: bytes | Path
    sources: tuple[Span, ...]
