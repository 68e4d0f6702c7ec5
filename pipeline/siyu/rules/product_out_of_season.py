"""A product shown on a day it cannot be bought: the link leads to nothing, and the price is no longer true."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.rule import Finding, Rule


def product_out_of_season(edition: Edition) -> Iterator[Finding]:
    """Every product planned outside its `valid` days."""
    for item in edition.plan.items:
        for product in (item.product, *item.products):
            if product and product.valid and not product.valid[0] <= item.date <= product.valid[1]:
                first, last = product.valid
                words = Words(
                    f"{product.name} 在 {item.date} 不售（{first} 到 {last}）",
                    f"{product.id!s} is not sold on {item.date} ({first} to {last})",
                )
                note = Note(Words("换一个商品，或改它的 valid", "choose another product, or change its valid"))
                yield Finding(words, item.span, (note,))


RULE = Rule(
    name="product-out-of-season",
    severity=Severity.WARNING,
    what=Words("发布那天商品不在售", "a product is shown on a day when it is not sold"),
    why=Words("链接点进去买不到，价格也不再是真的", "the link leads to nothing, and the price is no longer true"),
    instead=Words("换一个商品，或改它的 valid", "choose another product, or change its valid"),
    find=product_out_of_season,
)
