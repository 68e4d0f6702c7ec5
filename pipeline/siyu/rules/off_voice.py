"""A word that the speaker never uses: one 家人们 and the person behind the account is gone."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def off_voice(texts: Texts) -> Iterator[Finding]:
    """Each word of the IP's `voice.never` in a text that it speaks."""
    for passage in texts.passages:
        if passage.ip is None:
            continue
        for word in passage.ip.voice.never:
            if (at := passage.text.find(word)) >= 0:
                words = Words(f"{passage.ip.nickname} 从不说“{word}”", f"{passage.ip.id!s} never says {word!s}")
                note = Note(Words("写在品牌 IP 的 voice.never 里", "says the brand IP's voice.never"), word.span)
                yield Finding(words, passage.at(at, at + len(word)), (note,))


RULE = Rule(
    name="off-voice",
    severity=Severity.WARNING,
    what=Words("正文用了这个 IP 从不说的词", "the copy uses a word that its speaker never uses"),
    why=Words(
        "一句不像她说的话，账号背后的人就不见了", "one word that is not hers, and the person behind the account is gone"
    ),
    instead=Words("换成她平时的说法；她改口了就改 voice.never", "say it her way; or change voice.never"),
    find=off_voice,
)
