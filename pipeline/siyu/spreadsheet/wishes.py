"""Rows that a team typed → what they want: which week, day and column, for whom, and what is said.

In: one sheet's lines. Out: `Wish`es in order; rows with an id are passed through. Promise: a row is understood whole or told and left out; nothing is guessed
that could be two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.facts.channels import CHANNELS
from siyu.facts.typed import same
from siyu.kinds.column import Column
from siyu.reference import Known
from siyu.schedule import Slot, slots
from siyu.source import Text
from siyu.spreadsheet.dated import Dated, hour_of
from siyu.spreadsheet.headers import HEADS, THEME, chosen
from siyu.spreadsheet.lines import Headline, Line, cleaned, says
from siyu.spreadsheet.names import Project, channel_of, listed
from siyu.spreadsheet.rows import ID
from siyu.spreadsheet.times import Days
from siyu.spreadsheet.values import ENTRY, EXTRA, value_of
from siyu.spreadsheet.yaml import Value
from siyu.stages.off_plan import off_schedule
from siyu.tables.cells import Cell
from siyu.weeks import monday_of, week_name
from siyu.when import WEEKDAYS

_THEME = re.compile(r"主题\s*[:：]\s*([^\n]+)")
_THEME_ALONE = re.compile(r"[\s【]*(?:本|这|每)?周?主题[\s】:：]*")
_CHANNELS = "补上渠道：朋友圈、群消息、群公告、一对一、公众号、视频号、小程序、任务"
_LATER = {same(word) for word in ("待定", "待补", "待写", "待更新", "tbd", "todo")}


class Wish(NamedTuple):
    """One row. `column` is None outside any column; `tiers` None is everybody; `slots` are the column's on that day; `at` minutes or None."""

    week: str
    day: str
    column: Column | None
    slots: tuple[Slot, ...]
    tiers: tuple[str, ...] | None
    at: int | None
    channel: str
    values: dict[str, Value]
    place: Cell


