"""Rows → the headers of a plan: which column is which field, for which tier, on which day.

In: rows, the columns' own fields, what the user said about headers. Out: `Heads` of each table side by side, rows with a header over two of them
joined, and diagnostics. Promise: what two columns claim is nobody's; what is not read, or taken for a tier by likeness, is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.facts.typed import Day, day_of, same
from siyu.spreadsheet.headers import field_of
from siyu.tables.cells import Cell, Table

_PARTED = re.compile(r"\s*[-_—·/|]\s*|\s+")
LONGEST = 60  # characters of a header
_WHEN = {"date", "day", "week", "id", "at"}


class Known(NamedTuple):
    """What headers may be: the columns' own fields, what the user said, and how a tier is found by a name, or by one that is like it."""

    own: list[str]
    given: dict[str, str]
    tier: Callable[[str], str | None]
    like: Callable[[str], str | None]


class Heads(NamedTuple):
    """A header row, or its half: fields by column; days by column where days head the columns, tiers where a header names one."""

    fields: dict[int, str]
    days: dict[int, Cell]
    tiers: dict[int, Cell]


def joined(table: Table, known: Known) -> Iterator[list[Cell]]:
    """The rows; a header over two of them, 文案 above the names of tiers, becomes one: 文案（会员群）."""
    at = 0
    while at < len(table):
        one = _over_two(table[at], table[at + 1], known) if at + 1 < len(table) else None
        yield one or table[at]
        at += 2 if one else 1


def _over_two(row: list[Cell], below: list[Cell], known: Known) -> list[Cell] | None:
    """The header that two rows make; None where they do not."""
    if not any(field_of(cell.text, known.own, known.given) for cell in row if 0 < len(cell.text) <= LONGEST):
        return None
    tiers = [at for at, cell in enumerate(below) if _tier(cell.text, cell, known)]
    heads = [cell.text.strip() for cell in row] + [""] * (len(below) - len(row))
    if len(tiers) < 2 or not {cell.text.strip() for at, cell in enumerate(below) if at not in tiers} <= {*heads, ""}:
        return None
    for at in tiers:  # a cell that is merged with the one before it is empty, or says the same
        heads[at] = heads[at] or heads[at - 1]
    one = [*row, *below[len(row) :]]
    for at in tiers:
        one[at] = Cell(f"{heads[at]}（{below[at].text.strip()}）", below[at].span)
    named = all(field_of(heads[at], known.own, known.given) for at in tiers)
    return one if named and heads_of(one, known) else None


def heads_of(row: list[Cell], known: Known) -> list[Heads]:
    """The tables that a row heads, side by side; none where it is no header row. What two columns claim is nobody's."""
    halves = [Heads({}, {}, {})]
    bare = _bare(row, known)
    named = said = 0
    for column, cell in enumerate(row):
        said += bool(cell.text.strip())
        if not cell.text.strip() or len(cell.text) > LONGEST:
            continue
        field, tier = _field(cell, known, bare)
        if field is None:
            if day_in(cell.text) is not None:
                halves[-1].days[column] = cell
            continue
        named += 1
        if field and tier is None and halves[-1].fields and field == next(iter(halves[-1].fields.values())):
            halves.append(Heads({}, {}, {}))
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


def _twice(half: Heads) -> set[int]:
    """Columns that say they are the same, for everybody or for the same tier."""
    of = {
        column: (field, half.tiers[column].text if column in half.tiers else "")
        for column, field in half.fields.items()
    }
    return {column for column, one in of.items() if list(of.values()).count(one) > 1}


def _bare(row: list[Cell], known: Known) -> bool:
    """Whether a column headed by a tier's name alone is its text: where no column says that it is the text."""
    return not any(field_of(cell.text.strip(), known.own, known.given) == "copy" for cell in row)


def _tier(text: str, cell: Cell, known: Known) -> Cell | None:
    """The tier that a piece of a header names; its id where the name is only like one."""
    text = text.strip(" -_—·/|:：")
    if known.tier(text) is not None:
        return Cell(text, cell.span)
    return Cell(like, cell.span) if (like := known.like(text)) else None


def _field(cell: Cell, known: Known, bare: bool) -> tuple[str | None, Cell | None]:
    """The field of a header, and the tier that it names: 文案（会员群）, 会员群文案, 文案-会员群."""
    text = cell.text.strip()
    if ":" in (said := known.given.get(same(text), "")):
        return said.partition(":")[0], Cell(said.partition(":")[2], cell.span)
    if bracket := re.fullmatch(r"([^(（【\[]+)[(（【\[]([^)）】\]]+)[)）】\]]", text):
        field = field_of(bracket[1], known.own, known.given)
        if field and (tier := _tier(bracket[2], cell, known)):
            return field, tier
    if (field := field_of(text, known.own, known.given)) is None and len(text) <= 20:
        parts = _PARTED.split(text)
        pairs = [(text[cut:], text[:cut]) for cut in range(2, len(text) - 1)] + (
            [(parts[0], parts[1])] if len(parts) == 2 else []
        )
        for head, name in pairs:
            if (found := field_of(head, known.own, known.given)) and (tier := _tier(name, cell, known)):
                return found, tier
        if bare and known.tier(text) is not None:
            return "copy", Cell(text, cell.span)
    return field, None


def day_in(text: str) -> Day | None:
    """The day that a header or a line names."""
    return day_of(" ".join(text.split()))


def passed_over(row: list[Cell], heads: list[Heads], known: Known, found: list[Diagnostic]) -> dict[int, str]:
    """Tell the columns that are not read: what heads them."""
    passed: dict[int, str] = {}
    used = {column for half in heads for column in (*half.fields, *half.days)}
    bare = _bare(row, known)
    for column, tier in ((column, tier) for half in heads for column, tier in half.tiers.items() if column in used):
        if tier.text not in row[column].text and same(row[column].text) not in known.given:
            head = row[column].text.strip()
            words = Words(f"“{head}”当作分层 {tier.text} 的", f"{head!r} is taken for tier {tier.text}'s")
            how = Words(
                f"不是的话，加 --map {head}=copy:分层的id", f"if it is not, add --map {head}=copy:ID of the tier"
            )
            found.append(Diagnostic("tier-by-likeness", words, row[column].span, (Note(how),), Severity.WARNING))
    for column, cell in enumerate(row):
        if column in used or not cell.text.strip() or (field := _field(cell, known, bare)[0]) == "":
            continue
        text, severity = cell.text.strip(), Severity.WARNING
        passed[column] = text
        words = Words(f"不认识“{text}”这一列，没有导入", f"column {text!r} is not known and not imported")
        how = Words(
            f"要导入，加 --map {text}=copy（或别的字段：{'、'.join(known.own)}）",
            f"to import it, add --map {text}=copy (or another field: {', '.join(known.own)})",
        )
        if field is not None:
            words = Words(f"有两列是“{text}”，分不清，都没有导入", f"two columns are {text!r}: neither is imported")
            how = Words(
                "写明给哪一层，例如 文案（会员群），或合成一列", "name the tier in brackets behind it, or make them one"
            )
            severity = Severity.ERROR
        found.append(Diagnostic("column-not-imported", words, cell.span, (Note(how),), severity))
    return passed
