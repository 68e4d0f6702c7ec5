"""A half-width mark between Chinese characters: it sits too close, and the line breaks in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.exact import exact
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_WIDE = str.maketrans(",;:!?().", "，；：！？（）。")
_CHINESE = "\u3400-\u9fff\u3001-\u3011\u3014-\u301b\uff01-\uff5e“”‘’…—"
_IS_CHINESE = re.compile(f"[{_CHINESE}]")
_MARKS = [
    (",", re.compile(",")),
    (";", re.compile(";")),
    (":", re.compile(":")),
    ("!", re.compile(r"!(?<![!?]!)[!?]*+")),
    ("?", re.compile(r"\?(?<![!?]\?)[!?]*+")),
    (".", re.compile(r"\.(?=\n|\Z)")),
]  # each begins with a letter: fast to look for
_BRACKETS = re.compile(r"\([^()（）\n]{1,40}[)）]|（[^()（）\n]{1,40}\)")
_PLAIN = re.compile(
    r".(?=.*[\u3400-\u9fff])[\w\u3400-\u9fff，。、；：！？“”‘’《》…—+·%％/&~～ .-]+."
)  # no face drawn with signs


def mixed_punctuation(texts: Texts) -> Iterator[Finding]:
    """Advice for each, with what stands on both sides Chinese. Numbers, times, links and faces stay as they are."""
    for passage in texts.passages:
        text = passage.text
        places = [
            match.span()
            for mark, pattern in _MARKS
            if mark in text
            for match in pattern.finditer(text)
            if _IS_CHINESE.match(text, max(0, match.start() - 1)) and _ends(text, mark, match.end())
        ]
        if "(" in text or ")" in text:
            places += [match.span() for match in _BRACKETS.finditer(text) if _around(text, match)]
        for start, end in places:
            if "://" in text and _in_link(text, start):
                continue
            typed = text[start:end]
            better = typed.translate(_WIDE) if len(typed) < 2 or typed[0] not in "(（" else f"（{typed[1:-1]}）"
            span, fix = exact(passage, start, end, better)
            words = Words(f"中文里的“{typed}”是半角标点", f"{typed!r} among Chinese characters is half-width")
            yield Finding(words, span, (Note(Words(f"写成“{better}”", f"write {better}")),), fix=fix)


def _ends(text: str, mark: str, at: int) -> bool:
    """Whether Chinese follows a mark; behind ! ? . the line may end."""
    return _IS_CHINESE.match(text, at) is not None or (mark in "!?." and text[at : at + 1] in ("", "\n"))


def _around(text: str, match: re.Match[str]) -> bool:
    """Brackets around Chinese words, behind Chinese ones; those that do not match are wrong anywhere."""
    if not _PLAIN.fullmatch(match[0]):
        return False
    before = text[match.start() - 1 : match.start()].strip("\n") if match.start() else ""
    return match[0][0] + match[0][-1] != "()" or not before or _IS_CHINESE.match(before) is not None


def _in_link(text: str, at: int) -> bool:
    begin = max(text.rfind(space, 0, at) for space in "\n \u3000")
    return "://" in text[begin + 1 : at]


RULE = Rule(
    name="mixed-punctuation",
    severity=Severity.ADVICE,
    what=Words("中文之间用了半角标点", "half-width marks between Chinese characters"),
    why=Words("字挤在一起，换行也会断错地方", "they sit too close, and lines break in the wrong place"),
    instead=Words("用全角标点；siyu check --fix 会替你换", "write full-width marks; siyu check --fix does it for you"),
    find=mixed_punctuation,
)
