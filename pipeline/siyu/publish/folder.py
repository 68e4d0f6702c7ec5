"""A folder as the place to publish to: another disk, a share, what a web server reads.

In: the folder. Out: `Folder`, a `Place`. Promise: a reader sees the old file or the new one; nothing is written or deleted through a link.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.publish.place import PART, Failed


class Folder(NamedTuple):
    """A folder, which need not exist yet; only its own machine reads it, so its manifest is no secret."""

    root: Path
    hidden: bool = False

    def listed(self) -> dict[str, int]:
        """Every file below it, links as what they are: names without a size."""
        with _told(self.root):
            return dict(_walk(self.root, "")) if self.root.exists() else {}

    def read(self, path: str) -> bytes | None:
        """A regular file's bytes."""
        place = self.root / path
        with _told(place):
            return place.read_bytes() if place.is_file() and not place.is_symlink() else None

    def put(self, files: Mapping[str, bytes], kind: str) -> None:
        """Each beside its place, then renamed into it. The type follows from the name wherever a folder is read."""
        for path, data in files.items():
            place = self.root / path
            part = place.with_name(f".{place.name[:40]}.{os.getpid()}{PART}")
            with _told(place):
                self._inside(place)
                place.parent.mkdir(parents=True, exist_ok=True)
                try:
                    with part.open("wb") as file:
                        file.write(data)
                        file.flush()
                        os.fsync(file.fileno())
                    part.chmod(0o644)
                    part.replace(place)
                except OSError:
                    with contextlib.suppress(OSError):
                        part.unlink()
                    raise

    def delete(self, paths: Iterable[str]) -> None:
        """The files, and the folders that are empty then."""
        for path in paths:
            place = self.root / path
            with _told(place):
                self._inside(place)
                place.unlink(missing_ok=True)
                with contextlib.suppress(OSError):  # not empty
                    for folder in place.relative_to(self.root).parents[:-1]:
                        (self.root / folder).rmdir()

    def _inside(self, place: Path) -> None:
        real, root = os.path.realpath(place.parent), os.path.realpath(self.root)
        if real != root and not real.startswith(os.path.join(root, "")):  # noqa: PTH118 — ends with a slash
            raise Failed(Words(f"{place.parent} 是通到外面的链接", f"{place.parent} is a link that leads outside"))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as scan:
        for entry in scan:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
            else:
                regular = entry.is_file(follow_symlinks=False)
                yield prefix + entry.name, entry.stat(follow_symlinks=False).st_size if regular else -1


@contextlib.contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or place
        raise Failed(Words(f"{where}：{error.strerror}", f"{where}: {error.strerror}")) from None
