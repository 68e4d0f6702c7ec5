"""A team's own spreadsheet, as messy as they are, becomes weeks in git: each row once, each problem at its cell, nothing run, nothing guessed."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, siyu, tree
from siyu.build import compile_project
from siyu.cli.import_ import surroundings
from siyu.facts.typed import clock_of, day_of
from siyu.sheets import Sheet, xlsx_bytes
from siyu.source import Source
from siyu.spreadsheet.bring import Brought, bring
from siyu.spreadsheet.edits import Put, applied, put
from siyu.spreadsheet.headers import field_of
from siyu.spreadsheet.times import Days
from siyu.spreadsheet.yaml import Value, pair, plain, scalar
from siyu.stages.parse import parse
from siyu.tables.cells import Unreadable
from siyu.tables.files import tables

xlsxwriter = pytest.importorskip("xlsxwriter", reason="the extra siyu[sheets] is not installed")
TEA = HERE / "brands" / "tea"
HOOK = {"钩子": "hook"}
Rows = Sequence[Sequence[str]]


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    """The tea brand, whose texts tell no theme: what a sheet without one brings has tests of its own."""
    root = copytree(TEA, tmp_path / "tea")
    for path in ("content/columns/menu.yaml", "content/announcements/week.md"):
        text = (root / path).read_text("utf-8")
        (root / path).write_text(text.replace("{{ week.theme }}", "这一周"), "utf-8")
    return root


def month(path: Path) -> None:
    """A month as a team keeps it: merged cells, blank rows, dates of all kinds, two weeks above each other and side by side, a sheet of one tier."""
    book = xlsxwriter.Workbook(path)
    day, hour = book.add_format({"num_format": 'm"月"d"日"'}), book.add_format({"num_format": "h:mm"})
    heads = ["日期", "星期", "时间 ", "栏目", "社群", "主推产品", "钩子", "文案\n（朋友圈/群）", "负责人", "备注"]
    first = book.add_worksheet("11月上半月")
    first.merge_range("A1:J1", "云焦茶铺 2026年11月社群排期（内部）")
    first.write("A2", "第45周 主题：立冬")
    first.write_row("A4", heads)
    first.merge_range("A5:A6", "11月4日")
    first.merge_range("B5:B6", "周三")
    first.write_row("C5", ["12：10", "一杯", "茶友群、会员群", "雨前青", "立冬前最后一泡青", "", "小周"])
    first.write_row("C6", ["19点", "一杯", "老友群", "头采样茶", "各位，头采还剩六斤"])
    first.write_row("A8", ["11.7", "周六", "", "一杯", "", "陈皮黑", "立冬，喝厚一点的", "", "", "无"])
    first.write_row(
        "A9", ["11.7", "周六", "晚八点", "临时公告", "茶友群", "", "", "今晚群里抽三份陈皮，\n名单九点公布。"]
    )
    first.write_row("A10", ["11.5", "周四", "15点", "架上", "会员群/老友群", "雨前青、陈皮黑"])
    first.merge_range("A12:J12", "第二周 11.9-11.15 主题：双十一，水照旧")
    first.write_row("A13", heads)
    first.write_number("A14", 46335, day)
    first.write("B14", "周一")
    first.write_number("C14", 0.5069444444444444, hour)
    first.write_row("D14", ["一杯", "全部", "雨前青", "双十一不降价，水还是那壶水"])
    second = book.add_worksheet("下半月")
    second.write("A1", "第47周 主题：小雪前")
    second.write("H1", "第48周 主题：小雪")
    for column in ("A", "H"):
        second.write_row(f"{column}2", ["星期", "发送时间", "栏目", "渠道", "商品", "钩子"])
    second.write_row("A3", ["周一", "12:10", "一杯", "朋友圈", "雨前青", "降温第一杯"])
    second.write_row("H3", ["周一", "12:10", "一杯", "朋友圈", "陈皮黑", "小雪后的周一"])
    second.write_row("A4", ["周三", "", "一杯", "朋友圈"])  # a form that nobody filled
    third = book.add_worksheet("老友群")
    third.write_row("A1", ["日期", "时间", "渠道", "标题", "文案"])
    third.write_row("A2", ["2026-11-21", "下午2点", "群", "老友茶会", "两点山门见，带伞。"])
    third.write_row("A3", ["", "16:30", "群", "", "散了的各位，慢走。"])
    book.close()


W45 = """week: 2026-W45
theme: 立冬

columns:
  daily:
    wed:
      product: green
      hook: 立冬前最后一泡青
      tiers:
        friend:
          product: first
          hook: 各位，头采还剩六斤
    sat:
      product: dark
      hook: 立冬，喝厚一点的

  notice:
    sat:
      at: "20:00"
      only: [guest]
      copy: |
        今晚群里抽三份陈皮，
        名单九点公布。

  shelf:
    thu:
      products: [green, dark]
"""
W47 = """week: 2026-W47
theme: 小雪前

columns:
  daily:
    mon:
      product: green
      hook: 降温第一杯

extra:
  - id: 2026-w47-1
    title: 老友茶会
    day: sat
    at: "14:00"
    channel: group
    only: [friend]
    copy: 两点山门见，带伞。
