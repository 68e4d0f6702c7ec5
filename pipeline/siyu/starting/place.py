"""New files into a folder, next to what is there.

In: a root and texts by path. Out: which were written and which were there already.
Promise: a file that exists stays as it is, and nothing is written through a link.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Words


class Linked(Exception):
    """A file or folder on the way is a link; carries what to say."""

    def __init__(self, path: Path) -> None:
        self.words = Words(f"{path} 是一个链接，不写", f"{path} is a link: not written")
        super().__init__(self.words.en)


class Placed(NamedTuple):
    """Paths that were written, and paths that were there."""

    written: list[str]
    there: list[str]


def place(root: Path, made: Mapping[str, str]) -> Placed:
    """Write what is not there yet; raises `Linked` before anything is written, OSError as it comes."""
    for path in made:
        no_link(root, path)
    placed = Placed([], [])
    for path, text in made.items():
        if (root / path).exists():
            placed.there.append(path)
            continue
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        placed.written.append(path)
    return placed


def no_link(root: Path, path: str) -> None:
    """Raise `Linked` where a part of a path below the root is a link."""
    here = root
    for name in path.split("/"):
        here = here / name
        if here.is_symlink():
            raise Linked(here)
