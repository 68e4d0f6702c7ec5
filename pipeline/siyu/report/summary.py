"""The page a GitHub workflow shows for a run, in GitHub's Markdown: the most important findings first.

In: diagnostics and a headline. Out: Markdown of at most `room` bytes. Promise: content stays text, because the table is HTML, in
which Markdown is not read, and its cells are code, in which GitHub looks for no @names, #numbers, :signs: or formulas.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from siyu.diagnostic import Diagnostic, Words
from siyu.report.place import utf8
from siyu.report.run import NOTHING, Run
from siyu.report.words import SEVERITY, notes, safe, say

LIMIT = 1024 * 1024
"""Bytes that GitHub takes for one step: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands (2026-10)."""

_TABLE, _END = "<table>\n", "</table>\n\n"


def step_summary(
    diagnostics: Iterable[Diagnostic], lang: str, headline: str, run: Run = NOTHING, room: int = LIMIT
) -> str:
    """A table of as many findings as there is room for, and how many it leaves out; nothing where it cannot even say that."""
    found = sorted(diagnostics, key=lambda d: d.severity)
    top = f"### siyu · {headline}\n\n"
    if not found:
        return top
    room -= utf8(top + _TABLE + _END + _more(len(found), lang))
    if room < 0:
        return ""
    rows: list[str] = []
    for diagnostic in found:
        row = _row(diagnostic, lang, run.base)
        room -= utf8(row)
        if room < 0:
            break
        rows.append(row)
    left = len(found) - len(rows)
    return "".join([top, _TABLE, *rows, _END, _more(left, lang) if left else ""])


def _row(diagnostic: Diagnostic, lang: str, base: str) -> str:
    lines = [say(diagnostic.words, lang), *notes(diagnostic, lang, base)]
    cells = [
        say(SEVERITY[diagnostic.severity], lang),
        _code(safe(f"{base}{diagnostic.span}")),
        "<br>".join(map(_code, lines)),
        _code(safe(diagnostic.rule)),
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>\n"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"


def _more(count: int, lang: str) -> str:
    return say(Words(f"另有 {count} 条，见日志", f"{count} more in the log"), lang) + "\n"
