"""Every rule has a page in tests/rules: its manual, and cases that are run. A case is files laid over the drinks brand, whose week they may take, and the report."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import HERE, Project
from siyu.build import compile_project
from siyu.diagnostic import Words
from siyu.report import FORMATS
from siyu.report.manual import head
from siyu.rules import RULES

PAGES = sorted((HERE / "rules").glob("*.md"))
HAN = re.compile(r"[\u4e00-\u9fff]")


class Case(NamedTuple):
    """What a section of a page says; `report` is empty where the rule stays silent."""

    rule: str
    title: str
    files: dict[str, str]
    report: str


def cases(page: Path) -> list[Case]:
    found = []
    for section in page.read_text("utf-8").split("\n## ")[1:]:
        title, _, body = section.partition("\n")
        body = re.sub(r"⟨(.)×(\d+)⟩", lambda match: match[1] * int(match[2]), body)  # ⟨桂×3⟩ is 桂桂桂
        files = dict(re.findall(r"^`([^`\n]+)`\n```\w+\n(.*?)^```$", body, re.MULTILINE | re.DOTALL))
        report = "".join(re.findall(r"^```report\n(.*?)^```$", body, re.MULTILINE | re.DOTALL))
        found.append(Case(page.stem, title, files, report))
    return found


CASES = [case for page in PAGES for case in cases(page)]


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert [page.stem for page in PAGES] == list(RULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_begins_with_what_its_rule_says_and_shows_findings_and_near_misses(page: Path) -> None:
    text = page.read_text("utf-8")
    if os.environ.get("SIYU_GOLDEN") == "write":
        at = text.find("\n## ")
        page.write_text(text := head(RULES[page.stem]) + text[at:], "utf-8", newline="\n")
    assert text.startswith(head(RULES[page.stem]) + "\n## ")
    kinds = [case.title.partition(":")[0] for case in cases(page)]
    assert kinds.count("Finds") >= 2
    assert kinds.count("Silent") >= 2
    assert set(kinds) == {"Finds", "Silent"}


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.name)
def test_a_rule_speaks_both_languages(rule: object) -> None:
    for words in (part for part in rule if isinstance(part, Words)):  # type: ignore[attr-defined]
        assert HAN.search(words.zh)
        assert words.en
        assert not HAN.search(words.en)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.title}")
def test_a_case_reports_what_its_page_says(case: Case, project: Project) -> None:
    assert bool(case.report) is case.title.startswith("Finds")
    assert case.files
    planned = any(name.startswith("content/weeks/") for name in case.files)
    result = compile_project(project({**({"content/weeks/2026-W40.yaml": ""} if planned else {}), **case.files}))
    told = [diagnostic for diagnostic in result.diagnostics if diagnostic.rule == case.rule]
    assert FORMATS["concise"](told, "en") == case.report
    for diagnostic in told:
        assert HAN.search(diagnostic.words.zh)
    assert {diagnostic.rule for diagnostic in result.diagnostics} <= {case.rule}  # a page is about one thing
