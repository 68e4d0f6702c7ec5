"""State organs, leaders, experts or media are made to vouch: the names of state organs may not be used at all; for the rest there must be proof."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def false_authority(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "false-authority", Words("{}借了权威的名头", "{} borrows authority"))


RULE = Rule(
    name="false-authority",
    severity=Severity.ERROR,
    what=Words("借国家机关、领导人、专家、媒体的名头背书", "state organs, leaders, experts or media are made to vouch"),
    why=Words(
        "国家机关和工作人员的名义一律不能用；别的要拿得出证明",
        "the names of state organs may not be used at all; for the rest there must be proof",
    ),
    instead=Words(
        "写出可以查到的事实：谁、哪一年、什么文件",
        "write a fact that can be looked up: who, which year, which document",
    ),
    find=false_authority,
    source="《广告法》（2021 修正）第九条第（二）项、第十六条、第二十八条",
    evidence=True,
)
