"""Two small brands and every byte that is made of them; of other shapes a line for each file. SIYU_GOLDEN=write uv run pytest tests/test_golden.py writes them anew."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from conftest import HERE, siyu, tree

GOLDEN = HERE / "golden"
BESIDE = ("style.css", "app.js", "icon.svg")  # the same beside every page; the manifest has their hashes


SHAPES = {"car": "2026-09-20", "coffee": "2026-09-20", "learning": "2026-12-20", "soda": "2026-09-20"}


@pytest.mark.parametrize("brand", ["drinks", "tea"])
def test_the_output_is_what_it_was(brand: str, tmp_path: Path) -> None:
    shutil.copytree(HERE / "brands" / brand, tmp_path / "project")
    done = siyu("build", tmp_path / "project", "--out", tmp_path / "out", "--as-of", "2026-09-20", "--lang", "zh")
    assert done.returncode == 0, done.stdout
    made = {path: data for path, data in tree(tmp_path / "out").items() if Path(path).name not in BESIDE}
    if os.environ.get("SIYU_GOLDEN") == "write":
        shutil.rmtree(GOLDEN / brand, ignore_errors=True)
        for path, data in made.items():
            (GOLDEN / brand / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / brand / path).write_bytes(data)
    golden = tree(GOLDEN / brand)
    assert sorted(made) == sorted(golden)
    changed = [path for path in made if made[path] != golden[path]]
    if changed:  # the first one in words, so that a change can be read in the log
        path = changed[0]
        assert made[path].decode() == golden[path].decode(), path
    assert changed == []
    assert "findings" not in done.stdout


@pytest.mark.parametrize("brand", SHAPES)
def test_the_files_of_other_shapes_are_what_they_were(brand: str, tmp_path: Path) -> None:
    shutil.copytree(HERE / "brands" / brand, tmp_path / "project")
    done = siyu("build", tmp_path / "project", "--out", tmp_path / "out", "--as-of", SHAPES[brand], "--lang", "zh")
    assert done.returncode == 0, done.stdout
    files = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["files"]
    made = [
        f"{file['sha256'][:16]} {file['path']}" for file in files if Path(file["path"]).suffix not in (".css", ".js")
    ]
    golden = GOLDEN / f"{brand}.txt"
    if os.environ.get("SIYU_GOLDEN") == "write":
        golden.write_text("\n".join(made) + "\n", "utf-8", newline="")
    assert made == golden.read_text("utf-8").splitlines()


@pytest.mark.parametrize("brand", ["drinks", "tea"])
def test_no_file_shows_a_placeholder_a_none_or_another_object(brand: str) -> None:
    for path, data in tree(GOLDEN / brand).items():
        words = "" if path.endswith(".png") else data.decode()
        assert not [word for word in ("{{", "}}", "{%", "None", "object at", "<class", "Text(") if word in words], path
        if path.endswith(".txt"):
            assert words == words.strip("\n "), path
            assert words, path
