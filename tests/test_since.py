"""`siyu check --since`: only what changes cause, wherever it shows."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from conftest import Project, siyu

WEEK = """week: 2026-W40
columns:
  noon-cup:
    mon: {product: osmanthus, copy: 家人们，桂花到了}
    tue: {product: osmanthus}
    wed: {product: osmanthus}
"""
IP = "nickname: 小糖\nrole: 店长\nvoice: {never: [%s]}\n"
FIRST = {"brand/ip/tang.yaml": IP % "家人们", "content/weeks/2026-W40.yaml": WEEK}
NEXT = (
    WEEK.replace("W40", "W42")
    + "skip:\n  - {column: noon-cup, day: thu, because: 盘点}\n  - {column: noon-cup, day: fri, because: 盘点}\n"
)


def git(root: Path, *command: str) -> None:
    env = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=editor", "-c", "user.email=editor@brand.example")
    subprocess.run(["git", *who, *command], cwd=root, env=env, check=True, capture_output=True)


def commit(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "content", "--allow-empty")


@pytest.fixture
def repository(project: Project) -> Path:
    """A project with one finding, committed."""
    root = project(FIRST)
    git(root, "init", "-q")
    commit(root, {})
    return root


def told(root: Path, *options: str) -> list[str]:
    done = siyu("check", str(root), "--format", "concise", "--lang", "en", *options)
    assert done.returncode in (0, 1), done.stderr
    return [line.removeprefix(f"{root}/") for line in done.stdout.splitlines()]


def test_what_was_there_is_not_told_again(repository: Path) -> None:
    assert len(told(repository)) == 1
    assert told(repository, "--since", "HEAD") == []


def test_a_new_document_brings_its_own_findings_committed_or_not(repository: Path) -> None:
    (repository / "content/weeks/2026-W42.yaml").write_text(NEXT, "utf-8")
    for revision in ("HEAD", "HEAD~1"):
        (line,) = told(repository, "--since", revision)
        assert line.startswith("content/weeks/2026-W42.yaml:4:37: warning[off-voice]")
        commit(repository, {})


def test_a_change_elsewhere_is_told_where_it_shows(repository: Path) -> None:
    commit(repository, {"brand/ip/tang.yaml": IP % "家人们, 到了"})
    (line,) = told(repository, "--since", "HEAD~1")
    assert line == "content/weeks/2026-W40.yaml:4:43: warning[off-voice] tang never says 到了"


def test_lines_that_moved_are_no_news(repository: Path) -> None:
    commit(repository, {"content/weeks/2026-W42.yaml": NEXT})
    commit(repository, {"brand/ip/tang.yaml": "# 店长\n" + IP % "家人们"})
    assert told(repository, "--since", "HEAD~1") == []


def test_errors_that_keep_the_rules_from_running_are_always_told(repository: Path) -> None:
    commit(repository, {"content/weeks/2026-W42.yaml": "week: 2026-W42\ncolums: {}\n"})
    commit(repository, {"brand/ip/tang.yaml": IP % "冲"})
    assert [line.split("[")[1].split("]")[0] for line in told(repository, "--since", "HEAD~1")] == ["unknown-key"]


def test_the_exit_code_is_about_what_is_told(repository: Path) -> None:
    dated = WEEK.replace("家人们，桂花到了", "9月29日 周三见")
    commit(repository, {"content/weeks/2026-W40.yaml": dated})
    assert siyu("check", str(repository)).returncode == 1
    assert siyu("check", str(repository), "--since", "HEAD").returncode == 0
    assert siyu("check", str(repository), "--since", "HEAD~1").returncode == 1


def test_a_project_below_the_repositorys_root(repository: Path) -> None:
    inner = repository / "品牌 一"
    inner.mkdir()
    for folder in ("brand", "content"):
        (repository / folder).rename(inner / folder)
    commit(repository, {})
    assert told(inner, "--since", "HEAD") == []
    assert len(told(inner, "--since", "HEAD~1")) == 1  # it was not here then


@pytest.mark.parametrize("revision", ["nowhere", "--output=/tmp/x", "HEAD:brand", ""])
def test_a_revision_that_is_none_is_wrong_usage(repository: Path, revision: str) -> None:
    done = siyu("check", str(repository), "--since", revision, "--lang", "en")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_outside_git_it_is_wrong_usage(project: Project) -> None:
    done = siyu("check", str(project(FIRST)), "--since", "HEAD", "--lang", "en")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "git" in done.stderr


def test_nothing_of_the_repository_runs(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch '{trap}'\n")
    script.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "diff.external",
        "core.pager",
        "filter.x.smudge",
        "filter.x.clean",
        "diff.x.textconv",
        "core.sshCommand",
    ):
        git(repository, "config", key, str(script))
    (repository / "content/weeks/2026-W42.yaml").write_text(NEXT, "utf-8")
    (repository / ".gitattributes").write_text("* diff=x\n")
    assert len(told(repository, "--since", "HEAD")) == 1
    assert not trap.exists()
