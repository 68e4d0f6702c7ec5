"""Comments that an author most likely meant as text: `聊聊 #话题#` loses its second half to YAML.

In: a source, and the scalars that the parser found in it. Out: diagnostics at what is lost. Promise: `# ` on a line of its own is a comment.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Source, Span, Text
from siyu.stages.syntax import short

_HASHTAG = re.compile(r"#[^\s#!=*~+/-]")  # a comment begins with "# ", or is a row of signs
_CLOSED = re.compile(r"#\s[^#]*[^#\s]\s?#\s*$")
_SWITCHED_OFF = re.compile(r"#[a-z][\w-]*:(?:\s|$)", re.ASCII)


def eaten(source: Source, scalars: list[Text], start: int, end: int) -> Iterator[Diagnostic]:
    """`#` that begins a comment where the author most likely meant text, and any comment right behind a plain value: nobody can
    tell it from the second half of a sentence."""
    starts = [scalar.start for scalar in scalars]
    over = start  # where the last comment ends
    for match in re.compile("#").finditer(source.text, start, end):
        if (at := match.start()) < over:
            continue
        before = scalars[i] if (i := bisect_right(starts, at) - 1) >= 0 else None
        block = before is not None and before.style == "|"
        if before is not None and (source.text.find("\n", before.start) if block else 0) < at < before.end:
            continue
        line, column = source.place(at)
        rest = source.line(line)[column - 1 :].rstrip()
        over = at + len(rest)
        alone = not source.line(line)[: column - 1].strip()
        below = alone and before is not None and block and not source.text[before.end : at].strip()
        hashtag = _HASHTAG.match(rest) is not None
        behind = (
            before is not None and bool(before) and not before.style and source.text[before.end : at].strip(" ") == ""
        )
        if (
            not behind
            and not (below and before is not None and column > _depth(source, before))
            and ((alone and _SWITCHED_OFF.match(rest)) or not (hashtag or (not alone and _CLOSED.match(rest))))
        ):
            continue
        words = Words(f"“{short(rest)}”被 YAML 当成注释丢掉了", f"{short(rest)!r} is lost: YAML takes it for a comment")
        fix = Note(_MOVE_IT if behind and not hashtag else _INDENT_IT)
        yield Diagnostic("text-eaten-by-comment", words, Span(source, at, at + len(rest)), (fix,))


_INDENT_IT = Words(
    "是正文：放进英文双引号，或缩进到 | 下面；是注释：# 后面加一个空格，单独成行",
    'as text: put the value in "…" or indent it below |; as a comment: write "# " on a line of its own',
)
_MOVE_IT = Words(
    "是正文：整段放进英文双引号；是注释：移到单独一行",
    'put the text in "…", or move the comment to a line of its own',
)


def _depth(source: Source, block: Text) -> int:
    """Column of the key that opens a block; a comment deeper than that looks like its text."""
    line = source.line(source.place(block.start)[0])
    return len(line) - len(line.lstrip(" -")) + 1
