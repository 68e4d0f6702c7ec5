"""The review: build → fill in → read back → figures in git → report; and everything that Excel, WPS and people do to a sheet on the way."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from conftest import HERE, ROOT, siyu, tree
from siyu.build import compile_project
from siyu.diagnostic import Diagnostic
from siyu.facts.metrics import COUNTS, GROUPS, METRICS, POSTS, STAGES, impossible, missed, value
from siyu.library import Library
from siyu.measures.compare import Verdict, groups, reached, verdicts
from siyu.measures.figures import Figures, figures, merged, weeks_before
from siyu.measures.keep import Remark, text_of
from siyu.measures.numbers import NotANumber, number
from siyu.measures.picture import picture
from siyu.measures.read import read, week_of
from siyu.measures.report import report
from siyu.outputs.review import posts, review_rows, review_sheets
from siyu.sheets import csv_bytes
from siyu.tables.cells import Table
from siyu.tables.files import tables

TEA, GOLDEN = HERE / "brands" / "tea", HERE / "review"
TIERS = {"guest": "茶友群", "member": "会员群", "friend": "老友群"}
POSTED = {"2026-W40.daily.mon": ("daily", "mon"), "2026-W40.daily.wed": ("daily", "wed"), "tea-walk": ("", "tea-walk")}
D = Decimal

FILLED: dict[str, dict[str, str]] = {
    "guest": {"exposure": "1,240", "joins": "93", "leaves": "21 人", "members": "８１２", "kept": "97.5%", "active": "66",
              "messages": "1100条", "buyers": "38", "sales": "￥3,306.50", "cost": "200元"},
    "member": {"members": "240", "active": "31", "messages": "420", "buyers": "22", "sales": "2816", "cost": "",
               "loyal": "40", "bargain": "18", "demand": "25", "low": "9"},
    "friend": {"members": "36", "leaves": "0", "kept": "36", "active": "12", "buyers": "—"},
    "2026-W40.daily.mon": {"likes": "18", "comments": "4", "clicks": "22", "orders": "3"},
    "2026-W40.daily.wed": {"likes": "25", "comments": "7", "clicks": "31", "orders": "5"},
    "2026-W40.morning.mon": {"comments": "14"},
    "tea-walk": {"comments": "19", "orders": "6"},
}  # fmt: skip


def asking(root: Path, more: str = "") -> Path:
    """The tea brand with a review sheet and targets."""
    copytree(TEA, root)
    brand = root / "brand" / "brand.yaml"
    wanted = "sheets: [review]\nmeasures:\n  join_rate: {guest: 8}\n  interaction_rate: {guest: 7, member: 15, friend: 30}\n  roi: 10\n"
    brand.write_text(brand.read_text("utf-8") + wanted + more, "utf-8")
    return root


def filled(sheet: bytes, counts: Mapping[str, Mapping[str, str]] = FILLED) -> list[list[str]]:
    """The sheet as an operator hands it in: counts typed below their headers, in the rows with these ids."""
    rows = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))
    heads: list[str] = []
    for row in rows:
        if row and row[-1] == "编号 id":
            heads = [head.rpartition(" ")[2] for head in row]
        elif row and row[-1] in counts:
            for name, typed in counts[row[-1]].items():
                row[heads.index(name)] = typed
    return rows


def excel(rows: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def wps(rows: list[list[str]]) -> bytes:
    """Chinese Windows' own encoding, and every row as long as the longest."""
    longest = max(map(len, rows))
    return excel([row + [""] * (longest - len(row)) for row in rows]).decode("utf-8-sig").encode("gb18030")


