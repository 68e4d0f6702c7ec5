"""Content lines of iCalendar (RFC 5545): escaping, folding, civil time, and the one VTIMEZONE a feed needs.

In: property text. Out: bytes with CRLF.
Promise: no line over 75 octets, no fold inside a UTF-8 sequence or an escape, nothing that a reader could take for another line.
The library icalendar writes an event in 150 µs and begins summer time an hour late (7.3.0: RDATE in the new offset, not the old);
this is the owned small piece, proved equal to what icalendar and dateutil read in tests/test_ical.py.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_DISPUTED = re.compile("[,;\\\\\x00-\x1f\x7f\x85\u2028\u2029]")
_WIDTH = 75  # octets a line, its leading space included: RFC 5545, 3.1
_SINCE, _UNTIL = 2020, 2038  # the years for which a zone's changes are looked up


def clean(text: str) -> str:
    """Text as a calendar may hold it: NFC, line ends as \\n, no control character but TAB, no white space at its end."""
    if _UNCLEAN.search(text):
        text = _CONTROLS.sub("", _BREAKS.sub("\n", text))
    if not (text.isascii() or is_normalized("NFC", text)):
        text = normalize("NFC", text)
    return text.rstrip()


def escape(text: str) -> str:
    """A TEXT value, cleaned."""
    return clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def plain(text: str) -> str:
    """Text for properties whose escaping readers disagree on (NAME, X-WR-…): one line without , ; and backslash."""
    return " ".join(_DISPUTED.sub(" ", normalize("NFC", text)).split())


def line(text: str) -> bytes:
    """One content line, folded."""
    data = text.encode()
    if len(data) <= _WIDTH:
        return data + b"\r\n"
    parts = []
    start, room = 0, _WIDTH
    while len(data) - start > room:
        end = start + room
        while data[end] & 0xC0 == 0x80:
            end -= 1
        if data[end - 1] == 0x5C:
            slashes = end - len(data[start:end].rstrip(b"\\")) - start
            end -= slashes % 2
        parts.append(data[start:end])
        start, room = end, _WIDTH - 1
    parts.append(data[start:])
    return b"\r\n ".join(parts) + b"\r\n"


def civil(day: date, minutes: int) -> str:
    """A local DATE-TIME, `minutes` after midnight of a day."""
    if minutes >= 24 * 60:
        day, minutes = day + timedelta(minutes // (24 * 60)), minutes % (24 * 60)
    return f"{day.year:04}{day.month:02}{day.day:02}T{minutes // 60:02}{minutes % 60:02}00"


@cache
def hours(zone: str, day: date, start: int, end: int) -> tuple[str, str]:
    """When something begins and ends, on the zone's clocks: what falls into an hour they skip moves on with them."""
    if zone == "Asia/Shanghai":
        return civil(day, start), civil(day, end)
    first, last = _shown(zone, day, start), _shown(zone, day, end)
    last = last if last > first else first + timedelta(minutes=end - start)
    return _local(first), _local(last)


def _local(moment: datetime) -> str:
    return civil(moment.date(), moment.hour * 60 + moment.minute)


def _shown(zone: str, day: date, minutes: int) -> datetime:
    """What the clocks show at an hour that may not exist."""
    from zoneinfo import ZoneInfo

    there = ZoneInfo(zone)
    moment = datetime(day.year, day.month, day.day, tzinfo=there) + timedelta(minutes=minutes)
    return moment.astimezone(UTC).astimezone(there).replace(tzinfo=None)


class _Change(NamedTuple):
    """What the clocks do at a change: offsets before and after, and the name of the time that begins."""

    before: timedelta
    after: timedelta
    name: str


@cache
def time_zone(name: str) -> bytes:
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
        return _component(name, [_observance(change, *rule) for change, rule in rules.items() if rule])
    offset, called = _state(datetime(_SINCE, 1, 1, tzinfo=UTC), zone)
    dated = [_observance(change, onsets[0], _dates(onsets[1:])) for change, onsets in changes.items()]
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


def _dates(onsets: list[datetime]) -> str:
    return "RDATE:" + ",".join(map(_local, onsets)) if onsets else ""


def _observance(change: _Change, onset: datetime = datetime(1970, 1, 1), repeats: str = "") -> list[str]:
    kind = "DAYLIGHT" if change.after > change.before else "STANDARD"
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{_local(onset)}",
        f"TZOFFSETFROM:{_offset(change.before)}",
        f"TZOFFSETTO:{_offset(change.after)}",
        *([repeats] if repeats else []),
        f"TZNAME:{change.name}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    minutes = offset // timedelta(minutes=1)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _component(name: str, observances: list[list[str]]) -> bytes:
    inner = [text for observance in observances for text in observance]
    return b"".join(map(line, ["BEGIN:VTIMEZONE", f"TZID:{name}", *inner, "END:VTIMEZONE"]))
