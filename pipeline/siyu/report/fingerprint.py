"""A name for each finding that it keeps while lines move around it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from siyu.diagnostic import Diagnostic


def fingerprints(diagnostics: Iterable[Diagnostic], base: str) -> list[str]:
    """By file, rule, the characters marked and what is said of them, whatever the language of the report; equal ones are counted."""
    seen: Counter[str] = Counter()
    names = []
    for diagnostic in diagnostics:
        span = diagnostic.span
        said = re.sub(r"\d+", "0", diagnostic.words.en)  # "9 of 8 messages" is the same finding as "10 of 8"
        key = "\0".join([base + span.source.path, diagnostic.rule, span.source.text[span.start : span.end], said])
        names.append(_hash(f"{key}\0{seen[key]}"))
        seen[key] += 1
    return names


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
