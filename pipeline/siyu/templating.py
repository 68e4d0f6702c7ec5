"""A brand's templates, with loops and conditions. Imported only where a brand has some: Jinja takes 25 ms.

In: the templates' sources; then `Names`. Out: the text, once rendered.
Promise: rendered text is never rendered again; nothing is called, nothing is computed at compile time, loops and output are
bounded; an unknown name is told at its own characters, with the nearest known one.
"""

from __future__ import annotations

from collections.abc import Mapping

from jinja2.exceptions import TemplateError

from siyu.diagnostic import Diagnostic, Problem
from siyu.placeholders import Names, look_up
from siyu.sandbox import MAX_LOOPS, MAX_OUTPUT, Compiled, Fuel, compile_source, one_line, sandbox, too_large, whole_line
from siyu.source import Source, Span


class Template:
    """One compiled template of a brand."""

    def __init__(self, source: Source, compiled: Compiled, fuel: Fuel) -> None:
        self.source = source
        self._compiled = compiled
        self._fuel = fuel
        self._checked: set[tuple[object, ...]] = set()

    def render(self, names: Names) -> str:
        """The text; raises `Problem`, with its place in the template, where a name is unknown or not given, or a bound is reached."""
        self._check(names)
        self._fuel.left = MAX_LOOPS
        parts: list[str] = []
        size = 0
        try:
            for part in self._compiled.code.generate(names):
                parts.append(part)
                size += len(part)
                if size > MAX_OUTPUT:
                    raise too_large()
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
            failed = Problem("template-error", one_line(f"模板算不出来：{error}", f"the template fails: {error}"))
            raise _placed(failed, self._line(error)) from None
        return "".join(parts)

    def _check(self, names: Names) -> None:
        """Every name exists, also in branches not taken; once for each set of names, of which a year has a handful."""
        if (shape := (*names, names.get("product") is None)) in self._checked:
            return
        for dotted, span in self._compiled.used.items():
            try:
                look_up(dotted, names)
            except Problem as problem:
                if problem.rule == "unknown-name":
                    raise _placed(problem, span) from None
        self._checked.add(shape)

    def _line(self, error: BaseException) -> Span:
        """The template's line that was being rendered; Jinja has put its own lines into the traceback."""
        number, step = 1, error.__traceback__
        while step is not None:
            if step.tb_frame.f_code.co_filename == "<template>":
                number = step.tb_lineno
            step = step.tb_next
        return whole_line(self.source, number)


def _placed(problem: Problem, span: Span) -> Problem:
    """A problem at its place in a template, unless it knows a smaller one."""
    if problem.end is None:
        problem.start, problem.end = span.start, span.end
    return problem


def compile_templates(sources: Mapping[str, Source]) -> tuple[dict[str, Template], list[Diagnostic]]:
    """Every template of the brand, checked against the allowed constructs before it becomes code."""
    fuel = Fuel()
    environment = sandbox(fuel)
    made = {name: compile_source(environment, source) for name, source in sources.items()}
    templates = {name: Template(sources[name], one, fuel) for name, one in made.items() if isinstance(one, Compiled)}
    return templates, [refused for refused in made.values() if isinstance(refused, Diagnostic)]
