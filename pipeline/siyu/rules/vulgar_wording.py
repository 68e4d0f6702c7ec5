"""The copy has vulgar words: people of all ages read along; advertisements must not be vulgar."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def vulgar_wording(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "vulgar-wording", Words("{}不雅", "{} is vulgar"))


RULE = Rule(
    name="vulgar-wording",
    severity=Severity.WARNING,
    what=Words("文案里有不雅、低俗的词", "the copy has vulgar words"),
    why=Words(
        "群里有各种年纪的人；广告不得含有低俗内容", "people of all ages read along; advertisements must not be vulgar"
    ),
    instead=Words("换一个能念给妈妈听的说法", "say it so that you could read it to your mother"),
    find=vulgar_wording,
    source="《广告法》（2021 修正）第九条第（八）项",
)
