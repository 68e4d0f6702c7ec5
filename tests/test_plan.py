"""From columns and a week to dated items: who does what, when; and nothing an author wrote is lost on the way."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from conftest import Project
from siyu.build import Choice, Result, compile_project
from siyu.diagnostic import Severity
from siyu.edition import Item, Plan

TIERS = {
    "brand/tiers/low.yaml": "name: 基础群\nway_up: {to: mid, how: 买一次}\nroles: {owner: 阿宁, moderator: [小北, 小南]}\n",
    "brand/tiers/mid.yaml": "name: 会员群\nway_up: {to: top, how: 买十次}\n",
    "brand/tiers/top.yaml": "name: 核心群\n",
}
CUP = "name: 午间一杯\nkind: product\npurpose: conversion\nchannel: moments\nneeds: [product]\ncopy: 来一杯{{ product.name }}\n"
NOTE = "name: 早安\nkind: life\npurpose: activation\nchannel: group\n"
OTHER = "name: 柚子冰茶\nrole: profit\npoint: 酸一点\nprice: 19\n"
QUIET = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": ""}


def build(project: Project, files: Mapping[str, str], week: str, choice: Choice | None = None) -> Result:
    return compile_project(
        project({**files, "content/weeks/2026-W40.yaml": "week: 2026-W40\n" + week}), choice or Choice()
    )


def plan_of(result: Result) -> Plan:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    (edition,) = result.publication.editions
    return edition.plan


def lines(items: tuple[Item, ...]) -> list[str]:
    return [
        f"{i.date:%m-%d} {i.start // 60:02}:{i.start % 60:02} {i.tier.id if i.tier else '-'} {i.key}" for i in items
    ]


def found(result: Result) -> list[tuple[str, str]]:
    """Rule and the characters it points at."""
    return [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in result.diagnostics]


def errors(result: Result) -> list[tuple[str, str]]:
    assert result.failed
    only = [d for d in result.diagnostics if d.severity is Severity.ERROR]
    return [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in only]


# --- slots and entries ---


def test_a_column_runs_when_it_says_in_every_tier_it_names(project: Project) -> None:
    files = {**QUIET, **TIERS, "content/columns/note.yaml": NOTE + "when: [workday 08:00, weekend 09:00]\ntiers: [low, top]\nhours: {top: \"07:30\"}\ncopy: 早\n"}  # fmt: skip
    plan = plan_of(build(project, files, ""))
    assert lines(plan.items) == [
        "09-28 07:30 top note", "09-28 08:00 low note", "09-29 07:30 top note", "09-29 08:00 low note", "09-30 07:30 top note", "09-30 08:00 low note",
    ]  # fmt: skip
    assert not plan.gaps  # 1–4 October are a holiday: neither workday nor weekend


def test_several_slots_a_day_take_a_list_of_entries(project: Project) -> None:
    files = {**QUIET, "content/columns/cup.yaml": CUP + "when: mon 12:00\n"}
    cup = "columns:\n  cup:\n    mon: [{product: osmanthus}, {product: osmanthus}]\n"
    assert errors(build(project, files, cup)) == [("entry-off-schedule", "mon")]


def test_two_slots_of_a_day_and_what_is_left_open(project: Project) -> None:
    files = {**QUIET, "content/columns/cup.yaml": CUP + "when: [mon 12:00, mon 20:00, tue 12:00]\n"}
    result = build(project, files, "columns:\n  cup: {mon: {product: osmanthus}}\n")
    assert lines(plan_of(result).items) == ["09-28 12:00 all cup"]
    assert [(f"{gap.date:%m-%d}", gap.start, gap.reason) for gap in plan_of(result).gaps] == [
        ("09-28", 1200, None),
        ("09-29", 720, None),
    ]
    assert [d.rule for d in result.diagnostics] == ["unfilled-slot"]


def test_hours_of_a_tier_cannot_stand_for_two_slots_of_a_day(project: Project) -> None:
    files = {
        **QUIET,
        **TIERS,
        "content/columns/note.yaml": NOTE + 'when: [mon 08:00, mon 20:00]\nhours: {top: "07:30"}\ncopy: 早\n',
    }
    assert errors(build(project, files, "")) == [("slots-at-one-hour", "top")]


def test_a_column_without_fixed_days_runs_when_its_entries_say(project: Project) -> None:
    files = {**QUIET, "content/columns/cup.yaml": CUP}
    plan = plan_of(build(project, files, 'columns:\n  cup: {tue: {product: osmanthus, at: "15:30"}}\n'))
    assert lines(plan.items) == ["09-29 15:30 all cup"]


def test_an_entry_of_a_column_without_fixed_days_must_say_its_hour(project: Project) -> None:
    result = build(
        project, {**QUIET, "content/columns/cup.yaml": CUP}, "columns:\n  cup: {tue: {product: osmanthus}}\n"
    )
    assert errors(result) == [("entry-off-schedule", "tue")]
    assert "no fixed time" in result.diagnostics[0].words.en


def test_an_entry_on_a_day_the_column_does_not_run(project: Project) -> None:
    files = {**QUIET, "content/columns/cup.yaml": CUP + "when: workday 12:00\n"}
    result = build(project, files, "columns:\n  cup: {mon: {product: osmanthus}, thu: {product: osmanthus}}\n")
    assert errors(result) == [("entry-off-schedule", "thu")]
    assert "2026-10-01 is a public holiday (国庆节)" in [note.words.en for note in result.diagnostics[0].notes]


def test_an_entry_with_an_hour_of_its_own_is_added_to_any_day(project: Project) -> None:
    files = {**QUIET, **TIERS, "content/columns/cup.yaml": CUP + 'when: mon 12:00\nhours: {top: "11:00"}\n'}
    week = """columns:
  cup:
    mon: {product: osmanthus, tiers: {mid: {at: "12:30"}}}
    thu: {product: osmanthus, at: "18:00"}
