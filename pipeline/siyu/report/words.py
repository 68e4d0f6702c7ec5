"""What the formats share: the language, severity names, and text that cannot act on a terminal."""

from __future__ import annotations

from siyu.diagnostic import Severity, Words

SEVERITY: dict[Severity, Words] = {
    Severity.ERROR: Words("错误", "error"),
    Severity.WARNING: Words("提醒", "warning"),
    Severity.ADVICE: Words("建议", "advice"),
}


def say(words: Words, lang: str) -> str:
    """One language, on one line, without control characters."""
    return safe(words.zh if lang == "zh" else words.en)


def safe(text: str) -> str:
    """Text with what a terminal would obey made visible."""
    return "".join(c if c.isprintable() else " " if c == "\t" else f"\\x{ord(c):02x}" for c in text)
