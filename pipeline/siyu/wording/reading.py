"""Reading: where the words of a class stand in a text.

In: a folded text and the classes of a pack. Out: `Reading.of`. Promise: a word inside a longer harmless word (最 in 最近) is not there,
nor is a piece of a Latin word or a number; only what is asked for is looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple

Span = tuple[int, int]
CLAUSE = frozenset("，；,;—。！？!?\n")
SENTENCE = frozenset("。！？!?\n")
# Classes that are no lists of words.
BUILT_IN = {
    "num": re.compile(r"\d+(?:[.,]\d+)*[万千百亿wk]?|[零一二两三四五六七八九十百千万亿几半数]+"),
    "digits": re.compile(r"\d+(?:\.\d+)?"),
    "percent": re.compile(r"\d+(?:\.\d+)?%|百分之[零一二三四五六七八九十百\d]+|百分百"),
    "lapse": re.compile(
        r"第?(?:\d+|[零一二两俩仨三四五六七八九十半几百数]+)(?:多|来|几|整)?个?半?(?:来|多)?(?:天|周|星期|礼拜|月|年|季|学期|晚|夜|宿|小时)"
        r"|(?:第[一二三四五六七八九十百]+|\d+|[零一二两三四五六七八九十半几百数]{2,}|[二两三四五六七八九十几])(?:多|来|几)?(?:次|回|遍|瓶|支|盒|罐|袋|杯|片|包|双|箱|顿|公里|趟|节|期|茬|桶|块)"
        r"|大半[年天夜]|大半个月|整[年月周夜季]|[一整]个?(?:[夏冬秋春]天|雨季|梅雨季|寒假|暑假)|昨晚|昨天|上周|上个?月|去年"
    ),
    "year": re.compile(r"(?:19|20)\d\d"),
    "id": re.compile(r"[a-z][a-z0-9_-]*[0-9_-][a-z0-9_-]*|\d{5,}"),
    "handle": re.compile(r"[a-z0-9][a-z0-9_-]{4,}"),
    "^": re.compile(r"^|(?<=[，；,;—。！？!?\n：:“”（）()【】])"),
    "$": re.compile(r"(?=[，；,;—。！？!?\n：:“”（）()【】])|$"),
}

HEADS = {"percent": ("%", "百分")}  # what no match of a class without words is without


class Reading:
    """A text as the words of some classes; `spans` is where a class that is a list of words stands."""

    def __init__(self, text: str, spans: Callable[[str], Iterable[Span]]) -> None:
        self.text = text
        self._listed = spans
        self._known: dict[tuple[str, ...], tuple[list[int], list[Span]]] = {}

    def of(self, classes: tuple[str, ...]) -> tuple[list[int], list[Span]]:
        """Where the words of these classes start, and their spans, in order."""
        if classes not in self._known:
            spans = sorted({span for name in classes for span in self._spans(name)})
            self._known[classes] = ([start for start, _ in spans], spans)
        return self._known[classes]

    def _spans(self, name: str) -> Iterable[Span]:
        if name in BUILT_IN:
            return (found.span() for found in BUILT_IN[name].finditer(self.text))
        return self._listed(name)


class Reach(NamedTuple):
    """Spans by their starts, and how far those up to each one reach."""

    starts: list[int]
    ends: list[int]

    def holds(self, start: int, end: int) -> bool:
        """Whether a stretch is a piece of a longer one."""
        after, before = bisect_right(self.starts, start), bisect_left(self.starts, start)
        return bool((after and self.ends[after - 1] > end) or (before and self.ends[before - 1] >= end))

    def meets(self, start: int, end: int) -> bool:
        """Whether a stretch shares a character with one."""
        before = bisect_left(self.starts, end)
        return before > 0 and self.ends[before - 1] > start


def reach(spans: Iterable[Span]) -> Reach:
    """Spans as a `Reach`."""
    ordered = sorted(spans)
    return Reach([start for start, _ in ordered], list(accumulate((end for _, end in ordered), max)))


def word_spans(text: str, words: Iterable[str], harmless: Reach) -> Iterator[Span]:
    """Where these words stand, outside of what is longer and harmless."""
    for word in words:
        if word in text:
            for start in places(text, word):
                if not harmless.holds(start, start + len(word)):
                    yield start, start + len(word)


def places(text: str, word: str) -> Iterator[int]:
    """Where a word stands, on its own if it is Latin or a number: TOP1 not in TOP10."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_joined(text[at - 1 : at], word[0]) or _joined(word[-1], text[end : end + 1])):
            yield at
        at = text.find(word, at + 1)


def _joined(one: str, other: str) -> bool:
    return one.isascii() and other.isascii() and one.isalnum() and other.isalnum()
