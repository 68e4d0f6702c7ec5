"""Three pictures of the plan: a persona's day, who is busy when, which column is for whom; and the strip of a day.

In: what `plan` has counted. Out: `Chart`s, as wide as asked for.
Promise: what is marked in the colour of a warning is also said in words; a hole stays visible as a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from siyu.facts.channels import KINDS
from siyu.site.chrome import Chrome
from siyu.site.svg import Chart, bar, bars, box, dot, fit, join, path, text, wide
from siyu.site.weeks_chart import SHADES, kind_name, shade


class Hours(NamedTuple):
    """A persona's day. `bands` are lane (0 workdays, 1 days off), first and last minute; `dots` lane, minute, whether she
    has time ("hers"), somebody else the post is for ("others") or nobody ("nobody"), and how many posts."""

    name: str
    bands: tuple[tuple[int, int, int], ...]
    dots: tuple[tuple[int, int, str, int], ...]


class Busy(NamedTuple):
    """A person: the number of things to do, in each cell the most on one day, and the same over the whole plan."""

    name: str
    total: int
    cells: tuple[int, ...]
    most: int
    most_on: str


class Row(NamedTuple):
    """A column: its kind, whether it is for each persona, and how many posts the plan has."""

    name: str
    kind: str
    serves: tuple[bool, ...]
    posts: int


_DOTS = {"hers": ("accent", 1.0, False), "others": ("soft", 0.75, True), "nobody": ("warn", 1.0, False)}


def hours_chart(key: str, personas: Sequence[Hours], width: float, chrome: Chrome) -> Chart:
    """Each persona's day on one axis of 24 hours: bands when she has time, dots when posts go out."""
    first, last = 46.0, width - 10
    hour = (last - first) / 24
    height = 70.0
    bottom = height * len(personas) - 6
    ticks = "".join(box(first + at * hour - 0.4, 18, 0.8, bottom - 18) for at in (0, 6, 12, 18, 24))
    shapes = [path(ticks, "line")]
    shapes += [text(first + at * hour, bottom + 14, f"{at}:00", "soft", 10, "middle") for at in (0, 6, 12, 18, 24)]
    says = []
    for number, persona in enumerate(personas):
        top = height * number
        posts = sum(count for _, _, _, count in persona.dots)
        hers = sum(count for _, _, how, count in persona.dots if how == "hers")
        said = chrome["in_windows"].format(hers, posts) if posts else chrome["nothing_for_her"]
        says.append(f"{persona.name}{chrome['colon']}{said}")
        shapes.append(text(0, top + 11, persona.name, size=12, bold=True, room=width - 20 - wide(said, 11)))
        shapes.append(text(width, top + 11, said, "soft" if posts else "warn", 11, "end"))
        for lane, name in enumerate((chrome["workdays"], chrome["days_off"])):
            y = top + 20 + lane * 21
            shapes.append(text(first - 10, y + 12, name, "soft", 10, "end"))
            shapes.append(path(box(first, y, last - first, 17), "wash"))
            bands = "".join(
                box(first + start * hour / 60, y, (end - start) * hour / 60, 17)
                for at, start, end in persona.bands
                if at == lane
            )
            shapes.append(path(bands, "accent", 0.22))
            busiest = max((count for _, _, _, count in persona.dots), default=1)
            for how in reversed(_DOTS):
                ink, opacity, hollow = _DOTS[how]
                drawn = "".join(
                    dot(first + start * hour / 60, y + 8.5, 2.2 + 2.2 * (count / busiest) ** 0.5)
                    for at, start, kind, count in persona.dots
                    if at == lane and kind == how
                )
                shapes.append(path(drawn, ink, opacity, hollow))
    return Chart(key, chrome["hours"], chrome["stop"].join(says), width, bottom + 18, join(shapes))


