"""The pictures that texts go out with.

In: texts. Out: each file that one of them names, as its header describes it, and where it is named first.
Promise: a file is looked at once, however many posts show it.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.asset import Asset
from siyu.passage import Texts
from siyu.source import Span, Text


def pictures(texts: Texts, channel: str | None = None) -> Iterator[tuple[Asset, Span]]:
    """Every file once, at its first place; only those of one channel where that is given."""
    seen: set[str] = set()
    for passage in texts.passages:
        if not passage.images or channel not in (None, passage.channel):
            continue
        for name in passage.images:
            if name not in seen:
                seen.add(name)
                yield texts.library.assets[name], name.span if isinstance(name, Text) else passage.span
