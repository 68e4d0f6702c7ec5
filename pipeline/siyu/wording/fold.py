"""Folding: one spelling for many disguises, and the way back.

In: a text. Out: `Folded`: simplified characters, small plain letters, nothing hidden or squeezed in between; `source` is where a stretch
of it stood. `squash` is the rough cousin for bytes. Promise: whatever word is in a folded text, its squash is in the squash of the folded text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, MatchKind

_TABLES = Path(__file__).parent.parent / "facts" / "wording"
_HIDDEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3"
# Pictures, all but those that are read as a word: ➕ 👍 💯 🧧 🆓.
_PICTURES = (
    "\u2190-\u21ff\u2300-\u23ff\u25a0-\u2794\u2796-\u27bf\u2b00-\u2bff\U0001f000-\U0001f0ff\U0001f18a-\U0001f192"
    "\U0001f194-\U0001f44c\U0001f44e-\U0001f4ae\U0001f4b0-\U0001f9e6\U0001f9e8-\U0001faff"
)
_MARKS = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000.·•∙⋅・*_~\\\\^¦=@&`'\"’‘﹒◦\\-–"
_BARS = "|/"  # only between single characters: 国/家/级
# What has a plain twin that is longer or rarer than `_twins` knows: circled, squared, mathematical, compatibility, broken.
_RARE = "\ud800-\udfff①-⓿\u2e80-\u2fdf㈠-㊰\uf900-\ufaff\U0001d400-\U0001d7ff\U0001f130-\U0001f189"
_BOXED = {chr(first + i): chr(97 + i) for first in (0x1F150, 0x1F170) for i in range(26)}
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_HAN = "\u3400-\u9fff"
_SPELT = re.compile(f"[{_HAN}]+(?:[{_BARS}][{_HAN}]+){{2,}}")
_LATIN = re.compile("[a-z]{2,}")
_ODD = re.compile(f"(?P<run>[{_HIDDEN}{_PICTURES}{_MARKS}]+)|[{_RARE}]|[{_BARS}]")

_SMALL = bytes(range(256)).lower()
_DROPPED = b" \t.*_~\\^=@&`'\"-|/"
_READ = {each.encode(): word.encode() for each, word in {"➕": "+", "👍": "赞", "💯": "百分百", "🧧": "红包"}.items()}
_GONE = [  # one pattern a first byte, so that each is a search for a byte
    re.compile(rb"\xf0\x9f[\x80-\x83\x88-\xbf].(?:\xef\xb8\x8f)?", re.DOTALL),
    re.compile(rb"\xe2[\x80-\x90\x94-\xb9].(?:\xef\xb8\x8f)?", re.DOTALL),
]


class Folded(NamedTuple):
    """`starts`, `ends`: for each character where its source began and ended; empty where nothing moved."""

    text: str
    starts: list[int]
    ends: list[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """The outermost source characters of text[start:end]."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


@cache
def _twins() -> dict[int, str]:
    """One character for one: traditional → simplified, full-width → plain, capital → small."""
    odd, usual = (_TABLES / "traditional.txt").read_text(encoding="utf-8").split()
    wide = {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？｜"}
    small = {code: chr(code + 32) for code in range(65, 91)}
    return {**dict(zip(map(ord, odd), usual, strict=True)), **wide, **small, ord("➕"): "+"}


@cache
def _odd_characters() -> frozenset[str]:
    return frozenset(map(chr, _twins()))


@cache
def _guises() -> tuple[AhoCorasick, list[str], list[str]]:
    """Longer disguises (zui佳, z u i佳, 贝兼) and what they stand for."""
    rows = (_TABLES / "disguises.txt").read_text(encoding="utf-8").splitlines()
    usual = {
        odd.replace("_", " "): row.split()[0] for row in rows if not row.startswith("#") for odd in row.split()[1:]
    }
    usual |= {
        spelt: usual[odd] for odd in [*usual] if (spelt := _LATIN.sub(lambda found: " ".join(found[0]), odd)) != odd
    }
    return AhoCorasick(usual, matchkind=MatchKind.LeftmostLongest), list(usual), list(usual.values())


def _plain(character: str) -> str:
    if "\ud800" <= character <= "\udfff":  # half a pair
        return "?"
    return _BOXED.get(character) or unicodedata.normalize("NFKC", character).lower()


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    """What to replace: start, end and the plain spelling."""
    spelt = {at for found in _SPELT.finditer(text) for at in _between(text, *found.span())}
    for found in _ODD.finditer(text):
        start, end = found.span()
        if not found["run"]:
            if text[start] not in _BARS:
                yield start, end, _plain(text[start])
            elif start in spelt:
                yield start, end, ""
        elif {_plain(text[start - 1 : start])[-1:], _plain(text[end : end + 1])[:1]} <= _LETTERS:
            kept = next((each for each in found[0] if each in "._-@&' "), "")  # v x, 3.5, no.1: it means something
            yield start, end, kept
        else:
            yield start, end, ""


def _between(text: str, start: int, end: int) -> list[int]:
    """The bars of a row whose inner pieces are single characters (消/炎/杀/菌); of longer ones (拿铁/美式/摩卡) none."""
    bars = [at for at in range(start, end) if text[at] in _BARS]
    return bars if all(after - before == 2 for before, after in pairwise(bars)) else []


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
    characters = set(text)
    if not _odd_characters().isdisjoint(characters):
        text = text.translate(_twins())
        characters = set(text)
    folded = Folded(text, [], [])
    if _ODD.search("".join(characters)):
        folded = _rewrite(folded, _edits(text))
    automaton, _, usual = _guises()
    if found := automaton.find_matches_as_indexes(folded.text):
        folded = _rewrite(folded, ((start, end, usual[which]) for which, start, end in found))
    return folded


def squash(text: str) -> bytes:
    """Small letters, no marks, pictures or spaces; lines stay lines."""
    raw = text.replace("·", "").encode("utf-8", "replace").translate(_SMALL, _DROPPED)
    for gone in _GONE:
        raw = gone.sub(lambda found: _READ.get(found[0], b""), raw)
    return raw


@cache
def signals() -> list[bytes]:
    """What squash cannot undo and fold can; two bytes stand for a whole block."""
    single = sorted({*_odd_characters(), *_guises()[1], *"\u00a0\u00a6\u00ad\u034f\u061c\u180e\ufeff\u1680・﹒\u3000"})
    kept = zip(squash("\n".join(single)).split(b"\n"), single, strict=True)
    blocks = "e291 e292 e293 e2ba e2bb e2bc e2bd e2be e2bf e388 e38a efa4 efa5 efa6 efa7 efa8 efa9 efaa efab efb8"
    blocks += " f09d f09f84 f09f85 f09f86 f09f87"
    return [*(raw for raw, each in kept if raw == each.encode()), *map(bytes.fromhex, blocks.split())]


@cache
def _signals() -> BytesAhoCorasick:
    return BytesAhoCorasick(signals())


def disguises(squashed: bytes) -> list[int]:
    """Where what squash could not undo ends."""
    return [end for _, _, end in _signals().find_matches_as_indexes(squashed, overlapping=True)]
