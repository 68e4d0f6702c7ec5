"""More pictures than a post takes: the platform refuses the task, or the operator picks nine."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.facts.platform import MOST_IMAGES
from siyu.rule import Finding, Rule


def too_many_images(edition: Edition) -> Iterator[Finding]:
    """An error for each text with more images than its channel's limit."""
    for item in edition.plan.items:
        most = MOST_IMAGES.get(item.channel)
        if most is not None and len(item.images) > most:
            words = Words(
                f"{item.name} 有 {len(item.images)} 张图，最多 {most} 张",
                f"{item.key!s} has {len(item.images)} images, {most} at most",
            )
            yield Finding(words, item.span, (Note(Words("留下最好的几张", "keep the best")),))


RULE = Rule(
    name="too-many-images",
    severity=Severity.ERROR,
    what=Words("配图比渠道能放的多", "a post has more images than its channel takes"),
    why=Words("平台会拒绝这条任务，或者由运营临时挑九张", "the platform refuses the task, or the operator picks nine"),
    instead=Words("留下最好的几张", "keep the best"),
    find=too_many_images,
    source="WeCom developer documents 96351 (2025-09-11) and 92135 (2025-11-17)",
)
