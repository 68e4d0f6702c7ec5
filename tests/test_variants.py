"""One thing to do that is said in several ways: iced above 28 °C, hot below. All are shown, and it counts once."""

from __future__ import annotations

import pytest

from conftest import Project
from siyu.build import Result, compile_project
from siyu.edition import Message
from siyu.stages.render import render

TIERS = {
    "brand/tiers/low.yaml": "name: 会员群\nway_up: {to: top, how: 买十次}\n",
    "brand/tiers/top.yaml": "name: 杯友群\n",
}
ICED = "name: 冰桂花\nrole: profit\npoint: 加冰不淡\nprice: 17\nlink: https://mini.bantangshan.example/p/iced\n"
HOT = "name: 热桂花\nrole: profit\npoint: 捧着不烫手\nprice: 18\nlink: https://mini.bantangshan.example/p/hot\n"
PRODUCTS = {"brand/products/iced.yaml": ICED, "brand/products/hot.yaml": HOT}
CUP = (
    "name: 午间一杯\nkind: product\npurpose: conversion\nchannel: moments\nwhen: mon 11:40\naccepts: [product, hook]\n"
)
WEATHER = """      variants:
        hot:
          when: 28 ℃ 以上
          copy: |
            柏油路都软了，冰的一杯，小程序下单。
        cold:
          when: 28 ℃ 以下
          copy: |
            起风了，热的一杯，小程序下单。
"""


def build(project: Project, mon: str, files: dict[str, str] | None = None, column: str = CUP) -> Result:
    base = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": "", "content/columns/cup.yaml": column}
    week = f"week: 2026-W40\ncolumns:\n  cup:\n    mon:\n{mon}"
    return compile_project(project({**base, **PRODUCTS, "content/weeks/2026-W40.yaml": week, **(files or {})}))


def message(result: Result, tier: str = "all") -> Message:
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    found = [m for m in result.publication.editions[0].messages if m.item.tier and m.item.tier.id == tier]
    assert len(found) == 1  # one thing to do, whatever the weather
    return found[0]


def outputs(result: Result) -> dict[str, str]:
    assert result.publication is not None
    return {a.path: a.data.decode() for a in render(result.publication) if isinstance(a.data, bytes)}


def said(one: Message) -> dict[str, str | None]:
    return {m.item.variant: m.text for m in one.versions}


def test_every_case_is_shown_under_its_name_and_none_is_chosen(project: Project) -> None:
    made = outputs(build(project, WEATHER))
    stem = "2026-W40/all/moments/09-28-mon-1140-cup"
    assert made[f"{stem}-hot.txt"] == "柏油路都软了，冰的一杯，小程序下单。"
    assert made[f"{stem}-cold.txt"] == "起风了，热的一杯，小程序下单。"
    assert f"{stem}.txt" not in made
    overview = made["2026-W40/all/overview.md"]
    assert "cup-hot.txt)<br>〔28 ℃ 以上〕" in overview
    assert "cup-cold.txt)<br>〔28 ℃ 以下〕" in overview
    feed = made["calendar/all.ics"].replace("\r\n ", "")
    assert feed.count("DTSTART;TZID=") == 1
    assert feed.index("28 ℃ 以上") < feed.index("柏油路") < feed.index("28 ℃ 以下") < feed.index("起风了")


def test_a_card_has_each_case_with_a_button_of_its_own(project: Project) -> None:
    page = outputs(build(project, WEATHER))["site/all/2026-W40.html"]
    card = page[page.index('<article class="card"') :]
    assert page.count('<article class="card"') == 1
    assert card.count('class="main copy"') == card.count('<pre class="text">') == 2
    for name, text in (("28 ℃ 以上", "柏油路都软了"), ("28 ℃ 以下", "起风了")):
        piece = next(part for part in card.split('<div class="card bare">')[1:] if name in part)
        assert text in piece
        assert piece.count("<pre") == piece.count('class="main copy"') == 1


def test_it_counts_once_for_limits_and_collisions(project: Project) -> None:
    files = {
        "brand/tiers/low.yaml": "name: 会员群\nbudget: {messages_per_day: 1}\nwelcome: x\n".replace("welcome: x\n", "")
    }
    column = CUP.replace("moments", "group").replace("conversion", "activation")
    result = build(project, WEATHER, files, column)
    assert {"over-message-budget", "two-at-one-minute", "posts-too-close"}.isdisjoint(
        d.rule for d in result.diagnostics
    )


