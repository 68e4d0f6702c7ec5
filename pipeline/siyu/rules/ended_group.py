"""A text that names a group after its last day: they look for it, and it is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_OVER = re.compile(r"散[了群]|解散|已经?关|关了|结束|收官|感谢|谢谢|辛苦|回顾|复盘|名单|下次|下一次|错过")


def ended_group(texts: Texts) -> Iterator[Finding]:
    """A warning for each text of another group that names one whose `ends` is past on that day, and does not say that it is over."""
    gone = [tier for tier in texts.library.tiers.values() if tier.ends]
    for passage in texts.passages if gone else ():
        day = passage.item.date if passage.item else None
        for tier in gone:
            at = passage.text.find(tier.name)
            if day is None or tier.ends is None or day <= tier.ends or at < 0 or _OVER.search(passage.text):
                continue
            words = Words(
                f"{tier.name} 到 {tier.ends} 就散了，这条 {day} 还提到它",
                f"group {tier.id!s} ended on {tier.ends}, this text of {day} still names it",
            )
            note = Note(Words("换一个还在的群，或说明已经散了", "name a group that is there, or say that it is over"))
            yield Finding(words, passage.at(at, at + len(tier.name)), (note,))


RULE = Rule(
    name="ended-group",
    severity=Severity.WARNING,
    what=Words("文案提到一个已经散了的群", "a text names a group whose last day is past"),
    why=Words("照着去找的人进不去，只会来问客服", "who looks for it finds nothing, and asks"),
    instead=Words("换一个还在的群，或说明已经散了", "name a group that is there, or say that it is over"),
    find=ended_group,
)
