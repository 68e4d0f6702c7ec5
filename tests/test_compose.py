"""From items to the text as pasted: what a text may name, what each tier gets, and what is said when something is missing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from conftest import Project
from siyu.build import Result, compile_project
from siyu.edition import Message

TIERS = {
    "brand/tiers/low.yaml": "name: 基础群\npromise: 每周一杯\nway_up: {to: top, how: 买十次}\nrules:\n  purpose: 只聊喝的\n  conduct: [不发广告, 不催单]\n  penalty: 发广告移出\n",
    "brand/tiers/top.yaml": "name: 核心群\nip: boss\n",
}
IPS = {
    "brand/ip/boss.yaml": "nickname: 老板\nrole: 店主\nvoice: {self: 我老板}\ncard: {hours: [workday 09:00-21:00, weekend 10:00-24:00]}\n",
    "brand/ip/clerk.yaml": "nickname: 小半\nrole: 店员\nhuman: 真人在\n",
}
YUZU = "name: 柚子冰茶\nrole: profit\npoint: 酸一点\nprice: 19\nprices: {top: 15}\nlink: {top: https://top.example/y, low: https://low.example/y}\n"
CUP = "name: 午间一杯\nkind: product\npurpose: conversion\nchannel: moments\n"
QUIET = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": ""}


def build(project: Project, files: Mapping[str, str], week: str = "") -> Result:
    return compile_project(
        project({**QUIET, **files, "content/weeks/2026-W40.yaml": "week: 2026-W40\ntheme: 秋凉\n" + week})
    )


def messages(result: Result) -> tuple[Message, ...]:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    return result.publication.editions[0].messages


def said(result: Result) -> dict[str, str | None]:
    return {f"{m.item.key}.{m.item.tier.id if m.item.tier else '-'}": m.text for m in messages(result)}


def told(result: Result) -> list[tuple[str, str]]:
    assert result.failed
    return [(d.rule, d.span.source.text[d.span.start : d.span.end]) for d in result.diagnostics]


@pytest.mark.parametrize(
    ("copy", "low", "top"),
    [
        ("{{ product.name }} {{ product.price }}/{{ product.list_price }} {{ product.link }}", "柚子冰茶 19/19 https://low.example/y", "柚子冰茶 15/19 https://top.example/y"),
        ("{{ tier.name }}", "基础群", "核心群"),
        ("{{ day.date }} {{ day.weekday }} {{ day.time }} {{ day.lunar }}", "9月28日 周一 12:00 八月十八", "9月28日 周一 11:00 八月十八"),
        ("{{ week.theme }} {{ week.number }} {{ column.name }}", "秋凉 40 午间一杯", "秋凉 40 午间一杯"),
        ("{{ brand.name }} {{ brand.slogan }} {{ brand.links.mini }}", "半糖山 今天也半糖 https://mini.bantangshan.example/order", "半糖山 今天也半糖 https://mini.bantangshan.example/order"),
        ("{{ hook }}｜{{ title }}", "喝柚子冰茶｜第一杯", "喝柚子冰茶｜第一杯"),
        ("【姓名】 {x} %VIP%", "【姓名】 {x} %VIP%", "【姓名】 {x} %VIP%"),
    ],
)  # fmt: skip
def test_each_tier_gets_its_own_words(project: Project, copy: str, low: str, top: str) -> None:
    column = (
        CUP + 'when: mon 12:00\nhours: {top: "11:00"}\nneeds: [product, hook, title]\ncopy: |\n\n  ' + copy + "  \n\n"
    )
    week = 'columns:\n  cup: {mon: {product: yuzu, hook: "喝{{ product.name }}", title: 第一杯}}\n'
    files = {**TIERS, **IPS, "brand/products/yuzu.yaml": YUZU, "content/columns/cup.yaml": column}
    assert said(build(project, files, week)) == {"cup.top": top, "cup.low": low}


def test_titles_names_and_checklists_are_texts_too(project: Project) -> None:
    week = """extra:
  - id: fair
    day: mon
    at: "10:00"
    channel: group
    title: "{{ tier.name }}的市集"
    product: yuzu
    note: "价格 {{ product.price }}"
    checklist: ["核对 {{ product.price }} 元"]
    copy: "{{ title }}见"
