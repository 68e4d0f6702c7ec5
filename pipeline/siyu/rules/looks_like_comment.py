"""A line of copy that begins with `# `: a note to a colleague, which below `|` is text and would be posted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_NOTE = re.compile("^# .*", re.MULTILINE)


def looks_like_comment(texts: Texts) -> Iterator[Finding]:
    """Every such line."""
    for passage in texts.passages:
        if "# " not in passage.text:
            continue
        for match in _NOTE.finditer(passage.text):
            words = Words(f"“{match[0]}”会原样发出去", f"{match[0]!r} will be posted as it is")
            note = Note(Words("给同事的话写进 note，或写在 | 外面", "put a remark into note, or outside the | text"))
            yield Finding(words, passage.at(*match.span()), (note,))


RULE = Rule(
    name="looks-like-comment",
    severity=Severity.ADVICE,
    what=Words("正文里有以 # 加空格开头的行", "a line of copy begins with # and a space"),
    why=Words(
        "写在 | 下面就是正文，给同事的话会原样发给顾客", "below | it is text: a note to a colleague would be posted"
    ),
    instead=Words("给同事的话写进 note，或写在 | 外面", "put a remark into note, or outside the | text"),
    find=looks_like_comment,
)
