"""The brand book: who speaks, to whom, up which ladder, in which columns, about what; for a new colleague, on paper or not.

In: a publication's library. Out: `book.html`.
Promise: all of it comes from the library and is said once; what a brand left empty is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from siyu.diagnostic import Words
from siyu.edition import Publication
from siyu.facts.channels import ROLES
from siyu.facts.words import chinese
from siyu.kinds.column import Column
from siyu.kinds.ip import Ip
from siyu.kinds.persona import Persona
from siyu.kinds.tier import Shift, Tier
from siyu.library import Library
from siyu.site.charts import day_bar
from siyu.site.chrome import Chrome
from siyu.site.goods import given, good
from siyu.site.hours import hours_of, said
from siyu.site.listed import Facts, Links, channel_name, filled, joined, one
from siyu.site.matrix import matrix
from siyu.site.pages import page
from siyu.site.place import told, whole
from siyu.site.weeks_chart import kind_name, purpose_name
from siyu.source import Text
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, When, clock


class _Speaker(NamedTuple):
    ip: Ip
    avatar: str
    facts: Facts
    links: Links


class _Person(NamedTuple):
    persona: Persona
    tags: tuple[str, ...]
    facts: Facts
    windows: tuple[tuple[str, Markup, str], ...]


class _Rung(NamedTuple):
    tier: Tier
    marks: tuple[str, ...]
    facts: Facts
    crew: Facts
    up: str


class _Line(NamedTuple):
    name: str
    kind: str
    kind_name: str
    about: str
    cells: tuple[tuple[str, ...], ...]
    beside: str
    first: int


def book_pages(publication: Publication, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """The book, one page."""
    library = publication.library
    brand = library.brand
    lines = sorted((_line(column, library, chrome) for column in library.columns.values()), key=lambda line: line.first)
    yield (
        "book.html",
        page(
            "book.html",
            **told(whole(publication), publication, chrome, "book"),
            title=f"{brand.name} · {chrome['book']}",
            brand=brand,
            speakers=[_speaker(ip, library, chrome) for ip in library.ips.values()],
            people=[_person(persona, library.tags, chrome) for persona in library.personas.values()],
            rungs=[] if _implicit(library) else [_rung(tier, library, chrome) for tier in library.tiers.values()],
            days=[name if chrome.lang == "zh" else WEEKDAYS[n].capitalize() for n, name in enumerate(WEEKDAYS_ZH)],
            matrix=matrix(publication, chrome),
            lines=lines,
            goods=[good(product, library, chrome) for product in library.products.values()],
            offers=[given(offer, library, chrome) for offer in library.offers.values()],
            wordings=[
                (
                    each,
                    each.terms.split("\n"),
                    (each.fine or "").split("\n"),
                    joined((channel_name(channel, chrome) for channel in each.channels), chrome),
                )
                for each in library.wordings.values()
            ],
        ),
    )


def _speaker(ip: Ip, library: Library, chrome: Chrome) -> _Speaker:
    voice, card = ip.voice, ip.card
    speaks_in = [] if _implicit(library) else [tier.name for tier in library.tiers.values() if tier.ip == ip.id]
    emoji = [" ".join(voice.emoji)] if voice.emoji else []
    if voice.emoji_most is not None:
        emoji.append(chrome["emoji_most"].format(voice.emoji_most))
    facts = (
        (chrome["character"], joined(ip.character, chrome)),
        (chrome["speaks_in"], joined(speaks_in, chrome)),
        (chrome["calls_itself"], one(voice.self)),
        (chrome["calls_customers"], one(voice.customers)),
        (chrome["catchphrases"], voice.catchphrases),
        (chrome["emoji"], [chrome["comma"].join(emoji)] if emoji else []),
        (chrome["never_says"], joined(voice.never, chrome)),
        (chrome["online"], [said(when, chrome) for when in card.hours]),
        (channel_name("channel-video", chrome), one(card.channel)),
        (chrome["human"], one(ip.human)),
    )
    return _Speaker(ip, f"images/{quote(ip.avatar)}" if ip.avatar else "", filled(facts), tuple(card.links.items()))


def _person(persona: Persona, tags: Mapping[str, str], chrome: Chrome) -> _Person:
    facts = (
        (chrome["needs"], persona.needs),
        (chrome["pains"], persona.pains),
        (chrome["scenes"], joined(persona.scenes, chrome)),
    )
    windows = tuple(
        (
            scene,
            day_bar([hours for when in whens for hours in hours_of(when)]),
            chrome["comma"].join(said(when, chrome) for when in whens),
        )
        for scene, whens in persona.windows.items()
    )
    return _Person(persona, tuple(tags[tag] for tag in persona.tags), filled(facts), windows)


def _rung(tier: Tier, library: Library, chrome: Chrome) -> _Rung:
    marks = []
    if tier.group:
        marks.append(chrome.say(Words(f"{chinese(tier.group)}群", f"{tier.group.capitalize()} group")))
    if tier.style:
        marks.append(chrome.say(Words(f"{chinese(tier.style)}型", tier.style.capitalize())))
    facts = (
        (chrome["threshold"], one(tier.threshold)),
        (chrome["promise"], one(tier.promise)),
        (chrome["kept_by"], joined((library.columns[name].name for name in tier.kept_by), chrome)),
        (chrome["budget"], [chrome["messages_a_day"].format(tier.budget.messages_per_day)] if tier.budget else []),
    )
    crew = ((_role(role, library, chrome), _duty(getattr(tier.roles, role), tier, chrome)) for role in ROLES)
    above = library.tiers.get(tier.way_up.to) if tier.way_up else None
    up = chrome["up_to"].format(above.name) if above else chrome["up"]
    return _Rung(tier, tuple(marks), filled(facts), filled(crew), up)


def _line(column: Column, library: Library, chrome: Chrome) -> _Line:
    """A column's week: its hours day by day, and beside them what is not weekly, or differs by tier."""
    cells: list[list[str]] = [[] for _ in range(7)]
    beside = []
    for when in sorted(column.when, key=lambda when: when.start or 0):
        days = _days(when)
        for day in days:
            cells[day].append("✓" if when.start is None else clock(when.start))
        if not days:
            beside.append(said(when, chrome))
    beside += [f"{library.tiers[name].name} {clock(at)}" for name, at in column.hours.items() if name in library.tiers]
    about = [purpose_name(column.purpose, chrome), channel_name(column.channel, chrome)]
    if column.owner:
        about.append(_role(column.owner, library, chrome))
    if column.ip:
        about.append(library.ips[column.ip].nickname)
    if column.tiers is not None:
        about += joined((tier.name for tier in library.covers(column.tiers)), chrome)
    about += joined((library.personas[name].name for name in column.personas), chrome)
    first = min((when.start or 0 for when in column.when), default=24 * 60)
    return _Line(
        column.name,
        column.kind,
        kind_name(column.kind, chrome),
        " · ".join(about),
        tuple(map(tuple, cells)),
        chrome["comma"].join(beside),
        first,
    )


