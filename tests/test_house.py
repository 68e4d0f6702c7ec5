"""The house rules that a machine can hold: style, types, floors, file sizes, and documents that agree with the program."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

SOURCES = sorted((ROOT / "pipeline" / "siyu").rglob("*.py"))


@pytest.mark.parametrize(
    "command",
    [("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)],
    ids=["ruff", "format", "mypy"],
)
def test_tools(command: tuple[str, ...]) -> None:
    result = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_imports_only_look_down() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_file_on_a_shelf_imports_no_other_of_it() -> None:
    for shelf in ("kinds", "rules", "outputs"):
        for path in (ROOT / "pipeline" / "siyu" / shelf).glob("*.py"):
            if path.name != "__init__.py":
                assert not re.search(rf"^(from|import) siyu\.{shelf}\b", path.read_text("utf-8"), re.MULTILINE), path


@pytest.mark.parametrize(
    "door",
    [
        ("yaml", "stages/tree.py", "wording/packs.py"),
        ("ahocorasick_rs", "wording/gate.py", "wording/fold.py", "wording/packs.py"),
        ("jinja2", "templating.py", "constructs.py", "sandbox.py", "site/pages.py"),
        ("segno", "site/subscribe.py", "cli/preview.py"),
        ("icalendar",),
        ("typst", "poster/draw.py"),
        ("xlsxwriter", "sheets.py"),
        ("fsspec", "publish/bucket.py"),
        ("s3fs", "publish/bucket.py"),
        ("opencc", "outputs/traditional.py"),
        ("borax", "facts/lunar.py"),
    ],
)
def test_each_library_has_one_door(door: tuple[str, ...]) -> None:
    library, *doors = door
    users = {
        path.relative_to(ROOT / "pipeline" / "siyu").as_posix()
        for path in SOURCES
        if re.search(rf"^\s*(from|import) {library}\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert users <= set(doors)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "pipeline").as_posix())
def test_a_file_is_one_room(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith('"""'), "begins with what comes in, what goes out, what it promises"
    assert text.count("\n") <= 300


def test_both_readmes_give_the_same_commands() -> None:
    english, chinese = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))

    def commands(text: str) -> list[str]:
        return re.findall(r"```(?:bash|sh)\n(.*?)```", text, re.DOTALL)

    assert commands(english) == commands(chinese)
    assert commands(english)[:2] == ["pip install uv && uv run siyu build\n", "pip install uv && uv run pytest\n"]


def test_ci_runs_the_readmes_test_command() -> None:
    assert "pip install uv && uv run pytest" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_committed_output_readme_is_the_generated_one() -> None:
    from siyu.outputs.readme import README

    assert (ROOT / "output" / "README.md").read_text("utf-8") == README
