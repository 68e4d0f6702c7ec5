"""An id, renamed wherever it stands: the edits, and the file that gets another name.

In: a project's root and files, the kind, the old and the new id. Out: `Renamed`; `carry_out` does it.
Promise: exactly the characters of the id change, proved by parsing again; comments and everything else stay byte for byte. If one file
cannot be changed, none is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Words
from siyu.kinds import KINDS
from siyu.look.references import Uses
from siyu.source import Span, Text
from siyu.stages.fix import Change, Left, fix, put
from siyu.stages.parse import parse
from siyu.stages.read import Files

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FIXED = {"brand", "tags", "week", "sop", "rule"}
"""Their names are given: a single file, a role, a week, a rule of siyu."""
IN_CALENDARS = {"column", "tier", "announcement", "campaign", "journey"}
"""Their ids are part of the identity of calendar events."""


class Renamed(NamedTuple):
    """What would be done: edits by file, files left alone and why, the file's old and new path (None: the id is no file's name)."""

    changes: list[Change]
    left: list[Left]
    move: tuple[str, str] | None


class Refused(Exception):
    """Why this id cannot get this name."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def renamed(root: Path, files: Files, uses: Uses, kind: str, old: str, new: str, own: str | None) -> Renamed:
    """The edits and the move; `own` is the path of the document. Raises `Refused`."""
    if kind in _FIXED:
        raise Refused(Words(f"{kind} 的名字是定好的，不能改", f"the name of a {kind} is given and cannot be changed"))
    if kind != "asset" and not _ID.fullmatch(new):
        raise Refused(Words(f"“{new}”要用小写英文、数字和 -", f"{new!r} must be lower-case ASCII words joined by -"))
    spans = [*uses.get((kind, old), {}), *(_keys(files, old) if kind == "tag" else ())]
    words = Words("", "")
    changes, left = fix(root, [Diagnostic("rename", words, span, fix=new) for span in spans])
    move = (own, _beside(own, old, new)) if own and kind != "tag" else None
    if move and (root / move[1]).exists():
        raise Refused(Words(f"{move[1]} 已经在了", f"{move[1]} is there already"))
    return Renamed(changes, left, move)


def carry_out(root: Path, planned: Renamed) -> None:
    """Edit the files, then give the document its new name; raises OSError."""
    for change in planned.changes:
        put(root, change)
    if planned.move:
        target = root / planned.move[1]
        target.parent.mkdir(parents=True, exist_ok=True)
        (root / planned.move[0]).rename(target)


def _beside(own: str, old: str, new: str) -> str:
    if own.startswith("brand/assets/"):
        return f"brand/assets/{new}"
    folder, _, name = own.rpartition("/")
    return f"{folder}/{new}{name.removeprefix(old)}"


def _keys(files: Files, tag: str) -> list[Span]:
    """Where a tag is defined: a key in brand/tags.yaml."""
    for kind, _, source in files.documents:
        if KINDS[kind].place == "brand/tags.yaml" and isinstance(tree := parse(source)[0], dict):
            groups = next((value for key, value in tree.items() if key == "groups"), {})
            tables = (
                [value.get("tags") for value in groups.values() if isinstance(value, dict)]
                if isinstance(groups, dict)
                else []
            )
            return [
                key.at(0, len(key))
                for table in tables
                if isinstance(table, dict)
                for key in table
                if isinstance(key, Text) and key == tag
            ]
    return []
