"""An approved entry that still has to be written: operators take approved for ready."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.rule import Finding, Rule


def approved_but_open(edition: Edition) -> Iterator[Finding]:
    """A warning for each `todo` in state approved."""
    for item in edition.plan.items:
        if item.todo and item.state == "approved":
            words = Words(f"{item.name} 已确认，却还没写", f"{item.key!s} is approved and still to be written")
            note = Note(Words("写上 copy，或给这一条 state: draft", "write copy, or give the entry state: draft"))
            yield Finding(words, item.span, (note,))


RULE = Rule(
    name="approved-but-open",
    severity=Severity.WARNING,
    what=Words("已确认的条目还留着 todo，没有正文", "an entry is approved and still to be written"),
    why=Words("运营看到“已确认”就会发，发出去的是空的", "operators take approved for ready"),
    instead=Words("写上 copy，或给这一条 state: draft", "write copy, or give the entry state: draft"),
    find=approved_but_open,
)
