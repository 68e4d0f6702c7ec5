"""GitHub's workflow commands: annotations on the right line; content can never act as a command."""

from __future__ import annotations

from collections.abc import Iterable

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.place import place
from siyu.report.run import NOTHING, Run
from siyu.report.words import notes, safe, say

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def github(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """Errors first: GitHub shows ten annotations of each level. Paths start at `base`, as the repository sees them."""
    return "".join(_command(diagnostic, lang, run.base) for diagnostic in sorted(diagnostics, key=lambda d: d.severity))


def _command(diagnostic: Diagnostic, lang: str, base: str) -> str:
    span = diagnostic.span
    line, column, end_line, end_column = place(span)
    where = f"file={_property(base + span.source.path)},line={line},endLine={end_line}"
    if line == end_line:  # columns mean nothing over several lines, says the runner
        where += f",col={column},endColumn={end_column}"
    # The place once more: the log prints the message alone, and past ten findings it is all there is.
    message = f"{safe(f'{base}{span}')} {say(diagnostic.words, lang)}"
    data = _data("\n".join([message, *notes(diagnostic, lang, base)]))
    return f"::{_LEVEL[diagnostic.severity]} {where},title={_property(diagnostic.rule)}::{data}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(safe(text)).replace(":", "%3A").replace(",", "%2C")