"""
    assert lines(plan_of(build(project, files, week)).items) == [
        "09-28 11:00 top cup", "09-28 12:00 low cup", "09-28 12:30 mid cup", "10-01 18:00 low cup", "10-01 18:00 mid cup", "10-01 18:00 top cup",
    ]  # fmt: skip


def test_on_moves_an_entry_and_only_keeps_it_to_some_tiers(project: Project) -> None:
    files = {**QUIET, **TIERS, "content/columns/cup.yaml": CUP + "when: mon 12:00-12:30\n"}
    result = build(project, files, "columns:\n  cup: {mon: {product: osmanthus, on: sun, only: [top]}}\n")
    plan = plan_of(result)
    assert [(f"{i.date:%m-%d}", i.start, i.end, str(i.tier and i.tier.id), i.identity) for i in plan.items] == [
        ("10-04", 720, 750, "top", "2026-W40.cup.mon")
    ]
    assert {(gap.tier.id, gap.reason) for gap in plan.gaps} == {
        ("low", "这一条不发给这一层"),
        ("mid", "这一条不发给这一层"),
    }
    assert not [d for d in result.diagnostics if d.rule != "left-out"]  # one week, of which a tier gets nothing


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("keep", ["10-01"]), ("skip", []), ("previous", ["09-30"]), ("next", ["10-08"])],
)
def test_a_column_on_a_holiday(project: Project, policy: str, expected: list[str]) -> None:
    files = {**QUIET, "content/columns/note.yaml": NOTE + f"when: thu 08:00\nholiday: {policy}\ncopy: 早\n"}
    plan = plan_of(build(project, files, ""))
    assert [f"{item.date:%m-%d}" for item in plan.items] == expected
    assert {item.identity for item in plan.items} <= {
        "2026-W40.note.thu"
    }  # the identity stays with the day it was promised for
    assert not plan.gaps


# --- skips ---

EVERY_DAY = {**QUIET, **TIERS, "content/columns/note.yaml": NOTE + "when: mon,tue 08:00\ntiers: [low, mid]\ncopy: 早\n"}


def test_a_skip_says_why_and_may_name_tiers(project: Project) -> None:
    week = "skip: [{column: note, day: mon, because: 缺货}, {column: note, day: tue, tiers: [mid], because: 停电}]\n"
    result = build(project, EVERY_DAY, week)
    plan = plan_of(result)
    assert lines(plan.items) == ["09-29 08:00 low note"]
    assert [(f"{g.date:%m-%d}", g.tier.id, g.reason) for g in plan.gaps] == [
        ("09-28", "low", "缺货"),
        ("09-28", "mid", "缺货"),
        ("09-29", "mid", "停电"),
    ]
    assert not [d for d in result.diagnostics if d.rule != "left-out"]  # one week, of which a tier gets nothing


@pytest.mark.parametrize(
    ("skip", "expected"),
    [
        ("{column: note, day: wed, because: 缺货}", [("skip-off-schedule", "wed")]),
        ("{column: note, day: mon, tiers: [top], because: 缺货}", [("tier-not-covered", "top")]),
        ("{column: note, day: mon, tiers: [], because: 缺货}", [("goes-to-nobody", "mon")]),
        ("{column: nope, day: mon, because: 缺货}", [("unknown-id", "nope")]),
    ],
)
def test_a_skip_that_meets_no_slot_is_told(project: Project, skip: str, expected: list[tuple[str, str]]) -> None:
    assert errors(build(project, EVERY_DAY, f"skip: [{skip}]\n")) == expected


@pytest.mark.parametrize("choice", [Choice(), Choice(tiers=("top",)), Choice(tiers=("mid",)), Choice(tiers=("low",))])
def test_a_build_of_one_tier_does_not_blame_what_is_for_the_others(project: Project, choice: Choice) -> None:
    files = {**EVERY_DAY, "content/columns/cup.yaml": CUP + "when: mon 12:00\ntiers: [top]\n"}
    week = """columns:
  cup: {mon: {product: osmanthus, tiers: {top: {copy: 只给你}}}}