class Wishes:
    """Reads the lines of one sheet."""

    def __init__(self, project: Project, known: Known, days: Days, found: list[Diagnostic]) -> None:
        self.project, self.known, self.days, self.found = project, known, days, found
        self.themes: dict[str, Cell] = {}
        self.theme: Cell | None = None  # read before its week is known; empty where the next cell tells it
        self.told = False  # whether a headline named the week, and no row came since
        self.spoilt: set[tuple[str, str, str]] = set()
        self.tiers: tuple[str, ...] | None = None
        self.rows = Dated(days)

    def read(self, lines: Iterator[Headline | Line]) -> Iterator[Wish | Line]:
        """What each line wants, or the line where it has an id."""
        for line in lines:
            if isinstance(line, Headline):
                self._headline(line)
            elif (id_ := line.cells.get("id")) is not None and ID.fullmatch(id_.text.strip()):
                yield _exported(line)
            else:
                told: list[Diagnostic] = []
                wish = self._wish(line, told)
                self.found += told
                if wish is not None and any(one.severity is Severity.ERROR for one in told):
                    self.spoilt.add(about(wish))  # else what is for everybody would reach the tier of this row
                elif wish is not None:
                    yield wish

    def _headline(self, line: Headline) -> None:
        text = line.cell.text
        named = [id_ for id_, name in self.project.tiers.names.items() if same(name) in same(text) or same(text) == id_]
        whole = self.project.tiers.id_of(text)
        if whole or len(named) == 1:
            self.tiers = (whole or named[0],)
        dated = self.days.headline(text)
        self.told = self.told or dated
        week = self.days.week if self.told else None
        if (theme := _THEME.search(text)) and not line.sheet:
            self._themed(Cell(theme[1].strip(), line.cell.span), week)
            dated = True
        elif not line.sheet and _THEME_ALONE.fullmatch(text):
            self.theme, dated = Cell("", line.cell.span), True
        elif not line.sheet and self.theme is not None and not self.theme.text:
            self._themed(Cell(text.strip(), line.cell.span), week)
            dated = True
        if not (dated or whole or named or line.sheet):
            words = Words("这一行不是排期，没有导入", "this line is no row of a plan and is not imported")
            self.found.append(Diagnostic("line-not-imported", words, line.cell.span, (), Severity.WARNING))

    def _themed(self, cell: Cell, week: date | None) -> None:
        """A theme for its week, or for that of the next row."""
        if week:
            self.themes.setdefault(week_name(monday_of(week)), cell)
        self.theme = None if week else cell

    def _wish(self, line: Line, found: list[Diagnostic]) -> Wish | None:
        cells = {field: cell for field, cell in line.cells.items() if says(cell) and field != "id"}
        theme = cells.pop(THEME, None) or self.theme
        on = self.rows.of(cells, line, found)
        self.told = self.told and on is None
        if on and theme and theme.text:
            self._themed(Cell(" ".join(theme.text.split()), theme.span), on)
        if (
            on is None
            or not line.heads
            or not cells.keys() - {"date", "day", "week", "at", "column", "channel", "tier", "owner", "state"}
        ):
            if on is not None and (line.unread or {"at", "column"} & cells.keys()):
                found.append(_without_content(line, cells))
            return None  # a day alone, or told
        tiers = self._tiers(cells.get("tier"), found)
        place = cells.get("date") or cells.get("day") or next(iter(cells.values()))
        at = hour_of(cells, found)
        channel = channel_of(cells["channel"].text) if "channel" in cells else None
        column = self._column(cells, found)
        if "channel" in cells and channel is None and not found:
            value_of(self.project, "channel", cells["channel"], cells["channel"].text, self.known, found)
        week, day, free = _slot(column, on) if column else (week_name(monday_of(on)), WEEKDAYS[on.weekday()], ())
        values = self._values(cells, column, line.heads, found)
        wish = Wish(week, day, column, free, tiers, at, channel or "", values, place)
        if column and not values and not any(one.severity is Severity.ERROR for one in found):
            found.append(_without_content(line, cells))
            return None
        if column is None:
            self._outside(wish, cells.get("column"), found)
            return wish
        if channel and channel != column.channel:
            words = Words(
                f"栏目 {column.name} 发在{CHANNELS[column.channel].zh}，这里写的是{CHANNELS[channel].zh}",
                f"column {column.id!s} goes to {column.channel}, this says {channel}",
            )
            found.append(Diagnostic("other-channel", words, cells["channel"].span))
        covered = {tier.id for tier in self.project.library.covers(column.tiers)}
        if stray := next((tier for tier in tiers or () if tier not in covered), None):
            words = Words(f"栏目 {column.name} 不发到“{stray}”", f"column {column.id!s} does not go to tier {stray}")
            found.append(Diagnostic("tier-not-covered", words, cells.get("tier", place).span))
        if not free and at is None:
            told = off_schedule(column, Text(WEEKDAYS[on.weekday()], *place.span), on, False)
            found.append(told._replace(span=place.span))
        return wish

    def _tiers(self, cell: Cell | None, found: list[Diagnostic]) -> tuple[str, ...] | None:
        if cell is None:
            return self.tiers
        tiers = self.project.tiers_of(cell.text)
        if isinstance(tiers, str):
            words = Words(f"没有叫“{tiers}”的分层", f"no tier is called {tiers}")
            found.append(Diagnostic("unknown-id", words, cell.span, self.project.tiers.near(tiers)))
            return None
        return tiers

    def _column(self, cells: dict[str, Cell], found: list[Diagnostic]) -> Column | None:
        if (cell := cells.get("column")) is None:
            return None
        id_ = self.project.columns.id_of(cell.text)
        if id_ is None:
            words = Words(
                f"没有叫“{cell.text}”的栏目，放进 extra", f"no column is called {cell.text}; the row becomes an extra"
            )
            found.append(
                Diagnostic("unknown-id", words, cell.span, self.project.columns.near(cell.text), Severity.WARNING)
            )
        return self.project.library.columns[id_] if id_ else None

    def _values(
        self, cells: dict[str, Cell], column: Column | None, heads: Iterable[str], found: list[Diagnostic]
    ) -> dict[str, Value]:
        own = {str(name) for name in (*column.needs, *column.accepts)} if column else set()
        values: dict[str, Value] = {}
        aside: list[str] = []
        for field, cell in cells.items():
            if (
                field in ("date", "day", "week", "at", "column", "channel", "tier")
                or (text := cleaned(cell, found)) is None
            ):
                continue
            if field in EXTRA and column is not None:
                continue  # the column says it
            if "/" in field or ">" in field:
                one = chosen(field, own, ENTRY, heads)
                if one is None or one in values:
                    found.append(_unclear(field, cell))
                    continue
                field = one
            if field == "product" and (
                ("products" in own and "product" not in own)
                or (self.project.products.id_of(text) is None and len(listed(text)) > 1)
            ):
                field = "products"
            if field not in (*ENTRY, *EXTRA, *own):
                words = Words(
                    f"{HEADS[field].zh if field in HEADS else field}：这一条没有这一项", f"this entry has no {field}"
                )
                note = Note(Words("要用它，先写进栏目的 accepts", "to use it, add it to the column's accepts"))
                found.append(Diagnostic("unknown-key", words, cell.span, (note,)))
            elif field == "copy" and same(text) in _LATER:
                values["todo"] = text
            elif self._strange(field, cell, text):
                words = Words(f"认不出“{text}”，写进了备注", f"{text} is not known and goes into the note")
                found.append(Diagnostic("kept-as-note", words, cell.span, (), Severity.WARNING))
                aside.append(f"{HEADS[field].zh}：{text}")
            elif (value := value_of(self.project, field, cell, text, self.known, found)) is not None:
                values[field] = value
        if aside:
            words_ = "\n".join([*([str(values["note"]).strip("\n")] if "note" in values else []), *aside])
            values["note"] = f"{words_}\n" if "\n" in words_ else words_
        return values

    def _strange(self, field: str, cell: Cell, text: str) -> bool:
        """Whether a text is no word, or no picture, of the project's; it may stand in the note."""
        return (
            field in ("images", "state", *EXTRA) and value_of(self.project, field, cell, text, self.known, []) is None
        )

    def _outside(self, wish: Wish, named: Cell | None, found: list[Diagnostic]) -> None:
        """What stands outside any column says itself where, when and what."""
        if "title" not in wish.values and named is not None:
            wish.values["title"] = " ".join(named.text.split())
        wants = (
            (wish.at, "at", Words("补上时间，或写上栏目", "add the hour, or name its column")),
            (wish.channel or None, "channel", Words(_CHANNELS, "add its channel: moments, group, announcement, …")),
            (wish.values.get("title"), "title", Words("补上标题，或写上栏目", "add a title, or name its column")),
        )
        if lacking := next((want for want in wants if want[0] is None), None):
            head = HEADS[lacking[1]]
            words = Words(f"这一行不属于任何栏目，又没有{head.zh}", f"this row is in no column and has no {head.en}")
            found.append(Diagnostic("missing-key", words, wish.place.span, (Note(lacking[2]),)))


