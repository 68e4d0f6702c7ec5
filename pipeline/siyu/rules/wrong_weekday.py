"""A date in the copy with a weekday that is not that date's: members come on the wrong day, or stop believing the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.when import WEEKDAYS, WEEKDAYS_ZH

_DATED = re.compile(
    r"月 ?(\d{1,2}) ?[日号][ ，,（(·]{0,3}(?:周|星期|礼拜)([一二三四五六日天])"
)  # begins with a letter: fast to look for
_MONTH = re.compile(r"(?:(\d{4}|[去前今明]) ?年 ?)?(\d{1,2}) ?$")


def wrong_weekday(texts: Texts) -> Iterator[Finding]:
    """Every "11月25日 周二" that is a Wednesday: an error. Without a year it is the one nearest to the post."""
    for passage in texts.passages:
        if passage.item is None:
            continue  # a welcome script is sent on any day
        for match in _DATED.finditer(passage.text):
            month = _MONTH.search(match.string, max(0, match.start() - 10), match.start())
            if month is None:
                continue
            day = _date(month[1], int(month[2]), int(match[1]), passage.item.date)
            said = "一二三四五六日".find(match[2].replace("天", "日"))
            if day is None or day.weekday() == said:
                continue
            zh = WEEKDAYS_ZH[day.weekday()]
            written = match.string[month.start() : match.end()]
            words = Words(
                f"“{written}”不对：{day} 是{zh}", f"{written!r} is wrong: {day} falls on {WEEKDAYS[day.weekday()]}"
            )
            note = Note(Words(f"改成{zh}，或改日期", "correct the weekday or the date"))
            yield Finding(words, passage.at(month.start(), match.end()), (note,))


@lru_cache(512)  # a day's texts, one after another
def _date(year: str | None, month: int, day: int, post: date) -> date | None:
    """The date meant; None where no calendar has it."""
    words = {"前": -2, "去": -1, "今": 0, "明": 1}
    years = [post.year - 1, post.year, post.year + 1]
    if year is not None:
        years = [post.year + words[year] if year in words else int(year)]
    dates = []
    for number in years:
        try:
            dates.append(date(number, month, day))
        except ValueError:
            continue
    return min(dates, key=lambda other: abs(other - post), default=None)


RULE = Rule(
    name="wrong-weekday",
    severity=Severity.ERROR,
    what=Words("正文里的日期和星期对不上", "a date in the copy has a weekday that is not that date's"),
    why=Words(
        "成员会来错日子，或者从此不信你写的时间", "members come on the wrong day, or stop believing the calendar"
    ),
    instead=Words("改星期，或改日期", "correct the weekday or the date"),
    find=wrong_weekday,
)
