"""All or nothing: whatever happens while siyu writes, the output on disk is the old one or the new one."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Project, siyu, tree
from siyu.edition import Artifact
from siyu.outputs.readme import README
from siyu.stages import swap as swapping
from siyu.stages.swap import Refused
from siyu.stages.write import Written, write

posix = pytest.mark.skipif(os.name == "nt", reason="kill -9, fork, links and modes")


def artifacts(**files: str) -> list[Artifact]:
    """Files by name (`__` for a slash, `_` for a dot), with a manifest that names them."""
    made = [Artifact(name.replace("__", "/").replace("_", "."), text.encode(), ()) for name, text in files.items()]
    manifest = {"generator": "siyu 0.1.0", "files": [{"path": path} for path, _, _ in made]}
    return [*made, Artifact("manifest.json", json.dumps(manifest).encode(), ())]


OLD = artifacts(README_md="readme", w48__a_txt="same", w48__b_txt="old", gone__deep__c_txt="to go")
NEW = artifacts(README_md="readme", w48__a_txt="same", w48__b_txt="new", w49__d_txt="more")
BYTES = [{path: data for path, data, _ in made} for made in (OLD, NEW)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


@pytest.fixture
def out(root: Path) -> Path:
    write(OLD, root / "output", root)
    return root / "output"


def clean(out: Path) -> bool:
    """Whether nothing stands beside the output that was not there before."""
    return [path.name for path in out.parent.iterdir()] == [out.name]


# What a build does to the disk


def test_only_what_changed_is_written(out: Path, root: Path) -> None:
    before = {path: (out / path).stat() for path in tree(out)}
    assert write(NEW, out, root) == Written(written=3, unchanged=2, removed=1)
    assert tree(out) == BYTES[1]
    for path in ("README.md", "w48/a.txt"):
        after = (out / path).stat()
        assert (after.st_ino, after.st_mtime_ns, after.st_nlink) == (before[path].st_ino, before[path].st_mtime_ns, 1)
    assert (out / "w48/b.txt").stat().st_ino != before["w48/b.txt"].st_ino
    assert not (out / "gone").exists()
    assert clean(out)


def test_nothing_changed_touches_nothing(out: Path, root: Path) -> None:
    before = {path: path.stat().st_ctime_ns for path in [out, *out.rglob("*")]}
    assert write(OLD, out, root) == Written(written=0, unchanged=5, removed=0)
    assert {path: path.stat().st_ctime_ns for path in [out, *out.rglob("*")]} == before
    assert clean(out)


def test_only_removing_counts_as_change(out: Path, root: Path) -> None:
    fewer = [artifact for artifact in OLD if artifact.path != "gone/deep/c.txt"]
    assert write(fewer, out, root) == Written(written=0, unchanged=4, removed=1)
    assert not (out / "gone").exists()


def test_an_edited_file_is_put_right(out: Path, root: Path) -> None:
    (out / "w48/b.txt").write_text("OLD", "utf-8")
    assert write(OLD, out, root).written == 1
    assert tree(out) == BYTES[0]


@posix
def test_a_wrong_mode_is_put_right(out: Path, root: Path) -> None:
    (out / "w48/a.txt").chmod(0o666)
    (out / "w48/b.txt").chmod(0o600)
    assert write(OLD, out, root).written == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()} == {0o644}


@posix
def test_links_and_pipes_in_the_output_become_files(out: Path, root: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("same", "utf-8")
    for name in ("w48/a.txt", "w48/b.txt"):
        (out / name).unlink()
    (out / "w48/a.txt").symlink_to(precious)
    os.mkfifo(out / "w48/b.txt")
    write(OLD, out, root)
    assert tree(out) == BYTES[0]
    assert not (out / "w48/a.txt").is_symlink()
    assert precious.read_text("utf-8") == "same"


@posix
def test_a_file_system_without_hard_links_gets_copies(out: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", fails(errno.EPERM))
    write(NEW, out, root)
    assert tree(out) == BYTES[1]


@pytest.mark.parametrize("junk", [".DS_Store", "w48/.DS_Store", "Thumbs.db", "w48/desktop.ini"])
def test_desktops_may_leave_their_junk(out: Path, root: Path, junk: str) -> None:
    (out / junk).write_bytes(b"\0")
    assert write(OLD, out, root).written == 0
    write(NEW, out, root)
    assert tree(out) == BYTES[1]


@pytest.mark.parametrize("spelling", ["output", "output/", "./output", "./x/../output", "deep/er/output"])
def test_the_output_may_be_spelled_in_many_ways(root: Path, spelling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "x").mkdir()
    monkeypatch.chdir(root)
    write(OLD, Path(spelling), Path())
    assert tree(root / spelling) == BYTES[0]
    write(NEW, root / spelling, root)
    assert tree(root / spelling) == BYTES[1]
    assert not list(root.rglob(".*"))


def test_the_output_may_be_the_working_directory(out: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(out)
    write(NEW, Path(), root)
    assert tree(out) == BYTES[1]
    assert clean(out)
    monkeypatch.chdir(out / "w49")
    write(OLD, Path(".."), root)
    assert tree(out) == BYTES[0]


# kill -9, a full disk, a forbidden folder: at every step


STEPS = ("open", "write", "close", "link", "mkdir", "chmod", "fchmod", "rename", "unlink", "rmdir", "scandir", "lstat")


def tripwire(number: int, trip: Callable[[], None], set_attribute: Callable[[Any, str, Any], None]) -> list[str]:
    """Call `trip` before the step of that number that touches the disk; returns the names of the steps taken."""
    taken: list[str] = []

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **kwargs: Any) -> Any:
            taken.append(name)
            if len(taken) == number:
                trip()
            return real(*args, **kwargs)

        return step

    for name in STEPS:
        set_attribute(os, name, counted(name, getattr(os, name)))
    set_attribute(swapping, "exchange", counted("exchange", swapping.exchange))
    return taken


def steps(root: Path, swap: Callable[[Path, Path], bool]) -> list[str]:
    """The steps of the build OLD → NEW."""
    out = root / "count" / "output"
    write(OLD, out, root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swapping, "exchange", swap)
        taken = tripwire(0, lambda: None, patch.setattr)
        write(NEW, out, root)
    assert {"write", "link", "mkdir", "exchange", "unlink", "rmdir"} <= set(taken)
    return taken


def never(one: Path, other: Path) -> bool:
    """A system that cannot exchange directories."""
    return False


@posix
@pytest.mark.parametrize("swap", [swapping.exchange, never], ids=["exchange", "two renames"])
def test_killed_at_any_step(root: Path, swap: Callable[[Path, Path], bool]) -> None:
    taken = steps(root, swap)
    seen = set()
    for number in range(1, len(taken) + 1):
        out = root / str(number) / "output"
        write(OLD, out, root)
        child = os.fork()
        if not child:  # the child never returns into pytest
            try:
                setattr(swapping, "exchange", swap)  # noqa: B010 — mypy
                tripwire(number, lambda: os.kill(os.getpid(), signal.SIGKILL), setattr)
                write(NEW, out, root)
            finally:
                os._exit(1)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, number
        if swap is never and not out.exists():  # between the two renames
            assert tree(out.with_name(".output.siyu") / "old") == BYTES[0]
            seen.add("aside")
        else:
            assert tree(out) in BYTES, (number, taken[number - 1])
            seen.add("old" if tree(out) == BYTES[0] else "new")
        again = write(NEW, out, root)
        assert tree(out) == BYTES[1]
        assert again.written in (0, 3)
        assert clean(out), number
    assert seen == {"old", "new"} | ({"aside"} if swap is never else set())


@posix
def test_killed_at_any_step_of_the_first_build(root: Path) -> None:
    for number in range(1, 100):
        out = root / str(number) / "output"
        child = os.fork()
        if not child:
            status = 1
            try:
                tripwire(number, lambda: os.kill(os.getpid(), signal.SIGKILL), setattr)
                write(NEW, out, root)
                status = 0
            finally:
                os._exit(status)
        if os.waitpid(child, 0)[1] == 0:
            assert number > 30
            return
        assert not out.exists() or tree(out) == BYTES[1], number
        write(NEW, out, root)
        assert tree(out) == BYTES[1]
        assert clean(out), number
    pytest.fail("a build of five files takes fewer steps")


def fails(code: int) -> Callable[..., Any]:
    def call(*args: object, **kwargs: object) -> Any:
        raise OSError(code, os.strerror(code))

    return call


@posix
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("swap", [swapping.exchange, never], ids=["exchange", "two renames"])
@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_the_disk_fails_at_any_step(
    root: Path, swap: Callable[[Path, Path], bool], code: int, lasting: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = steps(root, swap)
    for number in range(1, len(taken) + 1):
        if taken[number - 1] == "close":
            continue  # Python closes the file all the same
        out = root / str(number) / "output"
        write(OLD, out, root)
        with monkeypatch.context() as patch:
            patch.setattr(swapping, "exchange", swap)

            def trip() -> None:
                if lasting:  # nothing more can be made; what exists can still be deleted and renamed
                    for name in ("open", "write", "link", "mkdir"):
                        patch.setattr(os, name, fails(code))
                raise OSError(code, os.strerror(code))

            tripwire(number, trip, patch.setattr)
            failed = False
            try:
                write(NEW, out, root)
            except OSError as error:
                assert error.errno == code
                failed = True
        assert tree(out) == BYTES[not failed], (number, taken[number - 1])  # an error means: the old output, whole
        write(NEW, out, root)
        assert tree(out) == BYTES[1]
        assert clean(out), number


@posix
def test_a_full_disk_leaves_nothing_behind(out: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(os, "write", fails(errno.ENOSPC))
        write(NEW, out, root)
    assert tree(out) == BYTES[0]
    assert clean(out)


@posix
def test_short_writes_are_finished(out: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:1]))
        write(NEW, out, root)
    assert tree(out) == BYTES[1]


@posix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(out: Path, root: Path) -> None:
    root.chmod(0o555)
    try:
        with pytest.raises(PermissionError):
            write(NEW, out, root)
    finally:
        root.chmod(0o755)
    assert tree(out) == BYTES[0]


# Two at a time


HOLD = """
import sys
from pathlib import Path
from siyu.stages.swap import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_build_is_refused(project: Project) -> None:
    root = project({})
    assert siyu("build", root).returncode == 0
    before = tree(root / "output")
    stage = root.resolve() / ".output.siyu"
    with subprocess.Popen([sys.executable, "-c", HOLD, stage], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        second = siyu("build", root, "--as-of", "2026-09-01", "--lang", "en")
        assert second.returncode == 2
        assert second.stderr == "error: another siyu is writing here; try again when it is done\n"
        other.communicate()
    assert tree(root / "output") == before
    assert siyu("build", root, "--as-of", "2026-09-01").returncode == 0
    assert tree(root / "output") != before
    assert not stage.exists()


@posix
@pytest.mark.parametrize("moment", ["open", "_lock"])
def test_the_build_before_us_ends_just_now(out: Path, root: Path, moment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = root.resolve() / ".output.siyu"
    place: Any = os if moment == "open" else swapping
    real = getattr(place, moment)
    calls = []

    def step(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == 1:  # the other build deletes what we are about to open or to lock
            (stage / "lock").unlink(missing_ok=True)
            stage.rmdir()
        elif moment == "_lock":
            assert (stage / "lock").stat().st_ino == os.fstat(args[0]).st_ino
        return real(*args, **kwargs)

    monkeypatch.setattr(place, moment, step)
    write(NEW, out, root)
    monkeypatch.undo()
    assert len(calls) > 1
    assert tree(out) == BYTES[1]
    assert clean(out)


SWAPS = """
import sys
from pathlib import Path
from siyu.edition import Artifact
from siyu.stages.write import write
out = Path(sys.argv[1])
names = [f"{n % 3}/{n}.txt" for n in range(12)]
rows = ", ".join(f'{{"path": "{name}"}}' for name in names)
for number in range(150):
    manifest = f'{{"generator": "siyu 0", "number": {number}, "files": [{rows}]}}'
    files = [Artifact(name, str(number).encode(), ()) for name in names] + [Artifact("manifest.json", manifest.encode(), ())]
    write(files, out, out.parent / "project")
    if number == 0:
        print("there", flush=True)
    if number % 10 == 0:
        sys.stdin.buffer.raw.read(1)  # until the reader has seen one more
"""


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="elsewhere a swap takes two renames")
def test_a_reader_never_sees_half_a_tree(tmp_path: Path) -> None:
    out = tmp_path / "output"
    seen: set[int] = set()
    (tmp_path / "project").mkdir()
    with subprocess.Popen([sys.executable, "-c", SWAPS, out], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin and other.stdout and other.stdout.readline() == b"there\n"
        while other.poll() is None:
            folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)  # raises in the moment there is none
            try:
                numbers = {int(read(folder, f"{n % 3}/{n}.txt")) for n in range(12)}
                numbers.add(json.loads(read(folder, "manifest.json"))["number"])
            except FileNotFoundError:  # only where this tree is the old one by now
                assert not os.path.samestat(os.fstat(folder), out.stat())
                continue
            finally:
                os.close(folder)
            assert len(numbers) == 1
            if not numbers <= seen:
                seen |= numbers
                with contextlib.suppress(BrokenPipeError):  # the last one has ended
                    os.write(other.stdin.fileno(), b".")
    assert other.returncode == 0
    assert len(seen) >= 15


def read(folder: int, path: str) -> bytes:
    file = os.open(path, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(file, 10_000)
    finally:
        os.close(file)


# Refusals


def refused(out: Path, root: Path) -> str:
    """The refusal, in English; nothing on disk changes by it."""
    before = sorted(root.parent.rglob("*"))
    with pytest.raises(Refused) as caught:
        write(NEW, out, root)
    assert sorted(root.parent.rglob("*")) == before
    assert caught.value.words.zh != caught.value.words.en
    return caught.value.words.en


def test_a_folder_that_siyu_did_not_make(root: Path) -> None:
    out = root / "docs"
    out.mkdir()
    (out / "thesis.md").write_text("years of work", "utf-8")
    assert "did not write (thesis.md)" in refused(out, root)
    (out / "manifest.json").write_text('{"name": "a web app", "files": []}', "utf-8")
    assert "did not write (manifest.json)" in refused(out, root)


@pytest.mark.parametrize("name", ["note.txt", "w48/note.txt", "w48/deeper/note.txt", ".git/config", ".gitkeep"])
def test_a_foreign_file_in_the_output(out: Path, root: Path, name: str) -> None:
    (out / name).parent.mkdir(parents=True, exist_ok=True)
    (out / name).write_text("mine", "utf-8")
    assert f"did not write ({name})" in refused(out, root)
    assert (out / name).read_text("utf-8") == "mine"


@posix
def test_a_foreign_link_in_the_output(out: Path, root: Path) -> None:
    (out / "w50").symlink_to(root)
    assert "did not write (w50)" in refused(out, root)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"siyu"',
        "7",
        "[" * 100_000,
        '{"a":' * 100_000,
        "\ufeff{}",
        '{"generator": "siyu 0.1.0"}',
        '{"generator": "siyu 0.1.0", "files": 7}',
        '{"generator": "siyu 0.1.0", "files": {"path": "w48/a.txt"}}',
        '{"generator": "siyu 0.1.0", "files": [["path", "w48/a.txt"]]}',
        '{"generator": "siyu 0.1.0", "files": [{"path": ["w48/a.txt"]}, {"path": "../../../w48/b.txt"}]}',
        '{"generator": "siyuan 3", "files": [{"path": "w48/a.txt"}]}',
        '{"generator": ' + "9" * 10_000 + ', "files": []}',
        '{"generator": "siyu 0.1.0", "files": [{"path": "\\ud800"}]}',
    ],
)
def test_a_hostile_manifest(out: Path, root: Path, text: str) -> None:
    (out / "manifest.json").write_text(text, "utf-8")
    assert "did not write" in refused(out, root)
    assert (out / "w48/a.txt").read_text("utf-8") == "same"


@posix
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "bytes"])
def test_a_manifest_that_is_none(out: Path, root: Path, kind: str) -> None:
    manifest = out / "manifest.json"
    real = manifest.rename(root / "manifest.json")
    if kind == "link":
        manifest.symlink_to(real)
    elif kind == "pipe":
        os.mkfifo(manifest)
    elif kind == "folder":
        manifest.mkdir()
    else:
        manifest.write_bytes(b"\xff\xfe\x00")
    assert "did not write" in refused(out, root)


