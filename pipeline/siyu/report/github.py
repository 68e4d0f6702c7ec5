"""GitHub's workflow commands: annotations on the right line; content can never act as a command."""

from __future__ import annotations

from collections.abc import Iterable

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.words import safe, say

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def github(diagnostics: Iterable[Diagnostic], lang: str, base: str = "") -> str:
    """Errors first: GitHub shows ten annotations of each level. Paths start at `base`, as the repository sees them."""
    return "".join(_command(diagnostic, lang, base) for diagnostic in sorted(diagnostics, key=lambda d: d.severity))


def _command(diagnostic: Diagnostic, lang: str, base: str) -> str:
    span = diagnostic.span
    line, column = span.source.place(span.start)
    end_line, end_column = span.source.place(span.end)
    place = f"file={_property(base + span.source.path)},line={line},endLine={end_line}"
    if line == end_line:  # columns mean nothing over several lines, says the runner
        place += f",col={column},endColumn={end_column}"
    notes = "".join(f"\n→ {say(note.words, lang)}" for note in diagnostic.notes)
    return f"::{_LEVEL[diagnostic.severity]} {place},title={_property(diagnostic.rule)}::{_data(say(diagnostic.words, lang) + notes)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")
