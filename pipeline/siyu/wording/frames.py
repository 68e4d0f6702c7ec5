"""Frames: how words stand to each other when they say something.

In: a line such as `treat 4 ill`: classes of words in this order, at most four characters between them. A small Latin word is a class,
anything else is itself; `a|b` is either, `?` optional. A number is the longest gap, within a clause; `4,` crosses commas, `4.` everything,
`4;` not even a word that turns the sense (就, 而是: the class `turn`). `@` is the phrase whose surroundings are asked. A line that begins
with `& 20` wants its words in any order, each at most 20 characters from the others, within a sentence.
Out: `Frame`s, and where they occur in a `Reading`. Promise: linear: a gap is bounded, and of two ways to one end the shorter is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from siyu.wording.reading import CLAUSE, SENTENCE, Reading, Span

_LONGEST = 16  # characters of a word
_BREAKS = {"": CLAUSE, ";": CLAUSE, ",": SENTENCE, ".": frozenset[str]()}
_GAP = re.compile(r"(\d+)([,.;]?)")
_CLASS = re.compile(r"[a-z_]+|[\^$@]")


class Slot(NamedTuple):
    """One of these classes, at most `gap` characters behind the one before; `over` says what may stand between."""

    classes: tuple[str, ...]
    gap: int = 0
    over: str = ""


Frame = tuple[Slot, ...]


def frames(line: str, own: Iterable[str] = ()) -> Iterator[Frame]:
    """A line with each of its optional words, and without. Classes in `own` get a dot, so that packs do not share them."""
    ways: list[Frame] = [()]
    gap, over = 0, ""
    parts = line.partition("#")[0].split()
    if parts[:1] == ["&"]:
        places = (tuple(_class(part, own) for part in _twins(word.split("|"))) for word in parts[2:])
        return iter([tuple(Slot(classes, int(parts[1]), "&") for classes in places)])
    for word in parts:
        if found := _GAP.fullmatch(word):
            gap, over = int(found[1]), found[2]
            continue
        bare = word.removesuffix("?") or word
        slot = Slot(tuple(_class(part, own) for part in _twins(bare.split("|"))), gap, over)
        ways = [*((*way, slot) for way in ways), *(ways if bare != word else ())]
        gap, over = 0, ""
    return (way for way in ways if way)


def _twins(parts: list[str]) -> Iterator[str]:
    """The words of a place; a full-width mark means the narrow one too."""
    for part in filter(None, parts):
        yield part
        if len(part) == 1 and part in "！？，：；":
            yield chr(ord(part) - 0xFEE0)


def _class(part: str, own: Iterable[str]) -> str:
    """The name of a class; what is itself begins with `=`."""
    if not _CLASS.fullmatch(part):
        return f"={part.lower()}"
    return f".{part}" if part in own else part


def occurrences(frame: Frame, reading: Reading, phrase: Span | None = None) -> list[Span]:
    """Where the frame stands in the text, from its first word to its last; with a phrase, only near it, and `@` means it."""
    found = []
    for slot in frame:
        where = ([phrase[0]], [phrase]) if phrase and slot.classes == ("@",) else reading.of(slot.classes)
        if not where[0]:
            return []
        found.append(where)
    starts, spans = found[0]
    if phrase:
        reach = sum(slot.gap + _LONGEST for slot in frame)
        spans = spans[bisect_left(starts, phrase[0] - reach) : bisect_left(starts, phrase[1] + 1)]
    if frame[0].over == "&":
        return [span for start in spans if (span := _gathered(frame, found[1:], start, reading))]
    ways: dict[int, int] = {}
    for start, end in spans:
        ways[end] = min(start, ways.get(end, start))  # 集满 and 满 are one word here, the longer
    for slot, (starts, spans) in zip(frame[1:], found[1:], strict=True):
        further: dict[int, int] = {}
        for end, start in ways.items():
            for at in range(bisect_left(starts, end), len(starts)):
                if starts[at] > end + slot.gap:
                    break
                if starts[at] == end or _together(reading, end, starts[at], slot.over):
                    further[spans[at][1]] = max(start, further.get(spans[at][1], -1))
        ways = further
        if not ways:
            break
    return [(start, end) for end, start in ways.items()]


def _gathered(frame: Frame, others: list[tuple[list[int], list[Span]]], first: Span, reading: Reading) -> Span | None:
    """The words of the other places nearest to the first one's, whatever their order; None where one is too far."""
    chosen = [first]
    for starts, spans in others:
        low, high, gap = min(chosen)[0], max(end for _, end in chosen), frame[0].gap
        near = spans[bisect_left(starts, low - gap - _LONGEST) : bisect_left(starts, high + gap + 1)]
        fit = [
            (max(start - high, low - end, 0), start, end)
            for start, end in near
            if all(end <= before or after <= start for before, after in chosen)
            and SENTENCE.isdisjoint(reading.text[min(end, high) : max(start, low)])
            and max(start - high, low - end) <= gap
        ]
        if not fit:
            return None
        chosen.append(min(fit)[1:])
    return min(chosen)[0], max(end for _, end in chosen)


def _together(reading: Reading, start: int, end: int, over: str) -> bool:
    """Whether what stands between may stand there."""
    if not _BREAKS[over].isdisjoint(reading.text[start:end]):
        return False
    if over != ";":
        return True
    starts, spans = reading.of(("turn",))
    at = bisect_left(starts, start)
    return at == len(starts) or spans[at][1] > end
