"""No English message says "1 files": a count before a plural is written with `plural`."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from conftest import ROOT
from siyu.diagnostic import plural

NOUNS = """
    assets bytes calendars changes characters columns commits days documents entries errors events files findings groups hours images
    items lines links members messages minutes months names people persons pictures places points posts problems products projects
    rows schemas sheets slots steps targets texts tiers times uses warnings weeks words
"""
MANY = {  # never one, or no count
    ("cli/schema.py", "len(made)"),
    ("poster/draw.py", "sheet.lines"),
    ("rules/outside_window.py", "judged"),
    ("rules/over_platform_limit.py", "size.chars"),
    ("rules/over_platform_limit.py", "size.utf8"),
    ("rules/posts_too_close.py", "times"),
    ("rules/repeated_copy.py", "total"),
    ("rules/tier_without_welcome.py", "other"),  # working hours
    ("site/hours.py", "when.every"),
    ("site/book.py", "tier.groups"),
}


def counted(path: Path) -> set[tuple[str, str]]:
    """Values in f-strings right before a plural, but constants."""
    name = path.relative_to(ROOT / "pipeline" / "siyu").as_posix()
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for value, text in zip(node.values, node.values[1:], strict=False) if isinstance(node, ast.JoinedStr) else ():
            if isinstance(value, ast.FormattedValue) and value.conversion < 0 and isinstance(text, ast.Constant):
                word = re.match(r" (?:other |more |empty )?([a-z]+)\b", str(text.value))
                written = ast.unparse(value.value)
                if word and word[1] in NOUNS.split() and not written.isupper() and not re.match("[A-Z]+[.]", written):
                    found.add((name, written))
    return found


def test_counts_are_written_with_their_plurals() -> None:
    found = set().union(*map(counted, (ROOT / "pipeline" / "siyu").rglob("*.py")))
    assert found - MANY == set()
    assert found >= MANY  # an exception that is no longer needed goes


def test_one_is_one_and_the_rest_are_many() -> None:
    assert [plural(n, "file") for n in (0, 1, 2)] == ["0 files", "1 file", "2 files"]
    assert [plural(n, "entry", "entries") for n in (1, 3)] == ["1 entry", "3 entries"]
