"""How findings look: one file per format, each a function from diagnostics to text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from siyu.diagnostic import Diagnostic
from siyu.report.concise import concise
from siyu.report.full import full
from siyu.report.github import github
from siyu.report.json import json_lines


class Format(Protocol):
    """From diagnostics, a language ("zh" or "en") and the way to the project from where siyu was started, to text."""

    def __call__(self, diagnostics: Iterable[Diagnostic], lang: str, base: str = "") -> str: ...  # noqa: D102


FORMATS: dict[str, Format] = {
    "full": full,
    "concise": concise,
    "json": json_lines,
    "github": github,
}
