"""Sources → documents: every file parsed and loaded, with the ids that all of them may refer to.

In: `Files`. Out: the documents that fit, all ids, diagnostics. Promise: a file that does not load still counts as existing.
"""

from __future__ import annotations

from functools import partial

from siyu.diagnostic import Diagnostic
from siyu.document import Document, Documents
from siyu.kinds import KINDS
from siyu.kinds.tags import Tags
from siyu.reference import KIND_NAMES, Everything, Known
from siyu.rules import RULES
from siyu.source import Source
from siyu.stages.keep import Keep, anew
from siyu.stages.load import load
from siyu.stages.parse import parse
from siyu.stages.read import Files


def load_all(files: Files, keep: Keep = anew) -> tuple[Documents, Known, list[Diagnostic]]:
    """Every document that parses and fits its model, and all ids; the other documents are told."""
    found: list[Diagnostic] = []
    ids: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, name, _ in files.documents:
        ids[kind].add(name)
    known: dict[str, frozenset[str]] = {kind: frozenset(names) for kind, names in ids.items()}
    known |= {"rule": frozenset(RULES), "template": frozenset(files.templates), "asset": frozenset(files.assets)}
    known["tag"] = Everything() if ids["tags"] else frozenset()  # until the tags themselves have loaded
    documents: dict[str, dict[str, Document]] = {kind: {} for kind in KINDS}
    for kind, name, source in sorted(files.documents, key=lambda document: document[0] != "tags"):
        if not source.text:
            continue  # it could not be read: told already
        asked = {kind: known[kind] for kind in KIND_NAMES}  # no document can refer to anything else
        document, unfit = keep(f"document {source.path}", partial(_load, kind, name, source, known), source.text, asked)
        found += unfit
        if document is not None:
            documents[kind][name] = document
        if isinstance(document, Tags):
            known = known | {"tag": frozenset(tag for group in document.groups.values() for tag in group.tags)}
    return documents, known, found


def _load(kind: str, name: str, source: Source, known: Known) -> tuple[Document | None, list[Diagnostic]]:
    tree, unparsed = parse(source)
    if tree is None:
        return None, unparsed
    document, unfit = load(source, tree, name, KINDS[kind].model, known)
    return document, [*unparsed, *unfit]
