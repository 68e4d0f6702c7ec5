"""A price typed by hand that is not the product's: the page behind the link says another one, and the group asks why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.amounts import amounts, cents
from siyu.facts.hostile import MANY
from siyu.facts.prices import Price, names_of, price
from siyu.facts.promotion import PRICING
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Span

_OWN_PRICE = ("coupon", "flash-sale", "group-buy", "order-chain", "bundle")


class _Shelf(NamedTuple):
    """What the products may be called, longest first, and who is called so; the names of those that cost so much somebody."""

    names: re.Pattern[str]
    called: dict[str, list[Product]]
    costs: dict[int, list[str]]


def price_differs(texts: Texts) -> Iterator[Finding]:
    """A warning for each typed price that is none of the product's own: not the tier's, not the public one where it is called so, not an offer's.
    The product is the entry's, or whose name stands right before the price."""
    library = texts.library
    if not library.products:
        return
    shelf: _Shelf | None = None  # it is rarely asked
    told: set[Span] = set()
    for passage in texts.passages:
        item, tier = passage.item, passage.tier
        if tier is None or not (typed := amounts(passage.text)):
            continue
        offer = item.offer if item else None
        if offer and tier.id not in offer.prices and offer.mechanic in _OWN_PRICE:
            continue  # it makes a price of its own, and does not say which
        products: tuple[Product, ...] = ()
        if item:
            products = (item.product, *item.products) if item.product else item.products
        usual = {cents(product.prices.get(tier.id, product.price)) for product in products}
        if usual.issuperset([amount for amount, _, _ in typed]):
            continue
        shelf = shelf or _shelf(library)
        for finding in _findings(passage, tier, products, library, shelf):
            if finding.span not in told:  # one line goes to several tiers, each with a price of its own
                told.add(finding.span)
                yield finding


def _shelf(library: Library) -> _Shelf:
    called: dict[str, list[Product]] = {}
    costs: dict[int, list[str]] = {}
    for product in library.products.values():
        for amount in (product.price, *product.prices.values()):
            costs.setdefault(cents(amount), []).append(product.name)
        for name in names_of(product.name):
            if len(name.strip()) > 2 or name == product.name:
                called.setdefault(name, []).append(product)
    names = "|".join(re.escape(name) for name in sorted(called, key=len, reverse=True))
    return _Shelf(re.compile(names), called, costs)


def _findings(
    passage: Passage, tier: Tier, products: tuple[Product, ...], library: Library, shelf: _Shelf
) -> Iterator[Finding]:
    typed, text = amounts(passage.text), passage.text
    day = passage.item.date if passage.item else None
    known = {cents(amount) for product in products for amount in _paid(library, product, tier, day)}
    own = [tier.name, tier.name.removeprefix(library.brand.name)]
    said = any(amount in known for amount, _, _ in typed)
    if not products and all(_right(text, shelf, *found) for found in typed[:MANY]):
        return
    spoken = [match[0] for match in islice(shelf.names.finditer(text), MANY)]
    names = [*(name for product in products for name in names_of(product.name)), *spoken]
    for found in typed[:MANY]:
        if found[0] in known:
            continue
        mention = price(text, found, names, own)
        before = [match[0] for match in shelf.names.finditer(text, mention.begins, mention.start)]
        beside = shelf.called[before[-1]] if before else []
        if beside and not any(product in products for product in beside):
            if _wrong(mention, passage, tier, library, shelf):
                yield _finding(passage, beside[0], tier, mention)
        elif (product := _meant(mention, products)) and not _fine(mention, product, tier, library, said):
            yield _finding(passage, product, tier, mention)


def _right(text: str, shelf: _Shelf, amount: int, start: int, end: int) -> bool:
    """Whether its line names one of those that cost so much; where it is a higher tier's, higher-tier-leak tells it."""
    opened, closed = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    closed = closed if closed >= 0 else len(text)
    return any(text.find(name, opened, closed) >= 0 for name in shelf.costs.get(amount, ()))


