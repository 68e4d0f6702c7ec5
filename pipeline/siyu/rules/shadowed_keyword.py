"""A keyword that another one stands before: who types it gets the other answer."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.reply import Reply, folded
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text

_LONG = 40  # characters of a keyword that are looked at
Known = dict[str, list[tuple[Reply, Text]]]


def shadowed_keyword(library: Library) -> Iterator[Finding]:
    """A warning where exactly this keyword belongs to an exact reply as well, or where the official account also meets a shorter keyword
    of another reply within it: it knows no order."""
    exact: Known = {}
    within: Known = {}
    for reply in library.replies.values():
        for word in reply.words:
            (exact if reply.exact else within).setdefault(folded(word), []).append((reply, word))
    for reply in library.replies.values():
        for word in reply.words:
            plain = folded(word)
            if not reply.exact and (first := _first(exact.get(plain, ()), reply, library)):
                words = Words(
                    f"只发“{word}”的人得到的是 {first[0].id}：一字不差的排在前面",
                    f"whoever types just {word!s} gets reply {first[0].id!s}: exact comes first",
                )
                yield Finding(words, word.span, (Note(Words("那一条在这里", "that one"), first[1].span),))
            elif shorter := next(_inside(plain, within, reply, library), None):
                words = Words(
                    f"“{word}”里面有 {shorter[0].id} 的“{shorter[1]}”，公众号不分长短，答的可能是那一条",
                    f"{word!s} holds {shorter[1]!s} of reply {shorter[0].id!s}; the official account knows no order and may answer with that",
                )
                yield Finding(words, word.span, (Note(Words("短的在这里", "the shorter one"), shorter[1].span),))


def _inside(plain: str, within: Known, reply: Reply, library: Library) -> Iterator[tuple[Reply, Text]]:
    """Shorter keywords of other replies in this one, where both answer in the official account and one of them was made for it."""
    plain = plain[:_LONG]
    for size in range(len(plain) - 1, 0, -1):
        for start in range(len(plain) - size + 1):
            for other, word in within.get(plain[start : start + size], ()):
                both = reply.serves("official-account") and other.serves("official-account")
                if both and (reply.channels or other.channels) and _first([(other, word)], reply, library):
                    yield other, word


def _first(others: list[tuple[Reply, Text]] | tuple[()], reply: Reply, library: Library) -> tuple[Reply, Text] | None:
    """The first of them that is another reply, of the same tier and channel."""
    tiers = {tier.id for tier in library.covers(reply.tiers)}
    for other, word in others:
        meet = not other.channels or not reply.channels or {*other.channels} & {*reply.channels}
        if other is not reply and meet and tiers & {tier.id for tier in library.covers(other.tiers)}:
            return other, word
    return None


RULE = Rule(
    name="shadowed-keyword",
    severity=Severity.WARNING,
    what=Words(
        "发这个关键词的人，得到的是另一条回复",
        "whoever types this keyword gets another reply",
    ),
    why=Words(
        "顺序是：一字不差的先于包含的，长的先于短的；表格照这个顺序排，公众号不管顺序，都碰上就随便答一条",
        "exact comes before contains, longer before shorter; the sheet has that order, the official account has none and answers with any",
    ),
    instead=Words(
        "把两条合成一条；或者把长的那条改成 match: exact 之外的说法，让两个关键词互不包含",
        "make them one, or choose keywords of which none holds the other",
    ),
    find=shadowed_keyword,
)
