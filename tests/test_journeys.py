"""Journeys: everybody reaches each step once, on her own day; texts are composed and checked once; nothing is drawn where there is none."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import icalendar
import pytest

from conftest import ROOT, Project, siyu, tree
from siyu.after import After, after_of, length_of
from siyu.build import Result, compile_project, publish
from siyu.diagnostic import Problem
from siyu.edition import Message, Publication
from siyu.source import Source, Text
from siyu.stages.plan_journeys import cohorts

DAY = timedelta(1)
TIERS = {
    "brand/tags.yaml": "groups:\n  buying: {name: 购买, kind: behaviour, tags: {none: 还没下单, once: 买过一单}}\n",
    "brand/tiers/basic.yaml": "name: 茶友群\nroles: {owner: 阿榛, service: [木木]}\nrules: {purpose: 喝茶}\nway_up: {to: club, how: 买三杯}\n",
    "brand/tiers/club.yaml": "name: 会员群\nroles: {owner: 阿榛, service: [禾子]}\nrules: {purpose: 试饮}\n",
    "brand/personas/worker.yaml": "name: 上班族\n",
    "brand/products/osmanthus.yaml": "name: 桂花冻\nrole: traffic\npoint: 三分糖刚好\nprice: 19\nprices: {basic: 17, club: 15}\nlink: https://mini.bantangshan.example/order\n",
    "content/weeks/2026-W40.yaml": "week: 2026-W40\n",
    "content/weeks/2026-W41.yaml": "week: 2026-W41\n",
    "content/columns/noon-cup.yaml": "",
}
JOURNEY = "content/journeys/first.yaml"
FIRST = """
name: 新朋友
trigger: joined
personas: [student, worker]
within: 10:30-20:00
steps:
  hello:
    after: 10 min
    channel: one-to-one
    copy: 你好，我是半糖山的阿榛。
  try:
    after: 7 days
    name: 头一杯
    channel: one-to-one
    to: {any: none}
    purpose: conversion
    product: osmanthus
    copy: |
      广告｜{{ product.name }} {{ product.price }} 元，{{ tier.name }}价
      {{ product.link }}
    personas:
      worker:
        copy: 下班路上来一杯，{{ product.price }} 元，{{ product.link }}，广告。
    tiers:
      club:
        copy: |
          广告｜会员{{ product.price }}元 {{ product.link }}
        personas:
          student: {copy: "广告｜下课来，会员{{ product.price }}元 {{ product.link }}"}
    checklist: [发之前对一遍标签]
  weekend:
    after: next weekend
    channel: moments
    only: [basic]
    copy: 周末店里放老歌。
stop:
  bought: {tag: once, invite: club, journey: bought}
  left: {}
then: {note: 留在群里}
"""
BOUGHT = """
name: 第一单
trigger: first-purchase
steps:
  thanks:
    after: 1 day
    channel: one-to-one
    copy: 谢谢第一杯。
