"""A project's files → who names an id, at which characters.

In: files. Out: references by kind and id.
Promise: found by the very check that refuses an id which is not there, so a field of any model that holds an id is known.
"""

from __future__ import annotations

from collections.abc import Mapping

from siyu.kinds import KINDS
from siyu.source import Span, Text
from siyu.stages.load import load
from siyu.stages.load_all import load_all
from siyu.stages.parse import parse
from siyu.stages.read import Files

Uses = Mapping[tuple[str, str], Mapping[Span, None]]
"""By kind and id: the places that name it, in the order of files and lines."""


def references(files: Files) -> Uses:
    """Every id that some document names, with its places; ids that are not there are not among them."""
    known = load_all(files)[1]
    uses: dict[tuple[str, str], dict[Span, None]] = {}
    listening = {kind: _Listening(names, kind, uses) for kind, names in known.items()}
    for kind, name, source in files.documents:
        tree, _ = parse(source)
        if tree is not None:
            load(source, tree, name, KINDS[kind].model, listening)
    return uses


class _Listening(frozenset[str]):
    """Ids of a kind, which keep what they are asked for."""

    def __new__(cls, names: frozenset[str], kind: str, uses: dict[tuple[str, str], dict[Span, None]]) -> _Listening:
        made = super().__new__(cls, names)
        made.kind, made.uses, made.names = kind, uses, names
        return made

    kind: str
    uses: dict[tuple[str, str], dict[Span, None]]
    names: frozenset[str]

    def __contains__(self, item: object) -> bool:
        found = item in self.names
        if found and isinstance(item, Text):
            self.uses.setdefault((self.kind, str(item)), {})[item.at(0, len(item))] = None
        return found
