"""Folding: one spelling for many disguises, and the way back.

In: a text. Out: `Folded`: simplified characters, plain letters and digits, no zero-width characters, nothing squeezed in between
two Chinese characters; `Folded.source(i)` is where its i-th character stood. Punctuation that ends or pauses a sentence stays.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HAN = "\u3400-\u9fff\uf900-\ufaff\u2e80-\u2fdf"
HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
# Spaces, marks and pictures that nobody writes inside a word; emoji blocks included.
SQUEEZED = (
    HIDDEN
    + "\ufe00-\ufe0f\u0020\u0009\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000.·•∙⋅・．*＊_＿~～\\^＾¦=＝@＠&＆`'’﹒◦\\-－–"
    "\u2190-\u21ff\u2300-\u23ff\u25a0-\u2794\u2796-\u27bf\u2b00-\u2bff\U0001f000-\U0001f12f\U0001f18a-\U0001faff"
)
PAUSES = "|｜丨/／\\\\＼#＃，。！？；：,!?;:…"
# Letters, digits and characters that have a plain twin; circled, squared, full-width, mathematical, compatibility.
TWINS = (
    "０-９Ａ-Ｚａ-ｚ⑴-⓿\u2e80-\u2fdf㈠-㊰\uf900-\ufaff\U0001d400-\U0001d7ff\U0001f130-\U0001f189\U0001f201-\U0001f251"
)
_BOXED = {**{0x1F150 + i: chr(65 + i) for i in range(26)}, **{0x1F170 + i: chr(65 + i) for i in range(26)}}
# Characters used for nothing but getting past a filter.
_MASKS = {"蕞": "最", "朂": "最", "㝡": "最", "苐": "第", "囯": "国", "囻": "国", "嶶": "微", "媺": "微"}
_TABLE = Path(__file__).parent.parent / "facts" / "wording" / "traditional.txt"


class Folded(NamedTuple):
    """`cuts`: where folded and source positions part: folded start → source start, and whether they walk together."""

    text: str
    cuts: list[tuple[int, int, bool]]

    def source(self, index: int) -> int:
        """Where the character stood in the source."""
        start, source, moves = self.cuts[bisect_right(self.cuts, index, key=lambda cut: cut[0]) - 1]
        return source + index - start if moves else source


@cache
def masks() -> dict[str, str]:
    """Traditional and other odd characters → the usual one."""
    odd, usual = _TABLE.read_text(encoding="utf-8").split()
    return {**dict(zip(odd, usual, strict=True)), **_MASKS}


@cache
def signal() -> str:
    """A pattern that finds every text that folding would change."""
    return f"[{HIDDEN}{TWINS}{''.join(masks())}]|[{HAN}][{SQUEEZED}]{{1,6}}[{HAN}]|{_SPELT}"


_SPELT = f"[{HAN}](?:[{PAUSES}][{HAN}]){{2,}}"  # 国，家，级


@cache
def _changes() -> re.Pattern[str]:
    alone = f"(?<![{HAN}]){_SPELT}(?![{HAN}])"
    squeezed = f"(?<=[{HAN}])[{SQUEEZED}]{{1,6}}(?=[{HAN}])"
    return re.compile(f"{alone}|(?P<gone>{squeezed}|[{HIDDEN}]+)|[{TWINS}{''.join(masks())}]")


def _plain(character: str) -> str:
    return masks().get(character) or _BOXED.get(ord(character)) or unicodedata.normalize("NFKC", character)


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    """What to replace: start, end and the plain spelling."""
    for match in _changes().finditer(text):
        start, end = match.span()
        if end - start > 2 and text[start + 1] in PAUSES:  # spelt out: only the marks go
            yield from ((at, at + 1, "") for at in range(start + 1, end, 2))
        else:
            yield start, end, "" if match["gone"] else _plain(match[0])


def fold(text: str) -> Folded:
    """Undo the disguises; positions can be traced back."""
    pieces: list[str] = []
    cuts = [(0, 0, True)]
    length = last = 0
    for start, end, plain in _edits(text):
        pieces += (text[last:start], plain)
        length += start - last
        if len(plain) != end - start:
            cuts += [(length, start, False)] if plain else []
            cuts.append((length + len(plain), end, True))
        length += len(plain)
        last = end
    pieces.append(text[last:])
    return Folded("".join(pieces), cuts)
