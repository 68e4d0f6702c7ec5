"""The documents of any time as what they are: models, and a library of them.

In: plain values, as history keeps them. Out: documents, `Library`, `Template`s.
Promise: each version is made a model once, and only where somebody asks for it; what does not fit its model is `Unfit`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from siyu.document import Document
from siyu.kinds import KINDS
from siyu.kinds.brand import Brand
from siyu.kinds.tags import Tags
from siyu.kinds.tier import Tier, on_duty, shares
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.reference import Everything
from siyu.source import Source, Text
from siyu.stages.past.leaves import Docs, Values

if TYPE_CHECKING:
    from siyu.templating import Template

D = TypeVar("D")
M = TypeVar("M", bound=BaseModel)


# what was published then had what it refers to
KNOWN: Mapping[str, frozenset[str]] = {kind: Everything() for kind in (*KINDS, "rule", "template", "asset", "tag")}


class Unfit(ValueError):
    """This is not what anybody published."""


class Models:
    """Models by the values that they are of."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, bool], tuple[object, Any]] = {}  # with the values: nobody else may move in there
        self._duty: dict[tuple[int, str, date], tuple[tuple[str, ...], Mapping[str, str]]] = {}
        self._last: tuple[Docs, Library] | None = None

    def of(self, docs: Docs, kind: str, name: str) -> Any:
        """A document as it was; None where there was none, `Unfit` where it does not fit its model."""
        values = docs.get((kind, name))
        return values if values is None else self._of(values, True, KINDS[kind].model, values, name)

    def on_duty(self, docs: Docs, tier: str, role: str, day: date) -> tuple[tuple[str, ...], Mapping[str, str]] | None:
        """Who does a role's work in a tier on a date, and which groups are whose. What else the tier's model does not let through is
        not asked."""
        values = docs.get(("tier", tier))
        if values is None:
            return None
        key = id(values), role, day
        found = self._duty.get(key)
        if found is None:
            about = {each: values[each] for each in ("roles", "away", "groups") if each in values}
            team = self._of(values, False, Tier, {**about, "name": tier}, tier)
            found = self._duty[key] = on_duty(team, role, day), shares(team, role, day)
        return found

    def _of(self, values: Values, whole: bool, model: type[M], about: Mapping[Any, Any], name: str) -> M:
        key = id(values), whole
        if key not in self._made:
            self._made[key] = values, model_of(model, {**about, "id": name})
        if (made := self._made[key][1]) is None:
            raise Unfit
        return cast(M, made)

    def week(self, docs: Docs, name: str, columns: Mapping[str, Any], extra: list[Any]) -> Week:
        """A week with no other entries than these."""
        plan = docs["week", name]
        if not columns and not extra:
            key = id(plan), True
            if key not in self._made:
                self._made[key] = plan, self._week(plan, name, columns, extra)
            return cast(Week, self._made[key][1])
        return self._week(plan, name, columns, extra)

    def _week(self, plan: Values, name: str, columns: Mapping[str, Any], extra: list[Any]) -> Week:
        given = {key: plan[key] for key in ("theme", "state", "skip", "anchors") if key in plan}
        made = model_of(Week, {"id": name, "week": name, "columns": columns, "extra": extra, **given})
        if made is None:
            raise Unfit
        return made

    def templates(self, docs: Docs) -> dict[str, Template]:
        """The compiled templates."""
        found = {}
        for name in map(str, docs.get(("", "template"), {})):
            values = docs["template", name]
            if (id(values), True) not in self._made:
                from siyu.templating import compile_templates  # Jinja, only where a brand has templates

                compiled, _ = compile_templates({name: Source(name, values["text"])})
                self._made[id(values), True] = values, compiled.get(name)
            if made := self._made[id(values), True][1]:
                found[name] = made
        return found

    def shelf(self, docs: Docs, kind: str, only: Document) -> Mapping[str, Any]:
        """The documents of a kind by id, of which only one is met on the way, as it is given."""
        return _Shelf(self, docs, kind, only)

    def library(self, docs: Docs) -> Library:
        """The library; whoever asks it for what is not there is told `Unfit`."""
        if self._last is None or self._last[0] is not docs:
            self._last = docs, self._library(docs)
        return self._last[1]

    def _library(self, docs: Docs) -> Library:
        brand: Brand | None = self.of(docs, "brand", "brand")
        if brand is None:
            raise Unfit
        tags: Tags | None = self.of(docs, "tags", "tags")
        alone = {"all": Tier.model_construct(id=_text("all"), name=brand.name)}
        return Library(
            brand=brand,
            ips=dict(_Shelf(self, docs, "ip")),
            personas=dict(_Shelf(self, docs, "persona")),
            tiers=dict(_Shelf(self, docs, "tier")) or alone,
            products=_Shelf(self, docs, "product"),
            wordings={},
            columns=_Shelf(self, docs, "column"),
            offers=_Shelf(self, docs, "offer"),
            campaigns=_Shelf(self, docs, "campaign"),
            announcements=_Shelf(self, docs, "announcement"),
            welcomes={},
            sops={},
            replies={},
            accounts={},
            journeys=_Shelf(self, docs, "journey"),
            pools=_Shelf(self, docs, "pool"),
            house=self.of(docs, "house", "rules"),
            tags={tag: name for group in tags.groups.values() for tag, name in group.tags.items()} if tags else {},
            templates={},
            assets={},
            used=frozenset(),
        )


class _Shelf(Mapping[str, D]):
    """The documents of a kind, each made when it is asked for; with `only` no other is met on the way."""

    def __init__(self, models: Models, docs: Docs, kind: str, only: Document | None = None) -> None:
        self._models, self._docs, self._kind, self._only = models, docs, kind, only

    def __getitem__(self, name: str) -> D:
        if not name:
            raise KeyError(name)
        if self._only is not None and name == self._only.id:
            return cast(D, self._only)
        if (found := self._models.of(self._docs, self._kind, name)) is None:
            raise Unfit  # nobody published what refers to nothing
        return cast(D, found)

    def __iter__(self) -> Iterator[str]:
        names: Iterable[Hashable] = [self._only.id] if self._only else self._docs.get(("", self._kind), {})
        return map(str, names)

    def __len__(self) -> int:
        return len(self._docs.get(("", self._kind), {}))


def model_of(model: type[M], values: Mapping[Any, Any]) -> M | None:
    """Values as a model; None where they do not fit."""
    try:
        return model.model_validate({key: _texts(value) for key, value in values.items()}, context=KNOWN)
    except ValidationError:
        return None


def _texts(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return {_text(key): _texts(one) for key, one in value.items()}
    return [_texts(one) for one in value] if isinstance(value, list) else value


def _text(value: str) -> Text:
    return Text(value, Source("", value), 0, len(value))
