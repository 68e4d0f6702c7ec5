"""Same sources, same bytes and modes: whatever the zone, locale, hash seed, umask, folder and order of files."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from conftest import DRINKS, ROOT, Project, siyu, tree

Tree = dict[str, tuple[int, bytes]]

BACKWARDS = """
import contextlib, os
real = os.scandir
@contextlib.contextmanager
def scandir(*args):
    with real(*args) as scan:
        yield iter(sorted(scan, key=lambda entry: entry.name, reverse=True))
os.scandir = scandir
"""
PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}


def build(
    root: Path | str,
    out: Path,
    env: Mapping[str, str] = PLAIN,
    cwd: Path | None = None,
    umask: int = 0o022,
    before: str = "",
) -> str:
    """Build in a process of its own; returns the findings."""
    program = f"{before}\nfrom siyu.cli import main\nmain()"
    command = [sys.executable, "-c", program, "build", str(root), "--out", str(out), "--format", "json", "--no-history"]
    run = subprocess.run(command, env={**os.environ, **env}, cwd=cwd, umask=umask, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode()


def made(out: Path) -> Tree:
    """Every file and folder of an output with its mode."""
    paths = [out, *out.rglob("*")]
    found = {path.relative_to(out).as_posix(): (stat.S_IMODE(path.stat().st_mode), path) for path in paths}
    return {name: (mode, path.read_bytes() if path.is_file() else b"") for name, (mode, path) in sorted(found.items())}


def copy(source: Path, target: Path, order: Sequence[str] | None = None) -> Path:
    """The sources of a project at another place, made in another order, with other times and modes."""
    files = [path for top in ("brand", "content") for path in sorted((source / top).rglob("*")) if path.is_file()]
    for number, path in enumerate(reversed(files) if order else files):
        copied = target / path.relative_to(source)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copied)
        copied.chmod(0o600 if number % 2 else 0o664)
        os.utime(copied, (number * 86_400, number * 86_400))
    return target


@pytest.fixture(scope="module", params=[DRINKS, ROOT], ids=["drinks", "the brand of this repository"])
def brand(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture(scope="module")
def expected(brand: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, str]:
    out = tmp_path_factory.mktemp("plain") / "output"
    findings = build(brand, out)
    return made(out), findings


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "zh_CN.UTF-8"},
        {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4294967295", "PYTHONOPTIMIZE": "2"},
    ],
    ids=str,
)
def test_surroundings(brand: Path, expected: tuple[Tree, str], tmp_path: Path, env: Mapping[str, str]) -> None:
    findings = build(brand, tmp_path / "out", {**PLAIN, **env})
    assert (made(tmp_path / "out"), findings) == expected


@pytest.mark.skipif(os.name == "nt", reason="modes")
@pytest.mark.parametrize("umask", [0o000, 0o027, 0o077], ids=oct)
def test_umask(brand: Path, expected: tuple[Tree, str], tmp_path: Path, umask: int) -> None:
    build(brand, tmp_path / "out", umask=umask)
    assert made(tmp_path / "out") == expected[0]


def test_modes(expected: tuple[Tree, str]) -> None:
    assert {mode for mode, data in expected[0].values()} == {0o644, 0o755}
    assert {mode for mode, data in expected[0].values() if data} == {0o644}


def test_folder_times_modes_and_order(brand: Path, expected: tuple[Tree, str], tmp_path: Path) -> None:
    here = copy(brand, tmp_path / "here")
    there = copy(brand, tmp_path / "别处 🌿" / "deep" / "there", order="backwards")
    assert build(".", here / "output", cwd=here) == expected[1]
    assert (
        build("../there", Path("../out"), cwd=there / "content", before="import os\nos.chdir('..')" + BACKWARDS)
        == expected[1]
    )
    assert made(here / "output") == made(there.parent / "out") == expected[0]


def test_over_an_older_output(brand: Path, expected: tuple[Tree, str], tmp_path: Path) -> None:
    root = copy(brand, tmp_path / "project")
    weeks = sorted((root / "content/weeks").iterdir())
    later = weeks[-1].rename(tmp_path / weeks[-1].name)
    build(root, tmp_path / "out", umask=0o077)
    assert made(tmp_path / "out") != expected[0]
    later.rename(weeks[-1])
    build(root, tmp_path / "out")
    assert made(tmp_path / "out") == expected[0]


def test_the_only_now_is_as_of(project: Project) -> None:
    root = project({})
    siyu("build", root, "--as-of", "2026-09-01")
    first = tree(root / "output")
    siyu("build", root, "--as-of", "2026-09-02")
    second = tree(root / "output")
    changed = {path for path in first if first[path] != second[path]}
    assert changed == {path for path in first if path.endswith(".ics")} | {"manifest.json"}
    siyu("build", root, "--as-of", "2026-09-01")
    assert tree(root / "output") == first


def test_nobody_asks_the_clock_or_the_dice() -> None:
    asks = re.compile(
        r"\b(datetime|date|time|os|locale)\.(today|now|utcnow|localtime|time|monotonic|perf_counter|urandom|getpid|getlocale|environ|getenv)\b"
        r"|uuid[14]|import (random|secrets|locale|time|socket)\b"
    )
    package = ROOT / "pipeline" / "siyu"
    for path in sorted(package.rglob("*.py")):
        if path.parent.name in ("cli", "serve", "preview", "publish"):
            continue  # they ask the locale for a language, the clock for the last line, and wait for others; they write no output
        code = re.sub(r'""".*?"""|#.*', "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not (match := asks.search(code)), f"{path.name}: {match.group()}"
