"""The gate: one walk over all lines says which of them are worth reading.

In: the heads of all frames, a brand's own words, lines. Out: the suspect lines, each with the brand's words in it.
Promise: no line with a head or a word of the brand's is missed, however disguised; the walk does not depend on how many there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from siyu.wording.fold import fold, signals, squash


class Gate(NamedTuple):
    """`own`: a brand's word, folded → as the brand wrote it, and in which of its lists. `words` as they are in the automaton, which
    begins with the signals of a disguise, then has the heads (empty: a head says nothing more)."""

    automaton: BytesAhoCorasick
    signals: int
    words: tuple[str, ...]
    own: dict[str, tuple[str, int]]


def gate(heads: Iterable[str], lists: Sequence[Sequence[str]]) -> Gate:
    """The automaton for heads and a brand's lists."""
    own: dict[str, tuple[str, int]] = {}
    for number, words in enumerate(lists):
        folded = fold("\n".join(words)).text.split("\n")
        own.update((word.strip(), (as_written, number)) for word, as_written in zip(folded, words, strict=True))
    own.pop("", None)
    ordered = sorted(own, reverse=True)  # last first: the automaton's lists grow at their head
    marks, tops = signals(), sorted({squash(head) for head in heads}, reverse=True)
    patterns = [*marks, *tops, *(squash("\n".join(ordered)).split(b"\n") if ordered else ())]
    automaton = BytesAhoCorasick(patterns, implementation=Implementation.ContiguousNFA)
    return Gate(automaton, len(marks), (*[""] * len(tops), *ordered), own)


def fired(gate: Gate, texts: Iterable[Iterable[str]]) -> dict[str, set[str]]:
    """The suspect lines of some texts."""
    lines = list(dict.fromkeys(chain.from_iterable(texts)))
    suspect, disguised = _walk(gate, lines, lines)
    if disguised:
        more, _ = _walk(gate, disguised, [fold(line).text for line in disguised])
        for line, words in more.items():
            suspect.setdefault(line, set()).update(words)
    return suspect


def _walk(gate: Gate, lines: list[str], spelt: list[str]) -> tuple[dict[str, set[str]], list[str]]:
    """Suspect lines, and those to be folded first; `spelt` is how each is spelt."""
    data = squash("\n".join(spelt))
    found = gate.automaton.find_matches_as_indexes(data, overlapping=True)
    suspect: dict[str, set[str]] = {}
    disguised: dict[str, None] = {}
    if found:
        ends = list(accumulate(len(line) + 1 for line in data.split(b"\n")))
        for pattern, start, _ in found:
            line = lines[bisect_right(ends, start)]
            if pattern < gate.signals:
                disguised[line] = None
            else:
                words = suspect.setdefault(line, set())
                if word := gate.words[pattern - gate.signals]:
                    words.add(word)
    return suspect, list(disguised)
