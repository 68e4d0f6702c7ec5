"""Lines of a document as plain values, quickly: for the many versions that only history looks at.

In: lines of YAML. Out: strings, lists and tables; None where they are no document.
Promise: the very values that `parse` finds. What is not plainly YAML of one line a key is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Many

from siyu.source import Mapping, Node, Source, Text
from siyu.stages.parse import parse
from siyu.stages.read import MAX_FILE

Value = str | list["Value"] | dict[str, "Value"]

_NO_WORD = r"\s\"'{}\[\]#&*!|>%@`?,:-"
_KEY = re.compile(rf"([^{_NO_WORD}][^:#\"'{{}}\[\],]*+|\"[^\"\\]*\"|'[^']*'):(?: +(.*))?")
_FLOW_KEY = re.compile(rf"([^{_NO_WORD}][^:#\"'{{}}\[\],]*+|\"[^\"\\]*\"|'[^']*'): +")
_FLOW_TEXT = re.compile(rf"\"([^\"\\]*)\"|'([^']*)'|([^{_NO_WORD}][^{{}}\[\],#]*+)(?=[,\]}}])")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'((?:[^']|'')*)'")
_UNSAFE = re.compile(r" #|: |:$")
_SPECIAL = frozenset("\"'{}[]#&*!|>%@`?,:")
_ODD = re.compile(
    r"[^\n -\U0010ffff]|[\x7f-\x9f\ue000]|^<{7} ", re.MULTILINE
)  # tabs, controls, what read and parse refuse


class _Unclear(Exception):
    """This is for the real parser."""


def skim(lines: Many[str]) -> Value | None:
    """The value of a block of YAML, at whatever indentation it stands."""
    try:
        return _skim(lines)
    except (_Unclear, RecursionError):
        tree, _ = parse(Source("history.yaml", "\n".join(lines) + "\n"))
        return None if tree is None else _plain(tree)


def skim_file(path: str, lines: Many[str]) -> dict[str, Value] | None:
    """A whole document; a template is its text alone."""
    text = "\n".join(lines)
    if len(text) > MAX_FILE:
        return None
    if path.endswith(".txt"):
        return {"text": text}
    if path.endswith(".md"):
        fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"][:2]
        if len(fences) < 2 or fences[0]:
            return None
        front = skim(lines[1 : fences[1]])
        body = "\n".join(lines[fences[1] + 1 :]).strip("\n")
        if isinstance(front, dict) and body.strip():
            return front | {"copy": body}
        return front if isinstance(front, dict) else None
    value = skim(lines)
    return value if isinstance(value, dict) else None


def _plain(node: Node) -> Value:
    if isinstance(node, Text):
        return str(node)
    if isinstance(node, Mapping):
        return {str(key): _plain(value) for key, value in node.items()}
    return [_plain(value) for value in node]


def _skim(lines: Many[str]) -> Value:
    if _ODD.search("\n".join(lines)):
        raise _Unclear
    block = _Block([line.rstrip() for line in lines], lines)
    value = block.node(0)
    if block.content() is not None:
        raise _Unclear
    return value


class _Block:
    """Lines, and how far they are read. `raw` are the same with the white space at their ends, which block text keeps."""

    def __init__(self, lines: list[str], raw: Many[str]) -> None:
        self.lines = lines
        self.raw = raw
        self.at = 0

    def content(self) -> int | None:
        """The indentation of the next line that is neither empty nor a comment."""
        lines = self.lines
        while self.at < len(lines):
            line = lines[self.at]
            body = line.lstrip(" ")
            if body and body[0] != "#":
                return len(line) - len(body)
            self.at += 1
        return None

    def node(self, least: int) -> Value:
        """What stands at the next indentation, which is `least` or more."""
        indent = self.content()
        if indent is None or indent < least:
            return ""
        line = self.lines[self.at]
        if line.startswith("- ", indent) or line[indent:] == "-":
            return self.items(indent)
        return self.table(indent)

    def table(self, indent: int) -> Value:
        found: dict[str, Value] = {}
        while (here := self.content()) is not None and here >= indent:
            match = _KEY.fullmatch(self.lines[self.at], indent)
            if match is None or here > indent:
                raise _Unclear
            key, rest = match.groups()
            key = key[1:-1] if key[0] in "\"'" else key.rstrip(" ")
            if key in found:
                raise _Unclear
            self.at += 1
            found[key] = self.value(rest or "", indent)
        return found

    def items(self, indent: int) -> Value:
        found: list[Value] = []
        while (here := self.content()) == indent and self.lines[self.at].startswith("-", indent):
            line = self.lines[self.at]
            rest = line[indent + 1 :].lstrip(" ")
            if not rest:
                self.at += 1
                found.append(self.node(indent + 1))
            elif rest in ("|", "|-"):
                self.at += 1
                found.append(self.text(indent) + ("\n" if rest == "|" else ""))
            elif line[indent + 1] != " " or rest[0] in "-|":
                raise _Unclear
            elif _KEY.fullmatch(rest):
                self.lines[self.at] = " " * (len(line) - len(rest)) + rest
                found.append(self.table(len(line) - len(rest)))
            else:
                self.at += 1
                found.append(_inline(rest))
        if here is not None and here > indent:
            raise _Unclear
        return found

    def value(self, rest: str, indent: int) -> Value:
        """What a key holds: on its line, below `|`, or in the lines that follow."""
        if rest == "|" or rest == "|-":
            return self.text(indent) + ("\n" if rest == "|" else "")
        if rest:
            return _inline(rest)
        here = self.content()
        if here is None or here < indent:
            return ""
        if here == indent:
            line = self.lines[self.at]
            return self.items(indent) if line.startswith("- ", indent) or line[indent:] == "-" else ""
        return self.node(indent + 1)

    def text(self, indent: int) -> str:
        """The lines below `|`, without their indentation and without the empty ones at the end."""
        lines, first = self.lines, self.at
        while first < len(lines) and not lines[first]:
            first += 1
        width = len(lines[first]) - len(lines[first].lstrip(" ")) if first < len(lines) else 0
        if width <= indent:
            raise _Unclear
        end = first
        start = self.at
        for number in range(first, len(lines)):
            line = lines[number]
            if line:
                if not line.startswith(" " * width):
                    if len(line) - len(line.lstrip(" ")) > indent:
                        raise _Unclear
                    break
                end = number + 1
        self.at = end
        if any(self.raw[number].strip() == "" and self.raw[number].strip("\r") for number in range(start, end)):
            raise _Unclear  # white space in an empty line
        return "\n".join(self.raw[number].rstrip("\r")[width:] for number in range(start, end))


def _inline(rest: str) -> Value:
    """A value on its key's line."""
    first = rest[0]
    if first not in _SPECIAL:
        if _UNSAFE.search(rest) or rest.startswith("- ") or rest == "-":
            raise _Unclear
        return rest
    if first in "\"'" and (match := _QUOTED.fullmatch(rest)):
        return match[1] if match[1] is not None else match[2].replace("''", "'")
    if first in "{[":
        value, end = _flow(rest, 0)
        if end == len(rest):
            return value
    raise _Unclear


