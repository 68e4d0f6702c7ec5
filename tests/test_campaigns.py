"""Campaigns: steps counted from the launch become items of their weeks, with the identity that they keep when it moves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import HERE, ROOT, Project, siyu, tree
from siyu.build import Result, compile_project
from siyu.edition import Message, identity_of
from siyu.ical.marks import marks
from siyu.kinds.campaign import Days, _days
from siyu.outputs.campaigns import campaigns
from siyu.source import Source, Text

PATH = "content/campaigns/harvest.yaml"
CAMPAIGN = """\
name: 开茶节
mechanic: coupon
launch: 2026-10-01
ends: 2026-10-03
offer: opening
tiers: [guest, member]
personas: [desk]
goal: {来的人: "80"}
flow: {who: 买过一次的人, product: green}
steps:
  kettle:
    name: 备茶样
    phase: prepare
    day: -3
    at: "10:00"
    channel: task
    only: []
    owner: service
    checklist: [数茶罐]
  hint:
    name: 预告
    phase: warm-up
    day: -1
    at: "16:00"
    channel: group
    product: green
    copy: 还有 {{ campaign.starts_in }} 天，{{ campaign.launch }}到{{ campaign.ends }}。{{ product.name }} {{ product.price }} 元。
    tiers:
      member: {at: "15:00", copy: "会员先说，{{ product.price }} 元。"}
  daily:
    name: 今日一泡
    phase: launch
    day: 0 to end
    at: "17:00"
    channel: group
    copies:
      - 第 {{ campaign.day }} 天，还剩 {{ campaign.days_left }} 天，先闻。
      - 第 {{ campaign.day }} 天，还剩 {{ campaign.days_left }} 天，再看。
      - 第 {{ campaign.day }} 天，还剩 {{ campaign.days_left }} 天，最后喝。
  thanks:
    name: 道谢
    phase: close
    day: end+1
    at: "17:00"
    channel: group
    only: [guest]
    personas: []
    copy: 开茶节结束了，谢谢来的各位。
  count:
    name: 复盘
    phase: review
    day: end+2
    at: "15:00"
    channel: task
    only: []
