"""What the formats need of the place they run in: the way from the repository, the documents, a GitHub workflow's page.

In: diagnostics and the project as it was named on the command line. Out: the report as text.
Promise: nothing else reads a CI's environment; a page that cannot be written is told and changes no exit code.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath

import click

from siyu.cli.summary import findings
from siyu.diagnostic import Diagnostic, Words
from siyu.report import FORMATS
from siyu.report.run import Run
from siyu.report.summary import LIMIT, step_summary
from siyu.report.words import say
from siyu.rules import RULES
from siyu.source import Source, Span
from siyu.stages.read import read


def formatted(diagnostics: list[Diagnostic], format_: str, lang: str, given: str) -> str:
    """The report; for `github` the workflow's page is written, too."""
    documents = _documents(Path(given)) if format_ == "junit" else ()
    return _report(diagnostics, format_, lang, Run(base(given), documents, RULES))


def together(found: Mapping[str, list[Diagnostic]], format_: str, lang: str) -> str:
    """One report on several projects, by the names they were given."""
    merged = [moved for given, diagnostics in found.items() for moved in _below(base(given), diagnostics)]
    read_ = found if format_ == "junit" else ()
    documents = tuple(base(given) + path for given in read_ for path in _documents(Path(given)))
    return _report(merged, format_, lang, Run("", documents, RULES))


def _below(way: str, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Findings whose places begin with the way to their project."""
    moved = cache(lambda source: Source(way + source.path, source.text))

    def at(span: Span) -> Span:
        return span._replace(source=moved(span.source))

    return [
        one._replace(
            span=at(one.span),
            notes=tuple(note._replace(span=at(note.span)) if note.span else note for note in one.notes),
        )
        for one in diagnostics
    ]


def _report(diagnostics: list[Diagnostic], format_: str, lang: str, run: Run) -> str:
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if format_ == "github" and page:
        _write(page, diagnostics, lang, run)
    return FORMATS[format_](diagnostics, lang, run)


def base(given: str) -> str:
    """The way to a project as a prefix of its paths: from the repository's root where a CI names it, else as given."""
    path = PurePath(given)
    if repository := os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR"):
        full = Path(given).resolve()
        if full.is_relative_to(root := Path(repository).resolve()):
            path = full.relative_to(root)
    text = path.as_posix()
    return "" if text == "." else f"{text.removesuffix('/')}/"


def _documents(root: Path) -> tuple[str, ...]:
    files, _ = read(root)
    return tuple(source.path for source in [*(source for *_, source in files.documents), *files.templates.values()])


def _write(page: str, diagnostics: list[Diagnostic], lang: str, run: Run) -> None:
    try:
        with open(page, "ab") as file:  # noqa: PTH123 — other commands of the step write to it, too
            room = LIMIT - file.tell()
            file.write(step_summary(diagnostics, lang, findings(diagnostics, lang), run, room).encode())
    except OSError as error:
        words = Words(
            f"GitHub 的摘要页写不进去：{error.strerror}", f"cannot write GitHub's summary page: {error.strerror}"
        )
        click.echo(say(words, lang), err=True)
