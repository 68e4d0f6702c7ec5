"""Incentives → handouts: the rules and the announcement as each tier reads them, once for all weeks.

In: a library and the tables that a text may name. Out: `Handout`s; diagnostics.
Promise: what its author wrote is filled like any copy; what is not written is made from the same lines, in plain words, nothing added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from siyu import incentives as said
from siyu.diagnostic import Diagnostic, Note, Problem, Words
from siyu.incentives import Handout, Line
from siyu.kinds.incentive import Given, Incentive
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.placeholders import at, fill
from siyu.stages.vocabulary import Vocabulary
from siyu.weeks import month_day

_MANY = 4  # lines of a kind that an announcement shows before it leads to the rules


def compose_incentives(library: Library, known: Vocabulary) -> tuple[list[Handout], list[Diagnostic]]:
    """Every incentive for each tier that it is for, up the ladder."""
    found: list[Diagnostic] = []
    made = [
        handout
        for tier in library.tiers.values()
        for incentive in said.all_of(library, tier)
        for handout in _of(library, known, incentive, tier, found)
    ]
    return made, found


def _of(
    library: Library, known: Vocabulary, incentive: Incentive, tier: Tier, found: list[Diagnostic]
) -> Iterator[Handout]:
    parts: list[Given] = [*incentive.spend.values(), *incentive.rewards.values()]
    for part in parts:
        product = library.products.get(part.product or "")
        if product and product.tiers and tier.id not in product.tiers and (part.only is None or tier.id in part.only):
            zh, en = (
                f"{product.name} 不给“{tier.id}”，这一条却给它",
                f"{product.id!s} is not for tier {tier.id!s}, and this is",
            )
            note = Note(Words("换一个，或写 only", "give something else, or say only"))
            found.append(Diagnostic("tier-not-covered", Words(zh, en), (part.product or incentive.id).span, (note,)))
            return
    ip = library.speaker(tier, incentive.ip)
    lists = {
        "earn": said.earned(incentive, tier),
        "spend": said.bought(library, incentive, tier),
        "rewards": said.given(library, incentive, tier),
        "terms": said.terms(library, incentive),
    }
    written = {line.words: line.written for lines in lists.values() for line in lines}
    names = {
        "brand": known.brand,
        "ip": known.ip(ip),
        "tier": known.tier(tier),
        "nickname": None,
        "link": None,
        "incentive": _names(library, incentive, lists),
    }
    for part_, copy in (("rules", incentive.rules), ("announcement", incentive.announcement)):
        values: tuple[str, ...] = ()
        if copy is None:
            text = _rules(incentive, lists) if part_ == "rules" else _announced(library, incentive, lists)
        else:
            try:
                text, values = fill(copy, names)
            except Problem as problem:
                found.append(at(problem, copy))
                continue
        text = normalize("NFC", text.strip("\n "))
        yield Handout(tier, incentive, part_, text, copy, ip, values, written)


def _names(library: Library, incentive: Incentive, lists: Mapping[str, list[Line]]) -> dict[str, str | None]:
    first, last = said.dates_of(library, incentive)
    return {
        "name": incentive.name,
        "about": incentive.about,
        "begins": month_day(first) if first else None,
        "ends": month_day(last) if last else None,
        "unit": said.unit_of(incentive),
        "days": str(incentive.days) if incentive.days else None,
        **{name: _numbered(lines) or None for name, lines in lists.items()},
    }


def _rules(incentive: Incentive, lists: Mapping[str, list[Line]]) -> str:
    """The whole of it, under its headings."""
    heads = {"earn": "怎么攒", "spend": "怎么用", "rewards": "给什么", "terms": "说明"}
    blocks = [f"{incentive.name}规则" if not incentive.name.endswith("规则") else str(incentive.name)]
    blocks += [str(incentive.about)] if incentive.about else []
    blocks += [f"{head}\n{_numbered(lists[name])}" for name, head in heads.items() if lists[name]]
    return "\n\n".join(blocks)


def _announced(library: Library, incentive: Incentive, lists: Mapping[str, list[Line]]) -> str:
    """What it is, the first of each list, and where the rules are."""
    dates = said.when(*said.dates_of(library, incentive))
    blocks = [f"{incentive.name}{f'｜{dates}' if dates else ''}"]
    blocks += [str(incentive.about)] if incentive.about else []
    for name, head in (("earn", "这样攒："), ("spend", "可以换："), ("rewards", "")):
        lines = lists[name]
        if lines:
            shown = "\n".join(f"· {line.words}" for line in lines[:_MANY])
            blocks.append(f"{head}\n{shown}".strip())
    blocks.append("细则在群里的规则那一条，拿不准就问。")
    return "\n\n".join(blocks)


def _numbered(lines: Iterable[Line]) -> str:
    return "\n".join(f"{number}. {line.words}" for number, line in enumerate(lines, 1))
