"""Frames: how words stand to each other when they say something.

In: lines such as `treat! 4 ill`: classes of words in this order, at most four characters between them. A small Latin word is a class,
anything else is itself; `a|b` is either, `?` optional, `!` the head: the rarest word, without which nothing is looked for (two heads side by side are one). A number is the longest gap, within a clause; `4,` crosses commas, `4.` everything, `4;` not even a word that turns the sense (就,
而是: the class `turn`). `@` is the phrase whose surroundings are asked.
Out: `Frame`s, and where they occur in a `Reading`. Promise: linear: a gap is bounded, and of two ways to one end the shorter is kept.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

Span = tuple[int, int]
CLAUSE = frozenset("，；,;—。！？!?\n")
SENTENCE = frozenset("。！？!?\n")
_BREAKS = {"": CLAUSE, ";": CLAUSE, ",": SENTENCE, ".": frozenset[str]()}
_GAP = re.compile(r"(\d+)([,.;]?)")
_CLASS = re.compile(r"[a-z_]+|[\^$@]")
# Classes that are no lists of words.
BUILT_IN = {
    "num": re.compile(r"\d+(?:[.,]\d+)*[万千百亿wk]?|[零一二两三四五六七八九十百千万亿几半数]+"),
    "digits": re.compile(r"\d+(?:\.\d+)?"),
    "percent": re.compile(r"\d+(?:\.\d+)?%|百分之[零一二三四五六七八九十百\d]+|百分百|[五六七八九]成"),
    "year": re.compile(r"(?:19|20)\d\d"),
    "id": re.compile(r"[a-z][a-z0-9_-]{4,}|\d{5,}|[a-z]{2,}\d{2,}"),
    "^": re.compile(r"^|(?<=[，；,;—。！？!?\n：:“”（）()【】])"),
    "$": re.compile(r"(?=[，；,;—。！？!?\n：:“”（）()【】])|$"),
}


class Slot(NamedTuple):
    """One of these classes, at most `gap` characters behind the one before; `over` says what may stand between."""

    classes: tuple[str, ...]
    gap: int = 0
    over: str = ""
    head: bool = False


Frame = tuple[Slot, ...]


@cache
def frames(lines: str) -> tuple[Frame, ...]:
    """One frame a line; `#` begins a comment."""
    rows = (line.partition("#")[0].split() for line in lines.splitlines())
    return tuple(frame for row in rows if row for frame in _expand(row))


def _expand(row: list[str]) -> Iterator[Frame]:
    """A row with its optional slots, and without."""
    ways: list[list[Slot]] = [[]]
    gap, over = 0, ""
    for word in row:
        if found := _GAP.fullmatch(word):
            gap, over = int(found[1]), found[2]
            continue
        bare = word.rstrip("!?") or word
        classes = tuple(part if _CLASS.fullmatch(part) else f"={part.lower()}" for part in bare.split("|") if part)
        slot = Slot(classes, gap, over, "!" in word[len(bare) :])
        ways = [*([*way, slot] for way in ways), *(ways if "?" in word[len(bare) :] else ())]
        gap, over = 0, ""
    return map(tuple, ways)


class Reading:
    """A folded text and where the words of each class stand in it."""

    def __init__(self, text: str, spans: dict[str, list[Span]]) -> None:
        self.text = text
        self.spans = spans
        self._sorted: dict[tuple[str, ...], tuple[list[int], list[Span]]] = {}

    def joined(self, start: int, end: int, over: str) -> bool:
        """Whether what stands between belongs together."""
        if not _BREAKS[over].isdisjoint(self.text[start:end]):
            return False
        return over != ";" or not any(start <= first and last <= end for first, last in self.spans.get("turn", ()))

    def of(self, classes: tuple[str, ...]) -> tuple[list[int], list[Span]]:
        """Where they start, and their spans, in order."""
        if classes not in self._sorted:
            for name in classes:
                if name not in self.spans and name in BUILT_IN:
                    self.spans[name] = [found.span() for found in BUILT_IN[name].finditer(self.text)]
            spans = sorted({span for name in classes for span in self.spans.get(name, ())})
            self._sorted[classes] = ([start for start, _ in spans], spans)
        return self._sorted[classes]


def occurrences(frame: Frame, reading: Reading, phrase: Span | None = None) -> Iterable[Span]:
    """Where the frame stands in the text, from its first word to its last; `phrase` is what `@` means."""
    ways: dict[int, int] = {}
    for number, slot in enumerate(frame):
        starts, spans = ([phrase[0]], [phrase]) if phrase and slot.classes == ("@",) else reading.of(slot.classes)
        if number == 0:
            for start, end in spans:
                ways[end] = max(start, ways.get(end, -1))
            continue
        further: dict[int, int] = {}
        for end, start in ways.items():
            for at in range(bisect_left(starts, end), len(starts)):
                if starts[at] > end + slot.gap:
                    break
                if starts[at] == end or reading.joined(end, starts[at], slot.over):
                    close = spans[at][1]
                    further[close] = max(start, further.get(close, -1))
        ways = further
        if not ways:
            break
    return [(start, end) for end, start in ways.items()]
