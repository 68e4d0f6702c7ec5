"""A brand's templates, with loops and conditions: the only door to Jinja.

In: the templates' sources; then `Names`. Out: the text, once rendered.
Promise: rendered text is never rendered again; nothing is called, nothing is computed at compile time, loops and output are
bounded; an unknown name is told at its own characters, with the nearest known one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from siyu.diagnostic import Diagnostic, Note, Problem, Words, did_you_mean
from siyu.placeholders import Names, Places, below, look_up, not_given, places_of, unknown
from siyu.source import Source, Span

if TYPE_CHECKING:
    from jinja2 import Template as JinjaTemplate

MAX_TEMPLATE = 64 * 1024  # characters
MAX_OUTPUT = 256 * 1024  # characters
MAX_LOOPS = 10_000  # passes through all loops of one rendering; a long body counts more
FILTERS = ("default", "first", "join", "last", "length", "trim")
TESTS = ("defined", "none", "even", "odd")
_ALLOWED = frozenset(
    "Template Output TemplateData Name Const Getattr Getitem For If CondExpr Filter Test Compare Operand And Or Not Keyword".split()  # noqa: SIM905
)
_BLOCK = re.compile(r"\{[%#].*?[%#]\}")


class Template:
    """One compiled template of a brand. `used` are the names it takes from outside, and where it first writes them."""

    def __init__(self, source: Source, compiled: JinjaTemplate, fuel: _Fuel, used: Mapping[str, Span]) -> None:
        self.source = source
        self._compiled = compiled
        self._fuel = fuel
        self._used = used

    def render(self, names: Names) -> str:
        """The text; raises `Problem`, with its place in the template, where a name is unknown or not given, or a bound is reached."""
        from jinja2.exceptions import TemplateError

        for dotted, span in self._used.items():
            try:
                look_up(dotted, names)
            except Problem as problem:
                if problem.rule == "unknown-name":
                    raise _placed(problem, span) from None
        self._fuel.left = MAX_LOOPS
        parts: list[str] = []
        size = 0
        try:
            for part in self._compiled.generate(names):
                parts.append(part)
                size += len(part)
                if size > MAX_OUTPUT:
                    raise _too_large()
        except Problem as problem:
            raise _placed(problem, self._line(problem)) from None
        except (
            TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            failed = Problem("template-error", _one_line(f"模板算不出来：{error}", f"the template fails: {error}"))
            raise _placed(failed, self._line(error)) from None
        return "".join(parts)

    def _line(self, error: BaseException) -> Span:
        """The template's line that was being rendered; Jinja has put its own lines into the traceback."""
        number, step = 1, error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == "<template>":
                number = step.tb_lineno
            step = step.tb_next
        return _whole_line(self.source, number)


def _placed(problem: Problem, span: Span) -> Problem:
    """A problem at its place in a template, unless it knows a smaller one."""
    if problem.end is None:
        problem.start, problem.end = span.start, span.end
    return problem


def _too_large() -> Problem:
    return Problem("template-too-large", Words("模板写出来的文字太长", "the template's text is too long"))


class _Fuel:
    """Loop passes left in the rendering under way."""

    left = 0

    def burn(self, values: Any, cost: int) -> Iterator[Any]:
        if not isinstance(values, list | tuple):
            str(values)  # a name that is not there says so itself
            raise Problem("template-error", Words("for 只能用在列表上", "for takes a list"))
        for value in values:
            self.left -= cost
            if self.left < 0:
                raise Problem("template-too-large", Words("模板循环太多次", "the template loops too often"))
            yield value


def compile_templates(sources: Mapping[str, Source]) -> tuple[dict[str, Template], list[Diagnostic]]:
    """Every template of the brand, checked against the allowed constructs before it becomes code."""
    if not sources:
        return {}, []
    compiler = _compiler()
    made = {name: compiler(source) for name, source in sources.items()}
    found = [refused for refused in made.values() if isinstance(refused, Diagnostic)]
    return {name: template for name, template in made.items() if isinstance(template, Template)}, found


