"""The gate: one walk over all lines says which of them are worth reading.

In: the heads of the packs, a brand's own words, lines. Out: the suspect lines, each with the packs' lines and own words that may be in it.
Promise: nothing that is in a line is missed, however disguised; what the walk costs does not depend on how many words there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from siyu.wording.fold import disguises, fold, signals, squash
from siyu.wording.packs import possible

_BEGINNING = 8  # bytes of an own word that are walked over; the rest is compared where they stand


class Gate(NamedTuple):
    """The automaton has the signals of a disguise, then the ways to buy, then the heads, each with its packs' lines in `rows`, then the
    `beginnings` of own words. `squashed` are these words in the brand's order, `ordered` in theirs."""

    automaton: BytesAhoCorasick
    signals: int
    heads: int
    rows: tuple[str, ...]
    beginnings: list[bytes]
    squashed: list[bytes]
    ordered: list[bytes]


class Suspect(NamedTuple):
    """Numbers of lines of packs, and of own words; whether it says how to buy."""

    rows: set[int]
    own: set[int]
    way: bool = False


def gate(rows: tuple[str, ...], ways: Sequence[str] = (), own: Sequence[str] = ()) -> Gate:
    """The automaton for ways to buy, rows of heads.txt and a brand's words."""
    squashed = _squashed(own)
    ordered = sorted(squashed)
    beginnings = list(
        dict.fromkeys([word[:_BEGINNING] for word in reversed(ordered) if word])
    )  # its lists grow at their head
    heads = squash("\n".join([row.partition(" ")[0] for row in rows])).split(b"\n")
    before = [*signals(), *map(squash, ways)]
    automaton = BytesAhoCorasick([*before, *heads, *beginnings], implementation=Implementation.ContiguousNFA)
    return Gate(automaton, len(signals()), len(before), rows, beginnings, squashed, ordered)


def _squashed(words: Sequence[str]) -> list[bytes]:
    """A brand's words as they are walked over, folded where one needs it."""
    if not words:
        return []
    data = squash("\n".join(words))
    if data.count(b"\n") != len(words) - 1:  # a word of several lines
        return [squash(fold(" ".join(word.split("\n"))).text) for word in words]
    squashed = data.split(b"\n")
    number = last = 0
    for end in disguises(data):
        number += data.count(b"\n", last, end)
        last = end
        squashed[number] = squash(fold(words[number]).text)
    return squashed


def fired(gate: Gate, lines: list[str]) -> dict[str, Suspect]:
    """The suspect ones of some different lines."""
    suspect, odd = _walk(gate, lines, lines)
    if odd:
        more, _ = _walk(gate, odd, [fold(line).text for line in odd])
        for line, also in more.items():
            here = suspect.get(line, Suspect(set(), set()))
            suspect[line] = Suspect(here.rows | also.rows, here.own | also.own, here.way or also.way)
    return suspect


def _walk(gate: Gate, lines: list[str], spelt: list[str]) -> tuple[dict[str, Suspect], list[str]]:
    """Suspect lines, and those to be folded first; `spelt` is how each is spelt."""
    data = squash("\n".join(spelt))
    heads: dict[int, set[int]] = {}
    own: dict[int, set[int]] = {}
    ways: set[int] = set()
    odd: dict[int, None] = {}
    squashed: dict[int, bytes] = {}
    line = last = 0
    for pattern, start, end in gate.automaton.find_matches_as_indexes(data, overlapping=True):
        line += data.count(b"\n", last, end)
        last = end
        if pattern < gate.signals:
            odd[line] = None
            continue
        if pattern < gate.heads:
            ways.add(line)
            continue
        if line not in squashed:
            close = data.find(b"\n", end)
            squashed[line] = data[data.rfind(b"\n", 0, start) + 1 : close if close >= 0 else len(data)]
        if pattern - gate.heads < len(gate.rows):
            heads.setdefault(line, set()).update(map(int, gate.rows[pattern - gate.heads].split()[1:]))
        else:
            beginning = gate.beginnings[pattern - gate.heads - len(gate.rows)]
            own.setdefault(line, set()).update(_words(gate, beginning, squashed[line]))
    suspect = {}
    for line in {*heads, *own, *ways}:
        known: dict[object, bool] = {}
        rows = {row for row in heads.get(line, ()) if possible(row, squashed[line], known)}
        if rows or line in own or line in ways:
            suspect[lines[line]] = Suspect(rows, own.get(line, set()), line in ways)
    return suspect, [lines[line] for line in odd]


def _words(gate: Gate, beginning: bytes, line: bytes) -> Iterator[int]:
    """The own words that begin so and are in the line."""
    for at in range(bisect_left(gate.ordered, beginning), len(gate.ordered)):
        word = gate.ordered[at]
        if not word.startswith(beginning):
            return
        if word in line:
            yield gate.squashed.index(word)