def unicode_text(rows: list[list[str]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode("utf-16")


def moved(rows: list[list[str]]) -> bytes:
    """Columns and rows in another order, a column of remarks, Chinese headers only, capitals, blank rows."""
    told = [[row[-1], "备注：见群", *row[:-1]] for row in reversed(rows[2:5])]
    head = [rows[1][-1].upper(), "备注", *(cell.split(" ")[0] for cell in rows[1][:-1])]
    return excel([["", ""], rows[0], [], head, *told, [], *rows[6:]])


def workbook(rows: list[list[str]]) -> bytes:
    from siyu.sheets import Cell, Sheet, xlsx_bytes

    def typed(cell: str) -> Cell:
        return int(cell) if cell.isdecimal() and cell.isascii() else cell

    blank = rows.index([])
    return xlsx_bytes(
        [Sheet("分层", [[typed(c) for c in row] for row in rows[:blank]]), Sheet("内容", rows[blank + 1 :])]
    )


def golden(name: str, made: bytes) -> None:
    path = GOLDEN / name
    if os.environ.get("SIYU_GOLDEN") == "write":
        path.write_bytes(made)
    assert path.read_bytes() == made


# The round trip


@pytest.mark.parametrize("handed_in", [excel, wps, unicode_text, moved, workbook])
def test_built_filled_read_kept_reported(handed_in: Callable[[list[list[str]]], bytes], tmp_path: Path) -> None:
    if handed_in is workbook:
        pytest.importorskip("xlsxwriter", reason="the extra siyu[sheets] is not installed")
    root = asking(tmp_path / "p")
    assert siyu("build", root, "--no-history").returncode == 0
    sheet = filled((root / "output" / "2026-W40" / "review.csv").read_bytes())
    file = tmp_path / ("filled.xlsx" if handed_in is workbook else "filled.csv")
    file.write_bytes(handed_in(sheet))
    before = tree(root)
    run = siyu("review", file, "--project", root, "--out", tmp_path / "report", "--lang", "zh")
    assert (run.returncode, run.stderr) == (0, "记在 content/reviews/2026-w40.yaml\n")
    kept = tree(root)
    written = kept.pop("content/reviews/2026-w40.yaml")
    assert kept == before, "nothing else is touched"
    golden("2026-w40.yaml", written)
    golden("review.md", (tmp_path / "report" / "review.md").read_bytes())
    golden("review.svg", (tmp_path / "report" / "review.svg").read_bytes())
    again = siyu("review", file, "--project", root, "--lang", "zh")
    assert (again.returncode, again.stderr) == (0, ""), "nothing changes the second time"
    assert again.stdout.encode() == (GOLDEN / "review.md").read_bytes()
    from_git = siyu("review", "--project", root, "--lang", "zh")
    assert from_git.stdout == again.stdout, "without a file it tells of the last week kept"
    assert siyu("check", cwd=root).stdout == siyu("check", cwd=TEA).stdout, "and siyu finds nothing to say about it"


def test_diff_shows_and_writes_nothing(tmp_path: Path) -> None:
    root = asking(tmp_path / "p")
    file = tmp_path / "filled.csv"
    file.write_bytes(excel(filled(sheet_of(root))))
    before = tree(tmp_path)
    run = siyu("review", file, "--project", root, "--diff", "--lang", "en")
    assert (run.returncode, run.stderr) == (0, "")
    assert "+++ b/content/reviews/2026-w40.yaml\n" in run.stdout
    assert "+    mon: {likes: 18, comments: 4, clicks: 22, orders: 3}\n" in run.stdout
    assert tree(tmp_path) == before


def sheet_of(root: Path) -> bytes:
    publication = compile_project(root).publication
    assert publication is not None
    data = next(a.data for a in review_sheets(publication) if a.path == "2026-W40/review.csv")
    assert isinstance(data, bytes)
    return data


def test_a_second_sheet_of_the_week_adds_and_corrects(tmp_path: Path) -> None:
    root = asking(tmp_path / "p")
    sheet, kept = sheet_of(root), root / "content" / "reviews" / "2026-w40.yaml"
    kept.parent.mkdir()
    kept.write_text("# 手写的\nnote: 假期前\n\ntiers:\n  guest: {members: 800, sales: 3306.50}\n", "utf-8")
    for name, counts in (
        ("a", {"guest": {"members": "812", "sales": "3306.5"}}),
        ("b", {"member": {"members": "240"}}),
    ):
        (tmp_path / f"{name}.csv").write_bytes(excel(filled(sheet, counts)))
    run = siyu("review", tmp_path / "a.csv", tmp_path / "b.csv", "--project", root)
    assert run.returncode == 0, run.stderr
    assert kept.read_text("utf-8") == (
        "# 手写的\nnote: 假期前\ntiers:\n  guest:\n    members: 812\n    sales: 3306.50\n  member:\n    members: 240\n"
    ), "what a person wrote stays as it is; a number that did not change stays as it was typed"
    assert "> 假期前\n" in run.stdout


def test_a_remark_among_the_figures_is_not_lost(tmp_path: Path) -> None:
    root = asking(tmp_path / "p")
    kept = root / "content" / "reviews" / "2026-w40.yaml"
    kept.parent.mkdir()
    kept.write_text("tiers:\n  guest:\n    # 周二补数\n    members: 800\n", "utf-8")
    (tmp_path / "a.csv").write_bytes(excel(filled(sheet_of(root), {"guest": {"members": "812"}})))
    before = tree(tmp_path)
    run = siyu("review", tmp_path / "a.csv", "--project", root, "--lang", "en")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "error: the remark at content/reviews/2026-w40.yaml:3 would be lost; move it above tiers\n"
    assert tree(tmp_path) == before


def test_the_sheet_is_only_for_who_asks_and_lies_in_no_tiers_folder() -> None:
    publication = compile_project(TEA).publication
    assert publication is not None
    assert list(review_sheets(publication)) == []
    told = posts(publication.editions[0])
    assert {post.identity for post in told} >= {*POSTED, "2026-W40.morning.mon"}
    assert all(post.first.channel not in ("task", "announcement", "one-to-one") for post in told)
    assert len({post.identity for post in told}) == len(told), "the same to three tiers is one row"
    tiers, rows = review_rows(publication.editions[0])
    assert len(rows) == len(told) + 1
    assert [row[-1] for row in tiers[2:]] == list(publication.library.tiers)


def test_a_brand_without_tiers_has_one_row(tmp_path: Path) -> None:
    root = tmp_path / "p"
    copytree(HERE / "brands" / "drinks", root)
    publication = compile_project(root).publication
    assert publication is not None
    tiers, told = review_rows(publication.editions[0])
    sheet = excel(filled(csv_bytes([*tiers, [], *told]), {"all": {"buyers": "412", "sales": "9012"}}))
    (tmp_path / "a.csv").write_bytes(sheet)
    run = siyu("review", tmp_path / "a.csv", "--project", root, "--lang", "en")
    assert run.returncode == 0, run.stderr
    assert "| Monetisation | Conversion | — |" in run.stdout
    assert "| ¥21.87 |" in run.stdout
    assert compile_project(root).diagnostics == compile_project(HERE / "brands" / "drinks").diagnostics


# What people type


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("412", "412"), ("1,234", "1234"), ("1，234，567", "1234567"), ("１２３４", "1234"), ("1 234", "1234"),
        (" 412 ", "412"), ("\u3000412\u00a0", "412"), ("￥8,350.50", "8350.5"), ("¥99", "99"), ("412人", "412"), ("38 单", "38"),
        ("1.2万", "12000"), ("１．２万元", "12000"), ("3w", "30000"), ("0", "0"), ("'412", "412"), ("8350.005", "8350.01"),
        ("007", "7"),
    ],
)  # fmt: skip
def test_numbers_as_people_type_them(typed: str, meant: str) -> None:
    assert number(typed) == (D(meant), False)


