"""Packs: YAML files, one a category → the terms, classes of words and frames they hold.

In: facts/wording/*.yaml. A pack has `category`, `severity`, `suggestion`, `basis`, `date`, and `terms` with `found`: frames, one a line.
`words` are its classes, separated by spaces, `{name}` takes another class in and `{verb}了` each of its words with 了, `_` is a space; `fine` are frames around `@` that make
a phrase fine, for one term, a pack, or all (`common.yaml`); `harmless` are longer words in which no other word counts (最近 and 最), `longer` those that are so in this pack only.
The pack with `ways` is asked of whole texts only, those that have one of these words or a link. Out: `packs()`. Promise: what nobody asks for is not read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from ahocorasick_rs import AhoCorasick, BytesAhoCorasick

from siyu.diagnostic import Words
from siyu.wording.fold import squash
from siyu.wording.frames import Frame, frames
from siyu.wording.reading import BUILT_IN, Reach, Reading, Span, reach, word_spans

_PARTS = re.compile(r"\{\w+\}|[^{}]+")
_NEVER_A_NAME = ("medical-claim", "guaranteed-return")
_MANY = 24  # words: from so many on an automaton is quicker than one search after the other
FOLDER = Path(__file__).parent.parent / "facts" / "wording"


class Term(NamedTuple):
    """One thing not to be said. `fine` are the frames that make it fine."""

    id: str
    category: str
    severity: str
    suggestion: Words
    basis: str
    fine: tuple[Frame, ...] = ()


class Pack(NamedTuple):
    """A file as it is written, every scalar text."""

    category: str
    raw: dict[str, Any]


@cache
def packs() -> tuple[Pack, ...]:
    """The packs that come with siyu; the first is common to all."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    raw = [yaml.load(path.read_text(encoding="utf-8"), loader) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted((Pack(each.get("category", ""), each) for each in raw), key=lambda pack: pack.category))


@cache
def heads() -> tuple[tuple[str, ...], ...]:
    """The rows of heads.txt (see heads.py): for phrases, for whole texts, and the ways to buy that open these."""
    return tuple(tuple(part.split("\n")) for part in (FOLDER / "heads.txt").read_text(encoding="utf-8").split("\n\n"))


@cache
def whole() -> int:
    """The number of the pack that is asked of whole texts."""
    return next(number for number, pack in enumerate(packs()) if "ways" in pack.raw)


@cache
def rows() -> tuple[tuple[int, str, str], ...]:
    """Every line that finds something: its pack, its term, itself."""
    return tuple(
        (number, id, line)
        for number, pack in enumerate(packs())
        for id, term in pack.raw.get("terms", {}).items()
        for line in term["found"].splitlines()
        if line.partition("#")[0].strip()
    )


@cache
def row_frames(number: int) -> tuple[Frame, ...]:
    """The frames of one such line."""
    pack, _, line = rows()[number]
    return tuple(frames(line, packs()[pack].raw.get("words", ())))


