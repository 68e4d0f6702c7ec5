"""Whom a post is for, by tags: told wherever the operator looks, never widened in silence."""

from __future__ import annotations

import pytest

from conftest import Project
from siyu.build import Result, compile_project
from siyu.stages.render import render

TAGS = """groups:
  skin: {name: 肤质, kind: basic, tags: {dry: 干皮, oily: 油皮, tender: 敏感肌}}
  stage: {name: 阶段, kind: behaviour, tags: {regular: 老客, pregnant: 孕期}}
"""
ACCOUNT = "kind: personal-wechat\nname: 沅姐\njobs: [conversion]\n"


def build(project: Project, entry: str, column: str = "", files: dict[str, str] | None = None) -> Result:
    night = "name: 夜里一句\nkind: life\npurpose: brand\nchannel: moments\nwhen: mon 21:00\n" + column
    week = f"week: 2026-W40\ncolumns:\n  night:\n    mon:\n      copy: 早点睡。\n{entry}"
    base = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": "", "brand/tags.yaml": TAGS}
    return compile_project(
        project({**base, "content/columns/night.yaml": night, "content/weeks/2026-W40.yaml": week, **(files or {})})
    )


def line(result: Result) -> str | None:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    audience = result.publication.editions[0].messages[0].item.audience
    return audience.line if audience else None


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("{any: [dry, tender]}", "给谁：干皮或敏感肌"),
        ("{any: dry}", "给谁：干皮"),
        ("{all: [dry, regular]}", "给谁：干皮，而且老客"),
        ("{any: [dry, tender], all: [regular]}", "给谁：干皮或敏感肌，而且老客"),
        ("{any: [dry], none: [pregnant]}", "给谁：干皮；不给：孕期"),
    ],
)
def test_it_is_said_in_the_brand_s_words_wherever_the_operator_looks(project: Project, to: str, expected: str) -> None:
    result = build(project, f"      to: {to}\n")
    assert line(result) == expected
    assert result.publication is not None
    made = {a.path: a.data.decode() for a in render(result.publication) if isinstance(a.data, bytes)}
    assert expected in made["2026-W40/all/overview.md"]
    assert expected in made["site/all/2026-W40.html"]


@pytest.mark.parametrize(
    ("column", "entry", "expected"),
    [
        ("to: {any: [dry]}\n", "", "给谁：干皮"),
        ("to: {any: [dry]}\n", "      to: {any: [oily]}\n", "给谁：油皮"),
        ("to: {any: [dry]}\n", "      tiers: {all: {to: {any: [tender]}}}\n", "给谁：敏感肌"),
        ("", "", None),
    ],
    ids=["column", "entry", "tier", "nobody in particular"],
)
def test_the_nearest_word_counts(project: Project, column: str, entry: str, expected: str | None) -> None:
    files = {"brand/tiers/all.yaml": "name: 大家\n"} if "tiers" in entry else None
    assert line(build(project, entry, column, files)) == expected


def test_a_case_may_have_an_audience_of_its_own(project: Project) -> None:
    cases = "      variants:\n        oily: {when: 油皮, to: {any: [oily]}, product: osmanthus}\n        dry: {when: 干皮, to: {any: [dry]}}\n"
    result = build(project, cases)
    assert result.publication is not None
    made = {a.path: a.data.decode() for a in render(result.publication) if isinstance(a.data, bytes)}
    row = next(text for text in made["2026-W40/all/overview.md"].splitlines() if "night-oily.txt" in text)
    assert "〔油皮〕<br>给谁：油皮<br>" in row
    assert "〔干皮〕<br>给谁：干皮" in row


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("{any: [dri]}", ("unknown-id", "dri")),
        ("{all: [dry], none: [dry]}", ("goes-to-nobody", "dry")),
        ("{any: [dry, oily], none: [oily, dry]}", ("goes-to-nobody", "oily")),
        ("{some: [dry]}", ("unknown-key", "some")),
    ],
)
def test_an_audience_that_nobody_is_in(project: Project, to: str, expected: tuple[str, str]) -> None:
    result = build(project, f"      to: {to}\n")
    assert [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in result.diagnostics] == [expected]


JOURNEY = "name: 养肤\ntrigger: added\nsteps:\n  hi: {after: 1 day, channel: one-to-one, copy: 早。, to: {all: [dry], none: [dry]}}\n"


@pytest.mark.parametrize(
    ("column", "files"),
    [("to: {all: [dry], none: [dry]}\n", {}), ("", {"content/journeys/skin.yaml": JOURNEY})],
    ids=["column", "journey"],
)
def test_a_column_and_a_step_that_reach_nobody_are_told(project: Project, column: str, files: dict[str, str]) -> None:
    found = build(project, "", column, files).diagnostics
    assert [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in found] == [("goes-to-nobody", "dry")]


@pytest.mark.parametrize(
    ("to", "account", "expected"),
    [
        ("{none: [pregnant]}", "", "ERROR"),
        ("{any: [dry], none: [pregnant]}", "", "WARNING"),
        ("{none: [pregnant]}", ACCOUNT, None),
        ("{none: [pregnant]}", ACCOUNT.replace("personal-wechat", "wecom"), "ERROR"),
        ("{any: [dry]}", "", None),
    ],
    ids=["all but some", "some but some", "a personal account can", "wecom cannot", "only some"],
)
def test_an_exclusion_never_widens_silently(project: Project, to: str, account: str, expected: str | None) -> None:
    files = {"brand/accounts/yuanjie.yaml": account} if account else None
    result = build(project, f"      to: {to}\n", files=files)
    told = [d.severity.name for d in result.diagnostics if d.rule == "exclusion-widens"]
    assert told == ([expected] if expected else [])
    assert result.failed is (expected == "ERROR")


def test_a_column_s_exclusion_is_told_once_for_all_its_weeks_posts(project: Project) -> None:
    files = {"content/weeks/2026-W41.yaml": "week: 2026-W41\ncolumns: {night: {mon: {copy: 关灯。}}}\n"}
    result = build(project, "", "to: {none: [pregnant]}\n", files)
    told = [d for d in result.diagnostics if d.rule == "exclusion-widens"]
    assert [str(d.span) for d in told] == ["content/columns/night.yaml:6:13"]
