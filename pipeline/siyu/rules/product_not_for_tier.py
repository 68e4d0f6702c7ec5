"""A product shown to a tier it is not sold to: what is exclusive is no longer, and the link is not theirs."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.rule import Finding, Rule


def product_not_for_tier(edition: Edition) -> Iterator[Finding]:
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
                yield Finding(words, item.span, (note,))


RULE = Rule(
    name="product-not-for-tier",
    severity=Severity.ERROR,
    what=Words("把不卖给这一层的商品发给了这一层", "a product is shown to a tier that it is not sold to"),
    why=Words(
        "专属的东西人人看得到，就不再专属；链接也不是给他们的",
        "what is exclusive is no longer, and the link is not theirs",
    ),
    instead=Words("换一个商品，或用 only、tiers 分开写", "choose another product, or use only or tiers"),
    find=product_not_for_tier,
)
