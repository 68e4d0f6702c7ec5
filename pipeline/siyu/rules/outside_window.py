"""A column at an hour when none of its personas has time: what is posted before she looks is below by the time she does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Publication
from siyu.kinds.column import Column
from siyu.kinds.persona import Persona
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Span
from siyu.when import clock

_MOST = 3
_HOW = Words(
    "挪进画像的 windows，或改画像、换一个画像", "move it into their windows, change those, or name another persona"
)
Hours = list[tuple[int, int]]
"""Windows of one day, in minutes from its midnight, both ends included."""


def outside_window(publication: Publication) -> Iterator[Finding]:
    """Advice for each column whose time touches no window, at its personas; hours that an entry chose and days on which no persona has a window
    are fine. Where most columns are outside, the windows are what is wrong, and it is said once."""
    library = publication.library
    known: dict[tuple[str, date], Hours] = {}
    looked: set[tuple[str, date, int]] = set()
    out: dict[str, set[int]] = {}
    for item in (item for edition in publication.editions for item in edition.plan.items):
        column = library.columns.get(item.key)
        if column is None or not column.personas or column.channel == "task":
            continue
        if (item.key, item.date, item.start) in looked:
            continue
        looked.add((item.key, item.date, item.start))
        hours = _hours(library, column, item.date, known) if item.start in _usual(column) else []
        if hours and not any(start <= item.end and item.start <= end for start, end in hours):
            out.setdefault(item.key, set()).add(item.start)
    judged = len({name for name, _, _ in looked})
    if len(out) > _MOST and len(out) * 2 > judged:
        yield _all_of_them(library, list(out), judged)
    else:
        yield from (_one(library, library.columns[name], starts) for name, starts in out.items())


def _one(library: Library, column: Column, starts: set[int]) -> Finding:
    personas = [library.personas[name] for name in column.personas if name in library.personas]
    clocks = [clock(start) for start in sorted(starts)]
    words = Words(
        f"{column.name} {'、'.join(clocks)} 发，{'、'.join(persona.name for persona in personas)} 这时都没空看",
        f"{column.id!s} goes out at {', '.join(clocks)}, outside the windows of {', '.join(persona.id for persona in personas)}",
    )
    return Finding(words, column.personas[0].span, (Note(_HOW, _window(personas)),))


def _all_of_them(library: Library, names: list[str], judged: int) -> Finding:
    columns = [library.columns[name] for name in names]
    words = Words(
        f"{judged} 个栏目里有 {len(columns)} 个不在画像的时段里，多半是 windows 没写全：{'、'.join(column.name for column in columns)}",
        f"{len(columns)} of {judged} columns go out outside their personas' windows, which look incomplete: {', '.join(names)}",
    )
    personas = [library.personas[name] for column in columns for name in column.personas if name in library.personas]
    return Finding(words, _window(personas) or columns[0].personas[0].span, (Note(_HOW),))


def _window(personas: list[Persona]) -> Span | None:
    return next((scene.span for persona in personas for scene in persona.windows), None)


def _usual(column: Column) -> set[int | None]:
    return {when.start for when in column.when} | set(column.hours.values())


def _hours(library: Library, column: Column, day: date, known: dict[tuple[str, date], Hours]) -> Hours:
    """When any of a column's personas has time on a day; a window that crosses midnight reaches into the next one."""
    hours: Hours = []
    for name in column.personas:
        persona = library.personas.get(name)
        if persona is not None:
            if (name, day) not in known:
                known[name, day] = persona.hours_on(day)
            hours += known[name, day]
    return hours


RULE = Rule(
    name="outside-window",
    severity=Severity.ADVICE,
    what=Words(
        "栏目的钟点不在任何一个画像的购买时段里", "a column goes out when none of its personas has time to look"
    ),
    why=Words(
        "她没空的时候发，等她打开时已经沉到下面了", "what is posted before she looks is far below by the time she does"
    ),
    instead=_HOW,
    find=outside_window,
)
