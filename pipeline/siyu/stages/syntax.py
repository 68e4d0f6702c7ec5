"""What to tell an author whose YAML means something else than it says.

In: a source and what the parser made of it. Out: diagnostics at the character that caused it, with what to write instead.
Promise: one slip, one message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Source, Span, Text
from siyu.stages.full_width import full_width

UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]"
)
MAX_TOLD = 100  # of one kind in one file; nobody reads more at once
QUOTE_IT = Note(Words("把整段文字放进英文双引号，或用 | 换行写", 'put the text in "…", or write it below a |'))
HASH = re.compile(r"(?:(?<=[ \t])|^)#", re.MULTILINE)
_SLIPS = (
    re.compile(r"[ \t]*([\u3000\u00a0])"),
    re.compile(r"\s*(?:- )?[A-Za-z][\w.-]*\s*(：)", re.ASCII),
    re.compile(r"\s*(?:- )?[\w.-]+\s*:([\u3000\u00a0])"),
    re.compile(r".*?[\[{].*?([：，])\s*[\w-]*\s*[：:]"),
    re.compile(r".*?[\[{]\s*[\w-]+(：)"),
    re.compile(r".*?\[[\w\s,-]*([，、])"),
    re.compile(r"\s*(?:- )?(?:[\w.-]+:\s+)?([｛［])"),
    re.compile(r'[^"]*?:\s+([“‘＂＇])[^"]*$'),
)
_DASH = re.compile(r"\s*([－—–•·●]|\*(?= )|-(?=[^\s-]))")
_NO_SPACE = re.compile(r"\s*(?:- )?[A-Za-z_][\w-]*\s*(:)(?!//)[^\s:]", re.ASCII)
_ITEM = re.compile(r" *- ")
_KEY = re.compile(r"\s*(?:- )?[\w.-]+:(?:\s|$)")
_ESCAPE = re.compile(r"\\(?:x(.{2})|u([dD][89abAB]..)(?:\\u[dD][c-fC-F]..)?|u(.{4})|U(.{8})|(.))")


def slip(source: Source, start: int, end: int) -> Diagnostic | None:
    """The likeliest slip of the pen in one line, or in one value that should have been lines."""
    text = source.text[start : min(end, start + 400)]  # bounded: the patterns look back
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: "x" * len(quoted.group()), text)
    for pattern in _SLIPS:
        if match := pattern.match(plain):
            return full_width(Span(source, start + match.start(1), start + match.end(1)))
    if match := _DASH.match(plain):
        words = Words("列表的每一项用 - 加一个空格开头", "an item of a list begins with a dash and a space")
        if match[1] == "-":
            words = Words("- 后面少一个空格", "a space is missing after the dash")
        return syntax(source, start + match.start(1), words, Words("写成“- …”", "write `- …`"))
    if match := _NO_SPACE.match(plain):
        words = Words("冒号后面少一个空格", "a space is missing after the colon")
        return syntax(source, start + match.start(1), words, Words("写成“键: 值”", "write `key: value`"))
    return None


def syntax(source: Source, at: int, words: Words, *notes: Words, end: int | None = None) -> Diagnostic:
    """A slip without a name of its own; one character wide unless `end` says more."""
    span = Span(source, at, min(at + 1, len(source.text)) if end is None else end)
    return Diagnostic("syntax", words, span, tuple(map(Note, notes)))


def _word(source: Source, at: int) -> Span:
    """The run of characters without a space that begins at an offset."""
    match = re.compile(r"\S{1,64}").match(source.text, at)
    return Span(source, at, match.end() if match else at)


def line_at(source: Source, number: int) -> tuple[int, int]:
    """Where a line begins and ends."""
    start = source.line_start(number)
    return start, start + len(source.line(number))


def anchor(source: Source, at: int) -> Diagnostic:
    """`&name` or `*name`, which an author most likely meant as text."""
    sign = source.text[at]
    words = Words(
        f"{sign} 开头的文字要加引号（YAML 的锚点和别名不能用）",
        f"text that begins with {sign} needs quotes (YAML anchors and aliases are not allowed)",
    )
    return Diagnostic("anchor", words, _word(source, at), (QUOTE_IT,))


def no_colon(key: Text) -> Diagnostic:
    """A piece between commas that is no key, mostly the second half of a text."""
    words = Words(f"“{short(key)}”后面没有冒号和值", f"{short(key)} has no colon and no value")
    fix = Words("逗号是正文的一部分：给整段文字加英文双引号", 'where the comma is part of a text, put the text in "…"')
    return Diagnostic("syntax", words, key.span, (Note(fix),))


def tag(source: Source, at: int) -> Diagnostic:
    """`!name`."""
    words = Words(
        "! 开头的文字要加引号（YAML 的标签不能用）", "text that begins with ! needs quotes (YAML tags are not allowed)"
    )
    return Diagnostic("tag", words, _word(source, at), (QUOTE_IT,))


def directive(source: Source, at: int) -> Diagnostic:
    """A line that begins with %."""
    words = Words("不能用 % 开头的指令行", "% directives are not allowed")
    fix = Note(Words("删掉这一行", "delete the line"))
    return Diagnostic("directive", words, Span(source, at, line_at(source, source.place(at)[0])[1]), (fix,))


def unseen(source: Source, start: int, end: int, code: int) -> Diagnostic:
    """A character nobody can see, typed or escaped."""
    words = Words(
        f"这里有一个看不见的字符 U+{code:04X}，删掉它", f"an invisible character U+{code:04X} stands here; delete it"
    )
    return Diagnostic("unseen-character", words, Span(source, start, end))


def escapes(text: Text) -> Iterator[Diagnostic]:
    """Escapes in double quotes that make what could not be typed."""
    for match in _ESCAPE.finditer(text.source.text, text.start, text.end):
        digits = next(filter(None, match.groups()[:4]), "")
        code = int(digits, 16) if digits else 0 if match[5] in tuple("0abefvNLP") else 32
        if 0xD800 <= code <= 0xDFFF:
            words = Words("这样写不成一个字，直接打出来", "this makes no character; type the character itself")
            yield Diagnostic("unseen-character", words, Span(text.source, match.start(), match.end()))
        elif UNSEEN.match(chr(code)):
            yield unseen(text.source, match.start(), match.end(), code)


def folded(text: Text, bracket: int | None) -> Diagnostic:
    """Text over several lines without |: lines would be joined with spaces. `bracket` is where the open { or [ stands."""
    source = text.source
    first, last = source.place(text.start)[0], source.place(max(text.start, text.end - 1))[0]
    lines = [line_at(source, number) for number in range(first, min(last, first + 50) + 1)]
    if text.style == ">":
        words = Words("> 会把换行变成空格", "> turns line breaks into spaces")
        return Diagnostic(
            "folded-text",
            words,
            Span(source, text.start, text.start + 1),
            (Note(Words("改成 |", "write | instead")),),
        )
    if text.style == "":
        for start, end in lines:
            if found := slip(source, start, end):
                return found
    meant = any(_KEY.match(source.text, start, end) for start, end in lines[1:])
    if text.style and (meant or "”" in source.line(first)):
        return open_quote(source, text.start)
    if bracket is not None and (meant or source.text[text.end : text.end + 1] == ":"):
        return open_bracket(source, bracket)
    deeper = next((line for line in lines[1:] if _ITEM.match(source.text, *line)), None)
    if deeper or source.text[text.end : text.end + 1] == ":":
        start, end = deeper or lines[-1]
        start += len(source.text[start:end]) - len(source.text[start:end].lstrip(" "))
        words = Words("这一行缩进太深：上一行已经有值了", "indented too deeply: the line above has its value already")
        notes = (
            Words("和上面同级的行对齐", "align it with the lines of its level"),
            Words("如果都是正文，上面写“键: |”", "if all of it is text, write `key: |` above"),
        )
        return syntax(source, start, words, *notes, end=end if deeper else text.end)
    words = Words(
        "文字跨了行却没有用 |：换行会丢，行与行会被空格接起来",
        "text runs over several lines without |: its line breaks would turn into spaces",
    )
    fix = Note(Words("写成“键: |”，正文另起一行并缩进", "write `key: |` and indent the text below"))
    return Diagnostic("folded-text", words, Span(source, text.start, lines[0][1]), (fix,))


def open_quote(source: Source, at: int) -> Diagnostic:
    """A quote without its partner, or whose partner is a Chinese one."""
    line = source.place(at)[0]
    curly = source.line(line).find("”", at - source.line_start(line))
    if curly >= 0:
        return full_width(Span(source, source.line_start(line) + curly, source.line_start(line) + curly + 1))
    fix = Words("在这段文字末尾补上引号", "close it where the text ends")
    return syntax(source, at, Words("引号没有成对", "a quote is not closed"), fix)


def open_bracket(source: Source, at: int) -> Diagnostic:
    """A bracket without its partner."""
    sign = source.text[at : at + 1]
    closing = "]" if sign == "[" else "}"
    if wide := re.compile("[^\\n]*?([］】])" if sign == "[" else "[^\\n]*?(｝)").match(source.text, at):
        return full_width(Span(source, *wide.span(1)))
    return syntax(
        source, at, Words(f"{sign} 没有成对", f"{sign} is not closed"), Words(f"补上 {closing}", f"add the {closing}")
    )


def short(text: str) -> str:
    """The beginning of a text, to quote it by."""
    text = text.strip()
    return text if len(text) <= 16 else text[:15] + "…"
