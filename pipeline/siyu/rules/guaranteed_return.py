"""A return on money is promised: whoever promises is liable, whoever believes loses."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def guaranteed_return(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "guaranteed-return", Words("{}是收益承诺", "{} promises a return"))


RULE = Rule(
    name="guaranteed-return",
    severity=Severity.ERROR,
    what=Words("对投资、加盟、副业承诺收益、保本", "a return on money is promised"),
    why=Words("承诺的人要担责，信的人会亏", "whoever promises is liable, whoever believes loses"),
    instead=Words(
        "说清楚做什么、要花什么、可能亏，不说能赚多少", "say what is done, what it costs and that money may be lost"
    ),
    find=guaranteed_return,
    source="《广告法》（2021 修正）第二十五条",
)
