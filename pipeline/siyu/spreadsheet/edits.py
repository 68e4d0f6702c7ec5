"""Values set in an author's YAML, by changing the text.

In: a source and `Put`s. Out: the new text, None where it cannot be proved.
Promise: the result parses to the old values with exactly these set, and every comment that was there is there; lines that have nothing to
do with them stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from siyu.source import Mapping, Node, Sequence, Source, Text
from siyu.spreadsheet.yaml import Value, inline, item, pair, plain
from siyu.stages.parse import parse
from siyu.when import WEEKDAYS

_COMMENT = re.compile(r"(?:^|(?<=\s))#(?:\s.*)?$")
_LISTED = ("extra",)  # lists from the first item on, as a day's entries are not
_LAST = ("variants", "tiers")  # an entry says first what it says to everybody


class Put(NamedTuple):
    """A value for a place, None to take it away. A day's only entry is also its number 0."""

    path: tuple[str | int, ...]
    value: Value | None


class _Refused(Exception):
    """A shape that no text edit is made for."""


def put(source: Source, puts: Iterable[Put]) -> str | None:
    """The text with these values."""
    tree, _ = parse(source)
    if tree is None:
        return None
    text = source.text
    wanted: Value | None = plain(tree)
    for one in puts:
        wanted = applied(wanted, one.path, one.value)
        if plain(tree) != wanted:
            try:
                text = _Editor(text, tree).put(one)
            except _Refused:
                return None
            tree, _ = parse(Source(source.path, text))
            if tree is None or plain(tree) != wanted:
                return None
    return text if _comments(source.text) <= _comments(text) else None


def applied(node: Value | None, path: tuple[str | int, ...], value: Value | None) -> Value | None:
    """The plain values as they shall be; a table that is left empty goes, too."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items: list[Value] = node if isinstance(node, list) else [] if node is None else [node]
        made = applied(items[step] if step < len(items) else None, rest, value)
        changed = [*items[:step], *([] if made is None else [made]), *items[step + 1 :]]
        return changed if isinstance(node, list) or len(changed) > 1 or made is None else made
    table = dict(node) if isinstance(node, dict) else {}
    made = applied(table.get(step, [] if step in _LISTED else None), rest, value)
    if made is None or (value is None and made in ({}, [])):
        table.pop(step, None)
    else:
        last = {name: table.pop(name) for name in _LAST if name in table and name != step}
        table = {**table, step: made, **last}
    return table


def _comments(text: str) -> set[tuple[str, int]]:
    """Every comment and its number among those that say the same: what stands behind a #, but below a |."""
    source = Source("one.yaml", text)
    tree, _ = parse(source)
    literal = (
        {n for one in _literals(tree) for n in range(source.place(one.start)[0] + 1, _last(source, one) + 1)}
        if tree
        else set()
    )
    seen: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if number not in literal and (found := _COMMENT.search(line)):
            seen[found.group().strip()] = seen.get(found.group().strip(), 0) + 1
    return {(comment, n) for comment, times in seen.items() for n in range(times)}