def _flow(text: str, at: int) -> tuple[Value, int]:
    """The value in brackets or between them that begins at `at`, and where it ends."""
    if text[at : at + 1] == "{":
        table: dict[str, Value] = {}
        at = _spaces(text, at + 1)
        while text[at : at + 1] != "}":
            key = _FLOW_KEY.match(text, at)
            if key is None:
                raise _Unclear
            name = key[1][1:-1] if key[1][0] in "\"'" else key[1].rstrip(" ")
            if name in table:
                raise _Unclear
            table[name], at = _flow(text, key.end())
            at = _next(text, at, "}")
        return table, at + 1
    if text[at : at + 1] == "[":
        items: list[Value] = []
        at = _spaces(text, at + 1)
        while text[at : at + 1] != "]":
            item, at = _flow(text, at)
            items.append(item)
            at = _next(text, at, "]")
        return items, at + 1
    match = _FLOW_TEXT.match(text, at)
    if match is None or (match[3] and _UNSAFE.search(match[3].rstrip(" "))):
        raise _Unclear
    if match[3] is not None:
        return match[3].rstrip(" "), match.end()
    return match[1] if match[1] is not None else match[2], match.end()


def _next(text: str, at: int, closing: str) -> int:
    """Past a comma, or at the closing bracket."""
    at = _spaces(text, at)
    if text[at : at + 1] == ",":
        return _spaces(text, at + 1)
    if text[at : at + 1] != closing:
        raise _Unclear
    return at


def _spaces(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at
