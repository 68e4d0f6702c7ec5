"""An author's file → the same file in the one layout: two spaces a level, one after a colon or dash, single blank lines.

In: a source. Out: its text laid out, None where it is left as it is.
Promise: only white space changes, and none of a text's own: the result parses to the same values, and its comments are the same. What
cannot be proved so (a lone dash, a list in a list, an indentation given by number) stays as its author wrote it.
"""

from __future__ import annotations

import re

from siyu.source import Mapping, Node, Sequence, Source, Text
from siyu.stages.parse import parse

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s.*$|^\s*#.*$", re.MULTILINE)
_DASH = re.compile(r" *- +")
_STEP = 2


class _Kept(Exception):
    """This file's shape is its author's own."""


def laid_out(source: Source) -> str | None:
    """The text in the one layout; None where nothing would change, it does not parse, or it cannot be proved."""
    tree, _ = parse(source)
    if tree is None:
        return None
    try:
        text = _Layout(source).of(tree)
    except _Kept:
        return None
    if text == source.text:
        return None
    after, _ = parse(Source(source.path, text))
    same = after is not None and _values(after) == _values(tree) and _comments(text) == _comments(source.text)
    return text if same else None


def _values(node: Node) -> object:
    if isinstance(node, Mapping):
        return [(str(key), _values(value)) for key, value in node.items()]
    return [_values(item) for item in node] if isinstance(node, Sequence) else str(node)


def _comments(text: str) -> list[str]:
    return [match.group().strip() for match in _COMMENT.finditer(text)]


class _Layout:
    """Collects where each line goes: its old and new indentation."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.goes: dict[int, tuple[int, int]] = {}  # line → columns of white space before and after
        self.blocks: dict[int, int] = {}  # line of a text below `|` → columns that YAML takes off
        self.closer: dict[int, list[tuple[int, int]]] = {}  # line → white space within it that becomes one space
        self.last = len(self.lines)  # the first line that is Markdown

    def of(self, tree: Mapping) -> str:
        """The whole file."""
        body = next((value for value in tree.values() if isinstance(value, Text) and value.style == "md"), None)
        if self.source.path.endswith(".md"):
            fences = [number for number, line in enumerate(self.lines) if line.rstrip() == "---"][:2]
            self.last = fences[1] + 1
            self.goes |= dict.fromkeys(fences, (0, 0))
        self._mapping(tree, 0, body)
        made = [self._line(number) for number in range(self.last)]
        kept = [
            line for number, line in enumerate(made) if line or number in self.blocks or (number and made[number - 1])
        ]
        head = "\n".join(kept).strip("\n")
        rest = "\n".join(self.lines[self.last :]).strip("\n")
        return head + ("\n" + rest if rest else "") + "\n"

    def _mapping(self, mapping: Mapping, indent: int, body: Text | None = None) -> None:
        for key, value in mapping.items():
            if value is body and body is not None:
                continue
            number, column = self._place(key.start)
            if not self.lines[number][:column].strip():
                self.goes[number] = column, indent
            self._value(value, indent, number, key)

    def _value(self, value: Node, indent: int, number: int, key: Text | None) -> None:
        line, column = self._place(value.start)
        if isinstance(value, Text):
            if value.style == "|":
                self._literal(value, line, indent)
            elif value and line != number:
                self.goes[line] = column, indent + _STEP
            if key is not None and value and line == number:
                self._space(number, self._place(key.end)[1], column)
        elif self.source.text[value.start : value.start + 1] in ("{", "["):
            if line != number:
                raise _Kept
            if key is not None:
                self._space(number, self._place(key.end)[1], column)
            self._flow(number, self._place(value.end)[0])
        elif isinstance(value, Mapping):
            self._mapping(value, indent + _STEP)
        else:
            self._sequence(value, indent + _STEP)

    def _sequence(self, sequence: Sequence, indent: int) -> None:
        for item in sequence:
            number, column = self._place(item.start)
            before = self.lines[number][:column]
            if not _DASH.fullmatch(before) or (isinstance(item, Sequence) and self.source.text[item.start] != "["):
                raise _Kept
            dash = before.index("-")
            self.goes[number] = dash, indent
            self._space(number, dash + 1, column)
            if isinstance(item, Mapping) and self.source.text[item.start] != "{":
                for key, value in item.items():
                    line, at = self._place(key.start)
                    if line != number:
                        self.goes[line] = at, indent + _STEP
                    self._value(value, indent + _STEP, line, key)
            else:
                self._value(item, indent, number, None)

    def _literal(self, text: Text, header: int, indent: int) -> None:
        """The lines of a text below `|`: all of them move alike."""
        if re.search(r"\|[-+]?\d", self.lines[header]):
            raise _Kept
        last = header + text.count("\n") + (not text.endswith("\n"))
        filled = [line for line in self.lines[header + 1 : last + 1] if line.strip()]
        if not filled:
            return
        column = min(len(line) - len(line.lstrip(" ")) for line in filled)
        for number in range(header + 1, min(last + 1, self.last)):
            self.blocks[number] = column
            self.goes[number] = column, indent + _STEP

    def _flow(self, first: int, last: int) -> None:
        """The other lines of a collection in brackets keep their distance to the first."""
        old, new = self.goes.get(first, (0, 0))
        for number in range(first + 1, last + 1):
            column = len(self.lines[number]) - len(self.lines[number].lstrip(" "))
            self.goes[number] = column, max(_STEP, column + new - old)

    def _space(self, number: int, start: int, end: int) -> None:
        between = self.lines[number][start:end]
        if between.strip() in ("", ":"):
            self.closer.setdefault(number, []).append((end - len(between) + len(between.rstrip(" ")), end))

    def _place(self, offset: int) -> tuple[int, int]:
        line, column = self.source.place(offset)
        return line - 1, column - 1

    def _line(self, number: int) -> str:
        line = self.lines[number]
        if number in self.blocks:
            old, new = self.goes[number]
            rest = line[old:]
            return " " * new + rest if rest else ""
        for start, end in sorted(self.closer.get(number, ()), reverse=True):
            line = f"{line[:start]} {line[end:]}"
        text = line.strip(" ")
        return " " * self._indent(number, text) + text if text else ""

    def _indent(self, number: int, text: str) -> int:
        """Where a line begins: as told; a comment like the line of its own depth next to it."""
        if number in self.goes:
            return self.goes[number][1]
        if not text.startswith("#"):
            raise _Kept
        old = len(self.lines[number]) - len(self.lines[number].lstrip(" "))
        after = next(
            (self.goes[n] for n in range(number + 1, self.last) if n in self.goes and n not in self.blocks), (0, 0)
        )
        before = next(
            (self.goes[n] for n in range(number - 1, -1, -1) if n in self.goes and n not in self.blocks), (0, 0)
        )
        if old == before[0] != after[0]:
            return before[1]
        return max(0, after[1] + (old - after[0] if old > after[0] else 0)) if old != after[0] else after[1]
