"""Source → tree: plain text with spans, typed by nobody yet.

In: a `Source`, YAML or Markdown with YAML front matter. Out: the root `Mapping` (None after a syntax error) and diagnostics.
Promise: nothing is interpreted and nothing is lost silently; no input raises, recurses or grows without bound.
"""

from __future__ import annotations

import re

from siyu.diagnostic import Diagnostic
from siyu.source import Mapping, Source, Span, Text
from siyu.stages import refused
from siyu.stages.tree import PARSER, Builder, Parser, Stop, insert

_CONFLICT = re.compile(r"^<{7} .*$", re.MULTILINE)
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)


def parse(source: Source, parser: Parser = PARSER) -> tuple[Mapping | None, list[Diagnostic]]:
    """The tree of one file, None where anything is wrong with it. A Markdown body becomes the key `copy`."""
    if conflict := _CONFLICT.search(source.text):
        return None, [refused.conflict(Span(source, *conflict.span()))]
    front, base, body = source.text, 0, None
    if source.path.endswith(".md"):
        fences = [fence.span() for fence in _FENCE.finditer(source.text)][:2]
        if len(fences) < 2 or fences[0][0] != 0:
            return None, [refused.front_matter(source, bool(fences) and fences[0][0] == 0)]
        base = fences[0][1] + 1
        front = source.text[base : fences[1][0]]
        body = _body(source, fences[1][1] + 1)
    found: list[Diagnostic] = []
    try:
        root = Builder(source, front, base, found).build(parser)
        if body is not None:
            insert(root, Text("copy", source, base, base), body, found)
    except Stop as stop:
        return None, [stop.diagnostic]
    return (None if found else root), found


def _body(source: Source, start: int) -> Text | None:
    text = source.text[start:]
    lead = len(text) - len(text.lstrip("\n"))
    value = text.strip("\n")
    return Text(value, source, start + lead, start + lead + len(value), "md") if value.strip() else None
