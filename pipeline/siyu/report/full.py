"""For a person: the place, the line, a caret that is right under Chinese and emoji, notes and the fix."""

from __future__ import annotations

from collections.abc import Iterable

from siyu.diagnostic import Diagnostic
from siyu.report.words import SEVERITY, safe, say
from siyu.source import Span

_WIDE = 100  # cells of source shown around the caret


def full(diagnostics: Iterable[Diagnostic], lang: str) -> str:
    """Every finding as a small block."""
    return "".join(_block(diagnostic, lang) for diagnostic in diagnostics)


def _block(diagnostic: Diagnostic, lang: str) -> str:
    severity = say(SEVERITY[diagnostic.severity], lang)
    lines = [f"{safe(str(diagnostic.span))}", f"  {severity}[{diagnostic.rule}] {say(diagnostic.words, lang)}"]
    lines += _excerpt(diagnostic.span)
    for note in diagnostic.notes:
        place = f"（{note.span}）" if note.span and lang == "zh" else f" ({note.span})" if note.span else ""
        lines.append(f"  → {say(note.words, lang)}{safe(place)}")
    return "\n".join(lines) + "\n\n"


def _excerpt(span: Span) -> list[str]:
    line, column = span.source.place(span.start)
    text = span.source.line(line)
    if not text:
        return []
    start = column - 1
    end = min(len(text), max(start + 1, start + span.end - span.start))
    skip = max(0, start - _WIDE // 2)
    shown = safe(text[skip : skip + _WIDE]).rstrip()
    before = cells(safe(text[skip:start]))
    mark = "^" * max(1, cells(safe(text[start : min(end, skip + _WIDE)])))
    margin = " " * len(str(line))
    lead = "…" if skip else ""
    return [f"  {margin} |", f"  {line} | {lead}{shown}", f"  {margin} | {' ' * (before + len(lead))}{mark}"]


def cells(text: str) -> int:
    """Columns a terminal uses for a text."""
    from wcwidth import wcswidth  # 45 ms, wanted only when there is something to show

    return max(0, wcswidth(text))
