"""A count that cannot be: more who speak than there are, buyers without members, a kept crowd smaller than what did not leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.metrics import impossible
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text

LOOK = Note(Words("对着后台再看一眼；没数过的就删掉", "look at the source again; leave out what was not counted"))


def impossible_figure(library: Library) -> Iterator[Finding]:
    """Every count of content/reviews that contradicts another of its row; what divides by nothing is advice."""
    for review in library.reviews.values():
        rows: list[Mapping[Text, Text]] = [*review.tiers.values()]
        rows += [row for slots in review.publications.values() for row in slots.values()]
        for row in rows:
            for name, zh, en, zero in impossible({str(key): Decimal(count) for key, count in row.items()}):
                place = next(count for key, count in row.items() if key == name)
                yield Finding(Words(zh, en), place.span, (LOOK,), Severity.ADVICE if zero else None)


RULE = Rule(
    name="impossible-figure",
    severity=Severity.WARNING,
    what=Words("复盘里的一个数不可能", "a figure of a review cannot be"),
    why=Words(
        "一个错数会让九项指标里的几项一起错，下次排期就照着错的排",
        "one wrong count bends several metrics, and the next plan follows them",
    ),
    instead=Words("对着后台改正，没数过的就删掉", "correct it from the source, or leave it out where nobody counted"),
    find=impossible_figure,
)
