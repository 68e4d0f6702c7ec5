"""A publication → the composed texts that hold some words, each with where it goes and where it was written.

In: a publication and words. Out: `Found`.
Promise: what is searched is the text as pasted, of every tier; upper and lower case, full and half width are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from siyu.edition import Publication
from siyu.passage import Passage, texts_of, texts_of_answers, texts_of_handouts, texts_of_scripts, texts_of_touches


class Found(NamedTuple):
    """A text, and the line of it that holds the words first."""

    passage: Passage
    line: str


def search(publication: Publication, words: str) -> Iterator[Found]:
    """Every text with the words, or of the document with that id, weeks in order, then welcome scripts, journeys, replies, incentives."""
    wanted = _folded(words)
    texts = [texts_of(edition) for edition in publication.editions]
    library = publication.library
    texts += [texts_of_scripts(library, publication.scripts), texts_of_touches(publication)]
    texts += [
        texts_of_answers(library, publication.answers, publication.pins),
        texts_of_handouts(library, publication.handouts),
    ]
    for each in texts:
        for passage in each.passages:
            lines = passage.text.split("\n")
            if wanted in _folded(passage.text) or _is(passage, words):
                yield Found(passage, next((line for line in lines if wanted in _folded(line)), lines[0]))


def _is(passage: Passage, id_: str) -> bool:
    """Whether a text comes from the document with this id."""
    campaign = passage.item.campaign if passage.item else None
    return passage.key == id_ or (campaign is not None and campaign.id == id_)


def _folded(text: str) -> str:
    return normalize("NFKC", text).casefold()
