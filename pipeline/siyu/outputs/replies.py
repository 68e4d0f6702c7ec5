"""replies/<tier>/replies.csv — the auto-replies of a tier as a sheet to import, a row for each keyword, in the order in which they are met.

In: a publication. Out: CSV for Excel, WPS and the platforms' importers: UTF-8 with BOM, CRLF.
Promise: exact keywords first, then the longer before the shorter, so that a tool which takes the first that fits takes the right one;
no cell is ever a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siyu.edition import Artifact, Publication
from siyu.facts.channels import CHANNELS, ROLES
from siyu.kinds.reply import rank
from siyu.sheets import csv_bytes
from siyu.standing import Answer
from siyu.when import describe

_HEAD = ("关键词", "匹配方式", "回复内容", "图片", "链接", "时段", "渠道", "转人工")


def replies(publication: Publication) -> Iterator[Artifact]:
    """A sheet for every tier that answers anything."""
    for tier in publication.library.tiers.values():
        own = [answer for answer in publication.answers if answer.tier is tier]
        if own:
            sources = tuple(answer.copy.span for answer in own)
            yield Artifact(f"replies/{tier.id}/replies.csv", csv_bytes([_HEAD, *rows_of(own)]), sources)


def rows_of(answers: Iterable[Answer]) -> Iterator[tuple[str, ...]]:
    """Each keyword of each answer, in the order of precedence."""
    every = [
        (rank(answer.reply, word), n, word, answer) for n, answer in enumerate(answers) for word in answer.reply.words
    ]
    for *_, word, answer in sorted(every, key=lambda row: row[:2]):
        yield (
            word,
            "完全匹配" if answer.reply.exact else "包含",
            answer.text,
            "；".join(answer.images),
            answer.link or "",
            _hours(answer),
            "、".join(CHANNELS[channel].zh for channel in answer.channels) or "全部",
            ROLES[answer.reply.ask] if answer.reply.ask else "",
        )


def _hours(answer: Answer) -> str:
    if not answer.hours:
        return "全天"
    said = "，".join(map(describe, answer.ip.card.hours)) if answer.ip else ""
    return "不在线" if answer.hours == "off" else f"在线：{said}" if said else "在线"
