"""The Tab key: what may stand at the cursor, quickly, in any state of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from keyword import iskeyword
from pathlib import Path

import click
import pytest

from conftest import DRINKS, ROOT, siyu
from repository import Repo
from siyu.cli import _COMMANDS, cli
from siyu.cli.completing import FORMATS, candidates
from siyu.cli.completion import LINES
from siyu.cli.parameters import parameters
from siyu.report import FORMATS as REPORTS
from siyu.rules import RULES


def offered(line: str, cwd: Path = ROOT, shell: str = "bash") -> list[str]:
    """The values that a shell gets for a line whose end is the cursor."""
    words = line.split(" ")
    number = len(words) - 1
    env = {"_SIYU_COMPLETE": f"{shell}_complete", "COMP_WORDS": line, "COMP_CWORD": str(number)}
    run = siyu(env=env, cwd=cwd)
    assert (run.returncode, run.stderr) == (0, "")
    return [row.partition(",")[2] for row in run.stdout.splitlines()]


def click_knows(name: str) -> list[tuple[tuple[str, ...], bool, bool]]:
    with cli.make_context("siyu", [name], resilient_parsing=True) as ctx:
        command = cli.get_command(ctx, name)
    assert command is not None
    return [
        (tuple(one.opts) if isinstance(one, click.Option) else (), getattr(one, "is_flag", False), one.nargs == -1)
        for one in command.params
    ]


@pytest.mark.parametrize("name", [name for name in _COMMANDS if name != "new"])
def test_what_is_read_from_the_source_is_what_click_knows(name: str) -> None:
    known = [(names, flag if names else False, many if not names else False) for names, flag, many in click_knows(name)]
    read = [(one.names, one.flag, one.many and not one.names) for one in parameters(name + "_" * iskeyword(name))]
    assert sorted(read) == sorted(known)


def test_formats_and_rules_are_the_real_ones() -> None:
    assert list(REPORTS) == list(FORMATS)
    assert {item.value for item in candidates(["explain"], "", _COMMANDS)} == set(RULES)


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("siyu ", ["build", "check", "publish"]),
        ("siyu pub", ["publish"]),
        ("siyu build --al", ["--allow-shrink"]),
        ("siyu build --week 2026-W4", ["2026-W48", "2026-W49"]),
        ("siyu build --week 2026-W48 --tier ", ["basic", "core", "member"]),
        ("siyu build --tier=co", ["--tier=core"]),
        ("siyu check --format sa", ["sarif"]),
        ("siyu check --lang ", ["zh", "en"]),
        ("siyu explain over-p", ["over-platform-limit"]),
        ("siyu where cor", ["core"]),
        ("siyu show 2026-W48 co", ["core"]),
        ("siyu show --now ow", ["owner"]),
        ("siyu sheet 2026-W51", ["2026-W51"]),
        ("siyu completion ba", ["bash"]),
        ("siyu new we", ["week", "welcome"]),
        ("siyu new week x --from 2026-W48", ["2026-W48"]),
        ("siyu new campaign x --tier co", ["core"]),
    ],
)
def test_candidates(line: str, some: list[str]) -> None:
    found = offered(line)
    assert set(some) <= set(found)
    begun = line.rpartition(" ")[2]
    assert all(value.startswith(begun) for value in found)


@pytest.mark.parametrize(
    "line", ["siyu explain over-platform-limit ", "siyu bulid ", "siyu build --as-of 2", "siyu rename core n", "siyu new nothing "]
)  # fmt: skip
def test_nothing_where_nothing_is_known(line: str) -> None:
    assert offered(line) == []


def test_ids_of_the_project_that_is_named(tmp_path: Path) -> None:
    shutil.copytree(DRINKS, tmp_path / "brands" / "a")
    assert offered("siyu build brands/a --week ", tmp_path) == ["2026-W40"]
    assert offered("siyu where -C brands/a osm", tmp_path) == ["osmanthus"]
    assert offered("siyu where osm", tmp_path) == []


def test_revisions(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    repo.git("tag", "spring-2026")
    repo.git("branch", "双十一")
    repo.git("branch", "$(touch${IFS}x)")  # a shell would run it
    assert offered("siyu diff ", tmp_path) == ["HEAD", "HEAD~1", "main", "spring-2026", "双十一"]
    assert offered("siyu check --since sp", tmp_path) == ["spring-2026"]


def test_a_broken_project_completes_and_a_missing_one_is_silent(tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(DRINKS, root)
    (root / "brand/brand.yaml").write_bytes(b"\xff[[[")
    (root / "content/weeks/bad.yaml").write_bytes(b"\xff\x00week: 2026-W9")
    (root / "content/weeks/free name.yaml").write_text('# 备注\nweek: "2026-W41"\n', "utf-8")
    (root / "content/weeks/folder.yaml").mkdir()
    (root / "brand/products/$(touch x).yaml").write_text("", "utf-8")
    assert offered("siyu build --week ", root) == ["2026-W40", "2026-W41"]
    assert offered("siyu build --tier ", root) == []
    assert "osmanthus" in offered("siyu where ", root) and not [x for x in offered("siyu where ", root) if "$" in x]
    for line in ("siyu build --week ", "siyu where ", "siyu diff ", "siyu show "):
        assert set(offered(line, tmp_path)) <= {"HEAD", "HEAD~1"}


def test_it_loads_nothing_that_takes_long() -> None:
    code = "import atexit, sys\natexit.register(lambda: print({'pydantic', 'yaml', 'jinja2', 'siyu.build'} & set(sys.modules)))\nfrom siyu.cli import main\nmain()"
    env = {**os.environ, "_SIYU_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
    for line in ("siyu build --", "siyu where co", "siyu explain o", "siyu show 2", "siyu check --format "):
        told = subprocess.run(
            [sys.executable, "-c", code], env=env | {"COMP_WORDS": line}, cwd=ROOT, capture_output=True, check=False
        )
        assert told.stdout.splitlines()[-1] == b"set()", told


@pytest.mark.parametrize("shell", list(LINES))
def test_the_line_to_add(shell: str) -> None:
    run = siyu("completion", shell)
    assert run.stdout == LINES[shell][1] + "\n"
    assert LINES[shell][0] in run.stderr
    script = siyu(env={"_SIYU_COMPLETE": f"{shell}_source"})
    assert script.returncode == 0 and "siyu" in script.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="bash")
def test_a_real_bash(tmp_path: Path) -> None:
    (tmp_path / "siyu").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m siyu "$@"\n', "utf-8")
    (tmp_path / "siyu").chmod(0o755)
    script = f"""{LINES["bash"][1]}
COMP_WORDS=(siyu build --week 2026-W4) COMP_CWORD=3
$(complete -p siyu | sed 's/.*-F \\([^ ]*\\).*/\\1/') siyu 2026-W4 --week
echo "${{COMPREPLY[@]}}"
"""
    env = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    run = subprocess.run(["bash", "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0 and {"2026-W48", "2026-W49"} <= set(run.stdout.split()), run.stderr


def test_powershells_words() -> None:
    env = {"_SIYU_COMPLETE": "powershell_complete"}
    words = {"COMP_WORDS": "siyu\nbuild\n--week\n2026-W48", "COMP_WORD": "2026-W48"}
    assert siyu(env=env | words, cwd=ROOT).stdout == "2026-W48\t\n"
    words = {"COMP_WORDS": "siyu\nbuild\n--tier", "COMP_WORD": ""}
    assert siyu(env=env | words, cwd=ROOT).stdout == "basic\t\ncore\t\nmember\t\n"
    assert "publish\t把输出" in siyu(env=env | {"COMP_WORDS": "siyu\np", "COMP_WORD": "p"}).stdout
