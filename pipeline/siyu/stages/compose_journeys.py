"""Journeys → scripts: each step's text for each tier and persona, composed once for all weeks.

In: the library, its templates, its vocabulary. Out: `Touch`es and diagnostics.
Promise: the same as for a week's texts: a tier's text is made from what that tier may know. A text has no date, so it can name none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from siyu.diagnostic import Diagnostic, Note, Problem, Words
from siyu.edition import Item, Message, Touch
from siyu.journeys import all_of, in_order, label, offer_of, product_of, tiers_of, versions, within
from siyu.kinds.journey import Journey, Spoken, Step
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.placeholders import at, fill
from siyu.source import Span, Text
from siyu.stages.cases import audience_of
from siyu.stages.vocabulary import Vocabulary

if TYPE_CHECKING:
    from siyu.templating import Template


def compose_journeys(
    library: Library, templates: Mapping[str, Template], known: Vocabulary
) -> tuple[tuple[Touch, ...], list[Diagnostic]]:
    """Every step as each tier and persona gets it, tier by tier, in the order of time."""
    found: list[Diagnostic] = []
    touches = []
    for tier in library.tiers.values():
        for journey in all_of(library):
            steps = [(name, step) for name, step in in_order(journey) if tier in tiers_of(library, journey, step)]
            for number, (name, step) in enumerate(steps, 1):
                for persona, layers in versions(library, step, tier):
                    item = _item(library, journey, name, step, tier, layers)
                    text, values = _text(item, _names(known, journey, item), templates, found)
                    stem = f"{number:02}-{name}" + (f"-{persona.id}" if persona else "")
                    path = f"journeys/{tier.id}/{journey.id}/{stem}.txt" if text else None
                    touches.append(Touch(journey, step, persona, Message(item, text, path, values)))
    return tuple(touches), found


def by_step(touches: tuple[Touch, ...]) -> Mapping[tuple[str, str, str], tuple[Touch, ...]]:
    """Those of one tier, journey and step, the one for everybody first."""
    found: dict[tuple[str, str, str], tuple[Touch, ...]] = {}
    for touch in touches:
        item = touch.message.item
        key = (item.tier.id if item.tier else "", item.key, item.step)
        found[key] = (*found.get(key, ()), touch)
    return found


def carried(item: Item, touches: tuple[Touch, ...], week: str) -> list[Message]:
    """A task with the text to paste; where a persona has words of her own, one for everybody else and one for each of them."""
    cases = []
    for touch in touches:
        said = touch.message.item
        variant = str(touch.persona.id) if touch.persona else "everybody"
        when = f"给{touch.persona.name}" if touch.persona else "给其他人"
        case = item._replace(products=(), product=said.product, offer=said.offer, link=said.link, images=said.images)
        if len(touches) > 1:
            case = case._replace(variant=variant, when=when)
        cases.append(Message(case, touch.message.text, None, touch.message.values, week))
    return cases


def _item(library: Library, journey: Journey, name: Text, step: Step, tier: Tier, layers: list[Spoken]) -> Item:
    """A step as something that is said, of no date."""
    wording = next((said for said in layers if said.copy_ or said.template), layers[0])
    product = product_of(library, layers)
    images = next((said.images for said in layers if said.images), ())
    return Item(
        key=journey.id,
        identity=f"{journey.id}.{name}",
        name=journey.name,
        channel=step.channel,
        role=step.owner or journey.owner or "service",
        state="approved",
        span=name.span,
        purpose=step.purpose or "",
        tier=tier,
        start=within(journey, step)[0],
        people=getattr(tier.roles, step.owner or journey.owner or "service"),
        ip=library.speaker(tier, journey.ip),
        copy=wording.copy_,
        template=wording.template,
        product=product,
        offer=offer_of(library, layers),
        title=f"{label(step)}{' ' + step.name if step.name else ''}",
        link=next((said.link for said in layers if said.link), None),
        images=images or ((product.image,) if product and product.image else ()),
        checklist=step.checklist,
        personas=journey.personas,
        audience=audience_of(step.to, library),
        step=str(name),
    )


def _names(known: Vocabulary, journey: Journey, item: Item) -> dict[str, Any]:
    return {
        "brand": known.brand,
        "ip": known.ip(item.ip),
        "tier": known.tier(item.tier),
        "journey": {"name": journey.name},
        "product": known.product(item.product, item.tier),
        "offer": known.offer(item.offer, item.tier),
        "link": item.link,
        "nickname": None,
    }


def _text(
    item: Item, names: Mapping[str, Any], templates: Mapping[str, Template], found: list[Diagnostic]
) -> tuple[str | None, tuple[str, ...]]:
    """The text as pasted; a step that is to be sent and has none is told."""
    values: tuple[str, ...] = ()
    try:
        if item.copy is not None:
            text, values = fill(item.copy, names)
        elif item.template is not None:
            text = templates[item.template].render(names)
        elif item.channel == "task":
            return None, ()
        else:
            text = ""
    except Problem as problem:
        found.append(at(problem, item.copy) if item.copy is not None else _in_template(problem, item, templates))
        return None, ()
    text = normalize("NFC", text.strip("\n "))
    if not text:
        words = Words(f"{item.name} 的“{item.step}”没有正文", f"step {item.step} of {item.key!s} has no copy")
        how = Words(
            "写 copy 或 template；只是要做的事，写 channel: task",
            "write copy or a template; mere work has channel: task",
        )
        found.append(Diagnostic("no-copy", words, item.span, (Note(how),)))
    return text or None, values


def _in_template(problem: Problem, item: Item, templates: Mapping[str, Template]) -> Diagnostic:
    assert item.template is not None
    source = templates[item.template].source
    notes = (*map(Note, problem.notes), Note(Words("这一步用到它", "used by this step"), item.span))
    return Diagnostic(problem.rule, problem.words, Span(source, problem.start, problem.end or problem.start), notes)
