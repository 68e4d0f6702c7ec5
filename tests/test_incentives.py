"""Incentives: what members read is what the file says, tier by tier; and nothing where a brand has none."""

from __future__ import annotations

import pytest

from conftest import ROOT, Project
from siyu.build import compile_project
from siyu.edition import Publication
from siyu.outputs.incentives import incentives

TIERS: dict[str, str | bytes] = {
    "brand/tiers/basic.yaml": "name: 茶友\nway_up: {to: core, how: 下过三单}\n",
    "brand/tiers/core.yaml": "name: 老友\n",
}
CUP = """name: 杯点
kind: points
about: 带杯子来，就记一笔。
unit: 杯点
valid: 12 months
notice: 30 days
from: 2026-10-01
earn:
  cup: {what: 带自己的杯子来。, points: 5, per_day: 1, per_month: 20}
  word: {what: 说一句哪杯太甜, points: 3, in_all: 1}
spend:
  two: {what: 两杯桂花乌龙, cost: 400, stock: 30, limit: 1}
  one: {product: osmanthus, cost: 200}
terms:
  - 杯点不折现。
checklist:
  - 周日对一遍账
"""
WALK = """name: 七天自带杯
kind: check-in
campaign: walk
days: 7
missed: starts-over
make_up: 1
rewards:
  seven: {days: 7, what: 一袋桂花, stock: 30}
  five: {days: 5, what: 一杯桂花乌龙, drawn: 3, worth: 16}
"""
CAMPAIGN = """name: 七天自带杯
mechanic: check-in
launch: 2026-10-12
ends: 2026-10-18
tiers: [core]
flow: {relationship: 熟客, who: 带杯子的人, when: 早上, hook: 一袋桂花, product: osmanthus, place: 群里, lead: 到店, after: 道谢}
steps:
  thanks: {name: 收尾, phase: close, day: end, at: "18:00", channel: task}
  figures: {name: 复盘, phase: review, day: end+1, at: "18:00", channel: task}
"""


def made(project: Project, files: dict[str, str | bytes]) -> Publication:
    result = compile_project(project(files))
    assert result.publication is not None, result.diagnostics
    return result.publication


def told(project: Project, files: dict[str, str | bytes]) -> list[str]:
    return [f"{found.span} {found.rule}" for found in compile_project(project(files)).diagnostics]


def texts(publication: Publication) -> dict[str, str]:
    return {
        artifact.path: artifact.data.decode()
        for artifact in incentives(publication)
        if isinstance(artifact.data, bytes)
    }


def test_points_are_told_in_three_files(project: Project) -> None:
    found = texts(made(project, {"content/incentives/cup.yaml": CUP}))
    assert list(found) == [
        "incentives/all/cup-rules.txt",
        "incentives/all/cup-announcement.txt",
        "incentives/all/cup-checklist.md",
    ]
    rules, announcement, checklist = found.values()
    assert rules == (
        "杯点规则\n\n带杯子来，就记一笔。\n\n"
        "怎么攒\n1. 带自己的杯子来，得 5 杯点，一天最多 1 次，一个月最多 20 次\n2. 说一句哪杯太甜，得 3 杯点，每人一共 1 次\n\n"
        "怎么用\n1. 桂花乌龙：200 杯点\n2. 两杯桂花乌龙：400 杯点，共 30 份，每人最多 1 份\n\n"
        "说明\n1. 10月1日开始\n2. 杯点从得到那天起 12 个月内有效，过期前 30 天提醒一次\n3. 杯点不折现"
    )
    assert announcement.startswith("杯点｜10月1日开始\n\n带杯子来，就记一笔。\n\n这样攒：\n· 带自己的杯子来，得 5 杯点")
    assert [line for line in checklist.splitlines() if line.startswith("- [ ] ")][-1] == "- [ ] 周日对一遍账"
    assert "- [ ] 两杯桂花乌龙，共 30 份：备好" in checklist
    assert "30 天内要过期的，逐个提醒" in checklist


def test_a_check_in_has_the_days_and_tiers_of_its_campaign(project: Project) -> None:
    files = TIERS | {"content/incentives/walk.yaml": WALK, "content/campaigns/walk.yaml": CAMPAIGN}
    found = texts(made(project, files))
    assert set(found) == {f"incentives/core/walk-{name}" for name in ("rules.txt", "announcement.txt", "checklist.md")}
    assert found["incentives/core/walk-rules.txt"] == (
        "七天自带杯规则\n\n给什么\n1. 打满 5 天：一杯桂花乌龙，抽 3 位，每份价值 16 元\n2. 打满 7 天：一袋桂花，共 30 份\n\n"
        "说明\n1. 10月12日至10月18日\n2. 一共 7 天；断一天，从头数起\n3. 可以补打 1 天"
    )
    assert "当着大家的面抽 3 位" in found["incentives/core/walk-checklist.md"]


