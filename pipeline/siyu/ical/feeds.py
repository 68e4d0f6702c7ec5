"""Whose calendars there are: one a tier, a role and a person whom the tiers name, and all in one; and the weeks they show.

In: a publication. Out: `Feed`s, each with the steps of its days in order.
Promise: a feed without a step is none: 200 with an empty calendar empties some subscribers, 404 harms nobody; a file's name never
depends on who else there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple
from unicodedata import normalize

from siyu.edition import Edition, Message, Publication, Stamp, folder_of, identity_of
from siyu.facts.channels import ROLES
from siyu.ical import day_in
from siyu.ical.event import one_line
from siyu.ical.marks import Mark, marks
from siyu.kinds.tier import Tier, shares

_GROUPS = {
    "intake": "darkorange", "benefit": "seagreen", "flash": "tomato", "general": "steelblue", "category": "darkcyan", "vip": "mediumpurple",
}  # fmt: skip
_ROLES = {
    "owner": "slategray",
    "moderator": "cadetblue",
    "koc": "palevioletred",
    "service": "peru",
    "editor": "olivedrab",
}
_PERSON, _ALL = "rosybrown", "dimgray"
_SLUG = re.compile(r"(?!.*-quiet$)(?![0-9a-f]{12}$)[a-z0-9]+(-[a-z0-9]+)*")


class Step(NamedTuple):
    """A message on its way into the feeds, and what is known of its past."""

    message: Message
    stamp: Stamp | None
    cancelled: bool = False


class Feed(NamedTuple):
    """Who it is for: file, name and colour; the steps in the order of their days, the marks beside them."""

    file: str
    name: str
    color: str
    steps: list[Step]
    marks: tuple[Mark, ...] = ()


def window(publication: Publication) -> list[Edition]:
    """The weeks that the calendars show: around the week of the last change; all of them where nobody knows when that was."""
    now, shown = publication.history.now, publication.library.brand.feeds
    if now is None:
        return list(publication.editions)
    today = day_in(publication.library.brand.zone, now)
    monday = today - timedelta(today.weekday())
    first, last = monday - timedelta(weeks=shown.back), monday + timedelta(weeks=shown.ahead)
    return [edition for edition in publication.editions if first <= edition.plan.week.week <= last]


def feeds(publication: Publication, editions: Sequence[Edition]) -> list[Feed]:
    """Every feed that has a step. A person is whom a tier's roles name; the marks stand where a whole day is looked at: tiers and all."""
    library, history = publication.library, publication.history
    steps = [Step(m, history.stamps.get(identity_of(m.item))) for edition in editions for m in edition.messages]
    steps += [Step(m, s, True) for m, s in history.cancelled if m.item.tier is None or m.item.tier.id in library.tiers]
    if library.brand.feeds.approved:
        steps = [step for step in steps if step.message.item.state == "approved"]
    steps.sort(key=lambda step: (step.message.item.date, step.message.item.start))
    tiers: dict[str, list[Step]] = {tier: [] for tier in library.tiers}
    roles: dict[str, list[Step]] = {role: [] for role in ROLES}
    people: dict[str, list[Step]] = {}
    for step in steps:
        item = step.message.item
        if item.tier is not None:
            tiers[item.tier.id].append(step)
        roles[item.role].append(step)
        crew = shares(item.tier, item.role, item.date) if item.tier else {}
        for person, name in {one_line(normalize("NFC", name)): name for name in item.people}.items():
            people.setdefault(person, []).append(_alone(step, name) if name in crew else step)
    around = marks(publication, editions)
    named = [] if "all" in tiers else [Feed("all", "全部", _ALL, steps, tuple(around))]
    if tiers.keys() == {"all"}:
        tiers["all"] = steps  # a project without tiers: what belongs to no group stands beside the rest
    found = [
        *(_tier(library.tiers[tier], own, around) for tier, own in tiers.items()),
        *(Feed(folder_of(None, role), library.calls(role), _ROLES[role], own) for role, own in roles.items()),
        *(Feed(f"person-{slug(person)}", person, _PERSON, people[person]) for person in sorted(people)),
        *named,
    ]
    return [
        feed for feed in found if feed.steps
    ]  # 200 with an empty calendar empties some subscribers; 404 harms nobody


def _tier(tier: Tier, steps: list[Step], around: list[Mark]) -> Feed:
    own = tuple(
        mark
        for mark in around
        if (not mark.tiers or tier.id in mark.tiers)
        and (tier.opens is None or mark.last >= tier.opens)
        and (tier.ends is None or mark.first <= tier.ends)
    )
    return Feed(tier.id, tier.name, _GROUPS.get(tier.group or "", "teal"), steps, own)


def _alone(step: Step, name: str) -> Step:
    """A step as one of a crew does it, for the groups that are theirs."""
    return step._replace(message=step.message._replace(item=step.message.item._replace(people=(name,))))


def slug(person: str) -> str:
    """A person in a file's name: as written where that is one, else the name's hash, which no other person's arrival changes."""
    return person if _SLUG.fullmatch(person) else sha256(person.encode()).hexdigest()[:12]
