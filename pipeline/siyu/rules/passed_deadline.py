"""A deadline that has passed when the text goes out: it was moved, or copied from last month, and whoever hurries comes too late."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.dates import deadlines
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Span
from siyu.when import WEEKDAYS_ZH, clock

_HOW = Words(
    "改成还没到的日子（下一周的写“下周五”），或把这条提前；已经结束就写明结束了",
    "name a day that is still to come, or post it earlier; where it is over, say so",
)


def passed_deadline(texts: Texts) -> Iterator[Finding]:
    """A warning for each day until which a text says that something lasts, where that day, or its hour, is before the text's own."""
    told: set[Span] = set()
    for passage in texts.passages:
        item = passage.item
        if item is None:
            continue  # a welcome script is sent on any day
        for day, minute, start, end, _ in deadlines(passage.text, item.date):
            if day > item.date or (day == item.date and (minute is None or minute >= item.start)):
                continue
            written, span = passage.text[start:end].strip(), passage.at(start, end)
            if span not in told:
                told.add(span)
                late = clock(item.start) if day == item.date else WEEKDAYS_ZH[item.date.weekday()]
                words = Words(
                    f"“{written}”已经过了：这条 {item.date} {late} 才发",
                    f"{written!r} is over: it was {day}, this goes out on {item.date}"
                    + (f" at {clock(item.start)}" if day == item.date else ""),
                )
                yield Finding(words, span, (Note(_HOW),))


RULE = Rule(
    name="passed-deadline",
    severity=Severity.WARNING,
    what=Words("正文里的截止日子，发的时候已经过了", "a deadline in the copy has passed when it goes out"),
    why=Words(
        "赶着来的人发现已经没了；也看得出这条是从上个月复制的",
        "whoever hurries comes too late, and sees that the text was copied from last month",
    ),
    instead=_HOW,
    find=passed_deadline,
)
