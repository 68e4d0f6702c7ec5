"""A word of the brand's own lists: what it decided not to say, somebody has written."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import own_words
from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def banned_word(texts: Texts) -> Iterator[Finding]:
    """Every word of `brand/wording`, whatever it is disguised as, in the severity of its list."""
    for document, passage, start, end in own_words(texts):
        written = passage.text[start:end]
        words = Words(f"“{written}”是品牌不用的词：{document.why}", f"{written} is on the list {document.id!s}")
        notes = [Note(Words(document.instead, document.instead))] if document.instead else []
        listed = Note(Words("写在这份词表里", "the list"), document.terms.span)
        yield Finding(
            words, passage.at(start, end), (*notes, listed), Severity[(document.severity or "warning").upper()]
        )


RULE = Rule(
    name="banned-word",
    severity=Severity.WARNING,
    what=Words("用了品牌自己词表里不用的词", "the copy uses a word that the brand's own lists forbid"),
    why=Words("词表是大家定过的，写的人未必都记得", "the list was agreed upon; whoever writes may not remember it"),
    instead=Words(
        "照词表的 instead 换一个说法；这一处确实要用，写进词表的 fine",
        "say it as the list suggests; where it is needed, add the phrase to the list's fine",
    ),
    find=banned_word,
)
