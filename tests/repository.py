"""A project in a git repository that tests make and wind forward."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from conftest import HERE

START = datetime(2026, 9, 20, 8, tzinfo=UTC)
ENV = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.example", "LC_ALL": "C",
}  # fmt: skip
W40, W41 = "content/weeks/2026-W40.yaml", "content/weeks/2026-W41.yaml"


class Repo:
    """A project in a repository, and a clock that only this test winds."""

    def __init__(self, top: Path, below: str = "", files: dict[str, str] | None = None) -> None:
        self.top, self.root, self.now = top, top / below, START
        if files is None:
            shutil.copytree(HERE / "brands" / "tea", self.root, dirs_exist_ok=True)
        for path, text in (files or {}).items():
            self.write(path, text)
        self.git("init", "-qb", "main", cwd=top)

    def git(self, *command: str, cwd: Path | None = None, check: bool = True) -> str:
        env = ENV | {key: f"{int(self.now.timestamp())} +0800" for key in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")}
        done = subprocess.run(
            ["git", *command], cwd=cwd or self.root, env=env, capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise RuntimeError(f"git {command}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8", newline="")

    def sub(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def commit(self, message: str = "edit", hours: float = 1) -> datetime:
        self.now += timedelta(hours=hours)
        self.git("add", "-A")
        self.git("commit", "-qm", message, "--allow-empty")
        return self.now
