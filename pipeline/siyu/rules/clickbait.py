"""Shock, hurry and regret instead of a subject: whoever finds nothing behind it does not click again; the platform throttles it, too."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def clickbait(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "clickbait", Words("{}是标题党", "{} is clickbait"))


RULE = Rule(
    name="clickbait",
    severity=Severity.WARNING,
    what=Words("标题党：震惊、速看、删前、不看后悔", "shock, hurry and regret instead of a subject"),
    why=Words(
        "点进来发现没什么，下一次就不点了；平台也会限流",
        "whoever finds nothing behind it does not click again; the platform throttles it, too",
    ),
    instead=Words("直接说里面有什么，对谁有用", "say what is in it and for whom"),
    find=clickbait,
    source="《微信公众平台运营规范》标题党；《网络信息内容生态治理规定》第七条（2020-03-01）",
)
