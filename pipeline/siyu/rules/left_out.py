"""Somebody or something that the plan forgot: a persona no column speaks to, a tier that gets nothing, a column that never runs."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Publication
from siyu.kinds.column import Column
from siyu.kinds.tier import is_open
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.schedule import week_of

_A_MONTH = 5  # weeks in which every monthly column has had its turn


def left_out(publication: Publication) -> Iterator[Finding]:
    """Advice for each of them, where others are not left out. A slot skipped or still open is not forgotten."""
    yield from _personas(publication.library)
    yield from _tiers(publication)
    yield from _columns(publication)


def _personas(library: Library) -> Iterator[Finding]:
    named = {name for column in library.columns.values() for name in column.personas}
    for name, persona in library.personas.items():
        if named and name not in named:
            words = Words(f"没有一个栏目写给{persona.name}", f"no column is for persona {name}")
            note = Note(Words("写进一个栏目的 personas，或删掉这个画像", "add it to a column's personas, or delete it"))
            yield Finding(words, persona.name.span, (note,))


def _tiers(publication: Publication) -> Iterator[Finding]:
    """A tier that gets nothing at all, or nothing in one week of those in which it usually does."""
    served: dict[str, set[str]] = {name: set() for name in publication.library.tiers}
    for edition in publication.editions:
        week = edition.plan.week.name
        for item in edition.plan.items:
            if item.tier and item.channel != "task":
                served[item.tier.id].add(week)
        for gap in edition.plan.gaps:
            served[gap.tier.id].add(week)
    if not any(served.values()):
        return
    for name, weeks in served.items():
        tier = publication.library.tiers[name]
        if tier.group == "flash":
            continue  # it ends when its sale does
        there = [e for e in publication.editions if any(is_open(tier, day) for day in week_of(e.plan.week.week))]
        if not weeks and there:
            words = Words(f"{tier.name} 在整个计划里什么也收不到", f"tier {name} gets nothing in the whole plan")
            note = Note(Words("给它排栏目，或删掉这一层", "let a column cover it, or delete the tier"))
            yield Finding(words, tier.name.span, (note,))
            continue
        for edition in there:
            week_ = edition.plan.week.week_
            if week_ not in weeks and len(weeks) * 2 > len(there):
                words = Words(f"{tier.name} 在 {week_} 什么也收不到", f"tier {name} gets nothing in {week_!s}")
                note = Note(Words("排上一条，或在 skip 里写明原因", "plan something, or say why under skip"))
                yield Finding(words, week_.span, (note,))


def _columns(publication: Publication) -> Iterator[Finding]:
    editions = publication.editions
    if len(editions) < _A_MONTH:
        return
    ran = {item.key for edition in editions for item in edition.plan.items}
    ran |= {gap.column for edition in editions for gap in edition.plan.gaps}
    for name, column in publication.library.columns.items():
        if name not in ran and publication.library.covers(column.tiers) and not _waits(column, len(editions)):
            words = Words(
                f"{column.name} 在 {len(editions)} 周的计划里一次也没有",
                f"column {name} never runs in {plural(len(editions), 'week')} of plans",
            )
            note = Note(Words("排上一条，或删掉这个栏目", "plan something for it, or delete it"))
            yield Finding(words, column.name.span, (note,))


def _waits(column: Column, weeks: int) -> bool:
    """Whether its turn may come later: every so many weeks, in some months, on holidays, on a day that some months lack."""
    return any(
        when.every > weeks
        or when.anchor
        or when.day_class == "holiday"
        or when.month_day > 28
        or 5 in when.ordinals
        or when.months
        for when in column.when
    )


RULE = Rule(
    name="left-out",
    severity=Severity.ADVICE,
    what=Words(
        "画像没有栏目、分层什么也收不到，或栏目一次也没有排",
        "no column is for a persona, a tier gets nothing, or a column never runs",
    ),
    why=Words("写下来却没有人照顾的，多半是忘了", "what is written down and never served was probably forgotten"),
    instead=Words("给它排上内容，或把它删掉", "plan something for it, or delete it"),
    find=left_out,
)