"""
    result = build(
        project, {**TIERS, "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"], "brand/products/yuzu.yaml": YUZU}, week
    )
    assert [(m.item.name, m.item.note, m.item.checklist, m.text) for m in messages(result)] == [
        ("基础群的市集", "价格 19", ("核对 19 元",), "基础群的市集见"),
        ("核心群的市集", "价格 15", ("核对 15 元",), "核心群的市集见"),
    ]


@pytest.mark.parametrize(
    ("copy", "who"),
    [("{{ ip.nickname }}｜{{ ip.self }}｜{{ ip.hours }}", "top"), ("{{ ip.nickname }}｜{{ ip.human }}", "low")],
)
def test_who_speaks(project: Project, copy: str, who: str) -> None:
    ip = "" if who == "top" else "ip: clerk\n"
    column = CUP + f'when: mon 12:00\ntiers: [{who}]\n{ip}copy: "{copy}"\n'
    expected = {"top": "老板｜我老板｜工作日 09:00–21:00，周末 10:00–24:00", "low": "小半｜真人在"}
    assert said(build(project, {**TIERS, **IPS, "content/columns/cup.yaml": column})) == {f"cup.{who}": expected[who]}


def test_two_ips_and_nobody_said_who_speaks(project: Project) -> None:
    column = CUP + 'when: mon 12:00\ntiers: [low]\ncopy: "我是{{ ip.nickname }}"\n'
    result = build(project, {**TIERS, **IPS, "content/columns/cup.yaml": column})
    assert told(result) == [("name-not-given", "ip.nickname")]
    assert "no brand IP speaks here" in result.diagnostics[0].words.en


# --- announcements ---

NOTICE = """---
when: mon 09:30
title: 本周{{ week.number }}
pick: "{{ n }}. {{ product.name }} {{ product.price }}"
---
{{ title }}
{{ picks }}
——
{{ rules }}
"""


def test_an_announcement_has_the_rules_and_the_picks_once_each_in_order(project: Project) -> None:
    column = CUP + "when: [mon 12:00, tue 12:00, wed 12:00]\nneeds: [product]\ncopy: 喝{{ product.name }}\n"
    week = """columns:
  cup:
    mon: {product: yuzu}
    tue: {product: osmanthus, tiers: {top: {product: yuzu}}}
    wed: {product: yuzu, products: [osmanthus], only: [low]}
