"""Where words come from: a file's text, a place in it, and text that remembers its place.

In: decoded text. Out: `Source`, `Span` and the three shapes of a parsed document: `Text`, `Mapping`, `Sequence`.
Promise: an offset counts code points of `Source.text`; line and column are derived from it, never stored.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Any, NamedTuple

_WRITTEN = {"'": re.compile(r"''|."), '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.)|.")}  # what stands for one character


class Source:
    """One file of the project: `path` with forward slashes from the project root, `text` with LF line ends and no BOM."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1; a column is one code point."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line (from 1); the end of the text past the last line."""
        return self._line_starts[line - 1] if line <= len(self._line_starts) else len(self.text)

    def line(self, line: int) -> str:
        """One line (from 1) without its end."""
        start = self.line_start(line)
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]


class Span(NamedTuple):
    """The characters `start` up to, not including, `end` of a source."""

    source: Source
    start: int
    end: int

    def __str__(self) -> str:
        line, column = self.source.place(self.start)
        return f"{self.source.path}:{line}:{column}"


class Text(str):
    """A scalar as its author wrote it: the string, and where it stands. `style` is YAML's, or "md" for a Markdown body."""

    __slots__ = ("end", "source", "start", "style")
    source: Source
    start: int
    end: int
    style: str

    def __new__(cls, value: str, source: Source, start: int, end: int, style: str = "") -> Text:
        """Text `value` written at `start` … `end` of `source`."""
        text = str.__new__(cls, value)
        text.source = source
        text.start = start
        text.end = end
        text.style = style
        return text

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        """For editors, a text of any kind."""
        return {"type": "string"}

    def __getnewargs__(self) -> tuple[str, Source, int, int, str]:  # type: ignore[override]
        return str(self), self.source, self.start, self.end, self.style

    @property
    def span(self) -> Span:
        """The whole scalar; several lines are named by the first that is not empty."""
        if self.style in ("|", "md") and self.strip():
            first = self.lstrip("\n")
            start = len(self) - len(first)
            return self.at(start, start + len(first.partition("\n")[0]))
        return Span(self.source, self.start, self.end)

    def at(self, start: int, end: int) -> Span:
        """The characters `start`…`end` of the value, in the file."""
        if self.style == "|":
            return Span(self.source, self._literal(start), self._literal(max(start, end - 1)) + min(1, end - start))
        shift = self.start if self.style in ("", "md") else self.start + 1
        if self.source.text.startswith(self, shift):
            return Span(self.source, shift + start, shift + end)
        written = [match.start() for match in _WRITTEN[self.style].finditer(self.source.text, shift, self.end - 1)]
        written.append(self.end - 1)
        return Span(self.source, written[start], written[end])

    def _literal(self, offset: int) -> int:
        """Offset in the file of one character of a literal block: same line below the `|`, shifted by the indentation."""
        header, _ = self.source.place(self.start)
        number = self.count("\n", 0, offset)
        column = offset - (self.rfind("\n", 0, offset) + 1)
        return self.source.line_start(header + 1 + number) + self._indent(header) + column

    def _indent(self, header: int) -> int:
        """Columns that YAML took off every line of this literal block."""
        for number, content in enumerate(self.split("\n"), header + 1):
            if content.strip(" "):
                return len(self.source.line(number)) - len(content)
        return 0


class Mapping(dict[Text, "Node"]):
    """A mapping and the span of its braces or lines."""

    __slots__ = ("end", "source", "start")
    source: Source
    start: int
    end: int


class Sequence(list["Node"]):
    """A sequence and the span of its brackets or lines."""

    __slots__ = ("end", "source", "start")
    source: Source
    start: int
    end: int


Node = Text | Mapping | Sequence
