"""Campaigns → items: each step on its days, in each tier that it goes to.

In: the desk of one week. Out: its items.
Promise: pure; a step's identity is the campaign's id and its own, whatever the launch, the hour or the week; a step of several days adds
the day's place in the campaign.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from siyu.edition import Item
from siyu.kinds.campaign import Campaign, Step, StepVariant
from siyu.kinds.offer import Offer
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.placeholders import named
from siyu.schedule import Slot
from siyu.source import Text
from siyu.stages.cases import audience_of
from siyu.stages.desk import Desk


def plan_campaigns(desk: Desk) -> None:
    """What falls into the week, of every campaign."""
    monday = desk.week.week
    for campaign in desk.library.campaigns.values():
        for name, step in campaign.steps.items():
            for number, (day, place) in enumerate(step.day.dates(campaign.launch, campaign.last)):
                if not monday <= day < monday + timedelta(7):
                    continue
                draft = _draft(campaign, name, step, place)
                for tier in tiers_of(desk.library, campaign, step):
                    variant = step.tiers.get(tier.id) if tier else None
                    said = _said(desk.library, draft, step, variant, number)
                    said = said._replace(offer=_offer(desk.library, campaign, step, variant, day))
                    desk.add(said, tier, Slot(day, day, _given(step, variant, "at"), None), step.lasts, campaign.ip)


def tiers_of(library: Library, campaign: Campaign, step: Step) -> list[Tier] | list[None]:
    """The tiers that a step goes to, in ladder order; a task of no group goes to None."""
    if step.only == ():
        return [None]
    covered = library.covers(step.only if campaign.tiers is None else campaign.tiers)
    return [tier for tier in covered if step.only is None or tier.id in step.only]


def _draft(campaign: Campaign, name: Text, step: Step, place: str) -> Item:
    return Item(
        key=campaign.id,
        identity=f"{campaign.id}.{name}" + (f".{place}" if place else ""),
        name=campaign.name,
        channel=step.channel,
        role=step.owner or "owner",
        state=step.state or campaign.state or "planned",
        span=name.span,
        kind=step.kind or "",
        purpose=step.purpose or "",
        title=step.name,
        note=step.note,
        todo=step.todo,
        template=step.template,
        checklist=step.checklist,
        remind=step.remind,
        campaign=campaign,
        personas=step.personas or campaign.personas,
    )


def _said(library: Library, draft: Item, step: Step, variant: StepVariant | None, number: int) -> Item:
    """The draft with what a step and its tier's variant say."""
    product = library.products.get(name) if (name := _given(step, variant, "product")) else None
    products = tuple(_products(library, _given(step, variant, "products")))
    images = _given(step, variant, "images")
    if not _gives(step, variant, "images") and step.channel != "task":
        images = tuple(p.image for p in (product, *products) if p and p.image)
    copies = _given(step, variant, "copies")
    copy = copies[number] if number < len(copies) else _given(step, variant, "copy_")
    return draft._replace(
        copy=copy,
        template=None if copy else draft.template,
        product=product,
        products=products,
        link=_given(step, variant, "link"),
        images=images,
        audience=audience_of(_given(step, variant, "to"), library),
        comment=_given(step, variant, "comment"),
    )


def _offer(library: Library, campaign: Campaign, step: Step, variant: StepVariant | None, day: date) -> Offer | None:
    """The step's own; the campaign's on its days, and in a text that names it before or after them."""
    name = _given(step, variant, "offer")
    if not name and campaign.offer:
        texts = (
            _given(step, variant, "copy_"),
            *_given(step, variant, "copies"),
            step.note,
            step.todo,
            *step.checklist,
        )
        if campaign.launch <= day <= campaign.last or any("offer" in named(text) for text in texts if text):
            name = campaign.offer
    return library.offers.get(name) if name else None


def _products(library: Library, names: tuple[Text, ...]) -> Iterator[Product]:
    for name in names:
        if product := library.products.get(name):
            yield product


def _gives(step: Step, variant: StepVariant | None, name: str) -> bool:
    return any(part is not None and name in part.model_fields_set for part in (variant, step))


def _given(step: Step, variant: StepVariant | None, name: str) -> Any:
    """A field as a tier has it: its variant's, else the step's."""
    return getattr(variant if variant and name in variant.model_fields_set else step, name)
