"""A set with a part that the tier cannot buy: what is exclusive comes in by the back door, or cannot be bought again."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule


def bundle_beyond_tier(library: Library) -> Iterator[Finding]:
    """A warning for each part that is not sold to one of the tiers that the set is sold to."""
    for product in library.products.values():
        for name in product.bundle:
            part = library.products.get(name)
            without = [
                t for t in library.covers(product.tiers or None) if part and part.tiers and t.id not in part.tiers
            ]
            if part and without:
                words = Words(
                    f"{product.name}里的{part.name}不卖给{'、'.join(tier.name for tier in without)}",
                    f"part {name!s} of {product.id!s} is not sold to tier {', '.join(str(tier.id) for tier in without)}",
                )
                yield Finding(words, name.span, (Note(_HOW),))


_HOW = Words(
    "换一件，或用 tiers 让这一套只卖给买得到它的层",
    "take another part, or sell the set with tiers only to those who can buy it",
)
RULE = Rule(
    name="bundle-beyond-tier",
    severity=Severity.WARNING,
    what=Words("一套里有不卖给这一层的商品", "a set has a part that is not sold to the tier"),
    why=Words(
        "专属的从套装里流出去；用完想补，又买不到",
        "what is exclusive comes in by the back door, and cannot be bought again",
    ),
    instead=_HOW,
    find=bundle_beyond_tier,
)
