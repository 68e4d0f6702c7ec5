"""<week>/review.csv — what an operator fills in when the week is over: a row a tier, a row a publication; only where brand.yaml says `sheets: [review]`.

In: a publication. Out: the sheet, which `siyu review` reads back. Promise: a count is found by its name in the header, a row by its id, wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from siyu.edition import Artifact, Edition, Item, Publication
from siyu.facts.channels import CHANNELS
from siyu.facts.metrics import COUNTS, POSTS, Count
from siyu.sheets import Row, csv_bytes
from siyu.when import WEEKDAYS_ZH, clock

WEEK, ID = "周 week", "编号 id"
_TOLD = ("moments", "group", "official-account", "channel-video", "mini-program")
"""Where members read, like and answer in the open; one to one there is nothing to count."""
_SAVE = "先另存一份再填：output 里的会被下次构建盖掉。没数过的留空，不写 0 · save a copy first; leave blank what was not counted"


class Post(NamedTuple):
    """One publication, whichever tiers it went to. `slot` is its key in content/reviews, below its column ("" for none)."""

    identity: str
    column: str
    slot: str
    first: Item
    titles: tuple[str, ...]
    tiers: tuple[str, ...]


def review_sheets(publication: Publication) -> Iterator[Artifact]:
    """One for each week, for a brand that wants them. All tiers are in it, so it lies in no tier's folder."""
    if "review" not in publication.library.brand.sheets:
        return
    for edition in publication.editions:
        tiers, told = review_rows(edition)
        path = f"{edition.plan.week.name}/review.csv"
        yield Artifact(path, csv_bytes([*tiers, [], *told]), (edition.plan.week.id.span,))


def review_rows(edition: Edition) -> tuple[list[Row], list[Row]]:
    """The tiers' table below the week's name, and the publications'."""
    tiers: list[Row] = [[WEEK, edition.plan.week.name, _SAVE], ["分层 tier", *_head(COUNTS), ID]]
    blank = [None] * len(COUNTS)
    tiers += [[tier.name, *blank, str(tier.id)] for tier in edition.library.tiers.values()]
    told: list[Row] = [
        [
            "日期 date",
            "星期 day",
            "时间 hour",
            "渠道 channel",
            "栏目 column",
            "标题 title",
            "分层 tiers",
            *_head(POSTS),
            ID,
        ]
    ]
    for post in posts(edition):
        item = post.first
        when = (item.date.isoformat(), WEEKDAYS_ZH[item.date.weekday()], clock(item.start))
        what = (CHANNELS[item.channel].zh, item.name, " / ".join(post.titles), "、".join(post.tiers))
        told.append([*when, *what, *[None] * len(POSTS), post.identity])
    return tiers, told


def _head(counts: Mapping[str, Count]) -> list[str]:
    return [f"{count.zh} {name}" for name, count in counts.items()]


def posts(edition: Edition) -> list[Post]:
    """What the week tells in the open, in time order; the same to several tiers is one."""
    found: dict[str, list[Item]] = {}
    for item in edition.plan.items:
        if item.channel in _TOLD and item.tier is not None:
            found.setdefault(item.identity, []).append(item)
    made = []
    for identity, items in found.items():
        column = items[0].key if items[0].key in edition.library.columns else ""
        titles = tuple(dict.fromkeys(item.subject for item in items if item.subject))
        tiers = tuple(dict.fromkeys(item.tier.name for item in items if item.tier))
        slot = identity.removeprefix(f"{edition.plan.week.name}.{column}.") if column else identity
        made.append(Post(identity, column, slot, items[0], titles, tiers))
    return sorted(made, key=_when)


def _when(post: Post) -> tuple[date, int, str]:
    return post.first.date, post.first.start, post.identity
