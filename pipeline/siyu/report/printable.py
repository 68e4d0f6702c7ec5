"""JSON on one line with nothing in it that a terminal or a CI log would obey; read back, it is the same.

In: lists, dicts, texts and numbers. Out: a line. Promise: nothing is lost, not even half a character.
"""

from __future__ import annotations

import json
import re
from typing import Any

_HASH = re.compile(r"#(?![0-9A-Za-z\u3400-\u9fff])")  # `##[` and `##vso[`; `#话题` stays readable


def printable(value: Any) -> str:
    """The line with its end."""
    line = json.dumps(value, ensure_ascii=False)
    if not line.isprintable():
        line = "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
    return _HASH.sub(r"\\u0023", line) + "\n"
