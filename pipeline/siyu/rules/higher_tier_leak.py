"""What is for a higher tier, in a lower tier's text: its link, its code, its price. Whoever paid to climb sees that nobody had to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.amounts import amounts, cents
from siyu.facts.hostile import MANY
from siyu.facts.links import addresses, plain
from siyu.facts.prices import clause, names_of, price
from siyu.kinds.offer import Offer
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Text

_CALLED = (
    "(?:"
    + "|".join(
        f"(?<={word}{gap})"
        for word in ("口令", "暗号", "券码", "优惠码", "兑换码", "回复", "输入")
        for gap in ("", "[：: 「“]")
    )
    + ")"
)


class _Secrets(NamedTuple):
    """What a tier must not see: link, code or price → whose it is. A price has the products it belongs to."""

    links: dict[str, tuple[Text, Tier]]
    codes: dict[str, tuple[Text, Tier]]
    prices: dict[int, list[tuple[Product, Text, Tier]]]
    code: re.Pattern[str] | None


def higher_tier_leak(texts: Texts) -> Iterator[Finding]:
    """An error for each link, code or price that only tiers further up the ladder have."""
    library = texts.library
    secrets = {str(tier.id): _secrets(library, tier) for tier in library.tiers.values()}
    for passage in texts.passages:
        if passage.tier is None or (secret := secrets[passage.tier.id]) is None:
            continue
        if secret.links:
            yield from _links(passage, secret)
        if secret.code:
            for match in islice(secret.code.finditer(passage.text), MANY):
                yield _found(passage, *secret.codes[match.group().lower()], "口令", "code", *match.span())
        if secret.prices:
            yield from _prices(passage, library, secret)


def _secrets(library: Library, tier: Tier) -> _Secrets | None:
    above = list(library.above(tier))
    links: dict[str, tuple[Text, Tier]] = {}
    codes: dict[str, tuple[Text, Tier]] = {}
    prices: dict[int, list[tuple[Product, Text, Tier]]] = {}
    own = {plain(link) for link in library.brand.links.values()}
    free = {str(offer.code).lower() for offer in library.offers.values() if offer.code and _open(offer, tier)}
    documents: list[Product | Offer] = [*library.products.values(), *library.offers.values()]
    for document in documents:
        closed = [] if _open(document, tier) else [up for up in above if up.id in document.tiers]
        for name, link in (document.link or {}).items():
            if name == tier.id or (name == "" and _open(document, tier)):
                own.add(plain(link))
            for up in closed if name == "" else [up for up in above if up.id == name]:
                links.setdefault(plain(link), (link, up))
        if isinstance(document, Offer) and document.code and str(document.code).lower() not in free:
            for up in closed[:1]:
                codes.setdefault(str(document.code).lower(), (document.code, up))
        for amount, up in _paid(document, tier, above, closed):
            shown = [document] if isinstance(document, Product) else map(library.products.get, document.products)
            prices.setdefault(cents(amount), []).extend((product, amount, up) for product in shown if product)
    secret = _Secrets({link: links[link] for link in links if link not in own}, codes, prices, _pattern(codes))
    return secret if any(secret) else None


def _paid(document: Product | Offer, tier: Tier, above: list[Tier], closed: list[Tier]) -> Iterator[tuple[Text, Tier]]:
    """What others pay and this tier does not."""
    public = document.price if isinstance(document, Product) else None
    own = {cents(each) for each in (public, document.prices.get(tier.id)) if each and not closed}
    for up in above:
        if (amount := document.prices.get(up.id)) is not None and cents(amount) not in own:
            yield amount, up
    if public and closed:
        yield public, closed[0]


def _open(document: Product | Offer, tier: Tier) -> bool:
    return not document.tiers or tier.id in document.tiers


def _pattern(codes: dict[str, tuple[Text, Tier]]) -> re.Pattern[str] | None:
    """A long code of letters speaks for itself; a short one, a number or a Chinese word is a code only where it is called one."""
    spelt = []
    for code in sorted(codes, key=len, reverse=True):
        own = code.isascii() and len(code) > (5 if code.isdigit() else 3)
        ends = "(?![a-z0-9])" if code.isascii() else ""
        spelt.append(f"{'(?<![a-z0-9])' if own else _CALLED}{re.escape(code)}{ends}")
    return re.compile("|".join(spelt), re.IGNORECASE | re.ASCII) if spelt else None


def _links(passage: Passage, secret: _Secrets) -> Iterator[Finding]:
    for address, start, end in addresses(passage.text)[:MANY]:
        whole = plain(address)
        for shown in (whole, plain(re.split(r"[?#]", whole)[0])):
            if shown in secret.links:
                yield _found(passage, *secret.links[shown], "链接", "link", start, end)
                break
    if passage.link and plain(passage.link) in secret.links:
        span = passage.link.span if isinstance(passage.link, Text) else passage.span
        yield _found(passage, *secret.links[plain(passage.link)], "链接", "link")._replace(span=span)


def _prices(passage: Passage, library: Library, secret: _Secrets) -> Iterator[Finding]:
    """A price counts where the text is about that product, or names it before."""
    for found in amounts(passage.text)[:MANY]:
        if found[0] in secret.prices:
            yield from _price(passage, library, found, secret.prices[found[0]])


def _price(
    passage: Passage, library: Library, found: tuple[int, int, int], secrets: list[tuple[Product, Text, Tier]]
) -> Iterator[Finding]:
    item, tier = passage.item, passage.tier
    assert tier is not None
    shown = {product.id: product for product in (item.product, *item.products) if product} if item else {}
    paid = {cents(product.prices.get(tier.id, product.price)) for product in shown.values()}
    paid |= {cents(amount) for offer in library.offers.values() if (amount := offer.prices.get(tier.id))}
    if found[0] in paid:
        return
    brand = library.brand.name
    tiers = [name for other in library.tiers.values() for name in (other.name, other.name.removeprefix(brand))]
    for product, amount, up in secrets:
        if product.id in shown or any(name in passage.text for name in names_of(product.name)):
            mention = price(passage.text, found, names_of(product.name), tiers)
            about = mention.named or [*shown] == [product.id]
            said = mention.plain or (
                mention.directly and price(*clause(passage.text, found), names_of(product.name), tiers).plain
            )
            if about and said and mention.kind not in ("public", "elsewhere"):
                yield _found(passage, amount, up, "价格", "price", *found[1:])
                return


def _found(passage: Passage, secret: Text, up: Tier, zh: str, en: str, start: int = 0, end: int = 0) -> Finding:
    tier = passage.tier
    assert tier is not None
    words = Words(
        f"这是{up.name}的{zh}，发给{tier.name}的文字里不能有",
        f"this {en} is for tier {up.id!s}, and the text goes to {tier.id!s}",
    )
    note = Note(
        Words(
            f"换成这一层自己的（{{{{ product.{'link' if en == 'link' else 'price'} }}}}），或把这段只写给{up.name}；它写在这里"
            if en != "code"
            else f"换成这一层自己的口令，或把这段只写给{up.name}；它写在这里",
            f"use the tier's own, or write this for {up.id!s} alone; it is defined here",
        ),
        secret.span,
    )
    return Finding(words, passage.at(start, end), (note,))


RULE = Rule(
    name="higher-tier-leak",
    severity=Severity.ERROR,
    what=Words(
        "发给低一层的文字里有高一层的链接、口令或价格", "a lower tier's text has a higher tier's link, code or price"
    ),
    why=Words(
        "花了心思升上去的人会发现，原来不用升；价格一截图，整张价目表都要解释",
        "those who climbed find that nobody had to, and every price has to be explained",
    ),
    instead=Words(
        "用 {{ product.price }}、{{ product.link }}，每一层自己会得到自己的；要分开写的用 tiers",
        "use {{ product.price }} and {{ product.link }}, each tier gets its own; write the rest apart with tiers",
    ),
    find=higher_tier_leak,
)
