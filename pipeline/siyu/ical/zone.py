"""The VTIMEZONE of a zone: what a reader needs to know of its clocks, and no more.

In: a zone's name. Out: bytes.
Promise: the table of zones decides, never this machine; one STANDARD where the clocks stay. The library icalendar (7.3.0) begins
summer time an hour late: it writes RDATE in the new offset, not in the old.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple

from siyu.ical import line, local

_SINCE, _UNTIL = 2020, 2038  # the years for which changes are looked up


class _Change(NamedTuple):
    """What the clocks do at a change: offsets before and after, and the name of the time that begins."""

    before: timedelta
    after: timedelta
    name: str


@cache
def vtimezone(name: str) -> bytes:
    """The VTIMEZONE of a zone: one STANDARD where the clocks stay, a yearly rule where they follow one, else every change by date."""
    if name == "Asia/Shanghai":  # the usual one, without the table of zones
        return _component(name, [_observance(_Change(timedelta(hours=8), timedelta(hours=8), "CST"))])
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(name)
    changes: dict[_Change, list[datetime]] = {}
    for change, onset in _changes(zone):
        changes.setdefault(change, []).append(onset)
    rules = {change: _yearly(onsets) for change, onsets in changes.items()}
    if len(rules) == 2 and all(rules.values()):
        return _component(name, [_observance(change, rule[0], [rule[1]]) for change, rule in rules.items() if rule])
    offset, called = _state(datetime(_SINCE, 1, 1, tzinfo=UTC), zone)
    dated = [_observance(change, onsets[0], _dates(onsets)) for change, onsets in changes.items()]
    return _component(name, [_observance(_Change(offset, offset, called)), *dated])


def _state(moment: datetime, zone: tzinfo) -> tuple[timedelta, str]:
    there = moment.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or ""


def _changes(zone: tzinfo) -> Iterator[tuple[_Change, datetime]]:
    """Every change and the hour, on the clocks before it, at which it happens."""
    moment, end = datetime(_SINCE, 1, 1, tzinfo=UTC), datetime(_UNTIL, 1, 1, tzinfo=UTC)
    before = _state(moment, zone)
    while moment < end:
        moment += timedelta(1)
        if (after := _state(moment, zone)) == before:
            continue
        low, high = moment - timedelta(1), moment
        while high - low > timedelta(minutes=1):
            middle = low + (high - low) // timedelta(minutes=2) * timedelta(minutes=1)
            low, high = (middle, high) if _state(middle, zone) == before else (low, middle)
        yield _Change(before[0], after[0], after[1]), high.replace(tzinfo=None) + before[0]
        before = after


def _yearly(onsets: list[datetime]) -> tuple[datetime, str] | None:
    """The rule that one change a year follows, with its first date since 1970; None where there is none."""
    first = onsets[0]
    low, high = min(onset.day for onset in onsets), max(onset.day for onset in onsets)
    if (
        [onset.year for onset in onsets] != list(range(_SINCE, _UNTIL))
        or len({(onset.month, onset.weekday(), onset.time()) for onset in onsets}) > 1
        or high - low != 6
    ):
        return None
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[first.weekday()]
    if high == monthrange(_SINCE + 1, first.month)[1]:
        days = f"BYDAY=-1{weekday}"
    elif low % 7 == 1:
        days = f"BYDAY={low // 7 + 1}{weekday}"
    else:
        days = f"BYDAY={weekday};BYMONTHDAY={','.join(map(str, range(low, high + 1)))}"
    month = [first.replace(year=1970, day=day) for day in range(low, high + 1)]
    return next(
        day for day in month if day.weekday() == first.weekday()
    ), f"RRULE:FREQ=YEARLY;BYMONTH={first.month};{days}"


def _dates(onsets: list[datetime]) -> list[str]:
    """A line a date, the first one too: ical.js (2.2.1) reads one value of an RDATE, and where one stands no DTSTART."""
    return [f"RDATE:{local(onset)}" for onset in onsets] if len(onsets) > 1 else []


def _observance(change: _Change, onset: datetime = datetime(1970, 1, 1), repeats: Iterable[str] = ()) -> list[str]:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local(onset)}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        *repeats,
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _component(name: str, observances: list[list[str]]) -> bytes:
    inner = [text for observance in observances for text in observance]
    return b"".join(map(line, ["BEGIN:VTIMEZONE", f"TZID:{name}", *inner, "END:VTIMEZONE"]))
