"""A promotion that the copy makes and no offer knows: nobody set its end, its conditions or whom it is for, and the till takes the full price."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.amounts import cents
from siyu.facts.bargains import Bargain, bargains, says
from siyu.facts.prices import names_of
from siyu.facts.promotion import PROMOTION
from siyu.kinds.offer import Offer
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Span


def offer_missing(texts: Texts) -> Iterator[Finding]:
    """A warning for each promotion with numbers in a text whose tier has no offer of that day, and no promise, that says the same;
    welcome scripts and auto-replies, which have no day, say what is always so."""
    told: set[Span] = set()
    products = texts.library.products.values()

    def named(words: str) -> bool:
        return any(name in words for product in products for name in names_of(product.name) if len(name.strip()) > 2)

    for passage in texts.passages:
        item, tier = passage.item, passage.tier
        if item is None or tier is None or not (made := bargains(passage.text, named)):
            continue
        for bargain in made:
            if (item.offer and _vague(item.offer)) or _told(bargain, texts.library, tier, item.offer, item.date):
                continue
            span = passage.at(bargain.start, bargain.end)
            if span not in told:
                told.add(span)
                yield _finding(passage, bargain, item.offer, span)


def _vague(offer: Offer) -> bool:
    """An offer without any terms: what it gives is for the copy to say."""
    return offer.terms is None and not bargains(offer.name, bool)


def _told(bargain: Bargain, library: Library, tier: Tier, own: Offer | None, day: date) -> bool:
    """Whether the entry's own offer, another of that day, or the tier's promise says so. That an entry's offer has ended is offer-not-running's matter."""
    offers = [o for o in library.offers.values() if not o.tiers or tier.id in o.tiers]
    running = [o for o in offers if o.ends is None or day <= o.ends]
    for offer in (*running, *([own] if own else [])):
        price = offer.prices.get(tier.id)
        if bargain.kind == "价" and (cents(price) in bargain.numbers if price else offer is own):
            return True
        if says(f"{offer.name}，{offer.terms or ''}", bargain):
            return True
        if price and bargain.kind in "折半第":
            return True  # a price may well be called so
    return any(says(words, bargain) for words in (tier.promise, tier.positioning) if words)


def _finding(passage: Passage, bargain: Bargain, own: Offer | None, span: Span) -> Finding:
    written = passage.text[bargain.start : bargain.end].strip(" ，,：:｜\n")
    if own:
        words = Words(
            f"“{written}”和优惠“{own.name}”的条件对不上", f"{written!r} is not what offer {own.id!s} says in its terms"
        )
        return Finding(words, span, (Note(_TERMS, (own.terms or own.name).span),))
    return Finding(Words(f"“{written}”没有哪份优惠写着", f"{written!r}: no offer says so"), span, (Note(_HOW),))


_HOW = Words(
    "建一份优惠（siyu new offer），terms 写清条件，ends 写哪天为止，这一条用 offer 引用",
    "make an offer (siyu new offer) with its terms and its end (ends), and name it with offer",
)
_TERMS = Words(
    "改正文，或改它的 terms；是另一份优惠就另建一份",
    "correct the copy or the terms; another promotion is another offer",
)
RULE = Rule(
    name="offer-missing",
    severity=Severity.WARNING,
    what=Words(
        "正文里有满减、折扣、买赠、券，却没有哪份优惠这样写",
        "the copy makes a promotion, money off, a second at half price, one more for free, that no offer knows",
    ),
    why=Words(
        "没有优惠文件，就没人定过到哪天、给哪层、能不能叠加；页面没设，付款时是原价",
        "nobody set its end, its conditions or whom it is for, and the till takes the full price",
    ),
    instead=_HOW,
    find=offer_missing,
    source=f"{PROMOTION}第六条",
)