"""
BOTH = {**TIERS, JOURNEY: FIRST, "content/journeys/bought.yaml": BOUGHT}


def written(text: str) -> Text:
    return Text(text, Source("x.yaml", text), 0, len(text))


def made(result: Result) -> Publication:
    assert result.publication is not None, result.diagnostics
    return result.publication


def told(root: Path) -> list[str]:
    return [diagnostic.rule for diagnostic in compile_project(root).diagnostics]


def tasks(publication: Publication) -> dict[str, Message]:
    """The tasks of journeys by identity and tier."""
    return {
        f"{message.item.identity}.{message.item.tier.id}": message
        for edition in publication.editions
        for message in edition.messages
        if message.item.step and message.item.tier
    }


def scripts(publication: Publication) -> dict[str, str]:
    return {touch.message.path: touch.message.text or "" for touch in publication.touches if touch.message.path}


def out(project: Path, tmp: Path) -> dict[str, bytes]:
    publish(made(compile_project(project)), tmp / "out", project)
    return tree(tmp / "out")


# --- how long after


@pytest.mark.parametrize(
    ("written_", "zero", "there", "zh"),
    [
        ("0 min", "2026-11-25", "2026-11-25", "T+0"),
        ("10 min", "2026-11-25", "2026-11-25", "10 分钟后"),
        ("2 hours", "2026-11-25", "2026-11-25", "2 小时后"),
        ("24 hours", "2026-11-25", "2026-11-26", "24 小时后"),
        ("1 day", "2026-12-31", "2027-01-01", "T+1"),
        ("3 weeks", "2026-11-25", "2026-12-16", "T+21"),
        ("1 month", "2027-01-31", "2027-02-28", "满 1 个月"),
        ("13 months", "2027-01-31", "2028-02-29", "满 13 个月"),
        ("next weekend", "2026-11-25", "2026-11-28", "之后的周末"),
        ("next weekend", "2026-11-28", "2026-12-05", "之后的周末"),
        ("next sun", "2026-11-28", "2026-11-29", "之后的周日"),
        ("next mon", "2026-12-28", "2027-01-04", "之后的周一"),
    ],
)
def test_a_step_is_reached_on_her_own_day(written_: str, zero: str, there: str, zh: str) -> None:
    after = after_of(written(written_))
    assert after.reached(date.fromisoformat(zero)) == date.fromisoformat(there)
    assert after.zh == zh
    assert after.prompt is (zero == there)


@pytest.mark.parametrize(
    "text", ["soon", "7", "-1 days", "7days", "next", "next week", "1.5 hours", "99999 days", "7 dayss", "٧ days"]
)
def test_what_is_no_span_of_time_is_told(text: str) -> None:
    with pytest.raises(Problem) as problem:
        after_of(written(text))
    assert problem.value.rule == "bad-after"
    assert problem.value.notes


@pytest.mark.parametrize("text", ["0 min", "2 hours", "36 hours", "next sat"])
def test_a_length_is_whole_days(text: str) -> None:
    after_of(written(text))
    with pytest.raises(Problem):
        length_of(written(text))


@pytest.mark.parametrize("sentence", ["1 day", "7 days", "10 days", "25 hours", "3 weeks", "1 month", "2 months", "12 months", "next weekend", "next mon", "next sun"])  # fmt: skip
def test_everybody_is_due_once_on_the_very_day_and_in_one_task(sentence: str) -> None:
    after, first = after_of(written(sentence)), date(2026, 1, 5)
    due: dict[date, date] = {}
    names = []
    for week in range(170):
        monday = first + week * 7 * DAY
        for cohort in cohorts(after, monday):
            names.append(cohort.name)
            assert monday <= cohort.due[0][0] <= monday + 6 * DAY
            assert cohort.due[0][0] == min(day for day, _ in cohort.due)
            for day, zeros in cohort.due:
                for zero in zeros:
                    assert zero not in due
                    due[zero] = day
    met = [zero for zero in sorted(due) if zero >= first]
    assert met == [met[0] + number * DAY for number in range(len(met))]
    assert len(met) > 700
    assert all(after.reached(zero) == day for zero, day in due.items())
    assert len(names) == len(set(names))


# --- tasks and scripts


def test_a_task_says_who_is_due_when_and_carries_the_text(project: Project) -> None:
    publication = made(compile_project(project(BOTH)))
    found = tasks(publication)
    message = found["first.try.2026-W39.basic"]
    item = message.item
    assert (item.channel, item.role, item.people, item.date, item.start) == (
        "task",
        "service",
        ("木木",),
        date(2026, 9, 28),
        630,
    )
    assert item.name == "新朋友"
    assert item.title == "T+7（09-21…09-27 进群）"
    assert (
        item.note
        == "头一杯；一对一，10:30–20:00\n已经下单：停，打标签「买过一单」，邀请进会员群，转入「第一单」\n离开了：停\n走完：留在群里"
    )
    assert item.checklist[0] == "09-28 周一：09-21 进群的"
    assert item.checklist[6:] == ("10-04 周日：09-27 进群的", "发之前对一遍标签")
    assert message.beside == ["给谁：还没下单"]
    assert [(case.item.when, case.text) for case in message.versions] == [
        ("给其他人", "广告｜桂花冻 17 元，茶友群价\nhttps://mini.bantangshan.example/order"),
        ("给上班族", "下班路上来一杯，17 元，https://mini.bantangshan.example/order，广告。"),
    ]
    weekend = found["first.weekend.2026-W40.basic"].item
    assert (weekend.date, weekend.title) == (date(2026, 10, 3), "周末（09-26…10-02 进群）")
    assert "走完" not in (weekend.note or "")
    assert "first.weekend.2026-W40.club" not in found
    assert not any(".hello." in name for name in found)  # a tool sends it


def test_the_nearest_words_win_and_prices_are_the_tiers_own(project: Project) -> None:
    said = scripts(made(compile_project(project(BOTH))))
    link = "https://mini.bantangshan.example/order"
    assert said == {
        "journeys/basic/first/01-hello.txt": "你好，我是半糖山的阿榛。",
        "journeys/basic/first/02-weekend.txt": "周末店里放老歌。",
        "journeys/basic/first/03-try.txt": f"广告｜桂花冻 17 元，茶友群价\n{link}",
        "journeys/basic/first/03-try-worker.txt": f"下班路上来一杯，17 元，{link}，广告。",
        "journeys/basic/bought/01-thanks.txt": "谢谢第一杯。",
        "journeys/club/first/01-hello.txt": "你好，我是半糖山的阿榛。",
        "journeys/club/first/02-try.txt": f"广告｜会员15元 {link}",
        "journeys/club/first/02-try-student.txt": f"广告｜下课来，会员15元 {link}",
        "journeys/club/first/02-try-worker.txt": f"下班路上来一杯，15 元，{link}，广告。",
        "journeys/club/bought/01-thanks.txt": "谢谢第一杯。",
    }


def test_the_event_is_the_same_whatever_its_hour_name_or_place_among_the_steps(project: Project) -> None:
    root = project(BOTH)
    before = set(tasks(made(compile_project(root))))
    moved = FIRST.replace("within: 10:30-20:00", "within: 15:00-20:00").replace("name: 新朋友", "name: 老朋友")
    moved = moved.replace("  try:\n", "  earlier:\n    after: 2 days\n    channel: task\n  try:\n")
    (root / JOURNEY).write_text(moved, "utf-8")
    found = tasks(made(compile_project(root)))
    assert {name for name in found if ".earlier." not in name} == before
    assert {message.item.start for name, message in found.items() if ".try." in name} == {900}


def test_a_long_journey_is_timed_from_the_stage_that_she_is_in(project: Project) -> None:
    car = """
