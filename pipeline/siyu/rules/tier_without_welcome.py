"""A tier with a group of its own that greets nobody: the first minute decides whether a newcomer mutes the group."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.welcome import Welcome
from siyu.library import Library
from siyu.rule import Finding, Rule


def tier_without_welcome(library: Library) -> Iterator[Finding]:
    """Every tier with a `group` needs a script for group-joined; an event with a script for some hours needs one for all."""
    for tier in library.tiers.values():
        scripts = library.welcomes_of(tier)
        greeted = {(script.event, script.source, hours) for script in scripts for hours in _hours(script)}
        for script in scripts:
            other = "off" if script.hours == "working" else "working"
            if script.hours and not greeted & {(script.event, source, other) for source in (script.source, None)}:
                when = Words("下班后" if other == "off" else "上班时间", f"{other} hours")
                words = Words(
                    f"{tier.name} 的这个事件{when.zh}没有欢迎语", f"tier {tier.id!s} greets nobody in {when.en}"
                )
                note = Note(
                    Words(f"再写一份 hours: {other}，或删掉 hours", f"add one with hours: {other}, or leave hours out")
                )
                yield Finding(words, script.hours.span, (note,))
        if tier.group and not any(script.event == "group-joined" for script in scripts):
            words = Words(
                f"{tier.name} 没有入群欢迎语", f"tier {tier.id!s} has no welcome script for people who join its group"
            )
            note = Note(
                Words(
                    "在 content/welcome 里加一份 event: group-joined",
                    "add one with event: group-joined to content/welcome",
                )
            )
            yield Finding(words, tier.group.span, (note,))


def _hours(script: Welcome) -> tuple[str, ...]:
    return (script.hours,) if script.hours else ("working", "off")


RULE = Rule(
    name="tier-without-welcome",
    severity=Severity.WARNING,
    what=Words(
        "有群的分层没有入群欢迎语，或某个时段没有人打招呼",
        "a tier with a group greets nobody who joins, or nobody in some hours",
    ),
    why=Words("进群的头一分钟决定会不会被静音", "the first minute decides whether a newcomer mutes the group"),
    instead=Words("在 content/welcome 里补上", "add a script to content/welcome"),
    find=tier_without_welcome,
)