"""
    files = {**TIERS, "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"], "brand/products/yuzu.yaml": YUZU}
    files |= {
        "brand/tiers/top.yaml": "name: 核心群\nrules: {purpose: 慢慢喝}\n",
        "content/columns/cup.yaml": column,
        "content/announcements/a.md": NOTICE,
    }
    texts = said(build(project, files, week))
    assert texts["a.low"] == "本周40\n1. 柚子冰茶 19\n2. 桂花乌龙 16\n——\n只聊喝的\n1. 不发广告\n2. 不催单\n发广告移出"
    assert texts["a.top"] == "本周40\n1. 柚子冰茶 15\n——\n慢慢喝"


def test_an_announcement_without_picks_or_rules_says_so(project: Project) -> None:
    result = build(
        project, {**TIERS, "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"], "content/announcements/a.md": NOTICE}
    )
    assert told(result) == [("name-not-given", "picks")]
    assert "the tier's week shows no product" in result.diagnostics[0].words.en


def test_rules_of_a_tier_that_has_none(project: Project) -> None:
    files = {
        **TIERS,
        "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"],
        "content/announcements/a.md": "---\nwhen: mon 09:30\n---\n约定\n{{ rules }}\n",
    }
    result = build(project, files)
    assert told(result) == [("name-not-given", "rules")]


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("", "", True),
        ("source: live\n", "source: live\n", True),
        ("hours: working\n", "", True),
        ("source: live\nhours: off\n", "source: live\n", True),
        ("tiers: [low]\n", "tiers: [low, top]\n", True),
        ("hours: working\n", "hours: off\n", False),
        ("source: live\n", "", False),
        ("source: live\n", "source: menu\n", False),
        ("tiers: [low]\n", "tiers: [top]\n", False),
    ],
)
def test_welcome_scripts_cover_an_event_source_hour_and_tier_once(
    project: Project, first: str, second: str, twice: bool
) -> None:
    script = "---\nevent: group-joined\n%s---\n你好\n"
    result = build(
        project,
        {
            **TIERS,
            "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"],
            "content/welcome/a.md": script % first,
            "content/welcome/b.md": script % second,
        },
    )
    assert ("covered-twice" in {d.rule for d in result.diagnostics}) is twice
    assert result.failed is twice


def test_one_announcement_a_tier(project: Project) -> None:
    notice = "---\nwhen: mon 09:30\n%s---\n早\n"
    files = {
        **TIERS,
        "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"],
        "content/announcements/a.md": notice % "",
        "content/announcements/b.md": notice % "tiers: [top]\n",
    }
    assert [d.rule for d in build(project, files).diagnostics] == ["covered-twice"]


# --- what is missing ---


@pytest.mark.parametrize(
    ("column", "entry", "expected"),
    [
        ("needs: [hook]\n", "{hook: 早}", [("no-copy", "mon")]),
        ("needs: [hook]\ntemplate: blank\n", "{hook: 早}", [("no-copy", "mon")]),
        ("needs: [hook]\ncopy: 早{{ hook }}\n", '{hook: "{{ nope }}"}', [("unknown-name", "nope")]),
        (
            "needs: [hook]\naccepts: [tip]\ncopy: 早{{ hook }}{{ tip }}\n",
            '{hook: "{{ tip }}", tip: 晚}',
            [("unknown-name", "tip")],
        ),
        ("needs: [title]\ncopy: 早{{ title }}\n", '{title: "{{ nope }}"}', [("unknown-name", "nope")]),
        ("needs: [hook]\ncopy: 早{{ hook }} {{ product.name }}\n", "{hook: 早}", [("name-not-given", "product.name")]),
        ("needs: [hook]\ncopy: 早{{ hook }} {{ nickname }}\n", "{hook: 早}", [("name-not-given", "nickname")]),
        ("needs: [hook]\ncopy: 早{{ hook }} {{ day.holiday }}\n", "{hook: 早}", [("name-not-given", "day.holiday")]),
        ("needs: [hook]\ncopy: 早{{ hook }} {{ rules }}\n", "{hook: 早}", [("unknown-name", "rules")]),
        ("needs: [hook]\ntemplate: nope\n", "{hook: 早}", [("unknown-id", "nope")]),
        ("needs: [hook]\nchecklist:\n  - 看{{ nope }}\ncopy: 早{{ hook }}\n", "{hook: 早}", [("unknown-name", "nope")]),
    ],
)
def test_one_cause_is_one_message(project: Project, column: str, entry: str, expected: list[tuple[str, str]]) -> None:
    files = {
        **TIERS,
        "brand/ip/boss.yaml": IPS["brand/ip/boss.yaml"],
        "brand/templates/blank.txt": "{% if tip is defined %}{% endif %}\n {% if hook == 'x' %}x{% endif %}\n",
    }
    if "blank" in column:
        column += "accepts: [tip]\n"
    result = build(
        project,
        {**files, "content/columns/cup.yaml": CUP + "when: mon 12:00\n" + column},
        f"columns:\n  cup: {{mon: {entry}}}\n",
    )
    assert told(result) == expected


def test_text_is_nfc_and_has_no_empty_line_at_either_end(project: Project) -> None:
    column = CUP + "when: mon 12:00\nneeds: [copy]\n"
    result = build(
        project, {"content/columns/cup.yaml": column}, 'columns:\n  cup: {mon: {copy: "\\n e\\u0301\\n\\n好 \\n"}}\n'
    )
    assert said(result) == {"cup.all": "é\n\n好"}


def test_files_of_the_same_hour_and_column_have_names_of_their_own(project: Project) -> None:
    column = CUP + "when: [mon 12:00, mon 20:00]\nneeds: [copy]\n"
    week = 'columns:\n  cup: {mon: [{copy: 一}, {copy: 二, at: "12:00"}]}\n'
    paths = [m.path for m in messages(build(project, {"content/columns/cup.yaml": column}, week))]
    assert paths == ["2026-W40/all/moments/09-28-mon-1200-cup.txt", "2026-W40/all/moments/09-28-mon-1200-cup-2.txt"]
