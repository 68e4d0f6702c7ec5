"""Artifacts → output/: the only stage that writes. Stage beside the output, then swap the two in one step.

In: artifacts and the output directory. Out: how many files were written and how many stayed as they were.
Promise: a crash, a full disk, kill -9 or a second build leave the previous output whole, and a reader never sees half a tree.
An unchanged file stays the same file (hard link); nothing that siyu did not write is replaced or deleted: it is refused.
Where the system cannot exchange two directories, kill -9 between two renames leaves the output in the staging directory; the next build puts it back.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.edition import Artifact

_JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_MODE = stat.S_IFREG | (0o666 if os.name == "nt" else 0o644)


class Refused(Exception):
    """The output directory may not be written; carries why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class Written(NamedTuple):
    """What a build did to the disk."""

    written: int
    unchanged: int
    removed: int


def write(artifacts: Sequence[Artifact], out: Path, root: Path) -> Written:
    """Make `out` hold exactly the artifacts; raises `Refused`, or OSError with the old output still in place."""
    refuse(out, root)
    out = _real(out)
    with _locked(out.with_name(f".{out.name}.siyu")) as stage:
        _recover(stage, out)
        old = _owned(out)
        kept = {path for path, data, _ in artifacts if path in old and _same(f"{out}/{path}", data)}
        if not len(artifacts) == len(kept) == len(old):
            new = stage / "new"
            _make(new)
            made: set[str] = set()
            for path, data, _ in artifacts:
                folder = path.rpartition("/")[0]
                if folder not in made:
                    _folders(new, folder, made)
                if path not in kept or not _linked(f"{out}/{path}", f"{new}/{path}"):
                    _put(f"{new}/{path}", data)
            _swap(new, out, stage)
    return Written(len(artifacts) - len(kept), len(kept), len(old - {path for path, _, _ in artifacts}))


def refuse(out: Path, root: Path) -> None:
    """Raise where `out` is reached through a link, is no directory, is the project itself or a place that authors write in.

    Links count below the project; outside it, the output and its parent. Further up they are the user's own arrangement.
    """
    here = Path.cwd() / out
    steps = [here, *here.parents]
    below = next((number for number, path in enumerate(steps) if path.exists() and path.samefile(root)), 2)
    for path in steps[:below]:
        if path.is_symlink():
            real = _real(out)
            raise Refused(
                Words(
                    f"{path} 是符号链接，写真实的文件夹：{real}",
                    f"{path} is a symbolic link; name the real directory: {real}",
                )
            )
    nearest = next((path for path in steps if path.exists()), here)
    if nearest.exists() and not nearest.is_dir():
        raise Refused(Words(f"{nearest} 不是文件夹", f"{nearest} is not a directory"))
    real, project = _real(out), _real(root)
    inside = real.relative_to(project).parts[:1] if project in real.parents else ()
    if (
        real in (project, *project.parents)
        or {part.casefold() for part in inside} & {"brand", "content"}
        or ".git" in {part.casefold() for part in real.parts}
    ):
        raise Refused(
            Words(
                f"不能把输出写进 {out}：那是项目自己的文件夹",
                f"cannot write the output to {out}: the project lives there",
            )
        )


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # Path.resolve raises another exception for a loop of links


def _owned(out: Path) -> set[str]:
    """The files of `out`, all of them siyu's own by its manifest; raises for any other."""
    present = set(_walk(out, "")) if out.exists() else set()
    if strange := sorted(present - _ours(out, present)):
        raise Refused(
            Words(
                f"{out} 里有不是 siyu 写的文件（{strange[0]}），先移走它",
                f"{out} holds a file that siyu did not write ({strange[0]}); move it away first",
            )
        )
    return present


def _ours(out: Path, present: set[str]) -> set[str]:
    """The files that siyu may replace: what its manifest names, or the README of a fresh clone."""
    if present == {"README.md"}:
        from siyu.outputs.readme import README

        title = README.partition("\n")[0].encode()
        return present if _bytes(out / "README.md").startswith(title) else set()
    try:
        manifest = json.loads(_bytes(out / "manifest.json"))
        if str(manifest["generator"]).startswith("siyu "):
            return {str(row["path"]) for row in manifest["files"]} | {"manifest.json"}
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    return set()


def _bytes(path: Path) -> bytes:
    """A regular file's bytes; nothing where it is none (a link, a pipe)."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def _walk(folder: Path, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as scan:
        for entry in scan:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(folder / entry.name, f"{prefix}{entry.name}/")
            elif entry.name not in _JUNK:
                yield prefix + entry.name


def _folders(new: Path, folder: str, made: set[str]) -> None:
    parts = folder.split("/") if folder else []
    for depth in range(1, len(parts) + 1):
        path = "/".join(parts[:depth])
        if path not in made:
            _make(new / path)
            made.add(path)
    made.add(folder)


def _make(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o755)


def _linked(old: str, new: str) -> bool:
    """The same file under its new name; False where the system refuses that."""
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def _put(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o644)
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _same(path: str, data: bytes) -> bool:
    try:
        status = os.lstat(path)
        if status.st_size != len(data) or status.st_mode != _MODE:
            return False
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 — thousands of them: no Path, no buffer
            return file.read() == data
    except OSError:
        return False


def _swap(new: Path, out: Path, stage: Path) -> None:
    """Put `new` in the place of `out` in one step where the system has one, else in two that `_recover` completes."""
    if not out.exists():
        new.rename(out)
    elif not _exchange(new, out):
        old = stage / "old"
        out.rename(old)
        try:
            new.rename(out)
        except OSError:
            old.rename(out)
            raise
        _clear(old)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two directories atomically: renameat2(2) with RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS."""
    import ctypes

    try:
        libc = ctypes.CDLL(None)
        a, b = os.fsencode(one), os.fsencode(other)
        result = libc.renameat2(-100, a, -100, b, 2) if hasattr(libc, "renameat2") else libc.renamex_np(a, b, 2)
    except (OSError, AttributeError, TypeError):
        return False
    return bool(result == 0)  # whatever the reason, the two renames find it again and say it


def _recover(stage: Path, out: Path) -> None:
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
def _locked(stage: Path) -> Iterator[Path]:
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
