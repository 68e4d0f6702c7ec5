"""A tree of dicts, lists and text in, block YAML out, within siyu's subset: no anchors, no tags, nothing folded."""

import json
from typing import Any

UNSAFE = frozenset("[]{}>|*&!%@`\"'-?:#,")
WORDS = frozenset(("no", "yes", "on", "off", "null", "true", "false"))


def scalar(text: str) -> str:
    """One line of text, quoted only when YAML would read something else into it."""
    number = text.replace(":", "").replace(".", "").isdigit()
    clash = number or text[0] in UNSAFE or ": " in text or " #" in text or text.lower() in WORDS
    return json.dumps(text, ensure_ascii=False) if clash else text


def emit(tree: dict[str, Any], indent: str = "") -> str:
    """Block YAML; lists hold plain words and stand on one line, text of several lines becomes `|`, ints stay bare."""
    out: list[str] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            out.append(f"{indent}{key}:\n{emit(value, indent + '  ')}")
        elif isinstance(value, list):
            out.append(f"{indent}{key}: [{', '.join(value)}]\n")
        elif isinstance(value, int):
            out.append(f"{indent}{key}: {value}\n")
        elif "\n" in value:
            out.append(f"{indent}{key}: |\n" + "".join(f"{indent}  {line}\n" for line in value.splitlines()))
        else:
            out.append(f"{indent}{key}: {scalar(value)}\n")
    return "".join(out)


def front_matter(head: dict[str, Any], body: str) -> str:
    """A Markdown file: YAML front matter, then the body."""
    return f"---\n{emit(head)}---\n{body}"
