"""The brand book: who speaks, to whom, up which ladder, in which columns, about what; for a new colleague, on paper or not.

In: a publication's library; what its tags are called. Out: `book.html`.
Promise: all of it comes from the library and is said once; what a brand left empty is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from siyu.diagnostic import Words
from siyu.edition import Publication
from siyu.facts.channels import CHANNELS, ROLES
from siyu.facts.words import chinese
from siyu.kinds.column import Column
from siyu.kinds.ip import Ip
from siyu.kinds.offer import Offer
from siyu.kinds.persona import Persona
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.site.charts import day_bar, kind_name, purpose_name
from siyu.site.chrome import Chrome
from siyu.site.hours import hours_of, said
from siyu.site.pages import page
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, When, clock

Facts = tuple[tuple[str, Sequence[str]], ...]
"""Labels and what belongs to them, only those that have something."""


class _Speaker(NamedTuple):
    ip: Ip
    avatar: str
    facts: Facts
    never: Sequence[str]


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
    column: Column
    about: str
    cells: tuple[tuple[str, ...], ...]
    beside: str
    first: int


class _Good(NamedTuple):
    product: Product
    role: str
    image: str
    prices: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    facts: Facts


class _Given(NamedTuple):
    offer: Offer
    mechanic: str
    links: tuple[tuple[str, str], ...]
    facts: Facts


def book_pages(
    publication: Publication, chrome: Chrome, tags: Mapping[str, str] | None = None
) -> Iterator[tuple[str, bytes]]:
    """The book, one page."""
    library = publication.library
    brand = library.brand
    lines = sorted((_line(column, library, chrome) for column in library.columns.values()), key=lambda line: line.first)
    shown = {"t": chrome, "key": f"{brand.domain}/book", "heading": brand.name}
    yield (
        "book.html",
        page(
            "book.html",
            **shown,
            title=f"{brand.name} · {chrome['book']}",
            brand=brand,
            speakers=[_speaker(ip, library, chrome) for ip in library.ips.values()],
            people=[_person(persona, tags or {}, chrome) for persona in library.personas.values()],
            rungs=[] if _implicit(library) else [_rung(tier, library, chrome) for tier in library.tiers.values()],
            days=[name if chrome.lang == "zh" else WEEKDAYS[n].capitalize() for n, name in enumerate(WEEKDAYS_ZH)],
            lines=lines,
            goods=[_good(product, library, chrome) for product in library.products.values()],
            offers=[_given(offer, library, chrome) for offer in library.offers.values()],
            wordings=[
                (each, _split(each.terms), _split(each.fine), [_channel(channel, chrome) for channel in each.channels])
                for each in library.wordings.values()
            ],
        ),
    )


def _speaker(ip: Ip, library: Library, chrome: Chrome) -> _Speaker:
    voice, card = ip.voice, ip.card
    speaks_in = [tier.name for tier in library.tiers.values() if tier.ip == ip.id and not _implicit(library)]
    most = [] if voice.emoji_most is None else [chrome["emoji_most"].format(voice.emoji_most)]
    facts = (
        (chrome["character"], _joined(ip.character)),
        (chrome["speaks_in"], _joined(speaks_in)),
        (chrome["calls_itself"], [voice.self] if voice.self else []),
        (chrome["calls_customers"], [voice.customers] if voice.customers else []),
        (chrome["catchphrases"], voice.catchphrases),
        (chrome["emoji"], _line_of(" ".join(voice.emoji), *most, comma=chrome["comma"])),
        (chrome["online"], [said(when, chrome) for when in card.hours]),
        (CHANNELS["channel-video"].zh if chrome.lang == "zh" else "Channel video", [card.channel] if card.channel else []),
        (chrome["human"], [ip.human] if ip.human else []),
    )
    return _Speaker(ip, f"images/{ip.avatar}" if ip.avatar else "", _filled(facts), voice.never)


def _person(persona: Persona, tags: Mapping[str, str], chrome: Chrome) -> _Person:
    facts = ((chrome["needs"], persona.needs), (chrome["pains"], persona.pains), (chrome["scenes"], _joined(persona.scenes)))
    windows = tuple(
        (
            scene,
            day_bar([hours for when in whens for hours in hours_of(when)]),
            chrome["comma"].join(said(when, chrome) for when in whens),
        )
        for scene, whens in persona.windows.items()
    )
    return _Person(persona, tuple(tags.get(tag, tag) for tag in persona.tags), _filled(facts), windows)


def _rung(tier: Tier, library: Library, chrome: Chrome) -> _Rung:
    marks = []
    if tier.group:
        marks.append(chrome.say(Words(f"{chinese(tier.group)}群", f"{tier.group.capitalize()} group")))
    if tier.style:
        marks.append(chrome.say(Words(f"{chinese(tier.style)}型", tier.style.capitalize())))
    kept = [library.columns[name].name for name in tier.kept_by if name in library.columns]
    budget = [chrome["a_day_at_most"].format(tier.budget.messages_per_day)] if tier.budget else []
    facts = (
        (chrome["threshold"], [tier.threshold] if tier.threshold else []),
        (chrome["promise"], [tier.promise] if tier.promise else []),
        (chrome["kept_by"], _joined(kept)),
        (chrome["message_budget"], budget),
    )
    roles = tier.roles
    crew = tuple(
        (ROLES[role] if chrome.lang == "zh" else role.capitalize(), _joined(getattr(roles, role))) for role in ROLES
    )
    above = library.tiers.get(tier.way_up.to) if tier.way_up else None
    up = chrome["up_to"].format(above.name) if above else ""
    return _Rung(tier, tuple(marks), _filled(facts), _filled(crew), up)


def _line(column: Column, library: Library, chrome: Chrome) -> _Line:
    """A column's week: its hours day by day, and beside them what is not weekly, or differs by tier."""
    cells: list[list[str]] = [[] for _ in range(7)]
    beside = []
    for when in sorted(column.when, key=lambda when: when.start or 0):
        days = _days(when)
        for day in days:
            cells[day].append(clock(when.start or 0))
        if not days:
            beside.append(said(when, chrome))
    beside += [f"{library.tiers[name].name} {clock(at)}" for name, at in column.hours.items() if name in library.tiers]
    about = [kind_name(column.kind, chrome), purpose_name(column.purpose, chrome), _channel(column.channel, chrome)]
    if column.owner:
        about.append(ROLES[column.owner] if chrome.lang == "zh" else column.owner.capitalize())
    if column.tiers is not None:
        about.append(chrome["list"].join(tier.name for tier in library.covers(column.tiers)))
    if column.ip and column.ip in library.ips:
        about.append(library.ips[column.ip].nickname)
    for_whom = [library.personas[name].name for name in column.personas if name in library.personas]
    if for_whom:
        about.append(chrome["for_whom"].format(chrome["list"].join(for_whom)))
    first = min((when.start or 0 for when in column.when), default=24 * 60)
    return _Line(column, " · ".join(about), tuple(map(tuple, cells)), chrome["comma"].join(beside), first)


