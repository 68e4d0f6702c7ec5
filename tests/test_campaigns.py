"""Campaigns: steps counted from the launch become items of their weeks, with the identity that they keep when it moves."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from conftest import HERE, ROOT, Project, siyu, tree
from siyu.build import Result, compile_project
from siyu.edition import Message, identity_of
from siyu.ical.marks import marks
from siyu.kinds.campaign import Days, _days
from siyu.outputs.campaigns import campaigns
from siyu.outputs.site import site
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


CASES = """\
    copy: 第 {{ campaign.day }} 天，先闻。
    variants:
      rain: {when: 下雨 | 雪, copy: "第 {{ campaign.day }} 天，雨天进屋喝。"}
      sun: {when: 晴天, product: green, images: [green.png]}
"""
COPIES = CAMPAIGN[CAMPAIGN.index("    copies:") : CAMPAIGN.index("  thanks:")]


def test_a_step_is_said_in_each_case_on_each_of_its_days(tea: Path) -> None:
    result = change(tea, (COPIES, CASES))
    daily = [m for m in steps(result) if m.item.identity == "harvest.daily.1"]
    assert [m.item.tier.id for m in daily if m.item.tier] == ["guest", "member"]  # one thing to do in each tier
    assert {one.item.variant: one.text for one in daily[0].versions} == {
        "rain": "第 2 天，雨天进屋喝。",
        "sun": "第 2 天，先闻。",
    }
    assert all(one.item.offer for one in daily[0].versions)
    assert result.publication
    (sheet,) = campaigns(result.publication)
    stem = "../2026-W40/guest/group/10-02-fri-1700-harvest"
    assert isinstance(sheet.data, bytes)
    assert f"[茶友群〔下雨 \\| 雪〕]({stem}-rain.txt)<br>[茶友群〔晴天〕]({stem}-sun.txt)" in sheet.data.decode()


def test_a_tier_says_a_case_of_a_step_otherwise(tea: Path) -> None:
    own = "    tiers:\n      member: {title: 会员场, variants: {rain: {copy: 会员雨天有座。}}}\n"
    result = change(tea, (COPIES, CASES + own))
    member = next(m for m in steps(result) if identity_of(m.item) == "harvest.daily.1.member")
    assert {one.item.variant: one.text for one in member.versions} == {
        "rain": "会员雨天有座。",
        "sun": "第 2 天，先闻。",
    }
    assert member.item.title == "会员场"


@pytest.mark.parametrize(
    ("old", "new", "rule", "at"),
    [
        ("when: 晴天, ", "", "missing-key", "sun"),
        ("when: 晴天", "when: 晴天, hook: 早", "unknown-key", "hook"),
        ("product: green,", "copy: 晒着喝。,", "field-not-shown", "第 {{ campaign.day }} 天，先闻。"),
        ("product: green, images", "comment: 在这, images", "field-not-shown", "在这"),
        ("product: green, images", "to: {all: [green], none: [green]}, images", "goes-to-nobody", "green"),
    ],
)
def test_what_nobody_would_see_of_a_case_is_told(tea: Path, old: str, new: str, rule: str, at: str) -> None:
    (found,) = [d for d in change(tea, (COPIES, CASES), (old, new)).diagnostics if d.severity == 0]
    assert (found.rule, found.span.source.text[found.span.start : found.span.end]) == (rule, at)


def test_the_texts_of_days_that_every_case_hides_are_told(tea: Path) -> None:
    cases = "    variants:\n      rain: {when: 下雨, copy: 进屋喝。}\n"
    (found,) = [d for d in change(tea, (COPIES, COPIES + cases)).diagnostics if d.severity == 0]
    assert (found.rule, str(found.span)) == ("field-not-shown", f"{PATH}:37:9")


def test_a_case_that_names_the_offer_before_the_launch_has_it(tea: Path) -> None:
    case = "    variants:\n      rain: {when: 下雨, copy: '到时有{{ offer.name }}。'}\n      sun: {when: 晴天}\n    tiers:\n      member: {at"
    hint = next(
        m for m in steps(change(tea, ("    tiers:\n      member: {at", case))) if "hint.guest" in identity_of(m.item)
    )
    assert hint.versions[0].text == "到时有开茶券。"


def test_a_tier_with_a_text_of_its_messageshas_it_on_every_day(tea: Path) -> None:
    result = change(tea, (COPIES, COPIES + "    tiers:\n      member: {copy: 会员直接坐。}\n"))
    told = [m.text for m in steps(result) if m.item.tier and m.item.tier.id == "member" and "daily" in m.item.identity]
    assert told == ["会员直接坐。"] * 3


def test_a_tier_with_texts_of_its_messagesfor_each_day_is_said_them_in_every_case(tea: Path) -> None:
    own = "    tiers:\n      member: {copies: [会员一。, 会员二。, 会员三。]}\n"
    result = change(tea, (COPIES, CASES + own))
    messages = [m for m in steps(result) if m.item.tier and m.item.tier.id == "member" and "daily" in m.item.identity]
    assert [{one.text for one in m.versions} for m in messages] == [{"会员一。"}, {"会员二。"}, {"会员三。"}]


def test_what_a_step_or_one_of_its_cases_shows_is_used(tea: Path) -> None:
    for name in ("a.gif", "b.gif", "c.gif"):
        (tea / "brand" / "assets" / name).write_bytes(b"GIF89a\x0a\0\x0a\0\0\0;")
    result = change(tea, (COPIES, CASES.replace("green.png", "a.gif") + "    images: [b.gif]\n"))
    assert result.publication
    assert sorted(result.publication.library.used & {"a.gif", "b.gif", "c.gif"}) == ["a.gif", "b.gif"]


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


@pytest.mark.parametrize(
    ("offer", "bars"),
    [
        ("tiers: [member, guest]", ["mark-campaign-harvest"]),
        ("", ["mark-campaign-harvest", "mark-offer-opening"]),
        ("tiers: [guest, member, friend]", ["mark-campaign-harvest", "mark-offer-opening"]),
        ("tiers: [guest, member]\nends: 2026-10-04", ["mark-campaign-harvest", "mark-offer-opening"]),
    ],
)
def test_a_campaign_and_its_offer_on_the_same_days_are_one_bar(tea: Path, offer: str, bars: list[str]) -> None:
    """Where the offer goes on longer, or to others, it has its own."""
    kept = "".join(line for line in OFFER.splitlines(True) if line.partition(":")[0] + ":" not in offer)
    lay(tea, "content/offers/opening.yaml", f"{kept}{offer}\n")
    made = compile_project(tea).publication
    assert made
    assert [mark.key for mark in marks(made, made.editions) if "harvest" in mark.key or "opening" in mark.key] == bars


def pages(result: Result) -> dict[str, str]:
    """The pages of campaigns, by folder."""
    assert result.publication
    made = {a.path.removeprefix("site/"): a.data for a in site(result.publication) if isinstance(a.data, bytes)}
    return {
        path.rpartition("/")[0]: data.decode() for path, data in made.items() if path.endswith("campaigns.html")
    } | {"index of friend": made["friend/index.html"].decode()}


def chips(page: str) -> list[str]:
    """Each step in words, and where it leads."""
    found = re.findall(r'<(?:a|div) class="chip".*?</(?:a|div)>\n', page, re.S)
    lines = [" ".join([re.sub(r"<[^>]+>", " ", chip), *re.findall(r'href="([^"]+)"', chip)]) for chip in found]
    return [" ".join(line.split()) for line in lines]


def test_a_tiers_page_has_its_messagessteps_in_their_order_and_leads_to_their_cards(tea: Path) -> None:
    found = pages(compile_project(tea))
    daily = [
        f"10月{day}日 周{name} 17:00 今日一泡 群消息 · 群主 2026-W40.html#harvest.daily.{number}"
        for number, (day, name) in enumerate([(1, "四"), (2, "五"), (3, "六")])
    ]
    hint, thanks = "9月30日 周三 {} 预告 群消息 · 群主 2026-W40.html#harvest.hint", "10月4日 周日 17:00 道谢 群消息"
    guest, member = (
        [re.sub("群主 [^ ]+", "群主", line) for line in chips(found[tier])] for tier in ("guest", "member")
    )
    assert guest == [hint.format("16:00"), *daily, f"{thanks} · 群主 2026-W40.html#harvest.thanks"]
    assert member == [hint.format("15:00"), *daily]
    for tier in ("guest", "member"):
        assert found[tier].index("预热") < found[tier].index("启动") and "准备" not in found[tier]
        assert not any(word in found[tier] for word in ("来的人", "买过一次的人", "备茶样", "58", "52", "每人一张"))
    assert "会员" not in found["guest"]
    assert "friend" not in found and "campaigns.html" not in found["index of friend"]


def test_the_brands_page_has_all_steps_figures_and_questions(tea: Path) -> None:
    found = pages(compile_project(tea))
    page = found[""]
    assert "来的人 80" in page and "买过一次的人" in page and "雨前青" in page and page.count("还没答") == 6
    lines = chips(page)
    assert next(line for line in lines if "今日一泡" in line).endswith(
        "guest/2026-W40.html#harvest.daily.0 member/2026-W40.html#harvest.daily.0"
    )
    hints = [line.rpartition(" ")[2] for line in lines if "预告" in line]
    assert hints == ["member/2026-W40.html#harvest.hint", "guest/2026-W40.html#harvest.hint"], "an hour apart"
    assert any("备茶样" in line and line.endswith("role-service/2026-W40.html#harvest.kettle") for line in lines)
    assert chips(found["role-service"]) == ["9月28日 周一 10:00 备茶样 任务 · 客服 2026-W40.html#harvest.kettle"]


def test_a_step_whose_week_is_not_planned_is_there_and_leads_nowhere(tea: Path) -> None:
    moved = change(tea, ("launch: 2026-10-01", "launch: 2026-12-01"), ("ends: 2026-10-03", "ends: 2026-12-03"))
    found = pages(moved)
    assert "11月30日 周一 15:00 预告 群消息 · 群主 · 那一周还没有周计划" in chips(found["member"])
    assert "href" not in found["member"].partition('<dl class="phases">')[2].partition("</dl>")[0]


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
    assert not [
        path
        for path, data in tree(root / "output").items()
        if "campaign" in path or b"mark-campaign" in data or b"campaigns.html" in data
    ]


def test_the_brands_messagescampaigns_are_believable() -> None:
    result = compile_project(ROOT)
    made = result.publication
    assert made
    assert {c.mechanic for c in made.library.campaigns.values()} >= {"gift", "lottery", "check-in"}
    weeks = {e.plan.week.name for e in made.editions for m in e.messages if m.item.key == "year-end-return"}
    assert weeks == {"2026-W48", "2026-W49", "2026-W50", "2026-W51"}
    assert not [d for d in result.diagnostics if d.span.source.path.startswith("content/campaigns")]
