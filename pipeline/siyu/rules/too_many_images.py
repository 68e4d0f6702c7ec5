"""More pictures than a post takes: the platform refuses the task, or the operator picks nine."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.facts.platform import MOST_ATTACHMENTS
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def too_many_images(texts: Texts) -> Iterator[Finding]:
    """An error for each text with more images than its channel's limit, or the brand's own knowledge of it."""
    limits = {channel: most.number for channel, most in MOST_ATTACHMENTS.items() if most.number > 1}
    limits |= {
        str(on): own.images
        for on, own in texts.library.brand.limits.items()
        if own.images is not None and on != "group-joined"
    }
    for passage in texts.passages:
        most = limits.get(passage.channel)
        if most is not None and len(passage.images) > most:
            words = Words(
                f"{passage.name} 有 {len(passage.images)} 张图，最多 {most} 张",
                f"{passage.key!s} has {plural(len(passage.images), 'image')}, {most} at most",
            )
            yield Finding(words, passage.span, (Note(Words("留下最好的几张", "keep the best")),))


RULE = Rule(
    name="too-many-images",
    severity=Severity.ERROR,
    what=Words("配图比渠道能放的多", "a post has more images than its channel takes"),
    why=Words("平台会拒绝这条任务，或者由运营临时挑九张", "the platform refuses the task, or the operator picks nine"),
    instead=Words(
        "留下最好的几张；平台改了上限就在 brand.yaml 的 limits 里写上新数和出处",
        "keep the best; where the platform changed, say so with its source in brand.yaml's limits",
    ),
    find=too_many_images,
    source="WeCom developer documents 96351 (2025-09-11), 92135 and 92599 (2025-11-17)",
)