"""
OFFER = "name: 开茶券\nmechanic: coupon\nbegins: 2026-10-01\nends: 2026-10-03\nterms: 每人一张\nstock: 80 张\n"


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    root = tmp_path / "tea"
    shutil.copytree(HERE / "brands" / "tea", root)
    lay(root, PATH, CAMPAIGN)
    lay(root, "content/offers/opening.yaml", OFFER)
    return root


def lay(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


def steps(result: Result) -> list[Message]:
    assert result.publication, [str(d.span) + d.words.en for d in result.diagnostics]
    return [m for edition in result.publication.editions for m in edition.messages if m.item.campaign]


def change(root: Path, *pairs: tuple[str, str]) -> Result:
    text = (root / PATH).read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    lay(root, PATH, text)
    return compile_project(root)


def test_each_step_falls_on_its_day_in_each_tier(tea: Path) -> None:
    told = [
        (f"{m.item.date:%m-%d} {m.item.start // 60}", identity_of(m.item), m.item.role, m.text)
        for m in steps(compile_project(tea))
    ]
    assert told == [
        ("09-28 10", "harvest.kettle", "service", None),
        ("09-30 15", "harvest.hint.member", "owner", "会员先说，58 元。"),
        ("09-30 16", "harvest.hint.guest", "owner", "还有 1 天，10月1日到10月3日。雨前青 68 元。"),
        ("10-01 17", "harvest.daily.0.guest", "owner", "第 1 天，还剩 3 天，先闻。"),
        ("10-01 17", "harvest.daily.0.member", "owner", "第 1 天，还剩 3 天，先闻。"),
        ("10-02 17", "harvest.daily.1.guest", "owner", "第 2 天，还剩 2 天，再看。"),
        ("10-02 17", "harvest.daily.1.member", "owner", "第 2 天，还剩 2 天，再看。"),
        ("10-03 17", "harvest.daily.2.guest", "owner", "第 3 天，还剩 1 天，最后喝。"),
        ("10-03 17", "harvest.daily.2.member", "owner", "第 3 天，还剩 1 天，最后喝。"),
        ("10-04 17", "harvest.thanks.guest", "owner", "开茶节结束了，谢谢来的各位。"),
        ("10-05 15", "harvest.count", "owner", None),
    ]


def test_a_launch_that_moves_changes_no_identity(tea: Path) -> None:
    before = [identity_of(m.item) for m in steps(compile_project(tea))]
    days = ("launch: 2026-10-01", "launch: 2026-10-07"), ("ends: 2026-10-03", "ends: 2026-10-09")
    after = change(tea, *days, ("name: 开茶节", "name: 晚茶节"), ('"17:00"', '"18:00"'))
    assert sorted(identity_of(m.item) for m in steps(after)) == sorted(before)
    assert {m.item.date.month for m in steps(after)} == {10}


def test_a_step_is_seen_like_any_other_item(tea: Path) -> None:
    result = change(tea, ('at: "17:00"\n    channel: group\n    copies', 'at: "10:00"\n    channel: group\n    copies'))
    clashes = [d.words.en for d in result.diagnostics if d.rule == "two-at-one-minute"]
    assert clashes == [
        "morning and harvest are both at 10:00 on 2026-10-01",
        "morning and harvest are both at 10:00 on 2026-10-02",
        "morning and harvest are both at 10:00 on 2026-10-03",
    ]
    assert {m.item.personas for m in steps(result)} == {("desk",)}


def test_the_offer_belongs_to_its_days_and_to_texts_that_name_it(tea: Path) -> None:
    with_offer = {m.item.identity for m in steps(compile_project(tea)) if m.item.offer}
    assert with_offer == {"harvest.daily.0", "harvest.daily.1", "harvest.daily.2"}
    told = change(tea, ("开茶节结束了，", "开茶节结束了，{{ offer.stock }}领完，"))
    thanks = next(m for m in steps(told) if m.item.identity == "harvest.thanks")
    assert (thanks.text, thanks.item.offer is not None) == ("开茶节结束了，80 张领完，谢谢来的各位。", True)


def test_a_post_of_moments_has_its_first_comment_and_its_audience(tea: Path) -> None:
    beside = "channel: moments\n    to: {any: green}\n    comment: 第 {{ campaign.day }} 天的链接在这里\n    copies"
    result = change(tea, ("channel: group\n    copies", beside))
    daily = next(m for m in steps(result) if m.item.identity == "harvest.daily.1")
    assert daily.comment == "第 2 天的链接在这里" and daily.item.audience
    assert daily.item.audience.whom == "爱喝绿茶"


@pytest.mark.parametrize("name", ["starts_in", "days_left", "day"])
def test_days_that_are_none_are_told_not_printed(tea: Path, name: str) -> None:
    old = "会员先说，" if name != "starts_in" else "再看。"
    result = change(tea, (old, f"{{{{ campaign.{name} }}}}" + old))
    assert [d.rule for d in result.diagnostics if d.severity == 0] == ["name-not-given"]


@pytest.mark.parametrize(
    ("old", "new", "rule", "at"),
    [
        ("ends: 2026-10-03", "ends: 2026-09-03", "bad-date", "2026-09-03"),
        ("ends: 2026-10-03", "ends: 2029-10-03", "bad-date", "开茶节"),
        ("launch: 2026-10-01\nends: 2026-10-03", "launch: 9999-12-30\nends: 9999-12-31", "bad-date", "开茶节"),
        ("tiers: [guest, member]", "tiers: []", "goes-to-nobody", ""),
        ("only: [guest]", "only: [friend]", "tier-not-covered", "friend"),
        ("only: [guest]", "only: []", "goes-to-nobody", "thanks"),
        ("      member: {at", "      friend: {at", "tier-not-covered", "friend"),
        ("    copies:", "    copy: 喝茶。\n    copies:", "two-texts", "喝茶。"),
        ("    personas: []", "    template: shelf", "two-texts", "开茶节结束了，谢谢来的各位。"),
        ("    personas: []", "    todo: 等老林", "todo-and-copy", "等老林"),
        ("  hint:", "  Hint:", "bad-name", "Hint"),
        ("    personas: []", "    comment: 链接在这里", "field-not-shown", "链接在这里"),
        ("day: 0 to end", "day: 5 to end", "bad-day", "daily"),
        ("product: green\n", "product: gren\n", "unknown-id", "gren"),
    ],
)
def test_what_cannot_be_is_told_once_at_its_place(tea: Path, old: str, new: str, rule: str, at: str) -> None:
    (found,) = [d for d in change(tea, (old, new)).diagnostics if d.severity == 0]
    assert (found.rule, found.span.source.path) == (rule, PATH)
    assert found.span.source.text[found.span.start : found.span.end] == at


def test_a_text_for_a_day_that_does_not_come_is_told(tea: Path) -> None:
    found = [
        d for d in change(tea, ("ends: 2026-10-03", "ends: 2026-10-02")).diagnostics if d.rule == "field-not-shown"
    ]
    assert [str(d.span) for d in found] == [f"{PATH}:39:9"]


def test_a_day_without_its_text_is_told(tea: Path) -> None:
    result = change(tea, ("ends: 2026-10-03", "ends: 2026-10-04"))
    assert [d.rule for d in result.diagnostics if d.severity == 0] == ["no-copy"] * 1


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("-3", Days(False, -3)),
        ("0", Days(False, 0)),
        ("+2", Days(False, 2)),
        ("end", Days(True, 0)),
        ("end-1", Days(True, -1)),
        ("0 to 6", Days(False, 0, False, 6)),
        ("1 to end", Days(False, 1, True, 0)),
        ("end-2 to end+1", Days(True, -2, True, 1)),
    ],
)
def test_days_are_counted_from_the_launch_or_the_end(text: str, days: Days) -> None:
    assert _days(Text(text, Source("x", text), 0, len(text))) == days


def test_the_campaign_is_an_all_day_mark_of_its_tiers(tea: Path) -> None:
    made = compile_project(tea).publication
    assert made
    found = next(mark for mark in marks(made, made.editions) if mark.key == "mark-campaign-harvest")
    assert (str(found.first), str(found.last), found.title, found.tiers) == (
        "2026-10-01", "2026-10-03", "活动：开茶节", ("guest", "member"),
    )  # fmt: skip


def test_the_sheet_names_everything_and_quotes_no_text(tea: Path) -> None:
    made = compile_project(tea).publication
    assert made
    (sheet,) = campaigns(made)
    page = sheet.data.decode() if isinstance(sheet.data, bytes) else ""
    assert sheet.path == "campaigns/harvest.md"
    assert "| 来的人 | 80 | |" in page and "| 给哪些人 | 买过一次的人 |" in page and "| 哪个商品 | 雨前青 |" in page
    assert page.count("**还没答**") == 6
    assert "| 9月28日 周一 | 10:00 | 任务 · 备茶样<br>□ 数茶罐 | 客服 | — | — |" in page
    assert "[会员群](../2026-W40/member/group/09-30-wed-1500-harvest.txt)" in page
    assert not any(secret in page for secret in ("58", "52", "会员先说"))
    (only,) = campaigns(made.only(["guest"]))
    assert isinstance(only.data, bytes) and "会员群" not in only.data.decode()
    assert not list(campaigns(made.only(["friend"])))


def test_a_project_without_campaigns_has_no_word_of_them(project: Project) -> None:
    root = project({})
    assert siyu("build", root).returncode == 0
    assert not [path for path, data in tree(root / "output").items() if "campaign" in path or b"mark-campaign" in data]


def test_the_brands_own_campaigns_are_believable() -> None:
    result = compile_project(ROOT)
    made = result.publication
    assert made
    assert {c.mechanic for c in made.library.campaigns.values()} >= {"gift", "lottery", "check-in"}
    weeks = {e.plan.week.name for e in made.editions for m in e.messages if m.item.key == "year-end-return"}
    assert weeks == {"2026-W48", "2026-W49", "2026-W50", "2026-W51"}
    assert not [d for d in result.diagnostics if d.span.source.path.startswith("content/campaigns")]
