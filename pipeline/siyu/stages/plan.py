"""Library + week → dated items: who does what, when, where, for each tier.

In: a library and a week. Out: `Plan`, and diagnostics for entries and skips that land on no slot.
Promise: pure; no clock, no text is composed. A slot that a column promises and nobody fills becomes a `Gap`, never silence.
"""

from __future__ import annotations

from siyu.diagnostic import Diagnostic
from siyu.edition import Plan
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.stages.desk import Desk
from siyu.stages.off_plan import useless_skips
from siyu.stages.plan_campaigns import plan_campaigns
from siyu.stages.plan_columns import plan_columns
from siyu.stages.plan_journeys import plan_journeys
from siyu.stages.plan_routines import plan_routines


def plan(library: Library, week: Week) -> tuple[Plan, list[Diagnostic]]:
    """The week of every tier, in time order. Every source of items is one call."""
    desk = Desk(library, week)
    plan_columns(desk)
    plan_routines(desk)
    plan_journeys(desk)
    plan_campaigns(desk)
    rank = {tier.id: number for number, tier in enumerate(library.tiers.values())}
    items = sorted(desk.items, key=lambda i: (i.date, i.start, rank[i.tier.id] if i.tier else -1, i.key, i.identity))
    gaps = sorted(desk.gaps, key=lambda gap: (gap.date, gap.start, rank[gap.tier.id], gap.column))
    found = [*desk.found, *useless_skips(week, desk.skipped, library)]
    return Plan(week, tuple(items), tuple(gaps), tuple(sorted(desk.provisional))), found
