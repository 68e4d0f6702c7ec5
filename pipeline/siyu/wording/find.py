"""Finding: texts → the phrases in them that must not be said.

In: a `Wording` and texts. Out: `Hit`s in reading order, at the author's own characters, disguise included; within a category no two
overlap, the longest stands. Promise: pure; linear in the text; a line that many texts share is read once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.wording.fold import fold
from siyu.wording.gate import Gate, fired, gate
from siyu.wording.heads import read
from siyu.wording.packs import Term
from siyu.wording.phrases import phrases
from siyu.wording.reading import places

NEVER_A_NAME = ("medical-claim", "guaranteed-return")  # a name that promises a cure or a gain promises it all the same


class Own(NamedTuple):
    """Words that a brand does not want to read, and what it wants instead."""

    words: Sequence[str]
    suggestion: Words
    severity: str = "warning"
    category: str = "banned-wording"
    basis: str = ""


class Hit(NamedTuple):
    """One finding: text[start:end] says what it should not. `category` is the name of the rule, `term` the id within it."""

    start: int
    end: int
    category: str
    term: str
    severity: str
    suggestion: Words
    basis: str


class Wording(NamedTuple):
    """Everything compiled: `folded` are the own words as they are looked for; empty what is nothing but marks, looked for as it is."""

    gate: Gate
    own: tuple[Own, ...]
    folded: tuple[str, ...]
    names: tuple[str, ...]


def wording(own: Iterable[Own] = (), names: Iterable[str] = ()) -> Wording:
    """The packs that come with siyu, a brand's own words, and the names (of brand, people, goods) that are fine as they are."""
    own = tuple(own)
    words = [word for each in own for word in each.words]
    folded = tuple(fold("\n".join(words)).text.split("\n")) if words else ()
    return Wording(gate(read()[0], folded), own, folded, tuple(filter(None, names)))


def find(wording: Wording, text: str) -> tuple[Hit, ...]:
    """Every phrase that nothing around it makes fine."""
    return find_all(wording, (text,))[0]


def find_all(wording: Wording, texts: Iterable[str]) -> list[tuple[Hit, ...]]:
    """The same for many texts."""
    texts = list(texts)
    lines = "\n".join(texts).split("\n")
    suspect = fired(wording.gate, list(dict.fromkeys(lines)))
    hits: list[tuple[Hit, ...]] = [()] * len(texts)
    if suspect:
        known = {line: sorted(_in_line(wording, line, *here)) for line, here in suspect.items()}
        ends = list(accumulate([text.count("\n") + 1 for text in texts]))
        for at in [at for at, line in enumerate(lines) if line in suspect]:
            number = bisect_right(ends, at)
            start = sum(len(line) + 1 for line in lines[ends[number - 1] if number else 0 : at])
            hits[number] += tuple(hit._replace(start=hit.start + start, end=hit.end + start) for hit in known[lines[at]])
    return hits


def _in_line(wording: Wording, line: str, rows: set[int], own: set[int]) -> Iterator[Hit]:
    folded = fold(line)
    spans = [*phrases(folded.text, rows), *_own(wording, folded.text, own)]
    if not spans:
        return
    named = [(at, at + len(name)) for name in wording.names for at in places(line, name)]
    for low, high, term in _apart(spans):
        start, end = folded.source(low, high)
        if term.category in NEVER_A_NAME or not any(first <= start and end <= last for first, last in named):
            yield Hit(start, end, term.category, term.id, term.severity, term.suggestion, term.basis)


def _own(wording: Wording, text: str, numbers: Iterable[int]) -> Iterator[tuple[int, int, Term]]:
    """A brand's own words."""
    for number in numbers:
        owner, written = _written(wording, number)
        term = Term(written, owner.category, owner.severity, owner.suggestion, owner.basis)
        word = wording.folded[number]
        yield from ((at, at + len(word), term) for at in places(text, word))


def _written(wording: Wording, number: int) -> tuple[Own, str]:
    """Whose word it is, and how it was written."""
    for own in wording.own:
        if number < len(own.words):
            return own, own.words[number]
        number -= len(own.words)
    raise IndexError(number)


def _apart(spans: list[tuple[int, int, Term]]) -> Iterator[tuple[int, int, Term]]:
    """Longest first; what overlaps a longer one of its category goes."""
    size = max(end for _, end, _ in spans)
    taken: dict[str, bytearray] = {}
    for start, end, term in sorted(spans, key=lambda span: (span[0] - span[1], span[0], span[2].id)):
        places = taken.setdefault(term.category, bytearray(size))
        if not any(places[start:end]):
            places[start:end] = b"\1" * (end - start)
            yield start, end, term
