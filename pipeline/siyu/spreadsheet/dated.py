"""A row's cells → its date and hour.

In: cells by field, the line they stand in, where the sheet is in the calendar. Out: a date, minutes; None where there is none, or it is told.
Promise: a row without a date has that of the row above it in its table; a date that cannot be is told at its cell.
"""

from __future__ import annotations

import re
from datetime import date

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.facts.typed import clock_of, day_of
from siyu.spreadsheet.lines import Line
from siyu.spreadsheet.times import Days
from siyu.spreadsheet.values import hour
from siyu.tables.cells import Cell
from siyu.values import minutes_of
from siyu.when import WEEKDAYS, WEEKDAYS_ZH

_STAMP = re.compile(r"20\d\d[-/.]|\d{5}\.\d")  # a day and an hour in one cell


def hour_of(cells: dict[str, Cell], found: list[Diagnostic]) -> int | None:
    """The row's hour, which may stand with its date."""
    if (cell := cells.get("at")) is not None:
        return minutes_of(told) if (told := hour(cell, found)) else None
    dated = cells.get("date")
    return clock_of(dated.text) if dated and re.search(r":|\d{5}\.\d", dated.text) else None


class Dated:
    """Reads the rows of one sheet in order."""

    def __init__(self, days: Days) -> None:
        self.days = days
        self.above: tuple[int, date | None] = (0, None)  # the table, and the date of its row before

    def of(self, cells: dict[str, Cell], line: Line, found: list[Diagnostic]) -> date | None:
        """The row's date, or that of the row above it."""
        if "week" in cells and not self.days.headline(cells["week"].text) and cells["week"].text.strip().isdecimal():
            self.days.headline(f"第{cells['week'].text.strip()}周")
        cell = cells.get("date") or cells.get("day")
        if cell is None and "at" in cells and _STAMP.match(cells["at"].text):
            cell = cells["at"]
        if cell is None:
            if self.above[0] == line.table and self.above[1] is not None:
                return self.above[1]
            if not line.cells.keys() - {"id", "note", "tier", "column", "title"} or len(cells) < 2:
                words, severity = (
                    Words("这一行没有日期，没有导入", "this row has no date and is not imported"),
                    Severity.WARNING,
                )
            else:
                words, severity = Words("这一行没有日期", "this row has no date"), Severity.ERROR
            place = next(iter(line.cells.values()))
            found.append(Diagnostic("row-without-date", words, place.span, (), severity))
            return None
        self.above = (line.table, None)
        day, named = day_of(cell.text), day_of(cells["day"].text) if "day" in cells else None
        if day is None:
            note = Note(Words("写成 11月23日、11.23 或 2026-11-23", "write 2026-11-23"))
            found.append(
                Diagnostic(
                    "bad-date", Words(f"认不出“{cell.text}”是哪一天", f"{cell.text} is no day"), cell.span, (note,)
                )
            )
            return None
        if day.weekday is None and named is not None:
            day = day._replace(weekday=named.weekday)
        on = self.days.date(day)
        if on is None:
            impossible = day.month is not None and (self.days.near or self.days.year or day.year)
            words = (
                Words(f"没有“{cell.text}”这一天", f"there is no {cell.text}")
                if impossible
                else Words(
                    f"不知道“{cell.text}”是哪一年、哪一周", f"of which year or week {cell.text} is, is not known"
                )
            )
            note = Note(
                Words(
                    "日期写上年份，或加 --week 2026-W48 说明从哪一周开始",
                    "write the year, or add --week 2026-W48 to say where it begins",
                )
            )
            found.append(Diagnostic("bad-date", words, cell.span, (note,)))
            return None
        if day.weekday is not None and on.weekday() != day.weekday:
            words = Words(
                f"{on} 是{WEEKDAYS_ZH[on.weekday()]}，这里写的是{WEEKDAYS_ZH[day.weekday]}",
                f"{on} is a {WEEKDAYS[on.weekday()]}, this says {WEEKDAYS[day.weekday]}",
            )
            found.append(Diagnostic("wrong-weekday", words, cell.span))
            return None
        if not 2024 <= on.year <= 2098:
            found.append(
                Diagnostic(
                    "bad-date", Words(f"{on} 不在 2024 到 2098 年", f"{on} is not within 2024 and 2098"), cell.span
                )
            )
            return None
        self.above = (line.table, on)
        return on
