"""A filled file → tables of cells that know where they stand: csv of Excel, WPS or a text editor, and xlsx.

In: a file's name and bytes. Out: tables, or `Unreadable`. Promise: a cell of a csv is told as file:line:column; a field may hold line breaks.
"""

from __future__ import annotations

import re

from siyu.diagnostic import Diagnostic, Words
from siyu.source import Source, Span
from siyu.tables.cells import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, Cell, Table, Unreadable, note, too_large, whole
from siyu.tables.workbook import workbook

_SAVE = note("在 Excel 或 WPS 里另存为 .xlsx，或“CSV UTF-8”", "save it as .xlsx, or as CSV UTF-8")


def tables(name: str, data: bytes, merged: bool = False) -> list[Table]:
    """Every table of a file. `merged`: each square of merged cells says what they say together."""
    if len(data) > MOST_BYTES:
        raise too_large(name)
    if data.startswith(b"PK"):
        return workbook(name, data, merged)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"<")):  # old Excel and .et, a printout, a web page
        words = Words("这不是 .xlsx，也不是 .csv", "this is neither .xlsx nor .csv")
        raise Unreadable(Diagnostic("stray-file", words, whole(name), _SAVE))
    return [_csv(name, _decoded(name, data))]


def _decoded(name: str, data: bytes) -> str:
    """UTF-8, or what Excel calls Unicode text, or what Chinese Windows saves; LF line ends."""
    for codec in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    words = Words("认不出这个文件的编码", "the file's encoding is unknown")
    raise Unreadable(Diagnostic("encoding", words, whole(name), _SAVE))


def _csv(name: str, text: str) -> Table:
    """The separator is the one that the first line has most of."""
    source, first = Source(name, text), text.partition("\n")[0]
    comma = max(",\t;", key=first.count)
    field = re.compile(rf'"((?:[^"]|"")*)"([^\n{comma}]*)|([^\n{comma}]*)')
    rows: Table = [[]]
    at = 0
    while at <= len(text) and (match := field.match(text, at)):
        inside = match[3] if match[1] is None else match[1].replace('""', '"') + match[2]
        rows[-1].append(Cell(inside, Span(source, at, match.end())))
        if len(rows) > MOST_ROWS or len(rows[-1]) > MOST_COLUMNS:
            raise too_large(name)
        if text[match.end() : match.end() + 1] == "\n":
            rows.append([])
        at = match.end() + 1
    return rows
