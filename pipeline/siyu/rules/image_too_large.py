"""A picture or video of more megabytes than the platform takes: the task fails when it is uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from siyu.asset import Asset
from siyu.diagnostic import Note, Severity, Words
from siyu.facts.platform import IMAGE_BYTES
from siyu.passage import Texts
from siyu.pictures import pictures
from siyu.rule import Finding, Rule
from siyu.source import Span


def image_too_large(texts: Texts) -> Iterator[Finding]:
    """An error in Moments, whose document gives the limit; elsewhere a warning."""
    told = set()
    for asset, span in pictures(texts, "moments"):
        told.add(asset.path)
        yield from _large(asset, span, Severity.ERROR)
    for asset, span in pictures(texts):
        if asset.path not in told:
            yield from _large(asset, span, Severity.WARNING)


def _large(asset: Asset, span: Span, severity: Severity) -> Iterator[Finding]:
    most = IMAGE_BYTES.number
    if asset.size > most:
        size = f"{ceil(asset.size / (1 << 20) * 10) / 10} MB"
        words = Words(
            f"{asset.path} 有 {size}，上限 {most >> 20} MB", f"{asset.path} has {size}, {most >> 20} MB at most"
        )
        yield Finding(words, span, (Note(Words("压缩后再放进来", "compress it")),), severity)


RULE = Rule(
    name="image-too-large",
    severity=Severity.ERROR,
    what=Words(
        "配图或视频超过 10 MB：朋友圈是错误，别处是提醒",
        "an image or video has more than 10 MB: in Moments an error, elsewhere a warning",
    ),
    why=Words("上传时被平台拒收，任务发不出去", "the platform refuses the upload, and the task is not sent"),
    instead=Words("压缩后再放进来", "compress it"),
    find=image_too_large,
    source="WeCom developer document 96351 (2025-09-11)",
)
