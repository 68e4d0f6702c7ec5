"""Items → messages: the text exactly as it will be pasted.

In: a plan, the library, its compiled templates. Out: `Edition`; the scripts of journeys and welcomes, of every tier; diagnostics.
Promise: a tier's text is made from what that tier may know: its own price, link and words, nobody else's. Text is NFC, with no
empty line at either end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from unicodedata import is_normalized, normalize

from siyu.diagnostic import Diagnostic, Note, Problem, Words
from siyu.edition import Edition, Item, Message, Plan, folder_of
from siyu.facts.channels import CHANNELS, WELCOME
from siyu.kinds.product import Product
from siyu.library import Library
from siyu.placeholders import Names, at, fill
from siyu.said import BASE_FIELDS
from siyu.source import Span, Text
from siyu.stages.anchors import anchor_faults
from siyu.stages.cases import together
from siyu.stages.compose_journeys import by_step, carried, compose_journeys
from siyu.stages.resolve_cases import resolve_cases
from siyu.stages.vocabulary import Day, Vocabulary, rules
from siyu.standing import Script

if TYPE_CHECKING:
    from siyu.templating import Template
from siyu.when import WEEKDAYS, clock


class Composer:
    """Composes any week of one library; tables that many texts share are made once."""

    def __init__(self, library: Library, templates: Mapping[str, Template]) -> None:
        self.library = library
        self.templates = templates
        self.known = Vocabulary(library)
        self.touches, self.unsaid = compose_journeys(library, templates, self.known)
        self._steps = by_step(self.touches)

    def compose(self, plan: Plan) -> tuple[Edition, list[Diagnostic]]:
        """The texts of a week."""
        found = [*resolve_cases(self.library, plan.week), *anchor_faults(plan.week.anchors)]
        week = {"theme": plan.week.theme, "number": str(plan.week.week.isocalendar().week), "name": plan.week.name}
        taken: set[str] = set()
        messages = []
        for draft in plan.items:
            before = len(found)
            message = self._message(draft, plan, week, found)
            if draft.variants:
                cases = [_of(draft, case) for case in draft.variants]
                message = together(message, [self._message(case, plan, week, found) for case in cases])
            messages.append(_placed(message, plan, taken))
            found[before:] = [_used(one, draft, plan) for one in found[before:]]
        return Edition(self.library, plan, tuple(messages)), found

    def _message(self, draft: Item, plan: Plan, week: Names, found: list[Diagnostic]) -> Message:
        """An item and its text, which has no file yet."""
        before = len(found)
        names = self._names(draft, plan, week, found)
        item = _worded(draft, names, found)
        if item.variants:
            return Message(item, None, None, (), plan.week.name)
        if item.step and item.tier:
            cases = carried(item, self._steps[item.tier.id, item.key, item.step], plan.week.name)
            cases = [case._replace(blanks=self._blanks(case.text or "")) for case in cases]
            return together(cases[0]._replace(item=item), cases) if len(cases) > 1 else cases[0]
        text, values = self._text(item, names, found)
        if len(found) == before and (text == "" or (text is None and item.channel != "task" and not item.todo)):
            found.append(_no_copy(item))
        comment, filled = _fill(item.comment, names, found) if item.comment else (None, ())
        blanks = self._blanks(f"{text or ''}{comment or ''}")
        return Message(item, text, None, values, plan.week.name, _clean(comment) if comment else None, filled, blanks)

    def _blanks(self, text: str) -> tuple[str, ...]:
        """The blanks of a text that the brand has declared, each once."""
        known = self.library.house.blanks if self.library.house and "【" in text else ()
        return tuple(blank for blank in known if f"【{blank}】" in text)

    def _names(self, item: Item, plan: Plan, week: Names, found: list[Diagnostic]) -> dict[str, Any]:
        """What the texts of an item may name. Its own fields are texts too, made from everything but each other."""
        names: dict[str, Any] = {
            "brand": self.known.brand,
            "ip": self.known.ip(item.ip),
            "tier": self.known.tier(item.tier),
            "week": week,
            "day": Day(item.date, item.start),
            "column": {"name": item.name},
            "product": self.known.product(item.product, item.tier),
            "products": [self.known.product(product, item.tier) for product in item.products],
            "offer": self.known.offer(item.offer, item.tier),
            "campaign": self.known.campaign(item.campaign, item.date),
            "link": item.link,
            "anchor": self.known.anchor(plan.week, item.date),
            "nickname": CHANNELS[item.channel].nickname,
        }
        own = {name: text for name, text in item.fields.items() if name not in BASE_FIELDS} | {"title": item.title}
        if item.channel == "announcement" and item.tier is not None:
            names |= {"rules": rules(item.tier), "picks": self._picks(item, plan, names, found)}
        return names | {name: None if text is None else _filled(text, names, found) for name, text in own.items()}

    def _text(self, item: Item, names: Names, found: list[Diagnostic]) -> tuple[str | None, tuple[str, ...]]:
        if item.copy is not None:
            text, values = _fill(item.copy, names, found)
            return _clean(text), values
        return None if item.template is None else _clean(self._templated(item.template, item, names, found)), ()

    def _templated(self, name: Text, item: Item, names: Names, found: list[Diagnostic]) -> str:
        template = self.templates[name]
        try:
            return template.render(names)
        except Problem as problem:
            notes = [Note(words) for words in problem.notes]
            note = Note(Words("这一条用到它", "used by this entry"), item.span)
            span = Span(template.source, problem.start, problem.end or problem.start)
            found.append(Diagnostic(problem.rule, problem.words, span, (*notes, note)))
            return ""

    def _picks(self, item: Item, plan: Plan, names: Names, found: list[Diagnostic]) -> str | None:
        """One line for each product that the tier's week shows, in the order of their days."""
        if item.pick is None:
            return None
        shown = [
            p
            for other in plan.items
            if other.tier is item.tier and not other.step
            for p in (other.product, *other.products)
            if p is not None
        ]
        lines = []
        for number, product in enumerate(_unique(shown), 1):
            about = {**names, "n": str(number), "product": self.known.product(product, item.tier)}
            lines.append(_filled(item.pick, about, found))
        return "\n".join(lines) if lines else None

    def scripts(self) -> tuple[list[Script], list[Diagnostic]]:
        """The welcome scripts of every tier."""
        found = list(anchor_faults(self.library.house.anchors)) if self.library.house else []
        made = []
        for tier in self.library.tiers.values():
            for script in self.library.welcomes_of(tier):
                ip = self.library.speaker(tier, script.ip)
                names = {
                    "brand": self.known.brand,
                    "ip": self.known.ip(ip),
                    "tier": self.known.tier(tier),
                    "nickname": WELCOME[script.event].nickname,
                    "link": script.link,
                }
                name = "-".join(part for part in (script.event, script.source, script.hours) if part)
                text, values = _fill(script.copy_, names, found)
                made.append(Script(tier, name, _clean(text), script, ip, values))
        return made, found


