"""Text with placeholders, and templates with loops: the only door to Jinja.

In: a `Text` with `{{ names }}`, or a brand's template, and `Names`: plain strings, lists and tables. Out: the text, once rendered.
Promise: rendered text is never rendered again; nothing is called, nothing is computed at compile time, loops and output are
bounded; an unknown name is told at its own characters, with the nearest known one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from siyu.diagnostic import Diagnostic, Note, Problem, Words, did_you_mean
from siyu.source import Source, Span, Text

if TYPE_CHECKING:
    from jinja2 import Template as JinjaTemplate

Names = Mapping[str, Any]
"""What a text may name. A value of None is a name that exists and that nobody has filled in."""

MAX_TEMPLATE = 64 * 1024  # characters
MAX_OUTPUT = 256 * 1024  # characters
MAX_LOOPS = 10_000  # passes through all loops of one rendering
FILTERS = ("default", "first", "join", "last", "length", "trim")
TESTS = ("defined", "none", "even", "odd")
_ALLOWED = frozenset(
    "Template Output TemplateData Name Const Getattr Getitem For If CondExpr Filter Test Compare Operand And Or Not".split()  # noqa: SIM905
)
_PLACE = re.compile(r"\{\{[ \t]*([A-Za-z_][\w.]*)[ \t]*\}\}|\{\{|\}\}|\{%|%\}")
_HOW = Words("占位符写成 {{ product.name }} 这样", "a placeholder looks like {{ product.name }}")


def fill(text: Text, names: Names) -> str:
    """The text with its placeholders replaced; raises `Problem` at the first one that cannot be."""
    if "{" not in text and "}" not in text:
        return str(text)
    return _PLACE.sub(lambda match: _value(match, names), text)


def _value(match: re.Match[str], names: Names) -> str:
    if match[1] is None:
        if "%" in match[0]:
            words = Words(
                "正文里不能写条件和循环，它们属于 brand/templates 里的模板",
                "conditions and loops belong in brand/templates",
            )
            raise Problem("template-syntax", words, start=match.start(), end=match.end())
        raise Problem(
            "template-syntax",
            Words("花括号没有成对，或里面写了别的", "braces are not closed, or hold something else"),
            _HOW,
            start=match.start(),
            end=match.end(),
        )
    try:
        value = look_up(match[1], names)
        if not isinstance(value, str):
            raise Problem(
                "unknown-name",
                Words(f"“{match[1]}”不是一段文字", f"{match[1]} is not a text"),
                *_below(match[1], value),
            )
    except Problem as problem:
        problem.start, problem.end = match.start(1), match.end(1)
        raise
    return value


def look_up(dotted: str, names: Names) -> Any:
    """The value of a dotted name; raises `Problem` where there is none."""
    value: Any = names
    path = dotted.split(".")
    for depth, part in enumerate(path):
        if not isinstance(value, Mapping):
            raise unknown(dotted, names)
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
    "product.link": Words("这个商品没有给这一层的链接（link）", "the product has no link for this tier"),
}


def not_given(dotted: str) -> Problem:
    """A name that exists, and that nobody filled in here."""
    return Problem(
        "name-not-given", _WHY_NOT.get(dotted, Words(f"“{dotted}”在这里还没有填", f"{dotted} is not given here"))
    )


def _below(dotted: str, value: Any) -> Iterator[Words]:
    if isinstance(value, Mapping):
        names = "、".join(f"{dotted}.{key}" for key in value)
        yield Words(f"可以写：{names}", f"write one of: {names}")


def at(problem: Problem, text: Text, *notes: Note) -> Diagnostic:
    """A `Problem` met in a text, at its characters."""
    span = text.at(problem.start, problem.end) if problem.end is not None else text.span
    return Diagnostic(problem.rule, problem.words, span, (*(Note(words) for words in problem.notes), *notes))


class Template:
    """One compiled template of a brand."""

    def __init__(self, source: Source, compiled: JinjaTemplate, fuel: _Fuel) -> None:
        self.source = source
        self._compiled = compiled
        self._fuel = fuel

    def render(self, names: Names) -> str:
        """The text; raises `Problem` where a name is unknown or not given, or a bound is reached."""
        from jinja2.exceptions import TemplateError

        self._fuel.left = MAX_LOOPS
        parts: list[str] = []
        size = 0
        try:
            for part in self._compiled.generate(names):
                parts.append(part)
                size += len(part)
                if size > MAX_OUTPUT:
                    raise Problem(
                        "template-too-large", Words("模板写出来的文字太长", "the template's text is too long")
                    )
        except Problem as problem:
            raise problem from None
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            RecursionError,
            LookupError,
            AttributeError,
        ) as error:
            words = Words(f"模板算不出来：{error}", f"the template fails: {error}")
            raise Problem("template-error", Words(*(" ".join(w.split()) for w in words))) from None
        return "".join(parts)

    def span(self, dotted: str) -> Span:
        """Where the template first names something."""
        match = re.search(r"\{[{%][^{}]*?\b(" + re.escape(dotted) + r")\b", self.source.text)
        return Span(self.source, *match.span(1)) if match else Span(self.source, 0, 0)


class _Fuel:
    """Loop passes left in the rendering under way."""

    left = 0

    def burn(self, values: Any) -> Iterator[Any]:
        if isinstance(values, str | Mapping) or not hasattr(values, "__iter__"):
            raise Problem("template-error", Words("for 只能用在列表上", "for takes a list"))
        for value in values:
            self.left -= 1
            if self.left < 0:
                raise Problem("template-too-large", Words("模板循环太多次", "the template loops too often"))
            yield value


def compile_templates(sources: Mapping[str, Source]) -> tuple[dict[str, Template], list[Diagnostic]]:
    """Every template of the brand, checked against the allowed constructs before it becomes code."""
    if not sources:
        return {}, []
    compiler = _compiler()
    templates: dict[str, Template] = {}
    found: list[Diagnostic] = []
    for name, source in sources.items():
        made = compiler(source)
        if isinstance(made, Diagnostic):
            found.append(made)
        else:
            templates[name] = made
    return templates, found


def _compiler() -> Callable[[Source], Template | Diagnostic]:
    from jinja2 import StrictUndefined, nodes
    from jinja2.exceptions import TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Missing(StrictUndefined):
        """Any use of a name that is not there ends the rendering."""

        def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
            raise Problem(
                "unknown-name",
                Words(f"没有“{self._undefined_name}”这个名字", f"no name {self._undefined_name} is known here"),
            )

        __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error

    class Environment(ImmutableSandboxedEnvironment):
        """Attributes are keys of plain tables; no methods, no globals."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            return self.getitem(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, Mapping) and argument in obj:
                return obj[argument]
            if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
                return obj[argument]
            if type(obj).__name__ == "LoopContext" and argument in ("index", "index0", "first", "last", "length"):
                return getattr(obj, argument)
            return self.undefined(obj=obj, name=argument)

    def shown(value: Any) -> Any:
        if isinstance(value, str | int | Missing):
            return value
        raise Problem(
            "name-not-given" if value is None else "unknown-name",
            Words("模板要写的一个名字还没有填", "a name that the template writes is not given")
            if value is None
            else Words("模板里写了一个不是文字的名字", "the template writes something that is not a text"),
        )

    environment = Environment(
        undefined=Missing,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,
        cache_size=0,
        finalize=shown,
    )
    fuel = _Fuel()
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS} | {" fuel": fuel.burn}
    environment.tests = {name: environment.tests[name] for name in TESTS}

    def make(source: Source) -> Template | Diagnostic:
        if len(source.text) > MAX_TEMPLATE:
            return Diagnostic(
                "template-too-large",
                Words("模板太长（上限 64 KiB）", "the template is too long (64 KiB at most)"),
                Span(source, 0, 0),
            )
        try:
            tree = environment.parse(source.text)
            for node in tree.find_all(nodes.Node):
                kind = type(node).__name__
                if kind not in _ALLOWED or (
                    isinstance(node, nodes.Const) and not isinstance(node.value, str | int | bool | None)
                ):
                    return _refused(
                        source,
                        getattr(node, "lineno", 1),
                        Words(f"模板里不能用 {kind}", f"{kind} is not allowed in a template"),
                    )
                if isinstance(node, nodes.Filter | nodes.Test) and node.name not in (
                    FILTERS if isinstance(node, nodes.Filter) else TESTS
                ):
                    return _refused(
                        source,
                        node.lineno,
                        Words(f"没有“{node.name}”这个过滤器", f"no filter or test {node.name}"),
                        *did_you_mean(node.name, (*FILTERS, *TESTS)),
                    )
            for loop in tree.find_all(nodes.For):
                loop.iter = nodes.Filter(loop.iter, " fuel", [], [], None, None, lineno=loop.lineno)
            return Template(source, environment.from_string(tree), fuel)
        except TemplateSyntaxError as error:
            return _refused(
                source,
                error.lineno,
                Words(f"模板写法有误：{error.message}", f"the template is not valid: {error.message}"),
            )
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError, AssertionError) as error:
            return _refused(source, 1, Words("模板太复杂", f"the template is too complex ({type(error).__name__})"))

    return make


def _refused(source: Source, line: int, words: Words, *notes: Words) -> Diagnostic:
    start = source.line_start(line)
    return Diagnostic(
        "template-syntax",
        Words(*(" ".join(w.split()) for w in words)),
        Span(source, start, start + len(source.line(line))),
        tuple(Note(n) for n in notes),
    )
