"""The same product, title or picture again before the brand's own distance is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Item, Publication
from siyu.kinds.house import Apart
from siyu.rule import Finding, Rule
from siyu.source import Span

_NAMES = {"product": Words("商品", "product"), "title": Words("标题", "title"), "images": Words("配图", "picture")}


def again_too_soon(publication: Publication) -> Iterator[Finding]:
    """A warning for each thing that some tier saw less than `days` ago; two on one day count as one."""
    house = publication.library.house
    for apart in house.no_repeat if house else ():
        yield from _look(publication, apart)


def _look(publication: Publication, apart: Apart) -> Iterator[Finding]:
    last: dict[tuple[str, str], date] = {}
    told: set[tuple[Span, str]] = set()
    items = (item for edition in publication.editions for item in edition.plan.items)
    for item in sorted((i for i in items if i.tier and i.channel != "task"), key=lambda i: (i.date, i.start)):
        if item.key in apart.except_columns or item.step or item.key in publication.library.announcements:
            continue  # what is written once for every week comes every week
        for shown, name in _things(item, apart):
            key = (item.tier.id if item.tier else "", shown)
            before = last.get(key)
            last[key] = item.date
            days = (item.date - before).days if before else 0
            if before is None or not 0 < days < apart.days or (item.span, shown) in told:
                continue
            told.add((item.span, shown))
            what = _NAMES[apart.what]
            words = Words(
                f"{what.zh}“{name}”{before} 刚用过，才隔 {days} 天，家规是 {apart.days} 天",
                f"{item.key!s} shows {what.en} {shown} again after {days} day{'s' * (days > 1)} ({before}); the brand's own rule says {apart.days}",
            )
            yield Finding(words, item.span, (Note(Words("家规写在这里", "the rule"), apart.what.span),))


def _things(item: Item, apart: Apart) -> Iterator[tuple[str, str]]:
    """What the rule is about, with what people call it."""
    if apart.what == "product":
        for product in (item.product, *item.products):
            if product and product.id not in apart.except_products:
                yield str(product.id), product.name
    elif apart.what == "title":
        yield from ((str(item.title), str(item.title)) for _ in range(item.title is not None))
    else:
        yield from ((str(image), str(image)) for image in item.images)


RULE = Rule(
    name="again-too-soon",
    severity=Severity.WARNING,
    what=Words(
        "同一个商品、标题或配图，没到家规说的天数又来了",
        "a product, title or picture comes again within the brand's own number of days",
    ),
    why=Words("天天是同一张脸，看的人就不看了", "whoever sees the same face every day stops looking"),
    instead=Words(
        "换一个；常驻的写进 brand/rules.yaml 里 no_repeat 的 except_columns 或 except_products",
        "show another; what may stay belongs into except_columns or except_products of no_repeat in brand/rules.yaml",
    ),
    find=again_too_soon,
)
