"""Packs: YAML files, one a category → the terms, classes of words and frames they hold.

In: facts/wording/*.yaml. A pack has `category`, `severity`, `suggestion`, `basis`, `date`, and `terms` with `found`: frames, one a line.
`words` are its classes, separated by spaces, `{name}` takes another class in, `_` is a space; `fine` are frames around `@` that make
a phrase fine, for one term, a pack, or all (`common.yaml`); `harmless` are longer words in which no other word counts (最近 and 最).
Out: `Packs`. Promise: read once a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from siyu.diagnostic import Words
from siyu.wording.frames import BUILT_IN, Frame, frames

FOLDER = Path(__file__).parent.parent / "facts" / "wording"
HARMLESS = "*"
MOST = 500  # heads of two words


class Term(NamedTuple):
    """One thing not to be said. `fine` are the frames that make it fine."""

    id: str
    category: str
    severity: str
    suggestion: Words
    basis: str
    fine: tuple[Frame, ...] = ()


class Packs(NamedTuple):
    """`classes`: word → the classes it is in; `found`: class → the frames whose head it is, each with its term's number; `gate`: heads."""

    terms: tuple[Term, ...]
    classes: dict[str, tuple[str, ...]]
    found: dict[str, list[tuple[Frame, int]]]
    gate: frozenset[str]


def files() -> list[dict[str, Any]]:
    """The packs as they are written; every scalar is text."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return [yaml.load(path.read_text(encoding="utf-8"), loader) for path in sorted(FOLDER.glob("*.yaml"))]


@cache
def builtin(whole: bool = False) -> Packs:
    """The packs that come with siyu: about phrases, or about whole texts."""
    packs = [pack for pack in files() if "terms" not in pack or ("whole" in pack) == whole]
    lists = {_name(pack, name): words for pack in packs for name, words in _lists(pack).items()}
    lists[HARMLESS] = _split(" ".join(pack.get("harmless", "") for pack in packs))
    common = "".join(pack.get("fine", "") for pack in packs if "terms" not in pack)
    terms: list[Term] = []
    found: dict[str, list[tuple[Frame, int]]] = {}
    gate: set[str] = set()
    classes: dict[str, list[str]] = {}
    for pack in packs:
        for id, term in pack.get("terms", {}).items():
            says = {**pack, **term}
            fine = _own(pack, frames("\n".join((common, pack.get("fine", ""), term.get("fine", "")))))
            looked_for = _own(pack, frames(term["found"]))
            for frame in looked_for:
                names, heads = _heads(frame, lists)
                for name in names:
                    found.setdefault(name, []).append((frame, len(terms)))
                gate.update(heads)
            for slot in (slot for frame in (*looked_for, *fine) for slot in frame):
                for name in slot.classes:
                    if name[0] == "=":
                        classes[name[1:]] = [name]
            words = Words(says["suggestion"]["zh"], says["suggestion"]["en"])
            basis = f"{says['basis']}（{says['date']}）"
            terms.append(Term(id, pack["category"], says.get("severity", "warning"), words, basis, fine))
    for name in lists:
        for word in set(_words((name,), lists)):
            classes.setdefault(word, []).append(name)
    return Packs(tuple(terms), {word: tuple(names) for word, names in classes.items()}, found, frozenset(gate))


def _lists(pack: dict[str, Any]) -> dict[str, list[str]]:
    return {name: _split(words) for name, words in pack.get("words", {}).items()}


def _name(pack: dict[str, Any], name: str) -> str:
    """A class of one pack, or of all."""
    return f"{pack['category']}.{name}" if name in pack.get("words", ()) and "category" in pack else name


def _own(pack: dict[str, Any], all_frames: Iterable[Frame]) -> tuple[Frame, ...]:
    """Frames with the pack's own classes."""
    return tuple(
        tuple(slot._replace(classes=tuple(_name(pack, name) for name in slot.classes)) for slot in frame)
        for frame in all_frames
    )


def _heads(frame: Frame, lists: dict[str, list[str]]) -> tuple[tuple[str, ...], set[str]]:
    """What the gate looks for: the longest and fewest words of one slot, or of two side by side. First the class that has them."""
    plain = [[] if BUILT_IN.keys() & slot.classes else [*_words(slot.classes, lists)] for slot in frame]
    ways = [({*words}, slot) for words, slot in zip(plain, frame, strict=True) if words]
    for first, second, slot, after in zip(plain, plain[1:], frame, frame[1:], strict=False):
        if after.gap == 0 and 0 < len(first) * len(second) <= MOST:
            ways.append(({one + two for one in first for two in second}, slot))
    words, slot = min(ways, key=lambda way: (-min(2, *map(len, way[0]), 2), not way[1].head, len(way[0])))
    return slot.classes, words


def _split(words: str) -> list[str]:
    return [word.replace("_", " ") for word in words.lower().split()]


def _words(names: Iterable[str], lists: dict[str, list[str]]) -> Iterator[str]:
    """The words of some classes, of those they take in too."""
    for name in names:
        for word in (name[1:],) if name[0] == "=" else lists[name]:
            if word[0] == "{":
                yield from _words((word[1:-1],), lists)
            else:
                yield word
