"""A Moments picture with more pixels than the platform documents: it shrinks it, and small print on a poster turns to mush."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.platform import LONG_SIDE, SHORT_SIDE
from siyu.passage import Texts
from siyu.pictures import pictures
from siyu.rule import Finding, Rule


def odd_sized_image(texts: Texts) -> Iterator[Finding]:
    """Advice for each picture in Moments beyond the documented pixels."""
    for asset, span in pictures(texts, "moments"):
        if not (asset.width and asset.height):
            continue
        short, long = sorted((asset.width, asset.height))
        if long > LONG_SIDE.number or short > SHORT_SIDE.number:
            size = f"{asset.width}×{asset.height}"
            words = Words(
                f"{asset.path} 是 {size}，朋友圈长边最多 {LONG_SIDE.number}、短边最多 {SHORT_SIDE.number}",
                f"{asset.path} is {size}; Moments takes {LONG_SIDE.number} along its long side and {SHORT_SIDE.number} along its short one",
            )
            yield Finding(words, span, (Note(Words("缩小后再导出", "export it smaller")),))


RULE = Rule(
    name="odd-sized-image",
    severity=Severity.ADVICE,
    what=Words("朋友圈配图的像素超过文档写的上限", "a Moments image has more pixels than the document allows"),
    why=Words(
        "接口可能拒收；平台自己缩小时，海报上的小字会糊",
        "the API may refuse it; shrunk by the platform, small print on a poster turns to mush",
    ),
    instead=Words(
        "导出成长边不超过 10800、短边不超过 1080 像素",
        "export it with at most 10800 pixels along its long side and 1080 along its short one",
    ),
    find=odd_sized_image,
    source="WeCom developer document 96351 (2025-09-11)",
)
