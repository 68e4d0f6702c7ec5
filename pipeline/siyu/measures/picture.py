"""What a week came to, as one picture: nine metrics, each over five weeks, a line a tier.

In: a library, figures by week, a language. Out: SVG that stands alone. Promise: what is marked in the colour of a warning is also said in words;
a week without a figure is a gap, never a line through nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from siyu.facts.metrics import METRICS
from siyu.library import Library
from siyu.measures.compare import Reached, reached
from siyu.measures.figures import Figures, weeks_before
from siyu.measures.report import Say, headline, sayer, shown
from siyu.site.svg import Chart, alone, box, dot, join, n, path, room_for, text

_INKS = ("accent", "knowledge", "brand", "product", "life")
_ACROSS, _TALL, _LABEL, _APART = 3, 96, 108, 13
_HIGH = Decimal("0.7")
"""Figures that all lie above this share of the highest are drawn from near the lowest, not from nothing."""


class _Line(NamedTuple):
    name: str
    ink: str
    of: Reached


def picture(library: Library, weeks: Mapping[str, Figures], week: str, lang: str) -> bytes:
    """All nine, also those that nobody counted: an empty chart says so."""
    say = sayer(lang)
    tiers = [tier for tier in library.tiers.values() if tier.id in weeks[week].tiers]
    rows = [reached(library, tier, weeks, week) for tier in tiers]
    labels = [*weeks_before(week), week]
    charts = []
    for number, (name, metric) in enumerate(METRICS.items()):
        lines = [
            _Line(t.name.removeprefix(library.brand.name) or t.name, _INKS[at % len(_INKS)], rows[at][number])
            for at, t in enumerate(tiers)
        ]
        charts.append(_chart(name, say(metric.zh, metric.en), lines, labels, say))
    title = f"{library.brand.name} · {week} {say('复盘', 'review')}"
    return alone(title, headline(rows, [], say), charts, _ACROSS)


def _chart(name: str, title: str, lines: list[_Line], labels: list[str], say: Say) -> Chart:
    width = room_for(_ACROSS)
    known = [number for line in lines for number in (*line.of.course, line.of.target) if number is not None]
    if not any(one is not None for line in lines for one in line.of.course):
        nobody = say("没有数", "no figures")
        return Chart(
            name, title, f"{title}{say('：', ': ')}{nobody}", width, _TALL + 16, text(0, _TALL / 2, nobody, "soft")
        )
    low, top = min(known), max(known) or Decimal(1)
    low = max(Decimal(), low - max(top - low, top / 50) / 4) if low > top * _HIGH else Decimal()
    last = width - _LABEL
    across = [10 + place * (last - 20) / (len(labels) - 1) for place in range(len(labels))]

    def up(number: Decimal) -> float:
        return 4 + (_TALL - 4) * (1 - float((number - low) / (top - low)))

    shapes = [path(box(0, _TALL, last, 0.8), "line")]
    shapes += [text(x, _TALL + 13, label[5:], "soft", 9.5, "middle") for x, label in zip(across, labels, strict=True)]
    if low:
        shapes.append(text(0, _TALL - 3, shown(name, low), "soft", 9.5))  # it does not begin at nothing: say so
    says = []
    for line, y in zip(
        lines, _spread([up(line.of.now) if line.of.now is not None else _TALL for line in lines]), strict=True
    ):
        shapes += _line(line, across, up)
        goal = "" if line.of.target is None else f"{say('，目标', ', target')} {shown(name, line.of.target)}"
        missed = say("，没到", ", missed") if line.of.missed else ""
        says.append(f"{line.name} {shown(name, line.of.now)}{goal}{missed}")
        words = f"{shown(name, line.of.now)} {line.name}"
        if line.of.missed and line.of.target is not None:
            words = f"{shown(name, line.of.now)}/{shown(name, line.of.target)} {line.name}"
        shapes.append(path(box(last + 2, y - 1, 5, 2), line.ink))
        shapes.append(
            text(
                last + 11, y + 4, words, "warn" if line.of.missed else "ink", 10, bold=line.of.missed, room=_LABEL - 11
            )
        )
    return Chart(name, title, f"{title}{say('：', ': ')}{say('；', '; ').join(says)}", width, _TALL + 16, join(shapes))


def _line(line: _Line, across: list[float], up: object) -> list[Markup]:
    assert callable(up)
    drawn, dots, pen = "", "", "M"
    for x, number in zip(across, line.of.course, strict=True):
        if number is None:
            pen = "M"
            continue
        drawn += f"{pen}{n(x)} {n(up(number))}"
        dots += dot(x, up(number), 2.2)
        pen = "L"
    goal = "" if line.of.target is None else box(across[-1] - 8, up(line.of.target) - 0.6, 16, 1.2)
    return [path(drawn, line.ink, hollow=True), path(dots, line.ink), path(goal, line.ink)]


def _spread(wanted: list[float]) -> list[float]:
    """Labels next to their lines' ends, no two on each other, all of them beside the chart."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    placed = dict.fromkeys(order, 0.0)
    y = -_APART * 1.0
    for at in order:
        y = placed[at] = max(wanted[at], y + _APART)
    room = float(_TALL - 2)
    for at in reversed(order):
        room = placed[at] = min(placed[at], room)
        room -= _APART
    return [placed[at] for at in range(len(wanted))]
