"""What tables are made of, and what is wrong with a file that is none."""

from __future__ import annotations

from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Source, Span

MOST_ROWS, MOST_COLUMNS = 5_000, 100
MOST_BYTES = 8 * 1024 * 1024


class Cell(NamedTuple):
    """What is written, and where."""

    text: str
    span: Span


Table = list[list[Cell]]


class Unreadable(Exception):
    """What is wrong with a file as a whole."""

    def __init__(self, told: Diagnostic) -> None:
        super().__init__(told.words.en)
        self.told = told


def whole(name: str) -> Span:
    """A file by its name."""
    return Span(Source(name, ""), 0, 0)


def note(zh: str, en: str) -> tuple[Note, ...]:
    """One sentence that helps."""
    return (Note(Words(zh, en)),)


def too_large(name: str) -> Unreadable:
    """Nobody fills in so much by hand."""
    words = Words(
        f"表太大（上限 {MOST_ROWS} 行、{MOST_COLUMNS} 列、8 MiB）",
        f"the table is too large ({MOST_ROWS} rows, {MOST_COLUMNS} columns, 8 MiB at most)",
    )
    return Unreadable(Diagnostic("too-large", words, whole(name)))
