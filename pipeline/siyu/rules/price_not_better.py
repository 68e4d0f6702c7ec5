"""A tier that pays as much as the public, or more than the tier below: the ladder's promise is that higher is better."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.offer import Offer
from siyu.kinds.product import Product
from siyu.library import Library
from siyu.rule import Finding, Rule


def price_not_better(library: Library) -> Iterator[Finding]:
    """A warning for each product's first tier whose price is missing beside others, above the public one, or above a lower tier's;
    and for each offer's first tier that pays more than one below it."""
    for product in library.products.values():
        if any(tier.id in product.prices for tier in library.covers(product.tiers or None)):
            yield from _ladder(library, product)
    for offer in library.offers.values():
        yield from _offered(library, offer)


def _ladder(library: Library, product: Product) -> Iterator[Finding]:
    below, owner = Decimal(product.price), Words("公开价", "the public price")
    for tier in library.covers(product.tiers or None):
        price = product.prices.get(tier.id)
        if price is None or Decimal(price) > below:
            words = Words(
                f"{product.name} 给{tier.name}的价格{'没有写，会按公开价' if price is None else f'比{owner.zh}还高'}",
                f"{product.id!s} costs tier {tier.id!s} {'the public price, none is given' if price is None else f'more than {owner.en}'}",
            )
            note = Note(
                Words(
                    "越往上价格越好；真是这样就写上价格，或用 tiers 不卖给它",
                    "prices get better up the ladder; say the price, or leave the tier out with tiers",
                )
            )
            yield Finding(
                words,
                (price or next(iter(product.prices.values()))).span,
                (note,),
            )
            return
        below, owner = Decimal(price), Words(tier.name, f"tier {tier.id!s}")


def _offered(library: Library, offer: Offer) -> Iterator[Finding]:
    paying = [(tier, price) for tier in library.covers(None) if (price := offer.prices.get(tier.id)) is not None]
    for (below, least), (tier, price) in pairwise(paying):
        if Decimal(price) > Decimal(least):
            words = Words(
                f"优惠“{offer.name}”给{tier.name}的价格比{below.name}还高",
                f"offer {offer.id!s} costs tier {tier.id!s} more than tier {below.id!s}",
            )
            note = Note(
                Words("越往上价格越好；写反了就换过来", "prices get better up the ladder; swap them"), least.span
            )
            yield Finding(words, price.span, (note,))
            return


RULE = Rule(
    name="price-not-better",
    severity=Severity.WARNING,
    what=Words(
        "某一层的价格没写（会按公开价），或比下一层还高",
        "a tier pays the public price although others have their own, or more than the tier below",
    ),
    why=Words(
        "分层的承诺是越往上越好，最好的顾客最先发现不对",
        "the ladder's promise is that higher is better, and the best customers find out first",
    ),
    instead=Words("写上这一层的价格，或用 tiers 不卖给它", "say the tier's price, or leave the tier out with tiers"),
    find=price_not_better,
)
