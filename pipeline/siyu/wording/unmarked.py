"""A review with a way to buy and no 广告 on it: asked of the whole text, because the mark may stand anywhere.

In: a text, and whether a link to buy goes with it. Out: where somebody tells of having used the goods, or None.
Promise: a text that says 广告 of itself is left alone; 不是广告 says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from siyu.wording.fold import fold
from siyu.wording.gate import Gate, Suspect, fired, gate
from siyu.wording.packs import heads
from siyu.wording.phrases import phrases

_OPEN, _CLOSE, _NO_MARK = r"【\[（(《〔<#｜|「『“*", r"】\]）)》〕>｜|」』”*", "(?![词法语牌费位商公])"
_THIS = "本条|本文|本篇|本内容|此条|以下|内容|这条|这是|属于"
_WAYS = [
    "链接",
    "下单",
    "小程序",
    "http",
    "购买",
    "入口",
    "口令",
    "码",
    "👇",
    "👉",
    "🛒",
    "通道",
    "橱窗",
    "小黄车",
    "商品卡",
    "商城",
    "店铺",
]
"""No link without one of these words: ten times faster than the pattern that looks closer."""
_GOODS = "购买|下单|商品|优惠|同款|专属|抢购|团购|拼团|预订|报名"


@cache
def _mark() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[{_OPEN}])\s*(?:商业|品牌|推广|含)?广告{_NO_MARK}"
        rf"|(?:{_THIS})(?:内容)?(?:为|是|含|属于)?(?:一条|商业|品牌|推广)?广告{_NO_MARK}|广告\s*(?:$|[{_CLOSE}])",
        re.MULTILINE,
    )


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(r"(?:不|没|无|非|未|别|拒绝)[^，。！？\n]{0,5}广告")


@cache
def _link() -> re.Pattern[str]:
    return re.compile(
        rf"https?://|小程序://|(?:{_GOODS})的?(?:链接|入口|口令|通道|码)|链接(?:在|见|放|贴|戳|给|我|已|如下|奉上|自取|[：:👇⬇↓👉]|\s*$)|[👇👉🛒]|淘口令"
        r"|(?:戳|点|点击|见|附上?|扫|拍)(?:下方|下面|左下角|右下角|这里|图片|卡片|评论区|一?号)?的?(?:链接|购买|下单|小黄车|商品卡|橱窗|二维码购买)"
        r"|小程序[^，。！？\n]{0,10}(?:下单|买|拍|入手)|(?:橱窗|小黄车|商城|店铺)(?:里|有|自取|下单|搜)",
        re.MULTILINE,
    )


@cache
def _gate() -> Gate:
    return gate(heads()[1])


def has_link(text: str) -> bool:
    """Whether the text itself leads to where the goods are sold."""
    return any(word in text for word in _WAYS) and _link().search(text) is not None


def marked(text: str) -> bool:
    """Whether the text says of itself that it is an advertisement."""
    if "广告" not in text:
        return False
    denied = [found.span() for found in _denied().finditer(text)]
    return any(not any(start <= mark.start() < end for start, end in denied) for mark in _mark().finditer(text))


def unmarked(text: str, link: bool) -> tuple[int, int] | None:
    """Where an unmarked review begins to tell; `link`: whether a link to buy goes with the text."""
    return unmarked_all([(text, link)])[0]


def unmarked_all(texts: Iterable[tuple[str, bool]]) -> list[tuple[int, int] | None]:
    """The same for many texts, whose lines are looked through in one go."""
    texts = list(texts)
    open_ = {text for text, link in texts if not marked(text) and (link or has_link(text))}
    suspects = fired(_gate(), list(dict.fromkeys(line for text in open_ for line in text.split("\n"))))
    found = {text: _told(text, suspects) for text in open_} if suspects else {}
    return [found.get(text) for text, _ in texts]


def _told(text: str, suspects: dict[str, Suspect]) -> tuple[int, int] | None:
    rows = {row for line in text.split("\n") if line in suspects for row in suspects[line].rows}
    if not rows:
        return None
    folded = fold(text)
    if marked(folded.text):
        return None
    found = min(((start, end) for start, end, _ in phrases(folded.text, rows)), default=None)
    return folded.source(*found) if found else None