@pytest.mark.parametrize(
    "where", [".", "..", "../..", "brand", "brand/x", "content", "content/weeks", "Content/x", ".git", ".git/hooks"]
)
def test_the_project_itself(root: Path, where: str) -> None:
    for name in ("brand", "content", ".git"):
        (root / name).mkdir()
    assert "the project lives there" in refused(root / where, root)


def test_the_repository_around_the_project(root: Path) -> None:
    (root.parent / ".git").mkdir()
    assert "the project lives there" in refused(root.parent / ".git" / "site", root)


def test_a_file_in_place_of_a_folder(root: Path) -> None:
    (root / "file").write_text("mine", "utf-8")
    assert "file is not a directory" in refused(root / "file", root)
    assert "file is not a directory" in refused(root / "file" / "deeper" / "still", root)


@posix
@pytest.mark.parametrize(
    "where", ["link", "link/site", "link/a/b", "dangling", "dangling/site", "loop", "loop/a/b", "link/../link/x"]
)
def test_links_below_the_project(root: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "link").symlink_to(tmp_path / "elsewhere")
    (root / "dangling").symlink_to(tmp_path / "nowhere")
    (root / "loop").symlink_to(root / "loop")
    assert "is a symbolic link; name the real directory" in refused(root / where, root)


@posix
def test_links_outside_the_project(root: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert "is a symbolic link" in refused(tmp_path / "link", root)
    assert f"name the real directory: {tmp_path.resolve()}/real/site" in refused(tmp_path / "link" / "site", root)
    write(NEW, tmp_path / "link" / "a" / "site", root)  # further up, links are the user's own arrangement
    assert tree(tmp_path / "real" / "a" / "site") == BYTES[1]


@posix
def test_a_project_reached_through_a_link(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(root)
    write(NEW, tmp_path / "link" / "output", tmp_path / "link")
    assert tree(root / "output") == BYTES[1]
    assert "the project lives there" in refused(tmp_path / "link" / "content", root)


@posix
def test_a_staging_directory_that_is_a_trap(out: Path, root: Path, tmp_path: Path) -> None:
    stage = root / ".output.siyu"
    stage.symlink_to(tmp_path)
    assert "delete it" in refused(out, root)
    stage.unlink()
    stage.mkdir()
    (stage / "lock").symlink_to(tmp_path / "made")
    with pytest.raises(OSError, match="symbolic links"):
        write(NEW, out, root)
    assert not (tmp_path / "made").exists()
    (stage / "lock").unlink()
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    (stage / "new").symlink_to(precious)
    with pytest.raises(FileExistsError):
        write(NEW, out, root)
    assert (precious / "file").exists()
    assert tree(out) == BYTES[0]


@pytest.mark.parametrize("text", [README, README.replace("\n", "\r\n"), README + "\nan older one said more\n"])
def test_a_fresh_clone_has_only_the_readme(root: Path, text: str) -> None:
    (root / "output").mkdir()
    (root / "output" / "README.md").write_bytes(text.encode())
    write(NEW, root / "output", root)
    assert tree(root / "output") == BYTES[1]


@pytest.mark.parametrize("data", [b"# My site\n", b"\xff\xfe", b""])
def test_a_readme_of_somebody_else(root: Path, data: bytes) -> None:
    (root / "output").mkdir()
    (root / "output" / "README.md").write_bytes(data)
    assert "did not write (README.md)" in refused(root / "output", root)


def test_an_empty_folder_is_fine(root: Path) -> None:
    (root / "output").mkdir()
    write(NEW, root / "output", root)
    assert tree(root / "output") == BYTES[1]


# The same through the command


def test_a_build_with_errors_publishes_nothing(project: Project) -> None:
    root = project({})
    assert siyu("build", root).returncode == 0
    before = {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [root / "output", *(root / "output").rglob("*")]
    }
    week = root / "content/weeks/2026-W40.yaml"
    week.write_text(week.read_text("utf-8").replace("osmanthus", "osmantus"), "utf-8")
    failed = siyu("build", root, "--lang", "en")
    assert failed.returncode == 1
    assert "nothing was published" in failed.stderr
    assert {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in [root / "output", *(root / "output").rglob("*")]
    } == before
    assert not (root / ".output.siyu").exists()


def test_a_refusal_comes_before_the_work_and_ends_with_2(project: Project) -> None:
    root = project({"content/weeks/2026-W40.yaml": "week: ["})
    run = siyu("build", root, "--out", root / "content", "--lang", "zh")
    assert (run.returncode, run.stdout) == (2, "")
    assert "那是项目自己的文件夹" in run.stderr


# A part of the project


def test_a_partial_build_takes_no_week_from_subscribers(project: Project) -> None:
    root = project({"content/weeks/2026-W41.yaml": "week: 2026-W41\n"})
    assert siyu("build", root).returncode == 0
    before = tree(root / "output")
    part = siyu("build", root, "--week", "2026-W40", "--lang", "en")
    assert part.returncode == 2
    assert "holds 2026-W41/all, which a partial build would remove" in part.stderr
    assert tree(root / "output") == before
    elsewhere = root / "part"
    assert siyu("build", root, "--week", "2026-W40", "--out", elsewhere).returncode == 0
    assert (elsewhere / "2026-W40").is_dir() and not (elsewhere / "2026-W41").exists()


def test_a_partial_build_into_an_empty_place_may_be_repeated(project: Project) -> None:
    root = project({"content/weeks/2026-W41.yaml": "week: 2026-W41\n"})
    for _ in range(2):
        assert siyu("build", root, "--week", "2026-W40").returncode == 0
