"""Sheets as Excel and WPS open them: encodings, line breaks, and cells that mean no good."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, ROOT, siyu, tree
from siyu.build import compile_project
from siyu.edition import Artifact
from siyu.outputs.sheet import plan_sheets
from siyu.sheets import MOST_CHARS, Cell, Sheet, TooLong, acts, csv_bytes, xlsx_bytes
from siyu.tables.cells import Unreadable
from siyu.tables.files import tables

pytest.importorskip("xlsxwriter", reason="the extra siyu[sheets] is not installed")
TEA = HERE / "brands" / "tea"
HOSTILE = [
    "=1+1",
    "+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "﹦1",
    "\u22121",
    "  =1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "\u00a0＝1",
    '"=1"',
    "'=1",
]
FINE = [
    "好",
    "1=1",
    "a-b",
    "（=）",
    "🧣",
    "",
    "周一",
    "https://a.example/?a=1",
    "2026-W48.daily-pick.mon",
    "~",
    "#话题#",
]


def rows(data: bytes) -> list[list[str]]:
    """As a program reads it that knows only that csv is csv."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def cells(data: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in table] for table in tables("f.xlsx", data)]


# No cell is a formula


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_what_a_program_would_run_is_text(text: str) -> None:
    assert acts(text)
    ((written, number),) = rows(csv_bytes([[text, 5]]))
    assert written == "'" + re.sub("\r\n?", "\n", text)
    assert number == "5", "our own numbers stay numbers, also below nought"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(xlsx_bytes([Sheet("a", [[text]])]))).read(
        "xl/worksheets/sheet1.xml"
    )


@pytest.mark.parametrize("text", FINE, ids=ascii)
def test_what_nothing_would_run_stays_as_it_is(text: str) -> None:
    assert not acts(text)
    assert rows(csv_bytes([[text, "x"]])) == [[text, "x"]]


@given(st.text(), st.sampled_from(",;\t"))
def test_no_program_of_any_country_finds_a_formula(text: str, separator: str) -> None:
    if separator != ",":
        text = re.sub("[\r\n]", " ", text)  # where another separator rules, lines fall apart whatever we write
    data = csv_bytes([[text, text]]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(data, newline=""), delimiter=separator):
        assert all(field.startswith("'") or not acts(field) for field in row)
    assert rows(csv_bytes([[text]]))[0][0].removeprefix("'") == re.sub("\r\n?", "\n", text).removeprefix("'")


def test_a_negative_number_of_ours_is_no_text() -> None:
    assert rows(csv_bytes([[-5, Decimal("-0.5"), "-5"]])) == [["-5", "-0.5", "'-5"]]


# What arrives


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"))), max_size=4))
def test_a_csv_is_read_as_it_was_written(table: list[list[str]]) -> None:
    plain = [[cell.lstrip("=+-@＝＋－＠\t\r\n'").replace("\r", "") for cell in row] for row in table]
    if any(acts(cell) for row in plain for cell in row):
        return
    (back,) = tables("f.csv", csv_bytes(plain))
    assert [[cell.text for cell in row] for row in back[:-1]] == [row or [""] for row in plain]


def test_a_workbook_is_read_as_it_was_written() -> None:
    table: list[list[Cell]] = [
        ["周一", "多\n行", "=1+1", 412, Decimal("8350.5")],
        [],
        ["_x0041_", None, "a\tb", "<&>\"'", "🧣"],
    ]
    made = xlsx_bytes([Sheet("分层", table), Sheet("分层", [["x"]])])
    assert cells(made) == [
        [["周一", "多\n行", "=1+1", "412", "8350.5"], [], ["_x0041_", "", "a\tb", "<&>\"'", "🧣"]],
        [["x"]],
    ]
    assert made == xlsx_bytes([Sheet("分层", table), Sheet("分层", [["x"]])]), "the same rows, the same bytes"


def test_every_cell_knows_its_place() -> None:
    (table,) = tables("a/b.csv", '一,"二\n行",三\r\n四;,五'.encode())
    assert [str(cell.span) for row in table for cell in row] == [
        f"a/b.csv:{place}" for place in ("1:1", "1:3", "2:4", "3:1", "3:4")
    ]
    (first, _) = tables("b.xlsx", xlsx_bytes([Sheet("内容/1", [["x", *[None] * 26, "y"]]), Sheet("b", [])]))
    assert str(first[0][27].span) == "b.xlsx!内容-1!AB1"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encodings_and_separators_of_excel_and_wps(codec: str, separator: str) -> None:
    (table,) = tables("f.csv", f"周一{separator}新进\r\n苔原{separator}412\r\n".encode(codec))
    assert [[cell.text for cell in row] for row in table] == [["周一", "新进"], ["苔原", "412"], [""]]


