"""An offer shown to a tier that it is not made for: they tap, are refused, and learn what others get."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.rule import Finding, Rule


def offer_not_for_tier(edition: Edition) -> Iterator[Finding]:
    """Every offer planned for a tier outside its `tiers`: an error."""
    for item in edition.plan.items:
        if item.offer and item.tier and item.offer.tiers and item.tier.id not in item.offer.tiers:
            words = Words(
                f"优惠“{item.offer.name}”不给{item.tier.name}",
                f"offer {item.offer.id!s} is not for tier {item.tier.id!s}",
            )
            note = Note(
                Words(
                    "换一个优惠，用 only / tiers 分开写，或在优惠的 tiers 里加上这一层",
                    "choose another offer, use only / tiers, or add the tier to the offer's tiers",
                ),
                item.offer.tiers[0].span,
            )
            yield Finding(words, item.span, (note,))


RULE = Rule(
    name="offer-not-for-tier",
    severity=Severity.ERROR,
    what=Words("把不给这一层的优惠发给了这一层", "an offer is shown to a tier that it is not made for"),
    why=Words("点进去领不了，还知道了别人有什么", "they tap and are refused, and have learned what others get"),
    instead=Words(
        "换一个优惠，用 only、tiers 分开写，或在优惠的 tiers 里加上这一层",
        "choose another offer, use only or tiers, or add the tier to the offer's tiers",
    ),
    find=offer_not_for_tier,
)
