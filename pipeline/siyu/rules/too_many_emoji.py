"""More emoji in a text than its speaker uses: the more there are, the less anybody seems to have written it."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.emoji import emoji
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def too_many_emoji(texts: Texts) -> Iterator[Finding]:
    """One warning for each text over `voice.emoji_most`, at the first one too many."""
    for passage in texts.passages:
        ip = passage.ip
        if ip is None or (most := ip.voice.emoji_most) is None:
            continue
        places = emoji(passage.text)
        if len(places) > most:
            words = Words(
                f"这条有 {len(places)} 个表情，{ip.nickname} 一条最多 {most} 个",
                f"{len(places)} emoji in this text, {ip.id!s} uses {most} at most",
            )
            note = Note(
                Words(
                    "删到只剩有用的，或改 voice.emoji_most", "keep those that say something, or change voice.emoji_most"
                )
            )
            yield Finding(words, passage.at(*places[most]), (note,))


RULE = Rule(
    name="too-many-emoji",
    severity=Severity.WARNING,
    what=Words("一条里的表情比这个 IP 平时用的多", "a text has more emoji than its speaker uses"),
    why=Words("表情越多越像群发，越不像一个人", "the more there are, the less it reads like a person"),
    instead=Words("删到只剩有用的，或改 voice.emoji_most", "keep those that say something, or change voice.emoji_most"),
    find=too_many_emoji,
)
