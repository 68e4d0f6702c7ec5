"""A tier's weeks as one picture: kinds against their targets, purposes, and how loud each day is, over the same weeks.

In: what `plan` has counted. Out: a `Chart`, as wide as asked for.
Promise: what is marked in the colour of a warning is also said in words.
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
from siyu.site.svg import Chart, bar, bars, box, join, path, text
from siyu.when import WEEKDAYS_ZH

DRIFT = 15
"""How many points a kind may be off its target before it is marked; the rule off-target says the same."""
PURPOSES = ("seeding", "activation", "conversion", "repurchase", "brand")
SHADES = (0.1, 0.2, 0.3, 0.4, 0.5)
"""How opaque a cell is; never so dark that a number on it could not be read."""
_LETTERS = ("M", "T", "W", "T", "F", "S", "S")
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
    every = max(1, int(-(-26 // step)))
    shown = range(0, len(tier.labels), every)
    shapes = [text(axis.middle(week), 12, tier.labels[week], "soft", 10.5, "middle") for week in shown]
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
        share, at = percent(whole[kind], whole.total()), y + 11 + number * 25
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
    most = max(
        (count / of for counts, of in zip(tier.purposes, totals, strict=True) for count in counts.values()), default=1
    )
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
                dark = shade(count, most)
                shades[dark] = shades.get(dark, "") + cell
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
    drawn = [bars(d, axis.bar, "accent", SHADES[dark]) for dark, d in sorted(shades.items())]
    return [bars(empty, axis.bar, "wash"), *drawn, bars(over, axis.bar, "warn", 0.45), *shapes]


def shade(count: int, most: int) -> int:
    """How dark a count is drawn, the largest darkest."""
    return (count * len(SHADES) - 1) // most
