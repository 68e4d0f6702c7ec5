"""Goods that are no medicine are given a medical effect: people who believe it see no doctor; it is punished hardest and is never minor."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def medical_claim(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(
        texts,
        "medical-claim",
        Words("{}是医疗功效，商品不是药", "{} is a medical claim, and the goods are no medicine"),
    )


RULE = Rule(
    name="medical-claim",
    severity=Severity.ERROR,
    what=Words("给不是药品、医疗器械的商品说了医疗功效", "goods that are no medicine are given a medical effect"),
    why=Words(
        "会误导人不去看病；这是处罚最重、没有“轻微”一说的一类",
        "people who believe it see no doctor; it is punished hardest and is never minor",
    ),
    instead=Words(
        "说用起来的感受和成分，不说能治、能防、能改善什么病",
        "say how it feels and what is in it, never what it cures or prevents",
    ),
    find=medical_claim,
    source="《广告法》（2021 修正）第十七条、第十八条；《化妆品监督管理条例》第四十三条（2021-01-01）",
    evidence=True,
)
