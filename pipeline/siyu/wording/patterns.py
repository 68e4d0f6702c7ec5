"""Patterns: what a pack writes → RE2.

In: alternatives one a line, spaces ignored, `{name}` for a named piece. Out: patterns for RE2, compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import re2

PHRASE = "\ue000"  # stands for the phrase while its surroundings are looked at
NEVER = r"[^\x{0}-\x{10ffff}]"  # a pattern for nothing
_PART = re.compile(r"\{([a-z_]+)\}")
_DIGIT = re.compile(r"\[[^\]\\]*\\d[^\]]*\]|\\d")


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


def lines(text: str, parts: Mapping[str, str]) -> str:
    """Alternatives one a line, spaces ignored → one pattern with its parts put in."""
    joined = "|".join(line for row in text.splitlines() if (line := "".join(row.split())))
    return _PART.sub(lambda found: f"(?:{parts[found[1]]})" if found[1] in parts else found[0], joined)


def parts_of(packs: Iterable[Mapping[str, Any]], known: Mapping[str, str]) -> dict[str, str]:
    """Named pieces; a later one may use an earlier one."""
    parts = dict(known)
    for pack in packs:
        for name, text in pack.get("parts", {}).items():
            parts[name] = lines(text, parts)
    return parts


def airy(pattern: str) -> str:
    """Digits as people set them: a space on either side."""
    return _DIGIT.sub(lambda found: f"(?: ?{found[0]} ?)", pattern)


def context(pattern: str) -> str:
    """A pattern for the surroundings; "" stays ""."""
    return f"(?i){airy(pattern.replace('@', PHRASE))}" if pattern else ""
