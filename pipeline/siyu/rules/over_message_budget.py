"""More messages in a group on one day than its tier allows itself: the loudest group is the first one to be muted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Edition, Item
from siyu.rule import Finding, Rule

IN_THE_GROUP = ("group", "announcement")


def over_message_budget(edition: Edition) -> Iterator[Finding]:
    """One warning for each tier and day, at the first message over `budget`."""
    for tier in edition.library.tiers.values():
        if tier.budget is None:
            continue
        most = tier.budget.messages_per_day
        by_day: dict[date, list[Item]] = {}
        for message in edition.of(tier):
            if message.item.channel in IN_THE_GROUP:
                by_day.setdefault(message.item.date, []).append(message.item)
        for day, items in by_day.items():
            if len(items) > most:
                words = Words(
                    f"{tier.name} 在 {day} 有 {len(items)} 条群消息，上限 {most} 条",
                    f"{plural(len(items), 'message')} for the group of {tier.id!s} on {day}, {most} at most",
                )
                note = Note(
                    Words(
                        "挪到别的日子、换渠道，或改这一层的 budget",
                        "move one, choose another channel, or change budget",
                    )
                )
                yield Finding(words, items[most].span, (note,))


RULE = Rule(
    name="over-message-budget",
    severity=Severity.WARNING,
    what=Words(
        "一天里群消息的条数超过这一层的上限", "a group gets more messages on one day than its tier allows itself"
    ),
    why=Words("最吵的群最先被静音，静音以后说什么都没有人看", "the loudest group is the first one to be muted"),
    instead=Words("挪到别的日子、换渠道，或改这一层的 budget", "move one, choose another channel, or change budget"),
    find=over_message_budget,
)
