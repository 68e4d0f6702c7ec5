"""Phrases: a folded text → what the packs find in it and nothing around makes fine.

In: a text as `fold` leaves it, and which packs to ask: those about phrases, or those about whole texts.
Out: stretches of it, each with its term; they may overlap. Promise: linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick

from siyu.wording.frames import Reading, Span, occurrences
from siyu.wording.packs import HARMLESS, Term, builtin


@cache
def _lexicon(whole: bool) -> tuple[AhoCorasick, list[tuple[str, ...]]]:
    classes = builtin(whole).classes
    return AhoCorasick(classes, store_patterns=False), list(classes.values())


def phrases(text: str, whole: bool = False) -> Iterator[tuple[int, int, Term]]:
    """Start, end and term of each."""
    automaton, classes = _lexicon(whole)
    spans: dict[str, list[Span]] = {}
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if stands_alone(text, start, end):
            for name in classes[number]:
                spans.setdefault(name, []).append((start, end))
    _drop_harmless(spans, len(text))
    packs, reading = builtin(whole), Reading(text, spans)
    found = {
        (*span, number)
        for name in [*spans]
        for frame, number in packs.found.get(name, ())
        for span in occurrences(frame, reading)
    }
    for start, end, number in found:
        term = packs.terms[number]
        if start < end and not any(occurrences(frame, reading, (start, end)) for frame in term.fine):
            yield start, end, term


def stands_alone(text: str, start: int, end: int) -> bool:
    """Not a piece of a longer Latin word or number: TOP1 in TOP10, ai in fair."""
    return not (
        (start and text[start - 1].isascii() and text[start].isascii() and text[start - 1 : start + 1].isalnum())
        or (end < len(text) and text[end].isascii() and text[end - 1].isascii() and text[end - 1 : end + 1].isalnum())
    )


def _drop_harmless(spans: dict[str, list[Span]], size: int) -> None:
    """Take out what lies inside a harmless word, not the word itself."""
    harmless = spans.pop(HARMLESS, [])
    if not harmless:
        return
    reach = [0] * size
    for start, end in harmless:
        reach[start] = max(reach[start], end)
    reach = list(accumulate(reach, max))
    exact = set(harmless)
    for name, found in spans.items():
        spans[name] = [
            span for span in found if span[1] > reach[span[0]] or (span[1] == reach[span[0]] and span in exact)
        ]
