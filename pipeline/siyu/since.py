"""What has been found since a revision: a project compared with itself.

In: what a check found, the project, a git revision, an empty folder. Out: the findings that the changes since then cause.
Promise: findings in changed documents, and everywhere else those that the revision did not have; what keeps the rules from running at
all is always told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from siyu.build import compile_project
from siyu.diagnostic import Diagnostic, Severity
from siyu.rules import RULES
from siyu.stages.git import changed_since, tree_at


def caused_since(found: Iterable[Diagnostic], root: Path, revision: str, folder: Path) -> list[Diagnostic]:
    """The findings that changes since `revision` cause, new and uncommitted files included; raises `NoHistory`."""
    changed = changed_since(root, revision)
    tree_at(root, revision, folder)
    marked = (folder / "brand" / "brand.yaml").is_file()
    before = Counter(map(_same, compile_project(folder).diagnostics if marked else ()))
    told = []
    for diagnostic in found:
        known = before[_same(diagnostic)]
        before[_same(diagnostic)] -= 1
        in_the_way = diagnostic.severity is Severity.ERROR and diagnostic.rule not in RULES
        if known <= 0 or in_the_way or diagnostic.span.source.path in changed:
            told.append(diagnostic)
    return told


def _same(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """What makes two findings the same one although lines have moved."""
    return diagnostic.rule, diagnostic.span.source.path, diagnostic.words.zh
