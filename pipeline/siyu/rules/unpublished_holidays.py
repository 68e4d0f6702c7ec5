"""A date past the last published holiday arrangement: whether it is a workday, nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition


def unpublished_holidays(edition: Edition) -> Iterator[Diagnostic]:
    """One warning for each date whose plan depends on an arrangement that is not in the table."""
    for day, span in edition.plan.provisional:
        words = Words(
            f"{day.year} 年的放假调休安排还没有公布，{day} 先按星期排",
            f"the public holidays of {day.year} are not published; {day} is planned by its weekday",
        )
        note = Note(Words("公布后升级 siyu 再构建一次", "update siyu once they are, and build again"))
        yield Diagnostic("unpublished-holidays", words, span, (note,), Severity.WARNING)
