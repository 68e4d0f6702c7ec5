"""An output and a place → what has to be uploaded and deleted there, in which order.

In: the output's manifest, the place. Out: `Difference`; raises `Unfit` where either is not what it says.
Promise: reads only. What a place holds is what its list says; what is in it, its manifest, "" where a run was cut off.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.edition import Artifact
from siyu.publish.place import PART, Failed, Place, Unfit
from siyu.serve.media import kind_of
from siyu.serve.tree import Broken, manifest
from siyu.stages.guard import guard
from siyu.stages.write import JUNK

_STATE = "manifest.json"
_HIDDEN = re.compile(r"manifest-[0-9a-f]{32}\.json")


class Output(NamedTuple):
    """What a build wrote, as it was verified: sha256 and size by path, and the manifest's own bytes."""

    folder: Path
    files: Mapping[str, tuple[str, int]]
    manifest: bytes

    def read(self, path: str) -> bytes:
        """A file as it was verified; raises `Unfit` where a build has replaced it since."""
        data = _regular(self.folder / path)
        if sha256(data).hexdigest() != self.files[path][0]:
            name = self.folder / path
            raise Unfit(Words(f"{name} 和清单里的哈希对不上；重新 siyu build", f"{name} is not what the manifest says (sha256); run siyu build again"))  # fmt: skip
        return data


class Difference(NamedTuple):
    """`uploads` in their order, `deletes`, parts that a cut-off run left; `state` is where the place's manifest is or will be,
    `states` every one that is there, `before` what they say: sha256 by path; `told` is what stands at `state`."""

    uploads: tuple[str, ...]
    deletes: tuple[str, ...]
    new: frozenset[str]
    stale: tuple[str, ...]
    state: str
    states: tuple[str, ...]
    before: Mapping[str, str]
    told: bytes | None


def output(folder: Path) -> Output:
    """An output whose every file was held against its manifest."""
    try:
        rows = manifest(folder)
    except Broken as broken:
        raise Unfit(broken.words) from None
    told = _regular(folder / _STATE)
    made = Output(folder, {path: (digest, 0) for path, digest in rows}, told)
    return made._replace(files={path: (digest, len(made.read(path))) for path, digest in rows})


def difference(made: Output, place: Place) -> Difference:
    """What a place lacks, has too much, or has in another form."""
    listed = {path: size for path, size in place.listed().items() if path.rpartition("/")[2] not in JUNK}
    stale = tuple(sorted(path for path in listed if path.endswith(PART)))
    states = states_in(listed, place)
    before: dict[str, str] = {}
    for state in states:
        before |= {path: digest if before.get(path, digest) == digest else "" for path, digest in rows(place, state)}
    # Without a manifest it may be an older upload of this very output by hand, if it holds nothing else.
    there, ours = set(listed) - set(stale), set(made.files)
    strange = there & ours - set(before) if states else there - ours
    if strange:
        first = min(strange)
        raise Unfit(Words(f"那里有不是 siyu publish 传的文件（{first}），先移走它，或者换一个地方", f"that place holds a file that siyu publish did not put there ({first}); move it away, or name another place"))  # fmt: skip
    same = {path for path, (digest, size) in made.files.items() if before.get(path) == digest and listed.get(path) == size}  # fmt: skip
    uploads = sorted(set(made.files) - same, key=_order)
    gone = (set(before) & set(listed)) - set(made.files) - set(states)
    # In a folder that takes no notice of case, A.png may be the very file that a.png is now.
    alike = set() if place.hidden else {path.casefold() for path in made.files}
    deletes = sorted(path for path in gone if path.casefold() not in alike)
    state = states[0] if states else _name(made, place)
    new = frozenset(path for path in uploads if path not in listed)
    return Difference(tuple(uploads), tuple(deletes), new, stale, state, states, before, place.read(state))


def watch(made: Output, place: Place, found: Difference) -> None:
    """Raise `Shrunk` where the place's calendars would lose what subscribers count on."""
    touched = [path for path in (*found.uploads, *found.deletes) if _is_feed(path) and path not in found.new]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "calendar").mkdir()
        for path in touched:
            if (data := place.read(path)) is not None:
                (Path(folder) / path).write_bytes(data)
        feeds = [Artifact(path, made.read(path), ()) for path in made.files if _is_feed(path)]
        guard(feeds, Path(folder), None)


def states_in(listed: Mapping[str, int], place: Place) -> tuple[str, ...]:
    """The manifests of a place: one, unless two began at once."""
    return tuple(sorted(path for path in listed if (_HIDDEN.fullmatch(path) if place.hidden else path == _STATE)))


def rows(place: Place, state: str) -> Sequence[tuple[str, str]]:
    """Path and sha256 by a place's manifest."""
    data = place.read(state)
    if data is None:
        return ()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / _STATE).write_bytes(data)
        try:
            return manifest(Path(folder))
        except Broken:
            raise Unfit(Words(f"那里的 {state} 不是 siyu 写的清单", f"the {state} there is no manifest of siyu's")) from None  # fmt: skip


def _name(made: Output, place: Place) -> str:
    """A manifest lists everything: where readers could fetch it, nobody can guess what it is called."""
    return f"manifest-{sha256(made.manifest).hexdigest()[:32]}.json" if place.hidden else _STATE


def _order(path: str) -> tuple[int, str]:
    """Pictures and texts, then pages, then feeds: a page never shows what is not there yet, a feed never links to it."""
    kind = kind_of(path)
    return 2 if kind.startswith("text/calendar") else 1 if kind.startswith("text/html") else 0, path


def phase(path: str) -> int:
    """0 for pictures and texts, 1 for pages, 2 for feeds."""
    return _order(path)[0]


def _is_feed(path: str) -> bool:
    return path.startswith("calendar/") and path.count("/") == 1 and path.endswith(".ics")


def _regular(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file():
            raise Unfit(Words(f"{path} 不在，或者不是普通文件；重新 siyu build", f"{path} is missing or no regular file; run siyu build again"))  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise Failed(Words(f"读不到 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}")) from None
