"""An agency's folder: several projects in one run are told apart, and told as if each were alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import DRINKS, HERE, siyu, tree

BROKEN = "week: 2026-W40\nwek: typo\n"


@pytest.fixture
def agency(tmp_path: Path) -> Path:
    """Three brands, the second with a slip."""
    for name, brand in (("a", DRINKS), ("b", DRINKS), ("c 桂花", HERE / "brands" / "tea")):
        shutil.copytree(brand, tmp_path / "brands" / name)
    (tmp_path / "brands/b/content/weeks/2026-W40.yaml").write_text(BROKEN, "utf-8")
    (tmp_path / "brands/README.md").write_text("# brands\n", "utf-8")
    (tmp_path / "brands/素材").mkdir()
    return tmp_path


ALL = ("brands/README.md", "brands/a", "brands/b", "brands/c 桂花", "brands/素材")  # as a shell expands brands/*


def test_each_into_its_own_output_as_if_alone(agency: Path) -> None:
    alone = {}
    for name in ("a", "c 桂花"):
        assert siyu("build", agency / "brands" / name).returncode == 0
        alone[name] = tree(agency / "brands" / name / "output")
        shutil.rmtree(agency / "brands" / name / "output")
    run = siyu("build", *ALL, "--lang", "en", cwd=agency)
    assert run.returncode == 1
    assert {name: tree(agency / "brands" / name / "output") for name in alone} == alone
    assert not (agency / "brands/b/output").exists()
    lines = run.stderr.splitlines()
    assert [line.partition(": ")[0] for line in lines[:5]] == [ALL[0], ALL[4], *ALL[1:4]]
    assert "passed over" in lines[0] and "passed over" in lines[1] and "files written" in lines[2]
    assert "1 error" in lines[3] and "nothing was published" in lines[3]
    assert lines[5:] == ["3 projects: 2 without errors, 1 with"]


def test_findings_begin_with_the_way_to_their_project(agency: Path) -> None:
    for command in ("build", "check"):
        run = siyu(command, *ALL[1:], "--format", "concise", "--lang", "en", cwd=agency)
        assert run.stdout.startswith("brands/b/content/weeks/2026-W40.yaml:2:1: error[unknown-key]")
        alone = siyu("check", "brands/b", "--format", "concise", "--lang", "en", cwd=agency)
        assert alone.stdout in run.stdout


@pytest.mark.parametrize("pattern", ["brands/*", "brands/[ab]", "./brands/?"])
def test_a_shell_that_leaves_patterns_to_us(agency: Path, pattern: str) -> None:
    run = siyu("check", pattern, "--lang", "en", cwd=agency)
    assert run.returncode == 1
    assert f"{3 if '*' in pattern else 2} projects" in run.stderr


def test_a_folder_whose_name_is_a_pattern(agency: Path) -> None:
    (agency / "brands/a").rename(agency / "[x]")
    assert siyu("check", "[x]", cwd=agency).returncode == 0
    assert "no siyu project" in siyu("check", "[y]", "--lang", "en", cwd=agency).stderr


def test_the_same_project_twice_is_one(agency: Path) -> None:
    twice = siyu("check", "brands/a", "./brands/a/", agency / "brands/a", "--lang", "en", cwd=agency)
    assert twice.stderr == siyu("check", "brands/a", "--lang", "en", cwd=agency).stderr
    (agency / "brands/b/output").mkdir()


def test_the_worst_exit_code(agency: Path) -> None:
    assert siyu("check", "brands/a", "brands/c 桂花", cwd=agency).returncode == 0
    run = siyu("check", "brands/nowhere", *ALL[1:], "--lang", "en", cwd=agency)
    assert run.returncode == 2
    assert "error: " in run.stderr.splitlines()[1] and "no siyu project" in run.stderr.splitlines()[1]
    assert run.stderr.splitlines()[-1] == "4 projects: 2 without errors, 1 with, 1 not done"
    run = siyu("build", *ALL[1:], "--week", "2026-W40", "--lang", "en", cwd=agency)
    assert run.returncode in (1, 2)
    assert siyu("check", *ALL[::4], cwd=agency).returncode == 2
    assert siyu("build", *ALL, "--out", "x", cwd=agency).returncode == 2
    assert siyu("check", *ALL, "--diff", cwd=agency).returncode == 2
    assert not (agency / "x").exists()


def test_our_own_fault_in_one_stops_no_other(agency: Path) -> None:
    fault = """
