"""Phrases: a folded text → what the packs find in it and nothing around makes fine.

In: a text as `fold` leaves it, and the lines of packs whose heads are in it. Out: stretches of it, each with its term; they may overlap.
Promise: linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from siyu.wording.frames import Frame, occurrences
from siyu.wording.packs import Term, reading, row_frames, rows, term
from siyu.wording.reading import Reading, Span


def phrases(text: str, suspect: Iterable[int], names: Sequence[str] = ()) -> Iterator[tuple[int, int, Term]]:
    """Start, end and term of each. Words in any order say where only roughly: they give way to a frame of the same pack."""
    readings: dict[int, Reading] = {}
    seen: dict[tuple[int, int, int, str], bool] = {}
    for number in suspect:
        pack, id, _ = rows()[number]
        read = readings.get(pack) or readings.setdefault(pack, reading(text, pack, names))
        for frame in row_frames(number):
            for start, end in occurrences(frame, read):
                key = (start, end, pack, id)
                seen[key] = seen.get(key, True) and frame[0].over == "&"
    exact: dict[int, list[Span]] = {}
    for (start, end, pack, id), rough in sorted(seen.items(), key=itemgetter(1)):
        found = term(pack, id)
        if start == end or any(_holds(frame, readings[pack], (start, end)) for frame in found.fine):
            continue
        if not rough:
            exact.setdefault(pack, []).append((start, end))
        elif any(low < end and start < high for low, high in exact.get(pack, ())):
            continue
        yield start, end, found


def _holds(frame: Frame, read: Reading, phrase: Span) -> bool:
    """Whether the frame stands around the phrase; one without `@` has to overlap it."""
    return any(start < phrase[1] and phrase[0] < end for start, end in occurrences(frame, read, phrase))
