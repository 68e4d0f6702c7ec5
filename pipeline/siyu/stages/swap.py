"""Two directories change places, one build at a time: the disk tricks below `write`.

In: the staging directory beside an output. Out: nothing but the new state of the disk.
Promise: at every moment the old output or the new one is whole, in its place or, where the system cannot exchange directories
in one step, in the staging directory, from which the next build puts it back.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from siyu.diagnostic import Refusal, Words


class Refused(Refusal):
    """The output directory may not be written; carries why."""


def swap(new: Path, out: Path, stage: Path) -> None:
    """Put `new` in the place of `out` in one step where the system has one, else in two that `_recover` completes."""
    if not out.exists():
        new.rename(out)
    elif not exchange(new, out):
        old = stage / "old"
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
        _clear(old)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two directories atomically: renameat2(2) with RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS."""
    import ctypes

    try:
        libc = ctypes.CDLL(None)
        a, b = os.fsencode(one), os.fsencode(other)
        result = libc.renameat2(-100, a, -100, b, 2) if hasattr(libc, "renameat2") else libc.renamex_np(a, b, 2)
    except (OSError, AttributeError, TypeError):
        return False
    return bool(result == 0)  # whatever the reason, the two renames find it again and say it


def recover(stage: Path, out: Path) -> None:
    """Finish or undo what a build left that was cut off."""
    _clear(stage / "new")
    old = stage / "old"
    if old.exists():
        if out.exists():
            _clear(old)
        else:
            old.rename(out)


def _clear(path: Path) -> None:
    """Delete a directory as far as that works: what is left is in nobody's way, or the next build says so."""
    shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def locked(stage: Path) -> Iterator[Path]:
    """One build at a time for an output: the staging directory holds the lock and is gone afterwards."""
    if stage.is_symlink():
        raise Refused(Words(f"{stage} 是符号链接，删掉它", f"{stage} is a symbolic link; delete it"))
    stage.parent.mkdir(parents=True, exist_ok=True)
    lock = stage / "lock"
    held = False
    while not held:
        with contextlib.suppress(FileExistsError):
            stage.mkdir()
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        except FileNotFoundError:
            continue  # the build before us removed its staging directory just now
        except OSError:
            with contextlib.suppress(OSError):
                stage.rmdir()
            raise
        try:
            if not _lock(descriptor):
                raise Refused(
                    Words(
                        "另一个 siyu 正在写这个文件夹，等它结束再来",
                        "another siyu is writing here; try again when it is done",
                    )
                )
            held = _is(lock, descriptor)
            if held:
                try:
                    yield stage
                finally:
                    _clear(stage / "new")
                    _unlock(stage, lock)
        finally:
            os.close(descriptor)
            if held and os.name == "nt":  # which deletes no open file
                _unlock(stage, lock)


def _unlock(stage: Path, lock: Path) -> None:
    with contextlib.suppress(OSError):
        lock.unlink()
        stage.rmdir()


def _is(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _lock(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
