"""How findings look: one file per format, each a function from diagnostics to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from siyu.diagnostic import Diagnostic
from siyu.report.concise import concise
from siyu.report.full import full
from siyu.report.github import github
from siyu.report.json import json_lines

FORMATS: dict[str, Callable[[Iterable[Diagnostic], str], str]] = {
    "full": full,
    "concise": concise,
    "json": json_lines,
    "github": github,
}
"""Each takes diagnostics and a language, "zh" or "en"."""
