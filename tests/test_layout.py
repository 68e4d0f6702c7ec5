"""siyu fmt: white space changes, nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Project, siyu, tree
from siyu.layout import laid_out
from siyu.source import Source
from siyu.stages.parse import parse
from siyu.stages.read import read

SOURCES = {
    source.path + root.name: source
    for root in (ROOT, *sorted((ROOT / "tests" / "brands").iterdir()))
    for _, _, source in read(root)[0].documents
}


def front_of(source: Source) -> tuple[str, str]:
    """The YAML of a file, and the Markdown after it."""
    if not source.path.endswith(".md"):
        return source.text, ""
    end = source.text.index("\n---", 3) + 4
    return source.text[:end], source.text[end:]


def wider(text: str, times: int) -> str:
    """The same with steps as many times as wide."""
    deeper = re.sub(r"(?m)^ +", lambda spaces: spaces.group() * times, text)
    return re.sub(r"(?m)^( *-) ", lambda dash: dash[1] + " " * (2 * times - 1), deeper)


@pytest.mark.parametrize("name", SOURCES)
def test_files_of_the_brands_are_laid_out_already(name: str) -> None:
    assert laid_out(SOURCES[name]) is None


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("name", SOURCES)
def test_a_file_with_wider_steps_comes_back_as_it_was(name: str, times: int) -> None:
    """Every line further in by as much, with more space after colons, at line ends and between lines."""
    source = SOURCES[name]
    front, rest = front_of(source)
    wide = wider(front, times)
    wide = re.sub(r"(?m)^( *[a-z_-]+:) (?=[a-z\d\[{])", r"\1   ", wide)
    wide = re.sub(r"(?m)^([a-z_]+:)$", r"\n\n\1", wide) if not source.path.endswith(".md") else wide
    changed = Source(source.path, wide + rest)
    assert parse(changed)[0] is not None
    assert (laid_out(changed) or changed.text).replace("\n\n", "\n") == source.text.replace("\n\n", "\n")


def test_lists_below_their_key_move_in() -> None:
    flat = "name: a\nneeds:\n- a\n-   b\n# 一句\nextra:\n- id: x\n  copy: |\n      两行\n        更深\n\n      第三\n# 完\n"
    laid = laid_out(Source("content/columns/a.yaml", flat))
    assert (
        laid
        == "name: a\nneeds:\n  - a\n  - b\n# 一句\nextra:\n  - id: x\n    copy: |\n      两行\n        更深\n\n      第三\n# 完\n"
    )
    assert laid_out(Source("content/columns/a.yaml", laid)) is None


@pytest.mark.parametrize(
    "text",
    [
        "a:\n-\n  b: 1\n",
        "a:\n  - - b\n",
        "copy: |2\n    深\n",
        "a: {b: 1\n",
        "",
    ],
)
def test_what_cannot_be_proved_stays(text: str) -> None:
    assert laid_out(Source("content/columns/a.yaml", text)) is None


LINE = st.text("早 安:#-|'\"{}[]，a1", max_size=12)


@given(st.lists(st.tuples(st.integers(0, 8), LINE), max_size=12))
def test_whatever_parses_says_the_same_afterwards(lines: list[tuple[int, str]]) -> None:
    source = Source(
        "content/columns/a.yaml", "name: x\n" + "".join(" " * indent + text + "\n" for indent, text in lines)
    )
    laid = laid_out(source)
    if laid is not None:
        assert "".join(laid.split()) == "".join(source.text.split())
        assert parse(Source(source.path, laid))[0] == parse(source)[0]
        assert laid_out(Source(source.path, laid)) is None


def test_the_command_keeps_line_ends_and_writes_only_when_asked(project: Project) -> None:
    root = project({"content/columns/wide.yaml": "name: 宽\r\nneeds:\r\n- hook\r\n"})
    before = tree(root)
    look = siyu("fmt", root, "--check")
    assert (look.returncode, look.stdout) == (1, "content/columns/wide.yaml\n")
    assert tree(root) == before
    assert "+  - hook" in siyu("fmt", root, "--diff").stdout
    assert siyu("fmt", root).returncode == 0
    assert (root / "content/columns/wide.yaml").read_bytes() == "name: 宽\r\nneeds:\r\n  - hook\r\n".encode()
    assert siyu("fmt", root, "--check").returncode == 0


def test_the_build_after_it_is_the_build_before_it(tmp_path: Path) -> None:
    for folder in ("brand", "content"):
        shutil.copytree(ROOT / "tests" / "brands" / "tea" / folder, tmp_path / "project" / folder)
    root = tmp_path / "project"
    for path in [*root.rglob("*.yaml")]:
        path.write_text(wider(path.read_text("utf-8"), 2), "utf-8")
    assert siyu("build", root, "--out", tmp_path / "one", "--no-history").returncode == 0
    assert siyu("fmt", root).returncode == 0
    assert siyu("build", root, "--out", tmp_path / "two", "--no-history").returncode == 0
    one, two = (
        {k: v for k, v in tree(tmp_path / n).items() if k != "manifest.json" and "/site/" not in f"/{k}"}
        for n in ("one", "two")
    )
    assert one == two
