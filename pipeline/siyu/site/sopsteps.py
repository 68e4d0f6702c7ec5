"""The chapters of a SOP book: routines and fixed times, journeys, campaigns, incentives.

In: a role's view. Out: `Part`s, in the order in which they are printed.
Promise: what stands is there once; what has a date is in the order of dates; a step whose week is not planned yet says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from siyu.edition import Message, Touch
from siyu.incentives import all_of, dates_of, steps
from siyu.incentives import when as between
from siyu.journeys import label, outcome_of, stops, within, zero_of
from siyu.kinds.campaign import Campaign, Step
from siyu.kinds.journey import Journey
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.site.hours import said
from siyu.site.sopparts import Does, Part, Piece, View, open_words, pieces_of
from siyu.when import When, clock


def parts(view: View) -> Iterator[Part]:
    """Every chapter that has something."""
    if routines := tuple(_routines(view)):
        yield Part("routines", view.chrome["standing"], (), routines)
    if columns := tuple(_columns(view)):
        yield Part("columns", view.chrome["columns_of"], (), columns)
    yield from _journeys(view)
    yield from _campaigns(view)
    yield from _incentives(view)


def goes_to(library: Library, campaign: Campaign, step: Step, tier: Tier | None) -> bool:
    """Whether a tier gets a step; one of no tier is the role's own."""
    return tier in library.reached(campaign, step)


def _routines(view: View) -> Iterator[Does]:
    sop = view.library.sops.get(view.role)
    for name, routine in sop.tasks.items() if sop else ():
        if view.tier in (view.library.covers(routine.tiers) if routine.tiers != () else [None]):
            messages = [m for m in view.of(name) if m.item.span == routine.name.span]
            pieces, note = _same(view, messages, routine.copy_ is not None)
            ticks = messages[0].item.checklist if messages else tuple(map(open_words, routine.checklist))
            yield Does(
                _times(view, routine.when), str(routine.name), (view.minutes(routine.lasts),), ticks, pieces, note
            )


def _same(view: View, messages: Sequence[Message], has_text: bool) -> tuple[tuple[Piece, ...], str]:
    """The text where every week has the same, else where to look."""
    texts = list(dict.fromkeys(tuple(pieces_of(message)) for message in messages))
    if len(texts) == 1:
        return texts[0], ""
    return (), view.chrome["by_week" if texts else "no_week_yet"] if has_text else ""


def _columns(view: View) -> Iterator[Does]:
    """What goes out at fixed times; its texts are the weeks'."""
    tier, chrome = view.tier, view.chrome
    if tier is None:
        return
    columns = sorted(
        view.library.columns.values(), key=lambda column: min((when.start or 0 for when in column.when), default=0)
    )
    for column in columns:
        if (column.owner or "owner") == view.role and column.when and tier in view.library.covers(column.tiers):
            times = _times(view, column.when)
            if (hour := column.hours.get(tier.id)) is not None:
                times += f"{chrome['stop']}{tier.name} {clock(hour)}"
            about = (view.channel(column.channel), view.minutes(column.lasts))
            yield Does(times, str(column.name), about, tuple(map(open_words, column.checklist)))
    for notice in view.library.announcements.values():
        if (notice.owner or "owner") == view.role and tier in view.library.covers(notice.tiers):
            title = open_words(notice.title) if notice.title else chrome["notice"]
            ticks = tuple(map(open_words, notice.checklist))
            yield Does(_times(view, notice.when), title, (view.channel("announcement"),), ticks)


def _journeys(view: View) -> Iterator[Part]:
    own: dict[str, list[Touch]] = {}
    for touch in view.publication.touches:
        if touch.message.item.tier is view.tier and touch.message.item.role == view.role:
            own.setdefault(str(touch.journey.id), []).append(touch)
    for touches in own.values():
        journey = touches[0].journey
        does = tuple(
            _touch(view, touch, [other for other in touches if other.step is touch.step])
            for touch in touches
            if touch.persona is None
        )
        yield Part("journey", str(journey.name), tuple(_ends(view, journey)), does)


