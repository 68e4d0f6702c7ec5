"""For programs: one JSON object a line.

`rule` a name · `severity` "error", "warning" or "advice" · `message` {"zh": …, "en": …} · `path` · `line`, `column`, `end_line`,
`end_column` from 1, a column is one character (code point) and the end is the one after the last · `fix` what may safely stand in
place of those characters, or null · `notes` a list of {`message`} or {`message`, `path`, `line`, …}.
Promise: these keys stay; new ones may be added.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from siyu.diagnostic import Diagnostic
from siyu.report.place import place
from siyu.report.printable import printable
from siyu.report.run import NOTHING, Run
from siyu.source import Span


def json_lines(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """Each finding with both languages, whatever `lang` is."""
    return "".join(printable(_row(diagnostic, run.base)) for diagnostic in diagnostics)


def _row(diagnostic: Diagnostic, base: str) -> dict[str, Any]:
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.name.lower(),
        "message": diagnostic.words._asdict(),
        **_place(diagnostic.span, base),
        "fix": diagnostic.fix,
        "notes": [
            {"message": note.words._asdict(), **(_place(note.span, base) if note.span else {})}
            for note in diagnostic.notes
        ],
    }


def _place(span: Span, base: str) -> dict[str, Any]:
    return {"path": base + span.source.path, **place(span)._asdict()}
