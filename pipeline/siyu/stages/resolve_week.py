"""A week against its library: what it says that its columns, tiers or products do not know, and what nobody would ever see.

In: the library and one week. Out: diagnostics.
Promise: what an author wrote either reaches an output or is told here, at the author's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words, did_you_mean
from siyu.kinds.column import Column
from siyu.kinds.tier import Tier
from siyu.kinds.week import Entry, Extra, Skip, Variant, Week
from siyu.library import Library
from siyu.placeholders import named
from siyu.said import BASE_FIELDS, Post, every, given
from siyu.source import Span, Text


def nobody(span: Span) -> Diagnostic:
    """`tiers: []`, which leaves nobody."""
    words = Words("tiers 是空的，谁也收不到", "tiers is empty: nobody gets it")
    return Diagnostic(
        "goes-to-nobody", words, span, (Note(Words("删掉 tiers 就是发给所有层", "without tiers it goes to all")),)
    )


LET_IN = (
    Note(
        Words("把这一层加进它的 tiers（或 only），或删掉这里", "add the tier to its tiers (or only), or delete it here")
    ),
)
"""What to do about a tier that something does not go to."""


def resolve_week(library: Library, week: Week) -> Iterator[Diagnostic]:
    """What a week says that its columns, tiers or products do not know."""
    for name, days in week.columns.items():
        if not days:
            yield _nothing(name)
        for day, entries in days.items():
            if not entries:
                yield _nothing(day)
            if (column := library.columns.get(name)) is not None:  # else it did not load: told already
                for entry in entries:
                    yield from _entry(library, entry, column, day)
    for extra in week.extra:
        words = Words("栏目之外的条目没有这个键", "an entry outside a column has no such key")
        yield from _parts(library, extra, (), library.covers(extra.only), extra.id, words)
    for skip in week.skip:
        yield from _skip(library, week, skip)


def _nothing(key: Text) -> Diagnostic:
    words = Words(f"“{key}”下面什么也没写", f"nothing is written under {key!s}")
    return Diagnostic(
        "empty-value", words, key.span, (Note(Words("写上内容，或删掉这一行", "write something or delete the line")),)
    )


def _entry(library: Library, entry: Entry, column: Column, day: Text) -> Iterator[Diagnostic]:
    words = Words(f"栏目 {column.name} 没有这个字段", f"column {column.id!s} has no such field")
    covered = library.covers(column.tiers)
    tiers = [tier for tier in covered if entry.only is None or tier.id in entry.only]
    yield from _parts(library, entry, (*column.needs, *column.accepts), tiers, day, words)
    for name in entry.only or ():
        if library.tiers.get(name) not in (*covered, None):
            words = Words(f"栏目 {column.name} 不发到“{name}”", f"column {column.id!s} does not go to tier {name!s}")
            yield Diagnostic("tier-not-covered", words, name.span, LET_IN)
    if entry.todo is not None:
        return
    yield from _not_shown(library, entry, column)
    for need in column.needs:
        lacking = [
            tier
            for tier in tiers
            if not given(entry, entry.tiers.get(tier.id), need) and not _in_every_case(entry, tier, need)
        ]
        if lacking:
            which = "" if len(lacking) == len(tiers) else "（" + "、".join(tier.name for tier in lacking) + "）"
            note = Note(Words("栏目在这里要求", "the column asks for it here"), need.span)
            words = Words(f"这条缺 {need}{which}", f"this entry lacks {need!s}")
            yield Diagnostic("missing-field", words, day.span, (note,))


def _in_every_case(entry: Entry, tier: Tier, name: str) -> bool:
    """Whether each case of a tier gives a field by itself."""
    own = variant.variants if (variant := entry.tiers.get(tier.id)) else {}
    cases = {**entry.variants, **own}
    return bool(cases) and all(given(entry.variants.get(key), case, name) for key, case in cases.items())


def _parts(
    library: Library, entry: Entry, own: Iterable[Text], tiers: list[Tier], place: Text, words: Words
) -> Iterator[Diagnostic]:
    """What an entry and its variants say that nobody would ever see."""
    names = frozenset(own)
    column = not isinstance(entry, Extra)
    yield from _unknown_fields(entry, names, words, column)
    for tier, variant in entry.tiers.items():
        yield from _unknown_fields(variant, names, words, column)
        if library.tiers.get(tier) not in (*tiers, None):
            yield Diagnostic(
                "tier-not-covered",
                Words(f"这条不发到“{tier}”", f"this entry does not go to tier {tier!s}"),
                tier.span,
                LET_IN,
            )
    if entry.only == ():
        yield nobody(place.span)
    if entry.todo and entry.copy_:
        words = Words("又写了 todo 又写了 copy，留一个", "there is both todo and copy; keep one")
        yield Diagnostic("todo-and-copy", words, entry.todo.span)


def _not_shown(library: Library, entry: Entry, column: Column) -> Iterator[Diagnostic]:
    """Own fields that no text of the entry names: their words would be lost."""
    own = [name for name in (*column.needs, *column.accepts) if name not in BASE_FIELDS]
    parts = every(entry, entry.tiers)
    written = [part for part in parts if any(name in (part.__pydantic_extra__ or {}) for name in own)]
    if not written:
        return
    texts: list[str] = [part.copy_ for part in parts if part.copy_]
    template = library.templates.get(column.template) if column.template else None
    shared = template.text if template else column.copy_
    if shared and not entry.copy_:
        texts.append(shared)
    if not texts and column.channel != "task":
        return  # there is no text at all: told by compose
    names = {name for text in texts for name in named(text)}
    for part in written:
        for name in own:
            if name in (part.__pydantic_extra__ or {}) and name not in names:
                words = Words(f"{name} 写了，正文却没有用到", f"{name!s} is given, but no text shows it")
                how = Words(
                    f"在正文里写 {{{{ {name} }}}}，或删掉它", f"write {{{{ {name} }}}} in the copy, or delete it"
                )
                yield Diagnostic("field-not-shown", words, _key_span(name, part), (Note(how),), Severity.WARNING)


def _unknown_fields(part: Variant, own: frozenset[Text], words: Words, column: bool) -> Iterator[Diagnostic]:
    for name in part.__pydantic_extra__ or {}:
        if name not in own:
            known = {field.alias or key for key, field in type(part).model_fields.items()} | {
                str(field) for field in own
            }
            notes = tuple(Note(hint) for hint in did_you_mean(name, known))
            if column:
                notes += (Note(Words("要用它，先写进栏目的 accepts", "to use it, add it to the column's accepts")),)
            yield Diagnostic(
                "unknown-key", Words(f"{words.zh}：{name}", f"{words.en}: {name}"), _key_span(name, part), notes
            )


def _key_span(name: str, part: Post) -> Span:
    """Where an own field's name is written: right before its value (pydantic keeps the value's place, not the key's)."""
    value = (part.__pydantic_extra__ or {})[name]
    start = value.source.text.rfind(name, 0, value.start)
    return Span(value.source, start, start + len(name))


def _skip(library: Library, week: Week, skip: Skip) -> Iterator[Diagnostic]:
    column = library.columns.get(skip.column)
    if column is None:
        return
    covered = library.covers(column.tiers)
    for name in skip.tiers or ():
        if library.tiers.get(name) not in (*covered, None):
            words = Words(f"栏目 {column.name} 不发到“{name}”", f"column {column.id!s} does not go to tier {name!s}")
            yield Diagnostic("tier-not-covered", words, name.span, LET_IN)
    if skip.tiers == ():
        yield nobody(skip.day.span)
    skipped = {tier.id for tier in library.covers(skip.tiers)}
    days = week.columns.get(skip.column, {})
    for entry in days.get(skip.day, ()):
        goes_to = {tier.id for tier in covered if entry.only is None or tier.id in entry.only}
        if goes_to <= skipped or skipped & set(entry.tiers):
            first = next(key for key in days if key == skip.day)
            words = Words("同一天又写了内容又跳过，留一个", "this day is both filled and skipped; keep one")
            note = Note(Words("内容在这里", "filled here"), first.span)
            yield Diagnostic("skipped-and-filled", words, skip.day.span, (note,))
