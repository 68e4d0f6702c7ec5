"""The four pictures of the plan: a tier's weeks, a persona's day, who is busy when, which column is for whom.

In: what `plan` has counted. Out: `Chart`s, as wide as asked for.
Promise: what is marked in the colour of a warning is also said in words; a hole stays visible as a hole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from siyu.diagnostic import Words
from siyu.facts.channels import KINDS
from siyu.facts.words import chinese
from siyu.site.chrome import Chrome
from siyu.site.svg import Chart, bar, bars, box, dot, fit, join, path, text, wide
from siyu.when import WEEKDAYS_ZH

DRIFT = 15
"""How many points a kind may be off its target before it is marked; the rule off-target says the same."""
PURPOSES = ("seeding", "activation", "conversion", "repurchase", "brand")
_LETTERS = ("M", "T", "W", "T", "F", "S", "S")
_SHADES = (0.1, 0.2, 0.3, 0.4, 0.5)  # never so dark that a number on it could not be read
_CELL = 15


class Weeks(NamedTuple):
    """A tier, week by week: how many posts of each kind and purpose, how many messages a member gets on each of the seven days."""

    name: str
    labels: tuple[str, ...]
    kinds: tuple[Counter[str], ...]
    purposes: tuple[Counter[str], ...]
    load: tuple[tuple[int, ...], ...]
    targets: Mapping[str, int]
    budget: int | None


class Hours(NamedTuple):
    """A persona's day. `bands` are lane (0 workdays, 1 days off), first and last minute, scene; `dots` lane, minute, whether she
    has time ("hers"), somebody else the post is for ("others") or nobody ("nobody"), and how many posts."""

    name: str
    bands: tuple[tuple[int, int, int, str], ...]
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


def kind_name(kind: str, chrome: Chrome) -> str:
    """What a kind of content is called."""
    return chrome.say(Words(KINDS[kind], kind.capitalize()))


def purpose_name(purpose: str, chrome: Chrome) -> str:
    """What a purpose is called."""
    return chrome.say(Words(chinese(purpose), purpose.capitalize()))


def percent(part: int, whole: int) -> int:
    """A share in full points."""
    return round(part * 100 / whole) if whole else 0


class _Axis(NamedTuple):
    """The weeks of a chart side by side: where they begin and end, how far apart they are, how wide a bar is."""

    first: float
    last: float
    step: float
    bar: float

    def middle(self, week: int) -> float:
        return self.first + week * self.step + self.bar / 2


def weeks_chart(key: str, tier: Weeks, width: float, chrome: Chrome) -> Chart:
    """Kinds against their targets, purposes, and the load of each day, one below the other over the same weeks."""
    first, last = 40.0, width - 112
    step = (last - first) / max(len(tier.labels), 1)
    axis = _Axis(first, last, step, step - (3 if step >= 12 else 0.5))
    shapes: list[Markup] = []
    every = max(1, int(-(-26 // step)))
    for week in range(0, len(tier.labels), every):
        shapes.append(text(axis.middle(week), 12, tier.labels[week], "soft", 10.5, "middle"))
    shapes.append(text(last + 12, 12, chrome["week_number"], "soft", 10.5))
    says: list[str] = []
    y = 22.0
    if any(tier.kinds):
        shapes += _kinds(tier, axis, y, chrome, says)
        y += 120
        shapes.append(text(first, y - 4, chrome["purpose"], "soft", 10.5))
        shapes += _purposes(tier, axis, y, chrome, says)
        y += 20 * len(PURPOSES) + 30
    else:
        y += 14
    shapes.append(text(first, y - 8, chrome["load"], "soft", 10.5))
    shapes += _load(tier, axis, y, chrome, says)
    said = f"{tier.name}{chrome['colon']}{chrome['stop'].join(says)}"
    return Chart(key, tier.name, said, width, y + 7 * _CELL, join(shapes))


def _kinds(tier: Weeks, axis: _Axis, y: float, chrome: Chrome, says: list[str]) -> list[Markup]:
    whole = sum(tier.kinds, Counter[str]())
    shapes = _stacks([(axis.middle(week), counts) for week, counts in enumerate(tier.kinds)], axis.bar, y)
    if any(tier.targets.values()):
        shapes += _stacks([(9, tier.targets)], 18, y)
        shapes.append(text(9, 12, chrome["target"], "soft", 10.5, "middle"))
    words = []
    for number, kind in enumerate(KINDS):
        share, at = percent(whole[kind], whole.total()), y + 14 + number * 24
        off = kind in tier.targets and abs(share - tier.targets[kind]) > DRIFT
        said = f"{kind_name(kind, chrome)} {share}%"
        shapes.append(path(box(axis.last + 12, at - 8, 8, 8), kind))
        shapes.append(text(axis.last + 25, at, said, "warn" if off else "ink", 11.5, bold=off))
        if kind in tier.targets:
            goal = f"{chrome['target']} {tier.targets[kind]}%"
            shapes.append(text(axis.last + 25, at + 11, goal, "soft", 9.5))
            said += f"{chrome['open_bracket']}{goal}{chrome['close_bracket']}"
        words.append(said)
    says.append(chrome["comma"].join(words))
    return shapes


def _stacks(columns: Sequence[tuple[float, Mapping[str, int]]], width: float, y: float) -> list[Markup]:
    """Columns of one height, parted by kind."""
    drawn: dict[str, str] = dict.fromkeys(KINDS, "")
    for x, counts in columns:
        down, total = y, sum(counts.values())
        for kind in KINDS:
            if count := counts.get(kind, 0):
                tall = 96 * count / total
                drawn[kind] += bar(x, down, max(tall - 0.8, 0.4))
                down += tall
    return [bars(d, width, kind) for kind, d in drawn.items()]


def _purposes(tier: Weeks, axis: _Axis, y: float, chrome: Chrome, says: list[str]) -> list[Markup]:
    whole = sum(tier.purposes, Counter[str]())
    totals = [counts.total() for counts in tier.purposes]
    most = max((count / of for counts, of in zip(tier.purposes, totals, strict=True) for count in counts.values()), default=1)
    shapes: list[Markup] = []
    words = []
    drawn = ground = ""
    for number, purpose in enumerate(PURPOSES):
        base = y + 20 * number + 16
        for week, counts in enumerate(tier.purposes):
            if count := counts[purpose]:
                tall = 15 * count / totals[week] / most
                drawn += bar(axis.middle(week), base - tall, tall)
        ground += box(axis.first, base, axis.last - axis.first - axis.step + axis.bar, 0.8)
        share = percent(whole[purpose], whole.total())
        words.append(f"{purpose_name(purpose, chrome)} {share}%")
        shapes.append(text(axis.last + 25, base - 1, words[-1], "ink" if share else "soft", 11.5))
    says.append(chrome["comma"].join(words))
    return [path(ground, "line"), bars(drawn, axis.bar, "soft", 0.55), *shapes]


def _load(tier: Weeks, axis: _Axis, y: float, chrome: Chrome, says: list[str]) -> list[Markup]:
    most = max((count for week in tier.load for count in week), default=0)
    limit = tier.budget or most
    tall = _CELL - (2 if axis.step >= 12 else 0.5)
    shades: dict[int, str] = {}
    over, empty = "", ""
    shapes: list[Markup] = []
    for week, days in enumerate(tier.load):
        x = axis.middle(week)
        for day, count in enumerate(days):
            cell = bar(x, y + day * _CELL, tall)
            if count > limit:
                over += cell
            elif count:
                shade = _shade(count, most)
                shades[shade] = shades.get(shade, "") + cell
            else:
                empty += cell
            if axis.step >= 16 and count:
                shapes.append(text(x, y + day * _CELL + 10.5, str(count), "ink", 10, "middle"))
    letters = [name[1] for name in WEEKDAYS_ZH] if chrome.lang == "zh" else _LETTERS
    shapes += [text(axis.first - 10, y + day * _CELL + 10.5, letters[day], "soft", 10, "end") for day in range(7)]
    lines = [(f"{chrome['most']} {most}", "ink")]
    if tier.budget is not None:
        lines.append((f"{chrome['budget']} {tier.budget}", "soft"))
    if too_many := sum(count > limit for week in tier.load for count in week):
        lines.append((chrome["over_days"].format(too_many), "warn"))
    shapes += [text(axis.last + 25, y + 11 + 17 * at, line, ink, 11.5) for at, (line, ink) in enumerate(lines)]
    says.append(f"{chrome['load']}{chrome['colon']}{chrome['comma'].join(line for line, _ in lines)}")
    drawn = [bars(d, axis.bar, "accent", _SHADES[shade]) for shade, d in sorted(shades.items())]
    return [bars(empty, axis.bar, "wash"), *drawn, bars(over, axis.bar, "warn", 0.45), *shapes]


def _shade(count: int, most: int) -> int:
    """How dark a count is drawn, the largest darkest."""
    return (count * len(_SHADES) - 1) // most


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
                for at, start, end, _ in persona.bands
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


def people_chart(key: str, people: Sequence[Busy], ticks: Sequence[tuple[int, str]], width: float, chrome: Chrome) -> Chart:
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
                shade = _shade(count, most)
                shades[shade] = shades.get(shade, "") + cell
            else:
                empty += cell
        shapes.append(text(last + 28, y + 12, str(person.most), "ink", 11.5, "end"))
        shapes.append(text(width, y + 12, person.most_on, "soft", 10, "end"))
        says.append(f"{person.name} {person.total}")
    drawn = [bars(d, wide_, "accent", 1.6 * _SHADES[shade]) for shade, d in sorted(shades.items())]
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
    return Markup(f'<svg class="strip" viewBox="0 0 1440 60" preserveAspectRatio="none" aria-hidden="true">{body}</svg>')


def _fold(words: str, room: float, size: float) -> list[str]:
    """Up to three lines of one length, as a column's head allows."""
    words = fit(words, 2.6 * room, size)
    many = -(-int(wide(words, size)) // max(int(room), 1)) or 1
    each = -(-len(words) // many)
    return [words[at : at + each] for at in range(0, len(words), each)]


