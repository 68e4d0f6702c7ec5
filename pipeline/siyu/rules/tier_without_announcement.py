"""A tier with a group of its own and no announcement: members cannot look up the rules or this week's picks."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule


def tier_without_announcement(library: Library) -> Iterator[Finding]:
    """Every tier with a `group` needs an announcement."""
    covered = {tier.id for notice in library.announcements.values() for tier in library.covers(notice.tiers)}
    for tier in library.tiers.values():
        if tier.group and tier.group != "flash" and tier.id not in covered:
            words = Words(f"{tier.name} 没有群公告", f"tier {tier.id!s} has no announcement")
            note = Note(Words("在 content/announcements 里加一份", "add one to content/announcements"))
            yield Finding(words, tier.group.span, (note,))


RULE = Rule(
    name="tier-without-announcement",
    severity=Severity.WARNING,
    what=Words("有群的分层没有群公告", "a tier with a group of its own has no announcement"),
    why=Words("成员想看群规和本周好物，没有地方可看", "members cannot look up the rules or this week's picks"),
    instead=Words("在 content/announcements 里加一份", "add one to content/announcements"),
    find=tier_without_announcement,
)
