"""How findings look: one file per format, each a function from diagnostics to text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from siyu.diagnostic import Diagnostic
from siyu.report.concise import concise
from siyu.report.full import full
from siyu.report.github import github
from siyu.report.gitlab import gitlab
from siyu.report.json import json_lines
from siyu.report.junit import junit
from siyu.report.rdjson import rdjson
from siyu.report.run import NOTHING, Run
from siyu.report.sarif import sarif


class Format(Protocol):
    """From diagnostics and a language ("zh" or "en") to text."""

    def __call__(self, diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str: ...  # noqa: D102


FORMATS: dict[str, Format] = {
    "full": full,
    "concise": concise,
    "json": json_lines,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "rdjson": rdjson,
    "junit": junit,
}
