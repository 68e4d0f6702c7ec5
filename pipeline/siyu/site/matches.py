"""Person, product, scene (人货场): which persona is shown which product in which of her windows, and what she never meets.

In: a publication. Out: a table for the plan's page, None where no product says whom it suits.
Promise: counted from the plan as it is; a post for several tiers is one; nothing is suggested here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from siyu.edition import Item, Publication
from siyu.kinds.persona import Persona
from siyu.kinds.product import Product
from siyu.site.chrome import Chrome
from siyu.site.hours import said
from siyu.when import When

Post = tuple[str, date, int]
"""A product, the day and the minute at which it is shown."""


def matches(publication: Publication, chrome: Chrome) -> tuple[tuple[str, ...], Sequence[Sequence[str]]] | None:
    """Head and rows: a persona's windows, and behind them what suits her and is never there when she has time."""
    library = publication.library
    if not publication.editions or not any(product.personas for product in library.products.values()):
        return None
    posts = {name: _posts(publication, name) for name in library.personas}
    rows = [
        row for persona in library.personas.values() for row in _rows(publication, persona, posts[persona.id], chrome)
    ]
    return (chrome["persona"], chrome["window"], chrome["goods"]), rows


def _rows(
    publication: Publication, persona: Persona, posts: set[Post], chrome: Chrome
) -> Iterator[tuple[str, str, str]]:
    products = publication.library.products
    met: set[str] = set()
    for scene, whens in persona.windows.items():
        counts = Counter(name for name, day, start in posts if any(_open(when, day, start) for when in whens))
        met |= counts.keys()
        shown = [
            f"{products[name].name} {many}" for name, many in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        ]
        hours = chrome["comma"].join(said(when, chrome) for when in whens)
        yield (
            persona.name,
            f"{scene}{chrome['open_bracket']}{hours}{chrome['close_bracket']}",
            chrome["list"].join(shown) or chrome["nothing_there"],
        )
    missed = [
        p.name for p in products.values() if persona.id in p.personas and p.id not in met and _sold(publication, p)
    ]
    if persona.windows and missed:
        yield persona.name, chrome["never_met"], chrome["list"].join(missed)


def _posts(publication: Publication, persona: str) -> set[Post]:
    """What is posted for her, of one product each."""
    columns = publication.library.columns
    return {
        (str(product.id), item.date, item.start)
        for edition in publication.editions
        for item in edition.plan.items
        if item.channel != "task"
        and persona in (columns[item.key].personas if item.key in columns else item.personas or (persona,))
        for product in _products(item)
    }


def _products(item: Item) -> list[Product]:
    return [product for product in (item.product, *item.products) if product]


def _open(when: When, day: date, start: int) -> bool:
    return when.matches(day) and (when.start or 0) <= start <= (when.end or 24 * 60)


def _sold(publication: Publication, product: Product) -> bool:
    """Whether it is on sale in these weeks."""
    first, last = publication.editions[0].plan.week.week, publication.editions[-1].plan.week.week
    return product.valid is None or (product.valid[0] <= last and first <= product.valid[1])
