"""A crossed-out price that nobody can prove: beside it every price looks low, and the law asks where and when it was paid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.amounts import Amount, amounts, cents
from siyu.facts.hostile import MANY
from siyu.facts.prices import CROSSED
from siyu.facts.promotion import PRICING
from siyu.kinds.product import Product
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule

_WORDS = "|".join(sorted(CROSSED.split(), key=len, reverse=True))
_AMOUNT = r"(\d{1,3}(?:,\d{3})+|\d{1,7})([.．]\d{1,2})?(?!\d| ?[支瓶盒件份杯套折%天年月日号点])"
_CROSSED = re.compile(rf"(?:{_WORDS})[是为：: 要卖]{{0,3}}[¥￥]? ?{_AMOUNT}(?: ?[元块])?")
_WORD = re.compile("价(?<=[原场店柜售牌常正线]价)")  # the letter first: fast to look for
_LABEL = re.compile(rf"(?:{_WORDS})[是为：: 要卖]{{0,3}}$")
_AFTER = re.compile(rf"(?<![\d.．])(\d{{1,7}})([.．]\d{{1,2}})? ?元?[（(](?:{_WORDS})[）)]")
_BACK = re.compile(r"(?:恢复|回到|涨回|按|照|变回|不是|没有|不写|不划|不标|哪来的?)(?:了|成)?$")
_BASIS = re.compile(r"成交价|建议零售价|指导价|价格说明|价格依据|[前近]七[天日]|[前近] ?\d+ ?[天日]")


def crossed_price_without_basis(texts: Texts) -> Iterator[Finding]:
    """A warning for each such price of a product without `price_basis`; one that only repeats the tier's own price claims nothing."""
    for passage in texts.passages:
        item, tier = passage.item, passage.tier
        if item is None or tier is None or not _WORD.search(passage.text):
            continue
        products = [product for product in (item.product, *item.products) if product and not product.price_basis]
        if not products or _BASIS.search(passage.text):
            continue
        for amount, start, end in islice(_crossed(passage.text), MANY):
            product = _meant(passage.text[:start], amount, products, alone=not item.products)
            if product is None or amount == cents(product.prices.get(tier.id, product.price)):
                continue
            if not _BACK.search(passage.text[max(0, start - 4) : start]):
                yield _finding(passage, product, start, end)


def _crossed(text: str) -> Iterator[Amount]:
    """Each amount that is called so, with its word: bare digits, and whatever else counts as money (原价三十九块)."""
    for match in chain(_CROSSED.finditer(text), _AFTER.finditer(text)):
        yield cents(match[1] + (match[2] or "")), *match.span()
    for amount, start, end in amounts(text):
        label = None if text[start].isdecimal() else _LABEL.search(text, max(0, start - 8), start)
        if label and _CROSSED.match(text, label.start()) is None:
            yield amount, label.start(), end


def _meant(before: str, amount: int, products: list[Product], alone: bool) -> Product | None:
    """The product that a price is about: the only one, the one that costs so much, the last one named before."""
    if alone:
        return products[0]
    same = [product for product in products if cents(product.price) == amount]
    return same[0] if len(same) == 1 else max(products, key=lambda product: before.rfind(product.name))


def _finding(passage: Passage, product: Product, start: int, end: int) -> Finding:
    written = passage.text[start:end].strip()
    words = Words(
        f"“{written}”没有依据：{product.name} 没写 price_basis",
        f"{written!r} has no basis: {product.id!s} has no price_basis",
    )
    note = Note(
        Words(
            "在商品里写 price_basis：这个价什么时候、在哪里成交过；拿不出来就只写现在的价",
            "say in price_basis where and when it was paid; or give only the price of now",
        ),
        product.price.span,
    )
    return Finding(words, passage.at(start, end), (note,))


RULE = Rule(
    name="crossed-price-without-basis",
    severity=Severity.WARNING,
    what=Words(
        "写了原价、划线价、市场价，商品却没有价格依据", "a former or crossed-out price of a product without a basis"
    ),
    why=Words(
        "被比较的价格要真实、查得到；没有成交记录的原价，按价格欺诈处理",
        "the price compared with must be true and provable; one that was never paid counts as price fraud",
    ),
    instead=Words(
        "在商品里写 price_basis，或只写现在的价",
        "say its basis in the product's price_basis, or give only the price of now",
    ),
    find=crossed_price_without_basis,
    source=f"{PRICING}第十七条、第十九条",
)