def _touch(view: View, touch: Touch, each: list[Touch]) -> Does:
    """A step, with the words for everybody and for each persona."""
    item, chrome = touch.message.item, view.chrome
    start, end = within(touch.journey, touch.step)
    about = [view.channel(item.channel), f"{clock(start)}–{clock(end)}", view.minutes(touch.step.lasts)]
    about += [item.audience.line] if item.audience else []
    pieces = []
    for other in each:
        name = chrome["for_persona"].format(other.persona.name) if other.persona else chrome["for_others"]
        said_ = other.message.item
        if other.message.text:
            images = tuple(map(str, said_.images))
            pieces.append(Piece(name if len(each) > 1 else "", other.message.text, str(said_.link or ""), images))
    ticks = tuple(map(open_words, item.checklist))
    return Does(label(touch.step), str(touch.step.name or ""), tuple(about), ticks, tuple(pieces))


def _ends(view: View, journey: Journey) -> Iterator[str]:
    yield f"{view.chrome['day_zero']}{view.chrome['colon']}{zero_of(journey)}"
    yield from stops(view.library, journey)
    if journey.then and (then := "，".join(outcome_of(view.library, journey.then))):
        yield f"{view.chrome['at_its_end']}{view.chrome['colon']}{then}"


class Dated(NamedTuple):
    """A campaign's step on one of its days in one tier; its message is None while that week is not planned."""

    day: date
    hour: int
    identity: str
    step: Step
    message: Message | None


def dated(library: Library, campaign: Campaign, tier: Tier | None, sent: Mapping[str, Message]) -> Iterator[Dated]:
    """What a tier, or none, gets of a campaign; `sent` are its messages by identity."""
    for name, step in campaign.steps.items():
        if goes_to(library, campaign, step, tier):
            variant = step.tiers.get(tier.id) if tier else None
            at = step.at if variant is None or variant.at is None else variant.at
            for day, identity in campaign.events(name):
                message = sent.get(identity)
                day, hour = (message.item.date, message.item.start) if message else (day, at)
                yield Dated(day, hour, identity, step, message)


def _campaigns(view: View) -> Iterator[Part]:
    for campaign in sorted(view.library.campaigns.values(), key=lambda campaign: (campaign.launch, campaign.id)):
        sent = {message.item.identity: message for message in view.of(campaign.id)}
        own = [
            each for each in dated(view.library, campaign, view.tier, sent) if (each.step.owner or "owner") == view.role
        ]
        if own:
            dates = between(campaign.launch, campaign.last)
            if view.chrome.lang != "zh":
                dates = f"{campaign.launch} – {campaign.last}"
            does = tuple(
                _step(view, each.step, f"{view.day(each.day)} {clock(each.hour)}", each.message)
                for each in sorted(own, key=lambda each: each[:3])
            )
            yield Part("campaign", str(campaign.name), (dates,), does)


def _step(view: View, step: Step, times: str, sent: Message | None) -> Does:
    about = (view.channel(step.channel), view.minutes(step.lasts))
    if sent is None:
        ticks = tuple(map(open_words, step.checklist))
        return Does(times, open_words(step.name), about, ticks, (), view.chrome["no_week_yet"])
    item = sent.item
    todo = f"{view.chrome['todo']}{item.todo}" if item.todo else ""
    note = "\n".join(part for part in (todo, item.note) if part)
    return Does(times, item.title or open_words(step.name), about, item.checklist, tuple(pieces_of(sent)), note)


def _incentives(view: View) -> Iterator[Part]:
    tier = view.tier
    own = [one for one in all_of(view.library, tier) if (one.owner or "owner") == view.role] if tier else []
    for incentive in own:
        assert tier is not None
        pieces = tuple(
            Piece(view.chrome[f"{handout.part}_text"], handout.text)
            for handout in view.publication.handouts
            if handout.tier is tier and handout.incentive is incentive
        )
        dates = between(*dates_of(view.library, incentive))
        does = Does(dates, str(incentive.about or ""), (), tuple(steps(view.library, incentive, tier)), pieces)
        yield Part("incentive", str(incentive.name), (), (does,))


def _times(view: View, whens: tuple[When, ...]) -> str:
    return view.chrome["comma"].join(said(when, view.chrome) for when in whens)
