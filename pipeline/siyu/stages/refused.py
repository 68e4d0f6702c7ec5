"""What to tell an author whose file the YAML parser gave up on, or never got to see.

In: a source, and the parser's error where there is one. Out: one diagnostic, at the slip that most likely caused it and not where the parser noticed.
Promise: the parser's own English is never shown in Chinese, nor where we know the cause.
"""

from __future__ import annotations

import re
from typing import Any

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Source, Span, Text
from siyu.stages.syntax import (
    HASH,
    QUOTE_IT,
    anchor,
    directive,
    line_at,
    open_bracket,
    open_quote,
    short,
    slip,
    syntax,
    tag,
)

_INDENT = Words("缩进和上面的行没有对齐", "the indentation does not match the lines above")
_ALIGN = Words(
    "同一级的行，行首空格一样多；下一级多两格",
    "lines of a level begin with the same number of spaces, the next with two more",
)


LINE = Words("一行写一个“键: 值”", "write `key: value`, one a line")


def tell(source: Source, error: Any, base: int, last: Text | None) -> Diagnostic:
    """The diagnostic for a file the parser gave up on; `last` is the last text it understood."""
    context, problem = str(getattr(error, "context", "") or ""), str(getattr(error, "problem", "") or "")
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    since = base if last is None else last.end if last.style == "|" else last.start
    at = min(base + mark.index, len(source.text)) if mark else max(since, source.text.find("\\U", since))
    origin = min(base + began.index, len(source.text)) if began else at
    if source.text[origin : origin + 2] == "* " and (found := slip(source, *line_at(source, source.place(origin)[0]))):
        return found
    for name, told in (("anchor", anchor), ("alias", anchor), ("tag", tag), ("directive", directive)):
        if context.endswith(name):
            return told(source, origin)
    if "quoted scalar" in context or mark is None:
        return (
            open_quote(source, origin)
            if "end of stream" in problem or "document sep" in problem
            else _escape(source, at)
        )
    if "block scalar" in context:
        return _after_bar(source, origin, at)
    line = source.place(at)[0]
    region = [line_at(source, number) for number in range(max(source.place(since)[0], line - 50), line + 1)]
    for start, end in region:
        if found := slip(source, start, end):
            return found
    for start, end in region:
        text = source.text[start:end]
        eats = HASH.search(text) if "[" in text or "{" in text else None
        if eats and not text[: eats.start()].rstrip().endswith(("]", "}")):
            lost = short(text[eats.start() :])
            words = Words(
                f"“{lost}”被 YAML 当成注释，括号也一起丢了", f"{lost!r} is taken for a comment, its bracket too"
            )
            return Diagnostic("text-eaten-by-comment", words, Span(source, start + eats.start(), end), (QUOTE_IT,))
    if last is not None and last.style == "|" and source.place(origin)[0] <= source.place(last.end)[0] + 1:
        return _not_in_block(source, last)
    return _cause(source, problem, origin, at, last)


def _cause(source: Source, problem: str, origin: int, at: int, last: Text | None) -> Diagnostic:
    """By what the parser expected."""
    sign = source.text[at : at + 1]
    line, lead = source.place(at)[0], source.text[source.line_start(source.place(at)[0]) : at]
    if "cannot start any token" in problem or "sequence entries" in problem:
        words = Words(f"{sign} 开头的文字要加引号", f"text that begins with {sign} needs quotes")
        if sign == "-":
            words = Words("“- ”要另起一行并缩进", "`- ` begins a line of its own")
        return Diagnostic("syntax", words, Span(source, at, at + 1), (QUOTE_IT,))
    if "could not find expected ':'" in problem:
        words = Words("这一行缺冒号", "this line lacks a colon")
        return syntax(source, origin, words, LINE, end=line_at(source, source.place(origin)[0])[1])
    if "mapping values" in problem or ("',' or" in problem and sign == ":"):
        if ": " not in lead and sign == ":":
            return syntax(source, at, Words("冒号前面没有键", "nothing stands before the colon"), LINE)
        keys = Words("如果是几个键，一行写一个，或放进 { }", "for several keys, write one a line, or put them in { }")
        return syntax(source, at, Words("一行里有两个“冒号加空格”", "two `: ` in one line"), QUOTE_IT.words, keys)
    if "',' or" in problem:
        if source.place(origin)[0] != line or at >= len(source.text):
            return open_bracket(source, origin)
        if sign and sign in "[{":
            words = Words(f"括号里的文字含有 {sign}，要加引号", f"text with {sign} inside brackets needs quotes")
            return Diagnostic("syntax", words, Span(source, at, at + 1), (QUOTE_IT,))
        fix = Words("几项之间用半角逗号加空格：[a, b]", "part the items with a comma and a space: [a, b]")
        return syntax(source, at, Words("括号里少了逗号", "a comma is missing between brackets"), fix)
    if sign and sign in "]}":
        return syntax(
            source,
            at,
            Words(f"多了一个 {sign}，或前面少了一个括号", f"one {sign} too many, or a bracket is missing before it"),
            Words(
                "括号成对写；是正文，就给整段加英文双引号",
                'close every bracket once; where it is text, put the text in "…"',
            ),
        )
    if "<block end>" in problem and lead.strip() and last is not None:
        if last.style and last.end <= at and source.place(last.end)[0] == line:
            fix = Words('引号里再用引号，写成 \\" 或 “ ”', 'inside "…" write \\" or “ ”')
            if last.style == "'":
                fix = Words(
                    "单引号里再用单引号，写成 ''，或把外面换成双引号",
                    "inside '…' write '', or use double quotes outside",
                )
            return syntax(source, at, Words("引号后面还有字", "text follows the closing quote"), fix)
        if bracket := re.search(r"(?:: |- )\s*([\[{])", lead):
            start = at - len(lead) + bracket.start(1)
            words = Words(f"{bracket[1]} 开头的文字要加引号", f"text that begins with {bracket[1]} needs quotes")
            return Diagnostic("syntax", words, Span(source, start, start + 1), (QUOTE_IT,))
    if any(part in problem for part in ("<block end>", "<document start>", "expected key")):
        return syntax(source, at, _INDENT, _ALIGN)
    if "node content" in problem:
        return syntax(source, at, Words("这里少了内容", "something is missing before this"), LINE)
    return syntax(source, at, Words("YAML 写法有误", f"not valid YAML ({short(problem)})"), QUOTE_IT.words, LINE)


