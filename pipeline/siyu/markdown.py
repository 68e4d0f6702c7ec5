"""Text in Markdown, where nothing of it is markup.

In: any text. Out: one line. Promise: no tag begins in it, and no pipe ends the cell of a table.
"""

from __future__ import annotations


def line(text: str) -> str:
    """A text on one line, its signs escaped."""
    return " ".join(text.replace("\\", "\\\\").replace("<", "&lt;").split())


def cell(text: str) -> str:
    """The same for a table."""
    return line(text).replace("|", "\\|")
