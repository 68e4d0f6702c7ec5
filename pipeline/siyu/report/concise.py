"""One line a finding: path:line:column: severity[rule] message."""

from __future__ import annotations

from collections.abc import Iterable

from siyu.diagnostic import Diagnostic
from siyu.report.run import NOTHING, Run
from siyu.report.words import safe, say


def concise(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """For editors and grep; severity names stay English in both languages."""
    return "".join(
        f"{safe(run.base + str(d.span))}: {d.severity.name.lower()}[{d.rule}] {say(d.words, lang)}\n"
        for d in diagnostics
    )
