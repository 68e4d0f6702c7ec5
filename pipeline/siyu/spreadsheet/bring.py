"""Tables → what content/weeks would become.

In: a project's root, documents and library, the tables. Out: `Brought`: changed and new files, and diagnostics. Promise: nothing is written; an entry
with anything wrong is left out whole; every file still loads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.reference import Known
from siyu.source import Source
from siyu.spreadsheet.edits import Put, applied, put
from siyu.spreadsheet.heading import Known as Heads
from siyu.spreadsheet.known import changed
from siyu.spreadsheet.lines import Line, lines
from siyu.spreadsheet.meet import Group, meet
from siyu.spreadsheet.names import Project
from siyu.spreadsheet.rows import Row, rows
from siyu.spreadsheet.times import Days
from siyu.spreadsheet.wishes import Wish, Wishes, about
from siyu.spreadsheet.yaml import Value, pair
from siyu.stages.fix import Change
from siyu.stages.load import load
from siyu.stages.parse import parse
from siyu.tables.cells import Cell, Table, whole
from siyu.weeks import monday_in
from siyu.when import WEEKDAYS

OPEN = "【这一周的主题】"
"""What stands for a theme that a sheet does not tell."""


class Brought(NamedTuple):
    """What would change, how many entries that is, and what was found."""

    changes: list[Change]
    entries: int
    found: list[Diagnostic]


class Around(NamedTuple):
    """The project that a sheet is brought into: its library, its weeks by name, its ids, and a Monday of the time that dates without a year
    are near to. `begins`: weekdays without a date are of that week."""

    library: Library
    weeks: Mapping[str, Week]
    known: Known
    near: date | None
    begins: bool = False


def bring(root: Path, around: Around, tables: Iterable[Table], given: dict[str, str], name: str) -> Brought:
    """What the tables bring; the file's `name` may tell the year. `given`: fields by header, as the user said."""
    project, found = Project(around.library), list[Diagnostic]()
    heads = Heads(project.own, given, project.tiers.id_of, project.tier_like)
    wishes: list[Wish] = []
    marked: dict[str, Line] = {}
    themes: dict[str, Cell] = {}
    spoilt = set[tuple[str, str, str]]()
    for table in tables:
        days = Days(around.near, week=around.near if around.begins else None)
        days.headline(name)
        reader = Wishes(project, around.known, days, found)
        for one in reader.read(lines(table, heads, found)):
            if isinstance(one, Wish):
                wishes.append(one)
            elif (twice := marked.get(id_ := one.cells["id"].text.strip())) is not None:
                words = Words(f"编号 {id_} 有两行", f"there are two rows with the id {id_}")
                note = Note(
                    Words("第一行在这里；新加的行，编号留空", "the first is here; a new row has no id"),
                    twice.cells["id"].span,
                )
                found.append(Diagnostic("duplicate-id", words, one.cells["id"].span, (note,)))
            else:
                marked[id_] = one
        themes |= reader.themes
        spoilt |= reader.spoilt
    if not wishes and not marked and not any(one.severity is Severity.ERROR for one in found):
        words = Words(
            "没有找到排期：要有一行表头，至少写着日期和文案",
            "no plan is found: it needs a header row that names at least date and copy",
        )
        if any(one.rule == "row-without-content" for one in found):
            words = Words("没有一行有能导入的内容", "no row says anything that can be imported")
        found.append(Diagnostic("no-rows", words, whole(name)))
    groups, claimed = _edited(project, around, marked, found)
    ids = {str(one.id) for week in around.weeks.values() for one in week.extra}
    wishes = [wish for wish in wishes if about(wish) not in spoilt]
    groups += meet(project, wishes, around.weeks, claimed, ids, found)
    named = {group.week for group in groups} | around.weeks.keys()
    for name_, cell in themes.items():
        if name_ in named and (name_ not in around.weeks or around.weeks[name_].theme is None):
            groups.insert(0, Group(name_, (Put(("theme",), cell.text),), cell))
    changes, entries = [], 0
    for week in sorted({group.week for group in groups}):
        own = [group for group in groups if group.week == week]
        change, done = (_changed if week in around.weeks else _new)(root, around, week, own, found)
        entries += done
        changes += [change] if change else []
    once = {(one.span.source.path, one.span.start, one.rule, one.words): one for one in found}
    return Brought(changes, entries, list(once.values()))


def _edited(
    project: Project, around: Around, marked: dict[str, Line], found: list[Diagnostic]
) -> tuple[list[Group], dict[tuple[str, str, str], set[int]]]:
    """What the rows with an id change, and which entries they speak for."""
    there: dict[str, Row] = {}
    for name in sorted({id_[:8] for id_ in marked}):
        with suppress(ValueError):
            there |= {row.id: row for row in rows(project, monday_in(name), around.weeks.get(name))}
    groups: dict[tuple[str, tuple[str | int, ...]], Group] = {}
    claimed: dict[tuple[str, str, str], set[int]] = {}
    wrong: set[tuple[str, tuple[str | int, ...]]] = set()
    for id_, line in marked.items():
        place, told = line.cells["id"], list[Diagnostic]()
        if (row := there.get(id_)) is None:
            words = Words(f"计划里没有编号 {id_}", f"no entry has the id {id_}")
            found.append(
                Diagnostic("unknown-id", words, place.span, (Note(Words("新加的行，编号留空", "a new row has no id")),))
            )
            continue
        key = id_[:8], row.path
        if row.path[0] == "columns":
            claimed.setdefault((id_[:8], str(row.path[1]), str(row.path[2])), set()).add(int(row.path[3]))
        puts = changed(project, line, row, around.known, told)
        if puts and not row.there and row.path[3] and not _before(row, there, groups):
            words = Words("先填这一天前面的时段", "fill the earlier slot of this day first")
            told.append(Diagnostic("slot-before-is-open", words, place.span))
        found += told
        if any(one.severity is Severity.ERROR for one in told):
            wrong.add(key)
        elif puts:
            groups[key] = Group(id_[:8], (*(groups[key].puts if key in groups else ()), *puts), place)
    return [group for key, group in groups.items() if key not in wrong], claimed


