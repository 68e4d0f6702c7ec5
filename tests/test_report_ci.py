"""Findings where a team meets them: the workflow's summary page, `auto`, the pre-commit hooks, the GitHub action."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import ROOT, Project, siyu
from siyu.cli.formats import base
from siyu.diagnostic import Diagnostic, Note, Severity, Words
from siyu.report import FORMATS
from siyu.report.run import Run
from siyu.report.summary import LIMIT, step_summary
from test_report import finding

BROKEN = {"content/weeks/2026-W40.yaml": "week: 2026-W40\ncolums: {}\n"}
CI = ("GITHUB_ACTIONS", "GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "GITLAB_CI", "CI_PROJECT_DIR")
NO_CI = dict.fromkeys(CI, "")
posix = pytest.mark.skipif(os.name == "nt", reason="bash, and pre-commit's own cache")


# The summary page


def test_the_most_important_comes_first() -> None:
    note = Note(Words("改成姜茶", "write ginger tea"))
    found = [
        finding("坏", "坏", path="a.yaml", severity=Severity.ADVICE),
        finding("坏", "坏", path="b.yaml", severity=Severity.WARNING),
        finding("坏", "坏", path="c.yaml", notes=(note,)),
    ]
    assert (
        step_summary(found, "zh", "错误 1 · 提醒 1 · 建议 1", Run("tea/"))
        == """\
### siyu · 错误 1 · 提醒 1 · 建议 1

<table>
<tr><td>错误</td><td><code>tea/c.yaml:1:1</code></td><td><code>写错了</code><br><code>→ 改成姜茶</code></td><td><code>bad-word</code></td></tr>
<tr><td>提醒</td><td><code>tea/b.yaml:1:1</code></td><td><code>写错了</code></td><td><code>bad-word</code></td></tr>
<tr><td>建议</td><td><code>tea/a.yaml:1:1</code></td><td><code>写错了</code></td><td><code>bad-word</code></td></tr>
</table>

