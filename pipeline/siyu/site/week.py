"""A week of one tier, or of one role, as a page: a grid on a desk, a list on a phone, then each thing to do.

In: editions and what a folder is for. Out: pages by file name: each week, and `index.html`, which leads to the week of today.
Promise: one page a week; a role's page leads to the cards of its tiers and shows only what belongs to no tier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from siyu.diagnostic import Diagnostic
from siyu.edition import Edition, Gap, Publication
from siyu.facts import holidays, lunar
from siyu.schedule import week_of
from siyu.site.cards import Card, card
from siyu.site.chrome import Chrome
from siyu.site.pages import page
from siyu.site.place import Place, told
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock


class _Chip(NamedTuple):
    card: Card
    href: str


class _Day(NamedTuple):
    date: date
    weekday: str
    short: str
    marks: tuple[tuple[str, str], ...]
    chips: Sequence[_Chip]
    cards: Sequence[Card]
    gaps: Sequence[tuple[str, str, str | None]]
    crews: Sequence[tuple[str, str]]


def pages(publication: Publication, places: Sequence[Place], chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """Every week's page in every folder, and the folders' indexes. A card is made once, whoever sees it."""
    names = [edition.plan.week.name for edition in publication.editions]
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in publication.findings:
        found.setdefault(diagnostic.span.source.path, []).append(diagnostic)
    for number, edition in enumerate(publication.editions):
        here = found.get(edition.plan.week.id.source.path, ())
        cards: dict[int, Card] = {}
        for place in places:
            chips = []
            for message in place.messages(edition):
                if id(message) not in cards:
                    cards[id(message)] = card(message, publication.library, chrome, here)
                chips.append(_chip(cards[id(message)], place, names[number]))
            yield (
                f"{place.folder}/{names[number]}.html",
                page(
                    "week.html",
                    **told(place, publication, chrome),
                    title=f"{place.name} · {names[number]}",
                    label=_label(edition, chrome),
                    span=_span(edition, chrome),
                    theme=edition.plan.week.theme,
                    before=names[number - 1] if number else None,
                    after=names[number + 1] if number + 1 < len(names) else None,
                    filters=_filters(publication, (chip.card for chip in chips), chrome, place),
                    days=list(_days(edition, chips, place, chrome)),
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
    for place in places:
        sops = [(f"sop-{role}.html", publication.library.calls(role)) for role in place.sops]
        shown = page(
            "index.html", **told(place, publication, chrome, "weeks"), title=place.name, weeks=weeks, sops=sops
        )
        yield f"{place.folder}/index.html", shown


def _chip(card: Card, place: Place, week: str) -> _Chip:
    """It leads to the card on this page, or on the tier's."""
    tier = card.data["tier"]
    return _Chip(card, f"#{card.id}" if place.tier or not tier else f"../{tier}/{week}.html#{card.id}")


def _days(edition: Edition, chips: Iterable[_Chip], place: Place, chrome: Chrome) -> Iterator[_Day]:
    on: dict[date, list[_Chip]] = {day: [] for day in week_of(edition.plan.week.week)}
    for chip in chips:
        on.setdefault(chip.card.day, []).append(chip)  # a holiday may have moved one out of the week
    gaps: Sequence[Gap] = [gap for gap in edition.plan.gaps if gap.tier is place.tier]
    for day, own in sorted(on.items()):
        number = day.weekday()
        yield _Day(
            day,
            WEEKDAYS_ZH[number] if chrome.lang == "zh" else WEEKDAYS[number].capitalize(),
            _short(day, chrome),
            _marks(day, chrome),
            own,
            [chip.card for chip in own if place.tier or not chip.card.data["tier"]],
            [(clock(gap.start), gap.name, gap.reason) for gap in gaps if gap.date == day],
            list(dict.fromkeys(chip.card.crew for chip in own if chip.card.crew and place.tier)),
        )


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
    publication: Publication, cards: Iterable[Card], chrome: Chrome, place: Place
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What a reader can narrow the week to: only words that occur, each with what it is called."""
    library = publication.library
    named: dict[str, dict[str, str]] = {"tier": {}, "channel": {}, "role": {}, "persona": {}, "column": {}, "state": {}}
    for each in cards:
        named["channel"].setdefault(each.data["channel"], each.channel_name)
        named["role"].setdefault(each.data["role"], each.who.split(" ")[0])
        named["column"].setdefault(each.data["column"], each.name)
        named["state"].setdefault(each.state, each.state_name)
        for persona in each.data["persona"].split():
            named["persona"].setdefault(persona, library.personas[persona].name)
        if place.role and each.data["tier"]:
            named["tier"].setdefault(each.data["tier"], library.tiers[each.data["tier"]].name)
    return [(key, chrome[key], list(words.items())) for key, words in named.items() if len(words) > 1]


def _label(edition: Edition, chrome: Chrome) -> str:
    number = edition.plan.week.week.isocalendar().week
    return f"第 {number} 周" if chrome.lang == "zh" else f"Week {number}"


def _span(edition: Edition, chrome: Chrome) -> str:
    first = edition.plan.week.week
    return f"{_short(first, chrome)} – {_short(first + timedelta(6), chrome)}"


def _short(day: date, chrome: Chrome) -> str:
    return f"{day.month}月{day.day}日" if chrome.lang == "zh" else f"{day.day} {day:%b}"
