"""Findings + waivers → what is left to say.

In: what the rules found, the loaded documents, the Monday of the last planned week. Out: diagnostics.
Promise: a waiver silences findings of its rule in its own document alone, and only as long as it holds and shows the proof that the
rule demands; what became of every waiver is told by WAIVER_RULES. Errors of structure cannot be waived: no rule finds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from siyu.diagnostic import Diagnostic
from siyu.document import Document, Waiver
from siyu.kinds.week import Week
from siyu.rule import Use
from siyu.rules import RULES, WAIVER_RULES


def waive(
    told: Iterable[Diagnostic], documents: Iterable[Document], last: date, whole: bool = True
) -> list[Diagnostic]:
    """The findings that no waiver covers, and those about waivers; `whole` is False where only a part of the project was looked at."""
    uses: dict[str, list[Use]] = {}
    for document in documents:
        day = document.week if isinstance(document, Week) else last
        for waiver in document.allow:
            uses.setdefault(document.id.source.path, []).append(Use(waiver, day, 0, RULES[waiver.rule].evidence))
    left = [diagnostic for diagnostic in told if not _silenced(diagnostic, uses.get(diagnostic.span.source.path, ()))]
    every = [use for of_document in uses.values() for use in of_document if whole or use.silenced]
    return [*left, *(diagnostic for rule in WAIVER_RULES for diagnostic in rule.look(every))]


def _silenced(diagnostic: Diagnostic, uses: list[Use] | tuple[()]) -> bool:
    """Whether a waiver covers a finding; that it did is written down."""
    silenced = False
    for number, use in enumerate(uses):
        if use.waiver.rule == diagnostic.rule and not use.ended and not use.unproved and _meant(use.waiver, diagnostic):
            uses[number] = use._replace(silenced=use.silenced + 1)  # type: ignore[index]
            silenced = True
    return silenced


def _meant(waiver: Waiver, diagnostic: Diagnostic) -> bool:
    source, start, end = diagnostic.span
    return waiver.words is None or waiver.words in source.text[start:end]
