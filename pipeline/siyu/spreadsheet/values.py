"""A cell → the value of a field, as the format writes it.

In: a cell, its field, the project. Out: a plain value, None where it does not fit. Promise: what does not fit is told at the cell, in the
words that the same mistake has in YAML.
"""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Any

from siyu.diagnostic import Diagnostic, Note, Severity, Words, did_you_mean
from siyu.document import Document
from siyu.facts.typed import clock_of, same
from siyu.facts.words import english
from siyu.kinds.week import Extra
from siyu.reference import Known
from siyu.source import Mapping, Sequence, Text
from siyu.spreadsheet.names import Names, Project, channel_of, listed
from siyu.spreadsheet.yaml import Value
from siyu.stages.load import load
from siyu.tables.cells import Cell
from siyu.when import clock

SAID = ("title", "product", "products", "offer", "copy", "images", "link", "comment", "topics", "pinned")
"""What an entry and each tier's variant may say."""
ENTRY = (*SAID, "todo", "note", "state")
EXTRA = ("kind", "purpose", "owner")
_CHOICES = {
    "state": ("draft", "planned", "approved"),
    "kind": ("brand", "knowledge", "product", "life"),
    "purpose": ("seeding", "activation", "conversion", "repurchase", "brand"),
    "owner": ("owner", "moderator", "koc", "service", "editor"),
    "pinned": ("true", "false"),
}
_STATES = {
    "approved": "已审 已通过 通过 审核通过 定稿 已定稿 完成 已完成 已发 已发布 ok √ ✓ ✔ 可发",
    "planned": "待审 待审核 审核中 待发 待发布 排期中 计划中",
    "draft": "未写 待写 初稿 进行中 撰写中 待完成 未完成 待修改",
}
_ALSO = {same(name): state for state, names in _STATES.items() for name in names.split()}


class _Row(Document):
    """Where a row's values are held against the model of an entry."""

    entry: Extra


def value_of(
    project: Project, field: str, cell: Cell, text: str, known: Known, found: list[Diagnostic]
) -> Value | None:
    """The value of a field."""
    made = _read(project, field, cell, text, found)
    if made is None:
        return None
    told = fits(field, made, cell, known)
    found += told
    return None if any(one.severity is Severity.ERROR for one in told) else made


def _read(project: Project, field: str, cell: Cell, text: str, found: list[Diagnostic]) -> Value | None:
    if field == "product":
        return _id(project.products, Words("商品", "product"), cell, text, found)
    if field == "offer":
        return _id(project.offers, Words("优惠", "offer"), cell, text, found)
    if field == "products":
        ids = [_id(project.products, Words("商品", "product"), cell, part, found) for part in listed(text)]
        return None if None in ids else [id_ for id_ in ids if id_ is not None]
    if field == "images":
        return [_asset(project, part) for part in listed(text)]
    if field == "topics":
        return [part.strip("# ") for part in listed(text)]
    if field in _CHOICES:
        return english(text, _CHOICES[field]) or (_ALSO.get(same(text)) if field == "state" else None) or text
    if field in ("channel", "at"):
        made = channel_of(text) if field == "channel" else hour(cell, found)
        return (text if field == "channel" else None) if made is None else made
    if field in ("title", "link"):
        return " ".join(text.split())
    return f"{text}\n" if "\n" in text else text


def hour(cell: Cell, found: list[Diagnostic]) -> str | None:
    """ "20:30"."""
    minutes = clock_of(cell.text)
    if minutes is None:
        note = Note(Words("写成 20:30、20点半 或 晚八点", "write 20:30"))
        found.append(
            Diagnostic(
                "bad-clock", Words(f"“{cell.text}”不是一个钟点", f"{cell.text} is not an hour"), cell.span, (note,)
            )
        )
        return None
    return clock(minutes)


def _id(names: Names, kind: Words, cell: Cell, text: str, found: list[Diagnostic]) -> str | None:
    id_ = names.id_of(text)
    if id_ is None:
        words = Words(f"没有叫“{text}”的{kind.zh}", f"no {kind.en} is called {text}")
        found.append(Diagnostic("unknown-id", words, cell.span, names.near(text)))
    return id_


def _asset(project: Project, text: str) -> str:
    """The path of a picture, by its name where that is the only one."""
    text = text.removeprefix("brand/assets/")
    ends = [path for path in project.library.assets if path == text or path.endswith(f"/{text}")]
    return ends[0] if len(ends) == 1 else text


def fits(field: str, value: Value, cell: Cell, known: Known) -> list[Diagnostic]:
    """What is wrong with a value, as load would tell it of YAML, at its cell."""
    base = {"id": "a", "day": "mon", "at": "09:00", "channel": "group", "title": "a"} | {field: value}
    tree = _tree({"entry": base}, cell)
    _, found = load(cell.span.source, tree, "a", _Row, known)
    return [one._replace(span=cell.span) for one in found]


def _tree(value: Any, cell: Cell) -> Any:
    source, start, end = cell.span
    if isinstance(value, str):
        return Text(value, source, start, end)
    made: Any = Mapping() if isinstance(value, Table) else Sequence()
    made.source, made.start, made.end = source, start, end
    if isinstance(value, Table):
        made.update({Text(key, source, start, end): _tree(one, cell) for key, one in value.items()})
    else:
        made.extend(_tree(one, cell) for one in value)
    return made


def unknown(words: Words, cell: Cell, names: Names, text: str) -> Diagnostic:
    """A name that is none of the project's."""
    return Diagnostic(
        "unknown-id",
        words,
        cell.span,
        names.near(text) or tuple(Note(w) for w in did_you_mean(text, tuple(names.names))),
    )
