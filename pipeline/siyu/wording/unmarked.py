"""A review with a way to buy and no 广告 on it: asked of the whole text, because the mark may stand anywhere.

In: a text, and whether a link to buy goes with it. Out: where somebody tells of having used the goods, or None.
Promise: a text that says 广告 of itself is left alone; 不是广告 says nothing.
"""

from __future__ import annotations

import re
from functools import cache

from siyu.wording.fold import fold
from siyu.wording.gate import Gate, fired, gate
from siyu.wording.packs import Term, heads
from siyu.wording.phrases import phrases

_OPEN, _CLOSE, _NO_MARK = r"【\[（(《〔<#｜|「『“*", r"】\]）)》〕>｜|」』”*", "(?![词法语牌费位商公])"
_THIS = "本条|本文|本篇|本内容|此条|以下|内容|这条|这是|属于"
_SENTENCE = re.compile(r"[^。！？!?\n]+")


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
        r"https?:|h ?t ?t ?p ?s?:|小程序|链接|连结|[👇👉🛒]|口令|￥\w{4,}￥|小黄车|橱窗|左下角|商品卡|(?:购买|下单|入手|抢购|订购|购物|预订|团购|付款|报名)(?:入口|通道|地址|码|方式|戳|点|走|请|见|找)"
        r"|(?:戳|点|扫|走|见|搜)(?:这|此|下方|下面|图|卡片|评论|我主页|一?号|码|二维码)|想[要买试入](?:的|同款)?[^，。！？]{0,4}(?:戳|点|扫|滴|扣|自取|找我|私|来)|(?:商城|店铺|店里)(?:里|有|自取|下单|搜)"
    )


@cache
def _no_link() -> re.Pattern[str]:
    """Links that are not there, and those that lead to something to read or fill in."""
    return re.compile(
        r"(?:没有?|无|不放|不带|不挂|不附|不贴|不给|不甩)(?:购买|下单|任何|什么)?(?:链接|连结|口令)"
        r"|(?:原文|全文|问卷|登记|说明书|回放|访谈|报告|公告|菜谱|食谱|歌单|课表|退换货?申请|查询)[^，。！？!?\n]{0,10}?(?:https?://\S+|链接)"
    )


def has_link(text: str) -> bool:
    """Whether the text itself leads to where the goods are sold."""
    return _link().search(_no_link().sub("", text)) is not None


def marked(text: str) -> bool:
    """Whether the text says of itself that it is an advertisement."""
    if "广告" not in text:
        return False
    denied = [found.span() for found in _denied().finditer(text)]
    return any(not any(start <= mark.start() < end for start, end in denied) for mark in _mark().finditer(text))


def told(texts: dict[str, bool]) -> dict[str, tuple[int, int, Term]]:
    """What unmarked reviews tell first; with each text whether a link to buy goes with it."""
    sentences = {text: _SENTENCE.findall(text) for text in texts}
    suspects = fired(_gate(), list(dict.fromkeys(each for parts in sentences.values() for each in parts)))
    reviews = {each: _review(each, here.rows) for each, here in suspects.items() if here.rows}
    found = {}
    for text, link in texts.items():
        first = next((each for each in sentences[text] if reviews.get(each)), None)
        if first and (review := reviews[first]) and _sells(text, link):
            at = text.index(first)
            found[text] = (at + review[0], at + review[1], review[2])
    return found


def _review(sentence: str, rows: set[int]) -> tuple[int, int, Term] | None:
    folded = fold(sentence)
    found = min(phrases(folded.text, rows), default=None)
    return (*folded.source(*found[:2]), found[2]) if found else None


def _sells(text: str, link: bool) -> bool:
    folded = fold(text).text
    return (link or has_link(folded)) and not marked(text) and not marked(folded)


@cache
def _gate() -> Gate:
    return gate(heads()[1])


def unmarked(text: str, link: bool) -> tuple[int, int] | None:
    """Where an unmarked review begins to tell."""
    found = told({text: link}).get(text)
    return found[:2] if found else None
