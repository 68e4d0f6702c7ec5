"""A price typed by hand that is not the product's: the page behind the link says another one, and the group asks why."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.hostile import MANY
from siyu.facts.prices import Price, amounts, cents, names_of, price
from siyu.facts.promotion import PRICING
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Span


def price_differs(texts: Texts) -> Iterator[Finding]:
    """A warning for each typed price that is none of the product's own: not the tier's, not the public one where it is called so, not an offer's."""
    paid: dict[tuple[str, ...], frozenset[int]] = {}
    told: set[Span] = set()
    for passage in texts.passages:
        item, tier = passage.item, passage.tier
        if item is None or tier is None or not (item.product or item.products):
            continue
        if not (typed := amounts(passage.text)) or (item.offer and tier.id not in item.offer.prices):
            continue  # an offer makes a price of its own, and does not say which
        products = tuple(product for product in (item.product, *item.products) if product)
        key = (tier.id, *(product.id for product in products))
        if (known := paid.get(key)) is None:
            prices = (amount for product in products for amount in _paid(texts.library, product, tier))
            known = paid[key] = frozenset(map(cents, prices))
        if all(amount in known for amount, _, _ in typed):
            continue
        names = [name for product in products for name in names_of(product.name)]
        own = [tier.name, tier.name.removeprefix(texts.library.brand.name)]
        for found in typed[:MANY]:
            if found[0] in known:
                continue
            mention = price(passage.text, found, names, own)
            said = any(amount in known for amount, _, _ in typed)
            product = _meant(mention, products)
            if product and not _fine(mention, product, tier, texts.library, said):
                finding = _finding(passage, product, tier, mention)
                if finding.span not in told:  # one line goes to several tiers, each with a price of its own
                    told.add(finding.span)
                    yield finding


def _paid(library: Library, product: Product, tier: Tier) -> Iterator[str]:
    """What the tier pays for a product, with offers and without."""
    yield product.prices.get(tier.id, product.price)
    for offer in library.offers.values():
        if tier.id in offer.prices and (not offer.products or product.id in offer.products):
            yield offer.prices[tier.id]


def _meant(mention: Price, products: tuple[Product, ...]) -> Product | None:
    """The one product that a price can be about."""
    if len(products) == 1:
        return products[0]
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
