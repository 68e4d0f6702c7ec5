"""A journey in words, as tasks, scripts and pictures say them, and the order of its steps.

In: a journey and its library. Out: short Chinese phrases; steps in the order of time; the hand-overs.
Promise: pure; a document that did not load is named by its id.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.kinds.journey import ForTier, Journey, Outcome, Spoken, Step
from siyu.kinds.offer import Offer
from siyu.kinds.persona import Persona
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.source import Text

ENDINGS = {"bought": "已经下单", "replied": "回了话", "joined": "进了群", "left": "离开了"}
_TEN = 10 * 60
_ZERO = {
    "joined": "进群",
    "added": "加好友",
    "first-purchase": "首单",
    "purchase": "下单",
    "promoted": "升到这一层",
}


_ORDER = ("added", "joined", "event", "first-purchase", "purchase", "promoted", "silent")


def all_of(library: Library) -> list[Journey]:
    """Every journey, as a member may come by them."""
    return sorted(library.journeys.values(), key=lambda journey: (_ORDER.index(journey.trigger), journey.id))


def tiers_of(library: Library, journey: Journey, step: Step) -> list[Tier]:
    """The tiers that get a step, in ladder order."""
    return [tier for tier in library.covers(journey.tiers) if step.only is None or tier.id in step.only]


def in_order(journey: Journey) -> list[tuple[Text, Step]]:
    """Its steps by time; stages come one after another."""
    order = [str(stage) for stage in journey.stages]

    def place(pair: tuple[Text, Step]) -> tuple[int, tuple[int, int]]:
        stage = pair[1].stage
        return order.index(stage) if stage else 0, pair[1].after.place

    return sorted(journey.steps.items(), key=place)


def last_of(library: Library, journey: Journey, tier: Tier) -> Step:
    """The last step that a tier gets."""
    return next(
        step for _, step in reversed(in_order(journey)) if any(one is tier for one in tiers_of(library, journey, step))
    )


def versions(library: Library, step: Step, tier: Tier) -> Iterator[tuple[Persona | None, list[Spoken]]]:
    """What a tier gets: for everybody, then for each persona with words of her own; the first layer that says something counts."""
    own = step.tiers.get(tier.id, ForTier())
    yield None, [own, step]
    for persona in library.personas.values():
        layers = [said for said in (own.personas.get(persona.id), step.personas.get(persona.id)) if said]
        if layers:
            yield persona, [*layers, own, step]


def product_of(library: Library, layers: list[Spoken]) -> Product | None:
    """The product that the first layer with one names."""
    return library.products.get(next((said.product for said in layers if said.product), ""))


def offer_of(library: Library, layers: list[Spoken]) -> Offer | None:
    """The offer that the first layer with one names."""
    return library.offers.get(next((said.offer for said in layers if said.offer), ""))


def within(journey: Journey, step: Step) -> tuple[int, int]:
    """The hours in which a step may go out, in minutes from midnight."""
    return step.within or journey.within or (_TEN, 21 * 60)


def zero_of(journey: Journey) -> str:
    """What makes day zero: 进群, 30 天没动静."""
    return _ZERO.get(journey.trigger) or (str(journey.event) if journey.event else f"满 {journey.days} 天没动静")


def label(step: Step) -> str:
    """ "T+7", in a stage "交付 T+7"."""
    return f"{step.stage} {step.after.zh}" if step.stage else step.after.zh


def stops(library: Library, journey: Journey) -> list[str]:
    """When it ends early and what then, a phrase each: 已经下单：停，打标签「买过一单」."""
    return [
        f"{ENDINGS[ending]}：{'，'.join(['停', *outcome_of(library, outcome)])}"
        for ending, outcome in journey.stop.items()
    ]


def outcome_of(library: Library, outcome: Outcome) -> Iterator[str]:
    """What is done with her then, in parts."""
    if outcome.tag:
        yield "打标签" + "".join(f"「{library.tags.get(tag, tag)}」" for tag in outcome.tag)
    if outcome.invite:
        tier = library.tiers.get(outcome.invite)
        yield f"邀请进{tier.name if tier else outcome.invite}"
    if outcome.journey:
        journey = library.journeys.get(outcome.journey)
        yield f"转入「{journey.name if journey else outcome.journey}」"
    if outcome.note:
        yield str(outcome.note)


def outcomes(journey: Journey) -> Iterator[tuple[str, Outcome]]:
    """Every way out of it: by an ending, or "" at its end."""
    yield from ((str(ending), outcome) for ending, outcome in journey.stop.items())
    if journey.then:
        yield "", journey.then
