"""brand/ and content/ → when there is something new to compile.

In: a project's root, and what time it is. Out: whether to compile now.
Promise: only names, sizes and times are read, no link is followed; a file that is being written is given the time to be whole, but
who saves without a pause is not kept waiting for ever.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_SETTLED = 0.02  # seconds without a further change; longer than a file's time takes to move on
_WHOLE = 0.2  # where a file is gone or empty: some editors do that before they write
_PATIENCE = 0.5
_FOLDERS = 16  # as deep as siyu reads

Marks = dict[str, tuple[int, ...]]
"""What tells each file from the one that stood there before."""


class Watcher:
    """Compares what it sees with what was last compiled."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.taken = look(root)
        self._seen = self.taken
        self._since = 0.0  # when it began to look as it does
        self._first: float | None = None  # when it began to differ from what is taken

    @property
    def unsettled(self) -> bool:
        """Whether a change waits to be taken."""
        return self._first is not None

    def step(self, now: float) -> bool:
        """Whether it is time to compile; says so once for each change."""
        seen = look(self.root)
        if seen != self._seen:
            self._seen, self._since = seen, now
        if seen == self.taken:
            self._first = None
            return False
        self._first = now if self._first is None else self._first
        waited = now - self._since
        if waited < (_WHOLE if _half(self.taken, seen) else _SETTLED) and now - self._first < _PATIENCE:
            return False
        self.taken, self._first = seen, None
        return True


def look(root: Path) -> Marks:
    """Every file and link below the two folders, and the folders that cannot be read."""
    marks: Marks = {}
    for top in ("brand", "content"):
        _into(os.path.join(root, top), 0, marks)  # noqa: PTH118 — ten times a second: no Path
    return marks


def _into(path: str, depth: int, marks: Marks) -> None:
    try:
        status = os.lstat(path)
        if not stat.S_ISDIR(status.st_mode) or depth > _FOLDERS:
            marks[path] = _mark(status)
            return
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.endswith("~"):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    _into(entry.path, depth + 1, marks)
                else:
                    marks[entry.path] = _mark(os.lstat(entry.path))  # Windows: an entry's own stat is stale
    except OSError as error:  # also one that vanished between two calls
        marks[path] = (-(error.errno or 1),)


def _mark(status: os.stat_result) -> tuple[int, ...]:
    return status.st_mode, status.st_ino, status.st_dev, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _half(old: Marks, new: Marks) -> bool:
    """Whether a file vanished or became empty."""
    return not old.keys() <= new.keys() or any(mark[3:4] == (0,) for path, mark in new.items() if old.get(path) != mark)
