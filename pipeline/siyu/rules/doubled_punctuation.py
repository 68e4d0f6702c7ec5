"""Two marks where one is meant: most often a sentence from a product's card that brought its own full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.exact import exact
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_TWO = re.compile("[，。、；：]{2,}|[！？][，。、；：]")  # slow: only where two marks stand together


def _together(text: str) -> bool:
    for mark in "。、；：！？":
        text = text.replace(mark, "，")
    return "，，" in text


def doubled_punctuation(texts: Texts) -> Iterator[Finding]:
    """A warning for each pair; three and more of a kind are a tone of voice, and so are ！！ and ？？."""
    for passage in texts.passages:
        if not _together(passage.text):
            continue
        for match in _TWO.finditer(passage.text):
            marks = match[0]
            same = len(set(marks)) == 1
            if same and len(marks) > 2:
                continue
            span, fix = exact(passage, *match.span(), marks[0])
            words = Words(f"“{marks}”连用了标点", f"{marks!r} has one mark too many")
            note = Note(
                Words(
                    "留一个；如果后一个写在占位符后面，占位符里的文字已经带了标点",
                    "keep one; where it follows a placeholder, the text in there has its own",
                )
            )
            yield Finding(words, span, (note,), fix=fix if same else None)


RULE = Rule(
    name="doubled-punctuation",
    severity=Severity.WARNING,
    what=Words("两个标点连在一起，例如“。。”“，。”", "two marks where one is meant, as in 。。 or ，。"),
    why=Words(
        "顾客一眼看出没人校对；多半是商品卖点自带了句号",
        "it looks unread; most often a product's selling point brought its own full stop",
    ),
    instead=Words(
        "留一个；相同的两个 siyu check --fix 会替你删", "keep one; of two alike siyu check --fix deletes the second"
    ),
    find=doubled_punctuation,
)