def _before(row: Row, there: Mapping[str, Row], groups: Mapping[tuple[str, tuple[str | int, ...]], Group]) -> bool:
    """Whether the slot before this one has an entry, or gets one."""
    path = (*row.path[:3], int(row.path[3]) - 1)
    return (row.id[:8], path) in groups or any(
        one.path == path and one.there for one in there.values() if one.id[:8] == row.id[:8]
    )


def _changed(
    root: Path, around: Around, name: str, groups: list[Group], found: list[Diagnostic]
) -> tuple[Change | None, int]:
    """A week's file with what fits into it."""
    source = around.weeks[name].id.source
    before, text, done = (root / source.path).read_bytes(), source.text, 0
    ends = b"\r\n" if b"\r\n" in before else b"\n"
    lead = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    if lead + text.encode().replace(b"\n", ends) != before:
        words = Words(
            f"{source.path} 的换行不统一，先运行 siyu fmt", f"{source.path} mixes line ends; run siyu fmt first"
        )
        found.append(Diagnostic("not-edited", words, groups[0].place.span))
        return None, 0
    at_once = put(source, [one for group in groups for one in group.puts])
    if at_once is not None and not _unfit(source.path, at_once, around):
        text, done, groups = at_once, _entries(groups), []
    for group in groups:  # one by one, to tell those that do not fit
        made = put(Source(source.path, text), group.puts)
        told = [_by_hand(source.path)] if made is None else _unfit(source.path, made, around)
        if told or made is None:
            found += [one._replace(span=group.place.span, notes=()) for one in told]
        else:
            done += _entries([group]) * (made != text)
            text = made
    after = lead + text.encode().replace(b"\n", ends)
    return (Change(source.path, before, after, done) if after != before else None), done


def _new(
    root: Path, around: Around, name: str, groups: list[Group], found: list[Diagnostic]
) -> tuple[Change | None, int]:
    """The file of a week that had none."""
    path = f"content/weeks/{name}.yaml"
    said: Value | None = {"week": name}
    for one in (one for group in groups for one in group.puts):
        said = applied(said, one.path, one.value)
    assert isinstance(said, dict)
    if "theme" not in said and _tells_theme(around.library):
        said["theme"] = OPEN
        words = Words(f"{path} 没有主题，先写成{OPEN}", f"{path} has no theme yet: it says {OPEN}")
        how = Words("补上 theme；表里写“主题：…”也会读", "write theme there; a line 主题：… in the sheet is read, too")
        found.append(Diagnostic("theme-open", words, groups[0].place.span, (Note(how),), Severity.WARNING))
    text = _text(said, list(around.library.columns))
    told = _unfit(path, text, around)
    if (root / path).exists() or (root / path).is_symlink():
        words = Words(f"{path} 已经在了，里面写的是别的周", f"{path} is there, and says another week")
        told = [Diagnostic("not-edited", words, groups[0].place.span)]
    found += [one._replace(span=groups[0].place.span, notes=()) for one in told]
    return (None, 0) if told else (Change(path, b"", text.encode(), len(groups)), _entries(groups))


def _entries(groups: list[Group]) -> int:
    """How many of them are entries: a theme is none."""
    return sum(group.puts[0].path != ("theme",) for group in groups)


def _tells_theme(library: Library) -> bool:
    """Whether some text of the brand's tells the week's theme, which then may not be missing."""
    texts: list[str] = [source.text for source in library.templates.values()]
    texts += [column.copy_ or "" for column in library.columns.values()]
    texts += [notice.copy_ for notice in library.announcements.values()]
    return any("week.theme" in text for text in texts)


def _text(said: dict[str, Value], order: list[str]) -> str:
    """A week's file as an author lays it out: columns in their order, days in theirs."""
    lines = [line for key in ("week", "theme") if key in said for line in pair(key, said[key], 0)]
    if isinstance(columns := said.get("columns"), dict):
        lines += ["", "columns:"]
        for number, column in enumerate(name for name in order if name in columns):
            days = columns[column]
            assert isinstance(days, dict)
            lines += [""] * bool(number) + pair(column, {day: days[day] for day in WEEKDAYS if day in days}, 2)
    if "extra" in said:
        lines += ["", *pair("extra", said["extra"], 0)]
    return "\n".join(lines) + "\n"


def _unfit(path: str, text: str, around: Around) -> list[Diagnostic]:
    source = Source(path, text)
    tree, found = parse(source)
    return found if tree is None else [*found, *load(source, tree, "week", Week, around.known)[1]]


def _by_hand(path: str) -> Diagnostic:
    words = Words(
        f"这一条写不进 {path}：那里的写法（例如括号里的注释）改不动，请手工改",
        f"this entry cannot be edited into {path}, for example because of a comment within brackets; do it by hand",
    )
    return Diagnostic("not-edited", words, whole(path))
