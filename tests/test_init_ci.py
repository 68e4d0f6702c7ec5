"""What siyu init writes around the content: CI of three hosts, hooks, what git sees."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from siyu import __version__
from siyu.starting.project import plain, starter
from test_init import MONDAY, answers, laid

posix = pytest.mark.skipif(os.name == "nt", reason="links, bash")


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("around"), starter(answers("coffee", 3), MONDAY))


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-workflows", ".github/workflows/siyu.yml"),
        ("vendor.github-workflows", ".github/workflows/siyu-comment.yml"),
        ("vendor.gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_ci_files_are_what_their_hosts_take(schema: str, path: str, around: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(around / path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@posix
def test_pre_commit_takes_its_file(around: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(around / ".pre-commit-config.yaml")]
    run = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path)}
    )
    assert (run.returncode, run.stdout) == (0, "")


def test_every_pin_is_this_version_and_nobody_names_a_package_host(around: Path) -> None:
    texts = {path: (around / path).read_text("utf-8") for path, _ in plain("common")}
    pins = {
        path: re.findall(r"siyu==(\S+?)\]?$", text, re.MULTILINE) for path, text in texts.items() if "siyu==" in text
    }
    assert {".github/workflows/siyu.yml", ".gitlab-ci.yml", ".workflow/siyu.yml", ".pre-commit-config.yaml"} == set(
        pins
    )
    assert all(pin == [__version__] for pin in pins.values())
    assert not any("index-url" in text or "pypi" in text for text in texts.values())


def test_the_comment_workflow_runs_nothing_of_the_fork(around: Path) -> None:
    """It may write comments, so it must not check out, install, or let the event's words into its script."""
    workflow = yaml.safe_load((around / ".github/workflows/siyu-comment.yml").read_text("utf-8"))
    job = workflow["jobs"]["comment"]
    assert workflow["permissions"] == {}
    assert job["permissions"] == {"actions": "read", "pull-requests": "write"}
    (step,) = job["steps"]
    assert "uses" not in step
    assert "${{" not in step["run"]
    assert not re.search(r"\b(pip|siyu |checkout|git |python|npm)\b", step["run"].replace("siyu-comment", ""))
    checks = yaml.safe_load((around / ".github/workflows/siyu.yml").read_text("utf-8"))
    assert checks["permissions"] == {"contents": "read"}
    assert "permissions" not in checks["jobs"]["content"]
    assert "SIYU_PAGES" in checks["jobs"]["pages"]["if"]
    assert all("${{" not in step.get("run", "") for job in checks["jobs"].values() for step in job["steps"])


_GH = """#!/usr/bin/env bash
echo "$*" >> "$LOG"
case "$*" in
  *"/pulls "*) echo "$NUMBER" ;;
  "run download"*) mkdir -p "$RUNNER_TEMP/comment"; [ -n "$TEXT" ] && cp -P "$TEXT" "$RUNNER_TEMP/comment/comment.md" ;;
  *--paginate*) echo "$OLD" ;;
esac
exit 0
"""


@posix
@pytest.mark.parametrize(
    ("number", "old", "text", "last"),
    [
        ("7", "", "hi @all", "POST repos/o/r/issues/7/comments"),
        ("7", "55", "hi @all", "PATCH repos/o/r/issues/comments/55"),
        ("", "", "hi", "--method GET repos/o/r/pulls"),
        ("7", "", None, "run download 1"),
        ("7", "", "link", "run download 1"),
        ("7", "", "长" * 90000, "POST repos/o/r/issues/7/comments"),
    ],
)
def test_the_comment_is_data(number: str, old: str, text: str | None, last: str, around: Path, tmp_path: Path) -> None:
    """The script itself, with a `gh` that only notes what it is asked."""
    workflow = yaml.safe_load((around / ".github/workflows/siyu-comment.yml").read_text("utf-8"))
    script = workflow["jobs"]["comment"]["steps"][0]["run"]
    (tmp_path / "gh").write_text(_GH)
    (tmp_path / "gh").chmod(0o755)
    source = tmp_path / "text.md"
    if text == "link":
        (tmp_path / "secret").write_text("secret")
        source.symlink_to(tmp_path / "secret")
    elif text is not None:
        source.write_text(text, "utf-8")
    env = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "LOG": str(tmp_path / "log"), "RUNNER_TEMP": str(tmp_path / "temp"), "NUMBER": number, "OLD": old,
        "TEXT": str(source) if text else "", "GH_REPO": "o/r", "RUN": "1", "SHA": "abc", "OWNER": "x", "BRANCH": "$(touch hacked)",
    }  # fmt: skip
    (tmp_path / "temp").mkdir()
    run = subprocess.run(
        ["bash", "-e", "-c", script], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    asked = (tmp_path / "log").read_text().splitlines()
    assert last in asked[-1]
    assert not (tmp_path / "hacked").exists()
    body = tmp_path / "temp" / "body.md"
    if last.startswith(("POST", "PATCH")):
        assert body.read_bytes().startswith(b"<!-- siyu -->\n")
        assert "@a" not in body.read_text("utf-8")
        assert len(body.read_text("utf-8")) < 65536
    else:
        assert not body.exists()


def test_git_sees_what_it_should(around: Path, tmp_path: Path) -> None:
    shutil.copytree(around, tmp_path / "a")
    for path in ("output/x", ".siyu/schema/x.json", ".subscribers"):
        (tmp_path / "a" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "a" / path).write_text("x")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path / "a", check=True)
    out = subprocess.run(
        ["git", "status", "--porcelain", "-uall"], cwd=tmp_path / "a", capture_output=True, text=True, check=True
    )
    shown = {line[3:] for line in out.stdout.splitlines()}
    assert "brand/brand.yaml" in shown and ".gitlab-ci.yml" in shown
    assert not shown & {"output/x", ".siyu/schema/x.json", ".subscribers"}
