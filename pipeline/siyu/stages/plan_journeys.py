"""Journeys → the week's tasks: for each step of a day or later, one for everybody whose day zero was in one week.

In: a week's desk. Out: items on it, as tasks with the step's id; their text is composed once for all weeks by `compose_journeys`.
Promise: pure. The task is on the day on which the first of them is there, and says who is due on which day; its identity is journey,
step and the week of their day zero, whatever the hour or the date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from siyu.after import After
from siyu.edition import Item
from siyu.facts.channels import CHANNELS
from siyu.journeys import last_of, offer_of, outcome_of, product_of, stops, tiers_of, versions, within, zero_of
from siyu.kinds.journey import Journey, Step
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.schedule import Slot
from siyu.source import Text
from siyu.stages.cases import audience_of
from siyu.stages.desk import Desk
from siyu.weeks import monday_of, week_name
from siyu.when import WEEKDAYS_ZH, clock

_DAY = timedelta(1)


class Cohort(NamedTuple):
    """Those whose day zero is from `first` to `last`; `due` are the dates on which they are there, each with their days zero."""

    first: date
    last: date
    due: tuple[tuple[date, tuple[date, ...]], ...]

    @property
    def name(self) -> str:
        """The ISO week of their day zero, "2026-W48"."""
        return week_name(self.last)


def plan_journeys(desk: Desk) -> None:
    """The tasks of all journeys that begin in the week."""
    for journey in desk.library.journeys.values():
        for name, step in journey.steps.items():
            for cohort in cohorts(step.after, desk.week.week):
                day, start = cohort.due[0][0], within(journey, step)[0]
                draft = _draft(desk.library, journey, name, step, cohort)
                for tier in tiers_of(desk.library, journey, step):
                    item = _shown(draft, desk.library, journey, step, tier)
                    desk.add(item, tier, Slot(day, day, start, None), step.lasts, journey.ip)


def cohorts(after: After, monday: date) -> Iterator[Cohort]:
    """Those of whom the first is there in the week from `monday`: an ISO week each, or for "next sat" the seven days up to it."""
    if after.prompt:
        return
    if after.weekday is not None:
        day = monday + after.weekday * _DAY
        yield Cohort(day - 7 * _DAY, day - _DAY, ((day, tuple(day - back * _DAY for back in range(7, 0, -1))),))
        return
    zero = monday_of(monday - 31 * after.months * _DAY - after.days * _DAY - after.minutes // (24 * 60) * _DAY)
    while (first := after.reached(zero)) < monday + 7 * _DAY:
        if first >= monday:
            due: dict[date, list[date]] = {}
            for joined in (zero + offset * _DAY for offset in range(7)):
                due.setdefault(after.reached(joined), []).append(joined)
            yield Cohort(zero, zero + 6 * _DAY, tuple((day, tuple(days)) for day, days in due.items()))
        zero += 7 * _DAY


def _shown(item: Item, library: Library, journey: Journey, step: Step, tier: Tier) -> Item:
    """With all that a tier's step shows beside its texts, whoever it is for, and behind its last step what happens then."""
    layers = [each for _, each in versions(library, step, tier)]
    products = {product.id: product for each in layers if (product := product_of(library, each))}
    if journey.then and step is last_of(library, journey, tier):
        then = f"走完：{'，'.join(outcome_of(library, journey.then)) or '结束'}"
        item = item._replace(note="\n".join(part for part in (item.note, then) if part))
    return item._replace(
        product=next(iter(products.values()), None),
        products=tuple(products.values())[1:],
        offer=next((offer for each in layers if (offer := offer_of(library, each))), None),
    )


def _draft(library: Library, journey: Journey, name: Text, step: Step, cohort: Cohort) -> Item:
    """The task of one step and cohort, the same in every tier."""
    begun = f"进入「{step.stage}」的" if step.stage else f"{zero_of(journey)}的"
    when = step.after.zh.removeprefix("之后的")
    days = f"{_short(cohort.first)}…{_short(cohort.last)}"
    start, end = within(journey, step)
    where = f"{CHANNELS[step.channel].zh}，{clock(start)}–{clock(end)}" if step.channel != "task" else ""
    notes = [part for part in (str(step.name) if step.name else "", where) if part]
    return Item(
        key=journey.id,
        identity=f"{journey.id}.{name}.{cohort.name}",
        name=journey.name,
        channel="task",
        role=step.owner or journey.owner or "service",
        state="approved",
        span=name.span,
        title=f"{step.stage} {when}（{days}）" if step.stage else f"{when}（{days} {begun.removesuffix('的')}）",
        note="\n".join(filter(None, ["；".join(notes), *stops(library, journey)])) or None,
        checklist=(*_due(cohort, begun), *step.checklist),
        remind=step.remind,
        personas=journey.personas,
        audience=audience_of(step.to, library),
        step=str(name),
    )


def _due(cohort: Cohort, begun: str) -> Iterator[str]:
    """Who is due on which day, a line each: 11-30 周一：11-23 进群的."""
    for day, zeros in cohort.due:
        span = _short(zeros[0]) if len(zeros) == 1 else f"{_short(zeros[0])}…{_short(zeros[-1])}"
        yield f"{_short(day)} {WEEKDAYS_ZH[day.weekday()]}：{span} {begun}"


def _short(day: date) -> str:
    return f"{day.month:02}-{day.day:02}"
