"""What a week or a campaign says of cases, audiences and what goes beside a text, and what nobody would ever see of it.

In: the library and one week, or one entry or step. Out: diagnostics.
Promise: what an author wrote either reaches an output or is told here, at the author's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from siyu.diagnostic import Diagnostic, Note, Words, did_you_mean
from siyu.document import Aim
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.said import Case, Post, Variant, every
from siyu.source import Span, Text

POSTS = frozenset({"moments", "channel-video", "official-account"})
"""Channels where a text has comments below it and can be pinned."""


def resolve_cases(library: Library, week: Week) -> Iterator[Diagnostic]:
    """Every entry of a week that has any of it, and columns that have a pool and another text."""
    for column in library.columns.values():
        if column.pool and (column.copy_ or column.template):
            words = Words("pool、copy、template 只写一个", "give a pool, copy or template, only one of them")
            yield Diagnostic("two-texts", words, column.pool.span)
    for name, days in week.columns.items():
        if (owner := library.columns.get(name)) is None:
            continue  # it did not load: told already
        for entry in (entry for entries in days.values() for entry in entries):
            yield from unseen(entry, entry.tiers, entry.copy_, owner.channel, (*owner.needs, *owner.accepts))
    for extra in week.extra:
        yield from unseen(extra, extra.tiers, extra.copy_, extra.channel)


def unseen(
    entry: Variant, tiers: Mapping[Text, Variant], copy: Text | None, channel: str, fields: Iterable[Text] = ()
) -> Iterator[Diagnostic]:
    """What of an entry or a campaign's step nobody would ever see."""
    for variant in (entry, *tiers.values()):
        yield from _cases(variant, entry.variants, frozenset(map(str, fields)))
    if copy and entry.variants and all(case.copy_ for case in entry.variants.values()):
        words = Words("每种情况都有自己的正文，这一段谁也看不到", "every case has its own copy: nobody sees this one")
        how = Words("删掉它，或给它也写一种情况", "delete it, or make it a case, too")
        yield Diagnostic("field-not-shown", words, copy.span, (Note(how),))
    for part in every(entry, tiers):
        if part.to:
            yield from reaches_nobody(part.to)
        if channel not in POSTS:
            yield from _beside(part)


def _cases(part: Variant, shared: Mapping[Text, Case], fields: frozenset[str]) -> Iterator[Diagnostic]:
    """Cases without a name, and fields that no text of theirs can show."""
    for name, case in part.variants.items():
        if case.when is None and (name not in shared or shared[name].when is None):
            words = Words(f"“{name}”是什么情况，没有写", f"which case {name!s} is, is not said")
            how = Words("写上 when，例如 when: 28 ℃ 以上", "say when, for example when: above 28 °C")
            yield Diagnostic("missing-key", words, name.span, (Note(how),))
        for extra, value in (case.__pydantic_extra__ or {}).items():
            if extra not in fields:
                known = {field.alias or key for key, field in Case.model_fields.items()} | fields
                start = value.source.text.rfind(extra, 0, value.start)
                span = Span(value.source, start, start + len(extra))
                words = Words(f"这种情况里不能写 {extra}", f"a case has no {extra}")
                yield Diagnostic("unknown-key", words, span, tuple(map(Note, did_you_mean(extra, known))))


def reaches_nobody(aim: Aim) -> Iterator[Diagnostic]:
    """Tags that she must have and must not have."""
    none = set(aim.none)
    wanted = set(aim.all) & none or (set(aim.any) if aim.any and set(aim.any) <= none else set())
    for tag in aim.none:
        if tag in wanted:
            words = Words(f"“{tag}”既要又不要，谁也收不到", f"{tag!s} is both wanted and left out: nobody gets it")
            yield Diagnostic("goes-to-nobody", words, tag.span, (Note(Words("留一个", "keep one")),))
            return


def _beside(part: Post) -> Iterator[Diagnostic]:
    """A comment or a pin where there are none."""
    for key, text in (("comment", part.comment), ("pinned", part.pinned)):
        if text is not None:
            words = Words(f"这个渠道没有 {key}，写了也用不上", f"this channel has no {key}: it would be lost")
            how = Words("只有朋友圈、视频号和公众号有；删掉它", "only Moments, videos and articles have; delete it")
            yield Diagnostic("field-not-shown", words, text.span, (Note(how),))
