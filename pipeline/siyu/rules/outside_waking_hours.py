"""A message while the customer sleeps: the one that wakes her is the last one she gets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition, Item
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Span
from siyu.when import clock

_HEARD = frozenset({"moments", "group", "announcement", "one-to-one"})
_AWAKE = (7 * 60, 22 * 60 + 30)
_WHEN = re.compile(r"^when:.*$", re.MULTILINE)


def outside_waking_hours(edition: Edition) -> Iterator[Finding]:
    """One warning for each hour outside `rhythm.awake`, where it was written: in the column, in the announcement, or in the entry."""
    first, last = edition.library.brand.rhythm.awake or _AWAKE
    told: set[tuple[str, int]] = set()
    for item in edition.plan.items:
        if first <= item.start <= last or item.channel not in _HEARD or (item.identity, item.start) in told:
            continue
        told.add((item.identity, item.start))
        words = Words(
            f"{item.name} {clock(item.start)} 发，这时不打扰人（{clock(first)}–{clock(last)} 才可以）",
            f"{item.key!s} goes out at {clock(item.start)}, outside {clock(first)}-{clock(last)}",
        )
        note = Note(Words("换个钟点，或改 rhythm.awake", "choose another hour, or change rhythm.awake"))
        yield Finding(words, _written(item, edition.library), (note,))


def _written(item: Item, library: Library) -> Span:
    """Where the hour stands: the column's own for this tier, `when` of the column or announcement, else the entry."""
    column = library.columns.get(item.key)
    document = library.announcements.get(item.key) if item.file else column
    if column and not item.file and item.tier and column.hours.get(item.tier.id) == item.start:
        return next(tier for tier in column.hours if tier == item.tier.id).span
    if document and any(when.start == item.start for when in document.when):
        line = _WHEN.search(document.id.source.text)
        return Span(document.id.source, *line.span()) if line else document.id.span
    return item.span


RULE = Rule(
    name="outside-waking-hours",
    severity=Severity.WARNING,
    what=Words("在别人睡觉的时候发消息", "a message goes out while customers sleep"),
    why=Words("把人吵醒的那条，就是他收到的最后一条", "the one that wakes her is the last one she gets"),
    instead=Words(
        "换个钟点；品牌的时段不是 07:00–22:30，就写 brand.yaml 的 rhythm.awake",
        "choose another hour; if the brand's are not 07:00-22:30, say rhythm.awake in brand.yaml",
    ),
    find=outside_waking_hours,
)
