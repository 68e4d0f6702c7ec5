"""Tables → the lines of a plan: each a row's cells by field, however the sheet is arranged.

In: tables, the columns' own fields, what the user said about headers. Out: `Line`s and `Headline`s in order, and diagnostics.
Promise: headers may stand in any row, again further down, or twice side by side; days may head the columns; what is passed over is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.sheets import LISTS
from siyu.spreadsheet.headers import field_of
from siyu.spreadsheet.times import Day, day_of, first_day, same, week_in
from siyu.stages.syntax import UNSEEN
from siyu.tables.cells import Cell, Table

_NOTHING = {same(word) for word in ("无", "/", "\\", "-", "—", "——", "--", "n/a", "暂无", "没有")}
_FAILED = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
_LONGEST = 60  # characters of a header
_WHEN = {"date", "day", "week", "id", "at"}


class Headline(NamedTuple):
    """A line above or between tables, or the name of a sheet."""

    cell: Cell
    sheet: bool = False


class Line(NamedTuple):
    """One row: cells by field, those that say something; `heads` are the fields that its table has; `table` tells tables apart."""

    cells: dict[str, Cell]
    heads: frozenset[str]
    table: int


class Known(NamedTuple):
    """What headers may be: the columns' own fields, what the user said, and how a tier is found by a name."""

    own: list[str]
    given: dict[str, str]
    tier: Callable[[str], str | None]


class _Heads(NamedTuple):
    """A header row, or its half: fields by column; days by column where days head the columns, tiers where a header names one."""

    fields: dict[int, str]
    days: dict[int, Cell]
    tiers: dict[int, Cell]


def lines(table: Table, known: Known, found: list[Diagnostic]) -> Iterator[Headline | Line]:
    """Everything that a sheet says, in order; a table at the side comes after the one at its left."""
    number, first = 0, next((cell for row in table for cell in row if cell.text.strip()), None)
    title = first.span.source.path.split("!")[-2] if first and "!" in first.span.source.path else ""
    if first is None or title == LISTS:
        return
    if title:
        yield Headline(Cell(title, first.span), sheet=True)
    heads: list[_Heads] = []
    halves: list[list[Headline | Line]] = [[]]
    above: list[tuple[int, Headline]] = []  # with their column: tables side by side have their own
    for row in table:
        said = [cell for cell in row if cell.text.strip()]
        new = _heads(row, known)
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
            _passed_over(row, heads, known, found)
        for column, line in above:
            halves[_side(heads, column)].append(line)
        above = []
        for half, one in enumerate([] if new else heads):
            halves[half] += _lines(row, one, number - len(heads) + half)
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


def _heads(row: list[Cell], known: Known) -> list[_Heads]:
    """The tables that a row heads, side by side; none where it is no header row. What two columns claim is nobody's."""
    halves = [_Heads({}, {}, {})]
    named = said = 0
    for column, cell in enumerate(row):
        said += bool(cell.text.strip())
        if not cell.text.strip() or len(cell.text) > _LONGEST:
            continue
        field, tier = _field(cell, known)
        if field is None:
            if _day(cell.text) is not None:
                halves[-1].days[column] = cell
            continue
        named += 1
        if field and tier is None and halves[-1].fields and field == next(iter(halves[-1].fields.values())):
            halves.append(_Heads({}, {}, {}))
        if field:
            halves[-1].fields[column] = field
        if tier is not None:
            halves[-1].tiers[column] = tier
    if not (len(halves) == 1 and len(halves[0].days) >= 3 and named and named + len(halves[0].days) >= said / 2):
        fields = set(halves[0].fields.values())
        if len(fields) < 2 or not fields & _WHEN or named < said / 2:
            return []
        halves = [half._replace(days={}) for half in halves]
    return [half._replace(fields={c: f for c, f in half.fields.items() if c not in _twice(half)}) for half in halves]


def _twice(half: _Heads) -> set[int]:
    """Columns that say they are the same, for everybody or for the same tier."""
    of = {
        column: (field, half.tiers[column].text if column in half.tiers else "")
        for column, field in half.fields.items()
    }
    return {column for column, one in of.items() if list(of.values()).count(one) > 1}


def _field(cell: Cell, known: Known) -> tuple[str | None, Cell | None]:
    """The field of a header, and the tier that it names: 文案（会员群）, 会员群文案."""
    text = cell.text.strip()
    if bracket := re.fullmatch(r"([^(（【\[]+)[(（【\[]([^)）】\]]+)[)）】\]]", text):
        field = field_of(bracket[1], known.own, known.given)
        if field and known.tier(bracket[2].strip()) is not None:
            return field, Cell(bracket[2].strip(), cell.span)
    if (field := field_of(text, known.own, known.given)) is None and len(text) <= 20:
        for cut in range(2, len(text) - 1):
            if (found := field_of(text[cut:], known.own, known.given)) and known.tier(text[:cut].strip()) is not None:
                return found, Cell(text[:cut].strip(), cell.span)
    return field, None


def _day(text: str) -> Day | None:
    return day_of(" ".join(text.split()))


def _passed_over(row: list[Cell], heads: list[_Heads], known: Known, found: list[Diagnostic]) -> None:
    """Tell the columns that are not read."""
    used = {column for half in heads for column in (*half.fields, *half.days)}
    for column, cell in enumerate(row):
        if column in used or not cell.text.strip() or (field := _field(cell, known)[0]) == "":
            continue
        text, severity = cell.text.strip(), Severity.WARNING
        words = Words(f"不认识“{text}”这一列，没有导入", f"column {text!r} is not known and not imported")
        how = Words(
            f"要导入，加 --map {text}=copy（或别的字段）", f"to import it, add --map {text}=copy (or another field)"
        )
        if field is not None:
            words = Words(f"有两列是“{text}”，分不清，都没有导入", f"two columns are {text!r}: neither is imported")
            how = Words(
                "写明给哪一层，例如 文案（会员群），或合成一列", "name the tier in brackets behind it, or make them one"
            )
            severity = Severity.ERROR
        found.append(Diagnostic("column-not-imported", words, cell.span, (Note(how),), severity))


def _headline(said: list[Cell]) -> bool:
    """Whether a row below a header is a line of its own: one text, merged over several columns, or one that names a week."""
    if len({cell.text for cell in said}) > 1:
        return False
    text = said[0].text
    return len(said) > 2 or (
        len(text) <= _LONGEST and _day(text) is None and (week_in(text) or first_day(text)) is not None
    )


def _side(heads: list[_Heads], column: int) -> int:
    """Which of the tables side by side a line stands above."""
    return max((number for number, half in enumerate(heads) if half.fields and min(half.fields) <= column), default=0)


def _lines(row: list[Cell], heads: _Heads, number: int) -> Iterator[Line]:
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
