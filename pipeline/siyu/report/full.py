"""For a person: the place, the line, a caret that is right under Chinese and emoji, notes and the fix."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from siyu.diagnostic import Diagnostic
from siyu.report.run import NOTHING, Run
from siyu.report.words import SEVERITY, notes, safe, say, visible
from siyu.source import Span

_WIDE = 72  # cells of source shown around the caret, for a terminal of 80


def full(diagnostics: Iterable[Diagnostic], lang: str, run: Run = NOTHING) -> str:
    """Every finding as a small block."""
    return "".join(_block(diagnostic, lang, run.base) for diagnostic in diagnostics)


def _block(diagnostic: Diagnostic, lang: str, base: str) -> str:
    severity = say(SEVERITY[diagnostic.severity], lang)
    lines = [safe(f"{base}{diagnostic.span}"), f"  {severity}[{diagnostic.rule}] {say(diagnostic.words, lang)}"]
    lines += _excerpt(diagnostic.span)
    lines += [f"  {note}" for note in notes(diagnostic, lang, base)]
    return "\n".join(lines) + "\n\n"


def _excerpt(span: Span) -> list[str]:
    """The line, or what fits of it around the span, and a caret below."""
    line, column = span.source.place(span.start)
    text = span.source.line(line)
    if not text:
        return []
    first = max(0, column - 1 - _WIDE)
    start = column - 1 - first
    shown = visible(text[first : first + start + _WIDE])
    end = min(len(shown), max(start + 1, start + span.end - span.start))
    at = [cells(shown[:number]) for number in range(len(shown) + 1)]

    right = bisect_right(at, at[start] + _WIDE // 2) - 1
    left = bisect_left(at, at[right] - _WIDE)
    right = bisect_right(at, at[left] + _WIDE) - 1
    while left < start and at[left + 1] == at[left]:
        left += 1  # never begin inside an emoji or with a bare accent

    end = min(end, right)
    while start < end < right and not cells(shown[end]):
        end += 1  # an accent belongs to what stands before it
    while left < start < end and at[start] >= at[end]:
        start -= 1  # so does the rest of an emoji
    head = "…" if first + left else ""
    tail = "…" if first + right < len(text) else ""
    before, mark = at[start] - at[left] + len(head), max(1, at[end] - at[start])
    margin = " " * len(str(line))
    return [
        f"  {margin} |",
        f"  {line} | {head}{''.join(shown[left:right])}{tail}".rstrip(),
        f"  {margin} | {' ' * before}{'^' * mark}",
    ]


def cells(shown: Iterable[str]) -> int:
    """Columns a terminal uses for characters."""
    from wcwidth import wcswidth  # 45 ms, wanted only when there is something to show

    return max(0, wcswidth("".join(shown)))
