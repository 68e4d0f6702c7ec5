"""The files around a project's content, brought up to this siyu.

In: a project's root. Out: what would change, and what a team has made its own.
Promise: a file that is as some siyu wrote it becomes as this one writes it; one that a team changed is left alone and shown, one that it
deleted stays away. Line ends stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from siyu import __version__
from siyu.stages.fix import Change
from siyu.starting.place import Linked, no_link
from siyu.starting.project import FOLDER, plain

OWN = "README.md"
"""A team's own from the first day."""
_PIN = re.compile(r"\bsiyu==[\w.]+")
_PINNED = "siyu==<<version>>"


class Upkeep(NamedTuple):
    """Files to be written anew, and files that a team changed with what they would have become."""

    changes: list[Change]
    own: list[Change]


def written() -> dict[str, list[str]]:
    """What siyu has ever written: the hashes of each file without the pinned version, this version's last."""
    told: dict[str, list[str]] = json.loads((FOLDER / "written.json").read_text("utf-8"))
    return told


def upkeep(root: Path, known: Mapping[str, Iterable[str]]) -> Upkeep:
    """Compare the files that `siyu init` writes around the content; `known` are the hashes."""
    made = Upkeep([], [])
    for path, text in plain("common"):
        if path == OWN:
            continue
        try:
            no_link(root, path)
            old = (root / path).read_bytes()
            was = old.decode("utf-8-sig").replace("\r\n", "\n")
        except (FileNotFoundError, NotADirectoryError, Linked, UnicodeDecodeError):
            continue
        now = text.replace(_PINNED, f"siyu=={__version__}")
        if was == now:
            continue
        bare = _PIN.sub(_PINNED, was)
        new = now.replace("\n", "\r\n") if b"\r\n" in old else now
        ours = sha256(bare.encode()).hexdigest() in known.get(path, ())
        (made.changes if ours else made.own).append(Change(path, old, new.encode(), 1))
    return made