skip: [{column: note, day: mon, because: 缺货}, {column: note, day: tue, tiers: [mid], because: 停电}]
"""
    assert build(project, files, week, choice).diagnostics == []


@pytest.mark.parametrize(
    ("entry", "skip"),
    [
        ("{}", "{column: note, day: mon, because: 缺货}"),
        ("{only: [mid]}", "{column: note, day: mon, tiers: [mid], because: 缺货}"),
        ("{}", "{column: note, day: mon, tiers: [low, mid], because: 缺货}"),
        ("{tiers: {mid: {copy: 早安}}}", "{column: note, day: mon, tiers: [mid], because: 缺货}"),
    ],
)
def test_what_is_filled_and_skipped_is_told(project: Project, entry: str, skip: str) -> None:
    week = f"columns:\n  note: {{mon: {entry}}}\nskip: [{skip}]\n"
    assert ("skipped-and-filled", "mon") in errors(build(project, EVERY_DAY, week))


# --- what would be lost without a word ---


@pytest.mark.parametrize(
    ("files", "week", "expected"),
    [
        ({}, "columns:\n  cup: {}\n", ("empty-value", "cup")),
        ({}, "columns:\n  cup: {mon: []}\n", ("empty-value", "mon")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, only: []}}\n", ("goes-to-nobody", "mon")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, only: [top]}}\n", ("tier-not-covered", "top")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, tiers: {top: {copy: 早}}}}\n", ("tier-not-covered", "top")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, only: [low], tiers: {mid: {copy: 早}}}}\n", ("tier-not-covered", "mid")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, todo: 晚点写, copy: 早}}\n", ("todo-and-copy", "晚点写")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, hok: 早}}\n", ("unknown-key", "hok")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, tiers: {low: {on: tue}}}}\n", ("unknown-key", "on")),
        ({}, "columns:\n  cup: {mon: {}}\n", ("missing-field", "mon")),
        ({}, "columns:\n  cup: {mon: {product: yuzu}}\n", ("product-not-for-tier", "mon")),
        ({}, 'extra:\n  - {id: x, day: mon, at: "09:00", channel: task, title: 盘点, hook: 早}\n', ("unknown-key", "hook")),
        ({}, 'extra:\n  - {id: x, day: mon, at: "09:00", channel: task, title: 盘点, only: [low], tiers: {top: {at: "10:00"}}}\n', ("tier-not-covered", "top")),
        ({}, 'extra:\n  - {id: x, day: mon, at: "09:00", channel: task, title: 盘点, only: []}\n', ("goes-to-nobody", "x")),
        ({}, 'extra:\n  - {id: ../../x, day: mon, at: "09:00", channel: group, title: 盘点, copy: 早}\n', ("bad-name", "../../x")),
        ({}, "columns:\n  cup: {mon: {product: osmanthus, id: a.b}}\n", ("bad-name", "a.b")),
        ({"content/sop/owner.yaml": "tasks:\n  ../x: {name: 看群, when: daily 09:00, copy: 早}\n"}, "", ("bad-name", "../x")),
        ({"content/sop/boss.yaml": "tasks:\n  x: {name: 看群, when: daily 09:00}\n"}, "", ("unknown-id", "")),
        ({"content/columns/cup.yaml": CUP + "when: mon 12:00\ntiers: []\n"}, "", ("goes-to-nobody", "")),
        ({"content/columns/cup.yaml": CUP + "when: mon 12:00\ntiers: [low]\nhours: {mid: '09:00'}\n"}, "", ("tier-not-covered", "mid")),
        ({"content/columns/cup.yaml": CUP + "when: mon 12:00\npersonas: [boss]\n"}, "", ("unknown-id", "boss")),
        ({"content/columns/cup.yaml": CUP + "when: mon 12:00\naccepts: [tier]\n"}, "", ("bad-name", "tier")),
        ({"content/columns/cup.yaml": CUP + "when: mon 12:00\ntemplate: t\n", "brand/templates/t.txt": "早"}, "", ("two-texts", "来一杯{{ product.name }}")),
        ({"content/announcements/a.md": "---\nwhen: mon 09:00\ntiers: []\n---\n早\n"}, "", ("goes-to-nobody", "")),
        ({"content/announcements/a.md": "---\nwhen: mon 09:00\npick: '{{ product.name }}'\n---\n早\n"}, "", ("field-not-shown", "'{{ product.name }}'")),
        ({"content/announcements/a.md": "---\nwhen: mon\n---\n早\n"}, "", ("entry-without-hour", "")),
        ({"content/welcome/a.md": "---\nevent: group-joined\ntiers: []\n---\n早\n"}, "", ("goes-to-nobody", "")),
        ({"brand/products/yuzu.yaml": OTHER + "tiers: [top]\nprices: {low: 17}\n"}, "", ("tier-not-covered", "low")),
        ({"brand/products/yuzu.yaml": OTHER + "tiers: [top]\nlink: {low: https://a.example}\n"}, "", ("tier-not-covered", "low")),
        ({"brand/tiers/top.yaml": "name: 核心群\nway_up: {to: low, how: 转圈}\n"}, "", ("ladder-loop", "top")),
        ({"brand/tiers/role-x.yaml": "name: 群\n"}, "", ("bad-name", "")),
    ],
)  # fmt: skip
def test_nothing_is_lost_without_a_word(
    project: Project, files: dict[str, str], week: str, expected: tuple[str, str]
) -> None:
    base = {
        **QUIET,
        **TIERS,
        "content/columns/cup.yaml": CUP + "when: mon 12:00\ntiers: [low, mid]\n",
        "brand/products/yuzu.yaml": OTHER + "tiers: [top]\n",
    }
    told = errors(build(project, {**base, **files}, week or "columns:\n  cup: {mon: {product: osmanthus}}\n"))
    assert set(told) == {expected}


def test_an_optional_field_that_no_text_shows_is_told(project: Project) -> None:
    column = CUP.replace("来一杯", "来一杯{{ hook }}") + "when: mon-wed 12:00\naccepts: [hook, tip]\n"
    week = """columns:
  cup:
    mon: {product: osmanthus, hook: 早, tip: 少冰}
    tue: {product: osmanthus, hook: 早, copy: 喝点什么}
    wed: {product: osmanthus, copy: 喝点什么, tip: 少冰, tiers: {top: {copy: "{{ tip }}"}}}
