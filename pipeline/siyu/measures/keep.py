"""Figures → the file in content/reviews, and back into git.

In: figures, the file as it was. Out: its new text. Promise: what stands above the figures (comments, `note`, `allow`) stays as it was; a comment among
the figures is refused, not lost; the same figures give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from siyu.facts.metrics import COUNTS, POSTS
from siyu.library import Library
from siyu.measures.figures import Counted, Figures
from siyu.when import WEEKDAYS

_HEAD = "# siyu review 写的，数字可以手改；备注写在 tiers 上面 · written by siyu review; remarks go above the figures\n"
_FIGURES = re.compile(r"^(tiers|posts|extra)\s*:", re.MULTILINE)
_OTHER = re.compile(r"^(?!tiers|posts|extra)[a-z]+\s*:|^\s*#|\s#\s", re.MULTILINE)


class Remark(Exception):
    """A remark stands among the figures, in this line, and would be lost."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def path_of(week: str) -> str:
    """Where a week's figures are kept."""
    return f"content/reviews/{week.lower()}.yaml"


def text_of(figures: Figures, library: Library, old: str | None = None) -> str:
    """The file's text; raises `Remark`."""
    head = _HEAD
    if old is not None:
        match = _FIGURES.search(old)
        at = match.start() if match else len(old)
        if remark := _OTHER.search(old, at):
            raise Remark(old.count("\n", 0, remark.end()) + 1)
        head = old[:at].rstrip("\n") + "\n" if old[:at].strip() else ""
    lines: list[str] = []
    for tier in _order(figures.tiers, library.tiers):
        lines += ["tiers:"] * (not lines)
        lines.append(f"  {tier}:")
        lines += [f"    {name}: {figures.tiers[tier][name]:f}" for name in COUNTS if name in figures.tiers[tier]]
    columns = [column for column in _order(figures.posts, library.columns) if column and figures.posts[column]]
    lines += ["posts:"] * bool(columns)
    for column in columns:
        lines += [f"  {column}:", *(f"    {row}" for row in _slots(figures.posts[column]))]
    if extra := figures.posts.get(""):
        lines += ["extra:", *(f"  {row}" for row in _slots(extra))]
    return head + "\n".join(lines) + "\n"


def _order(names: Mapping[str, object], known: Mapping[str, object]) -> list[str]:
    """As the project orders them, then what it no longer knows."""
    return [name for name in known if name in names] + sorted(name for name in names if name not in known)


def _slots(rows: Mapping[str, Counted]) -> list[str]:
    def day(slot: str) -> tuple[int, str]:
        first = slot.partition(".")[0]
        return (WEEKDAYS.index(first) if first in WEEKDAYS else len(WEEKDAYS)), slot

    told = []
    for slot in sorted(rows, key=day):
        counts = ", ".join(f"{name}: {rows[slot][name]:f}" for name in POSTS if name in rows[slot])
        told.append(f"{slot}: {{{counts}}}")
    return told
