"""Long word lists: found by pairs of characters, at a cost that does not depend on how many words there are.

In: words and their terms. Out: an `Index`; `found` says where its words stand in a text. A text without a telling pair is passed over
by one look at its UTF-16 numbers: a word of three or more has a pair at an even place wherever it stands, a word of two may not.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from operator import add
from typing import NamedTuple


class Index(NamedTuple):
    """`heads`: first two characters → lengths of the words that begin so, longest first. `even`, `odd`: pairs that tell."""

    words: dict[str, int]
    heads: dict[str, list[int]]
    even: frozenset[int]
    odd: frozenset[int]


def fits(word: str) -> bool:
    """Whether the index can hold it: two characters or more, each one number in UTF-16."""
    return len(word) > 1 and max(word) < "\U00010000"


def index(words: dict[str, int]) -> Index:
    """Word → term, made findable."""
    heads: dict[str, set[int]] = {}
    for word in words:
        heads.setdefault(word[:2], set()).add(len(word))
    even = {*heads, *(word[1:3] for word in words if len(word) > 2)}
    odd = [word for word in words if len(word) == 2]
    lengths = {head: sorted(found, reverse=True) for head, found in heads.items()}
    return Index(words, lengths, frozenset(_pairs(_raw("".join(even)))), frozenset(_pairs(_raw("".join(odd)))))


def found(listed: Index, text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and term of every listed word, the longest at each place."""
    raw = _raw(text)
    if listed.even.isdisjoint(_pairs(raw)) and (not listed.odd or listed.odd.isdisjoint(_pairs(raw[2:]))):
        return
    lowered = text.lower()
    lowered = lowered if len(lowered) == len(text) else text
    for start in [at for at, head in enumerate(map(add, lowered, lowered[1:])) if head in listed.heads]:
        for length in listed.heads[lowered[start : start + 2]]:
            term = listed.words.get(lowered[start : start + length])
            if term is not None and start + length <= len(text):
                yield start, start + length, term
                break


def _raw(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass").lower()


def _pairs(raw: bytes) -> array[int]:
    return array("I", raw[: len(raw) & ~3])
