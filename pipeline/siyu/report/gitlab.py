"""GitLab's Code Quality report, an artifact of a job: https://docs.gitlab.com/ci/testing/code_quality/ (as quoted 2025-10)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.fingerprint import fingerprints
from siyu.report.printable import printable
from siyu.report.run import NOTHING, Run
from siyu.report.words import notes, say

_LEVEL = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def gitlab(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """One list; the merge request compares its fingerprints with those of the target branch."""
    found = list(diagnostics)
    names = fingerprints(found, run.base)
    return printable([_issue(*pair, lang, run.base) for pair in zip(found, names, strict=True)])


def _issue(diagnostic: Diagnostic, name: str, lang: str, base: str) -> dict[str, Any]:
    span = diagnostic.span
    return {
        "description": " ".join([say(diagnostic.words, lang), *notes(diagnostic, lang, base)]),
        "check_name": diagnostic.rule,
        "fingerprint": name,
        "severity": _LEVEL[diagnostic.severity],
        "location": {"path": base + span.source.path, "lines": {"begin": span.source.place(span.start)[0]}},
    }