def _days(when: When) -> list[int]:
    """The weekdays of every week that a `when` means; none where it is not weekly."""
    if when.month_day or when.ordinals or when.months or when.every > 1 or when.day_class == "holiday":
        return []
    if when.day_class:
        return list(range(5)) if when.day_class == "workday" else [5, 6]
    return sorted(when.weekdays)


def _implicit(library: Library) -> bool:
    """Whether the one tier is there only because every message needs one."""
    return all(tier.id.source is library.brand.id.source for tier in library.tiers.values())


def _duty(duty: Iterable[Text], tier: Tier, chrome: Chrome) -> list[str]:
    """The names, and how they share the work."""
    names = joined(duty, chrome)
    if not isinstance(duty, Shift) or not names:
        return names
    if duty.crew:
        return [*names, chrome.say(Words(f"分管 {tier.groups} 个群", f"{tier.groups} groups between them"))]
    every = duty.every or "week"
    said = {"week": "每周", "day": "每天", "workday": "每个工作日"}
    return [
        *names,
        chrome.say(Words(f"{said[every]}轮换，{duty.from_} 起", f"in turn, every {every} from {duty.from_}")),
    ]


def _role(name: str, library: Library, chrome: Chrome) -> str:
    return chrome.say(Words(library.calls(name), "KOC" if name == "koc" else name.capitalize()))
