"""A difference → carried out at the place: pictures and texts, pages, feeds, deletions, and the manifest last.

In: the output, the place, what differs. Out: bytes sent. Raises `Failed` or `Raced`, and then another run completes it.
Promise: before the first file, the manifest there says which are about to change (no sha256), so a run that was cut off leaves none
unknown: the next one sends those again, and deletes what it no longer wants. Of two runs at once, the one that finds the other's
manifest marks in it what it may have overwritten; unseen stays only a run that fits whole into the moment of one write.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import groupby

from siyu.diagnostic import Words
from siyu.publish.compare import Difference, Output, phase, rows, states_in
from siyu.publish.place import Failed, Place, Unfit
from siyu.serve.media import kind_of

_MOST, _BYTES = 64, 32 * 1024 * 1024  # of one batch


class Raced(Failed):
    """Somebody else published to the same place meanwhile."""


def carry(made: Output, place: Place, found: Difference) -> int:
    """Make the place hold the output."""
    if found.told == made.manifest and len(found.states) == 1 and not (found.uploads or found.deletes or found.stale):
        return 0
    _alone(place, found, found.told, set())
    touched = {*found.uploads, *found.deletes}
    kept = {path: digest for path, digest in found.before.items() if path not in touched}
    intent = _manifest(kept | dict.fromkeys(touched, ""), sha256(made.manifest).hexdigest())
    place.put({found.state: intent}, kind_of(found.state))
    sent = 0
    for number, paths in groupby(found.uploads, phase):
        if number == 2:
            _alone(place, found, intent, touched)
        for batch in _batches(made, paths):
            for kind, group in groupby(sorted(batch, key=kind_of), kind_of):
                place.put({path: batch[path] for path in group}, kind)
            sent += sum(map(len, batch.values()))
    _alone(place, found, intent, touched)
    place.delete((*found.deletes, *found.stale))
    _alone(place, found, intent, touched)
    place.put({found.state: made.manifest}, kind_of(found.state))
    place.delete(state for state in found.states if state != found.state)
    return sent


def _batches(made: Output, paths: Iterable[str]) -> Iterator[dict[str, bytes]]:
    """Files in memory, not too many at a time."""
    batch: dict[str, bytes] = {}
    size = 0
    for path in paths:
        batch[path] = made.read(path)
        size += len(batch[path])
        if len(batch) == _MOST or size >= _BYTES:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch


def _alone(place: Place, found: Difference, intent: bytes | None, touched: set[str]) -> None:
    """Raise `Raced` where another run has written a manifest since; what we may have overwritten of its files is marked first."""
    expected = {*found.states, *([] if intent is None else [found.state])}
    if place.read(found.state) == intent and set(states_in(place.listed(), place)) == expected:
        return
    if touched:
        with suppress(Unfit):  # theirs cannot be read: the next run will say so
            theirs = dict(rows(place, found.state))
            place.put({found.state: _manifest(theirs | dict.fromkeys(touched, ""), "")}, kind_of(found.state))
    raise Raced(
        Words(
            "同时有另一次发布在写这里；等它结束，再运行一次就补齐",
            "another run is publishing here at the same time; when it is done, run this again",
        )
    )


def _manifest(files: Mapping[str, str], towards: str) -> bytes:
    """A manifest under way: no `siyu serve` takes it, and the next run knows what to send again."""
    listed = [{"path": path, "sha256": digest} for path, digest in sorted(files.items())]
    head = {"generator": "siyu publish", "publishing": towards}
    return json.dumps({**head, "files": listed}, ensure_ascii=False).encode() + b"\n"
