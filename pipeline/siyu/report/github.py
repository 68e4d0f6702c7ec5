"""GitHub's workflow commands: annotations on the right line; content can never act as a command."""

from __future__ import annotations

from collections.abc import Iterable

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.words import say

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def github(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    """Errors first: GitHub shows ten annotations of each level."""
    return "".join(_command(diagnostic, lang) for diagnostic in sorted(diagnostics, key=lambda d: d.severity))


def _command(diagnostic: Diagnostic, lang: str) -> str:
    span = diagnostic.span
    line, column = span.source.place(span.start)
    end_line, end_column = span.source.place(span.end)
    place = f"file={_property(span.source.path)},line={line},endLine={end_line},col={column},endColumn={end_column},title={_property(diagnostic.rule)}"
    notes = "".join(f"\n→ {say(note.words, lang)}" for note in diagnostic.notes)
    return f"::{_LEVEL[diagnostic.severity]} {place}::{_data(say(diagnostic.words, lang) + notes)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
