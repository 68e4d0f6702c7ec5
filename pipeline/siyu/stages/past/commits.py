"""What git remembers of a project: its commits, and the lines that each changed. One process, which tells while the build reads.

In: a project's root, anywhere in a repository. Out: `Commit`s, parents first; an empty list where there is no history to know.
Promise: nothing of the repository runs, nothing is fetched, no lock is taken, at most 256 MiB are listened to. A history that is not
whole is `NoHistory`, never a shorter one.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.kinds import KINDS
from siyu.stages.git import NoHistory

if sys.platform == "linux":
    import resource

LIMIT = 256 * 1024 * 1024
"""Bytes of history; ten thousand commits take about twelve million."""
_SILENT = frozenset({"wording", "welcome", "reply", "account", "review"})
PLACES = {kind.place: name for name, kind in KINDS.items() if name not in _SILENT} | {"brand/templates": "template"}
"""The folders and files whose kind of document an event can show."""
_CALM = [part for key, value in {
    "core.fsmonitor": "false", "core.hooksPath": os.devnull, "core.quotePath": "false", "log.showRoot": "true",
    "log.showSignature": "false", "log.follow": "false", "diff.orderFile": os.devnull, "core.attributesFile": os.devnull,
}.items() for part in ("-c", f"{key}={value}")]  # fmt: skip
_LOG = [
    "log", "--topo-order", "--full-history", "--sparse", "--diff-merges=first-parent", "--format=tformat:%x02%H %P%x09%ct%x09%D",
    "--decorate-refs-exclude=*", "--raw", "--no-abbrev", "-p", "-U0", "--inter-hunk-context=0", "--diff-algorithm=myers", "--text",
    "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--no-notes", "--submodule=short", "--relative", "--encoding=UTF-8",
    "--end-of-options", "HEAD", "--", *sorted(PLACES),
]  # fmt: skip
_CALM_PLACE = {
    "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOC_LIMIT": "64m",
}  # fmt: skip
_OURS = (
    "GIT_CONFIG",
    "GIT_EXEC_PATH",
    "GIT_CEILING",
    "GIT_DISCOVERY",
)  # where git is told about itself, not about one repository
_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_FILES = ("100644", "100755")


_TOO_LONG = Words(
    "这个项目的 git 历史超过 256 MiB，读不了；加 --no-history 可以不带历史",
    "the project's history is over 256 MiB; --no-history does without it",
)


class Hunk(NamedTuple):
    """`lines` take the place of `gone` lines from `start`, counted from 0."""

    start: int
    gone: int
    lines: list[str]


class Change(NamedTuple):
    """What a commit did to a file, against its first parent: `old` and `new` are git's names of the contents, "" for none."""

    path: str
    old: str
    new: str
    hunks: tuple[Hunk, ...]


class Commit(NamedTuple):
    """One commit; `time` is its committer's, in seconds UTC. `changes` are made when they are asked for."""

    id: str
    parents: tuple[str, ...]
    time: int
    body: str

    def changes(self) -> Iterator[Change]:
        """The files it changed."""
        return _changes(self.body)


Past = Callable[[], list[Commit]]
"""Waits for git and gives all commits up to HEAD, which is the last; raises `NoHistory`."""


@contextmanager
def remembered(root: Path, wanted: bool = True) -> Iterator[Past]:
    """Let git begin to tell; it ends with the block, heard or not."""
    if not wanted or not _below_git(root):
        yield list
        return
    place = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key.startswith(_OURS)}
    with (
        TemporaryFile() as said,
        TemporaryFile() as wrong,
    ):  # not pipes: somebody would have to listen while the build works
        try:
            git = subprocess.Popen(
                ["git", *_CALM, "--no-pager", "--literal-pathspecs", *_LOG],
                cwd=root,
                env=place | _CALM_PLACE,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=wrong,
            )
        except OSError:
            yield _no_git
            return
        _bound(git.pid)

        def past() -> list[Commit]:
            code, size = git.wait(), said.seek(0, os.SEEK_END)
            if size >= LIMIT:
                raise NoHistory(_TOO_LONG)
            said.seek(0)
            wrong.seek(0)
            if code == 0:
                return _commits(said.read().decode(errors="replace"))
            if (refused := _refused(wrong.read().decode(errors="replace"))) is not None:
                raise NoHistory(refused)
            return []

        try:
            yield past
        finally:
            git.kill()
            git.wait()


