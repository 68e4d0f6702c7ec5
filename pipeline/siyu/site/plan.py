"""The picture of the plan: what the weeks add up to, beside what the brand set itself.

In: a publication. Out: `plan.html`, and each picture as a file that stands alone, for a pull request.
Promise: what is counted here is what the calendars and the rules count; every picture is a table as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import NamedTuple

from siyu.edition import Item, Publication
from siyu.facts.channels import KINDS, ROLES
from siyu.kinds.persona import Persona
from siyu.library import Library
from siyu.schedule import week_of
from siyu.site.charts import Busy, Hours, Row, coverage_chart, hours_chart, people_chart
from siyu.site.chrome import Chrome
from siyu.site.hours import hours_of, lane, lanes_of
from siyu.site.ladder import journeys_table, ladder_chart
from siyu.site.matches import matches
from siyu.site.pages import page
from siyu.site.place import told, whole
from siyu.site.svg import Chart, alone, inline, room_for
from siyu.site.weeks_chart import PURPOSES, Weeks, kind_name, percent, purpose_name, weeks_chart
from siyu.when import clock

_WIDTH = 360  # of a picture on the page: a phone's
_REACH = frozenset({"group", "announcement"})  # as the rule about the budget counts
_DAYS = 8  # weeks whose days are still wide enough to be seen apart


class _Section(NamedTuple):
    """`draw` makes its pictures, so many `across`, as wide as asked for; `read`: its table has sentences, and is shown unfolded."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    draw: Sequence[Callable[[float, Chrome], Chart]] = ()
    across: int = 1
    read: bool = False


