"""A line of copy that begins with `# `: a note to a colleague, which below `|` is text and would be posted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.edition import Edition, place_of

_NOTE = re.compile("^# .*", re.MULTILINE)


def looks_like_comment(edition: Edition) -> Iterator[Diagnostic]:
    """Advice at each such line."""
    for item, text, _ in edition.messages:
        if text is None or "# " not in text:
            continue
        for match in _NOTE.finditer(text):
            words = Words(f"“{match[0]}”会原样发出去", f"{match[0]!r} will be posted as it is")
            note = Note(Words("给同事的话写进 note，或写在 | 外面", "put a remark into note, or outside the | text"))
            yield Diagnostic("looks-like-comment", words, place_of(item, match[0]), (note,), Severity.ADVICE)
