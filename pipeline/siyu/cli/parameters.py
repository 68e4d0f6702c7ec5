"""What a command takes, read from its own source: completion has 150 ms, importing a command takes twice that.

In: a command's name. Out: its parameters, or none where the source says it in another way (groups). Promise: imports nothing; the tests
hold it against what click knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent


class Parameter(NamedTuple):
    """An option by its `names`, or an argument, which has none; `what` is its metavar, `many` if it may come again."""

    names: tuple[str, ...]
    what: str = ""
    flag: bool = False
    choices: tuple[str, ...] = ()
    many: bool = False
    help: str = ""


def parameters(command: str) -> list[Parameter]:
    """In the order of the source, which is that of the command line."""
    tree = _parsed(f"siyu.cli.{command}")
    origins = {
        name.asname or name.name: step.module or ""
        for step in tree.body
        if isinstance(step, ast.ImportFrom)
        for name in step.names
    }
    main = next((s for s in tree.body if isinstance(s, ast.FunctionDef) and s.name == "command"), None)
    found = []
    for decorator in main.decorator_list if main else []:
        if isinstance(decorator, ast.Name):
            decorator = _assigned(decorator.id, tree, origins)
        if isinstance(decorator, ast.Call) and (one := _parameter(decorator)):
            found.append(one)
    return found


def _parsed(module: str) -> ast.Module:
    return ast.parse((_HERE / f"{module.removeprefix('siyu.cli.')}.py").read_bytes())


def _assigned(name: str, tree: ast.Module, origins: dict[str, str]) -> ast.expr:
    """The value of a name that several commands share."""
    module = origins.get(name, "")
    place = _parsed(module) if module.startswith("siyu.cli.") else tree
    for step in place.body:
        if isinstance(step, ast.AnnAssign) and isinstance(step.target, ast.Name) and step.target.id == name:
            return step.value or step.target
    return ast.Name(name)


def _parameter(call: ast.Call) -> Parameter | None:
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    given = {word.arg: word.value for word in call.keywords if word.arg}
    names = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if kind == "argument":
        return Parameter(
            (),
            _text(given, "metavar") or names[0].upper(),
            choices=tuple(_choices(given.get("type"))),
            many=_constant(given, "nargs") == -1,
        )
    if kind != "option":
        return None
    return Parameter(
        tuple(name for name in names if name.startswith("-")),
        _text(given, "metavar"),
        _constant(given, "is_flag") is True,
        tuple(_choices(given.get("type"))),
        _constant(given, "multiple") is True,
        _text(given, "help"),
    )


def _choices(kind: ast.expr | None) -> Iterator[str]:
    """The words of a click.Choice, as far as they stand there."""
    if isinstance(kind, ast.Call) and isinstance(kind.func, ast.Attribute) and kind.func.attr == "Choice":
        for each in ast.walk(kind):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def _constant(given: dict[str, ast.expr], name: str) -> object:
    value = given.get(name)
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub) and isinstance(value.operand, ast.Constant):
        return -int(str(value.operand.value))
    return value.value if isinstance(value, ast.Constant) else None


def _text(given: dict[str, ast.expr], name: str) -> str:
    value = _constant(given, name)
    return value if isinstance(value, str) else ""
