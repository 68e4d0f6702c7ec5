"""What only this brand holds itself to: blanks, words per channel, quiet columns, distance and quotas; and what stands beside a post."""

from __future__ import annotations

import pytest

from conftest import ROOT, Project
from siyu.build import Result, compile_project
from siyu.stages.render import render

NIGHT = (
    "name: 夜里一句\nkind: life\npurpose: brand\nchannel: %s\nwhen: [mon 21:00, wed 21:00]\naccepts: [copy, title]\n"
)
Files = dict[str, str | bytes]
QUIET: Files = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": ""}


def build(project: Project, week: str, rules: str = "", channel: str = "moments", files: Files | None = None) -> Result:
    base: Files = {**QUIET, "content/columns/night.yaml": NIGHT % channel}
    base["content/weeks/2026-W40.yaml"] = f"week: 2026-W40\n{week}"
    if rules:
        base["brand/rules.yaml"] = rules
    return compile_project(project({**base, **(files or {})}))


def outputs(result: Result) -> dict[str, str]:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    return {a.path: a.data.decode() for a in render(result.publication) if isinstance(a.data, bytes)}


def told(result: Result, rule: str) -> list[tuple[str, str]]:
    return [(d.severity.name, str(d.span)) for d in result.diagnostics if d.rule == rule]


def nights(mon: str, wed: str = "{copy: 关灯。}") -> str:
    return f"columns:\n  night:\n    mon: {mon}\n    wed: {wed}\n"


# --- blanks ---


def test_blanks_are_told_from_headings_placeholders_and_the_platform_s_own(project: Project) -> None:
    copy = '"【今晚的话】{{ tier.name }}的【姓名】，%VIP% 的【订单号】到了，【姓名】收好。"'
    made = outputs(build(project, nights(f"{{copy: {copy}}}"), "blanks: [订单号, 姓名, 日期]\n", "one-to-one"))
    text = made["2026-W40/all/one-to-one/09-28-mon-2100-night.txt"]
    assert text == "【今晚的话】半糖山的【姓名】，%VIP% 的【订单号】到了，【姓名】收好。"
    card = made["site/all/2026-W40.html"]
    assert card.count("<mark>【姓名】</mark>") == 2
    assert card.count("<mark>【订单号】</mark>") == 1
    assert "<mark>【今晚的话】" not in card
    assert "要填：订单号、姓名" in card
    assert "要填：订单号、姓名" in made["2026-W40/all/overview.md"]
    assert "日期" not in card


def test_a_blank_with_signs_of_markup_stays_text(project: Project) -> None:
    card = outputs(build(project, nights('{copy: "【<b>】好，【&】"}'), "blanks: ['<b>', '&']\n"))[
        "site/all/2026-W40.html"
    ]
    assert "<mark>【&lt;b&gt;】</mark>好，<mark>【&amp;】</mark>" in card
    assert "<b>】" not in card


@pytest.mark.parametrize(("rules", "warned"), [("", True), ("blanks: [姓名]\n", False)])
def test_a_brand_that_declares_none_is_warned_of_every_bracket(project: Project, rules: str, warned: bool) -> None:
    page = outputs(build(project, nights("{copy: 【晚安】关灯。}"), rules))["site/all/2026-W40.html"]
    assert ("【】里先填好再发" in page) is warned


# --- beside a post ---

POST = '{copy: "#半糖日记 关灯前看了一眼月亮。", comment: "月亮在 {{ day.weekday }} 的窗外", pinned: true, topics: [半糖日记]}'


def test_a_comment_a_pin_and_topics_reach_text_card_and_overview(project: Project) -> None:
    made = outputs(build(project, nights(POST)))
    stem = "2026-W40/all/moments/09-28-mon-2100-night"
    assert made[f"{stem}.txt"] == "#半糖日记 关灯前看了一眼月亮。"
    assert made[f"{stem}.comment.txt"] == "月亮在 周一 的窗外"
    overview = made["2026-W40/all/overview.md"]
    assert "发完置顶" in overview
    assert "第一条评论：月亮在 周一 的窗外" in overview
    page = made["site/all/2026-W40.html"]
    card = page.split('<article class="card"')[1]
    assert "发完置顶" in card
    piece = card.split('<div class="card bare">')[1]
    assert "第一条评论" in piece
    assert '<pre class="text">月亮在 周一 的窗外</pre>' in piece
    assert card.index("关灯前看了一眼月亮") < card.index("月亮在 周一")  # the card's own button takes the first


def test_a_comment_is_held_against_the_text_rules_at_its_own_characters(project: Project) -> None:
    words: Files = {"brand/wording/no.yaml": "terms: |\n  窗外\nwhy: 试\n"}
    result = build(project, nights(POST), files=words)
    found = [d for d in result.diagnostics if d.rule == "banned-word"]
    assert [d.span.source.text[d.span.start : d.span.end] for d in found] == ["窗外"]


