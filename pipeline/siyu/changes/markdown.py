"""Changes for a comment in a pull request: Markdown of at most `room` bytes, the most important first.

In: changes. Out: Markdown. Promise: content stays text: it stands in HTML's pre and code, where hosts look for no @names, #numbers or
markup; what does not fit is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from siyu.changes.compare import Changes
from siyu.changes.pieces import Piece, near, pieces
from siyu.changes.tell import BROKEN, NAMES, NEW, SCRIPTS, SOLVED, facts, headline, text_of, title
from siyu.diagnostic import Diagnostic, Words
from siyu.report.place import utf8
from siyu.report.words import SEVERITY, safe, say

LIMIT = 60_000
"""Bytes; GitHub takes 65,536 characters for a comment (https://github.com/orgs/community/discussions/41331, 2026-10), GitLab a million."""


def markdown(changes: Changes, lang: str, room: int = LIMIT) -> str:
    """A comment."""
    top = f"### siyu · {say(headline(changes), lang)}\n\n"
    if not changes.compared:
        top += f"{say(BROKEN, lang)}\n\n"
    parts = list(_parts(changes, lang))
    room -= utf8(top + _more(len(parts), lang))
    kept: list[str] = []
    for part in parts:
        if (room := room - utf8(part)) < 0:
            break
        kept.append(part)
    left = len(parts) - len(kept)
    return top + "".join(kept) + (_more(left, lang) if left else "")


def _parts(changes: Changes, lang: str) -> Iterator[str]:
    yield from (_finding(diagnostic, NEW, lang) for diagnostic in changes.found)
    for change in changes.events:
        head = f"**{say(NAMES[change.kind], lang)}** {_code(title(change, lang))}"
        rows = "".join(
            f"<br>{escape(name)}: <del>{_code(before)}</del> → <ins>{_code(after)}</ins>"
            for name, before, after in facts(change, lang)
        )
        yield f"{head}{rows}\n{_pre(text_of(change))}\n"
    for before, after in changes.scripts:
        script = after or before
        assert script is not None
        told = list(near(list(pieces(before.text if before else "", after.text if after else ""))))
        yield f"**{say(SCRIPTS, lang)}** {_code(f'{script.tier.name} · {script.name}')}\n{_pre(told)}\n"
    yield from (_finding(diagnostic, SOLVED, lang) for diagnostic in changes.solved)


def _finding(diagnostic: Diagnostic, name: Words, lang: str) -> str:
    severity = say(SEVERITY[diagnostic.severity], lang)
    return f"- {say(name, lang)}: {severity} {_code(f'{diagnostic.span}')} {_code(say(diagnostic.words, lang))} ({_code(diagnostic.rule)})\n\n"


def _pre(told: list[Piece]) -> str:
    if not told:
        return ""
    marks = {"=": ("", ""), "-": ("<del>", "</del>"), "+": ("<ins>", "</ins>")}
    shown = "".join(
        marks[sort][0] + "\n".join(escape(safe(line)) for line in words.split("\n")) + marks[sort][1]
        for sort, words in told
    )
    return f"\n<pre>{shown.replace(chr(10) * 2, chr(10) + '&#8203;' + chr(10))}</pre>\n"


def _code(text: str) -> str:
    return f"<code>{escape(safe(' '.join(text.split())))}</code>"


def _more(count: int, lang: str) -> str:
    return (
        say(Words(f"另有 {count} 处没有放下，看构建日志", f"{count} more did not fit; see the build's log"), lang)
        + "\n"
    )
