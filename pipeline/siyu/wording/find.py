"""Finding: texts → the phrases in them that must not be said.

In: a `Wording` and texts. Out: `Hit`s in reading order, at the author's own characters, disguise included; within a category no two
overlap, the longest stands. Promise: pure; linear in the text; a line that many texts share is read once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from siyu.diagnostic import Words
from siyu.wording.fold import fold
from siyu.wording.gate import Gate, Suspect, fired, gate
from siyu.wording.packs import Term, heads, wide
from siyu.wording.phrases import phrases
from siyu.wording.reading import Span, places
from siyu.wording.unmarked import told

_T = TypeVar("_T", bound=tuple[Any, ...])
_GRAVEST = (
    *("medical-claim", "guaranteed-return", "guaranteed-result", "false-authority", "superstition", "absolute-term"),
    *("rewarded-sharing", "coercive-sharing", "contact-bait", "false-scarcity", "clickbait", "vulgar-wording"),
)
_SEVERITIES = ("error", "warning", "advice")
_NEAR = 2  # lines before and after that belong to what may cross lines


class Own(NamedTuple):
    """Words that a brand does not want to read, and what it wants instead."""

    words: Sequence[str]
    suggestion: Words
    severity: str = "warning"
    category: str = "banned-wording"
    basis: str = ""


class Hit(NamedTuple):
    """One finding: text[start:end] says what it should not. `category` is the name of the rule, `term` the id within it, or the own word."""

    start: int
    end: int
    category: str
    term: str
    severity: str
    suggestion: Words
    basis: str


class Wording(NamedTuple):
    """Everything compiled; `bare` are own words that are nothing but marks, looked for as they are."""

    gate: Gate
    own: tuple[Own, ...]
    bare: dict[int, str]
    names: tuple[str, ...]


def wording(own: Iterable[Own] = (), names: Iterable[str] = ()) -> Wording:
    """The packs that come with siyu, a brand's own words, and the names (of brand, people, goods) that are fine as they are."""
    own = tuple(own)
    words = [word for each in own for word in each.words]
    compiled = gate(heads()[0], heads()[2], words)
    bare = {
        number: words[number] for number, word in enumerate(compiled.squashed) if not word and words[number].strip()
    }
    return Wording(compiled, own, bare, tuple(filter(None, (fold(name).text for name in names))))


def find(wording: Wording, text: str) -> tuple[Hit, ...]:
    """Every phrase that nothing around it makes fine."""
    return find_all(wording, (text,))[0]


def find_all(wording: Wording, texts: Iterable[str], linked: Iterable[bool] = ()) -> list[tuple[Hit, ...]]:
    """The same for many texts; `linked`: which of them go out with a link to buy."""
    texts = list(texts)
    lines = "\n".join(texts).split("\n")
    suspect = fired(wording.gate, list(dict.fromkeys(lines)))
    for number, word in wording.bare.items():
        for line in lines:
            if word in line:
                suspect.setdefault(line, Suspect(set(), set())).own.add(number)
    hits: list[tuple[Hit, ...]] = [()] * len(texts)
    links = {number for number, link in enumerate(linked) if link}
    if suspect or links:
        known = {line: _in_line(wording, line, here) for line, here in suspect.items() if here.rows or here.own}
        ends = list(accumulate([text.count("\n") + 1 for text in texts]))
        ways = {line for line, here in suspect.items() if here.way}
        open_ = links | {bisect_right(ends, at) for at, line in enumerate(lines) if line in ways}
        reviews = told({texts[number]: number in links for number in sorted(open_)})
        for number in dict.fromkeys(bisect_right(ends, at) for at, line in enumerate(lines) if line in known):
            first = ends[number - 1] if number else 0
            hits[number] = tuple(_in_text(wording, lines[first : ends[number]], suspect, known))
        for number in sorted(open_):
            if review := reviews.get(texts[number]):
                hits[number] = tuple(sorted((*hits[number], _hit(review[:2], review[2]))))
    return hits


