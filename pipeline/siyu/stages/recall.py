"""What was taken out of the plan, as it was last.

In: the events that are gone with the documents that had them, the files as they are. Out: their messages.
Promise: planned and composed by the same stages as everything else, from the documents of that time; what they do not give any more is
left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from siyu.document import Document
from siyu.edition import Message, Stamp, identity_of
from siyu.kinds import KINDS
from siyu.kinds.week import Week
from siyu.source import Source
from siyu.stages.compose import Composer
from siyu.stages.history import Gone
from siyu.stages.load import load
from siyu.stages.parse import parse
from siyu.stages.past.cells import Paths
from siyu.stages.past.commits import PLACES
from siyu.stages.past.models import KNOWN
from siyu.stages.past.versions import Version
from siyu.stages.plan import plan
from siyu.stages.read import Files
from siyu.stages.resolve import resolve

if TYPE_CHECKING:
    from siyu.templating import Template


def recall(gone: Iterable[Gone], files: Files) -> tuple[tuple[Message, Stamp], ...]:
    """The messages of events that are gone, in the order of their identities."""
    by_tree: dict[tuple[int, str], list[Gone]] = {}
    for one in gone:
        by_tree.setdefault((id(one.paths), one.week), []).append(one)
    then = _Then(files)
    found: list[tuple[Message, Stamp]] = []
    for (_, week), ones in by_tree.items():
        stamps = {one.event: one.stamp for one in ones}
        messages = then.messages(ones[0].paths, week)
        found += [(message, stamps[name]) for message in messages if (name := identity_of(message.item)) in stamps]
    return tuple(sorted(found, key=lambda pair: identity_of(pair[0].item)))


class _Then:
    """The project at several times. What they have in common is loaded once; kinds that git was not asked about are as they are now."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.now = [(kind, name, source) for kind, name, source in files.documents if kind not in PLACES.values()]
        self._loaded: dict[tuple[str, str, str], Document | None] = {}
        self._composers: dict[frozenset[int], Composer | None] = {}

    def messages(self, paths: Paths, week: str) -> tuple[Message, ...]:
        """All messages of one week at one time; none where its documents do not load any more."""
        library = {path: version for path, version in paths.items() if version.name[0] != "week"}
        key = frozenset(map(id, library.values()))
        if key not in self._composers:
            self._composers[key] = self._composer(library)
        composer = self._composers[key]
        plans = [
            self._load("week", week, _source(path, version))
            for path, version in paths.items()
            if version.name == ("week", week)
        ]
        if composer is None or not plans or not isinstance(plans[0], Week):
            return ()
        planned, _ = plan(composer.library, plans[0])
        return composer.compose(planned)[0].messages

    def _composer(self, paths: Paths) -> Composer | None:
        documents: dict[str, dict[str, Document]] = {kind: {} for kind in KINDS}
        templates: dict[str, Source] = {}
        sources = [(*version.name, _source(path, version)) for path, version in paths.items()]
        for kind, name, source in [*self.now, *sources]:
            if kind == "template":
                templates[name] = source
            elif (document := self._load(kind, name, source)) is not None:
                documents[kind][name] = document
        library, _ = resolve(documents, templates, self.files.assets)
        compiled: Mapping[str, Template] = {}
        if templates:
            from siyu.templating import compile_templates

            compiled, _ = compile_templates(templates)
        return Composer(library, compiled) if library and len(compiled) == len(templates) else None

    def _load(self, kind: str, name: str, source: Source) -> Document | None:
        key = kind, name, source.text
        if key not in self._loaded:
            tree, _ = parse(source)
            self._loaded[key] = None if tree is None else load(source, tree, name, KINDS[kind].model, KNOWN)[0]
        return self._loaded[key]


def _source(path: str, version: Version) -> Source:
    return Source(path, "\n".join(version.lines) + "\n")
