"""What the formats share: the language, severity names, and text that cannot act on a terminal or a CI log."""

from __future__ import annotations

import re

from siyu.diagnostic import Diagnostic, Note, Severity, Words

SEVERITY: dict[Severity, Words] = {
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("提醒", "warning"),
    Severity.ADVICE: Words("建议", "advice"),
}

# What CI runners obey: `##[group]`, `##vso[`, `##teamcity[` wherever it stands in a line, `::set-env` where a line
# begins. Some of them compare as a dictionary does and skip accents and other marks, so we skip them, too.
_WORD = r"0-9A-Za-z\u3400-\u9fff"
_COMMAND = re.compile(rf"#[^{_WORD}\s#\[]*#[^\u3400-\u9fff\s#\[]*\[|^[^{_WORD}]*?::")

_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINER = re.compile(f"(?<=[\ufe0f{_EMOJI}])\u200d(?=[{_EMOJI}])")


def say(words: Words, lang: str) -> str:
    """One language, on one line, without control characters."""
    return safe(words.zh if lang == "zh" else words.en)


def notes(diagnostic: Diagnostic, lang: str, base: str) -> list[str]:
    """The notes, a line each."""
    return [f"→ {say(note.words, lang)}{_place(note, lang, base)}" for note in diagnostic.notes]


def _place(note: Note, lang: str, base: str) -> str:
    if not note.span:
        return ""
    place = safe(f"{base}{note.span}")
    return f"（{place}）" if lang == "zh" else f" ({place})"


def safe(text: str) -> str:
    """Text with what a terminal or a CI runner would obey made visible."""
    return "".join(visible(text))


def visible(text: str) -> list[str]:
    """How each character is shown: itself, a space for a tab, or an escape."""
    shown = [c if _plain(c) else " " if c == "\t" else c.encode("unicode_escape").decode() for c in text]
    for match in _JOINER.finditer(text):
        shown[match.start()] = "\u200d"
    for match in _COMMAND.finditer(text):
        shown[match.end() - 1] = f"\\{match.group()[-1]}"
    return shown


def _plain(c: str) -> bool:
    # Python knows the emoji and the rare characters of its own year only, brands use this year's.
    return c.isprintable() or c == "\u3000" or "\U0001f000" <= c <= "\U0001faff" or "\U00020000" <= c <= "\U0003ffff"
