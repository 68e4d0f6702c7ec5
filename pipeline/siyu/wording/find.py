"""Finding: texts → the phrases in them that must not be said.

In: a `Wording` and texts. Out: `Hit`s in reading order, at the author's own characters, disguise included; within a category no two
overlap, the longest stands. Promise: pure; linear in the text; a line that many texts share is read once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.wording.fold import fold
from siyu.wording.gate import Gate, fired, gate, lines_of_packs, own_words
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
    """Everything compiled; `bare` are own words that are nothing but marks."""

    gate: Gate
    own: tuple[Own, ...]
    names: tuple[str, ...]
    bare: tuple[tuple[str, int], ...]


def wording(own: Iterable[Own] = (), names: Iterable[str] = ()) -> Wording:
    """The packs that come with siyu, a brand's own words, and the names (of brand, people, goods) that are fine as they are."""
    own = tuple(own)
    compiled = gate(read()[0], [word for each in own for word in each.words])
    return Wording(compiled, own, tuple(filter(None, names)), ())


def find(wording: Wording, text: str) -> tuple[Hit, ...]:
    """Every phrase that nothing around it makes fine."""
    return find_all(wording, (text,))[0]


def find_all(wording: Wording, texts: Iterable[str]) -> list[tuple[Hit, ...]]:
    """The same for many texts."""
    all_lines = [text.split("\n") for text in texts]
    suspect = fired(wording.gate, all_lines)
    known: dict[str, list[Hit]] = {}
    return [
        () if suspect.keys().isdisjoint(lines) else tuple(_in_text(wording, lines, suspect, known)) for lines in all_lines
    ]


def _in_text(
    wording: Wording, lines: list[str], suspect: dict[str, set[int]], known: dict[str, list[Hit]]
) -> Iterator[Hit]:
    """The hits of a text: suspect lines are read together with their neighbours."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    near = {at + step for at, line in enumerate(lines) if line in suspect for step in (-1, 0, 1)}
    first = 0
    for at in range(len(lines) + 1):
        if at in near and at < len(lines):
            continue
        if first < at:
            block = "\n".join(lines[first:at])
            if block not in known:
                known[block] = sorted(_in_block(wording, block, {*chain(*(suspect.get(each, ()) for each in lines[first:at]))}))
            yield from (hit._replace(start=hit.start + starts[first], end=hit.end + starts[first]) for hit in known[block])
        first = at + 1


def _in_block(wording: Wording, text: str, patterns: set[int]) -> Iterator[Hit]:
    folded = fold(text)
    spans = [*phrases(folded.text, lines_of_packs(wording.gate, patterns)), *_own(wording, folded.text, patterns)]
    if not spans:
        return
    named = [(at, at + len(name)) for name in wording.names for at in places(text, name)]
    for low, high, term in _apart(spans):
        start, end = folded.source(low, high)
        if term.category in NEVER_A_NAME or not any(first <= start and end <= last for first, last in named):
            yield Hit(start, end, term.category, term.id, term.severity, term.suggestion, term.basis)


def _own(wording: Wording, text: str, patterns: set[int]) -> Iterator[tuple[int, int, Term]]:
    """A brand's own words."""
    for number in own_words(wording.gate, patterns):
        word = wording.gate.words[number]
        owner, written = _written(wording, number)
        term = Term(written, owner.category, owner.severity, owner.suggestion, owner.basis)
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
