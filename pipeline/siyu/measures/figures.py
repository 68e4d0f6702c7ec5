"""A week's figures, as they are compared and kept.

In: a review in git, or rows of a sheet. Out: `Figures`. Promise: a count is there or it is not; none is 0 because nobody counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from siyu.kinds.review import Review
from siyu.source import Text
from siyu.weeks import monday_in, week_name

Counted = Mapping[str, Decimal]
WEEKS = 4
"""How many weeks before are compared."""


class Figures(NamedTuple):
    """Counts by tier, and by column ("" for none) and slot."""

    week: str
    tiers: Mapping[str, Counted] = {}
    posts: Mapping[str, Mapping[str, Counted]] = {}


def figures(review: Review) -> Figures:
    """What a review says."""

    def numbers(row: Mapping[Text, Text]) -> Counted:
        return {str(name): Decimal(count) for name, count in row.items()}

    posts = {
        column: {str(slot): numbers(row) for slot, row in slots.items()}
        for column, slots in review.publications.items()
    }
    return Figures(review.name, {str(tier): numbers(row) for tier, row in review.tiers.items()}, posts)


def merged(old: Figures, new: Figures) -> Figures:
    """The new counts laid over the old; one that did not change stays as it was typed."""

    def over(before: Counted, after: Counted) -> Counted:
        return {**before, **{name: count for name, count in after.items() if before.get(name) != count}}

    def rows(before: Mapping[str, Counted], after: Mapping[str, Counted]) -> dict[str, Counted]:
        return {**before, **{key: over(before.get(key, {}), row) for key, row in after.items()}}

    posts = {**old.posts, **{column: rows(old.posts.get(column, {}), slots) for column, slots in new.posts.items()}}
    return Figures(new.week, rows(old.tiers, new.tiers), posts)


def weeks_before(week: str) -> list[str]:
    """The names of the weeks before, the last one last."""
    monday = monday_in(week)
    return [week_name(monday - timedelta(weeks=back)) for back in range(WEEKS, 0, -1)]
