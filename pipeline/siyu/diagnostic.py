"""What siyu has to say to an author: one finding, in both languages, at the smallest span.

In: nothing. Out: `Words`, `Diagnostic` and helpers that order and compare them.
Promise: a message is one line that stands alone; notes say where else to look and what to write instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

from siyu.source import Span


class Words(NamedTuple):
    """The same sentence in Chinese and English."""

    zh: str
    en: str


class Severity(IntEnum):
    """How bad a finding is; only an ERROR stops a build."""

    ERROR = 0
    WARNING = 1
    ADVICE = 2


class Note(NamedTuple):
    """Something that helps: a sentence, and a place where one belongs to it."""

    words: Words
    span: Span | None = None


class Diagnostic(NamedTuple):
    """One finding. `rule` is a kebab-case name that reads as "allow ___"; `fix` is what may safely stand in place of the span."""

    rule: str
    words: Words
    span: Span
    notes: tuple[Note, ...] = ()
    severity: Severity = Severity.ERROR
    fix: str | None = None


class Problem(ValueError):
    """Why a text is not a value of its kind; `start` and `end` narrow it to characters of that text."""

    def __init__(self, rule: str, words: Words, *notes: Words, start: int = 0, end: int | None = None) -> None:
        super().__init__(words.en)
        self.rule = rule
        self.words = words
        self.notes = notes
        self.start = start
        self.end = end


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 file", "2 files", "3 entries"."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


class Refusal(Exception):
    """What cannot be done; carries why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def tidy(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sorted by file and place; the same finding about the same place only once."""
    unique = {(d.span.source.path, d.span.start, d.span.end, d.rule, d.words.zh): d for d in diagnostics}
    return [unique[key] for key in sorted(unique)]


def failed(found: Iterable[Diagnostic]) -> bool:
    """Whether nothing may be published."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in found)


def did_you_mean(word: str, known: Iterable[str]) -> tuple[Words, ...]:
    """The nearest known word as a note, the whole list where it is short, else nothing."""
    known = known if isinstance(known, tuple) else sorted(known)  # a tuple is in an order that people know
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if near:
        return (Words(f"是不是想写 {near[0]}？", f"did you mean {near[0]}?"),)
    if 0 < len(known) <= 20:
        return (Words(f"可以写：{'、'.join(known)}", f"write one of: {', '.join(known)}"),)
    return ()
