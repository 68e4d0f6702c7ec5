"""What the formats share: the language, severity names, and text that cannot act on a terminal or a CI log."""

from __future__ import annotations

import re

from siyu.diagnostic import Severity, Words

SEVERITY: dict[Severity, Words] = {
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("提醒", "warning"),
    Severity.ADVICE: Words("建议", "advice"),
}

COMMAND = re.compile(r"##[a-z]*\[")
"""What CI runners obey wherever it stands in a line: `##[group]`, `##vso[`."""

_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_JOINER = re.compile(f"(?<=[\ufe0f{_EMOJI}])\u200d(?=[{_EMOJI}])")


def say(words: Words, lang: str) -> str:
    """One language, on one line, without control characters."""
    return safe(words.zh if lang == "zh" else words.en)


def safe(text: str) -> str:
    """Text with what a terminal would obey made visible."""
    return "".join(visible(text))


def visible(text: str) -> list[str]:
    """How each character is shown: itself, a space for a tab, or an escape."""
    shown = [c if _plain(c) else " " if c == "\t" else c.encode("unicode_escape").decode() for c in text]
    for match in _JOINER.finditer(text):
        shown[match.start()] = "\u200d"
    for match in COMMAND.finditer(text):
        shown[match.end() - 1] = "\\["
    return shown


def _plain(c: str) -> bool:
    # Python knows the emoji and the rare characters of its own year only, brands use this year's.
    return c.isprintable() or c == "\u3000" or "\U0001f000" <= c <= "\U0001faff" or "\U00020000" <= c <= "\U0003ffff"
