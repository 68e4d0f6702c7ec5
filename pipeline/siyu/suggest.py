"""A publication → what could fill its unfilled slots: who has time then, and which product suits her and has not been shown for long.

In: a publication. Out: `Hole`s, each with readers and ideas, `Pair`s for a set, and the lines that say them and what is still to be written.
Promise: nothing is chosen for anybody; what a tier cannot buy on that day, or the house would call a repeat, is no idea; the same
plan gives the same ideas in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from siyu.diagnostic import Words, plural
from siyu.edition import Gap, Item, Publication
from siyu.facts.words import chinese
from siyu.kinds.column import Column
from siyu.kinds.persona import Persona
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.report.words import safe, say
from siyu.source import Span
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock

_MANY = 3
_LATE = 10_000  # days: longer than any plan
Shown = Mapping[tuple[str, str], list[date]]
"""The dates on which a tier is shown a product."""


class Idea(NamedTuple):
    """A product; days since it was shown last and until it is shown next, None where it is not; scenes that are hers, too."""

    product: Product
    since: int | None
    until: int | None
    scenes: tuple[str, ...]

    @property
    def near(self) -> int:
        """Days to the nearest time that it is shown."""
        return min(_LATE if self.since is None else self.since, _LATE if self.until is None else self.until)


class Reader(NamedTuple):
    """Who has time in that hour, in which of her windows, and what could be shown to her."""

    persona: Persona
    scene: str
    ideas: tuple[Idea, ...]


class Hole(NamedTuple):
    """A slot that nobody fills. `takes`: whether its column shows products at all."""

    gap: Gap
    takes: bool
    readers: tuple[Reader, ...]


class Pair(NamedTuple):
    """What a tier sees often and what it hardly sees, for the same people: a set that nobody has made."""

    tier: Tier
    often: Product
    seldom: Product
    counts: tuple[int, int]
    persona: Persona
    apart: Decimal


def holes(publication: Publication, weeks: Iterable[str]) -> list[Hole]:
    """Every unfilled slot of these weeks, of all where none is named; what was skipped on purpose is none."""
    wanted, shown = frozenset(weeks), _shown(publication)
    return [
        _hole(publication.library, gap, shown)
        for edition in publication.editions
        if not wanted or edition.plan.week.name in wanted
        for gap in edition.plan.gaps
        if gap.reason is None
    ]


def unwritten(publication: Publication, weeks: Iterable[str], lang: str) -> Iterator[str]:
    """What these weeks still say `todo` of, a line an entry."""
    wanted = frozenset(weeks)
    told: dict[Span, list[Item]] = {}
    for edition in publication.editions:
        for message in edition.messages if not wanted or edition.plan.week.name in wanted else ():
            if message.item.todo and message.text is None:
                told.setdefault(message.item.span, []).append(message.item)
    if told:
        words = Words(
            f"还没写的 {len(told)} 条（todo）：",
            f"still to be written, {plural(len(told), 'entry', 'entries')} (todo):",
        )
        yield say(words, lang)
    for items in told.values():
        first = items[0]
        tiers = "、".join(dict.fromkeys(item.tier.name for item in items if item.tier))
        yield safe(f"  {_moment(first.date, first.start, lang)} {tiers} · {first.name}：{first.todo}")
    yield from [""] if told else []


def pairs(publication: Publication) -> Iterator[Pair]:
    """At most one for each tier."""
    library, shown = publication.library, _shown(publication)
    if not publication.editions:
        return
    days = [edition.plan.week.week for edition in publication.editions]
    for tier in library.tiers.values():
        sold = [product for product in library.products.values() if all(_fits(product, tier, day) for day in days)]
        ranked = sorted((p for p in sold if not p.bundle), key=lambda p: (-len(shown.get((tier.id, p.id), ())), p.id))
        made = [set(product.bundle) for product in library.products.values() if product.bundle]
        found = (
            pair
            for often in ranked[:1]
            for seldom in reversed(ranked)
            if often.role != seldom.role
            and len(shown.get((tier.id, often.id), ())) > len(shown.get((tier.id, seldom.id), ()))
            and not any({often.id, seldom.id} <= parts for parts in made)
            and (pair := _pair(library, tier, often, seldom, shown))
        )
        yield from [pair for pair in (next(found, None),) if pair]


def told(found: Iterable[Hole], lang: str) -> Iterator[str]:
    """Holes in words."""
    for hole in found:
        gap = hole.gap
        yield safe(f"{_moment(gap.date, gap.start, lang)} {gap.tier.name} · {gap.name}")
        if not hole.readers:
            yield "  " + say(Words("这个钟点没有画像有空", "no persona has time at this hour"), lang)
        for reader in hole.readers:
            yield safe(
                f"  {reader.persona.name}（{reader.scene}）"
                if lang == "zh"
                else f"  {reader.persona.name} ({reader.scene})"
            )
            for idea in reader.ideas:
                yield safe(f"    {idea.product.name}{'：' if lang == 'zh' else ': '}{say(_why(idea), lang)}")
            if hole.takes and not reader.ideas:
                yield "    " + say(Words("没有合适又不重复的商品", "no product suits her and is no repeat"), lang)
        yield ""


def told_pairs(found: Iterable[Pair], lang: str) -> Iterator[str]:
    """Pairs in words, a line each."""
    for tier, often, seldom, (many, few), persona, apart in found:
        words = Words(
            f"{tier.name}：常露面的{often.name}（{many} 次，{chinese(often.role)}品）和少露面的{seldom.name}（{few} 次，{chinese(seldom.role)}品）可以配一套，"
            f"都适合{persona.name}；单买合计 {apart} 元",
            f"{tier.name}: {often.name} ({often.role}, shown {plural(many, 'time')}) and {seldom.name} ({seldom.role}, {few}) could be a set,"
            f" both suit {persona.name}; {apart} yuan apart",
        )
        yield safe(say(words, lang))


def _moment(day: date, start: int, lang: str) -> str:
    weekday = WEEKDAYS_ZH[day.weekday()] if lang == "zh" else WEEKDAYS[day.weekday()].capitalize()
    return f"{day} {weekday} {clock(start)}"


def _shown(publication: Publication) -> Shown:
    found: dict[tuple[str, str], set[date]] = {}
    for edition in publication.editions:
        for item in edition.plan.items:
            if item.tier and not item.step:  # what a journey shows, one member sees
                for product in (item.product, *item.products):
                    if product:
                        found.setdefault((item.tier.id, product.id), set()).add(item.date)
    return {key: sorted(days) for key, days in found.items()}


def _hole(library: Library, gap: Gap, shown: Shown) -> Hole:
    column = library.columns.get(gap.column)
    takes = column is not None and (
        column.kind == "product" or not {"product", "products"}.isdisjoint((*column.needs, *column.accepts))
    )
    readers = []
    for persona in _personas(library, column):
        if scene := _scene(persona, gap):
            ideas = _ideas(library, gap, persona, shown) if takes else []
            readers.append(Reader(persona, scene, tuple(ideas[:_MANY])))
    return Hole(gap, takes, tuple(readers))


def _personas(library: Library, column: Column | None) -> list[Persona]:
    """Those that a column is for; all where it names none."""
    named = column.personas if column else ()
    return [persona for persona in library.personas.values() if not named or persona.id in named]


def _scene(persona: Persona, gap: Gap) -> str:
    """The window of hers that a slot falls in, with its hours."""
    for scene, whens in persona.windows.items():
        for when in whens:
            start, end = when.start or 0, when.end or 24 * 60
            if when.matches(gap.date) and start <= gap.start <= end:
                return f"{scene} {clock(start)}–{clock(end)}"
    return ""


def _ideas(library: Library, gap: Gap, persona: Persona, shown: Shown) -> list[Idea]:
    """What suits her, her tier and the day, the longest unseen first."""
    ideas = []
    for product in library.products.values():
        if not _fits(product, gap.tier, gap.date) or (product.personas and persona.id not in product.personas):
            continue
        days = shown.get((gap.tier.id, product.id), [])
        since = next(((gap.date - day).days for day in reversed(days) if day <= gap.date), None)
        until = next(((day - gap.date).days for day in days if day >= gap.date), None)
        idea = Idea(product, since, until, tuple(str(s) for s in product.scenes if s in persona.scenes))
        if not _repeats(library, gap, idea):
            ideas.append(idea)
    return sorted(ideas, key=lambda idea: (-idea.near, -len(idea.scenes), idea.product.id))


def _fits(product: Product, tier: Tier, day: date) -> bool:
    on_sale = product.valid is None or product.valid[0] <= day <= product.valid[1]
    return on_sale and (not product.tiers or tier.id in product.tiers)


def _repeats(library: Library, gap: Gap, idea: Idea) -> bool:
    """Whether the house would call it a repeat; the same day is one anywhere."""
    rules = library.house.no_repeat if library.house else ()
    days = (
        rule.days
        for rule in rules
        if rule.what == "product"
        and gap.column not in rule.except_columns
        and idea.product.id not in rule.except_products
    )
    return idea.near < max(days, default=1)


def _pair(library: Library, tier: Tier, often: Product, seldom: Product, shown: Shown) -> Pair | None:
    both = [p for p in library.personas.values() if p.id in often.personas and p.id in seldom.personas]
    if not both:
        return None
    counts = len(shown.get((tier.id, often.id), ())), len(shown.get((tier.id, seldom.id), ()))
    apart = sum((Decimal(each.prices.get(tier.id, each.price)) for each in (often, seldom)), Decimal(0))
    return Pair(tier, often, seldom, counts, both[0], apart)


def _why(idea: Idea) -> Words:
    parts = []
    if idea.since is None:
        parts.append(Words("到那天还没出现过", "not shown yet by then"))
    else:
        parts.append(Words(f"{idea.since} 天没出现", f"not shown for {plural(idea.since, 'day')}"))
    if idea.until is not None:
        parts.append(Words(f"{idea.until} 天后已经排了", f"planned again {plural(idea.until, 'day')} later"))
    if idea.scenes:
        parts.append(Words(f"场景：{'、'.join(idea.scenes)}", f"scenes: {', '.join(idea.scenes)}"))
    return Words("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