"""
    )
    assert step_summary([], "en", "no findings") == "### siyu · no findings\n\n"


@pytest.mark.parametrize("room", [LIMIT, 5000, 500])
def test_the_page_is_as_large_as_github_takes(room: int) -> None:
    found: list[Diagnostic] = [finding("坏", "坏", path=f"{number}.yaml") for number in range(9000)]
    text = step_summary(found, "zh", "错误 9000", room=room)
    rows = text.count("<tr>")
    assert room - 200 < len(text.encode()) <= room
    assert text.endswith(f"</table>\n\n另有 {9000 - rows} 条，见日志\n")
    assert f"{rows - 1}.yaml" in text
    assert step_summary(found, "zh", "错误 9000", room=60) == ""


def test_the_page_is_written_for_a_workflow(project: Project, tmp_path: Path) -> None:
    root, page = project(BROKEN), tmp_path / "page.md"
    page.write_text("already here\n")
    env = {**NO_CI, "GITHUB_STEP_SUMMARY": str(page)}
    for format_ in ("full", "concise", "json"):
        siyu("check", root, "--format", format_, env=env)
        assert page.read_text("utf-8") == "already here\n"
    run = siyu("check", root, "--format", "github", "--lang", "en", env=env)
    assert (run.returncode, run.stderr) == (1, "")
    text = page.read_text("utf-8")
    assert text.startswith("already here\n### siyu · 1 error · 0 warnings · 0 advice\n\n<table>\n<tr><td>error</td>")
    siyu("build", root, "--format", "github", "--lang", "en", env=env)
    assert page.read_text("utf-8").count("### siyu") == 2


def test_the_page_shares_its_room(project: Project, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"x" * (LIMIT - 10))
    siyu("check", project(BROKEN), "--format", "github", env={**NO_CI, "GITHUB_STEP_SUMMARY": str(page)})
    assert page.stat().st_size == LIMIT - 10


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "GitHub 的摘要页写不进去："), ("en", "cannot write GitHub's summary page: ")]
)
def test_a_page_that_cannot_be_written_is_told(project: Project, tmp_path: Path, lang: str, words: str) -> None:
    env = {**NO_CI, "GITHUB_STEP_SUMMARY": str(tmp_path / "nowhere" / "page.md")}
    run = siyu("check", project({}), "--format", "github", "--lang", lang, env=env)
    assert (run.returncode, run.stdout) == (0, "")
    assert run.stderr.startswith(words)
    assert run.stderr.count("\n") == 1


# auto, and the way from the repository


@pytest.mark.parametrize(
    ("env", "format_"),
    [
        ({}, "full"),
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"GITHUB_ACTIONS": "false"}, "full"),
        ({"GITLAB_CI": "true"}, "full"),
    ],
)
def test_auto_asks_the_environment(project: Project, env: dict[str, str], format_: str) -> None:
    run = siyu("check", project(BROKEN), "--format", "auto", env={**NO_CI, **env})
    assert run.returncode == 1
    assert run.stdout.startswith("::error file=") == (format_ == "github")
    assert ("\n    |\n  2 | colums: {}\n" in run.stdout) == (format_ == "full")


def test_only_auto_asks_the_environment(project: Project) -> None:
    root = project(BROKEN)
    runs = [siyu("check", root, env={**NO_CI, "GITHUB_ACTIONS": value}) for value in ("", "true")]
    assert runs[0].stdout == runs[1].stdout


def test_the_command_line_offers_every_format(project: Project) -> None:
    root = project({})
    for format_ in [*FORMATS, "auto"]:
        assert siyu("check", root, "--format", format_, env=NO_CI).returncode == 0


@pytest.fixture
def brands(project: Project) -> Path:
    """A repository whose broken project is brands/drinks."""
    root = project(BROKEN)
    (root.parent / "brands").mkdir()
    root.rename(root.parent / "brands" / "drinks")
    return root.parent


@pytest.mark.parametrize(
    ("cwd", "given", "repository", "shown"),
    [
        (".", "brands/drinks", None, "brands/drinks/"),
        (".", "./brands/drinks/", None, "brands/drinks/"),
        ("brands/drinks", ".", None, ""),
        ("brands/drinks/brand", "..", None, "../"),
        ("brands/drinks", ".", "GITHUB_WORKSPACE", "brands/drinks/"),
        ("brands", "drinks", "CI_PROJECT_DIR", "brands/drinks/"),
        (".", ".", "GITHUB_WORKSPACE", ""),
    ],
)
def test_files_are_named_from_where_they_are_looked_for(
    brands: Path, cwd: str, given: str, repository: str | None, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(brands / cwd)
    for name in CI:
        monkeypatch.setenv(name, str(brands) if name == repository else "")
    assert base(given) == shown
    assert base(str(brands)) == ("" if repository else f"{brands.as_posix()}/")


@pytest.mark.parametrize("command", ["check", "build"])
def test_github_gets_the_way_from_the_repository(brands: Path, command: str) -> None:
    env = {**NO_CI, "GITHUB_WORKSPACE": str(brands)}
    run = siyu(command, "--format", "github", cwd=brands / "brands" / "drinks", env=env)
    assert run.returncode == 1
    assert run.stdout.startswith("::error file=brands/drinks/content/weeks/2026-W40.yaml,line=2,")


def test_a_project_outside_the_repository_keeps_its_name(brands: Path, tmp_path: Path) -> None:
    elsewhere = {**NO_CI, "GITHUB_WORKSPACE": str(tmp_path / "elsewhere")}
    run = siyu("check", "brands/drinks", "--format", "concise", cwd=brands, env=elsewhere)
    assert run.stdout.startswith("brands/drinks/content/")


# pre-commit

HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """A program, without the user's own settings of git."""
    environment = {**os.environ, **NO_CI, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **env}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def git(root: Path, *args: str) -> None:
    """Run git in a repository of its own."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    done = run("git", *who, *args, cwd=root)
    assert done.returncode == 0, done.stderr


def commit(root: Path) -> None:
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def hook(root: Path, name: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Run one hook the way pre-commit does, but for the siyu that is being tested, on what is staged."""
    given = next(hook for hook in HOOKS if hook["id"] == name)
    assert given["language"] == "python"
    program, *rest = shlex.split(given["entry"])
    assert program == "siyu"
    entry = shlex.join([sys.executable, "-m", "siyu", *rest])
    ours = {**given, "language": "unsupported", "entry": entry, "args": [*args, "--format", "concise"]}
    config = root.parent / "config.yaml"
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [ours]}]}), "utf-8")
    home = str(root.parent / "cache")
    return run(sys.executable, "-m", "pre_commit", "run", "-c", config, name, cwd=root, PRE_COMMIT_HOME=home)


