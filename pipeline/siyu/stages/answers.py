"""Auto-replies and pinned posts → the texts that go out: each tier's own answers, each account's pinned post.

In: a library and the tables that a text may name. Out: `Answer`s in the order in which a message must meet them, `Pin`s; diagnostics.
Promise: an official account cannot tell tiers apart, so what it answers is the lowest tier's, and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

from siyu.diagnostic import Diagnostic, Problem, Words
from siyu.document import for_tier
from siyu.kinds.reply import Reply
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.placeholders import Names, at, fill
from siyu.source import Text
from siyu.stages.vocabulary import Vocabulary
from siyu.standing import Answer, Pin

Found = list[Diagnostic]


def answers(library: Library, known: Vocabulary) -> tuple[list[Answer], Found]:
    """What every tier answers, an answer for working hours and one for the others where a reply has both."""
    found: Found = []
    made = [
        answer
        for tier in library.tiers.values()
        for reply in library.replies.values()
        if tier in (served := library.covers(reply.tiers))
        for answer in _of(reply, tier, served[0], library, known, found)
    ]
    return made, found


def pins(library: Library, known: Vocabulary) -> tuple[list[Pin], Found]:
    """The pinned Moments post of every account that has one."""
    found: Found = []
    made = []
    for account in library.accounts.values():
        if account.pinned is not None:
            ip = library.ips.get(account.ip) if account.ip else None
            names = {"brand": known.brand, "ip": known.ip(ip), "tier": None, "nickname": None, "link": account.link}
            text, values = _filled(account.pinned, names, found)
            made.append(Pin(account, text, ip, values))
    return made, found


def _of(reply: Reply, tier: Tier, lowest: Tier, library: Library, known: Vocabulary, found: Found) -> Iterator[Answer]:
    channels = tuple(channel for channel in reply.channels if channel != "official-account" or tier is lowest)
    if reply.channels and not channels:
        return
    ip = library.speaker(tier, reply.ip)
    product = library.products[reply.product] if reply.product else None
    offer = library.offers[reply.offer] if reply.offer else None
    for document, named in ((product, reply.product), (offer, reply.offer)):
        if document is not None and named is not None and document.tiers and tier.id not in document.tiers:
            words = Words(
                f"{document.name} 不给“{tier.id}”，这条回复却发到那里",
                f"{document.id!s} is not for tier {tier.id!s}, and this reply goes there",
            )
            found.append(Diagnostic("tier-not-covered", words, named.span))
            return
    link = reply.link or (for_tier(product.link, tier.id) if product and product.link else None)
    names = {
        "brand": known.brand,
        "ip": known.ip(ip),
        "tier": known.tier(tier),
        "product": known.product(product, tier),
        "offer": known.offer(offer, tier),
        "link": link,
        "nickname": None,
    }
    images = tuple(map(str, reply.images)) or ((str(product.image),) if product and product.image else ())
    said = [("working" if reply.off else "", reply.copy_), *([("off", reply.off)] if reply.off else [])]
    for hours, copy in said:
        text, values = _filled(copy, names, found)
        yield Answer(tier, reply, hours, copy, text, channels, ip, link, images, values)


def _filled(copy: Text, names: Names, found: Found) -> tuple[str, tuple[str, ...]]:
    try:
        text, values = fill(copy, names)
    except Problem as problem:
        found.append(at(problem, copy))
        return "", ()
    return normalize("NFC", text.strip("\n ")), values
