"""A text longer than its channel takes: the platform refuses it, or cuts it without a word."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition
from siyu.facts.platform import TEXT_LIMITS, Limit, size_of


def over_platform_limit(edition: Edition) -> Iterator[Diagnostic]:
    """An error past the loosest reading of the limit, a warning past the strictest."""
    for item, text, _ in edition.messages:
        limit = TEXT_LIMITS.get(item.channel)
        if limit is None or text is None or len(text) * 4 <= _strictest(limit):
            continue
        size = size_of(text)
        over = [count > most for count, most in zip(size, limit[2:5], strict=True) if most is not None]
        if any(over):
            bounds = " / ".join("—" if most is None else str(most) for most in limit[2:5])
            words = Words(
                f"{item.name} 的文字太长：{size.chars} 字、{size.width} 宽、{size.utf8} 字节，上限 {bounds}",
                f"{item.key!s} is too long: {size.chars} characters, width {size.width}, {size.utf8} bytes; limit {bounds}",
            )
            note = Note(
                Words(
                    f"依据：{limit.source}（{limit.dated}）；删短，或分成两条发",
                    f"source: {limit.source} ({limit.dated}); shorten it, or send two",
                )
            )
            severity = Severity.ERROR if all(over) and limit.firm else Severity.WARNING
            yield Diagnostic(
                "over-platform-limit", words, item.copy.span if item.copy else item.span, (note,), severity
            )


def _strictest(limit: Limit) -> int:
    return min(most for most in limit[2:5] if most is not None)
