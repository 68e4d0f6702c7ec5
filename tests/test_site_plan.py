"""The picture of the plan: it counts what the plan says, in shapes and in words, and nothing a brand writes becomes markup."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conftest import Project
from siyu.build import compile_project
from siyu.rules import off_target
from siyu.site import weeks_chart
from siyu.site.chrome import Chrome
from siyu.site.hours import hours_of, lanes_of, said
from siyu.site.plan import plan_pages
from siyu.site.svg import clean, fit, n, wide
from siyu.source import Source, Text
from siyu.when import when_of

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "<script>alert(1)</script>\"'&</svg><img src=x onerror=alert(1)>"
TIERS = {
    "brand/tiers/low.yaml": "name: 低群\nroles: {owner: [阿甲, 阿乙]}\nbudget: {messages_per_day: 1}\nway_up: {to: high, how: 下单}\n",
    "brand/tiers/high.yaml": "name: 高群\nroles: {owner: 阿丙}\n",
}
BRAND = "name: 半糖山\ndomain: bantangshan.example\nzone: Asia/Shanghai\nlocale: {locale}\ntargets: {{product: 20, life: 80}}\n"
LIVELY = {
    "brand/brand.yaml": BRAND.format(locale="zh-CN"),
    **TIERS,
    "brand/personas/student.yaml": "name: 学生\nwindows: {午休: daily 12:00-13:00, 深夜: sat 23:00-01:00}\n",
    "brand/personas/worker.yaml": "name: 上班族\nwindows: {下班: daily 18:00-19:00}\n",
    "content/columns/noon-cup.yaml": "",
    "content/columns/menu.yaml": "",
    "content/columns/noon.yaml": "name: 午间\nkind: life\npurpose: activation\nchannel: group\nowner: owner\nwhen: mon,tue 12:10\npersonas: [student, worker]\ncopy: 好\n",
    "content/columns/dawn.yaml": "name: 清早\nkind: product\npurpose: conversion\nchannel: group\nowner: owner\nwhen: mon 07:10\npersonas: [student]\ntiers: [low]\ncopy: 早\n",
    "content/columns/never.yaml": "name: 没排的\nkind: brand\npurpose: brand\nchannel: moments\npersonas: [worker]\nneeds: [copy]\n",
    "content/weeks/2026-W40.yaml": "week: 2026-W40\n",
}


def build(root: Path, locale: str = "zh-CN") -> dict[str, bytes]:
    publication = compile_project(root).publication
    assert publication is not None
    return dict(plan_pages(publication, Chrome(locale)))


def drawn(data: bytes) -> list[str]:
    """All words in a picture."""
    return [element.text or "" for element in ElementTree.fromstring(data).iter(f"{SVG}text")]


def says(data: bytes) -> str:
    return ElementTree.fromstring(data).findtext(f"{SVG}desc") or ""


class Page(HTMLParser):
    """Elements and attributes of a page, and the words of its tables."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.cells: list[str] = []
        self.open = False
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag in ("td", "th"):
            self.cells.append("")
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.open:
            self.cells[-1] += data


def test_kinds_are_shares_of_what_a_tier_gets(project: Project) -> None:
    words = says(build(project(LIVELY))["plan-tiers.svg"])
    low, high = words.splitlines()
    assert "商品 33%（目标 20%）" in low and "生活 67%（目标 80%）" in low and "转化 33%" in low
    assert "商品 0%（目标 20%）" in high and "生活 100%（目标 80%）" in high


def test_tasks_are_no_posts(project: Project) -> None:
    task = "name: 备货\nkind: knowledge\npurpose: seeding\nchannel: task\nowner: owner\nwhen: daily 09:00\npersonas: [student]\n"
    with_task = build(project(LIVELY | {"content/columns/stock.yaml": task}))
    said = says(with_task["plan-tiers.svg"])
    assert "生活 67%" in said and "科普 0%" in said and "种草 0%" in said
    assert says(with_task["plan-hours.svg"]).startswith("学生：2 / 3 条") and "阿丙 9" in says(
        with_task["plan-people.svg"]
    )


def test_what_is_off_its_target_is_marked_as_the_rule_says(project: Project) -> None:
    picture = ElementTree.fromstring(build(project(LIVELY))["plan-tiers.svg"])
    marked = [element.text for element in picture.iter(f"{SVG}text") if element.get("class") == "f-warn"]
    assert marked == ["超 1 天", "商品 0%", "生活 100%"]
    assert weeks_chart.DRIFT == off_target._DRIFT


