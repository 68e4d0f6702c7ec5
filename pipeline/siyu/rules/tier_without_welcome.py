"""A tier with a group of its own that greets nobody: the first minute decides whether a newcomer mutes the group."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.library import Library


def tier_without_welcome(library: Library) -> Iterator[Diagnostic]:
    """Every tier with a `group` needs a script for group-joined."""
    for tier in library.tiers.values():
        if tier.group and not any(script.event == "group-joined" for script in library.welcomes_of(tier)):
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
