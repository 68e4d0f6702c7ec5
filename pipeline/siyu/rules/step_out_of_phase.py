"""A step on a day that its phase cannot have: a warm-up after the launch warms nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.campaign import PHASES, Campaign, Step
from siyu.library import Library
from siyu.rule import Finding, Rule

_NOTE = Note(
    Words(
        "改 day 或 phase：准备、预热在第一天以前，启动在活动期间，收尾、复盘在最后",
        "change day or phase: prepare and warm-up come before the launch, launch within, close and review at the end",
    )
)


def step_out_of_phase(library: Library) -> Iterator[Finding]:
    """A warning for each; on the first day one may still warm up, on the last one review."""
    for campaign in library.campaigns.values():
        for name, step in campaign.steps.items():
            days = [day for day, _ in campaign.events(name)]
            if days and (wrong := _wrong(campaign, step, days)):
                words = Words(
                    f"“{step.name}”是{PHASES[step.phase]}，却在 {wrong}（活动 {campaign.launch} 到 {campaign.last}）",
                    f"{campaign.id!s}.{name!s} is {step.phase!s}, but on {wrong} (the campaign runs from {campaign.launch} to {campaign.last})",
                )
                yield Finding(words, name.span, (_NOTE,))


def _wrong(campaign: Campaign, step: Step, days: list[date]) -> date | None:
    """The first day that does not fit."""
    first = {"launch": campaign.launch, "close": campaign.launch, "review": campaign.last}.get(step.phase, date.min)
    last = {"prepare": campaign.launch, "warm-up": campaign.launch, "launch": campaign.last}.get(step.phase, date.max)
    return next((day for day in days if not first <= day <= last), None)


RULE = Rule(
    name="step-out-of-phase",
    severity=Severity.WARNING,
    what=Words("活动的一步，日子和它所在的阶段对不上", "a step of a campaign is on a day that its phase cannot have"),
    why=Words(
        "多半是改了日期没改它：活动开始了还在预热，没结束就公布结果",
        "the dates were moved without it: it warms up what has begun, or closes what has not",
    ),
    instead=Words("改 day，或改 phase", "change its day, or its phase"),
    find=step_out_of_phase,
)
