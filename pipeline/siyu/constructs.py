"""A template's constructs: which ones compile, and which names they take from outside.

In: a template's source. Out: its code, guarded, with those names; else `Refused`, or a `Problem` at its braces.
Promise: an allow-list of syntax nodes, filters and tests; nothing is computed at compile time; each loop burns fuel, and what is
written knows its name and place. Imported only where a brand has templates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from jinja2 import Template as Code
from jinja2 import nodes

from siyu.diagnostic import Words, did_you_mean
from siyu.placeholders import Places, braces, places_of, stray
from siyu.sandbox import BURN, FILTERS, SHOW, TESTS, Environment
from siyu.source import Source, Span

MAX_TEMPLATE = 64 * 1024  # characters
_ALLOWED = frozenset(
    "Template Output TemplateData Name Const Getattr Getitem For If CondExpr Filter Test Compare Operand And Or Not Keyword".split()  # noqa: SIM905
)
_BLOCK = re.compile(r"\{[%#].*?[%#]\}")
_NOT_HERE: dict[str, tuple[str, str]] = {
    "List": ("列表 [ ]", "a list [ ]"),
    "Tuple": ("几个值放在一起 ( , )", "a tuple"),
    "Dict": (" { } 里的键和值", "a table { }"),
    "Slice": ("切片 [a:b]", "a slice [a:b]"),
    "Const": ("小数", "a fraction"),
    "Call": ("带括号的调用 ( )", "a call ( )"),
    "Concat": ("用 ~ 连接", "~"),
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow", "Neg", "Pos"), ("计算", "arithmetic")),
    **{
        kind: (f" {tag}（只有 if 和 for）", f"{tag} (only if and for are)")
        for tag, kinds in {
            "set": "Assign AssignBlock", "macro": "Macro", "call": "CallBlock", "filter": "FilterBlock", "with": "With", "block": "Block",
            "include": "Include", "import": "Import FromImport", "extends": "Extends", "autoescape": "ScopedEvalContextModifier Scope",
        }.items()
        for kind in kinds.split()
    },
}  # fmt: skip


class Compiled(NamedTuple):
    """Code, and the names it takes from outside with the place where each is first written; `bare` ones stand in single braces."""

    code: Code
    used: Mapping[str, Span]
    bare: Mapping[str, Span]


class Refused(Exception):
    """What a template may not say, and the line it is on."""

    def __init__(self, line: int, words: Words, *notes: Words) -> None:
        super().__init__(words.en)
        self.line = line
        self.words = words
        self.notes = notes


def compile_tree(environment: Environment, source: Source) -> Compiled:
    """One template, checked before it becomes code; raises `Refused`, or `Problem` at its braces."""
    tree = environment.parse(_keep_line_ends(source.text))
    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if kind not in _ALLOWED or (
            isinstance(node, nodes.Const) and not isinstance(node.value, str | int | bool | None)
        ):
            line = next((part.lineno for part in (node, *node.find_all(nodes.Node)) if part.lineno), 1)
            zh, en = _NOT_HERE.get(kind, (kind, kind))
            raise Refused(line, Words(f"模板里不能用{zh}", f"not allowed in a template: {en}"))
        if isinstance(node, nodes.Filter | nodes.Test):
            known = FILTERS if isinstance(node, nodes.Filter) else TESTS
            if node.name not in known:
                words = Words(f"没有“{node.name}”这个过滤器", f"no filter or test {node.name}")
                raise Refused(node.lineno, words, *did_you_mean(node.name, known))
    bare = _bare(environment, source)
    places = places_of(source.text)
    used = _used(tree, source, places)
    _guard(tree, source, places)
    return Compiled(environment.from_string(tree), used, bare)


def tokens(environment: Environment, text: str) -> Iterator[tuple[int, str, str]]:
    """Every token with its place; Jinja itself counts lines only."""
    at = 0
    for _, kind, value in environment.lex(text):
        at = max(at, text.find(value, at))  # Jinja leaves out blanks between them, nothing else
        yield at, kind, value
        at += len(value)


def _bare(environment: Environment, source: Source) -> dict[str, Span]:
    """The names in single braces; raises `Problem` at braces that would be pasted."""
    raw = False
    found: dict[str, Span] = {}
    for at, kind, value in tokens(environment, source.text):
        raw = kind == "raw_begin" or (raw and kind != "raw_end")
        for name, start, end in stray(value) if kind == "data" and not raw else ():
            if not name:
                raise braces(at + start, at + end)
            found.setdefault(name, Span(source, at + start, at + end))
    return found


def _dotted_name(node: nodes.Node) -> str | None:
    """ "product.name" of a chain of attributes, None for anything else."""
    parts: list[str] = []
    while isinstance(node, nodes.Getattr):
        parts.append(node.attr)
        node = node.node
    return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else None


def _used(tree: nodes.Template, source: Source, places: Places) -> dict[str, Span]:
    """Every name that comes from outside the template, at its characters."""
    own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop"}
    inner = {id(chain.node) for chain in tree.find_all(nodes.Getattr)}
    found: dict[str, Span] = {}
    for node in tree.find_all((nodes.Name, nodes.Getattr)):
        if id(node) in inner or (dotted := _dotted_name(node)) is None or dotted.partition(".")[0] in own:
            continue
        if dotted not in found:
            found[dotted] = _written(dotted, source, node.lineno, places)
    return found


def _guard(tree: nodes.Template, source: Source, places: Places) -> None:
    """Count the passes of every loop; let what is written know its name and place."""

    def named(node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return node
        about: list[nodes.Expr] = []
        if (dotted := _dotted_name(node)) is not None:
            _, start, end = _written(dotted, source, node.lineno, places)
            about = [nodes.Const(dotted), nodes.Const(start), nodes.Const(end)]
        return nodes.Filter(node, SHOW, about, [], None, None, lineno=node.lineno)

    for loop in tree.find_all(nodes.For):
        cost = nodes.Const(1 + sum(1 for _ in loop.find_all(nodes.Node)) // 32)
        loop.iter = nodes.Filter(loop.iter, BURN, [cost], [], None, None, lineno=loop.lineno)
    for output in tree.find_all(nodes.Output):
        output.nodes = [named(node) for node in output.nodes]


def _keep_line_ends(text: str) -> str:
    """Jinja swallows the line end after a tag: right for tags alone on their line, wrong (so marked +) after other text."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1]):
        if line.endswith(("%}", "#}")) and line[-3:-2] not in ("-", "+") and _BLOCK.sub("", line).strip():
            lines[number] = f"{line[:-2]}+{line[-2:]}"
    return "\n".join(lines)


def _written(dotted: str, source: Source, line: int, places: Places) -> Span:
    """Where a name stands, at or after the line of its tag; the whole line where it is spelled in another way."""
    starts = places.get(dotted, ())
    nearest = bisect_left(starts, source.line_start(line))
    if nearest == len(starts):
        return whole_line(source, line)
    return Span(source, starts[nearest], starts[nearest] + len(dotted))


def whole_line(source: Source, line: int) -> Span:
    """A line without its end."""
    start = source.line_start(line)
    return Span(source, start, start + len(source.line(line)))


def one_line(*words: str) -> Words:
    """A sentence on one line, whatever an exception put into it."""
    return Words(*(" ".join(w.split()) for w in words))
