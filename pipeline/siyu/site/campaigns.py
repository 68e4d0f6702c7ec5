"""campaigns.html — a place's campaigns (活动), phase by phase: each step with its day, who does it, and the way to its card.

In: a publication and a place. Out: the page; none where no step is the place's own.
Promise: a tier's page holds its own steps and nothing of another tier; what is for the team as a whole (figures, the eight questions) is
on the brand's page alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.edition import Message, Publication, folder_of
from siyu.facts.channels import CHANNELS
from siyu.kinds.campaign import MECHANICS, PHASES, QUESTIONS, Campaign, Step
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.site.cards import doer
from siyu.site.chrome import Chrome
from siyu.site.listed import Facts, filled, one
from siyu.site.pages import page
from siyu.site.place import Place, told
from siyu.site.sopparts import day_of, open_words
from siyu.site.sopsteps import Dated, dated
from siyu.when import clock


class _Way(NamedTuple):
    """To one card: whose it is, where it stands, the tier whose done-marks count."""

    name: str
    href: str
    tier: str


class _Run(NamedTuple):
    """A step on one of its days."""

    when: str
    name: str
    channel: str
    about: str
    ways: tuple[_Way, ...]


class _Shown(NamedTuple):
    id: str
    name: str
    about: str
    note: str
    goal: Facts
    asked: Facts
    phases: Sequence[tuple[str, Sequence[_Run]]]


Sent = dict[str, dict[str, Message]]
"""The messages of campaigns by tier (or "" for none) and identity."""


def campaign_files(publication: Publication, place: Place, chrome: Chrome) -> dict[str, bytes]:
    """The page by its file name; nothing where the place has no step."""
    if "campaigns" not in place.rooms:
        return {}
    sent: Sent = {}
    for edition in publication.editions:
        for message in edition.messages:
            if message.item.campaign:
                tier = str(message.item.tier.id) if message.item.tier else ""
                sent.setdefault(tier, {})[message.item.identity] = message
    campaigns = [_shown(publication.library, campaign, place, sent, chrome) for campaign in of(publication, place)]
    html = page(
        "campaigns.html",
        **told(place, publication, chrome, "campaigns"),
        title=f"{place.name} · {chrome['campaigns']}",
        campaigns=campaigns,
    )
    return {"campaigns.html": html}


def of(publication: Publication, place: Place) -> list[Campaign]:
    """The campaigns that have something to do there, in the order of their first days."""
    library = publication.library
    found = [c for c in library.campaigns.values() if any(True for _ in _places(library, c, place))]
    return sorted(found, key=lambda campaign: (campaign.launch, campaign.id))


def _places(library: Library, campaign: Campaign, place: Place) -> Iterator[Tier | None]:
    """The tiers of the place, or None for no tier's, that a step of the campaign goes to."""
    tiers = [place.tier] if place.tier else [*library.tiers.values(), None] if library.covers(campaign.tiers) else []
    yield from (tier for tier in tiers if any(_is_of(place, each.step) for each in dated(library, campaign, tier, {})))


def _is_of(place: Place, step: Step) -> bool:
    return place.role in (None, step.owner or "owner")


def _shown(library: Library, campaign: Campaign, place: Place, sent: Sent, chrome: Chrome) -> _Shown:
    whole = not place.tier and not place.role
    days = day_of(campaign.launch, chrome) + (f" – {day_of(campaign.last, chrome)}" if campaign.ends else "")
    about = [days, chrome.say(Words(MECHANICS[campaign.mechanic], campaign.mechanic.replace("-", " ").capitalize()))]
    if whole:
        about.append(chrome["list"].join(tier.name for tier in library.covers(campaign.tiers)))
    return _Shown(
        str(campaign.id),
        str(campaign.name),
        " · ".join(about),
        str(campaign.note or "") if whole else "",
        tuple((str(name), (str(figure),)) for name, figure in campaign.goal.items()) if whole else (),
        filled(_answers(library, campaign, chrome)) if whole else (),
        list(_phases(library, campaign, place, sent, chrome)),
    )


def _answers(library: Library, campaign: Campaign, chrome: Chrome) -> Iterator[tuple[str, Sequence[str]]]:
    """The eight questions; one without an answer says so, where anybody answered any."""
    for key in QUESTIONS if campaign.flow else ():
        answer = getattr(campaign.flow, key)
        if key == "product":
            answer = chrome["list"].join(library.products[name].name for name in answer if name in library.products)
        yield chrome.say(Words(QUESTIONS[key], key.capitalize())), one(answer or chrome["unanswered"])


def _phases(
    library: Library, campaign: Campaign, place: Place, sent: Sent, chrome: Chrome
) -> Iterator[tuple[str, Sequence[_Run]]]:
    """Each phase that has steps, in the order of their days; what several tiers do at one moment is one, with a way to each."""
    runs: dict[tuple[str, date, int, str], list[Dated]] = {}
    for tier in _places(library, campaign, place):
        for each in dated(library, campaign, tier, sent.get(str(tier.id) if tier else "", {})):
            if _is_of(place, each.step):
                runs.setdefault((each.step.phase, *each[:3]), []).append(each)
    for phase in PHASES:
        if own := sorted(key for key in runs if key[0] == phase):
            name = chrome.say(Words(PHASES[phase], phase.replace("-", " ").capitalize()))
            yield name, [_run(runs[key], library, place, chrome) for key in own]


def _run(same: list[Dated], library: Library, place: Place, chrome: Chrome) -> _Run:
    day, hour, _, step, _ = same[0]
    messages = [each.message for each in same if each.message]
    names = {message.item.title or open_words(step.name) for message in messages}
    people = {doer(message.item, chrome) for message in messages}
    channel = chrome.say(Words(CHANNELS[step.channel].zh, CHANNELS[step.channel].en))
    does = people.pop() if len(people) == 1 else library.calls(step.owner or "owner")
    note = f"{chrome['todo']}{step.todo}" if step.todo else "" if messages else chrome["no_week_yet"]
    return _Run(
        f"{day_of(day, chrome)} {clock(hour)}",
        names.pop() if len(names) == 1 else open_words(step.name),
        step.channel,
        " · ".join(part for part in (channel, does, note) if part),
        tuple(_way(message, library, place) for message in messages),
    )


def _way(message: Message, library: Library, place: Place) -> _Way:
    item = message.item
    folder = folder_of(item.tier, item.role)
    href = f"{place.to(folder)}{message.week}.html#{item.identity}"
    return _Way(item.tier.name if item.tier else library.calls(item.role), href, folder)
