"""Tables as files that Excel and WPS open: the one writer of .csv and .xlsx.

In: rows of texts and numbers. Out: bytes.
Promise: Chinese and line breaks arrive, no cell is ever a formula, nothing is cut; the same rows give the same bytes.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from unicodedata import category, normalize

Cell = str | int | Decimal | None
Row = Sequence[Cell]

MOST_CHARS = 32_767
"""Characters in a cell: Excel specifications and limits, Microsoft support (2026-10)."""
_FORMULA = "=+-@\u2212"
_WIDEST = 60
_WRAP = {"text_wrap": True, "valign": "top"}
_KEPT = {**_WRAP, "quote_prefix": True}
LISTS = "siyu"
"""The hidden sheet that choices stand in."""
_OFFERED = 2_000
_ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")


class TooLong(Exception):
    """A text that no cell of a workbook holds, named by its first characters."""


class Sheet(NamedTuple):
    """One worksheet. `heads` are the numbers of its header rows, the first of which stays in sight.

    `choices` are what a column's cells offer, other texts are taken, too; with `fixed` columns a sheet protects them, without a password,
    and every other cell is text to edit.
    """

    name: str
    rows: Sequence[Row]
    heads: frozenset[int] = frozenset({0})
    choices: Mapping[int, Sequence[str]] = {}
    fixed: frozenset[int] = frozenset()


def acts(text: str) -> bool:
    """Whether a program may take the text for a formula: full-width signs and what stands unseen before them count, too."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    seen = next((c for c in text if category(c)[0] not in "ZC" and c not in "'\"＇＂"), "")
    return bool(seen) and normalize("NFKC", seen)[:1] in tuple(_FORMULA)


def csv_bytes(rows: Iterable[Row]) -> bytes:
    """UTF-8 with BOM and CRLF, as Excel reads Chinese; texts are quoted, so that no other country's separator cuts a line of them."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _plain(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return "" if cell is None else cell
    text = re.sub("\r\n?", "\n", cell)
    return f"'{text}" if acts(text) else text


def xlsx_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook; every text is written as text. Needs the extra `sheets`; raises `TooLong`."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    file, taken = io.BytesIO(), set[str]()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # the same bytes whenever it is made
    bold = book.add_format({"bold": True, "bg_color": "#F2F0EC", "text_wrap": True, "valign": "top"})
    wrap, kept = book.add_format(_WRAP), book.add_format(_KEPT)
    open_ = {
        how: book.add_format({**look, "locked": False, "num_format": "@"})
        for how, look in ((wrap, _WRAP), (kept, _KEPT))
    }
    offered: list[Sequence[str]] = []
    for sheet in sheets:
        page = book.add_worksheet(_name(sheet.name, taken))
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    if len(cell.encode("utf-16-le")) > 2 * MOST_CHARS:
                        raise TooLong(cell[:20])
                    how = bold if number in sheet.heads else kept if acts(cell) else wrap
                    if sheet.fixed and column not in sheet.fixed and number not in sheet.heads:
                        how = open_[how]
                    page.write_string(number, column, cell, how)
                elif cell is not None:
                    page.write_number(number, column, cell, wrap)
        page.freeze_panes(min(sheet.heads, default=-1) + 1, 0)
        for column, width in enumerate(_widths(sheet.rows)):
            page.set_column(column, column, width, open_[wrap] if sheet.fixed and column not in sheet.fixed else None)
        for column, choices in sheet.choices.items():
            if choices not in offered:
                offered.append(choices)
            letter = chr(65 + offered.index(choices))
            source = f"={LISTS}!${letter}$1:${letter}${len(choices)}"
            page.data_validation(
                1, column, _OFFERED, column, {"validate": "list", "source": source, "show_error": False}
            )
        if sheet.fixed:
            page.protect("", dict.fromkeys(_ALLOWED, True))
    if offered:
        lists = book.add_worksheet(LISTS)
        lists.hide()
        for column, choices in enumerate(offered):
            lists.write_column(0, column, choices)
    book.close()
    return file.getvalue()


def _widths(rows: Sequence[Row]) -> list[int]:
    """About as wide as the widest line of each column, Han 2, within reason."""
    widths: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row):
            lines = str("" if cell is None else cell).split("\n")
            wide = max(sum(1 if c < "\u1100" else 2 for c in line) for line in lines)
            widths[column] = min(_WIDEST, max(widths.get(column, 8), wide + 2))
    return [widths[column] for column in sorted(widths)]


def _name(name: str, taken: set[str]) -> str:
    """What Excel allows: 31 characters, none of []:*?/\\, no quote at the ends, each name once, never `History`."""
    short = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", name).strip("'")[:28].strip("'") or "-"
    unique, number = short, 1
    while unique.casefold() in taken | {"history"}:
        number += 1
        unique = f"{short}{number}"
    taken.add(unique.casefold())
    return unique
