"""What to tell an author whose YAML means something else than it says, or nothing at all.

In: a source and what the parser met. Out: diagnostics at the character that caused it, with what to write instead.
Promise: both parsers lead to the same words; the parser's own English is never shown alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Source, Span, Text

QUESTION = "\ue000"  # stands for "?" on its way through the pure parser; a source cannot contain it (see read)

_QUOTE_IT = Note(Words("把整段文字放进英文双引号，或用 | 换行写", 'put the text in "…", or write it below a |'))
_FULL = {
    "：": ":",
    "，": ",",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "＂": '"',
    "＇": "'",
    "\u3000": " ",
    "\u00a0": " ",
    "－": "-",
    "［": "[",
    "｛": "{",
}
_HASH = re.compile(r"(?:(?<=[ \t])|^)#", re.MULTILINE)
_LEAD = re.compile(r"[\s\u3000\u00a0]*")


def full_width(text: Text) -> Diagnostic:
    """A full-width colon or comma inside a plain text that was meant as YAML's."""
    at = re.search("[：，]", text)
    return _full_width_at(text.at(at.start(), at.end()) if at else text.span)


def _full_width_at(span: Span) -> Diagnostic:
    typed = span.source.text[span.start : span.end]
    name = {
        "：": ("冒号", "colon"),
        "，": ("逗号", "comma"),
        "\u3000": ("空格", "space"),
        "\u00a0": ("不换行空格", "no-break space"),
    }.get(typed, ("引号", "quote"))
    words = Words(f"全角{name[0]}“{typed}”不算 YAML 的标点", f"full-width {name[1]} {typed!r} is not YAML punctuation")
    plain = _FULL.get(typed, "")
    after = "（后面加一个空格）" if plain in (":", ",") else ""
    fix = Note(
        Words(
            f"改成半角 {plain!r}{after}；如果它就是正文，给整段加英文双引号",
            f'write {plain!r}{" and a space" if after else ""}; where it is part of the text, put the text in "…"',
        )
    )
    return Diagnostic("full-width-punctuation", words, span, (fix,))


def curly_quotes(text: Text) -> Diagnostic:
    """A value wrapped in “ ”, which would be pasted with the quotes."""
    words = Words(
        "中文引号不能用来括住一个值：引号会被当成正文",
        "curly quotes do not delimit a value: they would be pasted as text",
    )
    fix = Note(Words('改成英文引号 "…"；真要引号就写成 "“…”"', 'write "…"; to keep them, write "“…”"'))
    return Diagnostic("full-width-punctuation", words, text.span, (fix,))


def folded(text: Text) -> Diagnostic:
    """A plain or quoted text over several lines: YAML would join the lines with spaces."""
    first = text.source.text.find("\n", text.start)
    words = Words(
        "文字跨了行却没有用 |：换行会丢，行与行会被空格接起来",
        "text runs over several lines without |: its line breaks would turn into spaces",
    )
    fix = Note(
        Words(
            "写成“键: |”，正文另起一行并缩进；如果下一行本来是新的键，检查它的缩进和冒号",
            "write `key: |` and indent the text below; if the next line was meant as a key, check its indent and colon",
        )
    )
    line = text.source.place(text.start)[0]
    for number in (line + 1, line):
        if found := _punctuation(text.source, number):
            return found
    return Diagnostic("folded-text", words, Span(text.source, text.start, first), (fix,))


def eaten(source: Source, scalars: list[Text], start: int, end: int) -> Iterator[Diagnostic]:
    """`#` that begins a comment where the author most likely meant text."""
    starts = [scalar.start for scalar in scalars]
    for match in _HASH.finditer(source.text, start, end):
        at = match.start()
        before = scalars[i] if (i := bisect_right(starts, at) - 1) >= 0 else None
        if before is not None and at < before.end:
            continue
        line, column = source.place(at)
        rest = source.line(line)[column - 1 :]
        alone = not source.line(line)[: column - 1].strip()
        if alone:
            if (
                before is None
                or before.style not in ("|", ">")
                or source.text[before.end : at].strip()
                or column <= _depth(source, before)
            ):
                continue
        elif len(rest) == 1 or rest[1] in " #!":
            continue
        words = Words(
            f"“{_short(rest)}”被 YAML 当成注释丢掉了", f"{_short(rest)!r} is lost: YAML takes it for a comment"
        )
        fix = Note(
            Words(
                "是正文：放进英文双引号，或缩进到 | 下面；是注释：# 后面加一个空格，单独成行",
                'as text: put the value in "…" or indent it below |; as a comment: write "# " on a line of its own',
            )
        )
        yield Diagnostic("text-eaten-by-comment", words, Span(source, at, at + len(rest.rstrip())), (fix,))


def _depth(source: Source, block: Text) -> int:
    """Columns before the line that opens a block; a comment deeper than that looks like its text."""
    line = source.line(source.place(block.start)[0])
    return len(line) - len(line.lstrip(" ")) + 1


