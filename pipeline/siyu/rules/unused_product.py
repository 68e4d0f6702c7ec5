"""A product that nobody speaks of: it was photographed, priced and forgotten, or its id was meant elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Publication
from siyu.kinds.product import Product
from siyu.rule import Finding, Rule

_A_MONTH = 4  # weeks, before which a product may just not have had its turn
_A_CATALOGUE = 20  # more than these unused: nobody means to plan them all


def unused_product(publication: Publication) -> Iterator[Finding]:
    """Advice for each product, valid in these weeks, that no entry, offer or text of a month or more of plans names."""
    editions, library = publication.editions, publication.library
    if len(editions) < _A_MONTH:
        return
    used = {name for offer in library.offers.values() for name in offer.products}
    for edition in editions:
        for item in edition.plan.items:
            if item.product:
                used.add(item.product.id)
            used.update(product.id for product in item.products)
    unused = [product for name, product in library.products.items() if name not in used and _sold(publication, product)]
    if not unused or len(unused) > _A_CATALOGUE:
        return
    texts = "\n".join(text for edition in editions for _, text, *_ in edition.messages if text)
    for product in unused:
        if product.name in texts or any(product.name in script.text for script in publication.scripts):
            continue
        words = Words(
            f"{len(editions)} 周的计划里没有人提到{product.name}",
            f"nothing in {plural(len(editions), 'week')} of plans names product {product.id!s}",
        )
        note = Note(Words("排上它，或删掉这个文件", "plan something for it, or delete the file"))
        yield Finding(words, product.name.span, (note,))


def _sold(publication: Publication, product: Product) -> bool:
    """Whether one of the tiers can buy it in these weeks."""
    first, last = publication.editions[0].plan.week.week, publication.editions[-1].plan.week.week
    if product.tiers and not publication.library.covers(product.tiers):
        return False
    return product.valid is None or (product.valid[0] <= last and first <= product.valid[1])


RULE = Rule(
    name="unused-product",
    severity=Severity.ADVICE,
    what=Words("一个月以上的计划里，没有人提到这件商品", "in a month or more of plans nothing names a product"),
    why=Words("要么忘了，要么别处的 id 写错了", "it was forgotten, or an id somewhere is wrong"),
    instead=Words("排上它，或删掉这个文件", "plan something for it, or delete the file"),
    find=unused_product,
)