@cache
def _needed(number: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The classes of which such a line cannot do without a word, and their pack."""
    pack, _, _ = rows()[number]
    return tuple((pack, slot.classes) for slot in row_frames(number)[-1] if not BUILT_IN.keys() & slot.classes)


@cache
def _spelt(pack: int, classes: tuple[str, ...]) -> tuple[bytes, ...] | BytesAhoCorasick:
    """The words of classes, squashed; of many a search for all at once."""
    spelt = tuple(squash("\n".join(word for name in classes for word in words(pack, name))).split(b"\n"))
    return BytesAhoCorasick([*filter(None, spelt)]) if len(spelt) > _MANY and all(spelt) else spelt


def _has(pack: int, classes: tuple[str, ...], line: bytes) -> bool:
    spelt = _spelt(pack, classes)
    if isinstance(spelt, BytesAhoCorasick):
        return bool(spelt.find_matches_as_indexes(line))
    return any(word in line for word in spelt)


@cache
def wide(number: int) -> bool:
    """Whether it may cross the lines of a text."""
    return any(slot.over == "." for slot in row_frames(number)[-1])


def possible(number: int, line: bytes, known: dict[object, bool]) -> bool:
    """Whether a squashed line has a word for each place of such a line, or the lines around may have it; `known` is what the line has."""
    if wide(number):
        return True
    for needed in _needed(number):
        if needed not in known:
            known[needed] = _has(*needed, line)
        if not known[needed]:
            return False
    return True


@cache
def term(pack: int, id: str) -> Term:
    """A term with all that makes it fine."""
    raw = packs()[pack].raw
    says = {**raw, **raw["terms"][id]}
    fine = "\n".join((packs()[0].raw["fine"], raw.get("fine", ""), raw["terms"][id].get("fine", ""))).splitlines()
    return Term(
        id,
        raw["category"],
        says["severity"],
        Words(says["suggestion"]["zh"], says["suggestion"]["en"]),
        f"{says['basis']}（{says['date']}）",
        tuple(frame for line in fine for frame in frames(line, raw.get("words", ()))),
    )


@cache
def words(pack: int, name: str) -> Sequence[str]:
    """The words of a class as one pack means it."""
    if name[0] == "=":
        return (name[1:],)
    raw = packs()[pack].raw if name[0] == "." else packs()[0].raw
    plain: list[str] = []
    for word in raw["words"][name.lstrip(".")].lower().split():
        pieces = [_piece(pack, name, part) for part in _PARTS.findall(word)]
        plain += map("".join, product(*pieces))
    return tuple(dict.fromkeys(plain))


def _piece(pack: int, name: str, part: str) -> Sequence[str]:
    """What a part of a word in a list stands for: `{class}` is any of a class's words."""
    if part[0] != "{":
        return (part.replace("_", " "),)
    own = name[0] == "." and part[1:-1] in packs()[pack].raw["words"]
    return words(pack, f".{part[1:-1]}" if own else part[1:-1])


@cache
def _harmless() -> AhoCorasick:
    return AhoCorasick({word for pack in packs() for word in pack.raw.get("harmless", "").lower().split()})


def harmless(text: str) -> list[Span]:
    """Where the longer words stand in which no other word counts."""
    return [(start, end) for _, start, end in _harmless().find_matches_as_indexes(text, overlapping=True)]


@cache
def _longer(pack: int) -> AhoCorasick | None:
    """What is harmless in one pack only."""
    own = packs()[pack].raw.get("longer", "").lower().split()
    return AhoCorasick(own) if own else None


@cache
def _listed(pack: int) -> tuple[AhoCorasick, list[str], dict[str, frozenset[str]]]:
    """All words that the lines of a pack look for, and those of each class."""
    names = {name for number, row in enumerate(rows()) if row[0] == pack for name in _names(number)}
    classes = {name: frozenset(words(pack, name)) for name in names - BUILT_IN.keys()}
    listed = sorted(frozenset().union(*classes.values()))
    return AhoCorasick(listed), listed, classes


def _names(number: int) -> set[str]:
    return {name for frame in row_frames(number) for slot in frame for name in slot.classes}


def reading(text: str, pack: int, longer: Reach, named: Sequence[Span] = ()) -> Reading:
    """A text as the words of one pack; in a name no word counts, but a name that promises a cure or a gain promises it all the same."""
    own = _longer(pack)
    spans = own.find_matches_as_indexes(text, overlapping=True) if own else []
    named = () if packs()[pack].category in _NEVER_A_NAME else named
    if spans or named:
        longer = reach([*harmless(text), *named, *((start, end) for _, start, end in spans)])
    if pack != whole():
        return Reading(text, lambda name: word_spans(text, words(pack, name), longer))
    automaton, listed, classes = _listed(pack)
    found = {listed[which] for which, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)}
    return Reading(
        text, lambda name: word_spans(text, found & classes[name] if name in classes else words(pack, name), longer)
    )
