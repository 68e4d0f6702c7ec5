"""Campaigns → items: each step on its days, in each tier that it goes to.

In: the desk of one week. Out: its items.
Promise: pure; a step's identity is the campaign's id and its own, whatever the launch, the hour or the week; a step of several days adds
the day's place in the campaign.
"""

from __future__ import annotations

from datetime import date, timedelta

from siyu.edition import Item
from siyu.kinds.campaign import Campaign, Step, StepVariant
from siyu.kinds.offer import Offer
from siyu.library import Library
from siyu.placeholders import named
from siyu.said import given
from siyu.schedule import Slot
from siyu.source import Text
from siyu.stages.cases import about, shaped
from siyu.stages.desk import Desk


def plan_campaigns(desk: Desk) -> None:
    """What falls into the week, of every campaign."""
    monday = desk.week.week
    for campaign in desk.library.campaigns.values():
        for name, step in campaign.steps.items():
            for number, (day, identity) in enumerate(campaign.events(name)):
                if not monday <= day < monday + timedelta(7):
                    continue
                draft = _draft(campaign, name, step, identity)
                for tier in desk.library.reached(campaign, step):
                    variant = step.tiers.get(tier.id) if tier else None
                    at = variant.at if variant and variant.at is not None else step.at
                    said = _said(desk.library, draft, step, variant, day, number)
                    desk.add(said, tier, Slot(day, day, at, None), step.lasts, campaign.ip)


def _draft(campaign: Campaign, name: Text, step: Step, identity: str) -> Item:
    return Item(
        key=campaign.id,
        identity=identity,
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


def _said(library: Library, draft: Item, step: Step, variant: StepVariant | None, day: date, number: int) -> Item:
    """The draft with what a step and its tier's variant say on the `number`th day of the step (from 0)."""
    copy = _copy(step, variant, number)
    said = draft._replace(**about(library, draft, step, variant), copy=copy, template=None if copy else draft.template)
    if step.channel == "task" and given(step, variant, "images") is None:
        said = said._replace(images=())
    if said.offer is None:
        said = said._replace(offer=_offer(library, said, (step, variant), day))
    return shaped(library, said, step, variant)


def _copy(step: Step, variant: StepVariant | None, number: int) -> Text | None:
    """The day's text: the tier's own, else everybody's."""
    for part in (variant, step):
        if part and (copy := part.copies[number] if number < len(part.copies) else part.copy_):
            return copy
    return None


def _offer(library: Library, item: Item, parts: tuple[StepVariant | None, ...], day: date) -> Offer | None:
    """The campaign's offer, on its days, and in a text that names it before or after them."""
    if (campaign := item.campaign) is None or not campaign.offer:
        return None
    cases = [case.copy_ for part in parts if part for case in part.variants.values()]
    texts = (item.copy, item.note, item.todo, *item.checklist, *cases)
    if campaign.launch <= day <= campaign.last or any("offer" in named(text) for text in texts if text):
        return library.offers.get(campaign.offer)
    return None
