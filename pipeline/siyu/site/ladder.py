"""The picture of the ladder: its tiers from the highest down, the journeys on each, and where they hand a member over.

In: a library with journeys. Out: a `Chart` as wide as asked for, and the same as a table.
Promise: words only of what everybody may know: names, days and endings, never a price, a link or a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from siyu.journeys import ENDINGS, all_of, in_order, label, outcome_of, outcomes, zero_of
from siyu.kinds.journey import Journey
from siyu.library import Library
from siyu.site.chrome import Chrome
from siyu.site.svg import Chart, box, join, n, path, text

_LEFT, _RIGHT = 22.0, 44.0  # for the ways up, and for the hand-overs
_TITLE, _LINE, _PAD = 36.0, 16.0, 9.0


class _Way(NamedTuple):
    """A line at the right: from a height to another one."""

    start: float
    end: float
    ink: str


def ladder_chart(key: str, library: Library, width: float, chrome: Chrome) -> Chart:
    """Tiers as bands, journeys as boxes on the lowest tier they begin in, hand-overs as lines at the right."""
    left, right = _LEFT, width - _RIGHT
    heads: dict[str, float] = {}
    boxes: dict[str, float] = {}
    leaving: list[tuple[float, str, str]] = []
    shapes = []
    top = 0.0
    for tier in reversed(list(library.tiers.values())):
        own = [journey for journey in all_of(library) if _home(library, journey) == tier.id]
        heads[tier.id] = top + 15
        shapes.append(path(box(left, top, width - left, 1), "line"))
        shapes.append(text(left, top + 19, tier.name, size=13, bold=True, room=right - left))
        if tier.way_up:
            shapes.append(text(left, top + 33, f"↑ {tier.way_up.how}", "soft", 10.5, room=right - left))
        top += _TITLE + (6 if tier.way_up else 0)
        for journey in own:
            lines = list(_lines(library, journey, chrome))
            height = 2 * _PAD + 15 + _LINE * len(lines)
            boxes[journey.id] = top + _PAD + 11
            shapes.append(path(box(left, top, right - left, height), "wash"))
            shapes.append(path(box(left, top, 3, height), "accent"))
            shapes.append(text(left + 12, top + _PAD + 11, journey.name, size=12, bold=True, room=right - left - 18))
            for number, (line, going) in enumerate(lines, 1):
                y = top + _PAD + 12 + number * _LINE
                shapes.append(text(left + 12, y, line, "soft", 11, room=right - left - 18))
                leaving += [(y - 4, kind, name) for kind, name in going]
            top += height + 8
        top += 8
    ways = list(_ways(leaving, heads, boxes))
    shapes += [_up(heads, library), *_drawn(ways, right)]
    return Chart(key, chrome["journeys"], "\n".join(_says(library, chrome)), width, top, join(filter(None, shapes)))


def journeys_table(library: Library, chrome: Chrome) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    """A row for each journey: for whom, from when, its steps, and every way out."""
    rows = []
    for journey in all_of(library):
        steps = chrome["list"].join(
            f"{label(step)} {step.name}" if step.name else label(step) for _, step in in_order(journey)
        )
        ways = chrome["stop"].join(_way(ending, parts, chrome) for ending, parts in _parts(library, journey))
        rows.append((str(journey.name), _for(library, journey, chrome), zero_of(journey), steps, ways or "–"))
    head = ("journey", "tier", "day_zero", "steps", "ways_out")
    return tuple(chrome[name] for name in head), rows


def _home(library: Library, journey: Journey) -> str:
    """The lowest tier it begins in."""
    tiers = library.covers(journey.tiers)
    return str(tiers[0].id) if tiers else ""


def _lines(library: Library, journey: Journey, chrome: Chrome) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What a box says below its name, each line with the journey or tier it leads to."""
    steps = in_order(journey)
    first, last = label(steps[0][1]), label(steps[-1][1])
    span = first if first == last else f"{first} → {last}"
    yield f"{zero_of(journey)} · {span} · {chrome['so_many_steps'].format(len(steps))}", []
    if len(library.covers(journey.tiers)) > 1:
        yield _for(library, journey, chrome), []
    for (ending, outcome), (_, parts) in zip(outcomes(journey), _parts(library, journey), strict=True):
        going = [("journey", str(outcome.journey))] if outcome.journey in library.journeys else []
        going += [("tier", str(outcome.invite))] if outcome.invite in library.tiers else []
        yield _way(ending, parts, chrome), going


def _parts(library: Library, journey: Journey) -> Iterator[tuple[str, list[str]]]:
    for ending, outcome in outcomes(journey):
        yield ending, list(outcome_of(library, outcome))


def _way(ending: str, parts: list[str], chrome: Chrome) -> str:
    said = ENDINGS[ending] if ending else chrome["at_its_end"]
    return f"{said}{chrome['colon']}{chrome['comma'].join(parts) or chrome['it_ends']}"


def _for(library: Library, journey: Journey, chrome: Chrome) -> str:
    return chrome["list"].join(tier.name for tier in library.covers(journey.tiers))


def _ways(leaving: list[tuple[float, str, str]], heads: dict[str, float], boxes: dict[str, float]) -> Iterator[_Way]:
    for y, kind, name in leaving:
        end = (boxes if kind == "journey" else heads).get(name)
        if end is not None:
            yield _Way(y, end - 4, "accent" if kind == "journey" else "knowledge")


def _drawn(ways: list[_Way], right: float) -> Iterator[Markup]:
    """Each in a lane of its own, so that no two lie on each other; the arrow is where it leads to."""
    apart = min(9.0, (_RIGHT - 10) / max(1, len(ways)))
    for number, way in enumerate(sorted(ways, key=lambda way: abs(way.end - way.start))):
        lane = right + 8 + number * apart
        yield path(f"M{n(right)} {n(way.start)}H{n(lane)}V{n(way.end)}H{n(right + 5)}", way.ink, hollow=True)
        yield path(f"M{n(right)} {n(way.end)}l6 -3.5v7z", way.ink)


def _up(heads: dict[str, float], library: Library) -> Markup:
    """The ways up, at the left."""
    d = ""
    for tier in library.tiers.values():
        if tier.way_up and tier.way_up.to in heads:
            low, high = heads[tier.id], heads[tier.way_up.to]
            d += f"M10 {n(low)}V{n(high + 8)}"
            d += f"M6 {n(high + 13)}L10 {n(high + 7)}L14 {n(high + 13)}"
    return path(d, "accent", hollow=True)


def _says(library: Library, chrome: Chrome) -> Iterator[str]:
    """The picture in words: the ways up, then each journey and where it leads."""
    for tier in library.tiers.values():
        if tier.way_up and tier.way_up.to in library.tiers:
            yield f"{tier.name} → {library.tiers[tier.way_up.to].name}"
    for journey in all_of(library):
        lines = chrome["stop"].join(line for line, _ in _lines(library, journey, chrome))
        yield f"{journey.name}{chrome['colon']}{lines}"
