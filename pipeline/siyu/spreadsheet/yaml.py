"""Plain values → YAML as an author would type it, in the declared subset.

In: texts, lists and tables. Out: lines. Promise: what is written reads back the same; a text over several lines stands below a |.
"""

from __future__ import annotations

import re
from functools import cache

from siyu.source import Mapping, Node, Source, Text
from siyu.stages.parse import parse

Value = str | list["Value"] | dict[str, "Value"]

_SURE = re.compile(r"[\w一-鿿](?:[\w一-鿿·/.-]*[\w一-鿿])?", re.ASCII)
_DIGITS = re.compile(r"[\d:.]+")


def plain(node: Node) -> Value:
    """What a parsed node says, without its places."""
    if isinstance(node, Text):
        return str(node)
    if isinstance(node, Mapping):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(value) for value in node]


@cache
def scalar(text: str, flow: bool = False) -> str:
    """A text of one line, bare where it reads back so."""
    if _SURE.fullmatch(text) and not (_DIGITS.fullmatch(text) and ":" in text):
        return text
    if text and not flow and not _DIGITS.fullmatch(text) and " #" not in text:
        tree, found = parse(Source("one.yaml", f"one: {text}\n"))
        if tree is not None and not found and plain(tree) == {"one": text}:
            return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def inline(value: Value, flow: bool = False) -> str | None:
    """The value on one line, None where it needs several."""
    if isinstance(value, str):
        return None if "\n" in value else scalar(value, flow)
    if isinstance(value, list):
        items = [inline(one, True) for one in value]
        return None if None in items else f"[{', '.join(filter(None, items))}]"
    pairs = {key: inline(one, True) for key, one in value.items()}
    return None if None in pairs.values() else f"{{{', '.join(f'{key}: {one}' for key, one in pairs.items())}}}"


def pair(key: str, value: Value, indent: int) -> list[str]:
    """The lines of one key."""
    lead = " " * indent
    if isinstance(value, dict) and value:
        return [f"{lead}{key}:", *table(value, indent + 2)]
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return [f"{lead}{key}:", *(line for one in value for line in item(one, indent + 2))]
    said = inline(value)
    if said is not None:
        return [f"{lead}{key}: {said}"]
    if isinstance(value, list):
        return [f"{lead}{key}:", *(line for one in value for line in item(one, indent + 2))]
    assert isinstance(value, str)
    lines, bar = value.removesuffix("\n").split("\n"), "|" if value.endswith("\n") else "|-"
    return [f"{lead}{key}: {bar}", *(f"{lead}  {line}" if line else "" for line in lines)]


def table(value: dict[str, Value], indent: int) -> list[str]:
    """The lines of a table."""
    return [line for key, one in value.items() for line in pair(key, one, indent)]


def item(value: Value, indent: int) -> list[str]:
    """The lines of one item of a list."""
    lead = " " * indent
    if isinstance(value, dict) and value:
        first, *rest = table(value, indent + 2)
        return [f"{lead}- {first.lstrip(' ')}", *rest]
    first, *rest = pair("-", value, indent)
    return [first.replace("-:", "-", 1), *rest]
