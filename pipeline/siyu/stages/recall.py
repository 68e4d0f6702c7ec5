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
from siyu.stages.plan import plan
from siyu.stages.read import Files
from siyu.stages.resolve import resolve

if TYPE_CHECKING:
    from siyu.templating import Template


class _Everything(frozenset[str]):
    """Knows every id: what was published then had what it refers to."""

    def __contains__(self, item: object) -> bool:
        return True


_KNOWN: Mapping[str, frozenset[str]] = {kind: _Everything() for kind in (*KINDS, "rule", "template", "asset", "tag")}


def recall(gone: Iterable[Gone], files: Files) -> tuple[tuple[Message, Stamp], ...]:
    """The messages of events that are gone, in the order of their identities."""
    by_tree: dict[tuple[int, str], list[Gone]] = {}
    for one in gone:
        by_tree.setdefault((id(one.paths), one.week), []).append(one)
    loaded: dict[tuple[str, str, str], Document | None] = {}
    found: list[tuple[Message, Stamp]] = []
    for (_, week), ones in by_tree.items():
        stamps = {one.event: one.stamp for one in ones}
        messages = _messages(ones[0].paths, week, files, loaded)
        found += [(message, stamps[name]) for message in messages if (name := identity_of(message.item)) in stamps]
    return tuple(sorted(found, key=lambda pair: identity_of(pair[0].item)))


def _messages(
    paths: Paths, week: str, files: Files, loaded: dict[tuple[str, str, str], Document | None]
) -> tuple[Message, ...]:
    """All messages of one week, from the documents of one time; kinds that git was not asked about are as they are now."""
    documents: dict[str, dict[str, Document]] = {kind: {} for kind in KINDS}
    templates: dict[str, Source] = {}
    sources = [(kind, name, source) for kind, name, source in files.documents if kind not in PLACES.values()]
    for path, version in paths.items():
        kind, name = version.name
        if kind != "week" or name == week:
            sources.append((kind, name, Source(path, "\n".join(version.lines) + "\n")))
    for kind, name, source in sources:
        if kind == "template":
            templates[name] = source
            continue
        key = kind, name, source.text
        if key not in loaded:
            tree, _ = parse(source)
            loaded[key] = None if tree is None else load(source, tree, name, KINDS[kind].model, _KNOWN)[0]
        if (document := loaded[key]) is not None:
            documents[kind][name] = document
    library, _ = resolve(documents, templates, files.assets)
    then = next((one for one in documents["week"].values() if isinstance(one, Week)), None)
    if library is None or then is None:
        return ()
    compiled: Mapping[str, Template] = {}
    if templates:
        from siyu.templating import compile_templates

        compiled, _ = compile_templates(templates)
    if len(compiled) != len(templates):
        return ()
    planned, _ = plan(library, then)
    return Composer(library, compiled).compose(planned)[0].messages