@pytest.mark.parametrize(("typed", "meant"), [("35%", "35"), ("７.５％", "7.5"), ("7.5 %", "7.5")])
def test_percent(typed: str, meant: str) -> None:
    assert number(typed) == (D(meant), True)


@pytest.mark.parametrize("typed", ["", "  ", "-", "—", "－", "无", "N/A", "未统计", "/"])
def test_blanks(typed: str) -> None:
    assert number(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "1,23",
        "12,34,567",
        "1.2.3",
        "-5",
        "=1+1",
        "十二",
        "1e5",
        "1.2E+11",
        "#DIV/0!",
        "TRUE",
        "412?",
        "4 12",
        "9" * 13,
        "٣",
        "²",
        "inf",
        "nan",
        "1_000",
    ],
)
def test_what_could_be_two_numbers_is_none(typed: str) -> None:
    with pytest.raises(NotANumber):
        number(typed)


def sheet(*rows: str, week: str = "2026-W40") -> dict[str, list[Table]]:
    head = [
        f"周 week,{week},先另存",
        "分层 tier,新进 joins,退出 leaves,周一人数 members,留下 kept,日均发言人数 active,编号 id",
    ]
    return {"f.csv": tables("f.csv", "\n".join([*head, *rows]).encode())}


def told(files: Mapping[str, list[Table]]) -> tuple[Figures | None, list[Diagnostic]]:
    week, found = week_of(files)
    if week is None:
        return None, found
    return read(week, [table for of_file in files.values() for table in of_file], TIERS, POSTED)


