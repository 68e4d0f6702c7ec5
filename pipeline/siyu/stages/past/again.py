"""What is too involved to be told from its words alone: planned, composed and written once more, by the same stages.

In: the documents of any time. Out: for every event of a campaign's step, a journey's step or an entry with cases what its bytes come to.
Promise: the very bytes of the event. What it was made of is in `asks`: nothing else can change them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from siyu.diagnostic import Severity
from siyu.edition import Item, Message, Plan, identity_of
from siyu.ical.event import event
from siyu.journeys import in_order, tiers_of
from siyu.kinds.campaign import Campaign
from siyu.kinds.journey import Journey, Step
from siyu.kinds.tier import Tier, is_open
from siyu.stages import plan_campaigns, plan_columns, plan_journeys
from siyu.stages.compose import Composer
from siyu.stages.desk import Desk
from siyu.stages.past.leaves import Docs, Event, Leaf, Made, Origin, duty, leaves_of, names_in
from siyu.stages.past.models import Models, Unfit
from siyu.weeks import monday_in

CASES = frozenset({"to", "comment", "pinned", "variants"})
"""The keys of an entry that has cases, or something beside its text."""
Name3 = tuple[str, str, str]
"""A kind of program, its id, its step."""
_SPOKEN = frozenset({"brand", "house", "tags", "persona", "ip"})
_NAMED = frozenset({"product", "offer", "template", "journey", "tier"})


class Again:
    """Plans and composes parts of weeks; what one time's parts have in common is made once."""

    def __init__(self) -> None:
        self.models = Models()
        self._docs: Docs = {}
        self._composers: dict[tuple[str, str], Composer] = {}
        self._shelves: dict[tuple[str, str], Mapping[str, Journey]] = {}
        self._outlines: dict[Name3, tuple[dict[str, Any], frozenset[Leaf]]] = {}

    def campaign(self, docs: Docs, week: str, tracked: bool, name: str, step: str) -> dict[str, Event]:
        """A campaign's step, on its days of the week."""
        found: Campaign | None = self.models.of(docs, "campaign", name)
        steps = {key: one for key, one in found.steps.items() if key == step} if found else {}
        if found is None or not steps:
            return {}
        monday = monday_in(week)
        ((key, one),) = steps.items()
        days = {event: day for day, event in found.events(key) if monday <= day < monday + timedelta(7)}
        if not days:
            return {}
        if not tracked:
            tiers = self.models.library(docs).reached(found, one)
            return self._outlined(docs, week, ("campaign", name, step), days, tiers)
        alone = found.model_copy(update={"steps": steps})
        desk = self._desk(docs, week, campaigns={name: alone})
        plan_campaigns.plan_campaigns(desk)
        return self._events(docs, desk, desk.items, set())

    def journey(self, docs: Docs, week: str, tracked: bool, name: str, step: str) -> dict[str, Event]:
        """A journey's step, for everybody who is there in the week."""
        found: Journey | None = self.models.of(docs, "journey", name)
        if found is None or step not in found.steps or found.steps[step].after.prompt:  # type: ignore[index]
            return {}
        self._turned(docs)
        if not tracked:
            one: Step = found.steps[step]  # type: ignore[index]
            monday = monday_in(week)
            whens = {f"{name}.{step}.{some.name}": some.due[0][0] for some in plan_journeys.cohorts(one.after, monday)}
            served = tiers_of(self.models.library(docs), found, one)
            return self._outlined(docs, week, ("journey", name, step), whens, served)
        if (name, step) not in self._shelves:
            library = self.models.library(docs)
            ordered = in_order(found)
            last = {
                next((key for key, one in reversed(ordered) if one.only is None or tier in one.only), "")
                for tier in library.tiers
            }
            steps = {key: one for key, one in ordered if key == step or (found.then and key in last)}
            self._shelves[name, step] = self.models.shelf(docs, "journey", found.model_copy(update={"steps": steps}))
        desk = self._desk(docs, week, journeys=self._shelves[name, step])
        plan_journeys.plan_journeys(desk)
        items = [item for item in desk.items if item.step == step]
        return self._events(docs, desk, items, set(_handed(found, step)), (name, step)) if items else {}

    def day(self, docs: Docs, week: str, column: str, day: str) -> dict[str, Event]:
        """A column's entries of one day."""
        entries = docs["week", week].get((column, day))
        given = [one for one in (entries if isinstance(entries, list) else [entries]) if one]
        model = self.models.of(docs, "column", column)
        desk = self._desk(docs, week, {column: {day: entries}} if entries is not None else {}, columns={column: model})
        plan_columns.plan_columns(desk)
        first, ids = f"{week}.{column}.{day}", {one["id"] for one in given if "id" in one}
        items = [i for i in desk.items if i.identity in ids or f"{i.identity}.".startswith(f"{first}.")]
        asks: set[Leaf] = {("column", column, None, None)}
        if model.pool:
            asks.add(("pool", str(model.pool), None, None))
        return self._events(docs, desk, items, asks)

    def extra(self, docs: Docs, week: str, entry: Any) -> dict[str, Event]:
        """An entry outside any column."""
        desk = self._desk(docs, week, extra=[entry])
        plan_columns.plan_columns(desk)
        return self._events(docs, desk, desk.items, set())

    def kept(self, olds: Docs, news: Docs, origin: Origin) -> set[str]:
        """The events of an origin whose bytes are the same at two times."""
        try:
            before, after = self._whole(olds, origin), self._whole(news, origin)
        except (TypeError, ValueError, LookupError, AttributeError):
            return set()
        return {name for name, value in after.items() if name in before and before[name].said == value.said}

    def _whole(self, docs: Docs, origin: Origin) -> dict[str, Event]:
        """The events of a column's day, or of all that is outside any."""
        kind, week, *which = origin
        if kind == "column":
            return self.day(docs, week, *which)
        found: dict[str, Event] = {}
        for entry in docs["week", week].get("extra") or ():
            found |= self.extra(docs, week, entry)
        return found

    def _outlined(
        self, docs: Docs, week: str, program: Name3, days: Mapping[str, date], tiers: Sequence[Tier | None]
    ) -> dict[str, Event]:
        """The events of a week that nobody looks at, in case they move to another: they count each change of what they may show."""
        self._turned(docs)
        if program not in self._outlines:
            kind, name, step = program
            about = docs[kind, name]
            said = {str(key): value for key, value in about.items() if key != "steps"} | {"step": about["steps"][step]}
            leaves = {(*key, None, None) for key in docs if key[0] in _SPOKEN}
            leaves |= {(*key, None, None) for key in docs if key[0] in _NAMED and key[1] in _words(said)}
            self._outlines[program] = said, frozenset(leaves)
        said, shared = self._outlines[program]
        return {
            f"{identity}.{tier.id}" if tier else identity: Event(
                said | {"week": week}, shared | {("tier", str(tier.id), None, None)} if tier else shared
            )
            for identity, day in days.items()
            for tier in tiers
            if tier is None or is_open(tier, day)
        }

    def _desk(
        self, docs: Docs, week: str, entries: Mapping[str, Any] | None = None, extra: Iterable[Any] = (), **parts: Any
    ) -> Desk:
        """A desk for a part of a week, with nothing in the library that plans more than that."""
        self._turned(docs)
        library = replace(self.models.library(docs), **{"columns": {}, "campaigns": {}, "journeys": {}, **parts})
        return Desk(library, self.models.week(docs, week, entries or {}, list(extra)))

    def _turned(self, docs: Docs) -> None:
        if self._docs is not docs:
            self._docs, self._composers, self._shelves, self._outlines = docs, {}, {}, {}

    def _events(
        self, docs: Docs, desk: Desk, items: list[Item], asks: set[Leaf], journey: tuple[str, str] = ("", "")
    ) -> dict[str, Event]:
        whole = self.models.library(docs)
        items = [item._replace(office=whole.calls(item.role)) for item in items]
        if journey not in self._composers:
            library = replace(desk.library, columns={})
            self._composers[journey] = Composer(library, self.models.templates(docs))
        composer = self._composers[journey]
        edition, found = composer.compose(Plan(desk.week, tuple(items), (), ()))
        if any(one.severity is Severity.ERROR for one in (*found, *composer.unsaid)):
            raise Unfit  # nobody published it
        events = {}
        for item, message in zip(items, edition.messages, strict=True):
            digest = sha256(b"".join(event(message, whole.brand, b""))).digest()
            made = frozenset(asks.union(*self._asks(docs, desk.week.name, item, message, composer)))
            shown = message.item
            products = [str(one.id) for one in (item.product, *item.products) if one] if not item.step else []
            when = item.date, item.start, item.end
            place = (tuple(products), when, item.key) if products else ()
            events[identity_of(shown)] = Event({"bytes": digest}, frozenset(), made, place)
        return events

    def _asks(
        self, docs: Docs, week: str, item: Item, message: Message, composer: Composer
    ) -> Iterator[Iterable[Leaf]]:
        """The places that an item is made of."""
        tier = str(item.tier.id) if item.tier else ""
        texts_of = [touch.message.item for touch in composer.touches] if item.step else []
        parts = [item, *item.variants, *(one for one in texts_of if one.tier is item.tier and one.step == item.step)]
        for part in parts:
            texts: list[Any] = [part.name, part.title, part.note, part.todo, part.copy, part.comment, *part.checklist]
            texts += part.fields.values()
            if part.template:
                texts.append((docs.get(("template", str(part.template))) or {}).get("text"))
                yield [("template", str(part.template), "text", None)]
            names = names_in(texts)
            products = tuple(str(one.id) for one in (part.product, *part.products) if one)
            offer, speaker = (str(part.offer.id) if part.offer else None), (str(part.ip.id) if part.ip else None)
            yield leaves_of(Made((), names, week, tier, item.role, products, offer, speaker, borrowed=True))
            yield anchors_in(names, week)
        if item.step or any(part.audience for part in parts):
            yield [("tags", "tags", "groups", None)]
        if any("【" in text for text in (message.text or "", message.comment or "")):
            yield [("house", "rules", "blanks", None)]
        if tier:
            yield duty(tier, item.role)


def _words(value: Any) -> set[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return {value}
    several = value.values() if isinstance(value, dict) else value
    return set().union(*map(_words, several))


def anchors_in(names: Iterable[str], week: str) -> Iterator[Leaf]:
    """The days that texts count towards, as the brand and as the week has them."""
    for name in names:
        first, _, anchor = name.partition(".")
        if first in ("anchor", "*"):
            below = anchor.partition(".")[0] or None
            yield from (("house", "rules", "anchors", below), ("week", week, "anchors", below))


def _handed(journey: Journey, step: str) -> Iterator[Leaf]:
    """What a journey's task names of other documents: personas, tiers to be invited to, journeys that take over."""
    one = journey.steps[step]  # type: ignore[index]
    for said in (one, *one.tiers.values()):
        yield from (("persona", str(persona), "name", None) for persona in said.personas)
    for outcome in (*journey.stop.values(), *([journey.then] if journey.then else [])):
        if outcome.invite:
            yield "tier", str(outcome.invite), "name", None
        if outcome.journey:
            yield "journey", str(outcome.journey), "name", None
