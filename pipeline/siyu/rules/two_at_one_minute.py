"""Two things in one place at one minute: one of them is not read, and the operator cannot paste both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition, Item
from siyu.rule import Finding, Rule
from siyu.when import clock

_PLACES = {"moments": "moments", "group": "group", "announcement": "group"}


def two_at_one_minute(edition: Edition) -> Iterator[Finding]:
    """A warning for the later of two posts in one tier's Moments or group; once, whatever the number of tiers."""
    first: dict[tuple[str, str, date, int], Item] = {}
    for item in edition.plan.items:
        if item.tier is None or (place := _PLACES.get(item.channel)) is None:
            continue
        other = first.setdefault((item.tier.id, place, item.date, item.start), item)
        if other is not item:
            words = Words(
                f"{item.name} 和 {other.name} 都在 {item.date} {clock(item.start)}",
                f"{item.key!s} and {other.key!s} are both at {clock(item.start)} on {item.date}",
            )
            note = Note(Words("另一条在这里；错开几分钟", "the other one; move one by some minutes"), other.span)
            yield Finding(words, item.span, (note,))


RULE = Rule(
    name="two-at-one-minute",
    severity=Severity.WARNING,
    what=Words("同一分钟在同一个地方发两条", "two posts go to one place at one minute"),
    why=Words("有一条没人看；运营也没有两双手", "one of them is not read, and the operator cannot paste both"),
    instead=Words("错开几分钟", "move one by some minutes"),
    find=two_at_one_minute,
)
