"""The gate: one walk over all lines says which of them are worth reading.

In: the heads of the packs, a brand's own words, lines. Out: the suspect lines, each with the packs' lines and own words that may be in it.
Promise: nothing that is in a line is missed, however disguised; what the walk costs does not depend on how many words there are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from siyu.wording.fold import fold, signals, squash
from siyu.wording.packs import possible

_BEGINNING = 8  # bytes of an own word that are walked over; the rest is compared where they stand


class Gate(NamedTuple):
    """The automaton has the signals of a disguise, then the heads, each with its packs' lines in `rows`, then the `beginnings` of own
    words. `own` are these words squashed, in order, `numbers` which they are; `empty` are those of which nothing is left."""

    automaton: BytesAhoCorasick
    signals: int
    rows: tuple[str, ...]
    beginnings: list[bytes]
    own: list[bytes]
    numbers: dict[bytes, int]
    empty: list[int]


class Suspect(NamedTuple):
    """Numbers of lines of packs, and of own words."""

    rows: set[int]
    own: set[int]


def gate(rows: tuple[str, ...], own: Sequence[str] = ()) -> Gate:
    """The automaton for rows of heads.txt and a brand's words, folded."""
    squashed = squash("\n".join(own)).split(b"\n") if own else []
    numbers = dict(zip(reversed(squashed), range(len(squashed) - 1, -1, -1), strict=True))
    empty = [number for number, word in enumerate(squashed) if not word] if numbers.pop(b"", None) is not None else []
    ordered = sorted(numbers)
    beginnings = list(dict.fromkeys([word[:_BEGINNING] for word in reversed(ordered)]))  # its lists grow at their head
    heads = squash("\n".join([row.partition(" ")[0] for row in rows])).split(b"\n")
    automaton = BytesAhoCorasick([*signals(), *heads, *beginnings], implementation=Implementation.ContiguousNFA)
    return Gate(automaton, len(signals()), rows, beginnings, ordered, numbers, empty)


def fired(gate: Gate, lines: list[str]) -> dict[str, Suspect]:
    """The suspect ones of some different lines."""
    suspect, disguised = _walk(gate, lines, lines)
    if disguised:
        more, _ = _walk(gate, disguised, [fold(line).text for line in disguised])
        for line, (rows, own) in more.items():
            here = suspect.setdefault(line, Suspect(set(), set()))
            here.rows.update(rows)
            here.own.update(own)
    return suspect


def _walk(gate: Gate, lines: list[str], spelt: list[str]) -> tuple[dict[str, Suspect], list[str]]:
    """Suspect lines, and those to be folded first; `spelt` is how each is spelt."""
    data = squash("\n".join(spelt))
    found = gate.automaton.find_matches_as_indexes(data, overlapping=True)
    if not found:
        return {}, []
    squashed = data.split(b"\n")
    ends = list(accumulate([len(line) + 1 for line in squashed]))
    heads: dict[int, set[int]] = {}
    own: dict[int, set[int]] = {}
    disguised: dict[int, None] = {}
    for pattern, start, _ in found:
        line = bisect_right(ends, start)
        if pattern < gate.signals:
            disguised[line] = None
        elif pattern - gate.signals < len(gate.rows):
            heads.setdefault(line, set()).update(map(int, gate.rows[pattern - gate.signals].split()[1:]))
        else:
            beginning = gate.beginnings[pattern - gate.signals - len(gate.rows)]
            own.setdefault(line, set()).update(_words(gate, beginning, squashed[line]))
    suspect = {}
    for line in {*heads, *own}:
        here = Suspect({row for row in heads.get(line, ()) if possible(row, squashed[line])}, own.get(line, set()))
        if here.rows or here.own:
            suspect[lines[line]] = here
    return suspect, [lines[line] for line in disguised]


def _words(gate: Gate, beginning: bytes, line: bytes) -> Iterator[int]:
    """The own words that begin so and are in the line."""
    for at in range(bisect_left(gate.own, beginning), len(gate.own)):
        word = gate.own[at]
        if not word.startswith(beginning):
            return
        if word in line:
            yield gate.numbers[word]
