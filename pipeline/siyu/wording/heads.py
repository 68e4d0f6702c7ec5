"""Heads: for every line of the packs, words of which one must stand in a text before the line can find anything.

In: packs. Out: heads.txt, a head and the numbers of its lines a row; after an empty row those of the pack about whole texts, after
another the words that open a whole text.
`python -m siyu.wording.heads` writes it anew. Promise: the heads of a line are rare words; no text it finds something in lacks all of them.
"""

from __future__ import annotations

from functools import cache

from siyu.wording.frames import Frame
from siyu.wording.packs import FOLDER, packs, row_frames, rows, whole, words
from siyu.wording.reading import BUILT_IN, HEADS


def table() -> str:
    """What heads.txt has to say."""
    found: dict[bool, dict[str, set[int]]] = {False: {}, True: {}}
    for number, (pack, _, _) in enumerate(rows()):
        for frame in row_frames(number):
            for head in _heads(frame, pack):
                found[pack == whole()].setdefault(head, set()).add(number)
    parts = [
        [" ".join((head.replace(" ", "_"), *map(str, sorted(found[part][head])))) for head in sorted(found[part])]
        for part in (False, True)
    ]
    return "\n\n".join(map("\n".join, [*parts, packs()[whole()].raw["ways"].split()]))


def _heads(frame: Frame, pack: int) -> set[str]:
    """The cheapest words that no match can be without: of one slot, or of two side by side, where common words go in pairs."""
    lists = [
        [word for name in slot.classes for word in (HEADS.get(name) or words(pack, name))]
        if BUILT_IN.keys() & slot.classes <= HEADS.keys()
        else []
        for slot in frame
    ]
    ways = [{*each} for each in lists if each]
    for first, second, slot in zip(lists, lists[1:], frame[1:], strict=False):
        if slot.gap == 0 and first and second and not HEADS.keys() & {*slot.classes}:
            rare = {word for word in (*first, *second) if _cost(word) <= 1}
            ways.append(rare | {one + two for one in first for two in second if not rare & {one, two}})
    return min(ways, key=lambda way: (sum(map(_cost, way)), len(way), sorted(way)))


@cache
def _common() -> frozenset[str]:
    return frozenset(packs()[0].raw["common"].split())


def _cost(word: str) -> float:
    """How many lines it will have read in vain, roughly."""
    if word.isascii() and len(word) < 3 and word != "%":
        return 1e4
    return (1e5 if len(word) == 1 else 1e4) if word in _common() else {1: 100.0, 2: 1.0}.get(len(word), 0.5)


if __name__ == "__main__":
    (FOLDER / "heads.txt").write_text(table(), encoding="utf-8", newline="\n")