def _days(when: When) -> list[int]:
    """The weekdays of every week that a `when` means; none where it is not weekly."""
    if when.month_day or when.ordinals or when.every > 1 or when.day_class == "holiday":
        return []
    if when.day_class:
        return list(range(5)) if when.day_class == "workday" else [5, 6]
    return sorted(when.weekdays)


def _good(product: Product, library: Library, chrome: Chrome) -> _Good:
    prices = ((chrome["public"], str(product.price)), *_by_tier(product.prices, library))
    facts = (
        (chrome["only_for"], _joined(tier.name for tier in library.covers(product.tiers)) if product.tiers else []),
        (chrome["valid"], [f"{product.valid[0]} – {product.valid[1]}"] if product.valid else []),
        (chrome["suits"], _joined(library.personas[name].name for name in product.personas if name in library.personas)),
        (chrome["scenes"], _joined(product.scenes)),
        (chrome["price_basis"], [product.price_basis] if product.price_basis else []),
    )
    role = chrome.say(Words(f"{chinese(product.role)}品", product.role.capitalize()))
    image = f"images/{product.image}" if product.image else ""
    return _Good(product, role, image, prices, _links(product.link, library), _filled(facts))


def _given(offer: Offer, library: Library, chrome: Chrome) -> _Given:
    days = [f"{offer.begins or ''} – {offer.ends or ''}"] if offer.begins or offer.ends else []
    named = (library.products[name].name for name in offer.products if name in library.products)
    facts = (
        (chrome["terms"], [offer.terms] if offer.terms else []),
        (chrome["valid"], days),
        (chrome["code"], [offer.code] if offer.code else []),
        (chrome["prize"], [chrome["yuan"].format(offer.prize)] if offer.prize else []),
        (chrome["price"], [f"{name} {chrome['yuan'].format(price)}" for name, price in _by_tier(offer.prices, library)]),
        (chrome["goods"], _joined(named)),
        (chrome["only_for"], _joined(tier.name for tier in library.covers(offer.tiers)) if offer.tiers else []),
    )
    mechanic = chrome.say(Words(chinese(offer.mechanic), offer.mechanic.replace("-", " ")))
    return _Given(offer, mechanic, _links(offer.link, library), _filled(facts))


def _by_tier(values: Mapping[str, str] | Mapping[..., str], library: Library) -> list[tuple[str, str]]:
    """What differs by tier, up the ladder."""
    return [(tier.name, str(values[name])) for name, tier in library.tiers.items() if name in values]


def _links(links: Mapping[str, str] | None, library: Library) -> tuple[tuple[str, str], ...]:
    return tuple((library.tiers[name].name if name in library.tiers else "", link) for name, link in (links or {}).items())
