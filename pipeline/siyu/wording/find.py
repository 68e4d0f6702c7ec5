"""Finding: a text → the phrases in it that must not be said.

In: a `Wording` and a text. Out: `Hit`s in reading order, positions in the original text, counted in code points; within one
category no two overlap, the longest stands. The surroundings that decide are the 80 characters on either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from siyu.wording import lists
from siyu.wording.fold import Folded, fold
from siyu.wording.packs import Term, Wording
from siyu.wording.patterns import PHRASE, compiled

NEAR = 80  # characters on either side that decide


class Hit(NamedTuple):
    """One finding: text[start:end] as the author wrote it, disguise included."""

    start: int
    end: int
    text: str
    term: Term


def find(wording: Wording, text: str) -> list[Hit]:
    """Every phrase of the packs that nothing around it makes fine."""
    raw = text.encode("utf-8", "replace")  # half a surrogate pair becomes one `?`
    found = wording.gate.Match(raw) or ()
    folded = Folded(text, [(0, 0, True)])
    if 0 in found:
        folded = fold(raw.decode())
        found = wording.gate.Match(folded.text) or ()
    elif found:
        folded = Folded(raw.decode(), folded.cuts)
    spans = [span for index in found if index for span in _matches(wording.terms[index - 1], folded.text)]
    if wording.listed.words:
        for start, end, number in lists.found(wording.listed, folded.text):
            if _bad(term := wording.terms[number], folded.text, start, end):
                spans.append((start, end, term))
    if not spans:
        return []
    hits = [
        Hit(start, end, text[start:end], term)
        for low, high, term in _apart(spans)
        for start, end in [(folded.source(low), folded.source(high - 1) + 1)]
    ]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.term.category))


def find_all(wording: Wording, texts: Iterable[str]) -> list[list[Hit]]:
    """The same for many texts; copy that tiers share is looked at once."""
    known: dict[str, list[Hit]] = {}
    return [known[text] if text in known else known.setdefault(text, find(wording, text)) for text in texts]


def _matches(term: Term, text: str) -> Iterator[tuple[int, int, Term]]:
    for match in compiled(f"(?i){term.pattern}").finditer(text):
        start, end = match.span()
        start, end = start + len(match[0]) - len(match[0].lstrip()), end - len(match[0]) + len(match[0].rstrip())
        if start < end and _bad(term, text, start, end):
            yield start, end, term


def _bad(term: Term, text: str, start: int, end: int) -> bool:
    """Whether the surroundings leave it a finding."""
    low, high = max(0, start - NEAR), end + NEAR
    around = f"{text[low:start]}{PHRASE}{text[end:high]}"
    if not all(compiled(need).search(around) for need in term.needs):
        return False
    if term.fine and compiled(term.fine).search(around):
        return False
    inside = compiled(term.inside).finditer(text[low:high]) if term.inside else ()
    return not any(match.start() < end - low and start - low < match.end() for match in inside)


def _apart(spans: list[tuple[int, int, Term]]) -> Iterator[tuple[int, int, Term]]:
    """Longest first; what overlaps a longer one of its category goes."""
    size = max(end for _, end, _ in spans)
    taken: dict[str, bytearray] = {}
    for start, end, term in sorted(spans, key=lambda span: (span[0] - span[1], span[0], span[2].id)):
        places = taken.setdefault(term.category, bytearray(size))
        if not any(places[start:end]):
            places[start:end] = b"\1" * (end - start)
            yield start, end, term
