"""What lasts all day and is nobody's task: holidays and days made up (调休), the week's theme, campaigns and offers from their first day to their last.

In: a publication and the weeks that are shown. Out: `Mark`s, and each as a VEVENT.
Promise: whole days, an exclusive end, no alarm; a mark looks the same however many of its days are planned. What an offer is only
for some tiers stays with them; a campaign and its offer on the same days in the same tiers are one mark, the campaign's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from siyu.edition import Edition, Publication
from siyu.facts.holidays import ARRANGEMENTS, by_law, published
from siyu.ical import escape, line
from siyu.ical.event import END, MAX_DESCRIPTION, SAME, categories, one_line, past_of, short, uid
from siyu.kinds.campaign import Campaign
from siyu.kinds.offer import Offer

_DAY = timedelta(1)


class Mark(NamedTuple):
    """`key` is its identity, `first` and `last` its days, both included; `tiers` are whose it is, empty for everybody."""

    key: str
    first: date
    last: date
    title: str
    kind: str
    color: str
    past: bytes
    about: str = ""
    tiers: tuple[str, ...] = ()


def marks(publication: Publication, editions: Iterable[Edition]) -> list[Mark]:
    """The marks that touch the weeks of these editions, in the order of their days."""
    weeks = [(edition.plan.week, edition.plan.week.week) for edition in editions]
    stamps = publication.history.stamps
    found = [
        Mark(
            key := f"mark-theme-{week.name}",
            monday,
            monday + 6 * _DAY,
            f"本周主题：{week.theme}",
            "主题",
            "teal",
            past_of(stamps.get(key)),
        )
        for week, monday in weeks
        if week.theme
    ]
    for campaign in publication.library.campaigns.values():
        key = f"mark-campaign-{campaign.id}"
        found.append(_campaign(campaign, key, past_of(stamps.get(key))))
    run = {(c.offer, c.launch, c.last, frozenset(c.tiers or ())) for c in publication.library.campaigns.values()}
    for offer in publication.library.offers.values():
        if (offer.id, offer.begins, offer.ends, frozenset(offer.tiers)) not in run:
            key = f"mark-offer-{offer.id}"
            found += _offer(offer, key, past_of(stamps.get(key)))
    found += _holidays([monday for _, monday in weeks])
    shown = [
        mark for mark in found if any(mark.first < monday + 7 * _DAY and mark.last >= monday for _, monday in weeks)
    ]
    return sorted(shown, key=lambda mark: (mark.first, mark.key))


def _campaign(campaign: Campaign, key: str, past: bytes) -> Mark:
    """The days on which members take part."""
    first, last = campaign.launch, campaign.last
    return Mark(key, first, last, f"活动：{campaign.name}", "活动", "orchid", past, tiers=tuple(campaign.tiers or ()))


def _offer(offer: Offer, key: str, past: bytes) -> Iterator[Mark]:
    """From its first to its last day; one day where only one of them is known."""
    first, last = offer.begins or offer.ends, offer.ends or offer.begins
    if first and last and first <= last:
        word = "优惠：" if offer.begins and offer.ends else "优惠开始：" if offer.begins else "优惠截止："
        yield Mark(
            key, first, last, f"{word}{offer.name}", "优惠", "crimson", past, offer.terms or "", tuple(offer.tiers)
        )


def _holidays(mondays: list[date]) -> Iterator[Mark]:
    """Days off as they were published, each with its days made up; where nothing is published only the days by law, and that it says."""
    for year in sorted({(monday + days * _DAY).year for monday in mondays for days in (0, 6)}):
        for rest in ARRANGEMENTS.get(year, ()):
            yield _holiday(f"mark-holiday-{rest.first}", rest.first, rest.last, f"{rest.name}放假", past=1)
            for day in rest.made_up:
                yield _holiday(f"mark-workday-{day}", day, day, f"调休上班（{rest.name}）", past=1)
    for first, last, name in _by_law(mondays):
        yield _holiday(f"mark-holiday-{first}", first, last, f"{name}（法定放假，调休还没公布）", past=0)


def _holiday(key: str, first: date, last: date, title: str, past: int) -> Mark:
    """SEQUENCE 1 is the published arrangement: it takes the place of the days by law in every program."""
    return Mark(
        key, first, last, title, "节假日", "firebrick", past_of(None).replace(b"SEQUENCE:0", b"SEQUENCE:%d" % past)
    )


def _by_law(mondays: list[date]) -> Iterator[tuple[date, date, str]]:
    """Every unpublished holiday that touches a week, with all of its days."""
    seen: set[date] = set()
    for monday in mondays:
        for day in (monday + days * _DAY for days in range(7)):
            if day in seen or not (name := _unpublished(day)):
                continue
            first = last = day
            while _unpublished(first - _DAY) == name:
                first -= _DAY
            while _unpublished(last + _DAY) == name:
                last += _DAY
            seen |= {first + days * _DAY for days in range((last - first).days + 1)}
            yield first, last, name


def _unpublished(day: date) -> str | None:
    return None if published(day) else by_law(day)


def mark_event(mark: Mark, domain: str) -> bytes:
    """One all-day VEVENT."""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid(mark.key, domain)}",
        f"DTSTART;VALUE=DATE:{mark.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{mark.last + _DAY:%Y%m%d}",
        f"SUMMARY:{escape(short(one_line(mark.title)))}",
        *([f"DESCRIPTION:{escape(mark.about[:MAX_DESCRIPTION])}"] if mark.about else []),
    ]
    told = [line(text) for text in lines]
    told.insert(2, mark.past)
    return b"".join([*told, categories(mark.kind), f"COLOR:{mark.color}\r\nSTATUS:CONFIRMED\r\n".encode(), SAME, END])
