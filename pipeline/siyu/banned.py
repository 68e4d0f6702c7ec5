"""What must not be said, in texts on their way out: the hits of the wording packs and of the brand's own lists, by rule.

In: texts. Out: findings at the author's own characters, disguises included.
Promise: texts are searched once, however many rules ask; a brand's, an IP's or a product's name is fine as it is, unless it promises a
cure or a gain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.wording import Wording
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding
from siyu.wording import Hit, Own, find_all, wording
from siyu.wording import Wording as Compiled

_compiled = lru_cache(maxsize=1)(wording)


def said(texts: Texts, category: str, words: Words) -> Iterator[Finding]:
    """A finding for each hit of a category; `words` have {} where the author's characters stand."""
    for passage, hit in _hits(texts).get(category, ()):
        written = " ".join(passage.text[hit.start : hit.end].split())
        told = Words(words.zh.format(f"“{written}”"), words.en.format(written))
        notes = [Note(hit.suggestion)]
        if hit.basis:
            notes.append(Note(Words(f"依据：{hit.basis}", f"basis: {hit.basis}")))
        yield Finding(told, passage.at(hit.start, hit.end), tuple(notes), Severity[hit.severity.upper()])


def own_words(texts: Texts) -> Iterator[tuple[Wording, Passage, int, int]]:
    """Each word of the brand's own lists, in the channels of its list and outside the phrases that are fine."""
    for document in texts.library.wordings.values():
        fine = _lines(document.fine)
        for passage, hit in _hits(texts).get(_own(document), ()):
            if document.channels and passage.channel not in document.channels:
                continue
            if not any(_within(passage.text, phrase, hit) for phrase in fine):
                yield document, passage, hit.start, hit.end


@lru_cache(maxsize=1)
def _hits(texts: Texts) -> Mapping[str, list[tuple[Passage, Hit]]]:
    found: dict[str, list[tuple[Passage, Hit]]] = {}
    passages = texts.passages
    searched = find_all(_of(texts.library), [each.text for each in passages], [bool(each.link) for each in passages])
    for passage, hits in zip(texts.passages, searched, strict=True):
        for hit in hits:
            found.setdefault(hit.category, []).append((passage, hit))
    return found


def _of(library: Library) -> Compiled:
    """The packs, the brand's own words and its names, compiled once for a library's texts."""
    names = [library.brand.name, *(ip.nickname for ip in library.ips.values())]
    names += [product.name for product in library.products.values()]
    own = tuple(
        Own(_lines(document.terms), Words("", ""), str(document.severity or "warning"), _own(document))
        for document in library.wordings.values()
    )
    return _compiled(own, tuple(map(str, names)))


def _own(document: Wording) -> str:
    return f"own {document.id}"


@lru_cache(maxsize=256)
def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").split("\n") if line.strip())


def _within(text: str, phrase: str, hit: Hit) -> bool:
    at = text.find(phrase, max(0, hit.end - len(phrase)))
    return 0 <= at <= hit.start and hit.end <= at + len(phrase)
