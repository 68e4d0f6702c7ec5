"""Formats from version to version: what a newer siyu writes differently, an older project is brought up to.

In: every document's text by path. Out: the texts that change.
Promise: pure; a step changes characters of texts, so comments and order stay; each step is one version, `format:` in brand.yaml says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from siyu.kinds.brand import FORMAT
from siyu.source import Source, Text
from siyu.stages.parse import parse

BRAND = "brand/brand.yaml"
Step = Callable[[Mapping[str, str]], Mapping[str, str]]
"""From all texts by path to those that change."""

STEPS: tuple[Step, ...] = ()  # the first brings format 1 to format 2, and so on
assert len(STEPS) == FORMAT - 1


def migrated(texts: Mapping[str, str], steps: Sequence[Step] = STEPS) -> dict[str, str]:
    """The texts that change, up to the newest format; nothing for a project that has it or a newer one, or that does not say."""
    if parse(Source(BRAND, texts[BRAND]))[0] is None:
        return {}  # brand.yaml is broken: check tells
    now = dict(texts)
    for step in steps[max(version(texts) - 1, 0) :]:
        now |= step(now)
    if now != texts:
        now[BRAND] = _said(now[BRAND], len(steps) + 1)
    return {path: text for path, text in now.items() if texts.get(path) != text}


def version(texts: Mapping[str, str]) -> int:
    """The format that a project has: 1 where it does not say, or says what is no number."""
    value = _value(texts[BRAND])
    return int(value) if value is not None and value.isascii() and value.isdecimal() else 1


def _value(text: str) -> Text | None:
    tree, _ = parse(Source(BRAND, text))
    value = (tree or {}).get("format")  # type: ignore[call-overload]
    return value if isinstance(value, Text) else None


def _said(text: str, number: int) -> str:
    """brand.yaml with its format."""
    if (value := _value(text)) is not None:
        return f"{text[: value.start]}{number}{text[value.end :]}"
    tree, _ = parse(Source(BRAND, text))
    first = next((key.start for key in tree), len(text)) if tree else len(text)
    return f"{text[:first]}format: {number}\n{text[first:]}"