def _compiler() -> Callable[[Source], Template | Diagnostic]:
    from jinja2 import StrictUndefined, nodes
    from jinja2.exceptions import TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Missing(StrictUndefined):
        """Any use of a name that is not there ends the rendering."""

        def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
            name, scope = str(self._undefined_name), self._undefined_obj
            raise unknown(name, scope if isinstance(scope, Mapping) else {})

        __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error

    class Environment(ImmutableSandboxedEnvironment):
        """Attributes are keys of plain tables; no methods, no globals."""

        def getattr(self, obj: Any, attribute: str) -> Any:
            return self.getitem(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
                return obj[argument]
            if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
                return obj[argument]
            if type(obj).__name__ == "LoopContext" and argument in ("index", "index0", "first", "last", "length"):
                return getattr(obj, argument)
            return self.undefined(obj=obj, name=argument)

    def shown(value: Any, dotted: str = "", start: int = 0, end: int | None = None) -> Any:
        if isinstance(value, str | Missing) or type(value) is int:
            return value
        if value is not None:
            words = Words("模板里写了一个不是文字的名字", "the template writes something that is not a text")
            problem = Problem("unknown-name", words, *below(dotted, value))
        elif dotted:
            problem = not_given(dotted)
        else:
            words = Words("模板要写的一个名字还没有填", "a name that the template writes is not given")
            problem = Problem("name-not-given", words)
        problem.start, problem.end = start, end
        raise problem

    def default(value: Any, other: Any = "") -> Any:
        return value if given(value) else other

    def given(value: Any) -> bool:
        return value is not None and not isinstance(value, Missing)

    def join(values: Any, separator: str = "", attribute: str | None = None) -> str:
        """Texts joined, or one field of each of a list of tables."""
        parts = values if attribute is None else [environment.getitem(value, attribute) for value in values]
        texts = [str(shown(part, attribute or "")) for part in parts]
        if sum(map(len, texts)) + len(str(separator)) * len(texts) > MAX_OUTPUT:
            raise _too_large()
        return str(separator).join(texts)

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
    environment.filters = {name: environment.filters[name] for name in FILTERS} | {
        "default": default,
        "join": join,
        "trim": lambda value: str(shown(value)).strip(),
        " fuel": fuel.burn,
        " shown": shown,
    }
    environment.tests = {name: environment.tests[name] for name in TESTS} | {"defined": given}

    def dotted_name(node: nodes.Node) -> str | None:
        """ "product.name" of a chain of attributes, None for anything else."""
        parts: list[str] = []
        while isinstance(node, nodes.Getattr):
            parts.append(node.attr)
            node = node.node
        return ".".join([node.name, *reversed(parts)]) if isinstance(node, nodes.Name) else None

    def used(tree: nodes.Template, source: Source, places: Places) -> dict[str, Span]:
        """Every name that comes from outside the template, at its characters."""
        own = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"} | {"loop"}
        inner = {id(chain.node) for chain in tree.find_all(nodes.Getattr)}
        found: dict[str, Span] = {}
        for node in tree.find_all((nodes.Name, nodes.Getattr)):
            if id(node) in inner or (dotted := dotted_name(node)) is None or dotted.partition(".")[0] in own:
                continue
            if dotted not in found:
                found[dotted] = _written(dotted, source, node.lineno, places)
        return found

    def guard(tree: nodes.Template, source: Source, places: Places) -> None:
        """Count the passes of every loop; let what is written know its name and place."""

        def named(node: nodes.Expr) -> nodes.Expr:
            if (dotted := dotted_name(node)) is None:
                return node
            _, start, end = _written(dotted, source, node.lineno, places)
            about = [nodes.Const(dotted), nodes.Const(start), nodes.Const(end)]
            return nodes.Filter(node, " shown", about, [], None, None, lineno=node.lineno)

        for loop in tree.find_all(nodes.For):
            cost = nodes.Const(1 + sum(1 for _ in loop.find_all(nodes.Node)) // 32)
            loop.iter = nodes.Filter(loop.iter, " fuel", [cost], [], None, None, lineno=loop.lineno)
        for output in tree.find_all(nodes.Output):
            output.nodes = [named(node) for node in output.nodes]

    def make(source: Source) -> Template | Diagnostic:
        if len(source.text) > MAX_TEMPLATE:
            return Diagnostic(
                "template-too-large",
                Words("模板太长（上限 64 KiB）", "the template is too long (64 KiB at most)"),
                Span(source, 0, 0),
            )
        try:
            tree = environment.parse(_keep_line_ends(source.text))
            for node in tree.find_all(nodes.Node):
                kind = type(node).__name__
                if kind not in _ALLOWED or (
                    isinstance(node, nodes.Const) and not isinstance(node.value, str | int | bool | None)
                ):
                    line = next((part.lineno for part in (node, *node.find_all(nodes.Node)) if part.lineno), 1)
                    return _refused(source, line, Words(f"模板里不能用 {kind}", f"{kind} is not allowed in a template"))
                if isinstance(node, nodes.Filter | nodes.Test):
                    known = FILTERS if isinstance(node, nodes.Filter) else TESTS
                    if node.name not in known:
                        words = Words(f"没有“{node.name}”这个过滤器", f"no filter or test {node.name}")
                        return _refused(source, node.lineno, words, *did_you_mean(node.name, known))
            places = places_of(source.text)
            outside = used(tree, source, places)
            guard(tree, source, places)
            return Template(source, environment.from_string(tree), fuel, outside)
        except TemplateSyntaxError as error:
            words = Words(f"模板写法有误：{error.message}", f"the template is not valid: {error.message}")
            return _refused(source, error.lineno, words)
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError, AssertionError) as error:
            return _refused(source, 1, Words("模板太复杂", f"the template is too complex ({type(error).__name__})"))

    return make


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
        return _whole_line(source, line)
    return Span(source, starts[nearest], starts[nearest] + len(dotted))


def _whole_line(source: Source, line: int) -> Span:
    start = source.line_start(line)
    return Span(source, start, start + len(source.line(line)))


def _one_line(*words: str) -> Words:
    return Words(*(" ".join(w.split()) for w in words))


def _refused(source: Source, line: int, words: Words, *notes: Words) -> Diagnostic:
    return Diagnostic(
        "template-syntax", _one_line(*words), _whole_line(source, line), tuple(Note(note) for note in notes)
    )
