"""A word that the speaker never uses: one 家人们 and the person behind the account is gone."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition, place_of


def off_voice(edition: Edition) -> Iterator[Diagnostic]:
    """A warning for each word of the IP's `voice.never` in a text that it speaks."""
    for item, text, _ in edition.messages:
        if text is None or item.ip is None:
            continue
        for word in item.ip.voice.never:
            if word in text:
                words = Words(f"{item.ip.nickname} 从不说“{word}”", f"{item.ip.id!s} never says {word!s}")
                note = Note(Words("写在品牌 IP 的 voice.never 里", "says the brand IP's voice.never"), word.span)
                yield Diagnostic("off-voice", words, place_of(item, word), (note,), Severity.WARNING)
