"""Artifacts → output/: the only stage that writes. Stage beside the output, then swap the two in one step.

In: artifacts and the output directory. Out: how many files were written and how many stayed as they were.
Promise: a crash, a full disk, kill -9 or a second build leave the previous output whole, and a reader never sees half a tree.
An unchanged file stays the same file (hard link); nothing that siyu did not write is replaced or deleted: it is refused.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.edition import Artifact
from siyu.stages.swap import Refused, locked, recover, swap

JUNK = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What a desktop lays into every folder."""
_MODE = stat.S_IFREG | (0o666 if os.name == "nt" else 0o644)


Guard = Callable[[Sequence[Artifact], Path], None]


class Written(NamedTuple):
    """What a build did to the disk."""

    written: int
    unchanged: int
    removed: int
    left_out: tuple[Words, ...] = ()
    """What did not go into the calendars, where something did not."""


def write(
    artifacts: Sequence[Artifact], out: Path, root: Path, whole: bool = True, guard: Guard | None = None
) -> Written:
    """Make `out` hold exactly the artifacts; raises `Refused`, or OSError with the old output still in place.

    Not `whole`: some weeks or tiers were left out on purpose, and an output that holds them is refused. `guard` sees the artifacts and
    the output, which is siyu's own, before anything is written, and may raise `Refused`, too.
    """
    refuse(out, root)
    out = _real(out)
    with locked(out.with_name(f".{out.name}.siyu")) as stage:
        recover(stage, out)
        old = _owned(out)
        if not whole:
            _keep(old, {path for path, _, _ in artifacts}, out)
        if guard:
            guard(artifacts, out)
        kept = {path for path, data, _ in artifacts if path in old and _same(f"{out}/{path}", data)}
        if not len(artifacts) == len(kept) == len(old):
            new = stage / "new"
            for folder in _folders(artifacts):
                (new / folder).mkdir()
                (new / folder).chmod(0o755)
            for path, data, _ in artifacts:
                if path not in kept or not _linked(f"{out}/{path}", f"{new}/{path}"):
                    _put(f"{new}/{path}", data)
            swap(new, out, stage)
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


def _keep(old: set[str], new: set[str], out: Path) -> None:
    """Raise where a week, a tier or a calendar of the output would vanish: somebody subscribes to it."""
    if lost := sorted({_part(path) for path in old} - {_part(path) for path in new}):
        raise Refused(
            Words(
                f"{out} 里还有 {lost[0]}，只构建一部分会把它删掉；用 --out 写到别处",
                f"{out} holds {lost[0]}, which a partial build would remove; name another directory with --out",
            )
        )


def _part(path: str) -> str:
    """The week and tier, or the calendar, that a file belongs to."""
    first, _, rest = path.partition("/")
    return path if first == "calendar" else f"{first}/{rest.partition('/')[0]}" if rest else first


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
            elif entry.name not in JUNK:
                yield prefix + entry.name


def _folders(artifacts: Sequence[Artifact]) -> list[str]:
    """Every folder that the artifacts stand in, from the output itself ("") down."""
    lowest = {path.rpartition("/")[0] for path, _, _ in artifacts}
    parts = [folder.split("/") for folder in lowest]
    return sorted({""} | {"/".join(names[:depth]) for names in parts for depth in range(1, len(names) + 1)})


def _linked(old: str, new: str) -> bool:
    """The same file under its new name; False where the system refuses that."""
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def _put(path: str, data: bytes | Path) -> None:
    if isinstance(data, Path):
        with open(path, "xb") as new, data.open("rb") as file:  # noqa: PTH123 — beside the other way to make a file
            shutil.copyfileobj(file, new)
        os.chmod(path, 0o644)  # noqa: PTH101
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, 0o644)
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _same(path: str, data: bytes | Path) -> bool:
    try:
        status = os.lstat(path)
        if isinstance(data, Path):
            return status.st_mode == _MODE and filecmp.cmp(path, data, shallow=False)
        if status.st_size != len(data) or status.st_mode != _MODE:
            return False
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 — thousands of them: no Path, no buffer
            return file.read() == data
    except OSError:
        return False
