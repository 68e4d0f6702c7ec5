"""The sandbox that brand templates run in: what a name may reach, which filters there are, how much a loop may do.

In: values that a template names. Out: the environment that it is rendered in.
Promise: attributes are keys of plain tables; nothing is called; what is written is a text, or a `Problem` says which name is none.
Imported only where a brand has templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from siyu.diagnostic import Problem, Words
from siyu.placeholders import below, not_given, unknown

MAX_OUTPUT = 256 * 1024  # characters
MAX_LOOPS = 10_000  # passes through all loops of one rendering; a long body counts more
FILTERS = ("default", "first", "join", "last", "length", "trim")
TESTS = ("defined", "none", "even", "odd")
BURN, SHOW = " fuel", " shown"  # filters that no template can name


class Missing(StrictUndefined):
    """Any use of a name that is not there ends the rendering."""

    def _fail_with_undefined_error(self, *args: Any, **kwargs: Any) -> Any:
        name, scope = str(self._undefined_name), self._undefined_obj
        raise unknown(name, scope if isinstance(scope, Mapping) else {})

    __str__ = __iter__ = __len__ = __bool__ = __eq__ = __ne__ = __hash__ = _fail_with_undefined_error


class Environment(ImmutableSandboxedEnvironment):
    """Attributes are keys of plain tables; no methods, no globals."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a table; no attribute."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A key of a table, a place in a list, what a loop knows of itself; else `Missing`."""
        if isinstance(obj, dict) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        if type(obj).__name__ == "LoopContext" and argument in ("index", "index0", "first", "last", "length"):
            return getattr(obj, argument)
        return self.undefined(obj=obj, name=argument)


def _given(value: Any) -> bool:
    return value is not None and not isinstance(value, Missing)


def _shown(value: Any, dotted: str = "", start: int = 0, end: int | None = None) -> Any:
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


def _default(value: Any, other: Any = "") -> Any:
    return value if _given(value) else other


def _join(environment: Environment, values: Any, separator: str = "", attribute: str | None = None) -> str:
    """Texts joined, or one field of each of a list of tables."""
    parts = values if attribute is None else [environment.getitem(value, attribute) for value in values]
    texts = [str(_shown(part, attribute or "")) for part in parts]
    if sum(map(len, texts)) + len(str(separator)) * len(texts) > MAX_OUTPUT:
        raise too_large()
    return str(separator).join(texts)


def too_large() -> Problem:
    """The text outgrew its bound."""
    return Problem("template-too-large", Words("模板写出来的文字太长", "the template's text is too long"))


class Fuel:
    """Loop passes left in the rendering under way."""

    left = 0

    def burn(self, values: Any, cost: int) -> Iterator[Any]:
        """The values of a loop, each at its cost."""
        if not isinstance(values, list | tuple):
            str(values)  # a name that is not there says so itself
            raise Problem("template-error", Words("for 只能用在列表上", "for takes a list"))
        for value in values:
            self.left -= cost
            if self.left < 0:
                raise Problem("template-too-large", Words("模板循环太多次", "the template loops too often"))
            yield value


def sandbox(fuel: Fuel) -> Environment:
    """Jinja with all but the allowed taken out."""
    environment = Environment(
        undefined=Missing,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,
        cache_size=0,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in FILTERS} | {
        "default": _default,
        "join": partial(_join, environment),
        "trim": lambda value: str(_shown(value)).strip(),
        BURN: fuel.burn,
        SHOW: _shown,
    }
    environment.tests = {name: environment.tests[name] for name in TESTS} | {"defined": _given}
    return environment
