"""Templates → pages: the only importer of Jinja here, and everything it prints is escaped.

In: a template's name and what it shows. Out: bytes, and the two files beside every page.
Promise: nothing of a brand's text is markup; no page runs a script or takes a style but its own, and none asks another host.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

_HERE = files(__package__)


def page(name: str, **shown: Any) -> bytes:
    """One page."""
    return _environment().get_template(name).render(shown).encode()


@cache
def beside() -> dict[str, bytes]:
    """The style and the script, by file name."""
    return {name: (_HERE / "static" / name).read_bytes() for name in ("style.css", "app.js", "icon.svg")}


@cache
def _environment() -> Environment:
    def source(name: str) -> str:
        return (_HERE / "templates" / name).read_text("utf-8")

    return Environment(
        loader=FunctionLoader(source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
