"""People are pressed to share: WeChat forbids it, and readers leave."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def coercive_sharing(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "coercive-sharing", Words("{}是胁迫分享", "{} coerces people to share"))


RULE = Rule(
    name="coercive-sharing",
    severity=Severity.ERROR,
    what=Words("逼人转发：不转不是、必转、不转就怎样", "people are pressed to share"),
    why=Words("微信禁止胁迫、煽动分享；读的人也会走", "WeChat forbids it, and readers leave"),
    instead=Words("说清楚这件事和谁有关，转不转由他", "say whom it concerns, and leave it to them"),
    find=coercive_sharing,
    source="《微信外部链接内容管理规范》（2019-10）三、胁迫、煽动分享",
)