def _unique(products: list[Product]) -> Iterator[Product]:
    seen: set[str] = set()
    for product in products:
        if product.id not in seen:
            seen.add(product.id)
            yield product


def _filled(text: str, names: Names, found: list[Diagnostic]) -> str:
    """An author's text with its placeholders replaced; words of our own as they are."""
    return _fill(text, names, found)[0] if isinstance(text, Text) else text


def _fill(text: Text, names: Names, found: list[Diagnostic]) -> tuple[str, tuple[str, ...]]:
    try:
        return fill(text, names)
    except Problem as problem:
        found.append(at(problem, text))
        return "", ()


def _worded(draft: Item, names: Names, found: list[Diagnostic]) -> Item:
    """An item whose name, note, todo and checklist name nothing any more; most never did."""
    if draft.title is None and not any(
        "{" in text or "｛" in text for text in (draft.name, draft.note or "", draft.todo or "", *draft.checklist)
    ):
        return draft
    return draft._replace(
        name=_filled(draft.name, names, found),
        title=names["title"],
        note=_filled(draft.note, names, found) if draft.note else None,
        todo=_filled(draft.todo, names, found) if draft.todo else None,
        checklist=tuple(_filled(step, names, found) for step in draft.checklist),
    )


def _used(found: Diagnostic, item: Item, plan: Plan) -> Diagnostic:
    """A finding in a text that many weeks share names the week or the entry that it is about."""
    here = plan.week.week_.span
    if found.rule != "name-not-given" or found.span.source.path == here.source.path:
        return found
    place = item.span if item.span.source.path == here.source.path else here
    if any(note.span and note.span.source.path == here.source.path for note in found.notes):
        return found
    return found._replace(notes=(*found.notes, Note(Words("缺在这里", "it is missing here"), place)))


def _no_copy(item: Item) -> Diagnostic:
    words = Words(f"{item.name} 没有正文", f"{item.key} has no copy")
    how = Words(
        "写 copy，给栏目一个 template，或先写 todo", "write copy, give the column a template, or say todo for now"
    )
    return Diagnostic("no-copy", words, item.span, (Note(how),))


def _clean(text: str) -> str:
    text = text.strip("\n ")
    return text if text.isascii() or is_normalized("NFC", text) else normalize("NFC", text)


def _of(item: Item, case: Item) -> Item:
    """A case of an item that the planner has given its tier, date and people."""
    return case._replace(
        tier=item.tier, date=item.date, start=item.start, end=item.end, people=item.people, ip=item.ip, variants=()
    )


def _placed(message: Message, plan: Plan, taken: set[str]) -> Message:
    """The message with the files of its texts."""
    if message.variants:
        return message._replace(variants=tuple(_placed(one, plan, taken) for one in message.variants))
    return message._replace(path=_path(plan, message.item, taken)) if message.text is not None else message


def _path(plan: Plan, item: Item, taken: set[str]) -> str:
    """Where the text goes: <week>/<tier>/<channel>/<date>-<weekday>-<hour>-<key>.txt; a tier's announcement has a short name."""
    folder = f"{plan.week.name}/{folder_of(item.tier, item.role)}"
    stem = f"{item.date.month:02}-{item.date.day:02}-{WEEKDAYS[item.date.weekday()]}-{clock(item.start).replace(':', '')}-{item.key}{f'-{item.step}' if item.step else ''}"
    path = f"{folder}/{item.file or f'{item.channel}/{stem}'}" + (f"-{item.variant}" if item.variant else "")
    number, unique = 1, path
    while unique in taken:
        number += 1
        unique = f"{path}-{number}"
    taken.add(unique)
    return f"{unique}.txt"
