"""The gate: from a pattern, a smaller one that occurs in every text where the pattern does.

In: an RE2 pattern. Out: for each of its alternatives the most telling piece between two gaps (`{c}{0,8}`); gaps are what makes an
automaton for many patterns big. What the gate lets through, the pattern itself decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"(?P<gap>\(\?:\[\^[^\]]*\]\)\{\d+,\d+\})|(?P<open>\(\?:|\()|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<times>[?*+]|\{\d+(?:,\d*)?\})|(?P<one>\\[px]\{[^}]*\}|\\.|\[(?:\\.|[^\]\\])*\]|.)",
    re.DOTALL,
)


def alternatives(pattern: str) -> list[str]:
    """What stands between the bars that are in no bracket."""
    return [pattern[pieces[0][0] : pieces[-1][1]] for pieces in _pieces(pattern) if pieces[0][0] < pieces[-1][1]]


def gate(pattern: str) -> str:
    """A pattern without gaps between its pieces, found wherever `pattern` is."""
    needed = []
    for pieces in _pieces(pattern):
        start, end, width = max(pieces, key=lambda piece: (min(piece[2], 3), piece[0] - piece[1]))
        needed.append(pattern[start:end] if width > 1 else pattern[pieces[0][0] : pieces[-1][1]])
    return "|".join(dict.fromkeys(needed))


def _pieces(pattern: str) -> Iterator[list[tuple[int, int, int]]]:
    """For each alternative its pieces: start, end, the fewest plain characters it matches."""
    pieces: list[tuple[int, int, int]] = []
    outer: list[list[int]] = []  # of each open bracket: widths of its finished alternatives, then the width before it
    start = width = last = 0
    for token in _TOKEN.finditer(pattern):
        kind = token.lastgroup
        if kind == "gap" and not outer:
            pieces.append((start, token.start(), width))
            start, width = token.end(), 0
        elif kind == "bar" and not outer:
            yield [*pieces, (start, token.start(), width)]
            pieces, start, width = [], token.end(), 0
        elif kind == "open":
            outer.append([width])
            width = 0
        elif kind == "bar":
            outer[-1].append(width)
            width = 0
        elif kind == "close" and outer:
            before, *others = outer.pop()
            last = min([*others, width])
            width = before + last
        elif kind == "times":
            least = {"?": 0, "*": 0, "+": 1}.get(token[0])
            width += last * ((int(re.findall(r"\d+", token[0])[0]) if least is None else least) - 1)
            last = 0
        elif kind == "one":
            last = int(token[0][0] not in "[\\.")  # a class tells little
            width += last
    yield [*pieces, (start, len(pattern), width)]
