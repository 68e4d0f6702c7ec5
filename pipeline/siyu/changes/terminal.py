"""Changes for a terminal: what is gone in red, what is new in green; without colours, [-gone-] and {+new+}."""

from __future__ import annotations

from collections.abc import Iterator

import click

from siyu.changes.compare import Changes
from siyu.changes.pieces import Piece, near, pieces
from siyu.changes.tell import BROKEN, NAMES, NEW, SCRIPTS, SOLVED, facts, headline, text_of, title
from siyu.diagnostic import Diagnostic
from siyu.report.words import SEVERITY, safe, say


def terminal(changes: Changes, lang: str, colour: bool) -> str:
    """All of it, the gravest first."""
    lines = [say(headline(changes), lang), ""]
    lines += [say(BROKEN, lang), ""] if not changes.compared else []
    lines += _findings(changes.found, say(NEW, lang), lang)
    for change in changes.events:
        lines.append(_bold(f"{say(NAMES[change.kind], lang)}  {safe(title(change, lang))}", colour))
        lines += [f"    {name}: {safe(before)} → {safe(after)}" for name, before, after in facts(change, lang)]
        lines += _text(text_of(change), colour)
    for before, after in changes.scripts:
        script = after or before
        assert script is not None
        lines.append(_bold(safe(f"{say(SCRIPTS, lang)}  {script.tier.name} · {script.name}"), colour))
        lines += _text(list(near(list(pieces(before.text if before else "", after.text if after else "")))), colour)
    lines += _findings(changes.solved, say(SOLVED, lang), lang)
    return "\n".join(lines).rstrip() + "\n"


def _findings(found: tuple[Diagnostic, ...], name: str, lang: str) -> Iterator[str]:
    if found:
        yield name
        for diagnostic in found:
            severity = say(SEVERITY[diagnostic.severity], lang)
            yield f"    {safe(str(diagnostic.span))}: {severity}[{diagnostic.rule}] {say(diagnostic.words, lang)}"
        yield ""


def _text(told: list[Piece], colour: bool) -> list[str]:
    if not told:
        return [""]
    shown = "".join(_piece(sort, words, colour) for sort, words in told)
    return [f"    {line}".rstrip() for line in shown.split("\n")] + [""]


def _piece(sort: str, words: str, colour: bool) -> str:
    lines = [safe(line) for line in words.split("\n")]
    if sort == "=":
        return "\n".join(lines)
    if colour:
        return "\n".join(
            click.style(line, fg="red" if sort == "-" else "green", strikethrough=sort == "-") if line else ""
            for line in lines
        )
    start, end = ("[-", "-]") if sort == "-" else ("{+", "+}")
    return "\n".join(f"{start}{line}{end}" if line else "" for line in lines)


def _bold(text: str, colour: bool) -> str:
    return click.style(text, bold=True) if colour else text