def test_a_finding_in_a_case_is_at_its_own_characters(project: Project) -> None:
    wording = {"brand/wording/no.yaml": "terms: |\n  一杯，\nwhy: 试\n"}
    result = build(project, WEATHER, wording)
    places = [str(d.span) for d in result.diagnostics if d.rule == "banned-word"]
    assert places == ["content/weeks/2026-W40.yaml:9:22", "content/weeks/2026-W40.yaml:13:19"]
    source = result.diagnostics[0].span.source.text
    assert {source[d.span.start : d.span.end] for d in result.diagnostics if d.rule == "banned-word"} == {"一杯，"}


SHARED = """      copy: "{{ hook }}{{ product.name }} {{ product.price }} 元，小程序下单"
      variants:
        hot: {when: 晴天, product: iced, hook: 出太阳了，}
        cold: {when: 下雨, product: hot, hook: 伞给你留着，}
"""


def test_cases_may_differ_by_product_alone_and_each_tier_pays_its_own_price(project: Project) -> None:
    shared = SHARED.replace("出太阳了，", '"出太阳了，"').replace("伞给你留着，", '"伞给你留着，"')
    hot = {"brand/products/hot.yaml": HOT + "prices: {top: 15}\n"}
    result = build(project, shared, TIERS | hot)
    low, top = message(result, "low"), message(result, "top")
    assert said(low) == {"hot": "出太阳了，冰桂花 17 元，小程序下单", "cold": "伞给你留着，热桂花 18 元，小程序下单"}
    assert said(top) == {"hot": "出太阳了，冰桂花 17 元，小程序下单", "cold": "伞给你留着，热桂花 15 元，小程序下单"}
    assert [product.id for product in low.item.products] == ["iced", "hot"]
    assert not [d for d in result.diagnostics if d.rule == "unused-product" and "osmanthus" not in d.span.source.path]
    made = outputs(result)
    lower = "".join(text for path, text in made.items() if "/low/" in path or path == "calendar/low.ics")
    assert "热桂花 18 元" in lower
    assert "15 元" not in lower


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        ("{variants: {cold: {copy: 雨天杯友先选，小程序下单。}}}", {"hot": "柏油路都软了，冰的一杯，小程序下单。", "cold": "雨天杯友先选，小程序下单。"}),
        ("{copy: 杯友随便喝，小程序下单。}", {"": "杯友随便喝，小程序下单。"}),
        ("{variants: {fog: {when: 起雾, copy: 看不见路，先喝一杯，小程序下单。}}}", {"hot": "柏油路都软了，冰的一杯，小程序下单。", "cold": "起风了，热的一杯，小程序下单。", "fog": "看不见路，先喝一杯，小程序下单。"}),
    ],
    ids=["one case", "its own copy", "one more case"],
)  # fmt: skip
def test_a_tier_may_say_a_case_otherwise(project: Project, top: str, expected: dict[str, str]) -> None:
    result = build(project, WEATHER + f"      tiers:\n        top: {top}\n", TIERS)
    assert said(message(result, "top")) == expected
    assert set(said(message(result, "low"))) == {"hot", "cold"}


def test_a_column_s_own_text_is_filled_for_each_case(project: Project) -> None:
    column = CUP + "copy: |\n  {{ product.name }}，{{ product.point }}，小程序下单。\n"
    mon = "      variants:\n        hot: {when: 晴天, product: iced}\n        cold: {when: 下雨, product: hot}\n"
    assert said(message(build(project, mon, None, column))) == {
        "hot": "冰桂花，加冰不淡，小程序下单。",
        "cold": "热桂花，捧着不烫手，小程序下单。",
    }


