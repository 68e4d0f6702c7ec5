"""A step of a campaign in a week that has no plan: it is in nobody's calendar, and no text of it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Publication
from siyu.kinds.campaign import Campaign
from siyu.rule import Finding, Rule
from siyu.weeks import monday_of, week_name


def step_without_week(publication: Publication) -> Iterator[Finding]:
    """One finding a campaign: a warning where a week is missing between planned ones, advice where the plans have not come to it yet, or all of the campaign lies before them."""
    planned = {edition.plan.week.week for edition in publication.editions}
    if not planned:
        return
    first, last = min(planned), max(planned)
    for campaign in publication.library.campaigns.values():
        weeks = _weeks(campaign)
        missing = [week for week in weeks if week not in planned and week > first]
        if not any(week >= first for week in weeks):
            missing = weeks  # of a campaign that has begun, what lies before the first plan is past
        if not missing:
            continue
        names = [week_name(week) for week in missing]
        words = Words(
            f"活动“{campaign.name}”有步骤在 {'、'.join(names)}，这{'一周' if len(names) == 1 else '几周'}没有周计划",
            f"campaign {campaign.id!s} has steps in {', '.join(names)}, without a plan",
        )
        note = Note(
            Words(
                f"运行 siyu new week {names[0]}，这些步骤就会进日历；日期写错了就改 launch",
                f"run siyu new week {names[0]}, and they are in the calendars; or correct launch",
            )
        )
        between = any(first < week < last for week in missing)
        yield Finding(words, campaign.name.span, (note,), None if between else Severity.ADVICE)


def _weeks(campaign: Campaign) -> list[date]:
    """The Mondays of all weeks that have a step."""
    return sorted({monday_of(day) for name in campaign.steps for day, _ in campaign.events(name)})


RULE = Rule(
    name="step-without-week",
    severity=Severity.WARNING,
    what=Words("活动的步骤落在没有周计划的那一周", "a step of a campaign falls into a week without a plan"),
    why=Words(
        "没有周计划，日历里就没有这一步，到那天没人想起来",
        "it is in nobody's calendar, and on the day nobody thinks of it",
    ),
    instead=Words(
        "用 siyu new week 给那一周建一份周计划；日期写错了就改 launch",
        "make a plan of that week with siyu new week; or correct launch",
    ),
    find=step_without_week,
)
