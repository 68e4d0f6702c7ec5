"""siyu doctor: what it finds wrong, and what it says to do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from conftest import siyu
from repository import ENV, Repo


@pytest.fixture
def brand(tmp_path: Path) -> Repo:
    (tmp_path / "brand").mkdir()
    repo = Repo(tmp_path / "brand")
    repo.commit("first")
    return repo


def told(root: Path, lang: str = "zh") -> tuple[int, str]:
    run = siyu("doctor", root, "--lang", lang)
    assert run.stderr == ""
    return run.returncode, run.stdout


def test_a_project_that_was_just_built_is_well_and_its_calendars_are_read(brand: Repo) -> None:
    assert siyu("build", brand.root).returncode == 0
    assert siyu("schema", brand.root).returncode == 0
    code, lines = told(brand.root)
    feeds = len(list((brand.root / "output" / "calendar").glob("*.ics")))
    assert code == 0
    assert f"✓ {feeds} 个日历在本机都能订阅" in lines
    assert "✓ git：1 个提交，历史完整" in lines and "✓ 编辑器的补全是新的" in lines
    assert "✗" not in lines


def test_what_is_wrong_says_what_to_do(brand: Repo) -> None:
    code, lines = told(brand.root)
    assert code == 0
    assert "运行 siyu build" in lines and "运行 siyu schema" in lines
    siyu("build", brand.root), siyu("schema", brand.root)
    feed = next((brand.root / "output" / "calendar").glob("*.ics"))
    feed.write_bytes(feed.read_bytes() + b" ")
    column = next((brand.root / "content" / "columns").glob("*.yaml"))
    column.rename(column.with_name("renamed-column.yaml"))
    code, lines = told(brand.root, "en")
    assert code == 1
    assert f"✗ 1 file in {brand.root / 'output'} changed or gone (calendar/{feed.name} …): run siyu build" in lines
    assert "! the editor's completion is out of date" in lines
    assert "files are not committed" in lines


def test_a_shallow_clone_is_told_with_the_command(brand: Repo, tmp_path: Path) -> None:
    brand.commit("second")
    subprocess.run(["git", "clone", "-q", "--depth", "1", brand.top.as_uri(), tmp_path / "clone"], env=ENV, check=True)
    code, lines = told(tmp_path / "clone")
    assert code == 1
    assert "git fetch --unshallow" in lines


def test_without_git_and_its_history_siyu_still_says_what_it_knows(brand: Repo) -> None:
    for path in sorted((brand.top / ".git").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (brand.top / ".git").rmdir()
    code, lines = told(brand.root)
    assert code == 0
    assert "! 这里没有 git 的历史" in lines