def _wrong(mention: Price, passage: Passage, tier: Tier, library: Library, shelf: _Shelf) -> bool:
    """Whether it is what nobody pays for any product that its sentence names."""
    if not (mention.plain and mention.straight) or mention.kind in ("elsewhere", "special"):
        return False
    if _of_another(mention.around, tier, library):
        return False
    day = passage.item.date if passage.item else None
    for name in shelf.names.findall(mention.around):
        for product in shelf.called[name]:
            if mention.cents in map(cents, (product.price, *product.prices.values())):
                return False  # where it is a higher tier's, higher-tier-leak tells it
            sets = [each for each in library.products.values() if product.id in each.bundle]
            if mention.cents in [cents(each) for some in (product, *sets) for each in _paid(library, some, tier, day)]:
                return False
    return True


def _paid(library: Library, product: Product, tier: Tier, day: date | None) -> Iterator[str]:
    """What the tier pays for a product, with offers that have not ended and without."""
    yield product.prices.get(tier.id, product.price)
    for offer in library.offers.values():
        running = day is None or offer.ends is None or day <= offer.ends
        if running and tier.id in offer.prices and (not offer.products or product.id in offer.products):
            yield offer.prices[tier.id]


def _meant(mention: Price, products: tuple[Product, ...]) -> Product | None:
    """The one product that a price can be about."""
    if len(products) < 2:
        return products[0] if products else None
    named = [product for product in products if any(name in mention.around for name in names_of(product.name))]
    return named[0] if mention.named and len(named) == 1 else None


def _fine(mention: Price, product: Product, tier: Tier, library: Library, said: bool) -> bool:
    """Whether it may well be something else. `said`: the text has the tier's own price besides."""
    public = cents(product.price)
    if not mention.plain or mention.kind in ("elsewhere", "special"):
        return True
    if mention.kind == "public" or (mention.cents == public and said):
        return mention.cents == public
    above = [up.id for up in library.above(tier)]
    if mention.cents in [cents(product.prices[up]) for up in above if up in product.prices]:
        return True  # higher-tier-leak tells it
    return (said and mention.kind != "own" and not mention.directly) or _of_another(mention.around, tier, library)


def _of_another(sentence: str, tier: Tier, library: Library) -> bool:
    """Whether the sentence speaks of another tier: its name without the brand's and without 群."""
    own = _stem(tier, library)
    stems = (_stem(other, library) for other in library.tiers.values() if other.id != tier.id)
    return any(len(stem) > 1 and stem in sentence and stem not in own for stem in stems)


def _stem(tier: Tier, library: Library) -> str:
    return tier.name.removeprefix(library.brand.name).removesuffix("群")


def _finding(passage: Passage, product: Product, tier: Tier, mention: Price) -> Finding:
    right, name, whom = product.price, "product.list_price", Words("公开价", "")
    if mention.kind != "public":
        own, name = product.prices.get(tier.id), "product.price"
        right, whom = (own, Words(f"给{tier.name}", f" tier {tier.id!s}")) if own else (right, Words("", ""))
    written = passage.text[mention.start : mention.end]
    words = Words(
        f"{product.name} {whom.zh}是 {right} 元，这里写着“{written}”",
        f"{product.id!s} costs{whom.en} {right}, the copy says {written!r}",
    )
    note = Note(
        Words(
            f"写成 {{{{ {name} }}}} 元，改价时自己会跟着变；真有别的价就建一份优惠（content/offers），用 offer 引用",
            f"write {{{{ {name} }}}}, it follows the product; where there is another price, make it an offer",
        ),
        right.span,
    )
    return Finding(words, passage.at(mention.start, mention.end), (note,))


RULE = Rule(
    name="price-differs",
    severity=Severity.WARNING,
    what=Words("手写的价格和商品的价格对不上", "a price typed by hand is not the product's"),
    why=Words(
        "点进去是另一个价，群里第一个问的人会截图", "the page behind the link says another one, and the group asks why"
    ),
    instead=Words(
        "用 {{ product.price }}；真有别的价就建一份优惠，用 offer 引用",
        "use {{ product.price }}; where there is another price, make it an offer and name it with offer",
    ),
    find=price_differs,
    source=f"{PRICING}第十九条",
)