def test_an_extra_by_city_has_pictures_and_comments_of_its_own(project: Project) -> None:
    mon = WEATHER + (
        "extra:\n  - id: fair\n    day: tue\n    at: '15:00'\n    channel: moments\n    title: 市集\n    variants:\n"
        "      north: {when: 北京, copy: 三里屯见。, comment: 摊位在南门}\n      south: {when: 广州, copy: 体育西见。}\n"
    )
    made = outputs(build(project, mon))
    stem = "2026-W40/all/moments/09-29-tue-1500-fair"
    assert made[f"{stem}-north.comment.txt"] == "摊位在南门"
    assert f"{stem}-south.comment.txt" not in made
    assert made[f"{stem}-south.txt"] == "体育西见。"


@pytest.mark.parametrize(
    ("mon", "rule", "at"),
    [
        ("      variants: {hot: {copy: 冰的}}\n", "missing-key", "hot"),
        ("      variants: {hot: {when: 晴, copy: 冰的, at: '12:00'}}\n", "unknown-key", "at"),
        ("      variants: {hot: {when: 晴, copy: 冰的, hok: 早}}\n", "unknown-key", "hok"),
        ("      copy: 谁也看不到\n      variants: {hot: {when: 晴, copy: 冰的}}\n", "field-not-shown", "谁也看不到"),
        ("      variants: {Hot: {when: 晴, copy: 冰的}}\n", "bad-name", "Hot"),
        ("      variants: {hot: {when: 晴, copy: '{{ nope }}'}}\n", "unknown-name", "nope"),
        ("      variants: {hot: {when: 晴}}\n", "no-copy", "晴"),
        ("      variants: {hot: {when: 晴, product: icd, copy: 冰的}}\n", "unknown-id", "icd"),
    ],
)
def test_what_nobody_would_see_is_told(project: Project, mon: str, rule: str, at: str) -> None:
    result = build(project, mon)
    told = [
        (d.rule, d.span.source.text[d.span.start : d.span.end])
        for d in result.diagnostics
        if d.severity.name == "ERROR"
    ]
    assert told == [(rule, at)]


def test_nothing_of_a_case_is_markup(project: Project) -> None:
    mon = """      to: {any: [a]}
      comment: "<i>评论</i>"
      variants:
        hot: {when: "<b>28</b>", copy: "<u>冰</u>【<s>】，小程序下单。"}
        cold: {when: 下雨, copy: "热的，小程序下单。"}
"""
    tags = 'groups: {g: {name: 组, kind: basic, tags: {a: "<em>甲</em>"}}}\n'
    page = outputs(build(project, mon, {"brand/tags.yaml": tags, "brand/rules.yaml": "blanks: ['<s>']\n"}))[
        "site/all/2026-W40.html"
    ]
    for tag, text in (("i", "评论"), ("b", "28"), ("u", "冰"), ("em", "甲")):
        assert f"&lt;{tag}&gt;{text}&lt;/{tag}&gt;" in page
        assert f"<{tag}>{text}" not in page
    assert "<mark>【&lt;s&gt;】</mark>" in page


@pytest.mark.parametrize("copies", [2, 1])
def test_a_column_that_needs_copy_takes_it_from_every_case(project: Project, copies: int) -> None:
    mon = (
        WEATHER
        if copies == 2
        else WEATHER.replace("          copy: |\n            起风了，热的一杯，小程序下单。\n", "")
    )
    result = build(project, mon, None, CUP + "needs: [copy]\n")
    assert [d.rule for d in result.diagnostics if d.severity.name == "ERROR"] == ["missing-field"] * (2 - copies)


def test_the_calendar_has_each_case_between_marks_of_its_own(project: Project) -> None:
    mon = WEATHER + "      comment: 热的在第一页\n      to: {any: [a]}\n      pinned: true\n"
    tags = "groups: {g: {name: 组, kind: basic, tags: {a: 老客}}}\n"
    feed = outputs(build(project, mon, {"brand/tags.yaml": tags}))["calendar/all.ics"].replace("\r\n ", "")
    line = next(line for line in feed.split("\r\n") if line.startswith("DESCRIPTION:11:40"))
    text = line.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
    assert "\n给谁：老客\n发完置顶\n" in text
    assert "▼ 28 ℃ 以上（给谁：老客）：复制下面的文字\n柏油路都软了，冰的一杯，小程序下单。\n▲ 到这里" in text
    assert "▼ 28 ℃ 以下（给谁：老客）：第一条评论\n热的在第一页\n▲ 评论到这里" in text
    assert "▼ 复制下面的文字" not in text