def test_a_day_over_the_budget_is_marked_and_said(project: Project) -> None:
    files = build(project(LIVELY))
    low, high = says(files["plan-tiers.svg"]).splitlines()
    assert low.endswith("一天几条：最多 2，上限 1，超 1 天") and high.endswith("一天几条：最多 1")
    paths = ElementTree.fromstring(files["plan-tiers.svg"]).iter(f"{SVG}path")
    assert [path.get("d", "").count("M") for path in paths if path.get("class") == "s-warn"] == [1]
    cells = Page(files["plan.html"]).cells
    at = cells.index("低群")
    assert cells[at : at + 2] == ["低群", "40"] and cells[at + 11] == "2"


def test_a_post_lands_on_her_hours_on_anothers_or_on_nobodys(project: Project) -> None:
    files = build(project(LIVELY))
    assert says(files["plan-hours.svg"]) == "学生：2 / 3 条在她有空时；上班族：0 / 2 条在她有空时"
    cells = Page(files["plan.html"]).cells
    for row in (
        ["学生", "工作日", "07:10", "都没空", "1"],
        ["学生", "工作日", "12:10", "她有空", "2"],
        ["上班族", "工作日", "12:10", "别的画像有空", "2"],
    ):
        assert any(cells[at : at + 5] == row for at in range(len(cells))), row
    inks = {e.get("class") for e in ElementTree.fromstring(files["plan-hours.svg"]).iter(f"{SVG}path")}
    assert {"f-accent", "f-warn", "s-soft"} <= inks


def test_one_post_in_two_tiers_is_one_post_to_a_persona_and_two_things_to_do(project: Project) -> None:
    files = build(project(LIVELY))
    assert says(files["plan-people.svg"]) == "阿乙 3，阿甲 3，阿丙 2"
    assert "2 (9/28)" in Page(files["plan.html"]).cells


def test_a_persona_without_a_kind_and_a_column_without_posts_are_holes(project: Project) -> None:
    files = build(project(LIVELY))
    assert says(files["plan-coverage.svg"]) == "学生没有品牌内容；上班族没有品牌内容；上班族没有商品内容"
    cells = Page(files["plan.html"]).cells
    at = cells.index("没排的")
    assert cells[at : at + 5] == ["没排的", "品牌", "–", "✓", "0"]
    at = cells.index("午间")
    assert cells[at : at + 5] == ["午间", "生活", "✓", "✓", "2"]


def test_a_year_is_drawn_by_weeks_and_stays_small(project: Project) -> None:
    weeks = {
        f"content/weeks/{year}-W{week:02}.yaml": f"week: {year}-W{week:02}\n"
        for year, week in [(2026, week) for week in range(1, 54)]
    }
    files = build(project(LIVELY | weeks))
    assert all(len(data) < 60_000 for name, data in files.items() if name.endswith(".svg"))
    assert len(files["plan.html"]) < 150_000
    busy = ElementTree.fromstring(files["plan-people.svg"])
    cells = [path.get("d", "").count("M") for path in busy.iter(f"{SVG}path")]
    assert sum(cells) == 53 * 3


def test_a_picture_stands_alone(project: Project) -> None:
    for name, data in build(project(LIVELY)).items():
        if not name.endswith(".svg"):
            continue
        root = ElementTree.fromstring(data)
        assert root.get("width") == "880" and len(root.findall(f"{SVG}rect")) == 1
        assert root.findtext(f"{SVG}title") and root.findtext(f"{SVG}desc")
        for element in root.iter():
            assert "style" not in element.attrib
            if element.tag in (f"{SVG}text", f"{SVG}path"):
                assert (element.get("fill") or element.get("stroke") or "").startswith(("#", "none")), name
                assert element.tag == f"{SVG}path" or float(element.get("x", "nan")) <= 880


def test_what_a_brand_lacks_is_left_out(project: Project) -> None:
    bare = {"brand/personas/student.yaml": "", "content/columns/noon-cup.yaml": "", "content/weeks/2026-W40.yaml": ""}
    files = build(project(bare))
    assert set(files) == {"plan.html"} and "还没有排期" in files["plan.html"].decode()
    assert "svg" not in Page(files["plan.html"]).elements


