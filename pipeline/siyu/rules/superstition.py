"""Goods are said to change luck: advertisements must not contain superstition."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def superstition(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "superstition", Words("{}是迷信说法", "{} is superstition"))


RULE = Rule(
    name="superstition",
    severity=Severity.ERROR,
    what=Words("说商品能转运、招财、辟邪", "goods are said to change luck"),
    why=Words("广告不得含有迷信内容", "advertisements must not contain superstition"),
    instead=Words(
        "说材质、寓意和心意，不说它能改变命运", "speak of material, meaning and care, never of fate being changed"
    ),
    find=superstition,
    source="《广告法》（2021 修正）第九条第（八）项",
)