"""
    result = build(project, {**QUIET, **TIERS, "content/columns/cup.yaml": column}, week)
    told = [(str(d.span), d.rule) for d in result.diagnostics]
    path = "content/weeks/2026-W40.yaml"
    expected = [(f"{path}:4:40", "field-not-shown"), (f"{path}:5:31", "field-not-shown")]
    assert [(span, rule) for span, rule in told if rule == "field-not-shown"] == expected


# --- outside any column, tasks, todo ---


def test_an_entry_outside_any_column(project: Project) -> None:
    week = """extra:
  - id: autumn-fair
    day: sat
    at: "10:00"
    lasts: 90
    channel: group
    title: 秋日市集
    owner: moderator
    only: [low, mid]
    copy: 市集见
    tiers: {mid: {at: "09:30", copy: 提前半小时见}}
"""
    plan = plan_of(build(project, {**QUIET, **TIERS}, week))
    assert lines(plan.items) == ["10-03 09:30 mid autumn-fair", "10-03 10:00 low autumn-fair"]
    assert plan.items[1].people == ("小北", "小南")
    assert plan.items[1].end - plan.items[1].start == 90
    assert {item.identity for item in plan.items} == {"autumn-fair"}


def test_a_task_has_no_text_and_todo_is_open(project: Project) -> None:
    files = {**QUIET, **TIERS, "content/columns/cup.yaml": CUP + "when: mon 12:00\n"}
    week = """columns:
  cup: {mon: {todo: 等产品图, tiers: {top: {product: osmanthus, copy: 先给你}}}}
