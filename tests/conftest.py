"""What the tests share: small projects on disk, and siyu run the way a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
ROOT = HERE.parent
DRINKS = HERE / "brands" / "drinks"

settings.register_profile("house", deadline=None, derandomize=True)  # no clock, the same examples every time
settings.load_profile("house")

Project = Callable[[Mapping[str, str | bytes]], Path]


def siyu(
    *args: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    nowhere = {"GITHUB_STEP_SUMMARY": "", "GITHUB_WORKSPACE": "", "CI_PROJECT_DIR": ""}  # our own CI's
    environment = {**os.environ, **nowhere, "LC_ALL": "C", "PYTHONUTF8": "1", **(env or {})}
    command = [sys.executable, "-m", "siyu", *map(str, args)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=cwd, check=False
    )


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: path with forward slashes → bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the drinks brand with files laid over it; an empty text removes a file."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "project"
        shutil.copytree(DRINKS, root)
        for name, content in files.items():
            path = root / name
            if content in ("", b""):
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return root

    return make
