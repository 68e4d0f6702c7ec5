"""Phrases: a folded text → what the packs find in it and nothing around makes fine.

In: a text as `fold` leaves it, and the lines of packs whose heads are in it. Out: stretches of it, each with its term; they may overlap.
Promise: linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from siyu.wording.frames import Frame, occurrences
from siyu.wording.packs import Term, harmless, reading, row_frames, rows, term
from siyu.wording.reading import Reading, Span, places, reach

_MARKS = " \n，。！？；：、…~,!?;:“”「」"


def phrases(text: str, suspect: Iterable[int], names: Sequence[str] = ()) -> Iterator[tuple[int, int, Term]]:
    """Start, end and term of each. Words in any order say where only roughly: they give way to a frame of the same pack."""
    readings: dict[int, Reading] = {}
    longer = reach(harmless(text))
    named = [(at, at + len(name)) for name in names for at in places(text, name)]
    seen: dict[tuple[int, int, int, str], bool] = {}
    for number in suspect:
        pack, id, _ = rows()[number]
        read = readings.get(pack) or readings.setdefault(pack, reading(text, pack, longer, named))
        for frame in row_frames(number):
            for start, end in occurrences(frame, read):
                key = (start, end, pack, id)
                seen[key] = seen.get(key, True) and frame[0].over == "&"
    exact = dict.fromkeys(readings, reach(()))
    for rough in (False, True):
        told: dict[int, list[Span]] = {pack: [] for pack in readings}
        for start, end, pack, id in (key for key in seen if seen[key] is rough):
            found = term(pack, id)
            if start == end or exact[pack].meets(start, end):
                continue
            if not any(_holds(frame, readings[pack], (start, end)) for frame in found.fine):
                told[pack].append((start, end))
                yield (*_trimmed(text, start, end), found)
        exact = {pack: reach(spans) for pack, spans in told.items()}


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without the marks at both ends, if there is something else."""
    inner = text[start:end].strip(_MARKS)
    at = text.find(inner, start)
    return (at, at + len(inner)) if inner else (start, end)


def _holds(frame: Frame, read: Reading, phrase: Span) -> bool:
    """Whether the frame stands around the phrase; one without `@` has to overlap it."""
    return any(start < phrase[1] and phrase[0] < end for start, end in occurrences(frame, read, phrase))
