"""Drawing: the few shapes that the pictures are made of.

In: numbers and words. Out: SVG, as part of a page or as a file that stands alone.
Promise: words are escaped and cut to the room they have; nothing has a style attribute, so no policy of a page stops it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from markupsafe import Markup, escape

_INKS = {
    "ink": "#24292b",
    "soft": "#5f686b",
    "line": "#d9d6cf",
    "wash": "#f2f0ec",
    "paper": "#ffffff",
    "accent": "#2f6f5e",
    "warn": "#b4540a",
    "brand": "#94699f",
    "knowledge": "#4b78ad",
    "product": "#c1792b",
    "life": "#4d957f",
}
"""The colours of a file that stands alone, on its own light ground; a page's sheet puts its own in their place, by class."""
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # characters that XML does not have
_EDGE = 24
_GAP = 32
_HEAD = 66


class Chart(NamedTuple):
    """A drawing with what it is called and what it says in words."""

    key: str
    title: str
    says: str
    width: float
    height: float
    body: Markup


def text(
    x: float,
    y: float,
    words: str,
    ink: str = "ink",
    size: float = 11,
    anchor: str = "start",
    bold: bool = False,
    room: float = 0,
) -> Markup:
    """A line of words; `room` cuts it."""
    extra = ("" if anchor == "start" else f' text-anchor="{anchor}"') + (' font-weight="600"' if bold else "")
    words = escape(clean(fit(words, room, size) if room else words))
    return Markup(f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}"{extra}{_fill(ink)}>{words}</text>')


def path(d: str, ink: str, opacity: float = 1, hollow: bool = False) -> Markup:
    """One shape, or many of one colour; nothing where there is none."""
    if not d:
        return Markup()
    faint = f' fill-opacity="{n(opacity, 2)}"' if opacity != 1 else ""
    drawn = f' class="s-{ink}" fill="none" stroke="{_INKS[ink]}"' if hollow else _fill(ink) + faint
    return Markup(f'<path d="{d}"{drawn}/>')


def box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a piece of a path."""
    return f"M{n(x)} {n(y)}h{n(width)}v{n(height)}h-{n(width)}z" if width > 0 and height > 0 else ""


def bars(d: str, width: float, ink: str, opacity: float = 1) -> Markup:
    """Upright bars of one width and colour, each a piece made by `bar`."""
    if not d:
        return Markup()
    faint = f' stroke-opacity="{n(opacity, 2)}"' if opacity != 1 else ""
    return Markup(f'<path d="{d}" class="s-{ink}" stroke="{_INKS[ink]}" stroke-width="{n(width)}"{faint}/>')


def bar(x: float, y: float, height: float) -> str:
    """An upright bar around `x` as a piece of a path."""
    return f"M{round(x, 1):g} {round(y, 1):g}v{round(height, 1):g}" if height > 0 else ""


def dot(x: float, y: float, r: float) -> str:
    """A circle as a piece of a path."""
    return f"M{n(x - r)} {n(y)}a{n(r)} {n(r)} 0 1 0 {n(2 * r)} 0a{n(r)} {n(r)} 0 1 0-{n(2 * r)} 0z"


def inline(chart: Chart) -> Markup:
    """A chart as part of a page, whose sheet colours it."""
    key, title, says = (escape(clean(words)) for words in (chart.key, chart.title, chart.says))
    return Markup(
        f'<svg class="chart" viewBox="0 0 {n(chart.width)} {n(chart.height)}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{title}</title><desc id="{key}-d">{says}</desc>{chart.body}</svg>'
    )


def alone(title: str, subtitle: str, charts: Sequence[Chart], across: int) -> bytes:
    """Charts of one width as one file, so many in a row, on a ground of their own."""
    rows = [charts[at : at + across] for at in range(0, len(charts), across)]
    parts: list[Markup] = [text(_EDGE, 34, title, size=18, bold=True), text(_EDGE, 54, subtitle, "soft", 12)]
    top: float = _HEAD
    for row in rows:
        for place, chart in enumerate(row):
            x = _EDGE + place * (chart.width + _GAP)
            head = text(0, 16, chart.title, size=13, bold=True, room=chart.width) if len(charts) > 1 else Markup()
            down = 30 if len(charts) > 1 else 8
            parts.append(Markup(f'<g transform="translate({n(x)} {n(top)})">{head}'))
            parts.append(Markup(f'<g transform="translate(0 {down})">{chart.body}</g></g>'))
        top += max(chart.height for chart in row) + (54 if len(charts) > 1 else 24)
    says = escape(clean("\n".join(chart.says for chart in charts)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{n(top)}" viewBox="0 0 {WIDTH} {n(top)}" '
        f'font-family="sans-serif" role="img"><title>{escape(clean(title))}</title><desc>{says}</desc>'
        f'<rect width="{WIDTH}" height="{n(top)}" rx="10" fill="{_INKS["paper"]}"/>{join(parts)}</svg>\n'
    ).encode()


WIDTH = 880


def room_for(across: int) -> float:
    """How wide each of so many charts in a row may be, in a file that stands alone."""
    return (WIDTH - 2 * _EDGE - (across - 1) * _GAP) / across


def join(parts: Iterable[Markup]) -> Markup:
    """Shapes one after another."""
    return Markup("\n").join(parts)


def n(number: float, digits: int = 1) -> str:
    """A number as short as it is still right."""
    return f"{number:.{digits}f}".rstrip("0").rstrip(".") if digits and number % 1 else f"{number:.0f}"


def wide(words: str, size: float) -> float:
    """About how wide a line of words is: Han a full square, Latin a little more than half of one."""
    return sum(size if east_asian_width(c) in "WF" else size * 0.58 for c in words)


def fit(words: str, room: float, size: float) -> str:
    """As many of the words as there is room for, on one line."""
    words = " ".join(words[: 4 * int(room / size) + 8].split())
    if wide(words, size) <= room:
        return words
    while words and wide(words, size) > room - size:
        words = words[:-1]
    return words + "…"


def clean(words: str) -> str:
    """The words without the characters that no XML may hold."""
    return _NEVER.sub("", words)


def _fill(ink: str) -> str:
    return f' class="f-{ink}" fill="{_INKS[ink]}"'
