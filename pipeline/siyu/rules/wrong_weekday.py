"""A date in the copy with a weekday that is not that date's: members come on the wrong day, or stop believing the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.dates import nearest
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.when import WEEKDAYS, WEEKDAYS_ZH

_DATED = re.compile(
    r"月 ?(\d{1,2}) ?[日号][ ，,（(·]{0,3}(?:周|星期|礼拜)([一二三四五六日天])"
)  # begins with a letter: fast to look for
_MONTH = re.compile(r"(?:(\d{4}|[去前今明]) ?年 ?)?(\d{1,2}) ?$")
_YEAR = frozenset("年 0123456789")


def wrong_weekday(texts: Texts) -> Iterator[Finding]:
    """Every "11月25日 周二" that is a Wednesday: an error. Without a year it is the one nearest to the post."""
    for passage in texts.passages:
        if passage.item is None:
            continue  # a welcome script is sent on any day
        for match in _DATED.finditer(passage.text):
            month = _MONTH.search(match.string, _year(match.string, match.start()), match.start())
            if month is None:
                continue
            day = nearest(int(month[2]), int(match[1]), passage.item.date, month[1])
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


def _year(text: str, month: int) -> int:
    """Where to look from: ten letters back where a year may be, else at the month."""
    short = month - 2 if text[month - 2 : month].isdecimal() else month - 1
    return max(0, month - 10) if text[short - 1 : short] in _YEAR else max(0, short)


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
