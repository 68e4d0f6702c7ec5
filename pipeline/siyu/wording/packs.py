"""Packs: YAML files, one a category → the terms, classes of words and frames they hold.

In: facts/wording/*.yaml. A pack has `category`, `severity`, `suggestion`, `basis`, `date`, and `terms` with `found`: frames, one a line.
`words` are its classes, separated by spaces, `{name}` takes another class in, `_` is a space; `fine` are frames around `@` that make
a phrase fine, for one term, a pack, or all (`common.yaml`); `harmless` are longer words in which no other word counts (最近 and 最).
A pack with `whole` is asked of whole texts only. Out: `packs()`. Promise: what nobody asks for is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from siyu.diagnostic import Words
from siyu.wording.fold import squash
from siyu.wording.frames import Frame, frames
from siyu.wording.reading import BUILT_IN, Reading

_NEVER_A_NAME = ("medical-claim", "guaranteed-return")
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
def heads() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rows of heads.txt (see heads.py): for phrases, and for whole texts."""
    phrases, _, whole = (FOLDER / "heads.txt").read_text(encoding="utf-8").partition("\n\n")
    return tuple(phrases.split("\n")), tuple(whole.split("\n"))


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
def _needed(number: int) -> tuple[tuple[bytes, ...], ...]:
    """For each word that such a line cannot do without, its spellings, squashed."""
    pack, _, _ = rows()[number]
    return tuple(
        tuple(squash("\n".join(word for name in slot.classes for word in words(pack, name))).split(b"\n"))
        for slot in row_frames(number)[-1]
        if not BUILT_IN.keys() & slot.classes
    )


@cache
def wide(number: int) -> bool:
    """Whether it may cross the lines of a text."""
    return any(slot.over == "." for slot in row_frames(number)[-1])


def possible(number: int, line: bytes) -> bool:
    """Whether a squashed line has a word for each place of such a line, or the lines around may have it."""
    return wide(number) or all(any(word in line for word in needed) for needed in _needed(number))


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
        if word[0] == "{":
            own = f".{word[1:-1]}"
            plain += words(pack, own if word[1:-1] in raw["words"] and name[0] == "." else own[1:])
        else:
            plain.append(word.replace("_", " "))
    return tuple(dict.fromkeys(plain))


@cache
def _all_harmless() -> str:
    return "\n".join(word for pack in packs() for word in pack.raw.get("harmless", "").lower().split())


@cache
def harmless(word: str) -> Sequence[str]:
    """The longer words in which this one does not count."""
    if word not in _all_harmless():
        return ()
    return tuple(each for each in _all_harmless().split("\n") if word in each and word != each)


def reading(text: str, pack: int, names: Sequence[str] = ()) -> Reading:
    """A text as the words of one pack; in a name no word counts, but a name that promises a cure or a gain promises it all the same."""

    def longer(word: str) -> Sequence[str]:
        return (*harmless(word), *(name for name in names if word in name))

    named = names and packs()[pack].category not in _NEVER_A_NAME
    return Reading(text, lambda name: words(pack, name), longer if named else harmless)