"""


def test_a_messy_month_becomes_a_building_project(tea: Path, tmp_path: Path) -> None:
    month(tmp_path / "排期.xlsx")
    done = siyu(
        "import",
        tmp_path / "排期.xlsx",
        "-C",
        tea,
        "--map",
        "钩子=hook",
        "--yes",
        "--lang",
        "zh",
        "--format",
        "concise",
    )
    said = [line.rpartition("!")[2] for line in done.stdout.splitlines() if line.startswith(str(tmp_path))]
    assert said == [
        "A4: warning[row-without-content] 这一行没有内容，没有导入",
        "B3: error[missing-key] 这一行不属于任何栏目，又没有标题",
    ]
    assert done.returncode == 1  # one row is left out
    weeks = tea / "content" / "weeks"
    assert (weeks / "2026-W45.yaml").read_text("utf-8") == W45
    assert (weeks / "2026-W47.yaml").read_text("utf-8") == W47
    assert "hook: 双十一不降价，水还是那壶水" in (weeks / "2026-W46.yaml").read_text("utf-8")
    assert "hook: 小雪后的周一" in (weeks / "2026-W48.yaml").read_text("utf-8")
    assert compile_project(tea).publication is not None
    before = tree(tea)
    again = siyu("import", tmp_path / "排期.xlsx", "-C", tea, "--map", "钩子=hook", "--yes", "--lang", "zh")
    assert "0 条新加或改动" in again.stderr
    assert tree(tea) == before


def sheet(rows: Rows, name: str = "Sheet1") -> bytes:
    return xlsx_bytes([Sheet(name, rows)])


def brought(root: Path, rows: Rows, name: str = "Sheet1", **more: Any) -> Brought:
    return bring(
        root, surroundings(root, "en")._replace(**more), tables("a.xlsx", sheet(rows, name), merged=True), HOOK, "a"
    )


def written(root: Path, came: Brought) -> dict[str, Value]:
    """The weeks after what came is written."""
    for change in came.changes:
        (root / change.path).write_bytes(change.after)
    return {path.stem: _plain(path.read_text("utf-8")) for path in sorted((root / "content/weeks").iterdir())}


def _plain(text: str) -> Any:
    parsed, found = parse(Source("w.yaml", text))
    assert parsed is not None and not found, found
    return plain(parsed)


def _found(came: Brought) -> list[tuple[str, str]]:
    return [(one.rule, str(one.span).rpartition("!")[2]) for one in came.found]


HEAD = ["日期", "时间", "栏目", "社群", "商品", "钩子", "文案"]


@pytest.mark.parametrize(
    ("typed", "hour"),
    {
        "8：30": "08:30", "20点": "20:00", "20点半": "20:30", "晚八点": "20:00", "晚上8:00": "20:00", "上午十点": "10:00", "12:10-13:00": "12:10",
        "0.354166667": "08:30", "46349.5": "12:00", "2026-11-23 08:05:00": "08:05", "中午12点": "12:00", "中午1点": "13:00", "下午3点一刻": "15:15",
        "20：00左右": "20:00", "二十点三十分": "20:30", "十二点": "12:00", "8.30": "08:30", "凌晨12点": "00:00", "23:59:00": "23:59", "1:00 PM": "13:00",
        "２１：４０": "21:40", "两点": "02:00",
    }.items(),
)  # fmt: skip
def test_hours_as_people_type_them(typed: str, hour: str) -> None:
    minutes = clock_of(typed)
    assert minutes is not None
    assert f"{minutes // 60:02}:{minutes % 60:02}" == hour


@pytest.mark.parametrize(
    "typed", ["25:00", "24:00", "晚12点", "12", "20.3", "全天", "", "8:60", "待定", "三十点", "十十点", "9" * 500]
)
def test_what_is_no_hour(typed: str) -> None:
    assert clock_of(typed) is None


@pytest.mark.parametrize(
    ("typed", "on"),
    {
        "11.23": "2026-11-23", "11月23日": "2026-11-23", "46349": "2026-11-23", "2026/11/23 00:00:00": "2026-11-23", "11月23日（周一）": "2026-11-23",
        "周一 11.23": "2026-11-23", "20261123": "2026-11-23", "11-23": "2026-11-23", "2026年11月23号 星期一": "2026-11-23", "1.4": "2027-01-04",
        "11.3 周一": "2026-11-30", "11.3": "2026-11-03",
    }.items(),
)  # fmt: skip
def test_days_as_people_type_them(typed: str, on: str) -> None:
    day = day_of(typed)
    assert day is not None
    assert str(Days(date(2026, 11, 16)).date(day)) == on


def test_dates_without_a_year_go_on_from_the_one_before() -> None:
    days = Days(None)
    read = [day_of(one) for one in ("11.28", "11.29", "11.3", "12.31", "1.1", "周日", "2.30", "13.1")]
    assert all(read)
    assert days.date(read[0] or pytest.fail()) is None  # nobody knows the year
    assert days.headline("2026年排期")
    told = [str(days.date(day)) for day in read if day]
    assert told == ["2026-11-28", "2026-11-29", "2026-11-30", "2026-12-31", "2027-01-01", "None", "None", "None"]


ROWS: list[list[str]] = [
    HEAD,
    ["11.2", "", "一杯", "", "雨前青", "周一好", ""],
    ["", "19:00", "一杯", "老友群", "头采样茶", "各位好", ""],
    ["11.4", "12:30", "一杯", "", "陈皮黑", "换个钟点", ""],
    ["11.7", "晚八点", "临时公告", "茶友群", "", "", "两行的\n公告，带“引号”，和,逗号"],
]


def csv_of(rows: Iterable[Sequence[str]], codec: str, comma: str = ",") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=comma).writerows(rows)
    return file.getvalue().encode(codec)


@pytest.mark.parametrize(
    "data",
    [
        sheet(ROWS), csv_of(ROWS, "utf-8"), csv_of(ROWS, "utf-8-sig"), csv_of(ROWS, "gb18030"), csv_of(ROWS, "utf-16", "\t"), csv_of(ROWS, "gb18030", ";"),
    ],
    ids=["xlsx", "utf-8", "bom", "gb18030", "unicode-text", "semicolons"],
)  # fmt: skip
def test_every_program_says_the_same(tea: Path, data: bytes) -> None:
    came = bring(tea, surroundings(tea, "en"), tables("plan", data, merged=True), HOOK, "plan")
    assert not came.found
    assert written(tea, came)["2026-W45"] == {
        "week": "2026-W45",
        "columns": {
            "daily": {
                "mon": {
                    "product": "green",
                    "hook": "周一好",
                    "tiers": {"friend": {"product": "first", "hook": "各位好"}},
                },
                "wed": {"at": "12:30", "product": "dark", "hook": "换个钟点"},
            },
            "notice": {"sat": {"at": "20:00", "only": ["guest"], "copy": "两行的\n公告，带“引号”，和,逗号\n"}},
        },
    }
    assert bring(tea, surroundings(tea, "en"), tables("plan", data, merged=True), HOOK, "plan") == ([], 0, [])


def test_what_is_for_one_tier_reaches_no_other(tea: Path) -> None:
    rows = [
        HEAD,
        ["11.2", "", "一杯", "老友群", "头采样茶", "头采 88 元", "只给各位"],
        ["11.2", "", "一杯", "会员群", "雨前青", "会员好", ""],
    ]
    entry = written(tea, brought(tea, rows))["2026-W45"]["columns"]["daily"]["mon"]  # type: ignore[call-overload,index]
    assert entry == {
        "only": ["member", "friend"],
        "product": "green",
        "hook": "会员好",
        "tiers": {"friend": {"product": "first", "hook": "头采 88 元", "copy": "只给各位"}},
    }
    later = [HEAD, ["11.2", "", "一杯", "老友群", "头采样茶", "头采 99 元", ""]]
    entry = written(tea, brought(tea, later))["2026-W45"]["columns"]["daily"]["mon"]  # type: ignore[call-overload,index]
    assert entry["hook"] == "会员好"  # type: ignore[call-overload,index]
    assert entry["tiers"]["friend"]["hook"] == "头采 99 元"  # type: ignore[call-overload,index]


def test_a_header_may_name_its_tier(tea: Path) -> None:
    rows = [
        ["日期", "栏目", "商品", "钩子（老友群）", "会员群 钩子", "钩子（茶友群）"],
        ["11.2", "一杯", "雨前青", "各位好", "会员好", "无"],
    ]
    week: Any = written(tea, brought(tea, rows))["2026-W45"]
    assert week["columns"]["daily"]["mon"] == {
        "only": ["member", "friend"],
        "product": "green",
        "hook": "各位好",
        "tiers": {"member": {"hook": "会员好"}},
    }
    assert brought(tea, rows) == ([], 0, [])


@pytest.mark.parametrize(
    "heads",
    [
        ["新人群文案", "会员群文案", "核心群文案"],
        ["文案-茶友群", "文案-会员群", "文案-老友群"],
        ["茶友群 话术", "会员群 话术", "老友群 话术"],
        ["茶友群", "会员群", "老友群"],
        ["正文（新客）", "正文（老客）", "正文（VIP）"],
    ],
)
def test_a_text_column_for_each_group_becomes_tiers(tea: Path, heads: list[str]) -> None:
    rows = [["日期", "栏目", "商品", *heads], ["11.4", "一杯", "雨前青", "给茶友", "给会员", "给老友"]]
    came = brought(tea, rows)
    entry = written(tea, came)["2026-W45"]["columns"]["daily"]["wed"]  # type: ignore[call-overload,index]
    assert entry == {
        "product": "green",
        "copy": "给茶友",
        "tiers": {"member": {"copy": "给会员"}, "friend": {"copy": "给老友"}},
    }
    like = [head for head in heads if not any(name in head for name in ("茶友", "会员", "老友"))]
    assert [one.rule for one in came.found] == ["tier-by-likeness"] * len(like)  # what is not its name is told


def test_a_header_may_stand_over_two_rows(tea: Path, tmp_path: Path) -> None:
    entry = {"product": "green", "copy": "甲", "tiers": {"member": {"copy": "乙"}, "friend": {"copy": "丙"}}}
    rows = [
        ["日期", "栏目", "商品", "文案", "", ""],
        ["", "", "", "茶友群", "会员群", "老友群"],
        ["11.4", "一杯", "雨前青", "甲", "乙", "丙"],
    ]
    came = brought(tea, rows)
    assert not came.found
    assert written(tea, came)["2026-W45"]["columns"]["daily"]["wed"] == entry  # type: ignore[call-overload,index]
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    for column, head in enumerate(["日期", "栏目", "商品"]):
        page.merge_range(0, column, 1, column, head)
    page.merge_range(0, 3, 0, 5, "文案")
    page.write_row(1, 3, ["茶友群", "会员群", "老友群"])
    page.write_row(2, 0, ["11.11", "一杯", "雨前青", "甲", "乙", "丙"])
    book.close()
    read = tables("a.xlsx", (tmp_path / "a.xlsx").read_bytes(), merged=True)
    came = bring(tea, surroundings(tea, "en"), read, {}, "a")
    assert not came.found
    assert written(tea, came)["2026-W46"]["columns"]["daily"]["wed"] == entry  # type: ignore[call-overload,index]


def test_marks_below_a_groups_name_are_no_text(tea: Path) -> None:
    rows = [["日期", "时间", "栏目", "文案", "茶友群", "会员群"], ["11.7", "晚八点", "临时公告", "公告", "√", ""]]
    came = brought(tea, rows)
    assert written(tea, came)["2026-W45"]["columns"]["notice"]["sat"] == {"at": "20:00", "copy": "公告"}  # type: ignore[call-overload,index]
    assert [one.rule for one in came.found] == ["column-not-imported"] * 2


def test_a_tier_may_be_named_for_a_column(tea: Path, tmp_path: Path) -> None:
    rows = [["日期", "时间", "栏目", "甲", "乙"], ["11.7", "晚八点", "临时公告", "给茶友", "给会员"]]
    (tmp_path / "a.xlsx").write_bytes(sheet(rows))
    told = siyu("import", tmp_path / "a.xlsx", "-C", tea, "--map", "甲=copy:guest", "--map", "乙=copy:member", "--yes")
    assert told.returncode == 0 and "tier-by-likeness" not in told.stdout
    assert "        member:\n          copy: 给会员\n" in (tea / "content/weeks/2026-W45.yaml").read_text("utf-8")
    wrong = siyu("import", tmp_path / "a.xlsx", "-C", tea, "--map", "甲=copy:nobody", "--lang", "en")
    assert wrong.returncode == 2 and "a tier one of guest, member, friend" in wrong.stderr


@pytest.mark.parametrize(
    ("rows", "themes"),
    [
        ([["第45周"], ["主题：立冬"], HEAD, ["11.4", "", "一杯", "", "雨前青", "好", ""]], {"2026-W45": "立冬"}),
        ([["茶铺排期"], ["主题：立冬"], HEAD, ["11.4", "", "一杯", "", "雨前青", "好", ""]], {"2026-W45": "立冬"}),
        ([["本周主题", "立冬"], HEAD, ["11.4", "", "一杯", "", "雨前青", "好", ""]], {"2026-W45": "立冬"}),
        (
            [
                ["日期", "栏目", "本周主题", "商品", "钩子"],
                ["11.4", "一杯", "立冬", "雨前青", "好"],
                ["11.7", "一杯", "", "雨前青", "好"],
                ["11.11", "一杯", "水照旧", "雨前青", "好"],
            ],
            {"2026-W45": "立冬", "2026-W46": "水照旧"},
        ),
        (
            [
                ["主题：立冬"], HEAD, ["11.4", "", "一杯", "", "雨前青", "好", ""], [""],
                ["主题：水照旧"], HEAD, ["11.11", "", "一杯", "", "雨前青", "好", ""],
            ],
            {"2026-W45": "立冬", "2026-W46": "水照旧"},
        ),
        ([HEAD, ["11.4", "", "一杯", "", "雨前青", "好", ""]], {"2026-W45": "【这一周的主题】"}),
    ],
    ids=["below its week", "before its week is known", "in a cell of its own", "a column", "two tables", "none"],
)  # fmt: skip
def test_a_theme_is_read_wherever_it_stands(tmp_path: Path, rows: Rows, themes: dict[str, str]) -> None:
    root = copytree(TEA, tmp_path / "tea")  # whose announcement tells the theme
    came = brought(root, rows)
    made = written(root, came)
    assert {name: made[name]["theme"] for name in themes} == themes  # type: ignore[call-overload,index]
    open_ = [str(one.words.en) for one in came.found if one.rule == "theme-open"]
    assert open_ == (
        ["content/weeks/2026-W45.yaml has no theme yet: it says 【这一周的主题】"] if "【" in str(themes) else []
    )
    assert came.entries == sum(len(row) > 2 and row[0][:2] == "11" for row in rows)
    told = [one for one in compile_project(root).diagnostics if one.rule == "name-not-given"]
    assert not told  # the announcement of each week has what it tells


def test_a_columns_own_field_is_known_by_its_usual_name(tea: Path) -> None:
    rows = [["日期", "栏目", "商品", "开头"], ["11.4", "一杯", "雨前青", "立冬前最后一泡"]]
    came = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {}, "a")
    assert not came.found
    assert written(tea, came)["2026-W45"]["columns"]["daily"]["wed"]["hook"] == "立冬前最后一泡"  # type: ignore[call-overload,index]
    assert field_of("钩子", ["hook", "line"], {}) == "hook" and field_of("一句话", ["hook", "line"], {}) == "line"
    assert field_of("钩子", ["line"], {}) is None  # no column has it
    rows = [["日期", "栏目", "商品", "闲话"], ["11.4", "一杯", "雨前青", "嗯"]]
    told = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {}, "a").found
    assert "hook" in told[0].notes[0].words.en  # what it might be is named


def test_two_columns_that_say_the_same_are_nobodys(tea: Path) -> None:
    """Else what stands under the first, for one tier, would reach them all."""
    rows = [
        ["日期", "时间", "栏目", "文案", "文案"],
        ["11.7", "20:00", "临时公告", "各位 88 元", "会员 99 元"],
    ]
    came = brought(tea, rows)
    assert not came.changes
    assert ("column-not-imported", "D1") in _found(came)
    assert ("column-not-imported", "E1") in _found(came)


def test_an_edited_sheet_updates_and_never_doubles(tea: Path) -> None:
    written(tea, brought(tea, ROWS))
    rows = [list(row) for row in ROWS]
    rows[1][5], rows[4][6] = "周一，换一句", "公告改短"
    rows.append(["11.7", "21:00", "临时公告", "茶友群", "", "", "再补一条"])
    came = brought(tea, rows)
    assert came.entries == 3
    week: Any = written(tea, came)["2026-W45"]
    assert week["columns"]["daily"]["mon"]["hook"] == "周一，换一句"
    assert [one["copy"] for one in week["columns"]["notice"]["sat"]] == ["公告改短", "再补一条"]
    assert brought(tea, rows) == ([], 0, [])


def test_an_existing_week_keeps_its_comments_and_all_that_the_sheet_does_not_say(tea: Path) -> None:
    path = tea / "content/weeks/2026-W40.yaml"
    text = "# 国庆\n" + path.read_text("utf-8").replace("  shelf:", "\n  # 架上\n  shelf:")
    path.write_text(text, "utf-8")
    written(
        tea,
        brought(
            tea,
            [HEAD, ["9.28", "", "一杯", "", "", "改这一句", ""], ["10.3", "", "一杯", "", "陈皮黑", "加这一条", ""]],
        ),
    )
    assert path.read_text("utf-8") == text.replace(
        "hook: 假期前最后一个周一", "hook: 改这一句"
    )  # 10.3 is a holiday, told


def test_a_holiday_moves_a_column_and_the_row_follows(tea: Path) -> None:
    came = brought(tea, [HEAD, ["9.30", "", "夜话", "", "", "", "今晚开讲"]])  # the Friday's, before the holidays
    week: Any = written(tea, came)["2026-W40"]
    assert week["columns"]["live"] == {"fri": {"copy": "今晚开讲"}}
    assert brought(tea, [HEAD, ["9.30", "", "夜话", "", "", "", "今晚开讲"]]) == ([], 0, [])


def test_days_may_head_the_columns(tea: Path) -> None:
    rows = [
        ["时间", "栏目", "社群", "周一\n11.2", "周三 11.4", "周六 11.7"],
        ["20:00", "临时公告", "茶友群", "一", "", "六"],
    ]
    notice: Any = written(tea, brought(tea, rows))["2026-W45"]
    assert {day: one["copy"] for day, one in notice["columns"]["notice"].items()} == {"mon": "一", "sat": "六"}


def test_an_extra_is_known_by_its_title_and_nobodys_own_is_written_over(tea: Path) -> None:
    head = ["日期", "时间", "渠道", "标题", "文案"]
    rows = [head, ["10.3", "14:00", "群", "另一件事", "同一个钟点"], ["10.3", "15:00", "群", "喝茶", "第一版"]]
    week: Any = written(tea, brought(tea, rows))["2026-W40"]
    assert [one["id"] for one in week["extra"]] == ["tea-walk", "pack", "2026-w40-1", "2026-w40-2"]
    rows = [head, ["10.3", "15:00", "群", "换个标题", "第一版"], ["10.3", "14:00", "群", "另一件事", "改了"]]
    week = written(tea, brought(tea, rows))["2026-W40"]
    assert [one["title"] for one in week["extra"]] == ["{{ tier.name }}走茶山", "打包发货", "另一件事", "换个标题"]
    assert week["extra"][2]["copy"] == "改了"


def test_a_sheet_may_be_one_tiers_and_weekdays_need_a_week(tea: Path) -> None:
    rows = [["星期", "时间", "栏目", "文案"], ["周六", "20:00", "临时公告", "会员好"]]
    assert _found(brought(tea, rows, "会员群")) == [("bad-date", "A2")]
    came = brought(tea, rows, "会员群", near=date(2026, 11, 2), begins=True)
    assert written(tea, came)["2026-W45"]["columns"]["notice"]["sat"]["only"] == ["member"]  # type: ignore[call-overload,index]


def test_day_and_hour_may_stand_in_one_cell(tea: Path) -> None:
    for heads, typed in (
        (["时间", "栏目", "文案"], "2026-11-07 20:00:00"),
        (["日期", "栏目", "文案"], "46333.8333333333"),
    ):
        came = brought(tea, [heads, [typed, "临时公告", "晚上好"]])
        assert not came.found
        assert 'at: "20:00"' in came.changes[0].after.decode()
        assert "    sat:" in came.changes[0].after.decode()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (["11.2 周二", "", "一杯", "", "雨前青", "a", ""], ("wrong-weekday", "A2")),
        (["小雪", "", "一杯", "", "雨前青", "a", ""], ("bad-date", "A2")),
        (["2月30日", "", "一杯", "", "雨前青", "a", ""], ("bad-date", "A2")),
        (["11.2", "一早", "一杯", "", "雨前青", "a", ""], ("bad-clock", "B2")),
        (["11.3", "", "一杯", "", "雨前青", "a", ""], ("entry-off-schedule", "A2")),
        (["11.2", "", "一杯", "贵宾群", "雨前青", "a", ""], ("unknown-id", "D2")),
        (["11.5", "", "架上", "茶友群", "雨前青", "", ""], ("tier-not-covered", "D2")),
        (["11.2", "", "一杯", "", "龙井", "a", ""], ("unknown-id", "E2")),
        (["11.5", "", "架上", "", "雨前青", "a", ""], ("unknown-key", "F2")),
        (["11.2", "", "一杯", "", "雨前青", "#N/A", ""], ("failed-formula", "F2")),
        (["", "", "一杯", "", "雨前青", "a", ""], ("row-without-date", "C2")),
        (["11.2", "", "", "", "", "", "没有栏目也没有时间"], ("missing-key", "A2")),
    ],
)
def test_a_problem_is_told_at_its_cell_and_its_entry_left_out(
    tea: Path, row: list[str], found: tuple[str, str]
) -> None:
    came = brought(tea, [HEAD, row, ["11.4", "", "一杯", "", "雨前青", "好的一行", ""]])
    assert _found(came) == [found]
    assert all(one.words.zh and one.words.en for one in came.found)
    assert came.entries == 1


def test_one_bad_row_of_an_entry_does_not_let_the_rest_speak_for_it(tea: Path) -> None:
    """Else the tier of the bad row would get what is for everybody."""
    rows = [
        HEAD,
        ["11.2", "", "一杯", "", "雨前青", "大家好", ""],
        ["11.2", "", "一杯", "老友群", "龙井", "各位好", ""],
    ]
    came = brought(tea, rows)
    assert _found(came) == [("unknown-id", "E3")]
    assert not came.changes


def test_what_is_passed_over_is_told(tea: Path) -> None:
    rows = [["本月目标：复购"], [*HEAD, "阅读量", "图片"], ["11.2", "", "一杯", "", "雨前青", "a", "", "312", "海报一"]]
    came = brought(tea, rows)
    assert _found(came) == [("column-not-imported", "H2"), ("line-not-imported", "A1"), ("kept-as-note", "I3")]
    week: Any = written(tea, came)["2026-W45"]
    assert week["columns"]["daily"]["mon"]["note"] == "配图：海报一"
    assert _found(brought(tea, [["没有表头"], ["也没有"]])) == [("no-header", "A1"), ("no-rows", "a:1:1")]


def test_a_row_of_which_nothing_is_imported_is_told(tea: Path) -> None:
    rows = [
        ["日期", "时间", "栏目", "小红书", "内容类型", "负责人", "文案", "阅读量"],
        ["11.4", "", "一杯", "全写在这里", "", "", "", "3"],
        ["11.7", "20:00", "临时公告", "", "", "小周", "无", ""],
        ["11.9", "", "一杯", "", "品牌", "", "", ""],
        ["11.10", "", "", "", "", "", "", ""],
        ["11.11", "", "一杯", "也写在这里", "", "", "这里也有", ""],
    ]
    came = brought(tea, rows)
    assert _found(came) == [
        ("column-not-imported", "D1"),
        ("column-not-imported", "H1"),
        ("row-without-content", "A2"),
        ("row-without-content", "A3"),
        ("row-without-content", "A4"),
    ]
    assert [("小红书、阅读量" in str(one.notes), len(one.notes)) for one in came.found[2:]] == [
        (True, 1),
        (False, 0),
        (False, 0),
    ]
    assert came.entries == 1
    nothing = brought(tea, rows[:2])
    assert [one.words.en for one in nothing.found if one.rule == "no-rows"] == [
        "no row says anything that can be imported"
    ]
    assert nothing.entries == 0 and not nothing.changes


def test_side_by_side_each_row_is_told_its_own_unread_columns(tea: Path) -> None:
    half = ["日期", "栏目", "文案", "小红书"]
    rows = [
        half + [one.replace("小红书", "微博") for one in half],
        ["11.4", "一杯", "", "", "11.7", "一杯", "", "在此"],
    ]
    told = [one for one in brought(tea, rows).found if one.rule == "row-without-content"]
    assert [(str(one.span).rpartition("!")[2], "微博" in str(one.notes)) for one in told] == [
        ("A2", False),
        ("E2", True),
    ]


@pytest.mark.parametrize(
    ("head", "needs", "found"),
    [
        ("标题/钩子", "[title]", {"title": "这一句"}),
        ("标题/钩子", "[hook, copy]", {"hook": "这一句"}),
        ("标题／主题 或 钩子", "[hook]", {"hook": "这一句"}),
        ("标题/钩子", "[copy]", {"title": "这一句"}),
        ("标题/钩子", "[title, hook]", None),
        ("话题", "[topic]", {"topic": "这一句"}),
        ("话题", "[copy]", {"topics": ["这一句"]}),
        ("话题/标题", "[topic]", {"topic": "这一句"}),
        ("说=hook", "[title]", None),
        ("标题/钩子=hook", "[title]", {"title": "这一句"}),
        ("标题/钩子=hook", "[title, hook]", {"hook": "这一句"}),
        ("标题/钩子=title", "[hook]", {"title": "这一句"}),
        ("话题=topics", "[topic]", {"topics": ["这一句"]}),
        ("话题=", "[topic]", {}),
    ],
)
def test_a_header_of_several_names_is_what_the_column_has(
    tea: Path, head: str, needs: str, found: dict[str, Value] | None
) -> None:
    path = tea / "content/columns/notice.yaml"
    path.write_text(path.read_text("utf-8").replace("needs: [copy]", f"needs: {needs}"), "utf-8")
    other = tea / "content/columns/lesson.yaml"  # some column has each of the fields
    other.write_text(other.read_text("utf-8").replace("needs: [title, copy]", "needs: [topic, hook, copy]"), "utf-8")
    name, sign, field = head.partition("=")
    rows = [["日期", "时间", "栏目", name, "备注"], ["11.7", "20:00", "临时公告", "这一句", "记"]]
    read = tables("a.xlsx", sheet(rows), merged=True)
    came = bring(tea, surroundings(tea, "en"), read, {name: field} if sign else {}, "a")
    if found is None:
        assert _found(came) == [("unknown-key", "D2")] and not came.changes
    else:
        assert not came.found
        saturday: Any = plain_of(came)["columns"]["notice"]["sat"]
        assert {key: one for key, one in saturday.items() if key not in ("at", "note")} == found


def plain_of(came: Brought) -> Any:
    return _plain(came.changes[0].after.decode())


def test_a_header_of_several_names_leaves_what_has_a_header_of_its_own(tea: Path) -> None:
    path = tea / "content/columns/notice.yaml"
    path.write_text(path.read_text("utf-8").replace("needs: [copy]", "needs: [topic, title, hook]"), "utf-8")
    rows = [
        ["日期", "时间", "栏目", "标题", "标题/钩子", "topic", "话题"],
        ["11.7", "20:00", "临时公告", "题", "钩", "聊", "签"],
    ]
    came = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {}, "a")
    assert not came.found
    assert plain_of(came)["columns"]["notice"]["sat"] == {
        "at": "20:00",
        "title": "题",
        "hook": "钩",
        "topic": "聊",
        "topics": ["签"],
    }
    rows[0][3:] = ["标题/钩子", "标题/话题", "备注", "文案"]
    path.write_text(path.read_text("utf-8").replace("[topic, title, hook]", "[title]"), "utf-8")
    came = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {}, "a")
    assert _found(came) == [("unknown-key", "E2")]  # both are the title


def test_a_row_with_an_id_has_what_an_export_heads_so(tea: Path) -> None:
    path = tea / "content/columns/notice.yaml"
    path.write_text(path.read_text("utf-8").replace("needs: [copy]", "needs: [topic, copy]"), "utf-8")
    (tea / "content/weeks/2026-W45.yaml").write_text(
        'week: 2026-W45\ncolumns:\n  notice:\n    sat:\n      at: "20:00"\n      topic: 聊\n      topics: [签]\n      copy: 文\n',
        "utf-8",
    )
    rows = [["编号 id", "话题", "文案"], ["2026-W45.notice.sat", "新签", "文"]]
    came = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {}, "a")
    assert not came.found
    sat = plain_of(came)["columns"]["notice"]["sat"]
    assert (sat["topic"], sat["topics"]) == ("聊", ["新签"])
    rows = [["编号 id", "标题/钩子", "文案"], ["2026-W45.notice.sat", "新题", "文"]]
    came = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {"标题/钩子": "title"}, "a")
    assert plain_of(came)["columns"]["notice"]["sat"]["title"] == "新题"
    path.write_text(path.read_text("utf-8").replace("[topic, copy]", "[hook, copy, topic]"), "utf-8")
    came = bring(tea, surroundings(tea, "en"), tables("a.xlsx", sheet(rows), merged=True), {"标题/钩子": "hook"}, "a")
    assert plain_of(came)["columns"]["notice"]["sat"]["hook"] == "新题"


def test_unseen_characters_are_left_out_and_told(tea: Path) -> None:
    came = brought(tea, [HEAD, ["11.2", "", "一杯", "", "雨前青", "看\u200b不\ufeff见\t的", ""]])
    assert _found(came) == [("unseen-character", "F2")]
    assert written(tea, came)["2026-W45"]["columns"]["daily"]["mon"]["hook"] == "看不见 的"  # type: ignore[call-overload,index]


# Files that mean no good


def parts(**changed: str | Callable[[str], str]) -> bytes:
    """A sound workbook with some of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(ROWS))) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in packed.namelist():
            text = packed.read(name).decode()
            change = changed.get(Path(name).stem)
            made.writestr(name, text if change is None else change if isinstance(change, str) else change(text))
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    "data",
    [
        parts(sharedStrings=f"<sst {MAIN}>" + "<si><t>" + "字" * 30_000_000 + "</t></si></sst>"),
        parts(
            sheet1=f'<worksheet {MAIN}><sheetData><row r="9000000"><c r="A9000000" t="str"><v>x</v></c></row></sheetData></worksheet>'
        ),
        parts(
            sheet1=lambda text: text.replace(
                "</sheetData>", "</sheetData><mergeCells>" + '<mergeCell ref="A1:G5"/>' * 20_000 + "</mergeCells>"
            )
        ),
        parts(sharedStrings=f'<!DOCTYPE a [<!ENTITY b "{"b" * 999}">]><sst {MAIN}><si><t>&b;</t></si></sst>'),
        parts(sheet1="<worksheet"),
        b"PK\x03\x04 nothing",
        b"\xd0\xcf\x11\xe0 old Excel",
        csv_of([["日期", "文案"], *[["11.2", "a"]] * 6_000], "utf-8"),
    ],
    ids=["bomb", "far-cell", "merges", "entities", "torn", "no-zip", "xls", "rows"],
)
def test_a_hostile_file_is_refused(tea: Path, data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        tables("a.xlsx", data, merged=True)
    assert refused.value.told.words.zh
    (tmp_path / "a.xlsx").write_bytes(data)
    before = tree(tea)
    done = siyu("import", tmp_path / "a.xlsx", "-C", tea, "--yes")
    assert done.returncode == 1, done.stderr
    assert tree(tea) == before


def test_a_merge_over_the_whole_sheet_ends_where_the_sheet_does() -> None:
    data = parts(
        sheet1=lambda text: text.replace(
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B9:?"/></mergeCells>',
        )
    )
    (table,) = tables("a.xlsx", data, merged=True)
    assert len(table) == len(ROWS)
    assert max(map(len, table)) == len(HEAD)


def test_formulas_and_links_are_what_they_show(tea: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    page = book.add_worksheet()
    page.write_row("A1", HEAD)
    page.write_row("A2", ["11.2", "", "一杯", "", "雨前青"])
    page.write_formula("F2", '=HYPERLINK("https://bad.example","点我")', None, "点我")
    page.write_url("G2", "https://bad.example", string="=cmd|' /C calc'!A0")
    book.close()
    came = bring(
        tea, surroundings(tea, "en"), tables("a.xlsx", (tmp_path / "a.xlsx").read_bytes(), merged=True), HOOK, "a"
    )
    entry = written(tea, came)["2026-W45"]["columns"]["daily"]["mon"]  # type: ignore[call-overload,index]
    assert entry == {"product": "green", "hook": "点我", "copy": "=cmd|' /C calc'!A0"}


# Values in YAML

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text("字a0：:,#'\"\\{}[]|-? \n~", min_size=1, max_size=12).filter(
        lambda text: text == text.strip() and "\n\n\n" not in text
    ),
    lambda inner: st.dictionaries(
        st.sampled_from(["copy", "hook", "at", "product", "tiers", "core"]), inner, min_size=1, max_size=3
    ),
    max_leaves=4,
)
BASE = """# oben
week: 2026-W48
columns:

  # noon
  noon:
    mon: {product: osmanthus, tiers: {core: {copy: x}}}   # why
    wed:
      product: a
      # remark
      copy: |
        line one

        # not a comment
      tiers:
        core:
          at: "12:00"

  other:
    fri:
extra:
  - id: one
    day: tue
  - {id: two, day: wed}
"""
PLACES: list[tuple[str | int, ...]] = [
    ("columns", "noon", "mon", 0, "product"), ("columns", "noon", "mon", 0, "hook"), ("columns", "noon", "mon", 0, "tiers", "core", "copy"),
    ("columns", "noon", "wed", 0, "copy"), ("columns", "noon", "wed", 0, "hook"), ("columns", "noon", "wed", 0, "tiers", "core", "at"),
    ("columns", "other", "fri", 0, "hook"), ("columns", "new", "sun", 0, "hook"), ("extra", 0, "title"), ("extra", 1, "title"), ("extra", 0, "id"),
]  # fmt: skip


@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.none() | VALUES.filter(lambda value: isinstance(value, str))),
        min_size=1,
        max_size=3,
    )
)
def test_a_value_is_put_where_it_belongs_or_not_at_all(puts: list[tuple[tuple[str | int, ...], Value | None]]) -> None:
    wanted: Value | None = _plain(BASE)
    for path, value in puts:
        wanted = applied(wanted, path, value)
    made = put(Source("w.yaml", BASE), [Put(path, value) for path, value in puts])
    if made is None:
        return
    assert _plain(made) == wanted
    assert all(comment in made for comment in ("# oben", "# noon", "# why", "# remark"))


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize("value", ["x", "一：二, {三}", "两\n行\n"])
def test_every_place_takes_a_value(path: tuple[str | int, ...], value: str) -> None:
    made = put(Source("w.yaml", BASE), [Put(path, value)])
    assert made is not None
    assert put(Source("w.yaml", made), [Put(path, value)]) == made
    kept = [line for line in BASE.split("\n") if line not in made.split("\n")]
    assert len(kept) <= (4 if path[2] == "wed" else 2)


