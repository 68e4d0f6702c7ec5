"""Figures of a week, the weeks before and the brand's targets → what was reached, and which columns to repeat.

In: figures by week. Out: `Reached` by tier, `Verdict` by column. Promise: nothing is said on too little: a column needs four measured
publications in five weeks, and two others that do the same in its channel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from siyu.document import for_tier
from siyu.facts.channels import CHANNELS
from siyu.facts.metrics import GROUPS, INTERACTIONS, METRICS, SELLING, missed, value
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.measures.figures import Counted, Figures, weeks_before

ENOUGH = 4
"""Measured publications of a column, before anything is said about it."""
_PEERS = 3
_MORE, _LESS = Decimal("1.25"), Decimal("0.75")


class Reached(NamedTuple):
    """A metric of a tier. `before` is that of the weeks before taken together; `course` those weeks one by one, and this one."""

    metric: str
    now: Decimal | None
    target: Decimal | None
    before: Decimal | None
    course: tuple[Decimal | None, ...]

    @property
    def missed(self) -> bool:
        """Whether there is a target, and it was not reached."""
        return self.now is not None and self.target is not None and missed(self.metric, self.now, self.target)


class Verdict(NamedTuple):
    """A column by what a publication usually brings: orders where it `sells`, else interactions; of a hundred members where `shared`.
    `say` is more, less, same, few (measured too rarely) or alone (no others to compare with)."""

    column: str
    name: str
    channel: str
    sells: bool
    shared: bool
    posts: int
    typical: Decimal
    usual: Decimal | None
    say: str


def reached(library: Library, tier: Tier, weeks: Mapping[str, Figures], week: str) -> list[Reached]:
    """The nine metrics of a tier, in their order."""
    made = []
    past = [weeks[name].tiers.get(tier.id, {}) if name in weeks else {} for name in weeks_before(week)]
    now = weeks[week].tiers.get(tier.id, {})
    targets = {str(metric): by_tier for metric, by_tier in library.brand.measures.items()}
    for name in METRICS:
        course = tuple(value(name, counted) for counted in (*past, now))
        amount = for_tier(targets[name], tier.id) if name in targets else None
        target = Decimal(amount) if amount is not None else None
        made.append(Reached(name, course[-1], target, value(name, _together(name, past)), course))
    return made


def _together(metric: str, past: Sequence[Counted]) -> Counted:
    """The counts of the weeks that have all that the metric needs, added up."""
    needed = {METRICS[metric].of, *METRICS[metric].by}
    complete = [counted for counted in past if needed <= counted.keys()]
    return {name: sum((counted[name] for counted in complete), Decimal()) for name in needed} if complete else {}


def verdicts(library: Library, weeks: Mapping[str, Figures], week: str) -> list[Verdict]:
    """Every column with a measured publication in these five weeks: what brings most first, like among like in one channel."""
    measured: dict[str, list[tuple[Decimal, Decimal | None]]] = {}
    for name in (*weeks_before(week), week):
        for column, slots in weeks[name].posts.items() if name in weeks else ():
            counts = ("orders",) if _sells(library, column) else INTERACTIONS
            rows = [row for row in slots.values() if column and any(count in row for count in counts)]
            brought = [sum((row[count] for count in counts if count in row), Decimal()) for row in rows]
            members = _members(library, column, weeks[name])
            measured.setdefault(column, []).extend((one, members) for one in brought)
    measured = {column: rows for column, rows in measured.items() if rows}
    shared = all(members for rows in measured.values() for _, members in rows)
    typical = {
        column: median(one * 100 / members if shared and members else one for one, members in rows)
        for column, rows in measured.items()
    }
    alike: dict[tuple[str, bool], list[str]] = {}
    for column in measured:
        alike.setdefault((_channel(library, column), _sells(library, column)), []).append(column)
    made = []
    for (channel, sells), columns in alike.items():
        peers = [column for column in columns if channel and len(measured[column]) >= ENOUGH]
        usual = median(typical[column] for column in peers) if len(peers) >= _PEERS else None
        for column in columns:
            say = "few" if column not in peers else "alone" if usual is None else "same"
            if say == "same" and usual:
                say = (
                    "more" if typical[column] >= usual * _MORE else "less" if typical[column] <= usual * _LESS else say
                )
            called = str(library.columns[column].name) if column in library.columns else column
            posts = len(measured[column])
            made.append(Verdict(column, called, channel, sells, shared, posts, typical[column], usual, say))
    order = [*CHANNELS, ""]
    return sorted(made, key=lambda v: (order.index(v.channel), v.sells, -v.typical, v.column))


def _channel(library: Library, column: str) -> str:
    return str(library.columns[column].channel) if column in library.columns else ""


def _sells(library: Library, column: str) -> bool:
    return column in library.columns and library.columns[column].purpose in SELLING


def _members(library: Library, column: str, figures: Figures) -> Decimal | None:
    """How many members the column's tiers had that week; None where one of them was not counted."""
    tiers = library.covers(library.columns[column].tiers if column in library.columns else None)
    counted = [figures.tiers.get(tier.id, {}).get("members") for tier in tiers]
    return sum((one for one in counted if one is not None), Decimal()) if None not in counted else None


def groups(figures: Figures) -> dict[str, dict[str, Decimal]]:
    """Members by satisfaction and loyalty in each tier that counted all four."""
    counted = {tier: row for tier, row in figures.tiers.items() if GROUPS.keys() <= row.keys()}
    return {group: {tier: row[group] for tier, row in counted.items()} for group in GROUPS} if counted else {}