def _exported(line: Line) -> Line:
    """A row with an id, whose 话题 is what an export heads so; what the user said of a header is just that."""
    real = {field: "topics" if field == "topic>topics" else field.partition(">")[0] for field in line.heads}
    return line._replace(
        cells={real[field]: cell for field, cell in line.cells.items()}, heads=frozenset(real.values())
    )


def _unclear(field: str, cell: Cell) -> Diagnostic:
    """A header of several names, of which a row's column has none, or two."""
    heads = [HEADS[one].zh if one in HEADS else one for one in re.split("[/>]", field)]
    words = Words(
        f"分不清这是哪一项：{'、'.join(heads)}",
        f"which of these this is, is not clear: {', '.join(re.split('[/>]', field))}",
    )
    how = Words("把这一列拆成两列，一列写一项", "make this column two, one for each")
    return Diagnostic("unknown-key", words, cell.span, (Note(how),))


def _without_content(line: Line, cells: dict[str, Cell]) -> Diagnostic:
    """A row that names a slot and says nothing for it, or only in columns that are not read."""
    words = Words("这一行没有内容，没有导入", "this row says nothing to import")
    notes: tuple[Note, ...] = ()
    if line.unread:
        zh, en, first = "、".join(line.unread), ", ".join(line.unread), line.unread[0]
        how = Words(
            f"写在没有认出的列里：{zh}；要导入，加 --map {first}=copy（或别的字段）",
            f"what it says is in columns that are not understood: {en}; add --map {first}=copy, or another field",
        )
        notes = (Note(how),)
    place = cells.get("date") or cells.get("day") or next(iter(line.cells.values()))
    return Diagnostic("row-without-content", words, place.span, notes, Severity.WARNING)


def about(wish: Wish) -> tuple[str, str, str]:
    """The entries that a row belongs to: those of a column and day, or of one title and day."""
    return wish.week, wish.day, str(wish.column.id) if wish.column else str(wish.values.get("title", ""))


def _slot(column: Column, on: date) -> tuple[str, str, tuple[Slot, ...]]:
    """The week and day that a date of a column belongs to, and the column's slots of that day: a holiday may have moved them here."""
    for shift in (0, -7, 7):
        monday = monday_of(on) + timedelta(shift)
        all_ = slots(column.when, monday, column.holiday or "keep")
        if (first := next((slot for slot in all_ if slot.date == on), None)) is not None:
            free = tuple(slot for slot in all_ if slot.day == first.day)
            return week_name(monday), WEEKDAYS[first.day.weekday()], free
    return week_name(monday_of(on)), WEEKDAYS[on.weekday()], ()