@given(st.dictionaries(st.sampled_from(["a", "b"]), VALUES, min_size=1))
def test_what_is_written_reads_back(value: dict[str, Value]) -> None:
    text = "\n".join(line for key, one in value.items() for line in pair(key, one, 0)) + "\n"
    assert _plain(text) == value


@pytest.mark.parametrize("text", ["12:10", "no", "1e3", "~", "聊聊 #话题#", "a: b", "- a", "{{ x }}", "“引”", "x：y", "'", '"', "\\", "a'b\"c", "*", "&a", "!x", "%", "@", "`", "|", ">", "?", "[", "]", "#"])  # fmt: skip
@pytest.mark.parametrize("flow", [False, True])
def test_a_text_is_quoted_where_it_must_be(text: str, flow: bool) -> None:
    said = scalar(text, flow)
    assert _plain(f"a: {{b: {said}}}\n" if flow else f"a: {said}\n") == {"a": {"b": text} if flow else text}


# The command


def test_it_shows_and_asks(tea: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(sheet(ROWS))
    before = tree(tea)
    arguments = ["import", str(tmp_path / "a.xlsx"), "-C", str(tea), "--map", "钩子=hook", "--lang", "en"]
    done = siyu(*arguments)
    assert done.returncode == 0
    assert re.match(r"--- /dev/null\n\+\+\+ b/content/weeks/2026-W45\.yaml\n", done.stdout)
    assert "nothing is written; add --yes" in done.stderr
    assert tree(tea) == before
    assert siyu(*arguments, "--yes").returncode == 0
    assert tree(tea).keys() - before.keys() == {"content/weeks/2026-W45.yaml"}


@pytest.mark.parametrize(
    "arguments",
    [["none.xlsx"], ["a.xlsx", "--map", "钩子"], ["a.xlsx", "--map", "钩子=haken"], ["a.xlsx", "--week", "soon"]],
)
def test_wrong_usage_is_one_line(tea: Path, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(sheet(ROWS))
    done = siyu("import", *arguments, "-C", tea, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_nothing_is_written_through_a_link(tea: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(sheet(ROWS))
    (tea / "content/weeks").rename(tmp_path / "elsewhere")
    (tea / "content/weeks").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    before = tree(tmp_path / "elsewhere")
    assert (
        siyu("import", tmp_path / "a.xlsx", "-C", tea, "--map", "钩子=hook", "--yes", "--week", "2026-W45").returncode
        == 2
    )
    assert tree(tmp_path / "elsewhere") == before


def test_a_broken_week_comes_first(tea: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(sheet(ROWS))
    (tea / "content/weeks/2026-W41.yaml").write_text("week: [", "utf-8")
    done = siyu("import", tmp_path / "a.xlsx", "-C", tea, "--yes", "--lang", "en")
    assert (done.returncode, done.stderr) == (
        2,
        "error: content/weeks/2026-W41.yaml has errors: run siyu check first\n",
    )
