"""One person with two things to do at once: one of them is late, or is done by nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition, Item
from siyu.kinds.tier import shares
from siyu.rule import Finding, Rule
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock

_AT_ONCE = 5


def too_busy(edition: Edition) -> Iterator[Finding]:
    """Advice for a person's first clash of a day, one a week for the same two jobs. One job in several tiers is one; a role of several people shares,
    a crew does not: each has groups of their own."""
    days: dict[tuple[str, date], list[Item]] = {}
    for item in edition.plan.items:
        if item.step:
            continue  # a journey's task has hours to be done in
        if len(item.people) == 1 or (item.people and item.tier and shares(item.tier, item.role, item.date)):
            for person in item.people:
                days.setdefault((str(person), item.date), []).append(item)
    clashes: dict[tuple[str, str, str], list[tuple[Item, Item]]] = {}
    for (person, _), items in days.items():
        for before, item in pairwise(items):
            if item.start - before.start < _AT_ONCE and _job(before) != _job(item) and _place(before) != _place(item):
                clashes.setdefault((person, before.key, item.key), []).append((before, item))
                break
    told: set[tuple[str, str]] = set()  # of a whole crew the first, not twenty times the same
    for (person, one, other), pairs in clashes.items():
        before, item = pairs[0]
        if len(item.people) > 1 and (one, other) in told:
            continue
        told.add((one, other))
        zh = "、".join(WEEKDAYS_ZH[second.date.weekday()] for _, second in pairs)
        en = ", ".join(WEEKDAYS[second.date.weekday()] for _, second in pairs)
        words = Words(
            f"{person}{zh} {clock(item.start)} 同时有两件事：{before.name}、{item.name}",
            f"{person} has two things to do at {clock(item.start)} on {en}: {one} and {other}",
        )
        note = Note(
            Words("另一件在这里；错开几分钟，或换个人", "the other one; move it, or let somebody else do it"),
            before.span,
        )
        yield Finding(words, item.span, (note,))


def _job(item: Item) -> str:
    """What is done once however many tiers get it; so is pinning the announcements, whose texts differ."""
    return item.channel if item.channel == "announcement" else item.identity


def _place(item: Item) -> tuple[str, str, str]:
    return item.role, item.channel, item.tier.id if item.tier else ""


RULE = Rule(
    name="too-busy",
    severity=Severity.ADVICE,
    what=Words("同一个人几分钟内在两个地方有事", "one person has two things to do in two places within minutes"),
    why=Words("总有一件会迟，或者干脆没人做", "one of them is late, or is done by nobody"),
    instead=Words("错开几分钟，或换个人", "move one, or let somebody else do it"),
    find=too_busy,
)
