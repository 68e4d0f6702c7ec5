"""Journeys that hand a member round in a circle: she gets the same again without having done anything, and without a rest."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.journeys import in_order, outcomes
from siyu.kinds.journey import Journey
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text


def journey_loop(library: Library) -> Iterator[Finding]:
    """A warning for each hand-over to the journey itself, and one for each circle of hand-overs at the end that takes less than a day."""
    for journey in library.journeys.values():
        for _, outcome in outcomes(journey):
            if outcome.journey == journey.id:
                words = Words(f"“{journey.name}”转给了自己", f"journey {journey.id!s} hands over to itself")
                how = Words(
                    "转给另一条，或删掉这一行；再次下单会再开始的，用 trigger: purchase",
                    "name another one, or delete the line; what begins anew with each order has trigger: purchase",
                )
                yield Finding(words, outcome.journey.span, (Note(how),))
    told: set[frozenset[str]] = set()
    for journey in library.journeys.values():
        circle = _circle(library, journey)
        if len(circle) > 1 and (key := frozenset(one.id for one, _ in circle)) not in told:
            told.add(key)
            names = " → ".join(f"“{one.name}”" for one, _ in (*circle, circle[0]))
            ids = " → ".join(str(one.id) for one, _ in (*circle, circle[0]))
            words = Words(
                f"旅程绕成了圈，一天都不歇：{names}", f"journeys hand over in a circle without a day's rest: {ids}"
            )
            how = Words(
                "去掉一处 journey，或让其中一条隔几天再开始", "drop one hand-over, or let one of them wait some days"
            )
            yield Finding(words, circle[0][1].span, (Note(how),))


def _circle(library: Library, start: Journey) -> list[tuple[Journey, Text]]:
    """The journeys from this one back to it, each with where it hands over; nothing where there is no way back, or a day on it."""
    way: list[tuple[Journey, Text]] = []
    here = start
    while here.then and here.then.journey and len(way) <= len(library.journeys):
        if not here.steps or not in_order(here)[-1][1].after.prompt:
            return []
        way.append((here, here.then.journey))
        following = library.journeys.get(here.then.journey)
        if following is None:
            return []
        if following is start:
            return way
        here = following
    return []


RULE = Rule(
    name="journey-loop",
    severity=Severity.WARNING,
    what=Words(
        "旅程转给自己，或几条旅程不停地互相转", "a journey hands over to itself, or several in a circle without a rest"
    ),
    why=Words(
        "她什么也没做，同样的话又来一遍，没有人会走出去",
        "she has done nothing and hears the same again; nobody ever gets out",
    ),
    instead=Words(
        "去掉一处 journey，或让其中一条隔几天再开始", "drop one hand-over, or let one of them wait some days"
    ),
    find=journey_loop,
)
