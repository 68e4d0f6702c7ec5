"""An approved entry that still has to be written: operators take approved for ready."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition


def approved_but_open(edition: Edition) -> Iterator[Diagnostic]:
    """A warning for each `todo` in state approved."""
    for item in edition.plan.items:
        if item.todo and item.state == "approved":
            words = Words(f"{item.name} 已确认，却还没写", f"{item.key!s} is approved and still to be written")
            note = Note(Words("写上 copy，或给这一条 state: draft", "write copy, or give the entry state: draft"))
            yield Diagnostic("approved-but-open", words, item.span, (note,), Severity.WARNING)
