"""A rule's page: what it finds, why, what to write instead, in both languages or one; cases follow it in tests/rules.

In: a rule. Out: Markdown.
Promise: what a page says about its rule is the rule's own metadata, word for word.
"""

from __future__ import annotations

from typing import Any

from siyu.diagnostic import Words
from siyu.report.words import SEVERITY
from siyu.rule import Rule


def head(rule: Rule[Any], langs: tuple[str, ...] = ("zh", "en")) -> str:
    """The page up to its first case."""
    severity = SEVERITY[rule.severity]
    parts = [
        Words(f"{rule.what.zh}：{severity.zh}。", f"{_upper(rule.what.en)}: {severity.en}."),
        Words(f"**为什么** {rule.why.zh}。", f"**Why** {_upper(rule.why.en)}."),
        Words(f"**改法** {rule.instead.zh}。", f"**Instead** {_upper(rule.instead.en)}."),
    ]
    if rule.source:
        parts.append(Words(f"**依据** {rule.source}", "" if "zh" in langs else f"**Source** {rule.source}"))
    if rule.evidence:
        parts.append(Words("放行它要写 `evidence`。", "A waiver of it needs `evidence`."))
    texts = ["\n".join(text for lang in langs if (text := getattr(part, lang))) for part in parts]
    return "\n\n".join([f"# {rule.name}", *texts]) + "\n"


def _upper(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
