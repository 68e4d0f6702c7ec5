"""A week of one tier, or of one role, as a page: a grid on a desk, a list on a phone, then each thing to do.

In: editions and what a folder is for. Out: pages by file name: each week, and `index.html`, which leads to the week of today.
Promise: one page a week; a role's page leads to the cards of its tiers and shows only what belongs to no tier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from siyu.diagnostic import Diagnostic
from siyu.edition import Edition, Gap, Message, Publication
from siyu.facts import holidays, lunar
from siyu.kinds.tier import Tier
from siyu.schedule import week_of
from siyu.site.cards import Card, card
from siyu.site.chrome import Chrome
from siyu.site.pages import page
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock


class Place(NamedTuple):
    """Whose pages a folder holds: a tier's, or a role's over all tiers."""

    folder: str
    name: str
    tier: Tier | None = None
    role: str | None = None

    def messages(self, edition: Edition) -> list[Message]:
        """What there is to do in a week."""
        if self.tier:
            return list(edition.of(self.tier))
        return [message for message in edition.messages if message.item.role == self.role]


class _Day(NamedTuple):
    date: date
    weekday: str
    short: str
    marks: tuple[tuple[str, str], ...]
    chips: tuple[Card, ...]
    cards: tuple[Card, ...]
    gaps: tuple[tuple[str, str, str | None], ...]


def pages(publication: Publication, place: Place, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """Every week's page, and the index."""
    names = [edition.plan.week.name for edition in publication.editions]
    shared = {"t": chrome, "key": f"{publication.library.brand.domain}/{place.folder}", "heading": place.name}
    for number, edition in enumerate(publication.editions):
        days = list(_days(publication, edition, place, chrome))
        turn = (names[number - 1] if number else None, names[number + 1] if number + 1 < len(names) else None)
        yield (
            f"{names[number]}.html",
            page(
                "week.html",
                **shared,
                title=f"{place.name} · {names[number]}",
                label=_label(edition, chrome),
                span=_span(edition, chrome),
                theme=edition.plan.week.theme,
                before=turn[0],
                after=turn[1],
                filters=_filters(publication, [chip for day in days for chip in day.chips], chrome, place),
                days=days,
                by_role=place.role is not None,
            ),
        )
    weeks = [
        (
            f"{edition.plan.week.name}.html",
            _label(edition, chrome),
            _span(edition, chrome),
            edition.plan.week.theme,
            edition.plan.week.week,
            edition.plan.week.week + timedelta(6),
        )
        for edition in publication.editions
    ]
    yield "index.html", page("index.html", **shared, title=place.name, weeks=weeks)


def _days(publication: Publication, edition: Edition, place: Place, chrome: Chrome) -> Iterator[_Day]:
    week = edition.plan.week
    found = _found(publication.findings, edition)
    cards = [card(message, publication.library, chrome, found) for message in place.messages(edition)]
    shown = [each for each in cards if place.tier or not each.data["tier"]]
    chips = [each._replace(href=_href(each, place, week.name)) for each in cards]
    gaps: Sequence[Gap] = [gap for gap in edition.plan.gaps if gap.tier is place.tier]
    for day in sorted(
        {*week_of(week.week), *(chip.day for chip in chips)}
    ):  # a holiday may have moved one out of the week
        number = day.weekday()
        yield _Day(
            day,
            WEEKDAYS_ZH[number] if chrome.lang == "zh" else WEEKDAYS[number].capitalize(),
            _short(day, chrome),
            _marks(day, chrome),
            tuple(chip for chip in chips if chip.day == day),
            tuple(each for each in shown if each.day == day),
            tuple((clock(gap.start), gap.name, gap.reason) for gap in gaps if gap.date == day),
        )


def _found(findings: Iterable[Diagnostic], edition: Edition) -> list[Diagnostic]:
    path = edition.plan.week.id.source.path
    return [diagnostic for diagnostic in findings if diagnostic.span.source.path == path]


def _href(chip: Card, place: Place, week: str) -> str:
    """Where a chip leads: to the card on this page, or on the tier's."""
    tier = chip.data["tier"]
    return f"#{chip.id}" if place.tier or not tier else f"../{tier}/{week}.html#{chip.id}"


def _marks(day: date, chrome: Chrome) -> tuple[tuple[str, str], ...]:
    """What a calendar on the wall says of a day: holiday, make-up workday, solar term."""
    marks = []
    if name := holidays.holiday(day):
        marks.append(("rest", name))
    elif day.weekday() > 4 and holidays.day_class(day) == "workday":
        marks.append(("work", chrome["made_up"]))
    if term := lunar.solar_term(day):
        marks.append(("term", term))
    return tuple(marks)


def _filters(
    publication: Publication, chips: Iterable[Card], chrome: Chrome, place: Place
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What a reader can narrow the week to: only words that occur, each with what it is called."""
    library = publication.library
    named: dict[str, dict[str, str]] = {"tier": {}, "channel": {}, "role": {}, "persona": {}, "column": {}, "state": {}}
    for chip in chips:
        named["channel"].setdefault(chip.data["channel"], chip.channel_name)
        named["role"].setdefault(chip.data["role"], chip.who.split(" ")[0])
        named["column"].setdefault(chip.data["column"], chip.name)
        named["state"].setdefault(chip.state, chip.state_name)
        for persona in chip.data["persona"].split():
            named["persona"].setdefault(persona, library.personas[persona].name)
        if place.role and chip.data["tier"]:
            named["tier"].setdefault(chip.data["tier"], library.tiers[chip.data["tier"]].name)
    return [(key, chrome[key], list(words.items())) for key, words in named.items() if len(words) > 1]


def _label(edition: Edition, chrome: Chrome) -> str:
    number = edition.plan.week.week.isocalendar().week
    return f"第 {number} 周" if chrome.lang == "zh" else f"Week {number}"


def _span(edition: Edition, chrome: Chrome) -> str:
    first = edition.plan.week.week
    return f"{_short(first, chrome)} – {_short(first + timedelta(6), chrome)}"


def _short(day: date, chrome: Chrome) -> str:
    return f"{day.month}月{day.day}日" if chrome.lang == "zh" else f"{day.day} {day:%b}"
