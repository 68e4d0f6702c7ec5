"""Tree → document of its kind: the stage that tells pydantic's errors.

In: a tree, the model of its folder, the ids the project knows. Out: the document, or None, and diagnostics.
Promise: each error is told once, in the author's words, at the key or value it is about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from siyu.diagnostic import Diagnostic, Note, Problem, Words, did_you_mean
from siyu.document import Document
from siyu.reference import Known
from siyu.source import Mapping, Node, Sequence, Source, Span, Text
from siyu.stages.syntax import slip

D = TypeVar("D", bound=Document)


def load(source: Source, tree: Mapping, name: str, model: type[D], known: Known) -> tuple[D | None, list[Diagnostic]]:
    """The document `name` of one kind."""
    own = next((key for key in tree if key == "id"), None)
    if own is not None:
        words = Words("不用写 id，文件名就是 id", "leave id out: the file's name is the id")
        return None, [Diagnostic("unknown-key", words, own.span)]
    data: dict[str, Any] = {"id": Text(name, source, 0, 0)}
    data.update(tree.items())
    try:
        return model.model_validate(data, context=known), []
    except ValidationError as failed:
        errors = failed.errors(include_url=False, include_input=False)
        # the value below a wrong key is not to blame
        wrong = {error["loc"][:-1] for error in errors if error["loc"][-1:] == ("[key]",)}
        errors = [e for e in errors if e["loc"][-1:] == ("[key]",) or not any(e["loc"][: len(w)] == w for w in wrong)]
        return None, [_tell(tree, model, error["loc"], error["type"], error.get("ctx", {})) for error in errors]


def _tell(
    tree: Mapping, model: type[BaseModel], loc: tuple[int | str, ...], kind: str, context: Table[str, Any]
) -> Diagnostic:
    place = _Place(tree)
    for part in loc if kind != "missing" else loc[:-1]:
        place.step(part)
    if kind not in ("missing", "extra_forbidden") and isinstance(place.node, Text) and not place.on_key:
        if not place.node.strip():
            words = Words("这里是空的", "nothing is written here")
            fix = Words("写上内容，或删掉这一行", "write something or delete the line")
            return Diagnostic("empty-value", words, place.owner, (Note(fix),))
        if kind in _COLLECTIONS and not place.node.style and (found := slip(*place.node.span)):
            return found
    if kind == "tuple_type" and isinstance(place.node, Mapping) and place.node:
        key = next(iter(place.node))
        if not key.style and key.startswith("-") and (found := slip(*key.span)):
            return found
    if kind == "value_error" and isinstance(problem := context.get("error"), Problem):
        span = (
            place.node.at(problem.start, problem.end)
            if isinstance(place.node, Text) and problem.end is not None
            else place.span
        )
        return Diagnostic(problem.rule, problem.words, span, tuple(Note(words) for words in problem.notes))
    if kind == "missing":
        words = Words(f"缺少 {loc[-1]}", f"{loc[-1]} is missing")
        notes: tuple[Note, ...] = (Note(Words(f"补上一行“{loc[-1]}: …”", f"add a line `{loc[-1]}: …`")),)
        if tree.source.path.endswith(".md") and loc == ("copy",):
            notes = (Note(Words("正文写在第二个 --- 下面", "write the text below the second ---")),)
        return Diagnostic("missing-key", words, place.owner, notes)
    if kind == "extra_forbidden":
        names = _keys(_model_at(model, loc[:-1]) or model)
        return Diagnostic(
            "unknown-key",
            Words(f"这里没有“{loc[-1]}”这个键", f"{loc[-1]} is not a key here"),
            place.owner,
            tuple(Note(words) for words in did_you_mean(str(loc[-1]), names)),
        )
    rule, words = _SHAPES.get(kind, ("bad-value", Words("这个值不合适", f"this value does not fit ({kind})")))
    filled = Words(words.zh.format(**context), words.en.format(**context))
    how = _instead(kind, place.node)
    return Diagnostic(rule, filled, place.span, (Note(how),) if how else ())


def _in_brackets(text: str) -> str | None:
    """The list that an author meant who wrote `core`, or `core, top`; None for prose that brackets would break."""
    text = re.sub("^[【［（(]|[】］）)]$", "", text)
    ids = re.split(r"\s*[,，、]\s*|\s+", text)
    if all(re.fullmatch(r"[a-z][\w-]*", one, re.ASCII) for one in ids):
        return f"[{', '.join(ids)}]"
    return f"[{text}]" if re.fullmatch(r"\w[^\[\]{},:#，、]*", text) else None


def _instead(kind: str, node: Node) -> Words | None:
    """What to write for a value of the wrong shape."""
    typed = str(node).strip() if isinstance(node, Text) else ""
    if kind == "tuple_type":
        listed = _in_brackets(typed) if typed and isinstance(node, Text) and not node.style else None
        return Words(f"写成 {listed}", f"write {listed}") if listed else None
    if kind.endswith("_type") and kind != "int_type":
        return Words("另起一行，多缩进两格，写“键: 值”", "on the next line, two spaces deeper, write `key: value`")
    if kind == "is_instance_of":
        sign = node.source.text[node.start : node.start + 1]
        if sign in ("[", "{"):
            return Words(f"{sign} 开头的文字要加英文双引号", f'text that begins with {sign} needs "…"')
        return Words(
            "写成一段文字，或在键后面写 |，正文另起一行", "write one text; below a | where it has several lines"
        )
    if kind not in ("int_parsing", "int_type", "int_from_float"):
        return None
    from siyu.facts.typed import count_of  # only a mistake needs it

    number = count_of(typed)
    return _DIGITS if number is None else Words(f"写成 {number}", f"write {number}")


_DIGITS = Words("只写阿拉伯数字，不带单位：30", "digits only, without a unit: 30")
_COLLECTIONS = ("tuple_type", "dict_type", "model_type", "model_attributes_type")
_WHOLE = Words("这里要写整数", "a whole number belongs here")
_SHAPES: dict[str, tuple[str, Words]] = {
    "is_instance_of": ("wrong-shape", Words("这里要写一段文字", "a text belongs here")),
    "int_parsing": ("bad-number", _WHOLE),
    "int_type": ("bad-number", _WHOLE),
    "int_from_float": ("bad-number", _WHOLE),
    "int_parsing_size": ("bad-number", Words("数字太大", "the number is too large")),
    "greater_than_equal": ("bad-number", Words("不能小于 {ge}", "must be {ge} or more")),
    "less_than_equal": ("bad-number", Words("不能大于 {le}", "must be {le} or less")),
    "too_long": ("too-many", Words("最多 {max_length} 个", "{max_length} at most")),
    "tuple_type": (
        "wrong-shape",
        Words("这里要写一个列表：- 开头一行一个，或 [a, b]", "a list belongs here: one `- ` a line, or [a, b]"),
    ),
    "dict_type": ("wrong-shape", Words("这里要写“键: 值”", "`key: value` lines belong here")),
    "model_type": ("wrong-shape", Words("这里要写“键: 值”", "`key: value` lines belong here")),
    "model_attributes_type": ("wrong-shape", Words("这里要写“键: 值”", "`key: value` lines belong here")),
}


class _Place:
    """Walks a tree along an error's path; what the path names and the tree does not have is passed over."""

    def __init__(self, tree: Mapping) -> None:
        self.node: Node = tree
        self.owner = Span(tree.source, tree.start, tree.start + 1)
        first = next(iter(tree), None)
        if first is not None:
            self.owner = first.span
        self.on_key = False

    def step(self, part: int | str) -> None:
        if part == "[key]":
            self.on_key = True
        elif isinstance(self.node, Mapping):
            for key, value in self.node.items():
                if key == part:
                    self.owner, self.node = key.span, value
                    return
        elif isinstance(self.node, Sequence) and isinstance(part, int) and part < len(self.node):
            self.node = self.node[part]
            self.owner = _first(self.node)

    @property
    def span(self) -> Span:
        """The value itself where it is a text, the key that opens it where it is not."""
        if self.on_key or not isinstance(self.node, Text):
            return self.owner
        return self.node.span if self.node else self.owner


def _first(node: Node) -> Span:
    """A short span to name a list's item by."""
    if isinstance(node, Text):
        return node.span
    if isinstance(node, Mapping) and node:
        return next(iter(node)).span
    return Span(node.source, node.start, node.start + 1)


def _keys(model: type[BaseModel]) -> list[str]:
    return [
        field.alias or name
        for name, field in model.model_fields.items()
        if name != "id" or not issubclass(model, Document)
    ]


def _model_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that a path leads to through fields, lists and tables."""
    here: type[BaseModel] | None = model
    for part in loc:
        fields: dict[int | str, Any] = (
            {field.alias or name: field.annotation for name, field in here.model_fields.items()} if here else {}
        )
        if part in fields:
            here = _inner(fields[part])
    return here


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _inner(arg))), None)
