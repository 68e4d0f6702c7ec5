"""An exam, a skill or a result is promised: advertisements for training must promise nothing."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def guaranteed_result(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "guaranteed-result", Words("{}是效果承诺", "{} promises a result"))


RULE = Rule(
    name="guaranteed-result",
    severity=Severity.ERROR,
    what=Words("对考试、学习、训练承诺通过、提分、效果", "an exam, a skill or a result is promised"),
    why=Words("教育培训广告不得作保证性承诺", "advertisements for training must promise nothing"),
    instead=Words(
        "说课怎么上、练多少、有谁陪，不说一定会怎样",
        "say how it is taught and practised, not what will surely come of it",
    ),
    find=guaranteed_result,
    source="《广告法》（2021 修正）第二十四条",
)
