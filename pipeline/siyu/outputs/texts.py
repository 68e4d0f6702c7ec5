"""<week>/<tier>/…/*.txt and welcome/<tier>/*.txt — exactly the text to paste, nothing else, not even a last line end."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.edition import Artifact, Publication
from siyu.source import Span


def texts(publication: Publication) -> Iterator[Artifact]:
    """One file for every message that has a text, for each of its cases and its first comment, and for every welcome script of a tier."""
    for edition in publication.editions:
        for item, text, path, _, _, comment, *_ in (one for message in edition.messages for one in message.versions):
            if text is not None and path is not None:
                written = (Span(item.copy.source, item.copy.start, item.copy.end),) if item.copy is not None else ()
                yield Artifact(path, text.encode(), (item.span, *written))
                if comment and item.comment:
                    yield Artifact(f"{path.removesuffix('.txt')}.comment.txt", comment.encode(), (item.comment.span,))
    for script in publication.scripts:
        yield Artifact(
            f"welcome/{script.tier.id}/{script.name}.txt", script.text.encode(), (script.welcome.copy_.span,)
        )