def _in_text(wording: Wording, lines: list[str], suspect: dict[str, Suspect], known: dict[str, list[Hit]]) -> list[Hit]:
    """The hits of a text in their order; what may cross lines is looked for with the lines around."""
    found: list[Hit] = []
    crossing = False
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for at, line in enumerate(lines):
        if line in known:
            found += _moved(known[line], starts[at])
            if rows := {row for row in suspect[line].rows if wide(row)}:
                crossing = True
                first = max(0, at - _NEAR)
                around = "\n".join(lines[first : at + _NEAR + 1])
                found += _moved(_in_line(wording, around, Suspect(rows, set())), starts[first])
    return _apart(found, lambda hit: hit.category) if crossing else found


def _moved(hits: Iterable[Hit], by: int) -> Iterator[Hit]:
    return (hit._replace(start=hit.start + by, end=hit.end + by) for hit in hits)


def _in_line(wording: Wording, line: str, here: Suspect) -> list[Hit]:
    """The hits of a line: what overlaps is settled where nothing is squeezed in between, so that a disguise changes nothing."""
    folded = fold(line)
    spans = [*phrases(folded.text, here.rows, wording.names), *_own(wording, here.own, folded.text)]
    spans = _gravest(_apart(spans, lambda each: each[2].category))
    hits = [_hit(folded.source(*each[:2]), each[2]) for each in spans]
    bare = [number for number in here.own if number in wording.bare]
    places_of_bare = ((at, number) for number in bare for at in places(line, wording.bare[number]))
    hits += [_hit((at, at + len(wording.bare[number])), _term(wording, number)) for at, number in places_of_bare]
    return sorted(hits)


def _hit(span: Span, term: Term) -> Hit:
    return Hit(*span, term.category, term.id, term.severity, term.suggestion, term.basis)


def _own(wording: Wording, numbers: Iterable[int], text: str) -> Iterator[tuple[int, int, Term]]:
    """Where own words stand, outside names."""
    named = [(at, at + len(name)) for name in wording.names for at in places(text, name)]
    for number in numbers:
        if number not in wording.bare:
            term = _term(wording, number)
            word = fold(" ".join(term.id.split("\n"))).text
            for at in places(text, word):
                if not any(first <= at and at + len(word) <= last for first, last in named):
                    yield at, at + len(word), term


def _term(wording: Wording, number: int) -> Term:
    """An own word as a term."""
    for own in wording.own:
        if number < len(own.words):
            return Term(own.words[number], own.category, own.severity, own.suggestion, own.basis)
        number -= len(own.words)
    raise IndexError(number)


def _gravest(found: list[tuple[int, int, Term]]) -> list[tuple[int, int, Term]]:
    """The same characters are told once, by the gravest; a brand's own words always."""
    kept = [each for each in found if each[2].category not in _GRAVEST]
    told: list[Span] = []
    longest = max((end - start for start, end, _ in found), default=0)
    others = [each for each in found if each[2].category in _GRAVEST]
    for start, end, term in sorted(
        others, key=lambda each: (_SEVERITIES.index(each[2].severity), _GRAVEST.index(each[2].category), each[:2])
    ):
        near = told[bisect_left(told, (start - longest, 0)) : bisect_left(told, (end, 0))]
        if all(2 * (min(end, high) - max(start, low)) <= min(end - start, high - low) for low, high in near):
            insort(told, (start, end))
            kept.append((start, end, term))
    return sorted(kept)


def _apart(found: Iterable[_T], category: Callable[[_T], str]) -> list[_T]:
    """In reading order; what overlaps a longer one of its category is left out."""
    kept: dict[str, list[Span]] = {}
    apart = []
    for each in sorted(found, key=lambda each: (each[0] - each[1], each)):
        start, end = each[:2]
        spans = kept.setdefault(category(each), [])
        at = bisect_right(spans, (start, end))
        if (at == 0 or spans[at - 1][1] <= start) and (at == len(spans) or end <= spans[at][0]):
            spans.insert(at, (start, end))
            apart.append(each)
    return sorted(apart)
