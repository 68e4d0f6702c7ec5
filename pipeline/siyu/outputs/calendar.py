"""calendar/*.ics — the SOP calendars that operators subscribe to (RFC 5545, RFC 7986): one a tier, a role and a person whom the tiers
name, and all in one; each a second time as <name>-quiet.ics, without alarms.

In: a publication. Out: the feeds that hold anything; an event has the same bytes in all of them.
Promise: same sources, same bytes; instances are written out; nothing volatile in the calendar itself; what does not fit into the
window or the size of a feed falls out by whole days, the farthest first, and is counted (`left_out`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby

from siyu.diagnostic import Words, plural
from siyu.edition import Artifact, Publication
from siyu.ical import day_in, line, plain
from siyu.ical.event import END, Event, event, past_of, site_of
from siyu.ical.feeds import Step, feeds, window
from siyu.ical.marks import mark_event
from siyu.ical.zone import vtimezone
from siyu.kinds.brand import Brand
from siyu.source import Span

_MAX_BYTES, _MAX_EVENTS = 1_000_000, 1_000  # a feed: Google's reported limits
_HEX = {
    "cadetblue": "#5F9EA0", "darkcyan": "#008B8B", "darkorange": "#FF8C00", "dimgray": "#696969", "mediumpurple": "#9370DB",
    "olivedrab": "#6B8E23", "palevioletred": "#DB7093", "peru": "#CD853F", "rosybrown": "#BC8F8F", "seagreen": "#2E8B57",
    "slategray": "#708090", "steelblue": "#4682B4", "teal": "#008080", "tomato": "#FF6347",
}  # fmt: skip


def calendars(publication: Publication) -> Iterator[Artifact]:
    """Feeds for tiers in ladder order, roles, people, all."""
    brand, now = publication.library.brand, publication.history.now
    today = day_in(brand.zone, now) if now else None
    editions = window(publication)
    weeks = tuple(Span(edition.plan.week.id.source, 0, 0) for edition in editions)
    made: dict[int, Event] = {}

    def rendered(step: Step) -> Event:
        key = id(step.message)
        if key not in made:
            made[key] = event(step.message, brand, past_of(step.stamp, now), step.cancelled)
        return made[key]

    for feed in feeds(publication, editions):
        around = [mark_event(mark, brand.domain) for mark in feed.marks]
        head = header(brand, feed.file, feed.name, feed.color), vtimezone(brand.zone)
        steps = fitting(
            feed.steps, rendered, today, _MAX_EVENTS - len(around), _MAX_BYTES - sum(map(len, [*head, *around])) - 100
        )
        events = [rendered(step) for step in steps]
        loud = b"".join(part for body, alarm in events for part in (body, alarm, END))
        yield Artifact(f"calendar/{feed.file}.ics", b"".join((*head, *around, loud, b"END:VCALENDAR\r\n")), weeks)
        quiet = b"".join(part for body, _ in events for part in (body, END))
        name = f"{feed.file}-quiet"
        head = header(brand, name, f"{feed.name}（静音）", feed.color), head[1]
        yield Artifact(f"calendar/{name}.ics", b"".join((*head, *around, quiet, b"END:VCALENDAR\r\n")), weeks)


def fitting(
    steps: list[Step], rendered: Callable[[Step], Event], today: date | None, most: int, room: int
) -> list[Step]:
    """The steps that a feed can hold, whole days of them: from today on, then back from today; without a today the last ones."""
    days = [list(group) for _, group in groupby(steps, key=lambda step: step.message.item.date)]
    now = next((n for n, day in enumerate(days) if today and day[0].message.item.date >= today), len(days))
    first = last = now
    for n in (*range(now, len(days)), *range(now - 1, -1, -1)):
        sizes = [sum(map(len, rendered(step))) + len(END) for step in days[n]]
        most, room = most - len(sizes), room - sum(sizes)
        if most < 0 or room < 0:
            if first == last:  # one day alone is too much
                fits = [sum(sizes[: number + 1]) <= room + sum(sizes) for number in range(most + len(sizes))]
                return [step for step, fit in zip(days[n], fits, strict=False) if fit]
            break
        first, last = min(first, n), max(last, n + 1)
    return [step for day in days[first:last] for step in day]


def left_out(publication: Publication, artifacts: Iterable[Artifact]) -> list[Words]:
    """What the feeds do not hold of the plan: weeks outside the window, and days that made a feed too large."""
    shown, brand = window(publication), publication.library.brand
    told = []
    names = {edition.plan.week.name for edition in shown}
    if weeks := [edition for edition in publication.editions if edition.plan.week.name not in names]:
        count = sum(len(edition.messages) for edition in weeks)
        words = Words(
            f"日历只放前 {brand.feeds.back} 周到后 {brand.feeds.ahead} 周（brand.yaml 的 feeds），另外 {len(weeks)} 周 {count} 条不在里面",
            f"calendars hold {plural(brand.feeds.back, 'week')} back and {brand.feeds.ahead} ahead (feeds in brand.yaml); {plural(len(weeks), 'other week')} with {plural(count, 'item')} {'is' if len(weeks) == 1 else 'are'} not in them",
        )
        told.append(words)
    held = {
        artifact.path: artifact.data
        for artifact in artifacts
        if isinstance(artifact.data, bytes) and artifact.path.endswith(".ics")
    }
    cut = [(feed, held[f"calendar/{feed.file}.ics"].count(b"\r\nDTSTART;TZID=")) for feed in feeds(publication, shown)]
    if rows := [f"{feed.name} {count}/{len(feed.steps)}" for feed, count in cut if count < len(feed.steps)]:
        near = Words("离今天最近的日子", "the days nearest to now")
        last = Words("最后的日子（今天是哪天，用 --as-of 说）", "the last days (--as-of says which day it is)")
        by = near if publication.history.now else last
        words = Words(
            f"日历装不下全部（一份最多 1000 条、1 MB），只放了{by.zh}：{'、'.join(rows)}",
            f"too much for a calendar (1,000 events, 1 MB each), so it holds {by.en}: {', '.join(rows)}",
        )
        told.append(words)
    return told


def header(brand: Brand, file: str, name: str, color: str) -> bytes:
    """A calendar's own lines, none of which changes with its events."""
    title = plain(name if brand.name in name else f"{brand.name} · {name}") or file
    site = site_of(brand.site or "")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//siyu//siyu//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"X-WR-CALDESC:{plain(f'{brand.name} SOP 日历')}",
        f"X-WR-TIMEZONE:{brand.zone}",
        f"COLOR:{color}",
        f"X-APPLE-CALENDAR-COLOR:{_HEX[color]}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        *([f"SOURCE;VALUE=URI:{site}/calendar/{file}.ics"] if site else []),
    ]
    return b"".join(map(line, lines))
