"""Which text of a pool a column's slot takes.

In: a column with a pool, a slot. Out: the text, or None where none takes part on that day.
Promise: pure; a slot takes the text after the one that the slot before it took, so a skipped slot moves nothing. A text added at the end
changes nothing in the first round; with `from` it changes nothing before that day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from siyu.kinds.column import Column
from siyu.kinds.pool import FIRST, PoolText
from siyu.library import Library
from siyu.schedule import Slot, slots
from siyu.source import Text
from siyu.when import When


def drawn(library: Library, column: Column, slot: Slot, number: int) -> Text | None:
    """The text of the slot that is the `number`th of its day (from 0)."""
    pool = library.pools.get(column.pool) if column.pool else None
    if pool is None:
        return None
    since = pool.since or FIRST
    if slot.day < since:
        return None
    if not any(text.from_ or text.until for text in pool.texts):
        before = sum(len(_days(column.when, year)) for year in range(since.year, slot.day.year))
        before -= bisect_left(_days(column.when, since.year), since)
        before += bisect_left(_days(column.when, slot.day.year), slot.day)
        return pool.texts[(before + number) % len(pool.texts)].copy_
    days = [day for year in range(since.year, slot.day.year + 1) for day in _days(column.when, year)]
    return _walk(
        pool.texts, [*days[bisect_left(days, since) : bisect_left(days, slot.day)], *[slot.day] * (number + 1)]
    )


def _walk(texts: tuple[PoolText, ...], days: Iterable[date]) -> Text | None:
    """Slot by slot, the next text that takes part on its day."""
    at, taken = -1, None
    for day in days:
        turn = [*range(at + 1, len(texts)), *range(at + 1)]
        found = next((n for n in turn if _runs(texts[n], day)), None)
        at, taken = (at, None) if found is None else (found, texts[found].copy_)
    return taken


def _runs(text: PoolText, day: date) -> bool:
    return (text.from_ is None or text.from_ <= day) and (text.until is None or day <= text.until)


@lru_cache(1_000)
def _days(whens: tuple[When, ...], year: int) -> list[date]:
    """The days of a column's slots in a calendar year, each as often as it has slots; a day off moves none of them."""
    monday = date(year, 1, 1) - timedelta(date(year, 1, 1).weekday())
    weeks = (monday + timedelta(7 * number) for number in range(54))
    return [slot.day for week in weeks for slot in slots(whens, week) if slot.day.year == year]
