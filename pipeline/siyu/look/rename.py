"""An id, renamed wherever it stands: the edits, and the file that gets another name.

In: a project's root and files, the kind, the old and the new id. Out: `Renamed`; `carry_out` does it.
Promise: exactly the characters of the id change, proved by parsing again; comments and everything else stay byte for byte. If one file
cannot be changed, none is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Refusal, Words
from siyu.look.references import Uses
from siyu.source import Mapping, Node, Source, Span
from siyu.stages.fix import Change, Edit, Left, edited, put
from siyu.stages.parse import parse
from siyu.stages.read import Files
from siyu.values import ID

_FIXED = {"brand", "tags", "week", "sop", "rule"}
"""Their names are given: a single file, a role, a week, a rule of siyu."""
IN_CALENDARS = {"column", "tier", "announcement", "campaign", "journey"}
"""Their ids are part of the identity of calendar events."""


class Renamed(NamedTuple):
    """What would be done: edits by file, files left alone and why, the file's old and new path (None: the id is no file's name)."""

    changes: list[Change]
    left: list[Left]
    move: tuple[str, str] | None


class Refused(Refusal):
    """Why this id cannot get this name."""


def renamed(root: Path, files: Files, uses: Uses, kind: str, old: str, new: str, own: str | None) -> Renamed:
    """The edits and the move; `own` is the path of the document. Raises `Refused`."""
    if kind in _FIXED:
        raise Refused(Words(f"{kind} 的名字是定好的，不能改", f"the name of a {kind} is given and cannot be changed"))
    if kind != "asset" and not ID.fullmatch(new):
        raise Refused(Words(f"“{new}”要用小写英文、数字和 -", f"{new!r} must be lower-case ASCII words joined by -"))
    spans = [*uses.get((kind, old), {}), *(_keys(files, old) if kind == "tag" else ())]
    wanted: dict[str, tuple[Source, set[Edit]]] = {}
    for source, start, end in spans:
        wanted.setdefault(source.path, (source, set()))[1].add(Edit(start, end, new))
    changes, left = edited(root, wanted.values())
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
    source = next((source for kind, _, source in files.documents if kind == "tags"), None)
    tree = parse(source)[0] if source else None
    return list(_named(tree, tag)) if tree else []


def _named(node: Node, tag: str) -> Iterator[Span]:
    """The keys of tables called `tags` that are this one."""
    for key, value in node.items() if isinstance(node, Mapping) else ():
        if key == "tags" and isinstance(value, Mapping):
            yield from (each.at(0, len(each)) for each in value if each == tag)
        else:
            yield from _named(value, tag)
