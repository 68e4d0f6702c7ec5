"""Words that are counted: days until an anchor, other words on the day and after it. The date is the item's, never today's."""

from __future__ import annotations

import pytest

from conftest import Project
from siyu.build import Result, compile_project

BAKED = '{on: 2026-10-01, before: "离开门还有 {{ days }} 天", day: 今天开门, after: "开门第 {{ days }} 天，{{ date }}{{ weekday }}开的"}'


def build(
    project: Project, copy: str, rules: str = "", anchors: str = "", files: dict[str, str] | None = None
) -> Result:
    base = {
        "content/columns/menu.yaml": "",
        "content/columns/noon-cup.yaml": "",
        "content/columns/door.yaml": f"name: 门口\nkind: brand\npurpose: brand\nchannel: moments\nwhen: daily 09:30\n{copy}",
        "content/weeks/2026-W40.yaml": f"week: 2026-W40\n{anchors}",
    }
    if rules:
        base["brand/rules.yaml"] = f"anchors:\n  shop: {rules}\n"
    return compile_project(project({**base, **(files or {})}))


def texts(result: Result) -> list[str | None]:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    return [message.text for message in result.publication.editions[0].messages]


COUNTED = [
    "离开门还有 3 天",
    "离开门还有 2 天",
    "离开门还有 1 天",
    "今天开门",
    "开门第 1 天，10月1日周四开的",
    "开门第 2 天，10月1日周四开的",
    "开门第 3 天，10月1日周四开的",
]


def test_the_same_copy_counts_down_says_the_day_and_counts_on(project: Project) -> None:
    assert texts(build(project, 'copy: "{{ anchor.shop }}"\n', BAKED)) == COUNTED


def test_a_week_may_have_anchors_of_its_own_and_they_come_first(project: Project) -> None:
    own = "anchors:\n  shop: {on: 2026-10-04, before: 再等等, day: 到了, after: 过了}\n  moon: {on: 2026-09-25, after: 月亮缺了一点}\n"
    made = texts(build(project, 'copy: "{{ anchor.shop }}，{{ anchor.moon }}"\n', BAKED, own))
    assert made == ["再等等，月亮缺了一点"] * 6 + ["到了，月亮缺了一点"]


def test_templates_name_anchors_too(project: Project) -> None:
    files = {"brand/templates/door.txt": "{% if anchor.shop %}{{ anchor.shop }}{% endif %}！"}
    assert texts(build(project, "template: door\n", BAKED, files=files))[3] == "今天开门！"


@pytest.mark.parametrize(
    ("rules", "rule", "at", "path"),
    [
        ("{on: 2026-10-04, before: 快了}", "name-not-given", "anchor.shop", "content/columns/door.yaml"),
        ('{on: 2026-10-09, before: "还有 {{ day }} 天"}', "unknown-name", "day", "brand/rules.yaml"),
        ("{on: 10-09, before: 快了}", "bad-date", "10-09", "brand/rules.yaml"),
        ("{on: 2026-10-09, befor: 快了}", "unknown-key", "befor", "brand/rules.yaml"),
    ],
    ids=["no words for the day itself", "a wrong name", "no date", "a wrong key"],
)
def test_words_that_are_missing_are_told(project: Project, rules: str, rule: str, at: str, path: str) -> None:
    result = build(project, 'copy: "{{ anchor.shop }}"\n', rules)
    assert result.failed
    told = {(d.rule, d.span.source.text[d.span.start : d.span.end], d.span.source.path) for d in result.diagnostics}
    assert told == {(rule, at, path)}


def test_a_misspelt_anchor_is_told_with_the_right_one(project: Project) -> None:
    result = build(project, 'copy: "{{ anchor.shp }}"\n', BAKED)
    first = result.diagnostics[0]
    assert (first.rule, first.span.source.text[first.span.start : first.span.end]) == ("unknown-name", "anchor.shp")
    assert "anchor.shop" in first.notes[0].words.en


def test_no_anchor_anywhere(project: Project) -> None:
    result = build(project, 'copy: "{{ anchor.shop }}"\n')
    assert [d.rule for d in result.diagnostics] == ["name-not-given"]


def test_a_finding_in_an_anchor_s_words_is_at_the_anchor(project: Project) -> None:
    words = {"brand/wording/no.yaml": "terms: |\n  开门\nwhy: 说营业\n"}
    result = build(project, 'copy: "早，{{ anchor.shop }}"\n', "{on: 2026-10-09, before: 还没开门呢}", files=words)
    assert [(d.rule, str(d.span)) for d in result.diagnostics if d.rule == "banned-word"] == [
        ("banned-word", "brand/rules.yaml:2:36")
    ]