def people_chart(
    key: str, people: Sequence[Busy], ticks: Sequence[tuple[int, str]], width: float, chrome: Chrome
) -> Chart:
    """Who has how much to do: a row a person, a cell a day, or a week where there are many."""
    first, last = 92.0, width - 82
    many = max((len(person.cells) for person in people), default=1)
    step = (last - first) / many
    wide_ = step - (1.5 if step >= 5 else 0.4)
    most = max((person.most for person in people), default=0)
    shapes = [text(first + at * step, 12, label, "soft", 10) for at, label in ticks]
    shapes.append(text(width, 12, chrome["most_a_day"], "soft", 10, "end"))
    shades: dict[int, str] = {}
    empty, says = "", []
    for number, person in enumerate(people):
        y = 22 + number * 20
        shapes.append(text(0, y + 12, person.name, size=11.5, room=first - 8))
        for at, count in enumerate(person.cells):
            cell = bar(first + at * step + wide_ / 2, y, 16)
            if count:
                dark = shade(count, most)
                shades[dark] = shades.get(dark, "") + cell
            else:
                empty += cell
        shapes.append(text(last + 28, y + 12, str(person.most), "ink", 11.5, "end"))
        shapes.append(text(width, y + 12, person.most_on, "soft", 10, "end"))
        says.append(f"{person.name} {person.total}")
    drawn = [bars(d, wide_, "accent", 1.6 * SHADES[dark]) for dark, d in sorted(shades.items())]
    body = join([bars(empty, wide_, "wash"), *drawn, *shapes])
    return Chart(key, chrome["people"], chrome["comma"].join(says), width, 22 + 20 * len(people), body)


def coverage_chart(key: str, personas: Sequence[str], rows: Sequence[Row], width: float, chrome: Chrome) -> Chart:
    """Which column is for whom, by kind; a persona that gets nothing of a kind is a hole."""
    first, last = 112.0, width - 44
    step = (last - first) / max(len(personas), 1)
    shapes: list[Markup] = []
    lines = 1
    for number, name in enumerate(personas):
        folded = _fold(name, step - 4, 10.5)
        lines = max(lines, len(folded))
        x = first + (number + 0.5) * step
        shapes += [text(x, 12 + 13 * at, line, "soft", 10.5, "middle") for at, line in enumerate(folded)]
    shapes.append(text(width, 12, chrome["posts"], "soft", 10.5, "end"))
    y, says, missing = 13.0 * lines + 8, [], ""
    marks: dict[str, str] = dict.fromkeys(KINDS, "")
    for kind in KINDS:
        members = [row for row in rows if row.kind == kind]
        if not members:
            continue
        shapes.append(path(box(0, y + 5, 9, 9), kind))
        shapes.append(text(15, y + 13.5, kind_name(kind, chrome), size=11.5, bold=True))
        totals = [sum(row.posts for row in members if row.serves[number]) for number in range(len(personas))]
        for number, total in enumerate(totals):
            x = first + (number + 0.5) * step
            shapes.append(text(x, y + 13.5, str(total), "ink" if total else "warn", 11.5, "middle", bold=True))
            if not total:
                missing += box(first + number * step + 2, y + 1.5, step - 4, 17)
                says.append(chrome["hole"].format(personas[number], kind_name(kind, chrome)))
        shapes.append(text(width, y + 13.5, str(sum(row.posts for row in members)), "ink", 11.5, "end", bold=True))
        y += 21
        faint = ""
        for row in members:
            shapes.append(text(15, y + 12, row.name, "ink" if row.posts else "warn", 11, room=first - 20))
            shapes.append(text(width, y + 12, str(row.posts), "soft" if row.posts else "warn", 10.5, "end"))
            for number, serves in enumerate(row.serves):
                if serves:
                    marks[kind] += box(first + number * step + 2, y + 3, step - 4, 11)
                else:
                    faint += dot(first + (number + 0.5) * step, y + 8.5, 1.2)
            y += 18
        shapes.append(path(faint, "line"))
        y += 6
    drawn = [path(d, kind, 0.75) for kind, d in marks.items()]
    body = join([*drawn, path(missing, "warn", 0.16), *shapes])
    return Chart(key, chrome["coverage"], chrome["stop"].join(says) or chrome["no_hole"], width, y, body)


def day_bar(bands: Sequence[tuple[int, int]]) -> Markup:
    """A day as a thin strip, with the hours between two minutes marked; stretched by the page, read beside it."""
    strip = "".join(box(start, 0, end - start, 60) for start, end in bands)
    ticks = "".join(box(at * 60 - 3, 0, 6, 60) for at in (6, 12, 18))
    body = join([path(box(0, 0, 1440, 60), "wash"), path(ticks, "line"), path(strip, "accent")])
    return Markup(
        f'<svg class="strip" viewBox="0 0 1440 60" preserveAspectRatio="none" aria-hidden="true">{body}</svg>'
    )


def _fold(words: str, room: float, size: float) -> list[str]:
    """Up to three lines of one length, as a column's head allows."""
    words = fit(words, 2.6 * room, size)
    each = wide(words, size) / (-(-wide(words, size) // max(room, 1)) or 1)
    lines = [""]
    for letter in words:
        if lines[-1] and wide(lines[-1], size) >= each - size / 3:
            lines.append("")
        lines[-1] += letter
    return lines