extra:
  - {id: stock, day: mon, at: "09:00", channel: task, title: 盘点, checklist: [数杯子]}
"""
    result = build(project, files, week)
    assert result.publication is not None
    texts = {
        (m.item.key, str(m.item.tier and m.item.tier.id)): (m.text, m.item.todo)
        for m in result.publication.editions[0].messages
    }
    assert texts["stock", "low"] == (None, None)
    assert texts["cup", "low"] == (None, "等产品图")
    assert texts["cup", "top"] == ("先给你", None)  # a tier whose text is there does not wait


def test_a_variant_may_swap_the_product_and_take_the_pictures_away(project: Project) -> None:
    files = {
        **QUIET,
        **TIERS,
        "content/columns/cup.yaml": CUP + "when: mon 12:00\n",
        "brand/products/yuzu.yaml": OTHER + "tiers: [top]\nimage: yuzu.png\n",
        "brand/assets/yuzu.png": "x",
    }
    week = "columns:\n  cup: {mon: {product: osmanthus, tiers: {top: {product: yuzu}}}}\n"
    plan = plan_of(build(project, files, week))
    assert [(item.subject, item.images) for item in plan.items] == [
        ("桂花乌龙", ()),
        ("桂花乌龙", ()),
        ("柚子冰茶", ("yuzu.png",)),
    ]


# --- routines, announcements, people ---


def test_routines_by_role_and_tier(project: Project) -> None:
    files = {
        **QUIET,
        **TIERS,
        "content/sop/moderator.yaml": "tasks:\n  greet: {name: 问早, when: [mon 09:00, mon 18:00], tiers: [low]}\n",
        "content/sop/editor.yaml": "tasks:\n  draft: {name: 写稿, when: tue 10:00, tiers: []}\n  send: {name: 交稿, when: thu 10:00, tiers: [top], holiday: next}\n",
    }
    plan = plan_of(build(project, files, ""))
    assert lines(plan.items) == [
        "09-28 09:00 low greet",
        "09-28 18:00 low greet",
        "09-29 10:00 - draft",
        "10-08 10:00 top send",
    ]
    assert [item.identity for item in plan.items] == [
        "2026-W40.moderator.greet.mon", "2026-W40.moderator.greet.mon.2", "2026-W40.editor.draft.tue", "2026-W40.editor.send.thu",
    ]  # fmt: skip
    assert [item.people for item in plan.items] == [("小北", "小南"), ("小北", "小南"), (), ()]


def test_tiers_stand_in_the_order_of_the_ladder(project: Project) -> None:
    files = {**QUIET, **TIERS, "content/columns/note.yaml": NOTE + "when: mon 08:00\ncopy: 早\n"}
    result = build(project, files, "")
    assert [str(item.tier and item.tier.id) for item in plan_of(result).items] == ["low", "mid", "top"]


# --- identities ---


def test_identities_stay_when_an_entry_moves_is_renamed_or_is_put_elsewhere(project: Project) -> None:
    files = {**QUIET, "content/columns/cup.yaml": CUP + "when: [mon 12:00, mon 20:00]\n"}
    week = """columns:
  cup:
    mon:
      - {product: osmanthus, id: evening, title: 晚上好, at: "21:00", on: tue, state: approved}
      - {product: osmanthus, title: 随便改}
