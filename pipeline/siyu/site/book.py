"""The brand book: who speaks, to whom, up which ladder, in which columns, about what; for a new colleague, on paper or not.

In: a publication's library. Out: `book.html`.
Promise: all of it comes from the library and is said once; what a brand left empty is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

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
from siyu.site.charts import day_bar
from siyu.site.chrome import Chrome
from siyu.site.hours import hours_of, said
from siyu.site.pages import page
from siyu.site.weeks_chart import kind_name, purpose_name
from siyu.source import Text
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, When, clock

Facts = tuple[tuple[str, Sequence[str]], ...]
"""Labels and what belongs to them, only those that have something."""
Links = tuple[tuple[str, str], ...]


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


class _Good(NamedTuple):
    product: Product
    role: str
    image: str
    prices: Links
    links: Links
    facts: Facts


class _Given(NamedTuple):
    offer: Offer
    mechanic: str
    links: Links
    facts: Facts


def book_pages(publication: Publication, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
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
            people=[_person(persona, library.tags, chrome) for persona in library.personas.values()],
            rungs=[] if _implicit(library) else [_rung(tier, library, chrome) for tier in library.tiers.values()],
            days=[name if chrome.lang == "zh" else WEEKDAYS[n].capitalize() for n, name in enumerate(WEEKDAYS_ZH)],
            lines=lines,
            goods=[_good(product, library, chrome) for product in library.products.values()],
            offers=[_given(offer, library, chrome) for offer in library.offers.values()],
            wordings=[
                (
                    each,
                    each.terms.split("\n"),
                    (each.fine or "").split("\n"),
                    _joined((_channel(channel, chrome) for channel in each.channels), chrome),
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
        (chrome["character"], _joined(ip.character, chrome)),
        (chrome["speaks_in"], _joined(speaks_in, chrome)),
        (chrome["calls_itself"], _one(voice.self)),
        (chrome["calls_customers"], _one(voice.customers)),
        (chrome["catchphrases"], voice.catchphrases),
        (chrome["emoji"], [chrome["comma"].join(emoji)] if emoji else []),
        (chrome["never_says"], _joined(voice.never, chrome)),
        (chrome["online"], [said(when, chrome) for when in card.hours]),
        (_channel("channel-video", chrome), _one(card.channel)),
        (chrome["human"], _one(ip.human)),
    )
    return _Speaker(ip, f"images/{quote(ip.avatar)}" if ip.avatar else "", _filled(facts), tuple(card.links.items()))


def _person(persona: Persona, tags: Mapping[str, str], chrome: Chrome) -> _Person:
    facts = (
        (chrome["needs"], persona.needs),
        (chrome["pains"], persona.pains),
        (chrome["scenes"], _joined(persona.scenes, chrome)),
    )
    windows = tuple(
        (
            scene,
            day_bar([hours for when in whens for hours in hours_of(when)]),
            chrome["comma"].join(said(when, chrome) for when in whens),
        )
        for scene, whens in persona.windows.items()
    )
    return _Person(persona, tuple(tags[tag] for tag in persona.tags), _filled(facts), windows)


def _rung(tier: Tier, library: Library, chrome: Chrome) -> _Rung:
    marks = []
    if tier.group:
        marks.append(chrome.say(Words(f"{chinese(tier.group)}群", f"{tier.group.capitalize()} group")))
    if tier.style:
        marks.append(chrome.say(Words(f"{chinese(tier.style)}型", tier.style.capitalize())))
    facts = (
        (chrome["threshold"], _one(tier.threshold)),
        (chrome["promise"], _one(tier.promise)),
        (chrome["kept_by"], _joined((library.columns[name].name for name in tier.kept_by), chrome)),
        (chrome["budget"], [chrome["messages_a_day"].format(tier.budget.messages_per_day)] if tier.budget else []),
    )
    crew = ((_role(role, chrome), _joined(getattr(tier.roles, role), chrome)) for role in ROLES)
    above = library.tiers.get(tier.way_up.to) if tier.way_up else None
    up = chrome["up_to"].format(above.name) if above else chrome["up"]
    return _Rung(tier, tuple(marks), _filled(facts), _filled(crew), up)


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
    about = [purpose_name(column.purpose, chrome), _channel(column.channel, chrome)]
    if column.owner:
        about.append(_role(column.owner, chrome))
    if column.ip:
        about.append(library.ips[column.ip].nickname)
    if column.tiers is not None:
        about += _joined((tier.name for tier in library.covers(column.tiers)), chrome)
    about += _joined((library.personas[name].name for name in column.personas), chrome)
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
    if when.month_day or when.ordinals or when.every > 1 or when.day_class == "holiday":
        return []
    if when.day_class:
        return list(range(5)) if when.day_class == "workday" else [5, 6]
    return sorted(when.weekdays)


def _good(product: Product, library: Library, chrome: Chrome) -> _Good:
    facts = (
        (chrome["only_for"], _joined((tier.name for tier in _only(product.tiers, library)), chrome)),
        (chrome["valid"], [f"{product.valid[0]} – {product.valid[1]}"] if product.valid else []),
        (chrome["suits"], _joined((library.personas[name].name for name in product.personas), chrome)),
        (chrome["scenes"], _joined(product.scenes, chrome)),
        (chrome["price_basis"], _one(product.price_basis)),
    )
    return _Good(
        product,
        chrome.say(Words(f"{chinese(product.role)}品", product.role.capitalize())),
        f"images/{quote(product.image)}" if product.image else "",
        ((chrome["public_price"], str(product.price)), *_by_tier(product.prices, library)),
        _links(product.link, library),
        _filled(facts),
    )


def _given(offer: Offer, library: Library, chrome: Chrome) -> _Given:
    prices = [f"{name} {chrome['yuan'].format(price)}" for name, price in _by_tier(offer.prices, library)]
    facts = (
        (chrome["terms"], _one(offer.terms)),
        (chrome["valid"], [f"{offer.begins or ''} – {offer.ends or ''}".strip()] if offer.begins or offer.ends else []),
        (chrome["code"], _one(offer.code)),
        (chrome["prize"], [chrome["yuan"].format(offer.prize)] if offer.prize else []),
        (chrome["price"], _joined(prices, chrome)),
        (chrome["goods"], _joined((library.products[name].name for name in offer.products), chrome)),
        (chrome["only_for"], _joined((tier.name for tier in _only(offer.tiers, library)), chrome)),
    )
    mechanic = chrome.say(Words(chinese(offer.mechanic), offer.mechanic.replace("-", " ").capitalize()))
    return _Given(offer, mechanic, _links(offer.link, library), _filled(facts))


def _implicit(library: Library) -> bool:
    """Whether the one tier is there only because every message needs one."""
    return all(tier.id.source is library.brand.id.source for tier in library.tiers.values())


def _only(tiers: Sequence[str], library: Library) -> list[Tier]:
    return library.covers(tiers) if tiers else []


def _by_tier(values: Mapping[Text, Text], library: Library) -> list[tuple[str, str]]:
    """What differs by tier, up the ladder."""
    return [(tier.name, str(values[tier.id])) for tier in library.tiers.values() if tier.id in values]


def _links(links: Mapping[Text, Text] | None, library: Library) -> Links:
    """A link for all has no name; one for a tier has its tier's."""
    for_all = [("", str(link)) for name, link in (links or {}).items() if name == ""]
    return tuple(for_all + _by_tier(links or {}, library))


def _channel(name: str, chrome: Chrome) -> str:
    return chrome.say(Words(CHANNELS[name].zh, CHANNELS[name].en))


def _role(name: str, chrome: Chrome) -> str:
    return chrome.say(Words(ROLES[name], "KOC" if name == "koc" else name.capitalize()))


def _one(words: str | None) -> list[str]:
    return [words] if words else []


def _joined(words: Iterable[str], chrome: Chrome) -> list[str]:
    """Several as one line; none as nothing."""
    return _one(chrome["list"].join(words))


def _filled(facts: Iterable[tuple[str, Sequence[str]]]) -> Facts:
    return tuple((label, tuple(values)) for label, values in facts if values)
