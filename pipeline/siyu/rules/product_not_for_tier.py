"""A product shown to a tier it is not sold to: what is exclusive is no longer, and the link is not theirs."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Edition


def product_not_for_tier(edition: Edition) -> Iterator[Diagnostic]:
    """Every product planned for a tier outside its `tiers`: an error."""
    for item in edition.plan.items:
        for product in (item.product, *item.products):
            if product and item.tier and product.tiers and item.tier.id not in product.tiers:
                words = Words(
                    f"{product.name} 不卖给{item.tier.name}", f"{product.id!s} is not sold to tier {item.tier.id!s}"
                )
                note = Note(
                    Words("换一个商品，或用 only / tiers 分开写", "choose another product, or use only / tiers")
                )
                yield Diagnostic("product-not-for-tier", words, item.span, (note,))
