"""One keyword, two answers: which of them a customer gets is left to chance."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.reply import Reply, folded
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text


def ambiguous_keyword(library: Library) -> Iterator[Finding]:
    """A warning for each keyword that an earlier reply of the same tier and channel has already, matched alike."""
    seen: dict[tuple[str, bool], list[tuple[Reply, Text]]] = {}
    for reply in library.replies.values():
        taken = []
        for word in reply.words:
            others = seen.setdefault((folded(word), reply.exact), [])
            first = next((other for other in others if other[0] is not reply and _meet(other[0], reply, library)), None)
            if first:
                taken.append((word, first))
            others.append((reply, word))
        for word, (other, place) in taken:
            words = Words(
                f"关键词“{word}”在 {other.id} 里已经有了，发这个词的人不知道会得到哪一条",
                f"reply {other.id!s} has the keyword {word!s} already: which of them answers is left to chance",
            )
            notes = [Note(Words("另一处在这里", "the other one"), place.span)]
            if len(taken) == len(reply.words):
                lost = "这条回复的关键词都被占了，轮不到它", "every keyword of this reply is taken: it may never answer"
                notes.append(Note(Words(*lost)))
            yield Finding(words, word.span, tuple(notes))


def _meet(one: Reply, other: Reply, library: Library) -> bool:
    """Whether two replies answer in one tier and channel."""
    tiers = {tier.id for tier in library.covers(one.tiers)} & {tier.id for tier in library.covers(other.tiers)}
    return bool(tiers) and (not one.channels or not other.channels or bool({*one.channels} & {*other.channels}))


RULE = Rule(
    name="ambiguous-keyword",
    severity=Severity.WARNING,
    what=Words(
        "同一层、同一渠道的两条自动回复有同一个关键词",
        "two auto-replies of one tier and channel have the same keyword",
    ),
    why=Words(
        "平台随机挑一条，或者只认先建的那条，改的时候也总会漏改一条",
        "the platform picks one at random, or knows only the first, and whoever edits forgets one of them",
    ),
    instead=Words(
        "合成一条，或者把一条的关键词说得更具体",
        "make them one, or give one of them a more telling keyword",
    ),
    find=ambiguous_keyword,
    source="公众平台关键词自动回复 official account, keyword replies (2021-10-18)",
)
