"""The gate: one walk over all lines says which of them are worth reading.

In: the heads of the packs, a brand's own words, lines. Out: the suspect lines, each with the numbers of what stands in it.
Promise: no line with a head or a word of the brand's is missed, however disguised; what the walk costs does not depend on how many there are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from siyu.wording.fold import fold, signals, squash

_BEGINNING = 8  # bytes of a brand's word that are walked over; the rest is compared where they stand


class Gate(NamedTuple):
    """`rows` are those of heads.txt, `words` a brand's, folded. The automaton has the signals of a disguise, then the heads, then how
    the brand's words begin; `own` are these words squashed, in order, each with its number."""

    automaton: BytesAhoCorasick
    signals: int
    rows: tuple[str, ...]
    beginnings: list[bytes]
    own: list[bytes]
    numbers: dict[bytes, int]
    words: list[str]


def gate(rows: tuple[str, ...], own: Sequence[str] = ()) -> Gate:
    """The automaton for heads and a brand's words."""
    words = [word.strip() for word in fold("\n".join(own)).text.split("\n")] if own else []
    squashed = squash("\n".join(words)).split(b"\n")
    numbers = dict(zip(reversed(squashed), range(len(words) - 1, -1, -1), strict=False))
    numbers.pop(b"", None)
    ordered = sorted(numbers)
    beginnings = list(dict.fromkeys(word[:_BEGINNING] for word in reversed(ordered)))  # the automaton's lists grow at their head
    heads = squash("\n".join([row.partition(" ")[0] for row in rows])).split(b"\n")
    automaton = BytesAhoCorasick([*signals(), *heads, *beginnings], implementation=Implementation.ContiguousNFA)
    return Gate(automaton, len(signals()), rows, beginnings, ordered, numbers, words)


def fired(gate: Gate, texts: Iterable[Iterable[str]]) -> dict[str, set[int]]:
    """The suspect lines of some texts, and which patterns stand in them."""
    lines = list(dict.fromkeys(chain.from_iterable(texts)))
    suspect, disguised = _walk(gate, lines, lines)
    if disguised:
        more, _ = _walk(gate, disguised, [fold(line).text for line in disguised])
        for line, patterns in more.items():
            suspect.setdefault(line, set()).update(patterns)
    return suspect


def _walk(gate: Gate, lines: list[str], spelt: list[str]) -> tuple[dict[str, set[int]], list[str]]:
    """Suspect lines, and those to be folded first; `spelt` is how each is spelt."""
    data = squash("\n".join(spelt))
    found = gate.automaton.find_matches_as_indexes(data, overlapping=True)
    suspect: dict[str, set[int]] = {}
    disguised: dict[str, None] = {}
    if found:
        ends = list(accumulate([len(line) + 1 for line in data.split(b"\n")]))
        for pattern, start, _ in found:
            line = lines[bisect_right(ends, start)]
            if pattern < gate.signals:
                disguised[line] = None
            else:
                suspect.setdefault(line, set()).add(pattern - gate.signals)
    return suspect, list(disguised)


def lines_of_packs(gate: Gate, patterns: Iterable[int]) -> set[int]:
    """The numbers of the packs' lines that have their heads among these."""
    return {int(number) for each in patterns if each < len(gate.rows) for number in gate.rows[each].split()[1:]}


def own_words(gate: Gate, patterns: Iterable[int]) -> Iterator[int]:
    """The numbers of a brand's words that begin like these."""
    for each in patterns:
        if each >= len(gate.rows):
            beginning = gate.beginnings[each - len(gate.rows)]
            for at in range(bisect_left(gate.own, beginning), len(gate.own)):
                if not gate.own[at].startswith(beginning):
                    break
                yield gate.numbers[gate.own[at]]
