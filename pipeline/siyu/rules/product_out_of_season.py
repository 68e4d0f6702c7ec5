"""A product shown on a day it cannot be bought: the link leads to nothing, and the price is no longer true."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition


def product_out_of_season(edition: Edition) -> Iterator[Diagnostic]:
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
                yield Diagnostic("product-out-of-season", words, item.span, (note,), Severity.WARNING)
