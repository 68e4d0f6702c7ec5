"""Rows of an exported sheet → what their editor changed.

In: a line with an id, and the row as it was exported. Out: `Put`s. Promise: a cell that says what it said changes nothing, whatever program
wrote it down again; what may not change in a sheet is told.
"""

from __future__ import annotations

from datetime import date

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.facts.typed import clock_of, day_of
from siyu.reference import Known
from siyu.spreadsheet.edits import Put
from siyu.spreadsheet.headers import HEADS
from siyu.spreadsheet.lines import Line, cleaned
from siyu.spreadsheet.names import Project
from siyu.spreadsheet.rows import Row
from siyu.spreadsheet.times import Days
from siyu.spreadsheet.values import value_of
from siyu.tables.cells import Cell
from siyu.weeks import monday_in, monday_of
from siyu.when import WEEKDAYS, clock

_WHERE = {"id", "week", "date", "day", "at", "column", "channel", "tier"}


def changed(project: Project, line: Line, row: Row, known: Known, found: list[Diagnostic]) -> list[Put]:
    """What to put where; nothing where anything is wrong with the row."""
    told: list[Diagnostic] = []
    if row.tier or line.cells.keys() - _WHERE:
        reader = _Reader(project, row, line.cells["id"], known, told)
        puts = [
            one
            for field in sorted(line.heads - {"id", "week", "day"})
            for one in reader.field(field, line.cells.get(field))
        ]
    else:
        puts = []
        if any(said for field, said in row.cells.items() if field not in _WHERE):
            words = Words("整行清空不会删掉这一条", "an emptied row does not delete its entry")
            note = Note(
                Words(
                    "要删，在 YAML 里删；不发，写进 skip 并说明理由",
                    "delete it in the YAML, or say in skip why it is left out",
                )
            )
            told.append(Diagnostic("emptied-row", words, line.cells["id"].span, (note,)))
    found += told
    return [] if any(one.severity is Severity.ERROR for one in told) else puts


class _Reader:
    """One row, as it was exported and as it comes back."""

    def __init__(self, project: Project, row: Row, place: Cell, known: Known, found: list[Diagnostic]) -> None:
        self.project, self.row, self.place, self.known, self.found = project, row, place, known, found
        self.scope = (*row.path, "tiers", row.tier) if row.tier else row.path

    def field(self, field: str, cell: Cell | None) -> list[Put]:
        old = self.row.cells.get(field)
        typed = cell.text.replace("\r\n", "\n").strip("\n") if cell else ""
        if typed == (old or ""):
            return []
        text = cleaned(cell, self.found) if cell else ""
        if text is None:
            return []
        if old is None:
            how = Words("要用它，先写进栏目的 accepts", "to use it, add it to the column's accepts")
            return self._wrong(
                "unknown-key", Words(f"这一条没有{_head(field)}", f"this entry has no {field}"), cell, how
            )
        if field == "date" and cell and text:
            return self._day(cell, old)
        if field in self._fixed(bool(text)):
            words = Words(
                f"{_head(field)}不能在表里这样改，原来是“{old}”",
                f"{field} cannot be changed so in a sheet; it was {old!r}",
            )
            return self._wrong(
                "fixed-cell", words, cell, Words("改回去，或到 YAML 里改", "put it back, or change the YAML")
            )
        if field == "tier":
            return self._only(cell, text)
        if not text or cell is None:
            return [Put((*self.scope, field), None)]
        if field == "at" and (minutes := clock_of(cell.text)) is not None:
            if clock(minutes) == old:
                return []
            if minutes == self.row.usual and self.row.column:
                return [Put((*self.scope, "at"), None)]
        value = value_of(self.project, field, cell, text, self.known, self.found)
        return [] if value is None else [Put((*self.scope, field), value)]

    def _fixed(self, said: bool) -> set[str]:
        """What this row may not change, or not leave empty."""
        if self.row.tier:
            return {"column", "channel", "tier", "date"}
        if self.row.column:
            return {"column", "channel"} | (set() if said else {"date"})
        return {"column"} if said else {"column", "channel", "date", "at", "title"}

    def _day(self, cell: Cell, old: str) -> list[Put]:
        day = day_of(cell.text)
        on = Days(None, previous=date.fromisoformat(old)).date(day) if day else None
        if on == date.fromisoformat(old):
            return []
        monday = monday_in(self.row.id[:8])
        if on is None or self.row.tier or monday_of(on) != monday:
            words = Words(
                f"“{cell.text}”不能作这一条的日期，原来是 {old}",
                f"{cell.text} cannot be this entry's date; it was {old}",
            )
            return self._wrong(
                "bad-date",
                words,
                cell,
                Words("在同一周里挪；搬到别的周要在 YAML 里改", "move it within its week; to another week in the YAML"),
            )
        if self.row.column is None:
            return [Put((*self.row.path, "day"), WEEKDAYS[on.weekday()]), Put((*self.row.path, "on"), None)]
        return [Put((*self.row.path, "on"), None if on == self.row.on else WEEKDAYS[on.weekday()])]

    def _only(self, cell: Cell | None, text: str) -> list[Put]:
        tiers = self.project.tiers_of(text) if text else None
        if isinstance(tiers, str):
            words = Words(f"没有叫“{tiers}”的分层", f"no tier is called {tiers}")
            return self._wrong("unknown-id", words, cell, *(note.words for note in self.project.tiers.near(tiers)))
        covered = {tier.id for tier in self.project.library.covers(self.row.column.tiers if self.row.column else None)}
        if self.row.column and tiers and (stray := next((tier for tier in tiers if tier not in covered), None)):
            words = Words(
                f"栏目 {self.row.column.name} 不发到“{stray}”",
                f"column {self.row.column.id!s} does not go to tier {stray}",
            )
            return self._wrong("tier-not-covered", words, cell)
        return [Put((*self.row.path, "only"), None if tiers is None else list(tiers))]

    def _wrong(self, rule: str, words: Words, cell: Cell | None, *how: Words) -> list[Put]:
        self.found.append(Diagnostic(rule, words, (cell or self.place).span, tuple(map(Note, how))))
        return []


def _head(field: str) -> str:
    return HEADS[field].zh if field in HEADS else field
