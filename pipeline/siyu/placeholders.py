"""Text with placeholders: `{{ names }}` in an author's copy, replaced once.

In: a `Text` and `Names`: plain strings, lists and tables. Out: the text.
Promise: rendered text is never rendered again; nothing is called; an unknown name is told at its own characters, with the nearest
known one. What is not ours, 【…】, `%NICKNAME%` or a lone brace, stays as it is.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from siyu.diagnostic import Diagnostic, Note, Problem, Words, did_you_mean
from siyu.source import Text

Names = Mapping[str, Any]
"""What a text may name. A value of None is a name that exists and that nobody has filled in."""

_NAME = r"[A-Za-z_][\w.]*"
_PLAIN = re.compile(rf"\{{\{{[ \t]*({_NAME})[ \t]*\}}\}}")
_PLACE = re.compile(
    rf"\{{\{{[ \t]*({_NAME})[ \t]*\}}\}}|\{{\{{|\{{｛|｛｛|｛\{{(?!\{{)|[}}｝]{{2}}|[{{｛]%|%[}}｝]|[{{｛][ \t]*({_NAME})[ \t]*[}}｝]"
)
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_DOTTED = re.compile(rf"(?<![\w.]){_NAME}")
_HOW = Words("占位符写成 {{ product.name }} 这样", "a placeholder looks like {{ product.name }}")


def fill(text: Text, names: Names) -> tuple[str, tuple[str, ...]]:
    """The text with its placeholders replaced, and what replaced them in their order; raises `Problem` at the first that cannot be."""
    if "{" not in text and "}" not in text and "｛" not in text and "｝" not in text:
        return text, ()
    values: list[str] = []

    def value(match: re.Match[str]) -> str:
        values.append(_value(match, names))
        return values[-1]

    return _places(text).sub(value, text), tuple(values)


def _places(text: str) -> re.Pattern[str]:
    """What finds the placeholders of a text; where all are plain, the plain pattern is ten times faster."""
    plain = (
        text.count("{") == text.count("}") == 2 * len(_PLAIN.findall(text)) and "｛" not in text and "｝" not in text
    )
    return _PLAIN if plain else _PLACE


def pieces(text: Text, values: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """What a filled text was put together from: each piece, and where the author wrote it or its placeholder."""
    at, rest = 0, iter(values)
    for match in _places(text).finditer(text):
        yield text[at : match.start()], at, match.start()
        yield next(rest), *match.span()
        at = match.end()
    yield text[at:], at, len(text)


def named(text: str) -> set[str]:
    """The first parts of all names that a text or template mentions within braces; wrong ones are told elsewhere."""
    inside = re.findall(r"[{｛]([^{}｛｝]*)[}｝]", text)
    return {name for part in inside for name in re.findall(r"(?<![\w.])[A-Za-z_]\w*", part)}


Places = Mapping[str, Sequence[int]]
"""Where names begin, in order."""


def places_of(text: str) -> Places:
    """Every dotted name within the tags of a template."""
    found: dict[str, list[int]] = {}
    for tag in _TAG.finditer(text):
        for name in _DOTTED.finditer(text, *tag.span()):
            found.setdefault(name.group(), []).append(name.start())
    return found


def _value(match: re.Match[str], names: Names) -> str:
    if match[1] is not None:  # nearly always a text that is there, one or two steps away
        first, dot, rest = match[1].partition(".")
        value = names.get(first)
        if dot:
            value = value.get(rest) if isinstance(value, dict) else None
        if isinstance(value, str):
            return value
    return _refused_or_deep(match, names)


def _refused_or_deep(match: re.Match[str], names: Names) -> str:
    """Any other placeholder: a deeper name, or a `Problem`."""
    if match[1] is None:
        if match[2] and match[2].partition(".")[0] not in names:
            return match[0]  # braces of the author's own
        if "%" in match[0]:
            words = Words(
                "正文里不能写条件和循环，它们属于 brand/templates 里的模板",
                "conditions and loops belong in brand/templates",
            )
            raise Problem("template-syntax", words, start=match.start(), end=match.end())
        raise braces(*match.span())
    try:
        value = look_up(match[1], names)
        if not isinstance(value, str):
            raise Problem(
                "unknown-name",
                Words(f"“{match[1]}”不是一段文字", f"{match[1]} is not a text"),
                *below(match[1], value),
            )
    except Problem as problem:
        problem.start, problem.end = match.start(1), match.end(1)
        raise
    return value


def braces(start: int, end: int) -> Problem:
    """Braces that are no placeholder, and would be pasted."""
    words = Words("花括号没有成对，或里面写了别的", "braces are not closed, or hold something else")
    return Problem("template-syntax", words, _HOW, start=start, end=end)


def stray(text: str) -> Iterator[tuple[str, int, int]]:
    """Braces in a template's own text, between its tags: the name within single ones, "" for the others, and their place."""
    for match in _PLACE.finditer(text):
        yield match[2] or "", *match.span()


