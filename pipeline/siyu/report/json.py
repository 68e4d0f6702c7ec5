"""For programs: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from siyu.diagnostic import Diagnostic
from siyu.report.words import COMMAND
from siyu.source import Span


def json_lines(diagnostics: Iterable[Diagnostic], lang: str, base: str = "") -> str:
    """Each finding with both languages, whatever `lang` is; lines and columns count from 1."""
    return "".join(_safe(json.dumps(_row(diagnostic), ensure_ascii=False)) + "\n" for diagnostic in diagnostics)


def _safe(line: str) -> str:
    """The same JSON with nothing in it that a terminal or a CI log would obey."""
    plain = "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
    return COMMAND.sub(lambda match: match.group()[:-1] + "\\u005b", plain)


def _row(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.name.lower(),
        "message": diagnostic.words._asdict(),
        **_place(diagnostic.span),
        "notes": [
            {"message": note.words._asdict(), **(_place(note.span) if note.span else {})} for note in diagnostic.notes
        ],
    }


def _place(span: Span) -> dict[str, Any]:
    line, column = span.source.place(span.start)
    end_line, end_column = span.source.place(span.end)
    return {"path": span.source.path, "line": line, "column": column, "end_line": end_line, "end_column": end_column}
