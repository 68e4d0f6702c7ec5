"""A set that costs more than its parts: whoever does the sum buys them one by one, and trusts no set again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.product import Product
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text


def dear_bundle(library: Library) -> Iterator[Finding]:
    """A warning for each set's first price, the public one or a tier's, that is above what its parts cost the same people."""
    for product in library.products.values():
        parts = [part for name in product.bundle if (part := library.products.get(name))]
        if not parts or len(parts) < len(product.bundle):
            continue
        for tier, whom, price in _prices(library, product):
            apart = sum(Decimal(part.prices.get(tier, part.price)) for part in parts)
            if Decimal(price) > apart:
                words = Words(
                    f"{product.name}{whom} {price} 元，单买只要 {apart} 元",
                    f"{product.id!s} costs {price}{f' in tier {tier!s}' if tier else ''}, its parts {apart}",
                )
                yield Finding(words, price.span, (Note(_HOW),))
                break


def _prices(library: Library, product: Product) -> Iterator[tuple[Text, str, Text]]:
    """The public price, then each tier's own; whom it is for, in words."""
    yield Text("", *product.id.span), "公开价", product.price
    for tier in library.covers(product.tiers or None):
        yield tier.id, f"给{tier.name}", product.prices.get(tier.id, product.price)


_HOW = Words(
    "降到单买以下；多的是礼盒、卡片，就写进卖点并用 allow 说明",
    "go below the parts; where a box or a card makes it dearer, say so in its point and in allow",
)
RULE = Rule(
    name="dear-bundle",
    severity=Severity.WARNING,
    what=Words("一套比单买还贵", "a set costs more than its parts"),
    why=Words(
        "算一遍的人会分开买，以后哪一套都不信了", "who does the sum buys them one by one, and trusts no set again"
    ),
    instead=_HOW,
    find=dear_bundle,
)
