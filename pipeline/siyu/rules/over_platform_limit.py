"""A text longer than its channel takes: the platform refuses it, or cuts it without a word."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.platform import TEXT_LIMITS, Limit, size_of
from siyu.kinds.brand import Override
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def over_platform_limit(texts: Texts) -> Iterator[Finding]:
    """An error past the loosest reading of the limit, a warning past the strictest."""
    own = {str(channel): limit for channel, limit in texts.library.brand.limits.items()}
    limits = {channel: _limit(limit, own.get(channel)) for channel, limit in TEXT_LIMITS.items()}
    for passage in texts.passages:
        limit = limits.get(passage.channel)
        if limit is None or len(passage.text) * 4 <= _strictest(limit):
            continue
        size = size_of(passage.text)
        over = [count > most for count, most in zip(size, limit[2:5], strict=True) if most is not None]
        if any(over):
            bounds = " / ".join("—" if most is None else str(most) for most in limit[2:5])
            words = Words(
                f"{passage.name} 的文字太长：{size.chars} 字、{size.width} 宽、{size.utf8} 字节，上限 {bounds}",
                f"{passage.key!s} is too long: {size.chars} characters, width {size.width}, {size.utf8} bytes; limit {bounds}",
            )
            note = Note(
                Words(
                    f"依据：{limit.source}（{limit.dated}）；删短，或分成两条发",
                    f"source: {limit.source} ({limit.dated}); shorten it, or send two",
                )
            )
            severity = Severity.ERROR if all(over) and limit.firm else Severity.WARNING
            yield Finding(words, passage.copy.span if passage.copy else passage.span, (note,), severity)


def _limit(fact: Limit, own: Override | None) -> Limit:
    """The platform's limit, or the brand's own knowledge of it."""
    if own is None or (own.chars, own.width, own.utf8) == (None, None, None):
        return fact
    return Limit(own.source, str(own.dated), own.chars, own.width, own.utf8, fact.firm)


def _strictest(limit: Limit) -> int:
    return min(most for most in limit[2:5] if most is not None)


RULE = Rule(
    name="over-platform-limit",
    severity=Severity.ERROR,
    what=Words(
        "文字超过渠道能收的长度：超过最宽的算法是错误，只超过最严的是提醒",
        "a text is longer than its channel takes: past the loosest reading an error, past the strictest a warning",
    ),
    why=Words("平台会拒收，或者一声不响地截断", "the platform refuses it, or cuts it without a word"),
    instead=Words(
        "删短，或分成两条发；平台改了上限就在 brand.yaml 的 limits 里写上新数和出处",
        "shorten it, or send two; where the platform changed, say so with its source in brand.yaml's limits",
    ),
    find=over_platform_limit,
    source="WeCom developer documents 96351 (2025-09-11), 92135 and 92599 (2025-11-17), 96357 (2023-12-01)",
)
