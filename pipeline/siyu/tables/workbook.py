"""xlsx → tables: the few parts of a workbook that hold what was typed in.

In: a file's name and bytes. Out: a table for each worksheet. Promise: nothing is run or fetched, no entity is expanded, a lone cell at the sheet's far
end costs nothing (ready-made readers allocate all between); a cell is told as `file.xlsx!Sheet!B3`.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from siyu.diagnostic import Diagnostic, Words
from siyu.source import Source, Span
from siyu.tables.cells import MOST_COLUMNS, MOST_ROWS, Cell, Table, Unreadable, note, too_large, whole

_MOST_UNPACKED = 64 * 1024 * 1024
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN = (
    KeyError,
    ValueError,
    IndexError,
    Xml.ParseError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
_SQUARES = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


class _Square(Span):
    """A square of a worksheet has a name of its own, and no lines."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.source.path


def workbook(name: str, data: bytes, merged: bool = False) -> list[Table]:
    """Every worksheet, in the order of its tabs; `merged` cells repeated or not."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = _Parts(name, packed)
            texts = (
                [_text(item) for item in parts.xml("xl/sharedStrings.xml")] if parts.has("xl/sharedStrings.xml") else []
            )
            return [_table(name, title, parts.xml(part), texts, merged) for title, part in _sheets(parts)]
    except _BROKEN as error:
        words = Words("这不是完好的 .xlsx", "this is no sound .xlsx")
        save = note("在 Excel 或 WPS 里另存一份，不要加密", "save it again from Excel or WPS, without a password")
        raise Unreadable(Diagnostic("unreadable", words, whole(name), save)) from error


class _Parts:
    """The parts of the file, unpacked within bounds."""

    def __init__(self, name: str, packed: zipfile.ZipFile) -> None:
        self.name, self.packed, self.room = name, packed, _MOST_UNPACKED

    def has(self, part: str) -> bool:
        return part in self.packed.namelist()

    def xml(self, part: str) -> Xml.Element:
        with self.packed.open(part) as file:
            data = file.read(self.room + 1)
        self.room -= len(data)
        if self.room < 0:
            raise too_large(self.name)
        if b"<!" in data.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise ValueError("a document type, which no workbook has")
        return Xml.fromstring(data)


def _local(element: Xml.Element) -> str:
    return element.tag.rpartition("}")[2]


def _sheets(parts: _Parts) -> Iterator[tuple[str, str]]:
    """Titles and parts of the worksheets."""
    ways = {way.get("Id"): way.get("Target", "") for way in parts.xml("xl/_rels/workbook.xml.rels")}
    for element in parts.xml("xl/workbook.xml").iter():
        if _local(element) == "sheet":
            way = ways[next(value for key, value in element.items() if key.endswith("}id"))]
            yield element.get("name", ""), posixpath.normpath(posixpath.join("/xl", way)).lstrip("/")


def _text(item: Xml.Element) -> str:
    """The text of a cell, in one piece or in pieces of several looks; not how it is pronounced."""
    pieces = []
    for child in item:
        if _local(child) == "t":
            pieces.append(child.text or "")
        elif _local(child) == "r":
            pieces += [piece.text or "" for piece in child if _local(piece) == "t"]
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces)).replace("\r\n", "\n")


def _table(name: str, title: str, sheet: Xml.Element, texts: list[str], merged: bool) -> Table:
    squares: dict[int, dict[int, str]] = {}
    row = column = -1
    for element in sheet.iter():
        kind = _local(element)
        if kind == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif kind == "c":
            where = _SQUARES.fullmatch(element.get("r", ""))
            row, column = (int(where[2]) - 1, _number(where[1])) if where else (row, column + 1)
            if text := _value(element, texts):
                if row >= MOST_ROWS or column >= MOST_COLUMNS:
                    raise too_large(name)
                squares.setdefault(row, {})[column] = text
    if merged:
        _repeat(name, squares, [element.get("ref", "") for element in sheet.iter() if _local(element) == "mergeCell"])
    rows: Table = []
    for down in range(1 + max(squares, default=-1)):
        filled = squares.get(down, {})
        last = max(filled, default=-1)
        rows.append([_cell(name, title, down, across, filled.get(across, "")) for across in range(last + 1)])
    return rows


def _repeat(name: str, squares: dict[int, dict[int, str]], ranges: list[str]) -> None:
    """Fill merged cells as far as the sheet is filled."""
    rows, columns = (
        1 + max(squares, default=-1),
        1 + max((column for row in squares.values() for column in row), default=-1),
    )
    room = MOST_ROWS * MOST_COLUMNS
    for merged in ranges:
        corners = [_SQUARES.fullmatch(corner) for corner in merged.split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            continue
        top, left = int(corners[0][2]) - 1, _number(corners[0][1])
        bottom, right = min(int(corners[1][2]), rows), min(_number(corners[1][1]) + 1, columns)
        text = squares.get(top, {}).get(left)
        room -= max(0, bottom - top) * max(0, right - left)
        if room < 0:
            raise too_large(name)
        for row in range(top, bottom) if text else ():
            for column in range(left, right):
                squares.setdefault(row, {}).setdefault(column, text or "")


def _value(cell: Xml.Element, texts: list[str]) -> str:
    """What the cell shows, a formula's last result; a number without the dust of binary fractions."""
    parts = {_local(child): child for child in cell}
    kind, shown = cell.get("t", "n"), parts["v"].text or "" if "v" in parts else ""
    if kind == "inlineStr":
        return _text(parts["is"]) if "is" in parts else ""
    if kind == "s":
        return texts[int(shown)] if shown else ""
    if kind != "n" or not shown:
        return shown
    return f"{float(shown):.10f}".rstrip("0").rstrip(".")


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(name: str, title: str, row: int, column: int, text: str) -> Cell:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return Cell(text, _Square(Source(f"{name}!{title}!{letters}{row + 1}", text), 0, len(text)))
