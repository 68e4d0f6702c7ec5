"""More pictures than a post takes: the platform refuses the task, or the operator picks nine."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Edition
from siyu.facts.platform import MOST_IMAGES


def too_many_images(edition: Edition) -> Iterator[Diagnostic]:
    """An error for each text with more images than its channel's limit."""
    for item in edition.plan.items:
        most = MOST_IMAGES.get(item.channel)
        if most is not None and len(item.images) > most:
            words = Words(
                f"{item.name} 有 {len(item.images)} 张图，最多 {most} 张",
                f"{item.key!s} has {len(item.images)} images, {most} at most",
            )
            yield Diagnostic("too-many-images", words, item.span, (Note(Words("留下最好的几张", "keep the best")),))
