"""Library, editions and scripts → diagnostics: runs the rules over what will go out.

In: a library, one week's edition, the welcome scripts, or the whole publication. Out: findings about their meaning; structure was
settled before.
Promise: every rule runs; nothing is changed. Only `check_plan` looks at more than one week.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic
from siyu.edition import Edition, Publication
from siyu.library import Library
from siyu.passage import Texts, texts_of, texts_of_answers, texts_of_handouts, texts_of_scripts, texts_of_touches
from siyu.rules import LIBRARY_RULES, PLAN_RULES, TEXT_RULES, WEEK_RULES


def check_library(library: Library) -> Iterator[Diagnostic]:
    """What the rules find in what changes rarely."""
    for rule in LIBRARY_RULES:
        yield from rule.look(library)


def check_week(edition: Edition) -> Iterator[Diagnostic]:
    """What the rules find in one week."""
    for rule in WEEK_RULES:
        yield from rule.look(edition)
    yield from _check_texts(texts_of(edition))


def check_plan(publication: Publication) -> Iterator[Diagnostic]:
    """What the rules find in all weeks together, where these are there, and in the welcome scripts."""
    for rule in PLAN_RULES if publication.whole else ():
        yield from rule.look(publication)
    yield from _check_texts(texts_of_scripts(publication.library, publication.scripts))
    if publication.touches:
        yield from _check_texts(texts_of_touches(publication))
    if publication.answers or publication.pins:
        yield from _check_texts(texts_of_answers(publication.library, publication.answers, publication.pins))
    if publication.handouts:
        yield from _check_texts(texts_of_handouts(publication.library, publication.handouts))


def _check_texts(texts: Texts) -> Iterator[Diagnostic]:
    for rule in TEXT_RULES:
        yield from rule.look(texts)
