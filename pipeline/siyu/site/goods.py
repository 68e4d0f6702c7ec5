"""Products and offers as sheets of the brand book.

In: a product or an offer, and the library. Out: `Good` and `Given`.
Promise: a price or link of one tier stands under its tier's name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote

from siyu.diagnostic import Words
from siyu.facts.words import chinese
from siyu.kinds.offer import Offer
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.site.chrome import Chrome
from siyu.site.listed import Facts, Links, filled, joined, one
from siyu.source import Text


class Good(NamedTuple):
    """A product's sheet."""

    product: Product
    role: str
    image: str
    prices: Links
    links: Links
    facts: Facts


class Given(NamedTuple):
    """An offer's sheet."""

    offer: Offer
    mechanic: str
    links: Links
    facts: Facts


def good(product: Product, library: Library, chrome: Chrome) -> Good:
    """What a colleague wants to know of a product."""
    facts = (
        (chrome["only_for"], joined((tier.name for tier in _only(product.tiers, library)), chrome)),
        (chrome["valid"], [f"{product.valid[0]} – {product.valid[1]}"] if product.valid else []),
        (chrome["in_the_set"], joined((library.products[name].name for name in product.bundle), chrome)),
        (chrome["suits"], joined((library.personas[name].name for name in product.personas), chrome)),
        (chrome["scenes"], joined(product.scenes, chrome)),
        (chrome["price_basis"], one(product.price_basis)),
    )
    return Good(
        product,
        chrome.say(Words(f"{chinese(product.role)}品", product.role.capitalize())),
        f"images/{quote(product.image)}" if product.image else "",
        ((chrome["public_price"], str(product.price)), *_by_tier(product.prices, library)),
        _links(product.link, library),
        filled(facts),
    )


def given(offer: Offer, library: Library, chrome: Chrome) -> Given:
    """What a colleague wants to know of an offer."""
    prices = [f"{name} {chrome['yuan'].format(price)}" for name, price in _by_tier(offer.prices, library)]
    facts = (
        (chrome["terms"], one(offer.terms)),
        (chrome["valid"], [f"{offer.begins or ''} – {offer.ends or ''}".strip()] if offer.begins or offer.ends else []),
        (chrome["code"], one(offer.code)),
        (chrome["prize"], [chrome["yuan"].format(offer.prize)] if offer.prize else []),
        (chrome["price"], joined(prices, chrome)),
        (chrome["goods"], joined((library.products[name].name for name in offer.products), chrome)),
        (chrome["only_for"], joined((tier.name for tier in _only(offer.tiers, library)), chrome)),
    )
    mechanic = chrome.say(Words(chinese(offer.mechanic), offer.mechanic.replace("-", " ").capitalize()))
    return Given(offer, mechanic, _links(offer.link, library), filled(facts))


def _only(tiers: Sequence[str], library: Library) -> list[Tier]:
    return library.covers(tiers) if tiers else []


def _by_tier(values: Mapping[Text, Text], library: Library) -> list[tuple[str, str]]:
    """What differs by tier, up the ladder."""
    return [(tier.name, str(values[tier.id])) for tier in library.tiers.values() if tier.id in values]


def _links(links: Mapping[Text, Text] | None, library: Library) -> Links:
    """A link for all has no name; one for a tier has its tier's."""
    for_all = [("", str(link)) for name, link in (links or {}).items() if name == ""]
    return tuple(for_all + _by_tier(links or {}, library))
