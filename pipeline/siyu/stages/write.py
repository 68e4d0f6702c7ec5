"""Artifacts → output/: the only stage that writes. Stage beside the output, then swap the two in one step.

In: artifacts and the output directory. Out: how many files were written and how many stayed as they were.
Promise: a crash, a full disk, kill -9 or a second build leave the previous output whole, and a reader never sees half a tree.
An unchanged file stays the same file (hard link); nothing that siyu did not write is replaced or deleted: it is refused.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.edition import Artifact

_JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


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
    stage = out.with_name(f".{out.name}.siyu")
    with _locked(stage):
        _recover(stage, out)
        old = _owned(out)
        new = stage / "new"
        _clear(new)
        _make(new)
        unchanged = 0
        made: set[str] = set()
        for artifact in artifacts:
            folder = artifact.path.rpartition("/")[0]
            if folder not in made:
                _folders(new, folder, made)
            unchanged += _place(
                artifact, f"{out}/{artifact.path}" if artifact.path in old else None, f"{new}/{artifact.path}"
            )
        if unchanged != len(artifacts) or len(old) != len(artifacts):
            _swap(new, out, stage)
        _clear(new)
    return Written(len(artifacts) - unchanged, unchanged, len(old - {artifact.path for artifact in artifacts}))


def refuse(out: Path, root: Path) -> None:
    """Raise where `out` is a link, the project itself or a place that authors write in."""
    if any(path.is_symlink() for path in (out, out.parent)):
        raise Refused(
            Words(
                f"输出文件夹 {out} 是符号链接，换一个真实的文件夹",
                f"the output {out} is a symbolic link; name a real directory",
            )
        )
    here, project = out.resolve(), root.resolve()
    if here in (project, *project.parents) or any(
        here == project / top or (project / top) in here.parents for top in ("brand", "content", ".git")
    ):
        raise Refused(
            Words(
                f"不能把输出写进 {out}：那是项目自己的文件夹",
                f"cannot write the output to {out}: the project lives there",
            )
        )
    if out.exists() and not out.is_dir():
        raise Refused(Words(f"{out} 不是文件夹", f"{out} is not a directory"))


def _owned(out: Path) -> set[str]:
    """The files of `out`, all of them siyu's own by its manifest; raises for any other."""
    if not out.exists():
        return set()
    present = set(_walk(out, ""))
    if not present:
        return present
    try:
        manifest = json.loads((out / "manifest.json").read_bytes())
        ours = (
            {str(row["path"]) for row in manifest["files"]} | {"manifest.json"}
            if str(manifest["generator"]).startswith("siyu ")
            else set()
        )
    except (OSError, ValueError, KeyError, TypeError):
        from siyu.outputs.readme import README

        ours = {"README.md"} if present == {"README.md"} and (out / "README.md").read_text("utf-8") == README else set()
    if strange := sorted(present - ours):
        raise Refused(
            Words(
                f"{out} 里有不是 siyu 写的文件（{strange[0]}），先移走它",
                f"{out} holds a file that siyu did not write ({strange[0]}); move it away first",
            )
        )
    return present


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


def _place(artifact: Artifact, old: str | None, new: str) -> bool:
    """Write one file, or link the old one where it holds the same bytes. Returns whether it did not change."""
    if old is not None and _same(old, artifact.data):
        with contextlib.suppress(OSError):
            os.link(old, new)
            return True
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o644)
        left = memoryview(artifact.data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)
    return False


def _same(path: str, data: bytes) -> bool:
    try:
        status = os.lstat(path)
        if status.st_size != len(data) or status.st_mode & 0o7777 not in (0o644, 0o666):
            return False
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 — thousands of them: no Path, no buffer
            return file.read() == data
    except OSError:
        return False


def _swap(new: Path, out: Path, stage: Path) -> None:
    """Put `new` in the place of `out` in one step where the system has one, else in two that `_recover` completes."""
    if not out.exists():
        new.rename(out)
        return
    if not _exchange(new, out):
        out.rename(stage / "old")
        new.rename(out)
        _clear(stage / "old")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two directories atomically: renameat2(2) with RENAME_EXCHANGE on Linux, renamex_np(2) with RENAME_SWAP on macOS."""
    import ctypes

    try:
        libc = ctypes.CDLL(None, use_errno=True)
        a, b = os.fsencode(one), os.fsencode(other)
        result = libc.renameat2(-100, a, -100, b, 2) if hasattr(libc, "renameat2") else libc.renamex_np(a, b, 2)
    except (OSError, AttributeError, TypeError):
        return False
    if result == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))


def _recover(stage: Path, out: Path) -> None:
    """Finish or undo a two-step swap that was cut off between its steps."""
    old = stage / "old"
    if old.exists():
        if out.exists():
            _clear(old)
        else:
            old.rename(out)


def _clear(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)


@contextlib.contextmanager
def _locked(stage: Path) -> Iterator[None]:
    """One build at a time for an output: the staging directory holds the lock and is gone afterwards."""
    if stage.is_symlink():
        raise Refused(Words(f"{stage} 是符号链接，删掉它", f"{stage} is a symbolic link; delete it"))
    stage.parent.mkdir(parents=True, exist_ok=True)
    while True:
        stage.mkdir(exist_ok=True)
        lock = stage / "lock"
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue  # the build before us removed its staging directory just now
        try:
            if not _lock(descriptor):
                raise Refused(
                    Words(
                        "另一个 siyu 正在写这个文件夹，等它结束再来",
                        "another siyu is writing here; try again when it is done",
                    )
                )
            if _is(lock, descriptor):
                yield
                with contextlib.suppress(OSError):
                    lock.unlink()
                    stage.rmdir()
                return
        finally:
            os.close(descriptor)


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
    except OSError:
        return False
    return True
