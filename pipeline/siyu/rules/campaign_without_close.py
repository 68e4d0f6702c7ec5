"""A campaign that just stops: nobody says how it went, and those who took part learn that nothing comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.campaign import Campaign, Step
from siyu.library import Library
from siyu.rule import Finding, Rule

_OWED = ("lottery", "contest", "check-in")  # somebody waits for a name, a result or a prize
_NOTE = Note(
    Words(
        "加一步 phase: close（day: end+1，公布结果、道谢、兑现）和一步 phase: review（复盘）",
        "add a step with phase: close (day: end+1: results, thanks, prizes) and one with phase: review",
    )
)


def campaign_without_close(library: Library) -> Iterator[Finding]:
    """Advice for each campaign without a step of closing or review on its last day or later; a warning where members wait for a result."""
    for campaign in library.campaigns.values():
        phases = {
            str(step.phase) for step in campaign.steps.values() if _last(campaign, step) >= campaign.last
        }  # the last day counts: a day's sale closes in the evening
        missing = [phase for phase in ("close", "review") if phase not in phases]
        if not missing:
            continue
        zh = "、".join({"close": "收尾（close）", "review": "复盘（review）"}[phase] for phase in missing)
        words = Words(
            f"活动“{campaign.name}”到 {campaign.last} 结束，之后没有{zh}",
            f"campaign {campaign.id!s} ends on {campaign.last} without {' or '.join(missing)}",
        )
        owed = campaign.mechanic in _OWED and "close" in missing
        yield Finding(words, campaign.name.span, (_NOTE,), Severity.WARNING if owed else None)


def _last(campaign: Campaign, step: Step) -> date:
    return max((day for day, _ in step.day.dates(campaign.launch, campaign.last)), default=date.min)


RULE = Rule(
    name="campaign-without-close",
    severity=Severity.ADVICE,
    what=Words("活动结束以后没有收尾或复盘", "a campaign has no closing or no review after its end"),
    why=Words(
        "没人公布结果，参加的人下次就不来了；没人复盘，同样的坑再踩一遍",
        "without results nobody comes again; without a review the same mistakes do",
    ),
    instead=Words(
        "加一步 close（公布、道谢、兑现），再加一步 review（记数、写原因）",
        "add a step close (results, thanks, prizes) and a step review (figures and their reasons)",
    ),
    find=campaign_without_close,
)