def look_up(dotted: str, names: Names) -> Any:
    """The value of a dotted name; raises `Problem` where there is none."""
    value: Any = names
    path = dotted.split(".")
    for depth, part in enumerate(path):
        if not isinstance(value, dict):
            raise unknown(dotted, {".".join(path[:depth]): value})
        if part not in value:
            raise unknown(dotted, names, value, path[:depth])
        value = value[part]
        if value is None:
            raise not_given(".".join(path[: depth + 1]))
    return value


def unknown(dotted: str, names: Names, scope: Any = None, path: list[str] | None = None) -> Problem:
    """A name that does not exist, with the nearest one of its scope."""
    scope = names if scope is None else scope
    prefix = ".".join(path or [])
    known = [f"{prefix}.{key}" if prefix else str(key) for key in scope] if isinstance(scope, Mapping) else []
    if not prefix and "." in dotted and isinstance(scope, Mapping):  # the table's name is wrong: the field may be right
        fields = [f"{key}.{field}" for key, table in scope.items() if isinstance(table, dict) for field in table]
        known = difflib.get_close_matches(dotted, fields, n=1) or known
    return Problem(
        "unknown-name",
        Words(f"没有“{dotted}”这个名字", f"no name {dotted} is known here"),
        *did_you_mean(dotted, known),
    )


_WHY_NOT: dict[str, Words] = {
    "nickname": Words(
        "这个渠道没有收信人昵称，只有入群欢迎语有", "this channel has no recipient's nickname; only group welcomes do"
    ),
    "product": Words("这一条没有商品（product）", "this entry gives no product"),
    "week.theme": Words("这一周没有写主题（theme）", "the week has no theme"),
    "offer": Words("这一条没有优惠（offer）", "this entry gives no offer"),
    "campaign": Words("这一条不属于任何活动", "this belongs to no campaign"),
    "product.link": Words("这个商品没有给这一层的链接（link）", "the product has no link for this tier"),
    "ip": Words("这里没有品牌 IP：在分层或栏目里写 ip", "no brand IP speaks here; say ip in the tier or column"),
    "tier": Words("这项工作不属于任何一层", "this belongs to no tier"),
    "rules": Words("这一层没有写群规（rules）", "the tier has no rules"),
    "picks": Words(
        "没有本周商品可列：公告没写 pick，或这一层本周没有商品",
        "no picks: the announcement has no pick, or the tier's week shows no product",
    ),
    "day.holiday": Words("这一天不是节假日", "this day is no public holiday"),
    "day.term": Words("这一天没有节气", "no solar term falls on this day"),
}


def not_given(dotted: str) -> Problem:
    """A name that exists, and that nobody filled in here."""
    first, _, rest = dotted.partition(".")
    why = _WHY_NOT.get(dotted, Words(f"“{dotted}”在这里还没有填", f"{dotted} is not given here"))
    how = Words("不写这个占位符", "leave the placeholder out")
    if first in _FILES and rest:
        file = _FILES[first]
        how = Words(f"在{file.zh}的文件里补上 {rest}，或{how.zh}", f"add {rest} to the file of {file.en}, or {how.en}")
    elif not rest and dotted not in _NOT_TYPED:
        how = Words(f"加一行 {dotted}: …，或{how.zh}", f"add a line `{dotted}: …`, or {how.en}")
    return Problem("name-not-given", why, how)


_FILES = {
    "product": Words("商品", "the product"),
    "offer": Words("优惠", "the offer"),
    "tier": Words("这一层", "the tier"),
    "ip": Words("品牌 IP", "the brand IP"),
    "brand": Words("品牌", "the brand"),
    "week": Words("这一周", "the week"),
}
_NOT_TYPED = ("nickname", "rules", "picks", "ip", "tier", "campaign", "day")


def below(dotted: str, value: Any) -> Iterator[Words]:
    """What a table offers instead of itself."""
    if isinstance(value, Mapping):
        names = "、".join(f"{dotted}.{key}" for key in value)
        yield Words(f"可以写：{names}", f"write one of: {names}")


def at(problem: Problem, text: Text, *notes: Note) -> Diagnostic:
    """A `Problem` met in a text, at its characters."""
    span = text.at(problem.start, problem.end) if problem.end is not None else text.span
    return Diagnostic(problem.rule, problem.words, span, (*(Note(words) for words in problem.notes), *notes))
