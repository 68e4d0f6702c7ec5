"""A review or a first-hand experience with a way to buy, and no 广告 mark: readers take it for a friend's word."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def unmarked_advertisement(texts: Texts) -> Iterator[Finding]:
    """Every such text, at the words that make it a review."""
    yield from said(
        texts,
        "unmarked-advertisement",
        Words("{}附了购买链接，没有标明“广告”", "{} comes with a way to buy and is not marked as advertising"),
    )


RULE = Rule(
    name="unmarked-advertisement",
    severity=Severity.ERROR,
    what=Words(
        "体验、测评附了购买链接，却没标明“广告”", "a review with a link to buy is not marked as an advertisement"
    ),
    why=Words(
        "知识介绍、体验分享、消费测评附加购物链接的，应当显著标明“广告”",
        "whoever shares an experience with a way to buy must mark it as advertising",
    ),
    instead=Words("在开头或链接旁写上“广告”", "mark it as an advertisement at the beginning or beside the link"),
    find=unmarked_advertisement,
    source="《互联网广告管理办法》（国家市场监督管理总局令第72号，2023-05-01 施行）第九条",
)