def plan_pages(publication: Publication, chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """The page and its pictures."""
    brand = publication.library.brand.name
    mondays = [edition.plan.week.week for edition in publication.editions]
    span = f"{mondays[0]:%Y-%m-%d} – {mondays[-1] + timedelta(6):%Y-%m-%d}" if mondays else ""
    sections = []
    for section in _sections(publication, mondays, chrome):
        charts = [draw(_WIDTH, chrome) for draw in section.draw]
        sections.append((section, [(chart.title if len(charts) > 1 else "", inline(chart)) for chart in charts]))
        if section.draw:
            large = [draw(room_for(section.across), chrome) for draw in section.draw]
            title = f"{brand} · {chrome[section.name]}"
            yield f"plan-{section.name}.svg", alone(title, span, large, section.across)
    yield (
        "plan.html",
        page(
            "plan.html",
            **told(whole(publication), publication, chrome, "plan"),
            title=f"{brand} · {chrome['plan']}",
            span=span,
            sections=sections,
        ),
    )


def _sections(publication: Publication, mondays: Sequence[date], chrome: Chrome) -> Iterator[_Section]:
    library = publication.library
    items = [item for edition in publication.editions for item in edition.plan.items]
    of_columns = [item for item in items if item.key in library.columns]
    if mondays:
        yield _tiers(publication, mondays, chrome)
    posts = {(item.key, item.date, item.start, item.end) for item in of_columns if item.channel != "task"}
    if posts and (hours := list(_hours(library, posts))):
        yield _when(hours, chrome)
    if items:
        yield _people(items, mondays, chrome)
    if library.personas and library.columns:
        yield _coverage(library, Counter(key for key, _ in {(item.key, item.identity) for item in of_columns}), chrome)
    if library.journeys:
        draw = (partial(ladder_chart, "journeys", library),)
        yield _Section("journeys", *journeys_table(library, chrome), draw, read=True)
    if table := matches(publication, chrome):
        yield _Section("match", *table, read=True)


def _tiers(publication: Publication, mondays: Sequence[date], chrome: Chrome) -> _Section:
    """Each tier's weeks: kinds and purposes of its posts, and how many messages a day."""
    library = publication.library
    targets = {str(kind): share for kind, share in library.brand.targets.items()}
    own: defaultdict[str, list[list[Item]]] = defaultdict(lambda: [[] for _ in mondays])
    for number, edition in enumerate(publication.editions):
        for item in edition.plan.items:
            if item.tier:
                own[item.tier.id][number].append(item)
    weeks = []
    for name, tier in library.tiers.items():
        posts = [[item for item in week if item.kind and item.channel != "task"] for week in own[name]]
        load = Counter(item.date for week in own[name] for item in week if item.channel in _REACH)
        weeks.append(
            Weeks(
                tier.name,
                tuple(str(monday.isocalendar().week) for monday in mondays),
                tuple(Counter(str(item.kind) for item in week) for week in posts),
                tuple(Counter(str(item.purpose) for item in week) for week in posts),
                tuple(tuple(load[day] for day in week_of(monday)) for monday in mondays),
                targets,
                tier.budget.messages_per_day if tier.budget else None,
            )
        )
    kinds = [kind_name(kind, chrome) for kind in KINDS]
    purposes = [purpose_name(purpose, chrome) for purpose in PURPOSES]
    rows = [
        (tier.name, label, *_shares(kind, KINDS), *_shares(purpose, PURPOSES), str(max(load)))
        for tier in weeks
        for label, kind, purpose, load in zip(tier.labels, tier.kinds, tier.purposes, tier.load, strict=True)
    ]
    head = (chrome["tier"], chrome["week_number"], *kinds, *purposes, chrome["most_a_day"])
    draw = [partial(weeks_chart, f"tier-{number}", tier) for number, tier in enumerate(weeks)]
    return _Section("tiers", head, rows, draw, across=3 if len(weeks) % 3 == 0 else min(2, len(weeks)))


def _shares(counts: Counter[str], keys: Iterable[str]) -> list[str]:
    return [f"{percent(counts[key], counts.total())}%" for key in keys]


def _hours(library: Library, posts: set[tuple[str, date, int, int]]) -> Iterator[Hours]:
    """Each persona's windows, and the posts for her: in her time, in another's whom they are for, or in nobody's."""
    personas = library.personas

    @cache
    def open_on(name: str, day: date) -> list[tuple[int, int]]:
        return personas[name].hours_on(day)

    dots: dict[str, Counter[tuple[int, int, str]]] = {name: Counter() for name in personas}
    for key, day, start, end in posts:
        names = [str(name) for name in library.columns[key].personas]
        free = [name for name in names if any(first <= end and start <= last for first, last in open_on(name, day))]
        for name in names:
            dots[name][lane(day), start, "hers" if name in free else "others" if free else "nobody"] += 1
    for name, persona in personas.items():
        if persona.windows or dots[name]:
            shown = tuple((*dot, many) for dot, many in sorted(dots[name].items()))
            yield Hours(persona.name, tuple(_bands(persona)), shown)


def _bands(persona: Persona) -> Iterator[tuple[int, int, int]]:
    """Her windows, as far as a usual workday or day off has them."""
    for when in (when for whens in persona.windows.values() for when in whens):
        yield from ((lane_, start, end) for lane_ in lanes_of(when) for start, end in hours_of(when))


def _when(hours: Sequence[Hours], chrome: Chrome) -> _Section:
    lanes = (chrome["workdays"], chrome["days_off"])
    rows = [
        (persona.name, lanes[at], clock(start), chrome[how], str(many))
        for persona in hours
        for at, start, how, many in persona.dots
    ]
    head = tuple(chrome[name] for name in ("persona", "days", "hour", "who_has_time", "posts"))
    return _Section("hours", head, rows, (partial(hours_chart, "hours", hours),))


def _people(items: Sequence[Item], mondays: Sequence[date], chrome: Chrome) -> _Section:
    """Everybody, the busiest first, and the role where nobody is named; where weeks are many, a cell is the fullest day of a week."""
    busy: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for item in items:
        for name in item.people or (item.office or ROLES[item.role],):
            busy[str(name)][item.date] += 1
    by_day = len(mondays) <= _DAYS
    people = []
    for name, days in sorted(busy.items(), key=lambda person: (-person[1].total(), person[0])):
        weeks = [[days[day] for day in week_of(monday)] for monday in mondays]
        cells = [count for week in weeks for count in week] if by_day else [max(week) for week in weeks]
        fullest = min(days, key=lambda day: (-days[day], day))
        people.append(Busy(name, days.total(), tuple(cells), days[fullest], _short(fullest)))
    every, wide = -(-len(mondays) // 4), 7 if by_day else 1
    ticks = [(number * wide, _short(mondays[number])) for number in range(0, len(mondays), every)]
    rows = [
        (one.name, str(one.total), f"{one.total / (7 * len(mondays)):.1f}", f"{one.most} ({one.most_on})")
        for one in people
    ]
    head = tuple(chrome[name] for name in ("person", "in_all", "a_day", "most_a_day"))
    return _Section("people", head, rows, (partial(people_chart, "people", people, ticks),))


def _coverage(library: Library, entries: Counter[str], chrome: Chrome) -> _Section:
    """Which column is for which persona, and how many entries it has."""
    personas = [persona.name for persona in library.personas.values()]
    rows = [
        Row(column.name, str(column.kind), tuple(one in column.personas for one in library.personas), entries[name])
        for name, column in library.columns.items()
    ]
    body = [
        (row.name, kind_name(row.kind, chrome), *("✓" if serves else "–" for serves in row.serves), str(row.posts))
        for row in rows
    ]
    head = (chrome["column"], chrome["kind"], *personas, chrome["posts"])
    return _Section("coverage", head, body, (partial(coverage_chart, "coverage", personas, rows),))


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"
