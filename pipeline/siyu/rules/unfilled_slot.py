"""A slot that a column promises and the week does not fill: members remember fixed times and notice when nothing comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition
from siyu.schedule import WEEKDAYS, WEEKDAYS_ZH, clock


def unfilled_slot(edition: Edition) -> Iterator[Diagnostic]:
    """One warning for each column and day, whatever the number of tiers; slots skipped with a reason are fine."""
    seen: set[tuple[str, date]] = set()
    for gap in edition.plan.gaps:
        if gap.reason is not None or (gap.column, gap.date) in seen:
            continue
        seen.add((gap.column, gap.date))
        day, hour = gap.date.weekday(), clock(gap.start)
        words = Words(
            f"{gap.name} {WEEKDAYS_ZH[day]} {hour} 没有内容",
            f"column {gap.column} has no entry for {WEEKDAYS[day]} {hour}",
        )
        note = Note(
            Words(
                f"写上 {gap.column} 的 {WEEKDAYS[day]}，或在 skip 里写明原因",
                f"fill {WEEKDAYS[day]} of {gap.column}, or say why under skip",
            )
        )
        yield Diagnostic("unfilled-slot", words, gap.span, (note,), Severity.WARNING)