@pytest.mark.parametrize(
    ("files", "place", "rule", "words"),
    [
        (sheet("茶友群,很多,,,,,guest"), "f.csv:3:5", "bad-number", "joins is a number, here it says 很多"),
        (sheet("茶友群,5%,,,,,guest"), "f.csv:3:5", "bad-number", "a count belongs here, not a percentage"),
        (sheet("茶友群,5,,,,,gest"), "f.csv:3:11", "unknown-id", "nothing in 2026-W40 has the id gest"),
        (sheet("茶友群,5,,,,,"), "f.csv:3:5", "missing-key", "this row has counts, but no id"),
        (sheet("茶友群,5,,,,"), "f.csv:3:5", "missing-key", "this row has counts, but no id"),
        (sheet("茶友群,,,100,,120,guest"), "", "", ""),
        (sheet("茶友群,5,,100,,120,guest"), "f.csv:3:13", "impossible-figure", "active is 120, more than members + joins, 105"),
        (sheet("茶友群,,,100,101,,guest"), "f.csv:3:11", "impossible-figure", "kept is 101, more than members, 100"),
        (sheet("茶友群,,,,,1.5,guest"), "f.csv:3:9", "impossible-figure", "active is 1.5, not a whole number"),
        (sheet("茶友群,5,,,,,guest", "茶友群,6,,,,,guest"), "f.csv:4:5", "duplicate-id", "this count is given twice, and differs"),
        (sheet("茶友群,5,,,,,guest", week="48 周"), "f.csv:1:8", "bad-week", "48 周 is not a week"),
        ({"a": [[]]}, "a:1:1", "missing-key", "the sheet does not say which week it is"),
        (sheet() | {"g.csv": sheet(week="2026-W41")["f.csv"]}, "f.csv:1:8", "bad-week", "this sheet is about another week; read one week at a time"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_slip_is_told_at_its_cell(files: Mapping[str, list[Table]], place: str, rule: str, words: str) -> None:
    made, found = told(files)
    assert [(str(d.span), d.rule, d.words.en) for d in found] == ([(place, rule, words)] if rule else [])
    assert (made is None) is (rule not in ("", "impossible-figure"))  # which is kept, and told as siyu check tells it
    assert all(re.search("[\u4e00-\u9fff]", d.words.zh) for d in found)


def test_a_slip_in_a_workbook_is_told_at_its_square(tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter", reason="the extra siyu[sheets] is not installed")
    root = asking(tmp_path / "p")
    rows = filled(sheet_of(root), {"member": {"buyers": "两百"}, "2026-W40.daily.mon": {"likes": "=HYPERLINK(1)"}})
    (tmp_path / "f.xlsx").write_bytes(workbook(rows))
    run = siyu("review", "f.xlsx", "--project", root, "--lang", "zh", "--format", "concise", cwd=tmp_path)
    assert run.returncode == 1
    row = [row[-1] for row in rows[rows.index([]) + 1 :]].index("2026-W40.daily.mon") + 1
    assert run.stdout == (
        "f.xlsx!分层!I4: error[bad-number] 下单人数要写一个数，这里是“两百”\n"
        f"f.xlsx!内容!I{row}: error[bad-number] 点赞要写一个数，这里是“=HYPERLINK(1)”\n"
    )
    assert run.stderr == "有错误，什么都没有记\n"
    assert not (root / "content" / "reviews").exists()
    full = siyu("review", "f.xlsx", "--project", root, "--lang", "zh", cwd=tmp_path).stdout
    assert "  1 | 两百\n    | ^^^^\n  → 例如 1234 或 1,234；没数过就留空\n" in full


def test_percent_becomes_the_count_it_is_a_share_of() -> None:
    made, found = told(sheet("茶友群,,2.5%,812,97.5%,8%,guest"))
    assert (made, found) == (
        Figures("2026-W40", {"guest": {"members": D(812), "leaves": D(20), "kept": D(792), "active": D(65)}}, {}),
        [],
    )


def test_nothing_to_divide_by_is_advice_and_kept() -> None:
    made, found = told(sheet("茶友群,9,5,0,,,guest"))
    assert made is not None
    assert [(str(d.span), d.severity.name, d.words.en) for d in found] == [
        ("f.csv:3:9", "ADVICE", "members is 0, so there is no leave_rate; leave out what was not counted")
    ]


@pytest.mark.parametrize(
    ("counts", "severity"),
    [({"members": "100", "kept": "101"}, "warning"), ({"leaves": "5", "members": "0"}, "advice")],
)
def test_a_sheet_and_what_is_kept_of_it_say_the_same(counts: dict[str, str], severity: str, tmp_path: Path) -> None:
    root = asking(tmp_path / "p")
    (tmp_path / "f.csv").write_bytes(csv_bytes(filled(sheet_of(root), {"member": counts})))
    shown = ("--project", root, "--lang", "en", "--format", "concise")
    run = siyu("review", "f.csv", *shown, cwd=tmp_path)
    first = run.stdout.splitlines()[0]
    assert run.returncode == 0 and f"{severity}[impossible-figure]" in first
    checked = siyu("check", root, "--lang", "en", "--format", "concise").stdout.splitlines()
    assert first.partition(": ")[2] in [line.partition(": ")[2] for line in checked if "content/reviews" in line]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["nowhere.csv"], 2, "cannot read nowhere.csv: No such file or directory"),
        ([], 2, "content/reviews is empty; name a filled sheet"),
        (["empty.csv"], 2, "no count is filled in"),
        (["early.csv"], 2, "2026-W30 has no plan"),
        (["filled.csv", "--out", "content"], 2, "the project lives there"),
        (["filled.csv", "--out", "filled.csv"], 2, "filled.csv is not a directory"),
    ],
)
def test_wrong_usage(args: list[str], code: int, said: str, tmp_path: Path) -> None:
    root = asking(tmp_path / "p")
    sheet_ = sheet_of(root)
    (root / "empty.csv").write_bytes(sheet_)
    (root / "early.csv").write_bytes(excel(filled(sheet_.replace(b'2026-W40"', b'2026-W30"'))))
    (root / "filled.csv").write_bytes(excel(filled(sheet_)))
    before = tree(tmp_path)
    run = siyu("review", *args, "--lang", "en", cwd=root)
    assert (run.returncode, run.stdout) == (code, "")
    assert said in run.stderr
    assert tree(tmp_path) == before


# What it comes to


def test_there_are_nine_metrics_in_five_stages_from_counts_that_the_sheet_asks_for() -> None:
    assert len(METRICS) == 9
    assert [*dict.fromkeys(metric.stage for metric in METRICS.values())] == list(STAGES)
    assert {name for metric in METRICS.values() for name in (metric.of, *metric.by)} == set(COUNTS)
    assert set(GROUPS) <= set(COUNTS)
    assert not set(COUNTS) & set(POSTS)


def test_each_metric_by_hand() -> None:
    counts = {
        "exposure": D(4000), "joins": D(300), "leaves": D(50), "members": D(2000), "kept": D(1960), "active": D(150), "messages": D(2400), "buyers": D(80),
        "sales": D(7200), "cost": D(900), "loyal": D(30), "bargain": D(40), "demand": D(20), "low": D(10),
    }  # fmt: skip
    assert {name: value(name, counts) for name in METRICS} == {
        "join_rate": D("7.5"), "leave_rate": D("2.5"), "interaction_rate": D("7.5"), "messages_per_member": D("1.2"),
        "retention": 98, "conversion": 4, "average_order": 90, "roi": 8, "loyalty": 30,
    }  # fmt: skip
    assert list(impossible(counts)) == []
    for name in METRICS:
        for missing in (METRICS[name].of, *METRICS[name].by):
            assert value(name, {key: count for key, count in counts.items() if key != missing}) is None
    assert value("roi", counts | {"cost": D(0)}) is None
    assert missed("join_rate", D(7), D(8)) and not missed("join_rate", D(8), D(8))
    assert missed("leave_rate", D(5), D(4)) and not missed("leave_rate", D(4), D(4))


def library(root: Path = TEA) -> Library:
    publication = compile_project(root).publication
    assert publication is not None
    return publication.library


def test_the_weeks_before_are_taken_together_across_the_year() -> None:
    assert weeks_before("2027-W01") == ["2026-W50", "2026-W51", "2026-W52", "2026-W53"]
    tea = library()
    counted = {
        "2026-W51": (100, 10),
        "2026-W52": (300, 20),
        "2026-W53": (0, 0),
        "2026-W48": (5, 5),
        "2027-W01": (200, 30),
    }
    weeks = {week: Figures(week, {"guest": {"members": D(m), "active": D(a)}}) for week, (m, a) in counted.items()}
    weeks["2026-W50"] = Figures("2026-W50", {"guest": {"active": D(99)}})
    found = {one.metric: one for one in reached(tea, tea.tiers["guest"], weeks, "2027-W01")}
    assert found["interaction_rate"].before == D("7.5"), "30 of 400; a week that lacks a count is left out"
    assert found["interaction_rate"].course == (None, D(10), D(20) / 3, None, D(15))
    assert found["join_rate"].now is None


SHOP = {
    f"{name}.yaml": f"name: {name}\nkind: life\npurpose: {purpose}\nchannel: {channel}\nwhen: daily 09:0{at}\nneeds: [copy]\n"
    for at, (name, purpose, channel) in enumerate(
        [
            ("good", "activation", "group"),
            ("fair", "seeding", "group"),
            ("dull", "brand", "group"),
            ("shop", "conversion", "group"),
            ("post", "brand", "moments"),
        ]
    )
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("shop") / "p"
    copytree(TEA, root)
    for name, text in SHOP.items():
        (root / "content" / "columns" / name).write_text(text, "utf-8")
    return library(root)


def judged(shop: Library, counts: Mapping[str, list[int]], members: int | None = 100) -> dict[str, Verdict]:
    """Verdicts on columns whose posts had so many comments, a slot a post."""
    tiers = {tier: {"members": D(members)} for tier in shop.tiers} if members else {}
    rows = {
        column: {f"s{at}": {"comments": D(count)} for at, count in enumerate(them)} for column, them in counts.items()
    }
    return {v.column: v for v in verdicts(shop, {"2026-W40": Figures("2026-W40", tiers, rows)}, "2026-W40")}


def test_columns_are_compared_with_their_like(shop: Library) -> None:
    found = judged(
        shop,
        {"good": [50, 40, 60, 900], "fair": [30, 30, 30, 30], "dull": [3, 9, 9, 400], "post": [1] * 4, "gone": [9] * 4},
    )
    assert {name: (v.say, round(v.typical, 2), v.usual) for name, v in found.items()} == {
        "good": ("more", D("18.33"), D(10)),
        "fair": ("same", D(10), D(10)),
        "dull": ("less", D(3), D(10)),
        "post": ("alone", D("0.33"), None),
        "gone": ("few", D(3), None),
    }, "one post that went round makes no column good; three tiers of a hundred"
    assert found["good"].shared


def test_too_little_is_said_to_be_too_little(shop: Library) -> None:
    found = judged(shop, {"good": [50] * 4, "fair": [30] * 4, "dull": [1] * 3})
    assert {name: v.say for name, v in found.items()} == {"good": "alone", "fair": "alone", "dull": "few"}


def test_what_sells_is_judged_by_orders_only(shop: Library) -> None:
    found = judged(shop, {"good": [50] * 4, "fair": [30] * 4, "dull": [1] * 4, "shop": [0] * 4})
    assert "shop" not in found, "nobody counted its orders"


def test_without_members_a_post_counts_as_it_is(shop: Library) -> None:
    found = judged(shop, {"good": [50] * 4}, members=None)
    assert (found["good"].typical, found["good"].shared) == (D(50), False)


def test_satisfaction_and_loyalty_only_where_all_four_were_counted() -> None:
    whole, half = {"loyal": D(1), "bargain": D(2), "demand": D(3), "low": D(4)}, {"loyal": D(9)}
    assert groups(Figures("w", {"a": whole, "b": half})) == {name: {"a": count} for name, count in whole.items()}
    assert groups(Figures("w", {"b": half})) == {}


def test_figures_are_merged_row_by_row() -> None:
    old = Figures("w", {"a": {"joins": D("5.0"), "leaves": D(1)}}, {"x": {"mon": {"likes": D(1)}}})
    new = Figures(
        "w", {"a": {"joins": D(5), "kept": D(2)}, "b": {"joins": D(3)}}, {"x": {"tue": {"likes": D(2)}}, "": {"e": {}}}
    )
    both = merged(old, new)
    assert both.tiers == {"a": {"joins": D(5), "leaves": D(1), "kept": D(2)}, "b": {"joins": D(3)}}
    assert str(both.tiers["a"]["joins"]) == "5.0"
    assert both.posts == {"x": {"mon": {"likes": D(1)}, "tue": {"likes": D(2)}}, "": {"e": {}}}


def test_what_is_kept_is_read_back_the_same(tmp_path: Path) -> None:
    for review in library(ROOT).reviews.values():
        text = review.id.source.text
        assert text_of(figures(review), library(ROOT), text) == text, "the brand's own files are as siyu writes them"
    with pytest.raises(Remark):
        text_of(Figures("w", {"a": {"joins": D(1)}}), library(), "tiers:\n  a: {joins: 1}\nnote: 后来写的\n")


# How it reads


def test_the_brands_own_report_reads_in_both_languages() -> None:
    ours = library(ROOT)
    weeks = {review.name: figures(review) for review in ours.reviews.values()}
    assert sorted(weeks) == ["2026-W44", "2026-W45", "2026-W46", "2026-W47"]
    for lang in ("zh", "en"):
        page = report(ours, weeks, "2026-W47", None, lang)
        for table in MarkdownIt("commonmark").enable("table").render(page).split("<table>")[1:]:
            assert len({row.count("<td") for row in table.split("<tr>")[2:]}) == 1, "no name breaks a table"
        drawn = ElementTree.fromstring(picture(ours, weeks, "2026-W47", lang))
        names = [getattr(metric, lang) for metric in METRICS.values()]
        assert [text for text in drawn.itertext() if text in names] == names
    english = report(ours, weeks, "2026-W47", None, "en")
    own = [
        *(str(t.name) for t in ours.tiers.values()),
        *(str(c.name) for c in ours.columns.values()),
        str(ours.brand.name),
    ]
    for name in sorted(own, key=len, reverse=True):
        english = english.replace(name, "")
    assert not re.search("[\u4e00-\u9fff，。；、]", english), "only names are Chinese"


def test_a_name_cannot_break_the_report(tmp_path: Path) -> None:
    root = asking(tmp_path / "p")
    tier = root / "brand" / "tiers" / "guest.yaml"
    name = '"茶|友 <b>`*_[x](y)~\\\\"'
    tier.write_text(re.sub("name: .*", lambda _: f"name: {name}", tier.read_text("utf-8"), count=1), "utf-8")
    tea = library(root)
    counts = {"members": D(9), "loyal": D(1), "bargain": D(1), "demand": D(1), "low": D(1)}
    page = report(tea, {"2026-W40": Figures("2026-W40", {"guest": counts})}, "2026-W40", "x\n# y | <i>", "zh")
    html = MarkdownIt("commonmark").enable("table").render(page)
    assert "<b>" not in html and "<i>" not in html and "<a " not in html and "<em>" not in html
    assert "<h2>茶|友 &lt;b&gt;`*_[x](y)~\\</h2>" in html
    assert (
        ElementTree.fromstring(picture(tea, {"2026-W40": Figures("2026-W40", {"guest": counts})}, "2026-W40", "zh"))
        is not None
    )


def test_a_week_that_nobody_counted_is_drawn_without_lines() -> None:
    tea = library()
    drawn = picture(tea, {"2026-W40": Figures("2026-W40", {"guest": {}})}, "2026-W40", "zh").decode()
    assert drawn.count(">没有数</text>") == len(METRICS)
    zero = picture(
        tea, {"2026-W40": Figures("2026-W40", {"guest": {"members": D(5), "leaves": D(0)}})}, "2026-W40", "en"
    ).decode()
    assert "0% 茶友群" in zero