@posix
def test_pre_commit_takes_the_hooks(tmp_path: Path) -> None:
    manifest = ROOT / ".pre-commit-hooks.yaml"
    done = run(
        sys.executable, "-m", "pre_commit", "validate-manifest", manifest, cwd=tmp_path, PRE_COMMIT_HOME=str(tmp_path)
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@posix
def test_the_hook_checks_the_whole_project(project: Project) -> None:
    root = project({})
    commit(root)
    assert hook(root, "siyu-check").returncode == 0
    (root / "content" / "weeks" / "2026-W40.yaml").write_text(BROKEN["content/weeks/2026-W40.yaml"])
    git(root, "add", "-A")
    done = hook(root, "siyu-check")
    assert (done.returncode, done.stdout.count("error[unknown-key]")) == (1, 1)
    commit(root)
    assert hook(root, "siyu-check").returncode == 1


@posix
def test_the_hook_sees_that_a_file_is_gone(project: Project) -> None:
    root = project({})
    commit(root)
    git(root, "rm", "-q", "brand/products/osmanthus.yaml")
    for name in ("siyu-check", "siyu-check-changed"):
        done = hook(root, name)
        assert done.returncode == 1, done.stdout
        assert "error[unknown-id]" in done.stdout


@posix
def test_the_hook_of_what_changed_leaves_old_errors_alone(project: Project) -> None:
    wrong = "week: 2026-W{}\ncolumns:\n  noon-cup:\n    mon: {{product: osmanthus, copy: 10月1日 周一见}}\n"
    root = project({"content/weeks/2026-W42.yaml": wrong.format(42)})
    commit(root)
    assert "2026-W42.yaml:4:37: error[wrong-weekday]" in hook(root, "siyu-check").stdout
    assert hook(root, "siyu-check-changed").returncode == 0
    (root / "content" / "weeks" / "2026-W43.yaml").write_text(wrong.format(43), "utf-8")
    git(root, "add", "-A")
    done = hook(root, "siyu-check-changed")
    assert done.returncode == 1
    assert "2026-W43.yaml:4:37: error[wrong-weekday]" in done.stdout
    assert "2026-W42.yaml" not in done.stdout


@posix
def test_the_hook_of_a_project_in_a_folder(brands: Path) -> None:
    commit(brands)
    done = hook(brands, "siyu-check", "brands/drinks")
    assert done.returncode == 1
    assert "brands/drinks/content/weeks/2026-W40.yaml:2:1: error[" in done.stdout


# The action

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]


def test_github_takes_the_action() -> None:
    schema = ("--builtin-schema", "vendor.github-actions")
    done = run(sys.executable, "-m", "check_jsonschema", *schema, ROOT / "action.yml", cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_action_asks_for_nothing_a_fork_has_not() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    assert "secrets" not in text.replace("no secret", "")
    assert "token" not in text
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 2
    for script in scripts:
        assert "${{" not in script  # an input is a variable, never part of a script
        assert script.count('"$PYTHON" -') == script.count("$PYTHON") == 1
        assert '"$PYTHON" -I -m pip ' in script or '"$PYTHON" -P -m siyu ' in script


def act(script: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step of the action with the shell that GitHub runs it with."""
    variables = {"PYTHON": sys.executable, "RUNNER_TEMP": str(cwd.parent), "GITHUB_ACTION_PATH": str(ROOT), **env}
    command = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script)
    return run(*command, cwd=cwd, **variables)


@posix
@pytest.mark.parametrize(
    ("project_", "args", "start"),
    [
        ("brands/drinks", "", "::error file=brands/drinks/content/weeks/2026-W40.yaml,line=2,"),
        ("brands/drinks", "--lang\n  zh\n", "::error file=brands/drinks/content/weeks/2026-W40.yaml,line=2,"),
        ("brands/a b; exit 0", "--lang en", "::error file=brands/a b; exit 0/content/weeks/2026-W40.yaml,line=2,"),
    ],
)
def test_the_action_annotates(brands: Path, project_: str, args: str, start: str) -> None:
    if project_ != "brands/drinks":
        (brands / "brands" / "drinks").rename(brands / project_)
    page = brands / "page.md"
    more = {"GITHUB_WORKSPACE": str(brands), "GITHUB_STEP_SUMMARY": str(page)}
    done = act(STEPS[-1]["run"], brands, PROJECT=project_, ARGS=args, **more)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(start)
    assert ("这里没有" in done.stdout) == ("zh" in args)
    assert page.read_text("utf-8").startswith("### siyu · ")


@posix
def test_the_action_runs_no_code_of_the_pull_request(brands: Path) -> None:
    for name in ("siyu", "yaml", "json", "click", "sitecustomize"):
        (brands / f"{name}.py").write_text("raise SystemExit('taken over')\n")
    done = act(STEPS[-1]["run"], brands, PROJECT="brands/drinks", ARGS="")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("::error file=")
    naive = run(sys.executable, "-m", "siyu", "check", "brands/drinks", cwd=brands)
    assert "taken over" in naive.stderr