def _literals(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        if node.style == "|":
            yield node
        return
    for part in node.values() if isinstance(node, Mapping) else node:
        yield from _literals(part)


def _last(source: Source, node: Node) -> int:
    """The last line (from 1) that belongs to a value."""
    line = source.place(node.start)[0]
    if isinstance(node, Text):
        return line + len(node.splitlines()) if node.style == "|" else line
    if _flow(node):
        return source.place(node.end - 1)[0]
    return max([line, *(_last(source, part) for part in (node.values() if isinstance(node, Mapping) else node))])


def _flow(node: Node) -> bool:
    return not isinstance(node, Text) and node.source.text[node.start : node.start + 1] in ("{", "[")


class _Editor:
    """One edit of one text."""

    def __init__(self, text: str, tree: Mapping) -> None:
        self.text, self.source, self.lines = text, tree.source, text.split("\n")
        self.way: list[tuple[Text | None, Node]] = [
            (None, tree)
        ]  # from the root down: the key that leads to a value, and it

    def put(self, one: Put) -> str:
        for depth, step in enumerate(one.path):
            node, rest = self.way[-1][1], one.path[depth:]
            if isinstance(step, int):
                if isinstance(node, Sequence) and step < len(node):
                    self.way.append((None, node[step]))
                elif isinstance(node, Sequence):
                    return self._added(node, rest, one.value)
                elif step:
                    return self._second(node, rest, one.value)
            elif isinstance(node, Mapping) and (key := next((key for key in node if key == step), None)) is not None:
                self.way.append((key, node[key]))
            elif isinstance(node, Mapping) and node:
                return self._inserted(node, step, rest, one.value)
            else:
                return self._rewritten(len(self.way) - 1, rest, one.value)
        return self._deleted() if one.value is None else self._replaced(one.value)

    def _within_flow(self, upto: int | None = None) -> bool:
        return any(_flow(node) for _, node in self.way[:upto])

    def _inserted(self, mapping: Mapping, key: str, rest: tuple[str | int, ...], value: Value | None) -> str:
        """A new key, where its like stands."""
        table = applied({}, rest, value)
        assert isinstance(table, dict)
        made = table[key]
        if _flow(mapping):
            if (said := inline(made, True)) is None or "\n" in self.text[mapping.start : mapping.end]:
                return self._unfolded(rest, value)
            at = mapping.end - 1
            kept = self.text[:at].rstrip(" ")
            return f"{kept}, {key}: {said}{self.text[len(kept) : at]}{self.text[at:]}"
        first = next(iter(mapping))
        indent, before = self.source.place(first.start)[1] - 1, [name for name in mapping if not _below(name, key)]
        lines = pair(key, made, indent)
        if not before:
            at = self.source.place(first.start)[0] - 1
            if self.lines[at][:indent].strip():
                return self._rewritten(len(self.way) - 1, rest, value)  # behind a dash
        else:
            at = _last(self.source, mapping[before[-1]])
            if len(self.way) == 2 and self._apart(mapping):
                lines = ["", *lines]
        return "\n".join([*self.lines[:at], *lines, *self.lines[at:]])

    def _apart(self, mapping: Mapping) -> bool:
        """Whether the author leaves blank lines between the keys."""
        ends = [_last(self.source, value) for value in mapping.values()]
        return any(end < len(self.lines) and not self.lines[end].strip() for end in ends[:-1])

    def _added(self, sequence: Sequence, rest: tuple[str | int, ...], value: Value | None) -> str:
        """One more item of a list."""
        if _flow(sequence) or not sequence:
            return self._unfolded(rest, value) if _flow(sequence) else self._rewritten(len(self.way) - 1, rest, value)
        made, at = applied(None, rest[1:], value), _last(self.source, sequence)
        assert made is not None
        return "\n".join([*self.lines[:at], *item(made, self.source.place(sequence.start)[1] - 1), *self.lines[at:]])

    def _second(self, node: Node, rest: tuple[str | int, ...], value: Value | None) -> str:
        """One more entry for a day that had one, whose lines move to the right."""
        key = self.way[-1][0]
        made = applied(None, rest[1:], value)
        if (
            key is None
            or made is None
            or not isinstance(node, Mapping)
            or not node
            or _flow(node)
            or self._within_flow(-1)
        ):
            return self._rewritten(len(self.way) - 1, rest, value)
        (first, indent), (begin, column), last = (
            self.source.place(key.start),
            self.source.place(node.start),
            _last(self.source, node),
        )
        shifted = [" " * (indent + 4 - column) * bool(line) + line for line in self.lines[first:last]]
        at = begin - first - 1
        shifted[at] = f"{' ' * (indent + 1)}- {shifted[at].lstrip(' ')}"
        return "\n".join([*self.lines[:first], *shifted, *item(made, indent + 1), *self.lines[last:]])

    def _replaced(self, value: Value) -> str:
        """Another value behind the same key."""
        node, flow = self.way[-1][1], self._within_flow(-1)
        said = None if isinstance(value, dict) else inline(value, flow)
        if said is not None and (_flow(node) or (isinstance(node, Text) and node.style != "|")):
            gap = " " if self.text[node.start - 1 : node.start] == ":" else ""
            return self.text[: node.start] + gap + said + self.text[node.end :]
        return self._unfolded((), value) if flow else self._rewritten(len(self.way) - 1, (), value)

    def _unfolded(self, rest: tuple[str | int, ...], value: Value | None) -> str:
        """What stands in brackets gets lines of its own."""
        depth = next(number for number, (_, node) in enumerate(self.way) if _flow(node))
        steps: list[str | int] = []
        for (_, outer), (key, inner) in zip(self.way[depth:], self.way[depth + 1 :], strict=False):
            assert not isinstance(outer, Text)
            steps.append(
                str(key) if isinstance(outer, Mapping) else next(n for n, it in enumerate(outer) if it is inner)
            )
        return self._rewritten(depth, (*steps, *rest), value)

    def _rewritten(self, depth: int, rest: tuple[str | int, ...], value: Value | None) -> str:
        """The value at a place of the way, as it shall be, in lines anew. Its comments would be lost: `put` sees to that."""
        key, node = self.way[depth]
        if self._within_flow(depth):
            return self._unfolded((), applied(plain(node), rest, value)) if depth == len(self.way) - 1 else self._no()
        made = applied(None if isinstance(node, Text) and not node else plain(node), rest, value)
        if made is None:
            raise _Refused
        begin = key.start if key is not None else node.start
        number, column = self.source.place(begin)
        if key is not None:
            lines = pair(str(key), made, column - 1)
        elif isinstance(made, dict):
            lines = [line for name, one in made.items() for line in pair(name, one, column - 1)]
        else:
            raise _Refused
        lines[0] = self.lines[number - 1][: column - 1] + lines[0].lstrip(" ")
        last = _last(self.source, node)
        behind = self.text[node.end :].partition("\n")[0] if _flow(node) else ""
        if behind.strip():
            lines[0] += behind
        return "\n".join([*self.lines[: number - 1], *lines, *self.lines[last:]])

    def _no(self) -> str:
        raise _Refused

    def _deleted(self) -> str:
        """A key and its value, and the table that is empty without it."""
        while len(self.way) > 2 and isinstance(self.way[-2][1], Mapping) and len(self.way[-2][1]) == 1:
            self.way.pop()
        (_, outer), (key, node) = self.way[-2:]
        if key is None or not isinstance(outer, Mapping) or len(outer) == 1:
            raise _Refused
        keys = list(outer)
        place = next(n for n, name in enumerate(keys) if name is key)
        if _flow(outer):
            if place + 1 < len(keys):
                return self.text[: key.start] + self.text[keys[place + 1].start :]
            previous = outer[keys[place - 1]]
            return self.text[: previous.end] + self.text[node.end :]
        first, last = self.source.place(key.start)[0] - 1, _last(self.source, node)
        if self.lines[first][: self.source.place(key.start)[1] - 1].strip():
            return self.text[: key.start] + self.text[keys[place + 1].start :]  # behind a dash
        return "\n".join([*self.lines[:first], *self.lines[last:]])


def _below(name: str, key: str) -> bool:
    """Whether a key of a table belongs below a new one."""
    if key in WEEKDAYS and name in WEEKDAYS:
        return WEEKDAYS.index(name) > WEEKDAYS.index(key)
    return name in _LAST and key not in _LAST
