"""A project, checked and fixed until nothing is left that siyu may fix.

In: its root, and what looks at it. Out: what is still found, and what was done.
Promise: a fix that makes another one possible is followed up; with nothing to fix, nothing is written.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Severity
from siyu.report.words import safe
from siyu.rules import RULES
from siyu.stages.fix import Change, Left, fix, put

_ROUNDS = 8


class Repaired(NamedTuple):
    """What is left to say, how many edits were made in which files, which files were left alone."""

    found: list[Diagnostic]
    edits: int
    files: frozenset[str]
    left: list[Left]

    @property
    def blocked(self) -> bool:
        """Whether errors of structure kept the rules, and with them most fixes, from being looked for."""
        return any(d.severity is Severity.ERROR and d.rule not in RULES for d in self.found)


def repair(root: Path, look: Callable[[], list[Diagnostic]]) -> Repaired:
    """Fix, look again, until nothing changes; raises OSError where a file cannot be written."""
    found = look()
    edits, files = 0, set()
    changes, left = fix(root, found)
    for _ in range(_ROUNDS):
        if not changes:
            break
        for change in changes:
            put(root, change)
            edits += change.edits
            files.add(change.path)
        found = look()
        changes, left = fix(root, found)
    return Repaired(found, edits, frozenset(files), left)


def diff(changes: Iterable[Change]) -> str:
    """What would change, as unified diffs to read: characters that nobody sees are made visible."""
    lines: list[str] = []
    for path, before, after, _ in changes:
        old, new = (text.decode().removesuffix("\n").split("\n") for text in (before, after))
        lines += difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{safe(line.removesuffix(chr(13)))}\n" for line in lines)
