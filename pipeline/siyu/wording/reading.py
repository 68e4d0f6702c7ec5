"""Reading: where the words of a class stand in a text.

In: a folded text and the classes of a pack. Out: `Reading.of`. Promise: a word inside a longer harmless word (最 in 最近) is not there,
nor is a piece of a Latin word or a number; only what is asked for is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

Span = tuple[int, int]
Classes = Callable[[str], Sequence[str]]
CLAUSE = frozenset("，；,;—。！？!?\n")
SENTENCE = frozenset("。！？!?\n")
# Classes that are no lists of words.
BUILT_IN = {
    "num": re.compile(r"\d+(?:[.,]\d+)*[万千百亿wk]?|[零一二两三四五六七八九十百千万亿几半数]+"),
    "digits": re.compile(r"\d+(?:\.\d+)?"),
    "percent": re.compile(r"\d+(?:\.\d+)?%|百分之[零一二三四五六七八九十百\d]+|百分百"),
    "year": re.compile(r"(?:19|20)\d\d"),
    "id": re.compile(r"[a-z][a-z0-9_-]*[0-9_-][a-z0-9_-]*|\d{5,}"),
    "handle": re.compile(r"[a-z0-9][a-z0-9_-]{4,}"),
    "^": re.compile(r"^|(?<=[，；,;—。！？!?\n：:“”（）()【】])"),
    "$": re.compile(r"(?=[，；,;—。！？!?\n：:“”（）()【】])|$"),
}

HEADS = {"percent": ("%", "百分")}  # what no match of a class without words is without


class Reading:
    """A text as the words of some classes; `harmless` gives the longer words in which a word does not count."""

    def __init__(self, text: str, words: Classes, harmless: Classes) -> None:
        self.text = text
        self._words = words
        self._harmless = harmless
        self._known: dict[tuple[str, ...], tuple[list[int], list[Span]]] = {}

    def of(self, classes: tuple[str, ...]) -> tuple[list[int], list[Span]]:
        """Where the words of these classes start, and their spans, in order."""
        if classes not in self._known:
            spans = sorted({span for name in classes for span in self._spans(name)})
            self._known[classes] = ([start for start, _ in spans], spans)
        return self._known[classes]

    def _spans(self, name: str) -> Iterator[Span]:
        if name in BUILT_IN:
            yield from (found.span() for found in BUILT_IN[name].finditer(self.text))
            return
        text = self.text
        for word in self._words(name):
            if word in text:
                longer = self._harmless(word)
                for start in places(text, word):
                    if not any(_covers(text, start, word, each) for each in longer):
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


def _covers(text: str, start: int, word: str, longer: str) -> bool:
    """Whether the word at `start` is a piece of the longer one."""
    at = longer.find(word)
    while at >= 0:
        if start >= at and text.startswith(longer, start - at):
            return True
        at = longer.find(word, at + 1)
    return False
