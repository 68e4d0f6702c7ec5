"""Spaces at the end of a line: they wrap on a narrow phone and leave a line that looks empty."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Severity, Words
from siyu.exact import exact
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Span


def trailing_space(texts: Texts) -> Iterator[Finding]:
    """Advice for each line. A line of full-width spaces alone is somebody's way to keep an empty line, and stays."""
    for passage in texts.passages:
        text = passage.text
        if " \n" not in text and "\u3000" not in text and "\u00a0" not in text:
            continue
        for start, end in _runs(text):
            alone = text[start - 1 : start] in ("", "\n")
            if alone and text[start:end].strip(" "):
                continue
            words = Words(
                f"行末有 {end - start} 个空格", f"{end - start} space{'s' * (end - start > 1)} at the end of the line"
            )
            span, fix = _blank(passage, start, end) if alone else exact(passage, start, end, "")
            at_end = span.source.text[span.end : span.end + 2]  # of a line, or of a text in quotes
            yield Finding(words, span, fix=fix if at_end == "\\n" or at_end[:1] in ("", "\n", "'", '"') else None)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Where lines end in spaces; the expression alone would try each space of a long run within a line again."""
    at = 0
    for line in text.split("\n"):
        kept = len(line.rstrip(" \u00a0\u3000"))
        if kept < len(line):
            yield at + kept, at + len(line)
        at += len(line) + 1


def _blank(passage: Passage, start: int, end: int) -> tuple[Span, str | None]:
    """A line of nothing else has no neighbours to be found by: it must be one in the file, too."""
    span = passage.at(start, end)
    line = span.source.line(span.source.place(span.start)[0])
    return span, "" if passage.copy is not None and not line.strip(" ") else None


RULE = Rule(
    name="trailing-space",
    severity=Severity.ADVICE,
    what=Words("正文的行末有空格", "a line of a text ends in spaces"),
    why=Words("屏幕窄的手机上会多换出一个空行", "on a narrow phone they wrap into a line that looks empty"),
    instead=Words("删掉；siyu check --fix 会替你删", "delete them; siyu check --fix does it for you"),
    find=trailing_space,
)