def test_a_tier_may_have_a_comment_of_its_own_and_no_pin(project: Project) -> None:
    files: Files = {
        "brand/tiers/low.yaml": "name: 大群\nway_up: {to: top, how: 买}\n",
        "brand/tiers/top.yaml": "name: 小群\n",
    }
    mon = POST[:-1] + ', tiers: {top: {comment: 小群先看, pinned: "false"}}}'
    made = outputs(build(project, nights(mon), files=files))
    assert made["2026-W40/top/moments/09-28-mon-2100-night.comment.txt"] == "小群先看"
    assert made["2026-W40/low/moments/09-28-mon-2100-night.comment.txt"] == "月亮在 周一 的窗外"
    assert "发完置顶" not in made["2026-W40/top/overview.md"]
    assert "小群先看" not in "".join(text for path, text in made.items() if "/low/" in path)


@pytest.mark.parametrize("beside", ["comment: 早", "pinned: true"])
def test_a_group_message_has_neither(project: Project, beside: str) -> None:
    result = build(project, nights(f'{{copy: "关灯。", {beside}}}'), channel="group")
    assert [d.rule for d in result.diagnostics] == ["field-not-shown"]


# --- words, links, distance, quotas ---


def test_words_may_be_banned_in_one_channel_only(project: Project) -> None:
    words: Files = {"brand/wording/loud.yaml": "terms: |\n  家人们\nwhy: 群里才这样叫\nchannels: [moments]\n"}
    week = nights("{copy: 家人们，关灯。}")
    assert len(told(build(project, week, files=words), "banned-word")) == 1


def test_the_same_picture_again_is_told_across_weeks_and_tiers_once(project: Project) -> None:
    picture = (ROOT / "tests/brands/tea/brand/assets/green.png").read_bytes()
    files: Files = {
        "brand/assets/moon.png": picture,
        "brand/tiers/low.yaml": "name: 大群\nway_up: {to: top, how: 买}\n",
        "brand/tiers/top.yaml": "name: 小群\n",
        "content/weeks/2026-W41.yaml": "week: 2026-W41\n" + nights('{copy: "月亮又回来了。", images: [moon.png]}'),
    }
    week = nights("{copy: 月亮很圆, images: [moon.png]}")
    assert told(build(project, week, "no_repeat: [{what: images, days: 14}]\n", files=files), "again-too-soon") == [
        ("WARNING", "content/weeks/2026-W41.yaml:4:5")
    ]


@pytest.mark.parametrize(("days", "number"), [("7", 0), ("8", 1)])
def test_the_distance_is_the_brand_s(project: Project, days: str, number: int) -> None:
    later: Files = {"content/weeks/2026-W41.yaml": "week: 2026-W41\n" + nights("{title: 月亮, copy: 又圆了}")}
    week = nights("{title: 月亮, copy: 很圆}")
    result = build(project, week, f"no_repeat: [{{what: title, days: {days}}}]\n", files=later)
    assert len(told(result, "again-too-soon")) == number


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        ("6", []),
        ("5", [("ADVICE", "brand/rules.yaml:1:19")]),
        ("1", [("WARNING", "content/weeks/2026-W37.yaml:5:5")]),
    ],
    ids=["enough", "weeks to come pass it", "passed already"],
)
def test_a_monthly_quota_counts_weeks_that_nobody_has_planned(
    project: Project, most: str, expected: list[tuple[str, str]]
) -> None:
    """September 2026: 7 and 9 are planned in W37; 14 and 16 stand in no plan, nor do 21 and 23; 28 and 30 are left out by the plan of W40."""
    skip = "skip:\n  - {column: night, day: mon, because: 试}\n  - {column: night, day: wed, because: 试}\n"
    first: Files = {"content/weeks/2026-W37.yaml": "week: 2026-W37\n" + nights("{copy: 早睡}")}
    result = build(project, skip, f"quotas: [{{column: night, most: {most}}}]\n", files=first)
    assert told(result, "over-house-quota") == expected


def test_an_announcement_has_the_same_title_every_week(project: Project) -> None:
    files: Files = {
        "content/announcements/week.md": "---\nwhen: mon 09:30\ntitle: 本周公告\n---\n早\n",
        "content/weeks/2026-W41.yaml": "week: 2026-W41\n" + nights("{copy: 早睡}"),
    }
    result = build(project, nights("{copy: 关灯}"), "no_repeat: [{what: title, days: 30}]\n", files=files)
    assert told(result, "again-too-soon") == []
    assert result.publication is not None
