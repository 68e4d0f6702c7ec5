"""Where a finding is, in the unit that its reader counts in."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from siyu.source import Source, Span


class Place(NamedTuple):
    """First line and column, last line and the column after the last character; all from 1."""

    line: int
    column: int
    end_line: int
    end_column: int


def utf8(text: str) -> int:
    """Length in bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """Length in the code units of JavaScript, Java and .NET."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def place(span: Span, length: Callable[[str], int] = len) -> Place:
    """The place of a span; `length` measures the text before it on its line, by default in characters."""
    return Place(*_at(span.source, span.start, length), *_at(span.source, span.end, length))


def _at(source: Source, offset: int, length: Callable[[str], int]) -> tuple[int, int]:
    line, column = source.place(offset)
    return line, length(source.text[offset - column + 1 : offset]) + 1
