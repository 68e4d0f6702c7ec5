"""Packs: YAML files of terms → one compiled `Wording`.

In: plain data, `category`, `severity`, `suggestion`, `basis`, `date` and `terms` a pack; a term has `pattern` (RE2, one alternative a
line, spaces ignored) or `words` (one a line), `needs` (must stand nearby) and `fine` (makes it fine). There `@` is the phrase itself;
a `fine` without it is a longer, innocent phrase around it (招财 in 招财猫). A pack's `parts` are named pieces of patterns, written `{name}`. Out: `Wording` and what could not be used of it.
Promise: what a brand writes cannot raise; contexts are compiled when a phrase is first found, or by `build(…, strict=True)`.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import re2

from siyu.diagnostic import Severity, Words
from siyu.wording.fold import fold, signal
from siyu.wording.gate import alternatives, gate

PHRASE = "\ue000"  # stands for the phrase while its surroundings are looked at
FEW = 200  # words that still join the automaton; longer lists have an index of their own
NEVER = r"[^\x{0}-\x{10ffff}]"  # a pattern for nothing
_PART = re.compile(r"\{([a-z_]+)\}")
_DIGIT = re.compile(r"\[[^\]\\]*\\d[^\]]*\]|\\d")
_FOLDER = Path(__file__).parent.parent / "facts" / "wording"


class Term(NamedTuple):
    """One forbidden phrase, or a family of them."""

    id: str
    category: str
    severity: Severity
    pattern: str
    needs: tuple[str, ...]
    fine: str  # with `@`: how something stands to the phrase
    inside: str  # without: a longer, innocent phrase that the phrase is part of
    suggestion: Words
    basis: Words
    date: str


class Problem(NamedTuple):
    """A piece of a pack that cannot be used, and why."""

    category: str
    term: str
    words: Words


class Wording(NamedTuple):
    """Everything compiled. `gate` says which patterns occur in a text; 0 is the signal that it wants folding."""

    gate: Any
    terms: list[Term]
    lists: dict[str, int]  # word of a long list → its term
    lengths: dict[str, list[int]]  # first two characters → lengths of such words, longest first
    pairs: tuple[frozenset[int], frozenset[int]]  # gate of the long lists: two characters as one number


def options() -> Any:
    """RE2 that neither prints nor gives up early."""
    made = re2.Options()
    made.log_errors = False
    made.longest_match = True
    made.max_mem = 64 << 20
    return made


@cache
def compiled(pattern: str) -> Any:
    """One RE2, kept."""
    return re2.compile(pattern, options())


def read(path: Path) -> dict[str, Any]:
    """A pack from its file; every scalar is text."""
    import yaml

    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))


def builtin() -> list[dict[str, Any]]:
    """The packs that come with siyu."""
    return [read(path) for path in sorted(_FOLDER.glob("*.yaml"))]


def numbers(text: str) -> bytes:
    """Two bytes a character, plain letters lowered."""
    return text.encode("utf-16-le", "surrogatepass").lower()


def pairs(raw: bytes) -> array[int]:
    """Every second pair of neighbours as a number."""
    return array("I", raw[: len(raw) & ~3])


def _lines(text: str, parts: Mapping[str, str]) -> str:
    """Alternatives one a line, spaces ignored → one pattern with its parts put in."""
    joined = "|".join(line for row in text.splitlines() if (line := "".join(row.split())))
    return _PART.sub(lambda found: f"(?:{parts[found[1]]})" if found[1] in parts else found[0], joined)


def _parts(packs: Iterable[Mapping[str, Any]], known: Mapping[str, str]) -> dict[str, str]:
    """Named pieces; a later one may use an earlier one."""
    parts = dict(known)
    for pack in packs:
        for name, text in pack.get("parts", {}).items():
            parts[name] = _lines(text, parts)
    return parts


def _airy(pattern: str) -> str:
    """Digits as people set them: a space on either side."""
    return _DIGIT.sub(lambda found: f"(?: ?{found[0]} ?)", pattern)


def _context(pattern: str) -> str:
    return f"(?i){_airy(pattern.replace('@', PHRASE))}" if pattern else ""


def _says(pack: Mapping[str, Any], term: Mapping[str, Any], key: str) -> Words:
    both = term.get(key) or pack.get(key) or {}
    return Words(both.get("zh", ""), both.get("en", ""))


def _term(pack: Mapping[str, Any], id: str, term: Mapping[str, Any], parts: Mapping[str, str]) -> Term:
    needs = term.get("needs", [])
    fine = alternatives("|".join(filter(None, (_lines(each.get("fine", ""), parts) for each in (pack, term)))))
    return Term(
        id,
        pack["category"],
        Severity[term.get("severity", pack.get("severity", "warning")).upper()],
        _airy(_lines(term.get("pattern", ""), parts)),
        tuple(_context(_lines(need, parts)) for need in ([needs] if isinstance(needs, str) else needs)),
        _context("|".join(each for each in fine if "@" in each)),
        _context("|".join(each for each in fine if "@" not in each)),
        _says(pack, term, "suggestion"),
        _says(pack, term, "basis"),
        term.get("date", pack.get("date", "")),
    )


def build(packs: Iterable[Mapping[str, Any]], *, strict: bool = False) -> tuple[Wording, list[Problem]]:
    """Compile packs; `strict` compiles their contexts too, for packs nobody has tested."""
    packs = list(packs)
    shared = _parts((pack for pack in packs if not pack.get("terms")), {})
    first = re2.Set.SearchSet(options())
    first.Add(signal())
    terms: list[Term] = []
    lists: dict[str, int] = {}
    problems: list[Problem] = []
    for pack in packs:
        parts = _parts([pack], shared)
        for id, raw in pack.get("terms", {}).items():
            words = sorted(
                filter(None, map(str.strip, fold(raw.get("words", "").lower()).text.splitlines())),
                key=len,
                reverse=True,
            )
            try:
                term = _term(pack, id, raw, parts)
                if len(words) > FEW:
                    lists.update((word, len(terms)) for word in words if len(word) > 1)
                    words = [word for word in words if len(word) == 1]
                term = term._replace(pattern="|".join(filter(None, [term.pattern, *map(re2.escape, words)])))
                for context in (*term.needs, term.fine, term.inside) if strict else ():
                    compiled(context)
                compiled(f"(?i){term.pattern}") if strict else None
                first.Add(f"(?i){gate(term.pattern)}" if term.pattern else NEVER)
            except (re2.error, KeyError, AttributeError, TypeError) as error:
                problems.append(
                    Problem(str(pack.get("category", "")), id, Words(f"用不了：{error}", f"cannot be used: {error}"))
                )
                continue
            terms.append(term)
    first.Compile()
    return Wording(first, terms, *_index(lists)), problems


def _index(lists: dict[str, int]) -> tuple[dict[str, int], dict[str, list[int]], tuple[frozenset[int], frozenset[int]]]:
    """What a long list is found by. A word of three or more has a pair at an even place wherever it stands."""
    lengths: dict[str, set[int]] = {}
    for word in lists:
        lengths.setdefault(word[:2], set()).add(len(word))
    even = {*lengths, *(word[1:3] for word in lists if len(word) > 2)}
    odd = [word for word in lists if len(word) == 2]
    keys = (frozenset(pairs(numbers("".join(even)))), frozenset(pairs(numbers("".join(odd)))))
    return lists, {head: sorted(found, reverse=True) for head, found in lengths.items()}, keys