def test_what_is_for_one_tier_stays_there(project: Project) -> None:
    cup = CUP.replace("two: {", "two: {only: [core], ").replace("word: {", "word: {only: [core], ")
    found = texts(made(project, TIERS | {"content/incentives/cup.yaml": cup}))
    assert all("两杯" not in text and "太甜" not in text for path, text in found.items() if "/basic/" in path)
    assert all("两杯" in text for path, text in found.items() if "/core/" in path)


def test_a_product_that_the_tier_cannot_buy_is_no_reward(project: Project) -> None:
    core = "name: 老茶头\nrole: exclusive\npoint: 一共十二饼\nprice: 99\ntiers: [core]\nlink: https://mini.bantangshan.example/p/old\n"
    cup = CUP.replace("product: osmanthus", "product: old")
    files = TIERS | {"brand/products/old.yaml": core, "content/incentives/cup.yaml": cup}
    assert told(project, files) == ["content/incentives/cup.yaml:13:18 tier-not-covered"]


def test_and_is_one_where_only_they_get_it(project: Project) -> None:
    core = "name: 老茶头\nrole: exclusive\npoint: 一共十二饼\nprice: 99\ntiers: [core]\nlink: https://mini.bantangshan.example/p/old\n"
    cup = CUP.replace("{product: osmanthus", "{only: [core], product: old")
    found = texts(made(project, TIERS | {"brand/products/old.yaml": core, "content/incentives/cup.yaml": cup}))
    assert {path.split("/")[1] for path, text in found.items() if "老茶头" in text} == {"core"}


def test_a_brands_own_words_name_what_is_written_once(project: Project) -> None:
    own = (
        CUP
        + "rules: |\n  {{ incentive.name }}\n  {{ incentive.spend }}\nannouncement: |\n  {{ incentive.begins }}起记{{ incentive.unit }}。\n"
    )
    found = texts(made(project, {"content/incentives/cup.yaml": own}))
    assert (
        found["incentives/all/cup-rules.txt"]
        == "杯点\n1. 桂花乌龙：200 杯点\n2. 两杯桂花乌龙：400 杯点，共 30 份，每人最多 1 份"
    )
    assert found["incentives/all/cup-announcement.txt"] == "10月1日起记杯点。"


@pytest.mark.parametrize(
    ("name", "rule"),
    [("incentive.ends", "name-not-given"), ("incentive.earns", "unknown-name"), ("nickname", "name-not-given")],
)
def test_a_name_that_is_not_there_is_told_at_its_characters(name: str, rule: str, project: Project) -> None:
    own = CUP + f"rules: |\n  到 {{{{ {name} }}}}\n"
    assert told(project, {"content/incentives/cup.yaml": own}) == [f"content/incentives/cup.yaml:19:8 {rule}"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("哪杯太甜", "根治失眠", "10:19 medical-claim"),  # the words themselves, in a line that we made
        ("带杯子来，就记一笔。", "包治百病。", "3:8 medical-claim"),
        ("杯点不折现", "根治失眠", "15:5 medical-claim"),
    ],
)
def test_what_must_not_be_said_is_found_where_it_was_written(old: str, new: str, place: str, project: Project) -> None:
    found = told(project, {"content/incentives/cup.yaml": CUP.replace(old, new)})
    assert f"content/incentives/cup.yaml:{place}" in found


@pytest.mark.parametrize(
    ("old", "new", "told_"),
    [
        ("kind: points", "kind: honour", "1:1 missing-key"),
        ("earn:", "days: 7\nearn:", "1:1 unknown-key"),
        ("{product: osmanthus, cost", "{cost", "13:3 missing-key"),
        ("from: 2026-10-01", "from: 2026-10-01\nends: 2026-09-01", "1:1 bad-date"),
        ("  one: {product: osmanthus", "  one: {product: osmantus", "13:18 unknown-id"),
        ("kind: points", "kind: coins", "2:7 unknown-word"),
    ],
)
def test_what_cannot_be_is_refused(old: str, new: str, told_: str, project: Project) -> None:
    found = told(project, {"content/incentives/cup.yaml": CUP.replace(old, new)})
    assert found == [f"content/incentives/cup.yaml:{told_}"]


def test_a_brand_without_any_has_none(project: Project) -> None:
    publication = made(project, {})
    assert publication.handouts == ()
    assert texts(publication) == {}


def test_a_set_is_not_made_of_itself(project: Project) -> None:
    one = "name: 一套\nrole: profit\npoint: 坐下来吃\nprice: 9\nbundle: [osmanthus, set]\n"
    assert [line.partition(" ")[2] for line in told(project, {"brand/products/set.yaml": one})] == ["unknown-id"]


def test_the_brand_in_the_repository_gives_for_deeds_not_for_sharing() -> None:
    publication = compile_project(ROOT).publication
    assert publication is not None
    found = texts(publication)
    assert {path.split("/")[1] for path in found if "bottles" in path} == {"member", "core"}
    assert {path.split("/")[1] for path in found if "seven-nights" in path} == {"basic", "member", "core"}
    assert "11月30日至12月6日" in found["incentives/basic/seven-nights-rules.txt"]
    assert "和沅姐单独聊" not in found["incentives/member/bottles-rules.txt"]
    assert all("转发" not in text.replace("不用转发", "") for text in found.values())
