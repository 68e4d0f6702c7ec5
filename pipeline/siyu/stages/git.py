"""What git knows of a project, asked without letting the repository run anything.

In: a project's root, which may be below the repository's. Out: what one git process printed.
Promise: no hook, monitor, pager, external diff or filter of the repository runs, no lock is taken; what goes wrong is `NoHistory`.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from siyu.diagnostic import Refusal, Words

_CALM = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.quotePath=false"),
    "--no-optional-locks",
    "--no-pager",
    "--literal-pathspecs",
)


class NoHistory(Refusal):
    """Git is missing, this is no repository, or it does not know what it was asked for."""


def git(root: Path, *command: str) -> bytes:
    """What `git command` prints in the folder `root`."""
    try:
        done = subprocess.run(["git", *_CALM, *command], cwd=root, capture_output=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise NoHistory(Words("没有找到 git，先装上它", "git is not installed here")) from None
    if done.returncode:
        said = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[0].removeprefix("fatal: ")
        raise NoHistory(Words(f"git 说：{said}", f"git says: {said}"))
    return done.stdout


def tree_at(root: Path, revision: str, into: Path) -> None:
    """The project's documents as they were at a revision, written below `into`; an empty folder where there were none."""
    commit = git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    top, here = git(root, "rev-parse", "--show-toplevel", "--show-prefix").decode().splitlines()
    known = git(Path(top), "ls-tree", "--name-only", "-z", commit, "--", f"{here}brand", f"{here}content").decode()
    if folders := [path.removeprefix(here) for path in known.split("\0") if path]:
        with tarfile.open(fileobj=io.BytesIO(git(Path(top), "archive", f"{commit}:{here}", *folders))) as archive:
            archive.extractall(into, filter="data")


def changed_since(root: Path, revision: str) -> set[str]:
    """Paths below the project that differ from a revision in the working tree, new files included."""
    touched = git(
        root,
        "diff",
        "--name-only",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--relative",
        "-z",
        "--end-of-options",
        revision,
        "--",
        ".",
    )
    new = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return {path for path in (touched + new).decode(errors="surrogateescape").split("\0") if path}
