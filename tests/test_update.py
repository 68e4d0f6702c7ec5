"""siyu update: formats and generated files keep up, and nothing that a team wrote is lost."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from conftest import ROOT, Project, siyu, tree
from siyu import __version__
from siyu.kinds.brand import FORMAT
from siyu.starting.formats import STEPS, migrated
from siyu.starting.project import plain, starter
from siyu.starting.upkeep import OWN, upkeep, written
from test_init import MONDAY, answers, laid

posix = pytest.mark.skipif(os.name == "nt", reason="links, bash")


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid(tmp_path_factory.mktemp("around"), starter(answers("coffee", 3), MONDAY))


def test_update_leaves_a_fresh_project_alone(around: Path, tmp_path: Path) -> None:
    shutil.copytree(around, tmp_path / "a")
    before_ = tree(tmp_path / "a")
    run = siyu("update", tmp_path / "a", "--lang", "en")
    assert (run.returncode, run.stderr) == (0, "0 files updated\n")
    after = tree(tmp_path / "a")
    assert {path: after[path] for path in before_} == before_
    assert {path.split("/")[0] for path in after.keys() - before_.keys()} == {".vscode", ".siyu"}


def test_update_brings_what_nobody_changed(around: Path, tmp_path: Path) -> None:
    root = tmp_path / "a"
    shutil.copytree(around, root)
    older = (
        (root / ".gitlab-ci.yml")
        .read_text("utf-8")
        .replace(f"siyu=={__version__}", "siyu==0.0.1")
        .replace("\n", "\r\n")
    )
    (root / ".gitlab-ci.yml").write_bytes(older.encode())
    mine = (root / ".pre-commit-config.yaml").read_text("utf-8") + "# mine\n"
    (root / ".pre-commit-config.yaml").write_text(mine, "utf-8")
    (root / ".workflow" / "siyu.yml").unlink()
    (root / "README.md").write_text("ours", "utf-8")
    files = tree(root)
    shown = siyu("update", root, "--diff", "--lang", "en")
    assert "+    - pip install --quiet siyu==" + __version__ in shown.stdout
    assert "-# mine" in shown.stderr and "changed by you, left alone: .pre-commit-config.yaml" in shown.stderr
    assert tree(root) == files
    run = siyu("update", root, "--lang", "en")
    assert run.stdout.splitlines()[0] == ".gitlab-ci.yml"
    assert "1 file updated" in run.stderr
    now = tree(root)
    assert now[".gitlab-ci.yml"].decode() == older.replace("siyu==0.0.1", f"siyu=={__version__}")
    assert now[".pre-commit-config.yaml"].decode() == mine
    assert ".workflow/siyu.yml" not in now and now["README.md"] == b"ours"


def test_what_an_older_siyu_wrote_is_known_by_its_hash(around: Path, tmp_path: Path) -> None:
    shutil.copytree(around, tmp_path / "a")
    text = "# as an older one wrote it\nimage: x\nscript: siyu==0.0.9\n"
    (tmp_path / "a" / ".gitlab-ci.yml").write_text(text, "utf-8")
    assert [change.path for change in upkeep(tmp_path / "a", {}).own] == [".gitlab-ci.yml"]
    digest = sha256(text.replace("0.0.9", "<<version>>").encode()).hexdigest()
    made = upkeep(tmp_path / "a", {".gitlab-ci.yml": [digest]})
    assert ([change.path for change in made.changes], made.own) == ([".gitlab-ci.yml"], [])
    assert f"siyu=={__version__}".encode() in made.changes[0].after


def test_every_file_that_is_written_is_known() -> None:
    """Whoever changes one adds its hash at the end of the list in starters/written.json; what was released before stays."""
    now = {path: sha256(text.encode()).hexdigest() for path, text in plain("common") if path != OWN}
    assert {path: hashes[-1] for path, hashes in written().items() if path in now} == now


@posix
def test_update_writes_through_no_link(around: Path, tmp_path: Path) -> None:
    root = tmp_path / "a"
    shutil.copytree(around, root)
    (tmp_path / "theirs.yml").write_text(
        (root / ".gitlab-ci.yml").read_text("utf-8").replace(__version__, "0.0.1"), "utf-8"
    )
    (root / ".gitlab-ci.yml").unlink()
    (root / ".gitlab-ci.yml").symlink_to(tmp_path / "theirs.yml")
    assert siyu("update", root, "--lang", "en").returncode == 0
    assert "siyu==0.0.1" in (tmp_path / "theirs.yml").read_text("utf-8")


# Formats


def renamed(texts: Mapping[str, str]) -> dict[str, str]:
    """A made-up step: what was `point` is `promise`."""
    return {
        path: re.sub("^point:", "promise:", text, flags=re.MULTILINE)
        for path, text in texts.items()
        if "/products/" in path
    }


def louder(texts: Mapping[str, str]) -> dict[str, str]:
    return {"brand/brand.yaml": texts["brand/brand.yaml"].replace("name: a", "name: A")}


OLD = {
    "brand/brand.yaml": "# 我们\nname: a\ndomain: a.example\n",
    "brand/products/x.yaml": "name: x\npoint: y  \n# 备注\nprice: 1\n",
    "content/weeks/w.yaml": "week: 2026-W40\n",
}


def test_formats_go_up_step_by_step_with_comments_kept() -> None:
    assert migrated(OLD, (renamed, louder)) == {
        "brand/brand.yaml": "# 我们\nformat: 3\nname: A\ndomain: a.example\n",
        "brand/products/x.yaml": "name: x\npromise: y  \n# 备注\nprice: 1\n",
    }
    second = OLD | {"brand/brand.yaml": "name: a\nformat: 2\n# 第二版\n"}
    assert migrated(second, (renamed, louder)) == {"brand/brand.yaml": "name: A\nformat: 3\n# 第二版\n"}


@pytest.mark.parametrize("number", ["3", "9"])
def test_a_project_that_is_new_enough_stays_as_it_is(number: str) -> None:
    assert migrated(OLD | {"brand/brand.yaml": f"format: {number}\nname: a\n"}, (renamed, louder)) == {}


def test_a_broken_brand_is_left_to_check() -> None:
    assert migrated(OLD | {"brand/brand.yaml": "name: [\n"}, (renamed, louder)) == {}


def test_the_table_of_steps_leads_to_the_newest_format() -> None:
    assert len(STEPS) == FORMAT - 1
    assert migrated({"brand/brand.yaml": (ROOT / "brand" / "brand.yaml").read_text("utf-8")}) == {}


def test_a_newer_format_is_told_and_not_touched(project: Project) -> None:
    root = project({})
    brand = root / "brand" / "brand.yaml"
    brand.write_text(f"format: {FORMAT + 1}\n" + brand.read_text("utf-8"), "utf-8")
    files = tree(root)
    run = siyu("update", root, "--lang", "en")
    assert run.returncode == 2
    assert f"this project has format {FORMAT + 1}, this siyu knows formats up to {FORMAT}" in run.stderr
    assert tree(root) == files
    check = siyu("check", root, "--format", "concise", "--lang", "en")
    assert (check.returncode, check.stdout.count("\n")) == (1, 1)
    assert "error[newer-format]" in check.stdout