def test_without_targets_and_personas_there_is_still_a_plan(project: Project) -> None:
    less = {name: text for name, text in LIVELY.items() if "personas" not in name} | {
        "brand/brand.yaml": "name: 半糖山\ndomain: bantangshan.example\nzone: Asia/Shanghai\nlocale: zh-CN\n",
        "brand/personas/student.yaml": "",
    }
    for name, text in less.items():
        less[name] = "\n".join(line for line in text.split("\n") if not line.startswith("personas"))
    files = build(project(less))
    assert set(files) == {"plan.html", "plan-tiers.svg", "plan-people.svg"}
    assert "目标" not in drawn(files["plan-tiers.svg"])


def test_a_hostile_brand_stays_words(project: Project) -> None:
    quoted = EVIL.replace("'", "''")
    evil = {
        name: "\n".join(f"name: '{quoted}'" if line.startswith("name:") else line for line in text.split("\n"))
        for name, text in LIVELY.items()
    }
    root = project(evil | {"brand/tiers/high.yaml": f"name: '{quoted}'\nroles: {{owner: ['{quoted}']}}\n"})
    files = build(root)
    page = Page(files.pop("plan.html"))
    assert page.elements.count("script") == 1 and "img" not in page.elements and "style" not in page.attributes
    assert not [name for name in page.attributes if name.startswith("on")]
    assert EVIL in page.cells
    assert len(files) == 4
    for data in files.values():
        tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(data).iter()}
        assert tags <= {"svg", "title", "desc", "rect", "g", "path", "text"}


def test_the_same_bytes_whatever_the_hash_seed(project: Project) -> None:
    root = project(LIVELY)
    program = (
        "import sys, pathlib; from siyu.build import compile_project as c; from siyu.site.plan import plan_pages as p;"
        "from siyu.site.chrome import Chrome; sys.stdout.buffer.write(b''.join(d for _, d in p(c(pathlib.Path(sys.argv[1])).publication, Chrome('zh'))))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", program, str(root)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(runs) == 1 and len(runs.pop()) > 10_000


def test_an_english_brand_gets_english_words(project: Project) -> None:
    files = build(project(LIVELY), "en-GB")
    words = " ".join(word for name in files if name.endswith(".svg") for word in drawn(files[name]))
    for ours in ("目标", "最多", "工作日", "生活", "促活", "一"):
        assert ours not in words.split()
    assert "Life 67%" in words and "Activation" in words


@pytest.mark.parametrize(
    ("written", "hours", "lanes", "english"),
    [
        ("workday 12:00-13:30", [(720, 810)], [0], "workdays 12:00–13:30"),
        ("sat 22:00-01:00", [(1320, 1440), (0, 60)], [1], "Sat 22:00–01:00"),
        ("fri,sat 20:00-24:00", [(1200, 1440)], [0, 1], "Fri, Sat 20:00–24:00"),
        ("holiday 10:00-11:00", [(600, 660)], [1], "holidays 10:00–11:00"),
        ("day 5 09:00-10:00", [(540, 600)], [0, 1], "day 5 of the month 09:00–10:00"),
        ("first sun 09:00", [(540, 1440)], [1], "first Sun of the month 09:00"),
    ],
)
def test_a_when_as_hours_and_words(written: str, hours: list[tuple[int, int]], lanes: list[int], english: str) -> None:
    source = Source("x", written)
    when = when_of(Text(written, source, 0, len(written)))
    assert (hours_of(when), lanes_of(when), said(when, Chrome("en"))) == (hours, lanes, english)


def test_a_window_over_midnight_reaches_into_the_next_day(project: Project) -> None:
    publication = compile_project(project(LIVELY)).publication
    assert publication is not None
    student = publication.library.personas["student"]
    assert student.hours_on(date(2026, 10, 3)) == [(720, 780), (1380, 1500)]
    assert student.hours_on(date(2026, 10, 4)) == [(720, 780), (0, 60)]


def test_words_are_cut_to_their_room_and_numbers_are_short() -> None:
    for words in ("很长的名字" * 50, "a long name " * 5000, "短", "", "🌿" * 30):
        cut = fit(words, 60, 11)
        assert wide(cut, 11) <= 60 and (cut == words or cut.endswith("…"))
    assert clean("好\x00\x0b\ud800\ufffe的") == "好的"
    assert [n(value) for value in (10.0, 10.04, 0.25, 100, -0.5)] == ["10", "10", "0.2", "100", "-0.5"]
