"""A brand's templates, with loops and conditions. Imported only where a brand has some: Jinja takes 25 ms.

In: the templates' sources; then `Names`. Out: the text, once rendered.
Promise: rendered text is never rendered again; nothing is called, nothing is computed at compile time, loops and output are
bounded; an unknown name is told at its own characters, with the nearest known one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jinja2.exceptions import TemplateError, TemplateSyntaxError

from siyu.constructs import MAX_TEMPLATE, Compiled, Refused, compile_tree, one_line, whole_line
from siyu.diagnostic import Diagnostic, Note, Problem, Words, did_you_mean
from siyu.placeholders import Names, braces, look_up
from siyu.sandbox import MAX_LOOPS, MAX_OUTPUT, Fuel, sandbox, too_large
from siyu.source import Source, Span


class Template:
    """One compiled template of a brand."""

    def __init__(self, source: Source, compiled: Compiled, fuel: Fuel) -> None:
        self.source = source
        self._compiled = compiled
        self._fuel = fuel

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
            words = one_line("模板这一行算不出来：里面的值不能这样用或比较", f"the template fails: {error}")
            failed = Problem("template-error", words)
            raise _placed(failed, self._line(error)) from None
        return "".join(parts)

    def _check(self, names: Names) -> None:
        """Every name exists, also in branches not taken."""
        for dotted, span in self._compiled.used.items():
            try:
                look_up(dotted, names)
            except Problem as problem:
                if problem.rule == "unknown-name":
                    raise _placed(problem, span) from None
        for dotted, span in self._compiled.bare.items():
            if dotted.partition(".")[0] in names:
                raise braces(span.start, span.end)

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
    templates: dict[str, Template] = {}
    found: list[Diagnostic] = []
    fuel = Fuel()
    environment = sandbox(fuel)
    for name, source in sources.items():
        if len(source.text) > MAX_TEMPLATE:
            words = Words("模板太长（上限 64 KiB）", "the template is too long (64 KiB at most)")
            found.append(Diagnostic("template-too-large", words, Span(source, 0, 0)))
            continue
        try:
            templates[name] = Template(source, compile_tree(environment, source), fuel)
        except Problem as problem:
            span = Span(source, problem.start, problem.end or problem.start)
            found.append(Diagnostic(problem.rule, problem.words, span, tuple(map(Note, problem.notes))))
        except Refused as refused:
            found.append(_refused(source, refused.line, refused.words, *refused.notes))
        except TemplateSyntaxError as error:
            found.append(_refused(source, *_said(source, error.message or "", error.lineno)))
        except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError, AssertionError) as error:
            words = Words("模板太复杂", f"the template is too complex ({type(error).__name__})")
            found.append(_refused(source, 1, words))
    return templates, found


_TAGS = ("if", "elif", "else", "endif", "for", "endfor")
_OPENS = re.compile(r"\{%[-+]?\s*(end)?(if|for)\b")
_TAG = re.compile(r"\{[{%#].*?(?:[}%#]\}|$)")
_TOKENS = {
    "end of print statement": ("}}", "}}"),
    "end of statement block": ("%}", "%}"),
    "end of template": ("文件结尾", "the file's end"),
}
_MESSAGES: list[tuple[str, str, str]] = [
    (r"Unexpected end of template.* is '(\w+)'", "{0} 没有结束，少了 {{% end{0} %}}", "{0} has no {{% end{0} %}}"),
    (r"unknown tag '(endif|endfor|else|elif)'.* is '(\w+)'", "{0} 之前，{1} 还没有用 {{% end{1} %}} 结束", "{0} comes before the {{% end{1} %}} of {1}"),
    (r"unknown tag '(end\w+|else|elif)'", "{0} 前面没有和它成对的标签", "{0} has no tag to belong to"),
    (r"unknown tag '(\w+)'", "没有“{0}”这个标签", "no tag {0}"),
    (r"unexpected (?:char )?'[{}｛｝]'", "花括号没有成对，或里面写了别的", "braces are not closed, or hold something else"),
    (r"expected token 'name'", "这里少了名字", "a name is missing here"),
    (r"(?:expected token|end of template, expected) '([^']+)'(?:, got '([^']+)')?", "这里要写“{0}”，却写了“{1}”", "expected {0}, got {1}"),
    (r"Expected an expression|expected name or number", "这里少了名字", "a name is missing here"),
    (r"unexpected char ['\"](.)", "花括号里不能有“{0}”", "{0} cannot stand within braces"),
    (r"unexpected '([^']+)'(?:, expected '([^']+)')?", "“{0}”多了，或前面少了什么", "{0} is one too many, or something is missing before it"),
    (r"end of comment", "注释没有结束，少了 #}}", "the comment has no #}}"),
    (r"end of raw", "raw 没有结束，少了 {{% endraw %}}", "raw has no {{% endraw %}}"),
]  # fmt: skip


def _said(source: Source, message: str, line: int) -> tuple[int, Words, Words] | tuple[int, Words]:
    """Jinja's message in the author's words, and the line to look at."""
    last = source.line_start(line) + len(source.line(line))
    if message.startswith("Unexpected end"):  # the tag that is open, not the end
        opened: list[int] = []
        for tag in _OPENS.finditer(source.text):
            opened[-1:] = [] if tag[1] else [*opened[-1:], tag.start()]
        last = opened[-1] + 2 if opened else last
    begin = max(0, *(source.text.rfind(sign, 0, last) for sign in ("{{", "{%", "{#")))
    line = source.place(begin)[0]
    for pattern, zh, en in _MESSAGES:
        if (match := re.search(pattern, message)) is not None:
            parts = [_TOKENS.get(part or "end of template", (part, part)) for part in match.groups()]
            words = Words(zh.format(*(part[0] for part in parts)), en.format(*(part[1] for part in parts)))
            if zh.startswith("没有"):
                return line, words, did_you_mean(match[1], _TAGS)[0]
            return line, words
    return line, Words("模板写法有误", f"the template is not valid: {message}")


def _refused(source: Source, line: int, words: Words, *notes: Words) -> Diagnostic:
    """At the tag where its line has only one."""
    span = whole_line(source, line)
    tags = list(_TAG.finditer(source.line(line)))
    if len(tags) == 1:
        span = Span(source, span.start + tags[0].start(), span.start + tags[0].end())
    return Diagnostic("template-syntax", one_line(*words), span, tuple(map(Note, notes or (_HOW,))))


_HOW = Words(
    "写成 {{ product.name }}，或 {% if product %} … {% endif %}",
    "write {{ product.name }}, or {% if product %} … {% endif %}",
)