def _escape(source: Source, at: int) -> Diagnostic:
    back = max(source.text.rfind("\\", 0, at + 1), 0)
    fix = Words("写成 \\\\，或把双引号换成单引号", "write \\\\, or use single quotes")
    words = Words("双引号里的反斜杠 \\ 有特殊含义", "a backslash has a meaning inside double quotes")
    return syntax(source, back, words, fix, end=min(back + 2, len(source.text)))


def _after_bar(source: Source, origin: int, at: int) -> Diagnostic:
    """Something on the line of a | or >, or a block whose first lines are too deep."""
    sign = source.text[origin : origin + 1]
    if source.place(origin)[0] != source.place(at)[0]:
        return syntax(source, at, _INDENT, _ALIGN)
    if sign == ">":
        return Diagnostic(
            "syntax",
            Words("> 开头的文字要加引号", "text that begins with > needs quotes"),
            Span(source, origin, origin + 1),
            (QUOTE_IT,),
        )
    words = Words("| 后面不能接着写", "nothing follows | on its line")
    fix = Words("正文从下一行开始，缩进两格", "begin the text on the next line, two spaces deeper")
    return syntax(source, at, words, fix, end=max(at + 1, line_at(source, source.place(at)[0])[1]))


def _not_in_block(source: Source, block: Text) -> Diagnostic:
    """A line below a | that is not indented like its text."""
    match = re.compile(r"\s*").match(source.text, block.end)
    start = match.end() if match else block.end
    words = Words("这一行没有进到上面 | 的正文里", "this line is not part of the text below the |")
    fix = Words(
        "正文每一行都比键多缩进两格，且第一行不要更深",
        "indent every line of the text two spaces more than its key, the first no deeper",
    )
    return syntax(source, start, words, fix, end=line_at(source, source.place(start)[0])[1])


def front_matter(source: Source, opened: bool) -> Diagnostic:
    """A Markdown file without settings, or whose settings never end."""
    words = Words(
        "Markdown 文件要以 --- 夹住的几行设置开头", "a Markdown file begins with settings between two --- lines"
    )
    notes: tuple[Note, ...] = ()
    if opened:
        words = Words(
            "这个 --- 开了设置，却没有第二行 --- 来结束",
            "this --- opens the settings, but no second --- line closes them",
        )
        notes = (
            Note(Words("在设置和正文之间单独写一行 ---", "write --- on a line of its own between settings and text")),
        )
    return Diagnostic("front-matter", words, Span(source, 0, min(3, len(source.text))), notes)


def conflict(span: Span) -> Diagnostic:
    """What git leaves behind where two people changed the same lines."""
    words = Words("合并冲突还没有解决", "a merge conflict is not resolved")
    fix = Words(
        "两边选一份，删掉 <<<<<<<、======= 和 >>>>>>> 三行",
        "keep one side; delete the lines <<<<<<<, ======= and >>>>>>>",
    )
    return Diagnostic("merge-conflict", words, span, (Note(fix),))


def tab(source: Source, at: int, more: int) -> Diagnostic:
    """The first of a file's tabs."""
    words = Words("这里有一个制表符（Tab），YAML 只认空格", "a tab stands here; YAML takes spaces only")
    count = Words(f"，这个文件里还有 {more} 个", f"; the file has {more} more") if more else Words("", "")
    fix = Note(Words(f"换成空格{count.zh}", f"use spaces instead{count.en}"))
    return Diagnostic("tab", words, Span(source, at, at + 1), (fix,))
