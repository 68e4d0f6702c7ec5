"""A tier with a group of its own that greets nobody: the first minute decides whether a newcomer mutes the group."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.kinds.welcome import Welcome
from siyu.library import Library


def tier_without_welcome(library: Library) -> Iterator[Diagnostic]:
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
                yield Diagnostic("tier-without-welcome", words, script.hours.span, (note,), Severity.WARNING)
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
            yield Diagnostic("tier-without-welcome", words, tier.group.span, (note,), Severity.WARNING)


def _hours(script: Welcome) -> tuple[str, ...]:
    return (script.hours,) if script.hours else ("working", "off")
