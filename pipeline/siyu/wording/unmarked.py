"""A review with a way to buy and no 广告 on it: asked of the whole text, because the mark may stand anywhere.

In: a text, and whether a link to buy goes with it. Out: where somebody tells of having used the goods, or None.
Promise: a text that says 广告 of itself is left alone; 不是广告 says nothing.
"""

from __future__ import annotations

import re
from functools import cache

from siyu.wording.fold import fold
from siyu.wording.gate import Gate, fired, gate
from siyu.wording.heads import read
from siyu.wording.phrases import phrases

_MARK = re.compile(
    r"(?:^|[【\[（(《〔<#|｜「『“*])\s*(?:商业|品牌|推广)?广告(?![词法语牌费位商公])"
    r"|(?<![无非不没])(?:本条|本文|本篇|此条|以下|内容|这条|这是|属于|为|含|是)(?:内容)?(?:为|是|含|属于)?(?:一条|商业|品牌|推广)?广告(?![词法语牌费位商公])"
    r"|广告\s*(?:$|[】\]）)》〕>｜|」』”])",
    re.MULTILINE,
)
_NOT = re.compile(r"(?:不|没|无|非|未|别|拒绝)[^，。！？\n]{0,5}广告")
_LINK = re.compile(
    r"https?://|小程序://|(?:购买|下单|商品|优惠|同款|专属|抢购|团购)(?:的)?(?:链接|入口|口令|通道)|链接(?:在|见|放|贴|戳|给|我|：|:|👇|⬇|↓|👉|如下|奉上|自取)"
    r"|(?:戳|点|点击|见|附上?|附)(?:下方|下面|左下角|右下角|这里|图片|卡片|评论区)?(?:的)?(?:链接|购买|下单|小黄车|商品卡|橱窗)|(?:👇|👉)|淘口令|小程序(?:里|内)?(?:就能|可以|直接|搜)?(?:下单|买|拍|入手)|链接[：:]?\s*$"
)


def has_link(text: str) -> bool:
    """Whether the text itself leads to where the goods are sold."""
    return _LINK.search(text) is not None


def marked(text: str) -> bool:
    """Whether the text says of itself that it is an advertisement."""
    return "广告" in text and any(not _within(text, found) for found in _MARK.finditer(text))


def _within(text: str, mark: re.Match[str]) -> bool:
    return any(found.start() <= mark.start() < found.end() for found in _NOT.finditer(text))


@cache
def _gate() -> Gate:
    return gate(read()[1])


def unmarked(text: str, link: bool) -> tuple[int, int] | None:
    """Where an unmarked review begins to tell; `link`: whether a link to buy goes with the text."""
    if not (link or has_link(text)) or marked(text):
        return None
    rows = {row for suspect in fired(_gate(), text.split("\n")).values() for row in suspect.rows}
    folded = fold(text)
    if not rows or marked(folded.text):
        return None
    found = min(((start, end) for start, end, _ in phrases(folded.text, rows)), default=None)
    return folded.source(*found) if found else None