def _bound(pid: int) -> None:
    """Let a process write no more than the limit, where the system can; what is longer is refused in any case."""
    if sys.platform == "linux":
        with suppress(OSError):  # it may have ended already
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT, LIMIT))


def _below_git(root: Path) -> bool:
    """Whether a repository may be around the project; git itself says whether it is one."""
    here = Path(os.path.realpath(root))
    return any(os.path.lexists(folder / ".git") for folder in (here, *here.parents))


def _no_git() -> list[Commit]:
    raise NoHistory(
        Words(
            "项目在 git 里，但没有找到 git 命令：装上 git，或加 --no-history 不带历史地生成日历",
            "the project is under git, but there is no git command: install git, or add --no-history for calendars without their history",
        )
    )


def _refused(said: str) -> Words | None:
    """Why git did not tell; None where it has nothing to tell."""
    if (
        "does not have any commits yet" in said
        or "bad revision 'HEAD'" in said
        or "not a git repository (or any" in said
    ):
        return None
    fatal = [line for line in said.splitlines() if line.startswith("fatal: ")] or said.splitlines() or [""]
    why = fatal[0].removeprefix("fatal: ")
    if owner := re.search(r"dubious ownership in repository at '(.*)'", said):
        fix = f"git config --global --add safe.directory '{owner[1]}'"
        return Words(
            f"git 不信任别人名下的文件夹；确认是自己的项目，就运行 {fix}",
            f"git does not trust a folder that is somebody else's; if it is yours, run {fix}",
        )
    if "promisor" in said or "not allowed" in said:
        fix = "git fetch --refetch --no-filter"
        return Words(
            f"这个克隆缺少一部分内容（partial clone），日历的历史不完整；运行 {fix}",
            f"this is a partial clone: the calendars' history is not whole; run {fix}",
        )
    if "unrecognized argument" in said or "for --diff-merges" in said:
        return Words(f"git 太旧，要 2.31 以上：{why}", f"git is too old, 2.31 or newer is needed: {why}")
    return Words(
        f"读不了 git 历史：{why}；加 --no-history 可以不带历史",
        f"git cannot tell the history: {why}; --no-history does without it",
    )


def _commits(said: str) -> list[Commit]:
    if not said:
        return []
    commits = []
    for record in said.removeprefix("\x02").split("\n\x02"):
        head, _, body = record.partition("\n")
        ids, seconds, grafted = head.split("\t")
        if "grafted" in grafted:
            fix = "git fetch --unshallow"
            raise NoHistory(
                Words(
                    f"这是浅克隆，只有最近的提交，日历的历史会算错；先运行 {fix}（GitHub Actions：fetch-depth: 0），或加 --no-history",
                    f"this is a shallow clone, the calendars' history would be wrong; run {fix} first (GitHub Actions: fetch-depth: 0), or add --no-history",
                )
            )
        name, *parents = ids.split()
        commits.append(Commit(name, tuple(parents), int(seconds), body))
    commits.reverse()
    return commits


def _changes(body: str) -> Iterator[Change]:
    raw, _, patch = body.lstrip("\n").partition("\n\n")
    patches = iter(f"\n{patch}".split("\ndiff --git ")[1:])
    for entry in raw.split("\n"):
        about, _, path = entry.partition("\t")
        if not about.startswith(":"):
            continue
        was, now, old, new, status = about[1:].split(" ")
        sections = list(islice(patches, 2 if status == "T" else 1))
        if path.startswith('"') or not sections:
            continue  # a name that siyu does not read
        old, new = old if was in _FILES else "", new if now in _FILES else ""
        hunks = _hunks(sections[-1]) if new and old != new else ()
        yield Change(path, old, new, hunks)


def _hunks(section: str) -> tuple[Hunk, ...]:
    lines = section.split("\n")
    at, found = 0, []
    while at < len(lines):
        match = _HUNK.match(lines[at])
        at += 1
        if match is None:
            continue
        start, gone, new = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        at += gone
        if gone and lines[at : at + 1] == ["\\ No newline at end of file"]:
            at += 1
        added = [line[1:].removesuffix("\r") for line in lines[at : at + new]]
        at += new
        found.append(Hunk(start - 1 if gone else start, gone, added))
    return tuple(found)