def tabs(source: Source, scalars: list[Text], start: int, end: int) -> Iterator[Diagnostic]:
    """Tabs outside block and quoted text."""
    starts = [scalar.start for scalar in scalars]
    at = source.text.find("\t", start, end)
    while at >= 0:
        scalar = scalars[i] if (i := bisect_right(starts, at) - 1) >= 0 else None
        line, column = source.place(at)
        comment = "#" in source.line(line)[: column - 1]
        if not comment and (scalar is None or at >= scalar.end or not scalar.style):
            yield _tab(source, at)
            return
        at = source.text.find("\t", at + 1, end)


def _tab(source: Source, at: int) -> Diagnostic:
    words = Words("这里有一个制表符（Tab），YAML 只认空格", "a tab stands here; YAML takes spaces only")
    return Diagnostic("tab", words, Span(source, at, at + 1), (Note(Words("换成空格", "use spaces instead")),))


_CAUSES: tuple[tuple[str, Words, bool], ...] = (
    ("mapping values are not allowed", Words("一行里有两个“冒号加空格”", "two `: ` in one line"), True),
    (
        "cannot start any token",
        Words("这个符号不能放在一段文字的开头", "a text cannot begin with this character"),
        True,
    ),
    (
        "could not find expected ':'",
        Words("这一行或上一行缺冒号，要写成“键: 值”", "this line or the one above lacks a colon; write `key: value`"),
        False,
    ),
    ("sequence entries are not allowed", Words("“- ”要另起一行并缩进", "`- ` begins a line of its own"), False),
    (
        "alphabetic or numeric character",
        Words("* 或 & 开头的文字要加引号", "text that begins with * or & needs quotes"),
        True,
    ),
    (
        "escape character",
        Words("双引号里的反斜杠 \\ 有特殊含义", "a backslash has a meaning inside double quotes"),
        False,
    ),
    ("unexpected end of stream", Words("引号没有成对", "a quote is not closed"), False),
    ("',' or ']'", Words("方括号 [ ] 没有成对，或少了逗号", "[ ] is not closed, or lacks a comma"), False),
    ("',' or '}'", Words("花括号 { } 没有成对，或少了逗号", "{ } is not closed, or lacks a comma"), False),
    ("expected key", Words("缩进和上面的行没有对齐", "the indentation does not match the lines above"), False),
    ("<block end>", Words("缩进和上面的行没有对齐", "the indentation does not match the lines above"), False),
)


def tell(source: Source, error: Any, base: int) -> Diagnostic:
    """The diagnostic for a file the parser gave up on."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or getattr(error, "reason", ""))
    if "unexpected end of stream" in problem and context is not None:
        mark = context
    at = min(base + (mark.index if mark else getattr(error, "position", 0) or 0), len(source.text))
    line = source.place(at)[0]
    near = [line, next((n for n in range(line - 1, 0, -1) if source.line(n).strip()), line)]
    for number in near:
        if found := _punctuation(source, number):
            return found
    for number in near:
        text = source.line(number)
        if (
            ("[" in text or "{" in text)
            and (eats := _HASH.search(text))
            and not text[: eats.start()].rstrip().endswith(("]", "}"))
        ):
            start = source.line_start(number) + eats.start()
            words = Words(
                f"“{_short(text[eats.start() :])}”被 YAML 当成注释，括号也一起丢了",
                f"{_short(text[eats.start() :])!r} is taken for a comment, its bracket too",
            )
            return Diagnostic(
                "text-eaten-by-comment", words, Span(source, start, source.line_start(number) + len(text)), (_QUOTE_IT,)
            )
    words, quote = next(
        ((w, q) for key, w, q in _CAUSES if key in problem),
        (Words("YAML 写法有误", f"not valid YAML ({problem})"), False),
    )
    return Diagnostic("syntax", words, Span(source, at, min(at + 1, len(source.text))), (_QUOTE_IT,) if quote else ())


def _punctuation(source: Source, number: int) -> Diagnostic | None:
    """Tabs, wide spaces and full-width punctuation used as YAML's in one line."""
    line, start = source.line(number), source.line_start(number)
    lead = _LEAD.match(line)
    for offset, char in enumerate(line[: lead.end()] if lead else ""):
        if char == "\t":
            return _tab(source, start + offset)
        if char in "\u3000\u00a0":
            return _full_width_at(Span(source, start + offset, start + offset + 1))
    unquoted = re.sub(r"\"[^\"]*\"|'[^']*'", lambda m: "x" * len(m.group()), line)
    colon = re.match(r"\s*(?:- )?[\w.-]+\s*(：)", unquoted)
    flow = re.search(r"[\[{].*?([：，])\s*[\w-]*\s*[：:]|[\[{]\s*[\w-]+(：)|\[[\w\s,-]*(，)", unquoted)
    opening = re.search(r":\s+([“‘＂＇])", unquoted) if '"' not in line else None
    for match in (colon, flow, opening):
        if match:
            index = next(i for i, group in enumerate(match.groups(), 1) if group)
            return _full_width_at(Span(source, start + match.start(index), start + match.end(index)))
    return None


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 16 else text[:15] + "…"
