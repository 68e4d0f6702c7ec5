"""What plain values of documents mean, as no model has read them: hours, days, slots, tiers.

In: values as the author wrote them, and the documents at one time. Out: what the planner makes of them.
Promise: the same as the models; what they would not let through raises, and is taken as unclear.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from siyu.diagnostic import Problem
from siyu.schedule import Slot, slots
from siyu.source import Source, Text
from siyu.stages.past.leaves import Docs
from siyu.values import minutes_of
from siyu.weeks import monday_in
from siyu.when import WEEKDAYS, When, when_of


def is_open(docs: Docs, tier: str, day: date) -> bool:
    """Whether a tier is open on a day."""
    rung = docs.get(("", "tier"), {}).get(tier)
    if rung is None or (rung.opens is None and rung.ends is None):
        return True
    return bool((rung.opens or "") <= day.isoformat() <= (rung.ends or "9999"))


def covered(docs: Docs, wanted: Any, only: Any) -> list[str]:
    """The tiers that are named; where none is, all but the flash groups."""
    tiers = docs.get(("", "tier"))
    if not tiers:
        return ["all"] if all(names is None or "all" in listed(names) for names in (wanted, only)) else []
    if wanted is None:
        named = [str(tier) for tier, rung in tiers.items() if rung.group != "flash"]
    else:
        named = [str(tier) for tier in tiers if tier in listed(wanted)]
    return named if only is None else [tier for tier in named if tier in listed(only)]


def state_of(plan: Mapping[Hashable, Any], entry: Mapping[str, Any]) -> Any:
    """An entry's state: its own, else the week's."""
    return entry.get("state") or plan.get("state") or "planned"


def slots_in(when: Any, holiday: str | None, week: str) -> list[Slot]:
    """The slots of a `when` in a week."""
    return _slots_of(tuple(listed(when)), holiday or "keep", week) if when else []


@lru_cache(10_000)
def _slots_of(whens: tuple[str, ...], holiday: str, week: str) -> list[Slot]:
    return slots([one for text in whens if (one := _when(text))], monday_in(week), holiday)


@lru_cache(1_000)
def _when(text: str) -> When | None:
    try:
        return when_of(Text(text, Source("", text), 0, len(text)))
    except Problem:
        return None


def date_in(week: str, day: str) -> date:
    """The date of a weekday."""
    return monday_in(week) + timedelta(WEEKDAYS.index(day))


def hour_of(hour: str | int | None) -> int | None:
    """Minutes from midnight, where an hour is written or known; None for what is no hour."""
    return minutes_of(hour) if isinstance(hour, str) else hour


def end_of(start: int | None, lasts: str | None) -> int:
    """When it ends, in minutes from midnight."""
    return (start or 0) + max(int(lasts or 15), 1)


def listed(value: Any) -> list[Any]:
    """One value, several or none as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]
