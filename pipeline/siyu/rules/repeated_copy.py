"""The same words again before anybody forgot them: a group that hears itself twice is a machine's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition, Item, Publication
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Text

_DAYS = 14
_SHORT = 12
_ENOUGH = 8  # phrases to know a text by
_HEAD = 60  # characters that most unlike texts are told apart by
_ENDS = (slice(5), slice(-5, None))
_ALIKE = 0.5  # of the pairs of letters in two texts; two different ones of a column share 0.2 at most
_PHRASES = re.compile(r"[\s，。！？、；：,.!?…]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NAMES = re.compile(r"\{\{[^{}]*\}\}")


class Said(NamedTuple):
    """What an author wrote for one entry, as some tiers get it. `marks` are how its first phrases begin and end; `designed`: a column's own text with
    fields in it, which may repeat, but counts when a whole week does."""

    item: Item
    week: int
    tiers: set[str]
    written: Text
    marks: tuple[str, ...]
    designed: bool


def repeated_copy(publication: Publication) -> Iterator[Finding]:
    """A warning for a text that some tier read less than `rhythm.repeat_after` days ago; one for a week that repeats most of another."""
    rest = publication.library.brand.rhythm.repeat_after or _DAYS
    last: dict[str, list[Said]] = {}
    for number, edition in enumerate(publication.editions):
        repeats: list[tuple[Said, Said]] = []
        total = 0
        for entry in _entries(publication.library, edition, number):
            total += len(entry)
            repeats += [(said, before) for said in entry if (before := _before(said, last, rest))]
            for said in entry:
                last.update(dict.fromkeys(said.marks, entry))
        if repeats:
            yield from _told(repeats, total, publication.editions)


def _told(repeats: list[tuple[Said, Said]], total: int, editions: tuple[Edition, ...]) -> Iterator[Finding]:
    week = repeats[0][0].week
    counts = Counter(before.week for _, before in repeats if before.week != week)
    copied, number = counts.most_common(1)[0] if counts else (week, 0)
    if number >= 3 and number * 2 > total:
        this, other = editions[week].plan.week, editions[copied].plan.week
        words = Words(
            f"{this.name} 照搬了 {other.name}：{total} 条正文里 {number} 条一样或几乎一样",
            f"{this.name} repeats {other.name}: {number} of {total} texts are the same or nearly the same",
        )
        note = Note(
            Words("重写，或删掉还没写的", "write them anew, or delete what is not written yet"), other.week_.span
        )
        yield Finding(words, this.week_.span, (note,))
        repeats = [(said, before) for said, before in repeats if before.week != copied]
    for said, before in repeats:
        if said.designed or before.designed:
            continue
        days = (said.item.date - before.item.date).days
        same = _bare(said.written) == _bare(before.written)
        ago = (
            Words(f"才隔 {days} 天", f"{days} day{'s' if days > 1 else ''} before")
            if days
            else Words("是同一天", "the same day")
        )
        words = Words(
            f"和 {before.item.date} 的 {before.item.name} {'一样' if same else '几乎一样'}，{ago.zh}",
            f"{'the same' if same else 'nearly the same'} copy as {before.item.key!s} on {before.item.date}, {ago.en}",
        )
        note = Note(
            Words("那一条在这里；重写，或隔久一点", "that one; write it anew, or wait longer"), before.written.span
        )
        yield Finding(words, said.written.span, (note,))


def _entries(library: Library, edition: Edition, week: int) -> Iterator[list[Said]]:
    """The written texts of a week, those of one entry together: they differ by tier."""
    entries: dict[str, dict[int, Said]] = {}
    own = {id(column.copy_) for column in library.columns.values()}
    for item, text, *_ in edition.messages:
        if not text or item.tier is None or item.channel == "task" or item.file:
            continue
        designed = item.copy is None or id(item.copy) in own
        variants = entries.setdefault(item.identity, {})
        words = id(item.fields) if designed else id(item.copy)
        if words in variants:
            variants[words].tiers.add(item.tier.id)
        elif (written := _fields(item) if designed else item.copy) is not None and len(written) >= _SHORT:
            parts = _PHRASES.split(written, _ENOUGH)[:_ENOUGH]
            marks = [part[at] for part in parts if len(part) > 3 and part[0] != "{" for at in _ENDS]
            variants[words] = Said(item, week, {item.tier.id}, written, tuple(dict.fromkeys(marks)), designed)
    return (list(variants.values()) for variants in entries.values() if variants)


def _fields(item: Item) -> Text | None:
    """The longest field of its own that an entry gives to a column's text."""
    return max((text for text in item.fields.values() if isinstance(text, Text)), key=len, default=None)


def _before(said: Said, last: dict[str, list[Said]], rest: int) -> Said | None:
    """The text that it repeats: the one that most of its phrases were last seen in, if the two are much alike."""
    seen = [entry for mark in said.marks if (entry := last.get(mark))]
    if len(seen) * 3 < len(said.marks) or not seen:
        return None
    keys = [id(entry) for entry in seen]
    likely = max(dict.fromkeys(keys), key=keys.count)
    if keys.count(likely) * 3 < len(said.marks):
        return None
    return next((one for one in seen[keys.index(likely)] if _repeats(said, one, rest)), None)


def _repeats(said: Said, one: Said, rest: int) -> bool:
    days = abs((said.item.date - one.item.date).days)
    if days >= rest or not said.tiers & one.tiers or (days == 0 and said.item.channel != one.item.channel):
        return False  # one day's post in Moments and in the group is one post
    return _alike(said.written[:_HEAD], one.written[:_HEAD]) > _ALIKE / 2 and _alike(said.written, one.written) > _ALIKE


def _alike(text: str, other: str) -> float:
    """How many of all their pairs of letters two texts share; nothing where one is too short to tell."""
    left, right = set(pairwise(_bare(text))), set(pairwise(_bare(other)))
    shared = len(left & right)
    return shared / (len(left) + len(right) - shared) if min(len(left), len(right)) >= _SHORT else 0


def _bare(text: str) -> str:
    """The letters alone, without names in braces."""
    return "".join(_LETTERS.findall(_NAMES.sub("", text) if "{{" in text else text))


RULE = Rule(
    name="repeated-copy",
    severity=Severity.WARNING,
    what=Words(
        "同样或几乎同样的话，没隔几天又说一遍（默认 14 天）",
        "the same copy, or nearly the same, comes again within days (14 unless rhythm.repeat_after says otherwise)",
    ),
    why=Words("听过两遍的人就知道，账号背后没有人", "whoever hears it twice knows that nobody is behind the account"),
    instead=Words(
        "重写，或隔久一点；品牌的间隔写在 brand.yaml 的 rhythm.repeat_after",
        "write it anew, or wait longer; the brand's own distance is rhythm.repeat_after in brand.yaml",
    ),
    find=repeated_copy,
)
