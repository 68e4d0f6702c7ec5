"""Folding: one spelling for many disguises, and the way back.

In: a text. Out: `Folded`: simplified characters, small plain letters, nothing hidden or squeezed in between; `source` is where a stretch
of it stood. `squash` is the rough cousin for bytes. Promise: whatever word is in `fold(x).text`, its squash is in the squash of `plain(x)`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLES = Path(__file__).parent.parent / "facts" / "wording"
HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3"
# Pictures, all but those that are read as a word: ➕ 👍 💯 🧧 🆓.
PICTURES = (
    "\u2190-\u21ff\u2300-\u23ff\u25a0-\u2794\u2796-\u27bf\u2b00-\u2bff\U0001f000-\U0001f0ff\U0001f18a-\U0001f192"
    "\U0001f194-\U0001f44c\U0001f44e-\U0001f4ae\U0001f4b0-\U0001f9e6\U0001f9e8-\U0001faff"
)
SYMBOLS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000.·•∙⋅・．*＊_＿~～\\\\^＾¦=＝@＠&＆`'\"’‘﹒◦\\-－–"
BARS = "|/／"  # only between single characters: 国/家/级
# Letters, digits and characters that have a plain twin: circled, squared, full-width, mathematical, compatibility.
TWINS = "０-９Ａ-Ｚａ-ｚ①-⓿\u2e80-\u2fdf㈠-㊰\uf900-\ufaff\U0001d400-\U0001d7ff\U0001f130-\U0001f189＋➕％"
_BOXED = {chr(first + i): chr(97 + i) for first in (0x1F150, 0x1F170) for i in range(26)} | {"➕": "+"}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_HAN = "\u3400-\u9fff"
_SPELT = re.compile(f"(?<![{_HAN}])[{_HAN}](?:[{BARS}][{_HAN}]){{2,}}(?![{_HAN}])")

_SMALL = bytes(range(256)).lower()
_DROPPED = b" \t.*_~\\^=@&`'\"-|/"
_EMOJI = re.compile(rb"\xf0\x9f[\x80-\x83\x88-\xbf].(?:\xef\xb8\x8f)?", re.DOTALL)
_READ = {"➕".encode(): b"+", "👍".encode(): "赞".encode(), "💯".encode(): "百分百".encode(), "🧧".encode(): "红包".encode()}
_MARKS = re.compile(rb"\xe2[\x80-\x90\x94-\xb9].(?:\xef\xb8\x8f)?", re.DOTALL)


class Folded(NamedTuple):
    """`starts`, `ends`: for each character where its source began and ended; empty where nothing moved."""

    text: str
    starts: list[int]
    ends: list[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The outermost source characters of text[start:end]."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


@cache
def masks() -> dict[str, str]:
    """Traditional and other odd characters → the usual one."""
    odd, usual = (_TABLES / "traditional.txt").read_text(encoding="utf-8").split()
    return dict(zip(odd, usual, strict=True))


@cache
def guises() -> dict[str, str]:
    """Longer disguises (zui佳, 贝兼) → what they stand for."""
    rows = (_TABLES / "disguises.txt").read_text(encoding="utf-8").splitlines()
    return {odd: row.split()[0] for row in rows if not row.startswith("#") for odd in row.split()[1:]}


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(f"(?P<run>[{HIDDEN}{PICTURES}{SYMBOLS}]+)|[{TWINS}{''.join(masks())}]|[{BARS}]")


@cache
def _longer() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(guises(), key=len, reverse=True))))


def _twin(character: str) -> str:
    return masks().get(character) or _BOXED.get(character) or unicodedata.normalize("NFKC", character)


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    """What to replace: start, end and the plain spelling."""
    spelt = {at for found in _SPELT.finditer(text) for at in range(found.start() + 1, found.end(), 2)}
    for found in _odd().finditer(text):
        start, end = found.span()
        if not found["run"]:
            if text[start] not in BARS:
                yield start, end, _twin(text[start])
            elif start in spelt:
                yield start, end, ""
        elif start and end < len(text) and {_twin(text[start - 1])[-1:], _twin(text[end])[:1]} <= _LETTERS:
            kept = "".join(each for each in unicodedata.normalize("NFKC", found[0]) if each in "._-@&' ")
            yield start, end, kept[:1]  # v x, 3.5, no.1: between letters and digits a mark means something
        else:
            yield start, end, ""


def _rewrite(folded: Folded, edits: Iterator[tuple[int, int, str]]) -> Folded:
    text, starts, ends = folded
    starts, ends = starts or list(range(len(text))), ends or list(range(1, len(text) + 1))
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    last = 0
    for start, end, plain in edits:
        pieces += (text[last:start], plain)
        new_starts += starts[last:start] + [starts[start]] * len(plain)
        new_ends += ends[last:start] + [ends[end - 1]] * len(plain)
        last = end
    return Folded("".join((*pieces, text[last:])), new_starts + starts[last:], new_ends + ends[last:])


def fold(text: str) -> Folded:
    """Undo the disguises; places can be traced back."""
    folded = Folded(text, [], [])
    if _odd().search(text):
        folded = _rewrite(folded, _edits(text))
    small = folded.text.lower()
    if len(small) != len(folded.text):  # İ becomes two
        small = "".join(each if len(each.lower()) != 1 else each.lower() for each in folded.text)
    folded = folded._replace(text=small)
    if _longer().search(small):
        folded = _rewrite(folded, ((*found.span(), guises()[found[0]]) for found in _longer().finditer(small)))
    return folded


def squash(text: str) -> bytes:
    """Small letters, no symbols, pictures or spaces; lines stay lines."""
    raw = text.encode("utf-8", "replace").translate(_SMALL, _DROPPED)
    for picture, word in _READ.items():
        raw = raw.replace(picture, word)
    return _MARKS.sub(b"", _EMOJI.sub(b"", raw))


@cache
def signals() -> list[bytes]:
    """What squash cannot undo and fold can; two bytes stand for a whole block."""
    single = {*masks(), *guises(), *"\u00ad\u034f\u061c\u180e\ufeff\u00a0\u1680·・．＊＿～＾＝＠＆＼－\u3000﹒／＋％¦"}
    single |= {chr(code) for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ")) for code in range(ord(first), ord(last) + 1)}
    blocks = [b"\xe2\x91", b"\xe2\x92", b"\xe2\x93", b"\xe2\xba", b"\xe2\xbb", b"\xe2\xbc", b"\xe2\xbd", b"\xe2\xbe", b"\xe2\xbf"]
    blocks += [b"\xe3\x88", b"\xe3\x8a", b"\xef\xa4", b"\xef\xa5", b"\xef\xa6", b"\xef\xa7", b"\xef\xa8", b"\xef\xa9", b"\xef\xaa", b"\xef\xab"]
    blocks += [b"\xef\xb8", b"\xf0\x9d", b"\xf0\x9f\x84", b"\xf0\x9f\x85", b"\xf0\x9f\x86", b"\xf0\x9f\x87"]
    return [*(each.encode() for each in sorted(single) if squash(each) == each.encode()), *blocks]
