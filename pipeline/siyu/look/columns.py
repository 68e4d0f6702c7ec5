"""Rows → lines for a terminal: wide characters aligned, nothing that a terminal would obey.

In: rows of cells and the width of the terminal. Out: lines.
Promise: columns stand under each other whatever is in them; only the last one is cut, with an ellipsis.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wcwidth import wcswidth, wcwidth

from siyu.report.words import safe


def aligned(rows: Sequence[Sequence[str]], width: int, indent: str = "  ") -> Iterator[str]:
    """Each row as a line of at most `width` cells, as far as its columns but the last leave room."""
    told = [[safe(" ".join(cell.split())) for cell in row] for row in rows]
    wide = [max(map(cells, column)) for column in zip(*told, strict=True)][:-1]
    for row in told:
        head = indent + "".join(pad(cell, size) + "  " for cell, size in zip(row, wide, strict=False))
        yield (head + cut(row[-1], max(10, width - cells(head)))).rstrip()


def cells(text: str) -> int:
    """Columns that a terminal uses for a text."""
    return max(0, wcswidth(text))


def pad(text: str, size: int) -> str:
    """A text with spaces to so many cells."""
    return text + " " * (size - cells(text))


def cut(text: str, size: int) -> str:
    """What fits into so many cells, with an ellipsis where something is left out."""
    if cells(text) <= size:
        return text
    room, kept = size - 1, ""
    for character in text:
        if (room := room - max(0, wcwidth(character))) < 0:
            break
        kept += character
    return kept + "…"


def join(parts: Iterable[str | None]) -> str:
    """The parts that there are, with a dot between them."""
    return " · ".join(part for part in parts if part)
