"""The picture of the plan: what the weeks add up to, beside what the brand set itself.

In: a publication. Out: `plan.html`, and each picture as a file that stands alone, for a pull request.
Promise: what is counted here is what the calendars and the rules count; every picture is a table as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from siyu.edition import Item, Publication
from siyu.facts.channels import KINDS, ROLES
from siyu.kinds.column import Column
from siyu.kinds.persona import Persona
from siyu.schedule import week_of
from siyu.site.charts import Busy, Hours, Row, coverage_chart, hours_chart, people_chart
from siyu.site.chrome import Chrome
from siyu.site.hours import hours_of, lane, lanes_of
from siyu.site.ladder import journeys_table, ladder_chart
from siyu.site.matches import matches
from siyu.site.pages import page
from siyu.site.svg import Chart, alone, inline, room_for
from siyu.site.weeks_chart import PURPOSES, Weeks, kind_name, percent, purpose_name, weeks_chart
from siyu.when import clock

_WIDTH = 360  # of a picture on the page: a phone's
_REACH = frozenset({"group", "announcement"})  # as the rule about the budget counts
_DAYS = 8  # weeks whose days are still wide enough to be seen apart


class _Section(NamedTuple):
    title: str
    note: str
    pictures: tuple[tuple[str, Markup], ...]
    head: tuple[str, ...]
    rows: Sequence[Sequence[str]]


@dataclass
class _Counts:
    """What one walk through the plan counts: by tier and week, by tier and day, by person and day, by column; and each post's hour."""

    kinds: defaultdict[tuple[str, int], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    purposes: defaultdict[tuple[str, int], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    load: Counter[tuple[str, date]] = field(default_factory=Counter)
    people: defaultdict[str, Counter[date]] = field(default_factory=lambda: defaultdict(Counter))
    entries: set[tuple[str, str]] = field(default_factory=set)
    posts: set[tuple[str, date, int, int]] = field(default_factory=set)


def plan_pages(publication: Publication, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """The page and its pictures."""
    counts = _count(publication)
    weeks = _weeks(publication, counts)
    sections: list[_Section] = []
    span = _span(publication)
    if publication.editions:
        across = 3 if len(weeks) % 3 == 0 else min(2, len(weeks))
        charts = [weeks_chart(f"tier-{n}", tier, _WIDTH, chrome) for n, tier in enumerate(weeks)]
        sections.append(_section("by_tier", charts, *_weeks_table(weeks, chrome), chrome))
        large = [weeks_chart(f"tier-{n}", tier, room_for(across), chrome) for n, tier in enumerate(weeks)]
        yield "plan-tiers.svg", alone(_named(publication, chrome["by_tier"]), span, large, across)
    hours = _hours(publication, counts)
    if hours and counts.posts:
        sections.append(
            _section("hours", [hours_chart("hours", hours, _WIDTH, chrome)], *_hours_table(hours, chrome), chrome)
        )
        large = [hours_chart("hours", hours, room_for(1), chrome)]
        yield "plan-hours.svg", alone(_named(publication, chrome["hours"]), span, large, 1)
    people, ticks = _people(publication, counts)
    if people:
        chart = people_chart("people", people, ticks, _WIDTH, chrome)
        sections.append(_section("people", [chart], *_people_table(people, publication, chrome), chrome))
        large = [people_chart("people", people, ticks, room_for(1), chrome)]
        yield "plan-people.svg", alone(_named(publication, chrome["people"]), span, large, 1)
    personas = [persona.name for persona in publication.library.personas.values()]
    rows = _rows(publication, counts)
    if personas and rows:
        chart = coverage_chart("coverage", personas, rows, _WIDTH, chrome)
        sections.append(_section("coverage", [chart], *_coverage_table(personas, rows, chrome), chrome))
        large = [coverage_chart("coverage", personas, rows, room_for(1), chrome)]
        yield "plan-coverage.svg", alone(_named(publication, chrome["coverage"]), span, large, 1)
    if publication.library.journeys:
        library = publication.library
        chart = ladder_chart("journeys", library, _WIDTH, chrome)
        sections.append(_section("journeys", [chart], *journeys_table(library, chrome), chrome))
        large = [ladder_chart("journeys", library, room_for(1), chrome)]
        yield "plan-journeys.svg", alone(_named(publication, chrome["journeys"]), span, large, 1)
    if table := matches(publication, chrome):
        sections.append(_section("match", [], *table, chrome))
    brand = publication.library.brand
    shown = {
        "t": chrome,
        "key": f"{brand.domain}/plan",
        "heading": brand.name,
        "title": _named(publication, chrome["plan"]),
    }
    yield "plan.html", page("plan.html", **shown, span=span, sections=sections)


def _named(publication: Publication, what: str) -> str:
    return f"{publication.library.brand.name} · {what}"


def _span(publication: Publication) -> str:
    """The first and the last day, as short as a reader of either language needs them."""
    mondays = [edition.plan.week.week for edition in publication.editions]
    return f"{mondays[0]:%Y-%m-%d} – {mondays[-1] + timedelta(6):%Y-%m-%d}" if mondays else ""


def _section(
    name: str, charts: Sequence[Chart], head: tuple[str, ...], rows: Sequence[Sequence[str]], chrome: Chrome
) -> _Section:
    pictures = tuple((chart.title if len(charts) > 1 else "", inline(chart)) for chart in charts)
    return _Section(chrome[name], chrome[f"{name}_note"], pictures, head, rows)


def _count(publication: Publication) -> _Counts:
    counts = _Counts()
    columns = publication.library.columns
    for number, edition in enumerate(publication.editions):
        for item in edition.plan.items:
            if item.tier:
                tier = str(item.tier.id)
                if item.kind and item.channel != "task":
                    counts.kinds[tier, number][str(item.kind)] += 1
                    counts.purposes[tier, number][str(item.purpose)] += 1
                if item.channel in _REACH:
                    counts.load[tier, item.date] += 1
            for name in _people_of(item):
                counts.people[name][item.date] += 1
            if item.key in columns:
                counts.entries.add((item.key, item.identity))
                if item.channel != "task":
                    counts.posts.add((item.key, item.date, item.start, item.end))
    return counts


def _people_of(item: Item) -> tuple[str, ...]:
    """Who does it; where nobody is named, the role."""
    return tuple(map(str, item.people)) or (item.office or ROLES[item.role],)


def _weeks(publication: Publication, counts: _Counts) -> list[Weeks]:
    library = publication.library
    targets = {str(kind): share for kind, share in library.brand.targets.items()}
    mondays = [edition.plan.week.week for edition in publication.editions]
    return [
        Weeks(
            tier.name,
            tuple(str(monday.isocalendar().week) for monday in mondays),
            tuple(counts.kinds[name, number] for number in range(len(mondays))),
            tuple(counts.purposes[name, number] for number in range(len(mondays))),
            tuple(tuple(counts.load[name, day] for day in week_of(monday)) for monday in mondays),
            targets,
            tier.budget.messages_per_day if tier.budget else None,
        )
        for name, tier in library.tiers.items()
    ]


def _weeks_table(weeks: Sequence[Weeks], chrome: Chrome) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    kinds = [kind_name(kind, chrome) for kind in KINDS]
    purposes = [purpose_name(purpose, chrome) for purpose in PURPOSES]
    rows = [
        (
            tier.name,
            tier.labels[week],
            *(_share(tier.kinds[week], kind) for kind in KINDS),
            *(_share(tier.purposes[week], purpose) for purpose in PURPOSES),
            str(max(tier.load[week])),
        )
        for tier in weeks
        for week in range(len(tier.labels))
    ]
    return (chrome["tier"], chrome["week_number"], *kinds, *purposes, chrome["most_a_day"]), rows


def _share(counts: Counter[str], key: str) -> str:
    return f"{percent(counts[key], counts.total())}%"


def _hours(publication: Publication, counts: _Counts) -> list[Hours]:
    personas, columns = publication.library.personas, publication.library.columns
    open_on: dict[tuple[str, date], list[tuple[int, int]]] = {}

    def has_time(name: str, day: date, start: int, end: int) -> bool:
        if (name, day) not in open_on:
            open_on[name, day] = personas[name].hours_on(day)
        return any(first <= end and start <= last for first, last in open_on[name, day])

    dots: dict[str, Counter[tuple[int, int, str]]] = {name: Counter() for name in personas}
    for key, day, start, end in counts.posts:
        names = [str(name) for name in columns[key].personas]
        free = [name for name in names if has_time(name, day, start, end)]
        for name in names:
            how = "hers" if name in free else "others" if free else "nobody"
            dots[name][lane(day), start, how] += 1
    return [
        Hours(
            persona.name,
            tuple(_bands(persona)),
            tuple((*dot, many) for dot, many in sorted(dots[name].items())),
        )
        for name, persona in personas.items()
        if persona.windows or dots[name]
    ]


def _bands(persona: Persona) -> Iterator[tuple[int, int, int]]:
    """Her windows, as far as a usual workday or day off has them."""
    for when in (when for whens in persona.windows.values() for when in whens):
        yield from ((lane_, start, end) for lane_ in lanes_of(when) for start, end in hours_of(when))


def _hours_table(hours: Sequence[Hours], chrome: Chrome) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    lanes = (chrome["workdays"], chrome["days_off"])
    rows = [
        (persona.name, lanes[at], clock(start), chrome[how], str(many))
        for persona in hours
        for at, start, how, many in persona.dots
    ]
    return (chrome["persona"], chrome["days"], chrome["hour"], chrome["who_has_time"], chrome["posts"]), rows


def _people(publication: Publication, counts: _Counts) -> tuple[list[Busy], list[tuple[int, str]]]:
    """Everybody, the busiest first; where weeks are many, a cell is the fullest day of a week."""
    mondays = [edition.plan.week.week for edition in publication.editions]
    by_day = len(mondays) <= _DAYS
    people = []
    for name, days in sorted(counts.people.items(), key=lambda person: (-person[1].total(), person[0])):
        weeks = [[days[day] for day in week_of(monday)] for monday in mondays]
        cells = [count for week in weeks for count in week] if by_day else [max(week) for week in weeks]
        fullest = min(days, key=lambda day: (-days[day], day))
        people.append(Busy(name, days.total(), tuple(cells), days[fullest], _short(fullest)))
    every = max(1, -(-len(mondays) // 4))
    ticks = [
        (number * (7 if by_day else 1), _short(monday)) for number, monday in enumerate(mondays) if number % every == 0
    ]
    return people, ticks


def _people_table(
    people: Sequence[Busy], publication: Publication, chrome: Chrome
) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    days = 7 * len(publication.editions)
    rows = [(one.name, str(one.total), f"{one.total / days:.1f}", f"{one.most} ({one.most_on})") for one in people]
    return (chrome["person"], chrome["in_all"], chrome["a_day"], chrome["most_a_day"]), rows


def _rows(publication: Publication, counts: _Counts) -> list[Row]:
    personas = publication.library.personas
    entries = Counter(key for key, _ in counts.entries)

    def row(name: str, column: Column) -> Row:
        return Row(
            column.name, str(column.kind), tuple(persona in column.personas for persona in personas), entries[name]
        )

    return [row(name, column) for name, column in publication.library.columns.items()]


def _coverage_table(
    personas: Sequence[str], rows: Sequence[Row], chrome: Chrome
) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    body = [
        (row.name, kind_name(row.kind, chrome), *("✓" if serves else "–" for serves in row.serves), str(row.posts))
        for row in rows
    ]
    return (chrome["column"], chrome["kind"], *personas, chrome["posts"]), body


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
