"""Packs: YAML files of terms → one compiled `Wording`.

In: plain data, `category`, `severity`, `suggestion`, `basis`, `date` and `terms` a pack; a term has `pattern` (RE2, one alternative a
line, spaces ignored) or `words` (one a line), `needs` (must stand nearby) and `fine` (makes it fine). There `@` is the phrase itself;
a `fine` without it is a longer, innocent phrase around it (招财 in 招财猫). A pack's `parts` are named pieces of patterns, written `{name}`. Out: `Wording` and what could not be used of it.
Promise: what a brand writes cannot raise; contexts are compiled when a phrase is first found, or by `build(…, strict=True)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import re2

from siyu.diagnostic import Severity, Words
from siyu.wording.fold import fold, signal
from siyu.wording.gate import alternatives, gate
from siyu.wording.lists import Index, fits, index
from siyu.wording.patterns import NEVER, airy, compiled, context, lines, options, parts_of

FEW = 200  # words that still join the automaton; longer lists have an index of their own
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
    listed: Index


def read(path: Path) -> dict[str, Any]:
    """A pack from its file; every scalar is text."""
    import yaml

    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)))


def builtin() -> list[dict[str, Any]]:
    """The packs that come with siyu."""
    return [read(path) for path in sorted(_FOLDER.glob("*.yaml"))]


def _says(pack: Mapping[str, Any], term: Mapping[str, Any], key: str) -> Words:
    both = term.get(key) or pack.get(key) or {}
    return Words(both.get("zh", ""), both.get("en", ""))


def _term(pack: Mapping[str, Any], id: str, term: Mapping[str, Any], parts: Mapping[str, str]) -> Term:
    needs = term.get("needs", [])
    fine = alternatives("|".join(filter(None, (lines(each.get("fine", ""), parts) for each in (pack, term)))))
    return Term(
        id,
        pack["category"],
        Severity[term.get("severity", pack.get("severity", "warning")).upper()],
        airy(lines(term.get("pattern", ""), parts)),
        tuple(context(lines(need, parts)) for need in ([needs] if isinstance(needs, str) else needs)),
        context("|".join(each for each in fine if "@" in each)),
        context("|".join(each for each in fine if "@" not in each)),
        _says(pack, term, "suggestion"),
        _says(pack, term, "basis"),
        term.get("date", pack.get("date", "")),
    )


def _words(term: Mapping[str, Any]) -> list[str]:
    """The words of a list, plainly spelt, longest first."""
    return sorted(
        filter(None, map(str.strip, fold(term.get("words", "").lower()).text.splitlines())), key=len, reverse=True
    )


def build(packs: Iterable[Mapping[str, Any]], *, strict: bool = False) -> tuple[Wording, list[Problem]]:
    """Compile packs; `strict` compiles their contexts too, for packs nobody has tested."""
    packs = list(packs)
    shared = parts_of((pack for pack in packs if not pack.get("terms")), {})
    first = re2.Set.SearchSet(options())
    first.Add(signal())
    terms: list[Term] = []
    lists: dict[str, int] = {}
    problems: list[Problem] = []
    for pack in packs:
        parts = parts_of([pack], shared)
        for id, raw in pack.get("terms", {}).items():
            try:
                term = _term(pack, id, raw, parts)
                words = _words(raw)
                long = [word for word in words if fits(word)] if len(words) > FEW else []
                short = words if len(words) <= FEW else [word for word in words if not fits(word)]
                term = term._replace(pattern="|".join(filter(None, [term.pattern, *map(re2.escape, short)])))
                for each in (f"(?i){term.pattern}", *term.needs, term.fine, term.inside) if strict else ():
                    compiled(each)
                first.Add(f"(?i){gate(term.pattern)}" if term.pattern else NEVER)
            except (re2.error, KeyError, AttributeError, TypeError) as error:
                problems.append(
                    Problem(str(pack.get("category", "")), id, Words(f"用不了：{error}", f"cannot be used: {error}"))
                )
                continue
            lists.update((word, len(terms)) for word in long)
            terms.append(term)
    first.Compile()
    return Wording(first, terms, index(lists)), problems
