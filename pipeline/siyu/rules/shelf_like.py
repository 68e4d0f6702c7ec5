"""A week of nothing but products (货架式): people mute a shelf, and nobody talks to one."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Edition
from siyu.rule import Finding, Rule

_FEED = ("moments", "group")
_A_SHELF = 4


def shelf_like(edition: Edition) -> Iterator[Finding]:
    """One warning a week for the tiers whose Moments and group posts, four or more, are all of kind product."""
    kinds: dict[str, list[str]] = {}
    for item in edition.plan.items:
        if item.channel in _FEED and item.tier:
            kinds.setdefault(item.tier.id, []).append(item.kind)
    shelves = {tier: len(kind) for tier, kind in kinds.items() if len(kind) >= _A_SHELF and set(kind) == {"product"}}
    if shelves:
        tiers = [edition.library.tiers[name] for name in shelves]
        number = min(shelves.values())
        words = Words(
            f"{'、'.join(tier.name for tier in tiers)} 这周 {number} 条都是商品",
            f"nothing but products for {', '.join(shelves)} this week: {plural(number, 'post')}",
        )
        note = Note(Words("穿插品牌、科普或生活内容", "put something of kind brand, knowledge or life between them"))
        yield Finding(words, edition.plan.week.week_.span, (note,))


RULE = Rule(
    name="shelf-like",
    severity=Severity.WARNING,
    what=Words("一层的一周，朋友圈和群里全是商品", "a tier's week is nothing but products"),
    why=Words("货架没有人会跟它聊天，只会被静音", "nobody talks to a shelf; people mute it"),
    instead=Words("穿插品牌、科普或生活内容", "put something of kind brand, knowledge or life between them"),
    find=shelf_like,
)
