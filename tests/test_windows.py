"""What Windows does differently, as far as it can be had elsewhere: line ends, encodings, names, and what its Python lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from conftest import DRINKS, HERE, Project, siyu, tree
from repository import Repo

# A Python without fork, fcntl, resource and renameat2, as on Windows; what the standard library itself needs is imported before.
WITHOUT = """
import asyncio, ctypes, os, subprocess, sys, types
import click, jinja2, locale, platform, pydantic, shutil, socket, tarfile, tempfile, yaml, zoneinfo
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
sys.modules["msvcrt"] = types.SimpleNamespace(LK_NBLCK=2, locking=lambda *what: None)
for name in ("fork", "fchmod", "O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "sched_getaffinity", "getuid", "geteuid", "sysconf"):
    delattr(os, name)
real = ctypes.CDLL
def library(name, *more, **options):
    if name is None:
        raise TypeError("bad argument type: 'NoneType'")
    return real(name, *more, **options)
ctypes.CDLL = library
sys.platform = "win32"
from siyu.cli import main
main()
"""


def without(*args: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT, *map(str, args)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.skipif(os.name == "nt", reason="it is one")
def test_the_same_bytes_from_a_python_that_lacks_what_windows_lacks(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    assert siyu("build", tmp_path, "--out", tmp_path / "one").returncode == 0
    for _ in range(2):  # the second build swaps by two renames
        run = without("build", "--out", "two", "--as-of", "2026-09-01", cwd=tmp_path)
        assert run.returncode == 0, run.stderr
        run = without("build", "--out", "two", cwd=tmp_path)
        assert run.returncode == 0, run.stderr
    assert tree(tmp_path / "two") == tree(tmp_path / "one")
    assert not list(tmp_path.glob(".two*"))


@pytest.mark.skipif(os.name == "nt", reason="it is one")
@pytest.mark.parametrize(
    "args",
    [
        ["check", "--fix"], ["check", "--since", "HEAD"], ["show"], ["diff"], ["search", "茶"], ["schema"], ["doctor"],
        ["rules"], ["serve", "--help"], ["preview", "--help"], ["publish", "www", "--out", "one"],
    ],
)  # fmt: skip
def test_commands_without_what_windows_lacks(tmp_path: Path, args: list[str]) -> None:
    Repo(tmp_path).commit()
    if args[0] == "publish":
        assert without("build", "--out", "one", cwd=tmp_path).returncode == 0
    run = without(*args, cwd=tmp_path)
    assert run.returncode in (0, 1) if args[0] == "doctor" else run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    if args[0] == "publish":
        assert tree(tmp_path / "www") == tree(tmp_path / "one")


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_a_tree_that_git_checked_out_with_crlf(tmp_path: Path, bom: bytes) -> None:
    for name in ("lf", "crlf"):
        shutil.copytree(HERE / "brands" / "tea", tmp_path / name)
    count = 0
    for path in (tmp_path / "crlf").rglob("*"):
        if path.suffix in (".yaml", ".md", ".txt"):
            path.write_bytes(bom + path.read_bytes().replace(b"\n", b"\r\n"))
            count += 1
    assert count > 10
    told = []
    for name in ("lf", "crlf"):
        run = siyu("build", ".", "--format", "concise", cwd=tmp_path / name)
        assert run.returncode == 0, run.stderr
        told.append(run.stdout)
    assert told[0] == told[1]
    assert tree(tmp_path / "lf" / "output") == tree(tmp_path / "crlf" / "output")


@pytest.mark.parametrize("encoding", ["cp936", "gbk", "cp1252", "cp437", "utf-16-le"])
def test_any_console(tmp_path: Path, encoding: str) -> None:
    shutil.copytree(DRINKS, tmp_path / "桂花铺 🌿")
    (tmp_path / "桂花铺 🌿/content/weeks/2026-W40.yaml").write_text("week: 2026-W40\nwek: 🌿\n", "utf-8")
    for command in (["check", "桂花铺 🌿"], ["check", "桂花铺 🌿", "桂花铺 🌿/../没有"], ["completion", "bash"]):
        env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
        run = (
            siyu(*command, "--lang", "zh", env=env, cwd=tmp_path) if command[0] == "check" else siyu(*command, env=env)
        )
        assert run.returncode == (1 if len(command) == 2 else 2) if command[0] == "check" else run.returncode == 0
        assert "Traceback" not in run.stderr and "�" not in run.stdout + run.stderr


@pytest.mark.parametrize("stem", ["con", "aux", "nul", "prn", "com1", "lpt9"])
def test_names_of_devices_are_no_ids(project: Project, stem: str) -> None:
    product = (DRINKS / "brand/products/osmanthus.yaml").read_bytes()
    run = siyu("check", project({f"brand/products/{stem}.yaml": product}), "--format", "concise", "--lang", "en")
    assert run.returncode == 1
    assert f"brand/products/{stem}.yaml:1:1: error[bad-name] Windows can have no file called {stem}" in run.stdout


def test_names_that_only_begin_like_devices_are(project: Project) -> None:
    product = (DRINKS / "brand/products/osmanthus.yaml").read_bytes()
    files = {f"brand/products/{stem}.yaml": product for stem in ("con-air", "comb", "nulls", "auxiliary", "com10")}
    assert "bad-name" not in siyu("check", project(files), "--format", "concise").stdout


def test_every_path_of_an_output_can_be_had_there(tmp_path: Path) -> None:
    for brand in ("tea", "drinks"):
        shutil.copytree(HERE / "brands" / brand, tmp_path / brand)
        assert siyu("build", tmp_path / brand).returncode == 0
        paths = list(tree(tmp_path / brand / "output"))
        assert paths
        for path in paths:
            parts = PureWindowsPath(path).parts
            assert "/".join(parts) == path
            assert not any(set(part) & set('<>:"|?*\\') or part[-1] in ". " for part in parts), path
            assert not PureWindowsPath(path).is_reserved(), path
        # 260 characters in all: what is left for where the project is, and for `.output.siyu/new/` while it is written
        assert max(map(len, paths)) < 130
