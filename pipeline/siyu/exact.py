"""Characters of a text where their author wrote them just so, and what may safely stand there instead.

In: a passage, some of its characters, better ones. Out: their span and the better ones; None where the author did not write exactly
these, or something else may stand beside them elsewhere.
Promise: whoever replaces the characters of the span changes these and nothing else.
"""

from __future__ import annotations

from siyu.passage import Passage
from siyu.source import Span


def exact(passage: Passage, start: int, end: int, better: str) -> tuple[Span, str | None]:
    """The place of the characters, found together with their neighbours: alone, a comma may be another comma."""
    text = passage.text
    before = text[start - 1 : start].strip("\n")
    after = text[end : end + 1].strip("\n")
    words = before + text[start:end] + after
    span = passage.at(start - len(before), end + len(after))
    if (before or after) and _says(span, words):
        return Span(span.source, span.start + len(before), span.end - len(after)), better
    if passage.copy is not None:  # a placeholder beside them: what else it stands for changes nothing
        span = passage.at(start - len(before), end)
        if before and _says(span, before + text[start:end]) and span.source.text.startswith("{", span.end):
            return Span(span.source, span.start + 1, span.end), better
        span = passage.at(start, end + len(after))
        if after and _says(span, text[start:end] + after) and span.source.text.endswith("}", 0, span.start):
            return Span(span.source, span.start, span.end - 1), better
    return passage.at(start, end), None


def _says(span: Span, words: str) -> bool:
    return span.source.text[span.start : span.end] == words
