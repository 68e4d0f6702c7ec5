"""A document through its versions: what it says, and what an edit changes of that.

In: a path, lines, hunks. Out: `Version`s.
Promise: the values that the file's text has, whichever way it came to it. Of a week only the entries that an edit touches are read again.
A version that is no document says what the one before it said: nothing was published of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from siyu.stages.past.commits import PLACES, Hunk
from siyu.stages.past.skim import Value, skim, skim_file
from siyu.values import ID
from siyu.weeks import monday_in

Values = Mapping[Hashable, Value]
"""By key; in a week an entry's key is (column, day)."""

_WEEK = re.compile(r"20\d\d-W\d\d", re.ASCII)
_KEY = re.compile(r"([^\s\"'{}\[\]#&*!|>%@`?,:-][^:#\"'{}\[\],]*+|\"[^\"\\]*\"|'[^']*'):(?: |$)")


class _Unclear(Exception):
    """These lines cannot be cut into entries."""


class Version(NamedTuple):
    """`name` is the document's kind and id. `marks` are the lines where the pieces `keys` of a week begin, empty where it was not cut;
    `blob` is git's name of the content."""

    name: tuple[str, str]
    lines: list[str]
    values: Values
    marks: list[int]
    keys: list[Hashable]
    blob: str = ""


@lru_cache(10_000)
def name_of(path: str) -> tuple[str, str] | None:
    """Which document a path is; a week's id is inside it, so its path stands for it here."""
    folder, _, file = path.rpartition("/")
    stem, _, suffix = file.rpartition(".")
    kind = PLACES.get(path) or PLACES.get(folder)
    if kind is None or suffix not in (("txt",) if kind == "template" else ("yaml", "md")):
        return None
    return (kind, stem) if kind == "week" or ID.fullmatch(stem) else None


def edited(path: str, old: Version | None, hunks: Sequence[Hunk], weeks: Container[str]) -> Version | None:
    """The next version; None at a path that siyu does not read."""
    lines = _apply(old.lines if old else [], hunks)
    if old is not None and old.marks and (near := _near(old, lines, hunks, old.name[1] not in weeks)) is not None:
        return near
    if lines and lines[0].startswith("\ufeff"):
        lines[0] = lines[0][1:]
    return version(path, old, lines, weeks)


def version(path: str, old: Version | None, lines: list[str], weeks: Container[str]) -> Version | None:
    """A version as a whole; what `old` has the same is not read again. Of a week that is not in `weeks` only entries with an id are
    read: they may move to another."""
    name = name_of(path)
    if name is None:
        return None
    if name[0] == "week" and path.endswith(".yaml"):
        values, marks, keys = _week(old, lines, weeks)
    else:
        whole = skim_file(path, lines)
        values, marks, keys = None if whole is None else _pieces(whole), [], []
    if name[0] == "week" and values is not None:
        name = "week", str(values.get("week"))
    if values is None or (name[0] == "week" and not _is_week(name[1])):
        return (old or Version(name, lines, {}, [], []))._replace(lines=lines, marks=[], keys=[])
    return Version(name, lines, values, marks, keys)


def _is_week(name: str) -> bool:
    try:
        return bool(_WEEK.fullmatch(name) and monday_in(name))
    except ValueError:
        return False


def _apply(lines: list[str], hunks: Sequence[Hunk]) -> list[str]:
    made = list(lines)
    for start, gone, added in reversed(hunks):
        made[start : start + gone] = added
    return made


