"""A date in the copy with a weekday that is not that date's: members come on the wrong day, or stop believing the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Edition, place_of
from siyu.when import WEEKDAYS, WEEKDAYS_ZH

_DATED = re.compile(
    r"月 ?(\d{1,2}) ?[日号][ ，,（(·]{0,3}(?:周|星期|礼拜)([一二三四五六日天])"
)  # begins with a letter: fast to look for
_MONTH = re.compile(r"(\d{1,2}) ?$")


def wrong_weekday(edition: Edition) -> Iterator[Diagnostic]:
    """Every "11月25日 周二" that is a Wednesday: an error. The year is the one nearest to the post."""
    for item, text, _ in edition.messages:
        for match in _DATED.finditer(text or ""):
            month = _MONTH.search(match.string, max(0, match.start() - 3), match.start())
            if month is None:
                continue
            day = _nearest(int(month[1]), int(match[1]), item.date)
            said = "一二三四五六日".find(match[2].replace("天", "日"))
            if day is None or day.weekday() == said:
                continue
            zh = WEEKDAYS_ZH[day.weekday()]
            written = match.string[month.start() : match.end()]
            words = Words(f"“{written}”不对：{day} 是{zh}", f"{written!r} is wrong: {day} falls on {WEEKDAYS[day.weekday()]}")
            note = Note(Words(f"改成{zh}，或改日期", "correct the weekday or the date"))
            yield Diagnostic("wrong-weekday", words, place_of(item, written), (note,))


def _nearest(month: int, day: int, to: date) -> date | None:
    """The date of that month and day closest to another; None where no calendar has it."""
    dates = []
    for year in (to.year - 1, to.year, to.year + 1):
        try:
            dates.append(date(year, month, day))
        except ValueError:
            continue
    return min(dates, key=lambda other: abs(other - to), default=None)
