"""JUnit's XML: one test case a document, which fails where it has an error; the rest it says is its output."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape  # what it escapes is XML's, and xml.sax takes 20 ms to import
from itertools import groupby

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.full import full
from siyu.report.run import NOTHING, Run
from siyu.report.words import safe, say


def junit(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """The documents that were checked and whatever else has findings, sorted by path."""
    paths = dict.fromkeys(run.documents, ())
    by_path = groupby(sorted(diagnostics, key=_path), _path)
    found: dict[str, tuple[Diagnostic, ...]] = {**paths, **{path: tuple(group) for path, group in by_path}}
    cases = [_case(path, found[path], lang, run) for path in sorted(found)]
    failures = sum(any(map(_is_error, group)) for group in found.values())
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    suite = f'<testsuite name="siyu" {counts} skipped="0">\n{"".join(cases)}</testsuite>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="siyu" {counts}>\n{suite}\n</testsuites>\n'


def _case(path: str, found: tuple[Diagnostic, ...], lang: str, run: Run) -> str:
    name = escape(safe(run.base + path))
    errors = [diagnostic for diagnostic in found if _is_error(diagnostic)]
    others = [diagnostic for diagnostic in found if not _is_error(diagnostic)]
    parts = []
    if errors:  # one element: readers show the first failure only
        head = f'message="{escape(say(errors[0].words, lang))}" type="{escape(safe(errors[0].rule))}"'
        parts.append(f"<failure {head}>{escape(full(errors, lang, run), quote=False)}</failure>\n")
    if others:
        parts.append(f"<system-out>{escape(full(others, lang, run), quote=False)}</system-out>\n")
    return f'<testcase classname="siyu" name="{name}" file="{name}">\n{"".join(parts)}</testcase>\n'


def _path(diagnostic: Diagnostic) -> str:
    return diagnostic.span.source.path


def _is_error(diagnostic: Diagnostic) -> bool:
    return diagnostic.severity is Severity.ERROR