name: 从试驾到交车
trigger: event
event: 到店
tiers: [club]
stages: {到店: 2 weeks, 等车: 3 months}
stop: {left: {}}
steps:
  colours:
    stage: 等车
    after: 1 month
    channel: one-to-one
    copy: 车身颜色这周可以最后确认一次。
  drive:
    stage: 到店
    after: 2 days
    channel: one-to-one
    copy: 上次坐的那台，座椅调得还合适吗？
"""
    publication = made(compile_project(project({**TIERS, JOURNEY: car})))
    found = tasks(publication)
    assert found["first.colours.2026-W36.club"].item.title == "等车 满 1 个月（08-31…09-06）"
    assert found["first.drive.2026-W40.club"].item.date == date(2026, 9, 30)
    assert list(scripts(publication)) == ["journeys/club/first/01-drive.txt", "journeys/club/first/02-colours.txt"]


def test_silence_is_counted_in_its_days(project: Project) -> None:
    quiet = "name: 好久不见\ntrigger: silent\ndays: 30\nsteps:\n  hi: {after: 1 day, channel: one-to-one, copy: 好久不见。}\n"
    (first, *_) = tasks(made(compile_project(project({**TIERS, JOURNEY: quiet})))).values()
    assert first.item.checklist[0].endswith("满 30 天没动静的")


# --- what is checked


def test_a_text_is_checked_once_however_many_weeks_carry_it(project: Project) -> None:
    own = "terms: 老歌\nwhy: 店里不放\n"
    assert told(project({**BOTH, "brand/wording/own.yaml": own})) == ["banned-word"]


def test_what_is_for_the_higher_tier_is_told_in_the_lower_one(project: Project) -> None:
    leak = FIRST.replace("{{ product.price }} 元，{{ tier.name }}价", "{{ product.name }} 15 元")
    assert "higher-tier-leak" in told(project({**BOTH, JOURNEY: leak}))


def test_an_offer_that_ends_within_the_plan_is_told(project: Project) -> None:
    offer = "name: 开学券\nmechanic: coupon\nbegins: 2026-09-01\nends: 2026-10-0{}\nterms: 满 30 减 5\nlink: https://mini.bantangshan.example/c\n"
    step = FIRST.replace("    product: osmanthus\n", "    product: osmanthus\n    offer: back\n")
    root = project({**BOTH, JOURNEY: step, "content/offers/back.yaml": offer.format(5)})
    assert "offer-not-running" in told(root)
    (root / "content/offers/back.yaml").write_text(offer.format(5).replace("10-05", "10-31"), "utf-8")
    assert "offer-not-running" not in told(root)


@pytest.mark.parametrize(
    ("old", "new", "rule", "near"),
    [
        ("journey: bought", "journey: bougth", "unknown-id", "bought"),
        ("invite: club", "invite: clubb", "unknown-id", "club"),
        ("tag: once", "tag: onec", "unknown-id", "once"),
        ("product: osmanthus", "product: osmantus", "unknown-id", "osmanthus"),
        ("trigger: joined", "trigger: 进群", "unknown-word", "joined"),
        ("bought: {tag", "买了: {tag", "unknown-word", "bought"),
        ("only: [basic]", "only: [basic]\n    tiers: {club: {copy: 好}}", "tier-not-covered", ""),
        ("personas: [student, worker]", "personas: [student]", "field-not-shown", ""),
        ("  weekend:\n", "  Weekend:\n", "bad-name", ""),
        ("trigger: joined", "trigger: silent", "missing-field", "days"),
        ("trigger: joined", "trigger: joined\ndays: 3", "field-not-shown", ""),
        ("    after: 7 days", "    after: 7 days\n    stage: 试饮", "unknown-id", ""),
        ("within: 10:30-20:00", "within: 10:30-20:00\nstages: {试饮: 2 weeks}", "missing-field", "试饮"),
        ("    copy: 周末店里放老歌。\n", "", "no-copy", "task"),
        ("{{ tier.name }}", "{{ day.weekday }}", "unknown-name", ""),
        ("{{ tier.name }}", "{{ tier.nmae }}", "unknown-name", "tier.name"),
        ("trigger: joined", "trigger: joined\ntiers: []", "goes-to-nobody", ""),
    ],
)  # fmt: skip
def test_a_slip_is_told_where_it_is(project: Project, old: str, new: str, rule: str, near: str) -> None:
    assert old in FIRST
    result = compile_project(project({**BOTH, JOURNEY: FIRST.replace(old, new, 1)}))
    assert result.failed
    assert {diagnostic.rule for diagnostic in result.diagnostics} == {rule}
    first = result.diagnostics[0]
    assert first.span.source.path == JOURNEY
    assert near in "".join(note.words.zh for note in first.notes)


# --- what is written


def test_the_overview_says_when_where_and_when_it_stops(project: Project, tmp_path: Path) -> None:
    page = out(project(BOTH), tmp_path)["journeys/basic/overview.md"].decode()
    assert "从进群算起；写给下课的学生、上班族。" in page
    assert "| ⏱ 10 分钟后 | 一对一 | 客服 木木 | 10:30–20:00 | [01-hello.txt](first/01-hello.txt) |" in page
    assert "| T+7 · 头一杯 | 一对一，给谁：还没下单 |" in page
    assert "上班族：[03-try-worker.txt](first/03-try-worker.txt)" in page
    assert "- 已经下单：停，打标签「买过一单」，邀请进会员群，转入「第一单」" in page
    assert "交给工具按时间发出" in page


def test_a_tiers_files_hold_nothing_of_another_tier(project: Project, tmp_path: Path) -> None:
    files = out(project(BOTH), tmp_path)
    for path, data in files.items():
        if re.match(r"(journeys|site)/basic/|2026-W\d\d/basic/|calendar/basic", path):
            assert "15 元" not in data.decode("utf-8", "replace"), path
            assert "会员15元" not in data.decode("utf-8", "replace"), path


def test_calendars_have_the_step_and_no_quota_counts_it(project: Project, tmp_path: Path) -> None:
    feed = icalendar.Calendar.from_ical(out(project(BOTH), tmp_path)["calendar/basic.ics"])
    events = {str(event["UID"]): event for event in feed.walk("VEVENT")}
    event = events["first.try.2026-W39.basic@bantangshan.example"]
    assert str(event["SUMMARY"]) == "新朋友 · T+7（09-21…09-27 进群）"
    said = str(event["DESCRIPTION"])
    assert "□ 09-30 周三：09-23 进群的" in said
    assert "广告｜桂花冻 17 元，茶友群价" in said
    assert "下班路上来一杯" in said


def test_a_build_of_one_tier_or_week_has_its_scripts_alone(project: Project, tmp_path: Path) -> None:
    root = project(BOTH)
    assert siyu("build", root, "--tier", "club", "--out", tmp_path / "club").returncode == 0
    assert {path.split("/")[1] for path in tree(tmp_path / "club") if path.startswith("journeys/")} == {"club"}
    assert siyu("build", root, "--week", "2026-W41", "--out", tmp_path / "week").returncode == 0
    assert any(path.startswith("journeys/basic/") for path in tree(tmp_path / "week"))


def test_the_same_commit_gives_the_same_bytes(project: Project, tmp_path: Path) -> None:
    root = project(BOTH)
    assert out(root, tmp_path / "a") == out(root, tmp_path / "b")


def test_a_project_without_journeys_gets_nothing_of_them(project: Project, tmp_path: Path) -> None:
    files = out(project(TIERS), tmp_path)
    assert not any("journey" in path for path in files)
    assert "旅程" not in files["site/plan.html"].decode()


# --- the picture


def test_the_picture_shows_the_ladder_and_every_hand_over(project: Project, tmp_path: Path) -> None:
    files = out(project(BOTH), tmp_path)
    picture = ElementTree.fromstring(files["site/plan-journeys.svg"])
    words = [element.text or "" for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert words.index("会员群") < words.index("茶友群") < words.index("新朋友") < words.index("第一单")
    assert "进群 · 10 分钟后 → T+7 · 3 步" in words
    says = picture.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "茶友群 → 会员群" in says
    assert (
        "新朋友：进群 · 10 分钟后 → T+7 · 3 步；茶友群、会员群；已经下单：打标签「买过一单」，邀请进会员群，转入「第一单」"
        in says
    )
    lines = [element for element in picture.iter("{http://www.w3.org/2000/svg}path") if element.get("fill") == "none"]
    assert len(lines) == 3  # the way up, the invitation, the hand-over
    page = files["site/plan.html"].decode()
    assert "plan-journeys" in page or "journeys-t" in page
    assert (
        '<th scope="row">新朋友</th><td>茶友群、会员群</td><td>进群</td><td>10 分钟后、之后的周末、T+7 头一杯</td>'
        in page
    )


def test_names_in_the_picture_are_no_markup(project: Project, tmp_path: Path) -> None:
    evil = "</text><script>alert(1)</script>"
    named = {**BOTH, JOURNEY: FIRST.replace("name: 新朋友", f'name: "{evil}"', 1)}
    files = out(project(named), tmp_path)
    picture = files["site/plan-journeys.svg"].decode()
    ElementTree.fromstring(picture)
    assert "<script" not in picture
    assert evil not in files["site/plan.html"].decode()


# --- the brand in the repository


def test_the_brand_has_the_trades_journeys() -> None:
    journeys = made(compile_project(ROOT)).library.journeys
    steps = {
        str(name): {str(step): one.after for step, one in journey.steps.items()} for name, journey in journeys.items()
    }
    assert {(j.trigger, j.days) for j in journeys.values()} >= {
        ("joined", None),
        ("first-purchase", None),
        ("silent", 30),
    }
    assert list(steps["first-order"].values()) == [After(days=1), After(days=7), After(days=21)]
    newcomer = steps["newcomer"].values()
    assert any(after.prompt for after in newcomer)
    assert max(after.days for after in newcomer) == 14
