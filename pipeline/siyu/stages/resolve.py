"""Documents → library: names unique, every reference lands, what cannot be true is refused.

In: the loaded documents. Out: `Library` (None without a brand) and diagnostics. Weeks are held against it by `resolve_week`.
Promise: a document that did not load still counts as existing, so that one mistake gives one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TypeVar

from siyu.asset import Asset
from siyu.diagnostic import Diagnostic, Note, Words, did_you_mean
from siyu.document import Document, Documents
from siyu.kinds.account import Account
from siyu.kinds.announcement import Announcement
from siyu.kinds.brand import Brand
from siyu.kinds.campaign import Campaign
from siyu.kinds.column import Column
from siyu.kinds.house import House
from siyu.kinds.incentive import Incentive
from siyu.kinds.ip import Ip
from siyu.kinds.journey import Journey
from siyu.kinds.offer import Offer
from siyu.kinds.persona import Persona
from siyu.kinds.pool import Pool
from siyu.kinds.product import Product
from siyu.kinds.reply import Reply
from siyu.kinds.review import Review
from siyu.kinds.sop import Sop
from siyu.kinds.tags import Tags
from siyu.kinds.tier import Tier
from siyu.kinds.week import Entry
from siyu.kinds.welcome import Welcome
from siyu.kinds.wording import Wording
from siyu.library import Library
from siyu.placeholders import named
from siyu.said import BASE_FIELDS
from siyu.source import Source, Text
from siyu.stages.resolve_assets import used_assets
from siyu.stages.resolve_campaign import resolve_campaign
from siyu.stages.resolve_cases import reaches_nobody
from siyu.stages.resolve_journey import resolve_journey
from siyu.stages.resolve_tiers import resolve_tiers
from siyu.stages.resolve_week import LET_IN, nobody

D = TypeVar("D", bound=Document)

_EVENTS: dict[str, tuple[str | None, ...]] = {
    "hours": ("working", "off"),
    "source": (None, "package-card", "store-qr", "live", "menu"),
}


def resolve(
    documents: Documents, templates: Mapping[str, Source], assets: Mapping[str, Asset]
) -> tuple[Library | None, list[Diagnostic]]:
    """The library of a project whose documents loaded."""
    found: list[Diagnostic] = []

    def all_of(kind: str, model: type[D]) -> dict[str, D]:
        return {name: document for name, document in documents.get(kind, {}).items() if isinstance(document, model)}

    brand = next(iter(all_of("brand", Brand).values()), None)
    if brand is None:
        return None, found
    tiers = all_of("tier", Tier)
    library = Library(
        brand=brand,
        ips=all_of("ip", Ip),
        personas=all_of("persona", Persona),
        tiers=resolve_tiers(tiers, found)
        or {"all": Tier.model_construct(id=Text("all", brand.id.source, 0, 0), name=brand.name)},
        products=all_of("product", Product),
        wordings=all_of("wording", Wording),
        columns=all_of("column", Column),
        offers=all_of("offer", Offer),
        campaigns=all_of("campaign", Campaign),
        announcements=all_of("announcement", Announcement),
        welcomes=all_of("welcome", Welcome),
        sops=all_of("sop", Sop),
        replies=all_of("reply", Reply),
        accounts=all_of("account", Account),
        journeys=all_of("journey", Journey),
        reviews=all_of("review", Review),
        pools=all_of("pool", Pool),
        incentives=all_of("incentive", Incentive),
        house=next(iter(all_of("house", House).values()), None),
        tags={
            tag: name
            for tags in all_of("tags", Tags).values()
            for g in tags.groups.values()
            for tag, name in g.tags.items()
        },
        templates=templates,
        assets=assets,
        used=used_assets(documents) if assets else frozenset(),
    )
    found += _tags(all_of("tags", Tags).values())
    found += _once(library)
    found += _sops(library)
    for column in library.columns.values():
        found += _column(column)
    for product_ in library.products.values():
        found += _product(product_)
    sent: list[Column | Announcement | Welcome] = [
        *library.columns.values(),
        *library.announcements.values(),
        *library.welcomes.values(),
    ]
    for document in sent:
        if document.tiers == ():
            found.append(nobody(document.id.span))
    for journey in library.journeys.values():
        found += resolve_journey(library, journey)
    for campaign in library.campaigns.values():
        found += resolve_campaign(library, campaign)
    for notice in library.announcements.values():
        if notice.pick and "picks" not in named(notice.copy_):
            words = Words("写了 pick，正文里却没有 {{ picks }}", "there is a pick, but the body has no {{ picks }}")
            how = Words("在正文里写上 {{ picks }}，或删掉 pick", "write {{ picks }} in the body, or delete pick")
            found.append(Diagnostic("field-not-shown", words, notice.pick.span, (Note(how),)))
    return library, found


def _tags(tags: Iterable[Tags]) -> Iterator[Diagnostic]:
    seen: dict[str, Text] = {}
    for document in tags:
        for group in document.groups.values():
            for tag in group.tags:
                if tag in seen:
                    words = Words(
                        f"标签“{tag}”在两个组里，换一个 id", f"tag {tag!s} is in two groups; give one another id"
                    )
                    yield Diagnostic(
                        "duplicate-id",
                        words,
                        tag.span,
                        (Note(Words("第一次在这里", "first defined here"), seen[tag].span),),
                    )
                seen.setdefault(tag, tag)


def _once(library: Library) -> Iterator[Diagnostic]:
    """One announcement a tier, one welcome script for each tier, event, source and hour."""
    claims: dict[tuple[str | None, ...], Document] = {}

    def claim(document: Document, key: tuple[str | None, ...], words: Words) -> Iterator[Diagnostic]:
        if (first := claims.setdefault(key, document)) is not document:
            note = Note(Words("另一份在这里", "the other one"), first.id.span)
            yield Diagnostic("covered-twice", words, document.id.span, (note,))

    for notice in library.announcements.values():
        for tier in library.covers(notice.tiers):
            yield from claim(
                notice,
                ("announcement", tier.id),
                Words(f"{tier.name} 已经有一份公告", f"tier {tier.id!s} already has an announcement"),
            )
    for script in library.welcomes.values():
        hours = (script.hours,) if script.hours else _EVENTS["hours"]
        for tier, hour in product(library.covers(script.tiers), hours):
            words = Words(
                f"{tier.name} 在同一事件、来源和时段已经有一份欢迎语",
                f"tier {tier.id!s} already has a script for this event, source and hour",
            )
            yield from claim(script, ("welcome", tier.id, script.event, script.source, hour), words)


def _sops(library: Library) -> Iterator[Diagnostic]:
    roles = ("owner", "moderator", "koc", "service", "editor")
    for sop in library.sops.values():
        if sop.id not in roles:
            words = Words(
                f"“{sop.id}”不是一个角色，文件名要是角色", f"{sop.id!s} is not a role; the file's name is the role"
            )
            yield Diagnostic(
                "unknown-id", words, sop.id.span, tuple(Note(hint) for hint in did_you_mean(sop.id, roles))
            )


def _product(product: Product) -> Iterator[Diagnostic]:
    """Prices and links of tiers that the product is not sold to."""
    for tier in (*product.prices, *(product.link or ())):
        if tier and product.tiers and tier not in product.tiers:
            words = Words(f"{product.name} 不卖给“{tier}”", f"{product.id!s} is not sold to tier {tier!s}")
            yield Diagnostic("tier-not-covered", words, tier.span, LET_IN)


def _column(column: Column) -> Iterator[Diagnostic]:
    if column.to:
        yield from reaches_nobody(column.to)
    if column.template and column.copy_:
        words = Words("template 和 copy 只写一个", "give template or copy, not both")
        yield Diagnostic("two-texts", words, column.copy_.span)
    for name in (*column.needs, *column.accepts):
        if name in _RESERVED:
            words = Words(
                f"“{name}”另有含义，换一个字段名", f"{name!s} means something else here; choose another field name"
            )
            yield Diagnostic("bad-name", words, name.span)
    for tier in column.hours:
        if column.tiers is not None and tier not in column.tiers:
            words = Words(f"这个栏目不发到“{tier}”", f"the column does not go to tier {tier!s}")
            yield Diagnostic("tier-not-covered", words, tier.span, LET_IN)


_RESERVED = frozenset({field.alias or name for name, field in Entry.model_fields.items()} - BASE_FIELDS) | {
    "brand",
    "ip",
    "tier",
    "week",
    "day",
    "column",
    "nickname",
    "rules",
    "picks",
    "anchor",
    "n",
    # words of the template language
    *("loop", "self", "true", "false", "none", "and", "or", "not", "if", "else", "in", "is", "for"),
}
