"""Full-width punctuation where an author meant YAML's own: `标题：早`, `[a，b]`, “…”.

In: a sign, or a plain value that has some. Out: diagnostics at the sign. Promise: what is plainly text is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Span, Text

_WIDE = "\u3000\u00a0"
_FULL = {
    "：": (":", "全角冒号", "full-width colon"),
    "，": (",", "全角逗号", "full-width comma"),
    "、": (",", "顿号", "ideographic comma"),
    "\u3000": (" ", "全角空格", "full-width space"),
    "\u00a0": (" ", "不换行空格", "no-break space"),
    "－": ("-", "全角短横", "full-width dash"),
    "［": ("[", "全角方括号", "full-width bracket"),
    "］": ("]", "全角方括号", "full-width bracket"),
    "【": ("[", "中文方括号", "Chinese bracket"),
    "】": ("]", "中文方括号", "Chinese bracket"),
    "｛": ("{", "全角花括号", "full-width brace"),
    "｝": ("}", "全角花括号", "full-width brace"),
}
_KEY_COLON = re.compile(r"[A-Za-z][\w-]*\s*：")
_FLOW_KEY = re.compile(r"[，：]\s*[a-z][\w-]*\s*[：:]|^[a-z][\w-]*：")
_WRAPPED = re.compile(r"[“”＂][^“”＂]*[“”＂\"]|[‘’＇][^‘’＇]*[‘’＇]")
SUSPECT = re.compile(r"[：，、“”‘’＂＇]|[\u3000\u00a0]$")


def full_width(span: Span) -> Diagnostic:
    """A full-width sign where an author meant YAML's own."""
    typed = span.source.text[span.start : span.end]
    plain, zh, en = _FULL.get(typed, ('"', "全角引号", "full-width quote"))
    shown = "" if typed in _WIDE else f" {typed} "
    words = Words(f"{zh}{shown}不算 YAML 的标点", f"{en}{shown or ' '}is not YAML punctuation")
    if plain == " ":
        return Diagnostic("full-width-punctuation", words, span, (Note(Words("换成半角空格", "use plain spaces")),))
    after = plain in ":,-"
    fix = Words(
        f"改成半角 {plain}{'（后面加一个空格）' if after else ''}；如果它就是正文，给整段加英文双引号",
        f'write {plain}{" and a space" if after else ""}; where it is part of the text, put the text in "…"',
    )
    return Diagnostic("full-width-punctuation", words, span, (Note(fix),))


def curly_quotes(text: Text) -> Diagnostic:
    """A value wrapped in “ ”, which would be pasted with the quotes."""
    words = Words(
        "中文引号不能用来括住一个值：引号会被当成正文",
        "curly quotes do not delimit a value: they would be pasted as text",
    )
    fix = Note(Words('改成英文引号 "…"；真要引号就写成 "“…”"', 'write "…"; to keep them, write "“…”"'))
    return Diagnostic("full-width-punctuation", words, text.span, (fix,))


def meant(text: Text, listed: bool, flow: bool) -> Iterator[Diagnostic]:
    """What of a plain value was most likely YAML; `listed`: it is an item of a list, `flow`: it stands in brackets."""
    if _WRAPPED.fullmatch(text):
        yield curly_quotes(text)
        return
    if text[-1] in _WIDE:
        found = re.search(".$", text)
    elif flow:
        found = re.search("[，、]", text) if listed else _FLOW_KEY.search(text) and re.search("[：，]", text)
    else:
        source = text.source
        first = not source.text[source.line_start(source.place(text.start)[0]) : text.start].strip()
        found = re.search("：", text) if first and _KEY_COLON.match(text) else None
    if found:
        yield full_width(text.at(found.start(), found.end()))
