"""An urgency is claimed that nobody can prove: seen a second time, nobody believes it."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def false_scarcity(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "false-scarcity", Words("{}是虚假的紧迫", "{} claims a scarcity"))


RULE = Rule(
    name="false-scarcity",
    severity=Severity.WARNING,
    what=Words("说“史上最低”“错过再等一年”这样无从证明的紧迫", "an urgency is claimed that nobody can prove"),
    why=Words("第二次再看到，就没人信了", "seen a second time, nobody believes it"),
    instead=Words("写真实的数量和截止时间", "write the true number and the true end"),
    find=false_scarcity,
    source="《规范促销行为暂行规定》（2020-12-01）",
)