import sys, siyu.cli.check as c
real = c.compile_project
def compile_project(root, **more):
    if root.name == 'a': raise RuntimeError('tea')
    return real(root, **more)
c.compile_project = compile_project
from siyu.cli import main
main()
"""
    command = [sys.executable, "-c", fault, "check", *ALL, "--format", "concise"]
    run = subprocess.run(command, cwd=agency, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 3
    assert "our fault" in run.stderr and "RuntimeError: tea" in run.stderr
    assert "brands/b/content/weeks" in run.stdout


def test_one_report_in_every_format(agency: Path) -> None:
    place = "brands/b/content/weeks/2026-W40.yaml"

    def told(format_: str) -> str:
        run = siyu("check", *ALL[1:], "--format", format_, "--lang", "en", cwd=agency)
        assert run.returncode == 1
        return run.stdout

    sarif = json.loads(told("sarif"))
    assert len(sarif["runs"]) == 1
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in sarif["runs"][0]["results"]}
    assert place in uris and all(uri.startswith("brands/") for uri in uris)
    root = ElementTree.fromstring(told("junit"))
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert "brands/a/content/weeks/2026-W40.yaml" in cases and "brands/c 桂花/brand/brand.yaml" in cases
    assert cases[place].find("failure") is not None
    gitlab = json.loads(told("gitlab"))
    assert place in {row["location"]["path"] for row in gitlab}
    assert f"file={place},line=2" in told("github")
    assert {json.loads(row)["path"].split("/")[0] for row in told("json").splitlines()} == {"brands"}
    json.loads(told("rdjson"))


def test_a_finding_keeps_its_name_whoever_is_checked_beside_it(agency: Path) -> None:
    alone = json.loads(siyu("check", "brands/b", "--format", "gitlab", cwd=agency).stdout)
    among = json.loads(siyu("check", *ALL, "--format", "gitlab", cwd=agency).stdout)
    assert {row["fingerprint"] for row in alone} <= {row["fingerprint"] for row in among}


def test_paths_from_the_repositorys_root_in_ci(agency: Path) -> None:
    page = agency / "page.md"
    env = {"GITHUB_WORKSPACE": str(agency), "GITHUB_STEP_SUMMARY": str(page)}
    run = siyu("check", "a", "b", "--format", "github", env=env, cwd=agency / "brands")
    assert "file=brands/b/content/weeks/2026-W40.yaml" in run.stdout
    assert "brands/b/content/weeks/2026-W40.yaml" in page.read_text("utf-8")


def test_fix_in_each(agency: Path) -> None:
    week = agency / "brands/a/content/weeks/2026-W40.yaml"
    week.write_bytes(week.read_bytes() + "# 备注：空格 \n".encode())
    before = tree(agency / "brands/c 桂花")
    assert siyu("check", "brands/a", "brands/c 桂花", "--fix", cwd=agency).returncode == 0
    assert tree(agency / "brands/c 桂花").keys() == before.keys()


@pytest.mark.skipif(os.name == "nt", reason="names")
def test_a_name_cannot_act_on_the_terminal(agency: Path) -> None:
    (agency / "brands/a").rename(agency / "\x1b[2J")
    run = siyu("check", "\x1b[2J", "brands/b", cwd=agency)
    assert "\x1b" not in run.stderr + run.stdout
