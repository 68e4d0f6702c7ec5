"""What a rule is: a name that a waiver can use, what it finds, why, what to write instead, and the generator that looks.

In: nothing. Out: `Rule`, `Finding`, and `Use`, what became of a waiver.
Promise: everything a rule says is in both languages; a finding is at the smallest span in the author's own file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.document import Waiver
from siyu.source import Span

Scope = TypeVar("Scope")


class Finding(NamedTuple):
    """What a rule saw. `severity` where it differs from the rule's; `fix` is what may safely stand in place of the span."""

    words: Words
    span: Span
    notes: tuple[Note, ...] = ()
    severity: Severity | None = None
    fix: str | None = None


class Rule(NamedTuple, Generic[Scope]):
    """`name` reads as "allow ___". `source` is the law or platform document with its date, empty where the reason is the craft's own;
    `evidence`: a waiver must show proof. `find` looks at a library, a week's edition, texts, or the whole publication."""

    name: str
    severity: Severity
    what: Words
    why: Words
    instead: Words
    find: Callable[[Scope], Iterator[Finding]]
    source: str = ""
    evidence: bool = False

    def look(self, scope: Scope) -> Iterator[Diagnostic]:
        """Every finding, under this rule's name."""
        for words, span, notes, severity, fix in self.find(scope):
            yield Diagnostic(self.name, words, span, notes, self.severity if severity is None else severity, fix)


class Use(NamedTuple):
    """A waiver, the Monday it is held against (its week's, else the last planned), how many findings it silenced, and whether its rule demands proof."""

    waiver: Waiver
    day: date
    silenced: int
    proof: bool

    @property
    def ended(self) -> bool:
        """Whether the plan has come to days that the waiver no longer covers."""
        return self.waiver.until is not None and self.waiver.until < self.day

    @property
    def unproved(self) -> bool:
        """Whether the rule demands evidence that the waiver does not give."""
        return self.proof and self.waiver.evidence is None