def test_a_text_that_no_cell_holds_is_refused_not_cut() -> None:
    assert xlsx_bytes([Sheet("a", [["x" * MOST_CHARS]])])
    with pytest.raises(TooLong):
        xlsx_bytes([Sheet("a", [["🧣" * (MOST_CHARS // 2 + 1)]])])


@pytest.mark.parametrize("name", ["a" * 40, "[]:*?/\\", "'", "history", ""])
def test_a_tier_of_any_name_has_its_worksheet(name: str) -> None:
    assert len(cells(xlsx_bytes([Sheet(name, [["x"]]), Sheet(name, [["y"]])]))) == 2


# Files that mean no good


def workbook(sheet: str, shared: str = "") -> bytes:
    file = io.BytesIO(xlsx_bytes([Sheet("a", [["x"]])]))
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = (
                sheet
                if part == "xl/worksheets/sheet1.xml"
                else shared
                if shared and "sharedStrings" in part
                else old.read(part)
            )
            new.writestr(part, data)
    return out.getvalue()


def sheet_xml(inside: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet><sheetData>{inside}</sheetData></worksheet>'


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"PK\x03\x04nothing", "unreadable"),
        (workbook(sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')), "unreadable"),
        (workbook(sheet_xml('<row r="1"><c r="A1"><v>many</v></c></row>')), "unreadable"),
        (workbook("<worksheet><sheetData>"), "unreadable"),
        (workbook(sheet_xml('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', BOMB)), "unreadable"),
        (workbook(sheet_xml('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "too-large"),
        (workbook(" " * 70_000_000), "too-large"),
        (b"x" * 9_000_000, "too-large"),
        (b"x\n" * 6_000, "too-large"),
        (b"\xd0\xcf\x11\xe0old", "stray-file"),
        (b"%PDF-1.7", "stray-file"),
        (b"<html>", "stray-file"),
        (b"\x80\x00\xff\xff", "encoding"),
    ],
    ids=["cut", "index", "number", "xml", "entities", "far", "bomb", "large", "long", "xls", "pdf", "html", "bytes"],
)
def test_a_bad_file_is_told(data: bytes, rule: str) -> None:
    with pytest.raises(Unreadable) as told:
        tables("f", data)
    assert (told.value.told.rule, str(told.value.told.span)) == (rule, "f:1:1")


def test_what_other_programs_write() -> None:
    rich = "<sst><si><r><t>苔</t></r><r><t>原</t></r><rPh><t>tai</t></rPh></si></sst>"
    inside = (
        '<row><c t="s"><v>0</v></c><c><f>1+1</f><v>2</v></c><c t="inlineStr"><is><t>内</t></is></c></row>'
        '<row r="3"><c r="B3"><v>412.00000000000006</v></c><c r="C3" t="e"><v>#DIV/0!</v></c><c r="D3" s="1"/></row>'
        '<row r="5"><c r="A5"><v>1.2E3</v></c></row><row r="1048576"><c r="XFD1048576" s="2"/></row>'
    )
    assert cells(workbook(sheet_xml(inside), rich)) == [[["苔原", "2", "内"], [], ["", "412", "#DIV/0!"], [], ["1200"]]]


# The plan's sheet


def asked(root: Path, what: str) -> Path:
    copytree(TEA, root)
    brand = root / "brand" / "brand.yaml"
    brand.write_text(f"{brand.read_text('utf-8')}sheets: [{what}]\n", "utf-8")
    return root


def plans(root: Path) -> dict[str, Artifact]:
    made = compile_project(root).publication
    assert made is not None
    return {artifact.path: artifact for artifact in plan_sheets(made)}


def test_a_brand_that_asks_for_nothing_gets_nothing(tmp_path: Path) -> None:
    assert siyu("build", TEA, "--out", tmp_path / "out", "--no-history").returncode == 0
    assert not [name for name in tree(tmp_path / "out") if name.endswith(".csv")]


def test_every_item_of_a_tier_is_a_row_and_no_other_tiers(tmp_path: Path) -> None:
    made = plans(asked(tmp_path / "p", "plan"))
    assert sorted(made) == [
        f"2026-W{week}/{tier}/plan.csv" for week in (40, 41) for tier in ("friend", "guest", "member")
    ]
    data = made["2026-W40/friend/plan.csv"].data
    assert isinstance(data, bytes)
    head, *body = rows(data)
    assert head == [
        "日期",
        "星期",
        "时间",
        "分层",
        "渠道",
        "栏目",
        "标题",
        "文字",
        "首评",
        "配图",
        "链接",
        "备注",
        "谁",
        "状态",
    ]
    publication = compile_project(tmp_path / "p").publication
    assert publication is not None
    friend = publication.library.tiers["friend"]
    messages = list(publication.editions[0].of(friend))
    assert [row[7].removeprefix("'") for row in body] == [m.text or m.item.todo or "" for m in messages]
    assert {row[3] for row in body} == {friend.name}
    walk = next(row for row in body if "走茶山" in row[6] + row[5])
    assert walk[0:3] == ["2026-10-03", "周六", "13:30"]
    assert walk[9:11] == ["green.png", "https://club.yunjiao.example/walk"]
    guest = made["2026-W40/guest/plan.csv"].data
    assert isinstance(guest, bytes)
    assert "头采只剩" in data.decode()
    assert "头采只剩" not in guest.decode()


def test_each_case_of_an_entry_is_a_row_with_its_first_comment(tmp_path: Path) -> None:
    root = asked(tmp_path / "p", "plan")
    week = root / "content" / "weeks" / "2026-W40.yaml"
    more = """extra:
  - id: iced
    day: thu
    at: "15:30"
    channel: moments
    title: 看天喝茶
    only: [guest]
    note: 看当地气温
    comment: 店里见
    variants: {hot: {when: 28 ℃ 以上, copy: 冰的来一杯。}, cold: {when: 28 ℃ 以下, copy: 热的来一杯。}}
"""
    week.write_text(week.read_text("utf-8").replace("extra:\n", more, 1), "utf-8")
    data = plans(root)["2026-W40/guest/plan.csv"].data
    assert isinstance(data, bytes)
    cases = [row for row in rows(data) if row[5] == "看天喝茶"]
    assert [(row[7], row[8], row[11]) for row in cases] == [
        ("冰的来一杯。", "店里见", "28 ℃ 以上\n看当地气温"),
        ("热的来一杯。", "店里见", "28 ℃ 以下\n看当地气温"),
    ]


def test_a_workbook_of_a_week_has_a_page_a_tier(tmp_path: Path) -> None:
    run = siyu("sheet", "2026-W40", TEA, "--out", tmp_path / "w.xlsx", "--lang", "en")
    assert (run.returncode, run.stderr, run.stdout) == (0, "", f"{tmp_path / 'w.xlsx'}\n")
    made = (tmp_path / "w.xlsx").read_bytes()
    assert {row[3] for page in cells(made) for row in page[1:]} == {"茶友群", "会员群", "老友群"}
    again = siyu("sheet", "2026-W40", TEA, "--out", tmp_path / "w.xlsx")
    assert again.returncode == 0, "the same bytes may be written again"
    one = siyu("sheet", "2026-W40", TEA, "--tier", "friend", "--out", tmp_path / "f.xlsx")
    assert one.returncode == 0
    assert [{row[3] for row in page[1:]} for page in cells((tmp_path / "f.xlsx").read_bytes())] == [{"老友群"}]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["2026-W40", "--out", "w.csv"], "--out ends in .xlsx"),
        (["2026-W52", "--out", "w.xlsx"], "no week 2026-W52 (there are: 2026-W40, 2026-W41)"),
        (["2026-W40", "--out", "w.xlsx", "--tier", "vip"], "no tier vip"),
        (["2026-W40", "--out", "content/w.xlsx"], "the project lives there"),
        (["2026-W40", "--out", "output/w.xlsx"], "belongs to siyu build"),
        (["2026-W40", "--out", "filled.xlsx"], "filled.xlsx exists and may be filled in; name another"),
    ],
)
def test_2_wrong_usage(args: list[str], told: str, tmp_path: Path) -> None:
    copytree(TEA, tmp_path / "p")
    (tmp_path / "p" / "filled.xlsx").write_bytes(b"PK 412")
    before = tree(tmp_path)
    run = siyu("sheet", *args, "--lang", "en", cwd=tmp_path / "p")
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert tree(tmp_path) == before


def test_2_without_the_extra(tmp_path: Path) -> None:
    program = "import sys\nsys.modules['xlsxwriter'] = None\nfrom siyu.cli import main\nmain()"
    command = [
        sys.executable,
        "-c",
        program,
        "sheet",
        "2026-W48",
        str(ROOT),
        "--out",
        str(tmp_path / "w.xlsx"),
        "--lang",
        "en",
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "error: workbooks need xlsxwriter, which is not installed: pip install 'siyu[sheets]'\n"


def test_1_content_with_errors(tmp_path: Path) -> None:
    copytree(TEA, tmp_path / "p")
    (tmp_path / "p" / "brand" / "tiers" / "guest.yaml").write_text("nam: 茶\n", "utf-8")
    run = siyu("sheet", "2026-W40", tmp_path / "p", "--out", tmp_path / "w.xlsx", "--lang", "en")
    assert run.returncode == 1
    assert "no sheet was written" in run.stderr
    assert not (tmp_path / "w.xlsx").exists()
