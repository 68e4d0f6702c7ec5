"""Two texts → what was taken out and what came in, word by word; a Chinese character is a word of its own.

In: two texts. Out: pieces in reading order: kept, gone or new.
Promise: the kept and the gone pieces are the old text, the kept and the new ones the new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

Piece = tuple[str, str]
"""How ("=", "-" or "+"), and the words."""

_WORD = re.compile(r"https?://[^\s，。]+|[A-Za-z0-9_.%]+|\n|[^\S\n]+|.", re.DOTALL)
_GLUE = 2  # characters kept between two edits that are easier to read as one


def pieces(old: str, new: str) -> Iterator[Piece]:
    """The pieces, neighbours of one sort joined."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    gone = come = ""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(codes):
        kept = "".join(before[i1:i2])
        inside = 0 < number < len(codes) - 1
        if tag == "equal" and not (inside and len(kept) <= _GLUE and "\n" not in kept):
            yield from ((sort, words) for sort, words in (("-", gone), ("+", come)) if words)
            yield "=", kept
            gone = come = ""
        else:
            gone += kept
            come += "".join(after[j1:j2])
    yield from ((sort, words) for sort, words in (("-", gone), ("+", come)) if words)


def near(told: list[Piece], around: int = 24) -> Iterator[Piece]:
    """The pieces, of those kept only what stands next to an edit."""
    for number, (sort, words) in enumerate(told):
        first, last = number == 0, number == len(told) - 1
        if sort != "=" or len(words) <= 2 * around + 2:
            yield sort, words
        elif first and last:
            yield sort, words[:around] + "…"
        elif first:
            yield sort, "…" + words[-around:]
        elif last:
            yield sort, words[:around] + "…"
        else:
            yield sort, f"{words[:around]}…{words[-around:]}"
