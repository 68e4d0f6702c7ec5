"""A journey that goes on selling to whoever has bought, or goes on writing to whoever has left."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.journey import Journey, Step
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text

_BOUGHT = frozenset({"first-purchase", "purchase"})


def journey_without_stop(library: Library) -> Iterator[Finding]:
    """A warning for a journey that sells and does not stop when she buys; advice for one of several 1:1 steps that never stops early."""
    for journey in library.journeys.values():
        selling = next((name for name, step in journey.steps.items() if _sells(step)), None)
        if selling is not None and "bought" not in journey.stop and journey.trigger not in _BOUGHT:
            words = Words(
                f"“{journey.name}”在卖东西，买了的人却还会收到后面的",
                f"journey {journey.id!s} sells and goes on after she has bought",
            )
            note = Note(Words("写 stop: {bought: …}，说买了以后怎样", "say stop: {bought: …} and what then"))
            yield Finding(words, selling.span, (note,))
        elif not journey.stop and len(private := _private(journey)) > 1:
            words = Words(f"“{journey.name}”没写什么时候提前结束", f"journey {journey.id!s} never stops early")
            note = Note(Words("写 stop，例如 {replied: …, left: {}}", "say stop, for example {replied: …, left: {}}"))
            yield Finding(words, private[1].span, (note,), Severity.ADVICE)


def _sells(step: Step) -> bool:
    said = (step, *step.tiers.values(), *step.personas.values())
    return step.purpose == "conversion" or any(part.product or part.offer for part in said)


def _private(journey: Journey) -> list[Text]:
    return [name for name, step in journey.steps.items() if step.channel == "one-to-one"]


RULE = Rule(
    name="journey-without-stop",
    severity=Severity.WARNING,
    what=Words(
        "卖东西的旅程，买了也不停：提醒；一对一发几次、什么时候都不停：建议",
        "a journey sells and does not stop when she buys: a warning; several 1:1 steps that never stop early: advice",
    ),
    why=Words(
        "昨天刚付过钱，今天又收到催单，比不发还伤人",
        "whoever paid yesterday and is urged to buy today wishes you had not written",
    ),
    instead=Words(
        "写 stop：bought、replied、left 各自怎样", "say stop: what happens when she has bought, replied, left"
    ),
    find=journey_without_stop,
)
