"""A keyword of one character: half of what customers write contains it."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.reply import folded
from siyu.library import Library
from siyu.rule import Finding, Rule


def short_keyword(library: Library) -> Iterator[Finding]:
    """A warning for each keyword of one character that a message need only contain."""
    for reply in library.replies.values():
        for word in reply.words if not reply.exact else ():
            if len(folded(word)) < 2:
                words = Words(
                    f"关键词“{word}”只有一个字，随便一句话里都有它",
                    f"the keyword {word!s} has one character: any sentence may hold it",
                )
                note = Note(Words("写长一点，或加上 match: exact", "make it longer, or say match: exact"))
                yield Finding(words, word.span, (note,))


RULE = Rule(
    name="short-keyword",
    severity=Severity.WARNING,
    what=Words("只要包含就回的关键词只有一个字", "a keyword that a message need only contain has one character"),
    why=Words("客人好好说着话，忽然收到一条不相干的回复", "in the middle of a talk comes an answer to something else"),
    instead=Words("写长一点；“回复 1”这样的用 match: exact", 'make it longer; for "type 1" say match: exact'),
    find=short_keyword,
)
