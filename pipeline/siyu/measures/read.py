"""Tables of a filled review sheet → figures.

In: tables, and what the project knows. Out: `Figures` (None where anything is wrong) and diagnostics, each at its cell.
Promise: rows and columns may be moved, added or left out; a column is known by its header, a row by its id; what cannot have been is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple
from unicodedata import normalize

from siyu.diagnostic import Diagnostic, Note, Severity, Words, did_you_mean
from siyu.facts.metrics import COUNTS, METRICS, POSTS, impossible
from siyu.measures.figures import Figures
from siyu.measures.numbers import NotANumber, number, plain_number
from siyu.outputs.review import ID, WEEK
from siyu.rules.impossible_figure import LOOK
from siyu.rules.impossible_figure import RULE as IMPOSSIBLE
from siyu.source import Span
from siyu.tables.cells import Cell, Table, note, whole


class Row(NamedTuple):
    """One filled row: its id, and its counts with their cells."""

    id: Cell
    counts: dict[str, tuple[Decimal, bool, Span]]
    publication: bool


def _forms(names: Mapping[str, str]) -> dict[str, str]:
    """What a header may look like: both words as we wrote them, or one."""
    forms: dict[str, str] = {}
    for name, zh in names.items():
        forms |= dict.fromkeys((_same(name), _same(zh), _same(f"{zh} {name}")), name)
    return forms


def _same(text: str) -> str:
    return " ".join(normalize("NFKC", text).casefold().split())


_HEADS = _forms({name: count.zh for name, count in (COUNTS | POSTS).items()})
_ID = {_same(part) for part in (ID, *ID.split())}
_WEEK = {_same(part) for part in (WEEK, *WEEK.split())}


def week_of(files: Mapping[str, list[Table]]) -> tuple[str | None, list[Diagnostic]]:
    """The week that the sheets are about: one, in all of them."""
    first: Cell | None = None
    for name, tables in files.items():
        cells = [cell for table in tables for row in table for cell in _week(row)]
        if not cells:
            words = Words("表里没有写哪一周", "the sheet does not say which week it is")
            how = note(f"留着第一行：{WEEK}，2026-W48", f"keep the first row: {WEEK}, 2026-W48")
            return None, [Diagnostic("missing-key", words, whole(name), how)]
        for cell in cells:
            if not re.fullmatch(r"20\d{2}-W(0[1-9]|[1-4]\d|5[0-3])", cell.text.strip()):
                words = Words(f"“{cell.text}”不是一周", f"{cell.text} is not a week")
                return None, [Diagnostic("bad-week", words, cell.span, note("写成 2026-W48", "write 2026-W48"))]
            first = first or cell
            if cell.text.strip() != first.text.strip():
                words = Words(
                    "这张表是另一周的，一次只读一周", "this sheet is about another week; read one week at a time"
                )
                other = (Note(Words("先读到的是这一周", "the week read first"), first.span),)
                return None, [Diagnostic("bad-week", words, cell.span, other)]
    return (first.text.strip() if first else None), []


def _week(row: list[Cell]) -> Iterator[Cell]:
    for number_, cell in enumerate(row[:-1]):
        if _same(cell.text) in _WEEK and row[number_ + 1].text.strip():
            yield row[number_ + 1]


def read(
    week: str, tables: Iterable[Table], tiers: Mapping[str, str], posts: Mapping[str, tuple[str, str]]
) -> tuple[Figures | None, list[Diagnostic]]:
    """The figures of a week; `posts` are column and slot by identity."""
    found: list[Diagnostic] = []
    rows: dict[tuple[bool, str], dict[str, tuple[Decimal, Span]]] = {}
    for row in (row for table in tables for row in _rows(table, found)):
        known: Iterable[str] = posts if row.publication else tiers
        name = row.id.text.strip()
        if name not in known:
            words = Words(f"{week} 没有编号是“{name}”的", f"nothing in {week} has the id {name}")
            found.append(Diagnostic("unknown-id", words, row.id.span, tuple(map(Note, did_you_mean(name, known)))))
            continue
        kept = rows.setdefault((row.publication, name), {})
        for count, (value, span) in _shares(row, kept, found).items():
            if count in kept and kept[count][0] != value:
                words = Words("这个数填了两次，两次不一样", "this count is given twice, and differs")
                first = (Note(Words("第一次在这里", "first given here"), kept[count][1]),)
                found.append(Diagnostic("duplicate-id", words, span, first))
            kept.setdefault(count, (value, span))
    for filled in rows.values():
        found += _impossible(filled)
    rows = {key: filled for key, filled in rows.items() if filled}
    if any(told.severity is Severity.ERROR for told in found):
        return None, found
    by_column: dict[str, dict[str, dict[str, Decimal]]] = {}
    for (publication, name), filled in rows.items():
        if publication:
            column, slot = posts[name]
            by_column.setdefault(column, {})[slot] = {count: value for count, (value, _) in filled.items()}
    by_tier = {name: {c: value for c, (value, _) in row.items()} for (post, name), row in rows.items() if not post}
    return Figures(week, by_tier, by_column), found


def _rows(table: Table, found: list[Diagnostic]) -> Iterator[Row]:
    """The rows below a header that has an id and a count."""
    heads: dict[int, str] = {}
    id_at = 0
    for cells in table:
        names = {at: name for at, cell in enumerate(cells) if (name := _HEADS.get(_same(cell.text)))}
        ids = [at for at, cell in enumerate(cells) if _same(cell.text) in _ID]
        if names and ids:
            heads, id_at = names, ids[-1]
            continue
        if not heads:
            continue
        counts = {}
        for at, name in heads.items():
            if at < len(cells) and (read_ := _number(cells[at], name, found)):
                counts[name] = (*read_, cells[at].span)
        if counts and (len(cells) <= id_at or not cells[id_at].text.strip()):
            words = Words("这一行有数，没有编号", "this row has counts, but no id")
            how = note("编号在最后一列，照原表补上", "the id is the last column; copy it from the original sheet")
            found.append(Diagnostic("missing-key", words, next(iter(counts.values()))[2], how))
        elif counts:
            yield Row(cells[id_at], counts, any(name in POSTS for name in heads.values()))


def _number(cell: Cell, name: str, found: list[Diagnostic]) -> tuple[Decimal, bool] | None:
    try:
        return number(cell.text)
    except NotANumber:
        zh = (COUNTS | POSTS)[name].zh
        words = Words(f"{zh}要写一个数，这里是“{cell.text[:20]}”", f"{name} is a number, here it says {cell.text[:20]}")
        how = note("例如 1234 或 1,234；没数过就留空", "for example 1234 or 1,234; leave blank what was not counted")
        found.append(Diagnostic("bad-number", words, cell.span, how))
        return None


def _shares(
    row: Row, kept: Mapping[str, tuple[Decimal, Span]], found: list[Diagnostic]
) -> dict[str, tuple[Decimal, Span]]:
    """The counts; percent becomes the count it is a share of, where there is one to take it of."""
    counts = {name: (value, span) for name, (value, percent, span) in row.counts.items() if not percent}
    wholes = {m.of: m.by[0] for m in METRICS.values() if m.unit == "%" and len(m.by) == 1}
    for name, (value, percent, span) in row.counts.items():
        if percent:
            of = (counts | dict(kept)).get(wholes.get(name, ""))
            if of is None:
                words = Words("这里写数目，不写百分比", "a count belongs here, not a percentage")
                found.append(Diagnostic("bad-number", words, span))
            else:
                counts[name] = (plain_number(Decimal(round(value * of[0] / 100))), span)
    return counts


def _impossible(filled: Mapping[str, tuple[Decimal, Span]]) -> Iterator[Diagnostic]:
    for name, zh, en, zero in impossible({name: value for name, (value, _) in filled.items()}):
        severity = Severity.ADVICE if zero else IMPOSSIBLE.severity
        yield Diagnostic(IMPOSSIBLE.name, Words(zh, en), filled[name][1], (LOOK,), severity)