def _near(old: Version, lines: list[str], hunks: Sequence[Hunk], bare: bool) -> Version | None:
    """The version after hunks that each stay inside one piece; None for others."""
    marks, touched = old.marks, set()
    for start, count, added in reversed(hunks):
        piece = bisect_right(old.marks, start - (not count)) - 1
        end = old.marks[piece + 1] if piece + 1 < len(old.marks) else len(old.lines)
        if piece < 0 or start <= old.marks[piece] or start + count > end:
            return None
        head = old.lines[old.marks[piece]]
        deeper = " " * (len(head) - len(head.lstrip(" ")) + 1)
        if not all(line.startswith(deeper) or not line for line in added):
            return None
        touched.add(piece)
        if shift := len(added) - count:
            marks = [mark if number <= piece else mark + shift for number, mark in enumerate(marks)]
    fresh: dict[Hashable, Value] = {}
    for piece in touched:
        key = old.keys[piece]
        if key is None or (isinstance(key, tuple) and key[1] is None) or key == "columns":
            return None
        value = _value(key, lines[marks[piece] : marks[piece + 1] if piece + 1 < len(marks) else len(lines)], bare)
        if value is None:
            return Version(old.name, lines, old.values, [], [])
        if value != old.values.get(key):
            fresh[key] = value
    return Version(old.name, lines, {**old.values, **fresh} if fresh else old.values, marks, old.keys)


def _value(key: Hashable, lines: list[str], bare: bool) -> Value | None:
    """What stands below a piece's first line."""
    if bare and isinstance(key, tuple) and not any("id" in line for line in lines):
        return {}
    table = skim(lines)
    return next(iter(table.values())) if isinstance(table, dict) and len(table) == 1 else None


def _week(
    old: Version | None, lines: list[str], weeks: Container[str]
) -> tuple[Values | None, list[int], list[Hashable]]:
    try:
        marks, keys = _cut(lines)
    except _Unclear:
        whole = skim(lines)
        return (_pieces(whole) if isinstance(whole, dict) else None), [], []
    known = dict(_cut_at(old.lines, old.marks, old.keys)) if old is not None else {}
    bare = not any(line.startswith("week:") and line[5:].strip("\"' ") in weeks for line in lines)
    values: dict[Hashable, Value] = {}
    for key, piece in _cut_at(lines, marks, keys):
        if key in values:
            return None, [], []
        if old is not None and isinstance(key, (str, tuple)) and key in old.values and known.get(key) == piece:
            values[key] = old.values[key]
            continue
        value = _value(key, piece, bare)
        if value is None:
            return None, [], []
        if key == "columns" or (isinstance(key, tuple) and key[1] is None):
            values |= _pieces({"columns": {key[0]: value} if isinstance(key, tuple) else value})
        else:
            values[key] = value
    return values, marks, keys


def _cut_at(lines: list[str], marks: list[int], keys: list[Hashable]) -> Iterator[tuple[Hashable, list[str]]]:
    """The pieces of a week."""
    for number, (mark, key) in enumerate(zip(marks, keys, strict=True), 1):
        yield key, lines[mark : marks[number] if number < len(marks) else len(lines)]


def _pieces(values: Mapping[str, Value]) -> Values:
    """The keys of a document, an entry of a week as one of them."""
    found: dict[Hashable, Value] = {key: value for key, value in values.items() if key != "columns"}
    columns = values.get("columns")
    for column, days in columns.items() if isinstance(columns, dict) else ():
        for day, entries in days.items() if isinstance(days, dict) else ():
            found[column, day] = entries
    return found


def _cut(lines: list[str]) -> tuple[list[int], list[Hashable]]:
    """Where the top keys of a week begin, and its columns and their days."""
    marks: list[int] = []
    keys: list[Hashable] = []
    top = column = ""
    outer = inner = 0
    for number, line in enumerate(lines):
        if not line or line[0] == "#":
            continue
        if line[0] == "-" and top != "columns":
            continue
        if line[0] != " ":
            top, outer = _key(line), 0
            marks.append(number)
            keys.append(top)
        elif top == "columns":
            body = line.lstrip(" ")
            indent = len(line) - len(body)
            if not body or body[0] == "#" or indent > inner > 0:
                continue
            if not outer:
                outer = indent
            if indent == outer:
                column, inner = _key(body), 0
                keys.append((column, None))
            elif indent > outer:
                inner = inner or indent
                keys.append((column, _key(body)))
            if indent < outer or (indent > outer and indent != inner):
                raise _Unclear
            marks.append(number)
    return marks, keys


def _key(text: str) -> str:
    match = _KEY.match(text)
    if match is None:
        raise _Unclear
    return match[1].strip("\"' ")
