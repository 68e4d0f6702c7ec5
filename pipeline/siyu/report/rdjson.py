"""reviewdog's rdjson: comments in a pull request, with suggestions to accept; a column counts bytes of UTF-8.

The format is reviewdog's proto/rdf/reviewdog.proto at commit 08614ef: `DiagnosticResult` as JSON, the end of a range exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.place import place, utf8
from siyu.report.printable import printable
from siyu.report.run import NOTHING, Run
from siyu.report.words import notes, say
from siyu.source import Span

_LEVEL = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.ADVICE: "INFO"}


def rdjson(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """One object; a finding with a fix carries it as a suggestion."""
    found = [_diagnostic(diagnostic, lang, run.base) for diagnostic in diagnostics]
    return printable({"source": {"name": "siyu"}, "diagnostics": found})


def _diagnostic(diagnostic: Diagnostic, lang: str, base: str) -> dict[str, Any]:
    where = _range(diagnostic.span)
    row: dict[str, Any] = {
        "message": "\n".join([say(diagnostic.words, lang), *notes(diagnostic, lang, base)]),
        "location": {"path": base + diagnostic.span.source.path, "range": where},
        "severity": _LEVEL[diagnostic.severity],
        "code": {"value": diagnostic.rule},
    }
    if diagnostic.fix is not None:
        row["suggestions"] = [{"range": where, "text": diagnostic.fix}]
    return row


def _range(span: Span) -> dict[str, Any]:
    line, column, end_line, end_column = place(span, utf8)
    return {"start": {"line": line, "column": column}, "end": {"line": end_line, "column": end_column}}