"""
    result = build(project, files, week)
    assert sorted(item.identity for item in plan_of(result).items) == ["2026-W40.cup.mon.2", "evening"]


def test_one_identity_twice_is_an_error(project: Project) -> None:
    week = "columns:\n  cup: {mon: {product: osmanthus, id: same}, tue: {product: osmanthus, id: same}}\n"
    result = build(project, {**QUIET, "content/columns/cup.yaml": CUP + "when: mon,tue 12:00\n"}, week)
    assert [rule for rule, _ in errors(result)] == ["duplicate-id"]


def test_a_brand_with_nothing_but_a_column(project: Project) -> None:
    files = {
        "brand/personas/student.yaml": "",
        "brand/products/osmanthus.yaml": "",
        "content/columns/noon-cup.yaml": "",
        "content/columns/menu.yaml": NOTE + 'when: mon 08:00\ncopy: "{{ brand.name }}早"\n',
    }
    plan = plan_of(build(project, files, ""))
    assert lines(plan.items) == ["09-28 08:00 all menu"]
    assert plan.items[0].people == ()
    assert plan.items[0].ip is None


@pytest.mark.parametrize("week", ["2023-W10", "2100-W01", "2026-W54", "2026-W00", "2026-W8", "26-W08", "２０２６-W08"])
def test_a_week_the_calendar_or_the_tables_do_not_have(project: Project, week: str) -> None:
    result = compile_project(project({"content/weeks/2026-W40.yaml": f"week: {week}\n"}))
    assert errors(result) == [("bad-week", week)]


def test_the_last_week_a_plan_may_be_for(project: Project) -> None:
    files = {
        **QUIET,
        "content/columns/note.yaml": NOTE + "when: [daily 08:00, first workday 09:00]\nholiday: next\ncopy: 早\n",
    }
    files |= {"content/weeks/2026-W40.yaml": "", "content/weeks/2099-W53.yaml": "week: 2099-W53\n"}
    result = compile_project(project(files))
    assert [d.rule for d in result.diagnostics] == ["unpublished-holidays"]
