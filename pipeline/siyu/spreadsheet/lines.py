"""Tables → the lines of a plan: each a row's cells by field, however the sheet is arranged.

In: tables, the columns' own fields, what the user said about headers. Out: `Line`s and `Headline`s in order, and diagnostics.
Promise: headers may stand in any row, again further down, or twice side by side; days may head the columns; what is passed over is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.facts.typed import same
from siyu.sheets import LISTS
from siyu.spreadsheet.heading import LONGEST, Heads, Known, day_in, heads_of, joined, passed_over
from siyu.spreadsheet.times import first_day, week_in
from siyu.stages.syntax import UNSEEN
from siyu.tables.cells import Cell, Table

_NOTHING = {same(word) for word in ("无", "/", "\\", "-", "—", "——", "--", "n/a", "暂无", "没有")}
_FAILED = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
_THEMED = re.compile(r"\s*(?:本|这)?周?主题\s*[:：]")


class Headline(NamedTuple):
    """A line above or between tables, or the name of a sheet."""

    cell: Cell
    sheet: bool = False


class Line(NamedTuple):
    """One row: cells by field, those that say something; `heads` are the fields that its table has; `table` tells tables apart; `unread`
    are the headers of what it says in columns that are passed over."""

    cells: dict[str, Cell]
    heads: frozenset[str]
    table: int
    unread: tuple[str, ...] = ()


def lines(table: Table, known: Known, found: list[Diagnostic]) -> Iterator[Headline | Line]:
    """Everything that a sheet says, in order; a table at the side comes after the one at its left."""
    number, first = 0, next((cell for row in table for cell in row if cell.text.strip()), None)
    title = first.span.source.path.split("!")[-2] if first and "!" in first.span.source.path else ""
    if first is None or title == LISTS:
        return
    if title:
        yield Headline(Cell(title, first.span), sheet=True)
    heads: list[Heads] = []
    passed: dict[int, str] = {}
    halves: list[list[Headline | Line]] = [[]]
    above: list[tuple[int, Headline]] = []  # with their column: tables side by side have their own
    for row in joined(table, known):
        said = [cell for cell in row if cell.text.strip()]
        new = heads_of(row, known)
        if not new and said and (not heads or _headline(said)):
            firsts = {
                cell.text: (column, Headline(cell))
                for column, cell in reversed(list(enumerate(row)))
                if cell.text.strip()
            }
            above += sorted(firsts.values(), key=lambda line: line[0])
            continue
        if new:
            yield from (one for half in halves for one in half)
            heads, halves, number = new, [[] for _ in new], number + len(new)
            passed = passed_over(row, heads, known, found)
        for column, line in above:
            halves[_side(heads, column)].append(line)
        above = []
        for half, one in enumerate([] if new else heads):
            said_ = [column for column in passed if column < len(row) and says(row[column])]
            unread = tuple(passed[column] for column in said_ if _side(heads, column) == half)
            halves[half] += (line._replace(unread=unread) for line in _lines(row, one, number - len(heads) + half))
    if heads:
        yield from (one for half in halves for one in half)
        yield from (line for _, line in above)
    else:
        words = Words("这张表没有表头，没有导入", "this sheet has no header row and is not imported")
        note = Note(
            Words(
                "要有一行写着 日期、时间、栏目、文案 这样的列名",
                "it needs a row of names such as date, time, column, copy",
            )
        )
        found.append(Diagnostic("no-header", words, first.span, (note,), Severity.WARNING))


def _headline(said: list[Cell]) -> bool:
    """Whether a row below a header is a line of its own: one text, merged over several columns, or one that names a week or its theme."""
    if len({cell.text for cell in said}) > 1:
        return False
    text = said[0].text
    named = _THEMED.match(text) or (day_in(text) is None and (week_in(text) or first_day(text)) is not None)
    return len(said) > 2 or (len(text) <= LONGEST and bool(named))


def _side(heads: list[Heads], column: int) -> int:
    """Which of the tables side by side a line stands above."""
    return max((number for number, half in enumerate(heads) if half.fields and min(half.fields) <= column), default=0)


def _lines(row: list[Cell], heads: Heads, number: int) -> Iterator[Line]:
    """What one row says; a line for each day or tier where they head the columns."""
    cells: dict[str, Cell] = {}
    by_tier: dict[str, dict[str, Cell]] = {}
    for column, field in heads.fields.items():
        if column < len(row) and row[column].text.strip():
            tier = heads.tiers.get(column)
            if tier is None:
                cells[field] = row[column]
            elif says(row[column]):
                by_tier.setdefault(tier.text, {"tier": tier})[field] = row[column]
    fields = frozenset(heads.fields.values())
    if heads.days:
        for column, day in heads.days.items():
            if column < len(row) and says(row[column]):
                yield Line({**cells, "date": day, "copy": row[column]}, fields | {"date", "copy"}, number)
    elif by_tier:
        for own in by_tier.values():
            yield Line({**cells, **own}, fields, number)
    elif cells.keys() - {"date", "day", "week"}:
        yield Line(cells, fields, number)
    elif cells:
        yield Line(cells, frozenset(), number)  # only a day, which the rows below share


def says(cell: Cell) -> bool:
    """Whether a cell says more than that there is nothing."""
    return bool(cell.text.strip()) and same(cell.text) not in _NOTHING


def cleaned(cell: Cell, found: list[Diagnostic]) -> str | None:
    """What a cell says, without what nobody sees; None where a formula failed."""
    if _FAILED.fullmatch(cell.text.strip()):
        words = Words(f"公式出错了：{cell.text}", f"the formula failed: {cell.text}")
        note = Note(Words("改好公式，或直接写上内容", "mend the formula, or type what it should show"))
        found.append(Diagnostic("failed-formula", words, cell.span, (note,)))
        return None
    text = cell.text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " ")
    if UNSEEN.search(text):
        words = Words("有看不见的字符，导入时去掉了", "characters that nobody sees are left out")
        found.append(Diagnostic("unseen-character", words, cell.span, (), Severity.WARNING))
        text = UNSEEN.sub("", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip(" ")
