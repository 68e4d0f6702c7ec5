"""A slot that a column promises and the week does not fill: members remember fixed times and notice when nothing comes."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition, Gap
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock


def unfilled_slot(edition: Edition) -> Iterator[Diagnostic]:
    """One warning for each column, whatever the number of days and tiers; slots skipped with a reason are fine."""
    week = edition.plan.week
    open_: dict[str, dict[tuple[int, int], Gap]] = {}
    for gap in edition.plan.gaps:
        if gap.reason is None:
            open_.setdefault(gap.column, {}).setdefault((gap.date.toordinal(), gap.start), gap)
    for column, gaps in open_.items():
        first = next(iter(gaps.values()))
        zh = "、".join(f"{WEEKDAYS_ZH[gap.date.weekday()]} {clock(gap.start)}" for gap in gaps.values())
        en = ", ".join(f"{WEEKDAYS[gap.date.weekday()]} {clock(gap.start)}" for gap in gaps.values())
        words = Words(f"{first.name} {zh} 没有内容", f"column {column} has no entry for {en}")
        note = Note(
            Words(f"在 {column} 下面补上，或在 skip 里写明原因", f"fill it under {column}, or say why under skip")
        )
        key = next((key for key in week.columns if key == column), None)
        yield Diagnostic("unfilled-slot", words, key.span if key else first.span, (note,), Severity.WARNING)
