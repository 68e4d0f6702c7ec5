"""The plan as a workbook and back: what nobody edits stays byte for byte, what somebody edits changes, and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import HERE, ROOT, siyu, tree
from siyu.cli.import_ import surroundings
from siyu.sheets import Row, Sheet, xlsx_bytes
from siyu.source import Source
from siyu.spreadsheet.bring import Brought, bring
from siyu.spreadsheet.leave import sheets
from siyu.spreadsheet.names import Project
from siyu.spreadsheet.yaml import Value, plain
from siyu.stages.parse import parse
from siyu.tables.files import tables
from siyu.weeks import week_name

pytest.importorskip("xlsxwriter", reason="the extra siyu[sheets] is not installed")
BRANDS = [ROOT, *(HERE / "brands" / name for name in ("tea", "coffee", "car", "drinks"))]
TEA = HERE / "brands" / "tea"
W40 = "content/weeks/2026-W40.yaml"


def exported(root: Path, *weeks: str) -> list[Sheet]:
    around = surroundings(root, "en")
    chosen = sorted(week.week for name, week in around.weeks.items() if not weeks or name in weeks)
    return sheets(Project(around.library), [(monday, around.weeks[week_name(monday)]) for monday in chosen])


def imported(root: Path, made: list[Sheet]) -> Brought:
    return bring(root, surroundings(root, "en"), tables("plan.xlsx", xlsx_bytes(made), merged=True), {}, "plan")


def edited(made: list[Sheet], id_: str, field: str, text: str) -> list[Sheet]:
    """The sheets with one cell typed over."""
    done = []
    for sheet in made:
        heads = [str(head) for head in sheet.rows[0]]
        rows: list[Row] = [sheet.rows[0]]
        for row in sheet.rows[1:]:
            typed = list(row)
            if row[heads.index("编号 id")] == id_:
                typed[heads.index(field)] = text
            rows.append(typed)
        done.append(sheet._replace(rows=rows))
    return done


def with_row(made: list[Sheet], **cells: str) -> list[Sheet]:
    heads = [str(head) for head in made[0].rows[0]]
    return [made[0]._replace(rows=[*made[0].rows, [cells.get(head, "") for head in heads]]), *made[1:]]


def brought(project: Path, id_: str, field: str, text: str) -> Brought:
    return imported(project, edited(exported(project), id_, field, text))


def lines(of: Brought) -> list[str]:
    """The lines that go and come."""
    import difflib

    told = []
    for change in of.changes:
        old, new = change.before.decode().splitlines(), change.after.decode().splitlines()
        told += [line for line in difflib.ndiff(old, new) if line[:2] in ("- ", "+ ")]
    return told


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    return copytree(TEA, tmp_path / "tea")


@pytest.mark.parametrize("root", BRANDS, ids=lambda path: path.name)
def test_what_nobody_edits_changes_nothing(root: Path) -> None:
    made = exported(root)
    assert made and all(len(sheet.rows) > 1 for sheet in made)
    assert imported(root, made) == ([], 0, [])


@pytest.mark.parametrize("root", BRANDS, ids=lambda path: path.name)
def test_the_same_plan_gives_the_same_bytes(root: Path) -> None:
    assert xlsx_bytes(exported(root)) == xlsx_bytes(exported(root))


TEXTS = st.text(
    st.one_of(st.sampled_from("字，。：;#'\"\\{}[]|-=@!%&*~?<> \n0a："), st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cf", "Cn", "Zs", "Zl", "Zp"))),
    min_size=1,
    max_size=30,
).filter(lambda text: "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).strip(" ") == text and text.strip())  # fmt: skip


def _values(root: Path) -> dict[str, Value]:
    return {path.name: _plain(path.read_text("utf-8")) for path in sorted((root / "content/weeks").iterdir())}


def _plain(text: str) -> Value:
    parsed, found = parse(Source("w.yaml", text))
    assert parsed is not None and not found, found
    return plain(parsed)


def _leaves(node: object, at: str = "") -> dict[str, str]:
    if isinstance(node, dict):
        return {k: v for key, one in node.items() for k, v in _leaves(one, f"{at}.{key}").items()}
    if isinstance(node, list):
        return {k: v for number, one in enumerate(node) for k, v in _leaves(one, f"{at}.{number}").items()}
    return {at: str(node)}


@pytest.mark.parametrize("root", BRANDS[:-1], ids=lambda path: path.name)
def test_one_edited_cell_changes_one_value(root: Path) -> None:
    made = exported(root)
    before = _values(root)
    shown = {
        (str(row[0]), str(head)): cell
        for sheet in made
        for row in sheet.rows[1:]
        for head, cell in zip(sheet.rows[0], row, strict=True)
        if head in ("标题", "文案", "首评", "备注", "hook", "tip", "line", "task") and cell
    }

    @settings(max_examples=20)
    @given(st.sampled_from(sorted(shown)), TEXTS)
    def check(place: tuple[str, str], text: str) -> None:
        came = imported(root, edited(made, *place, text))
        assert not came.found
        differ: set[str] = set()
        for change in came.changes:
            old, new = _leaves(before[Path(change.path).name]), _leaves(_plain(change.after.decode()))
            differ |= {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
            assert {new[key].strip("\n") for key in differ} == {" ".join(text.split()) if place[1] == "标题" else text}
        assert len(differ) == (text != shown[place])

    check()


def test_an_edited_value_is_the_only_line_that_differs(tea: Path) -> None:
    assert lines(brought(tea, "2026-W40.daily.wed", "备注", "今天发货截止 15:00")) == [
        "-       note: 今天发货截止 16:00",
        "+       note: 今天发货截止 15:00",
    ]
    assert lines(brought(tea, "2026-W40.daily.wed@friend", "商品", "雨前青")) == [
        "-           product: first",
        "+           product: green",
    ]


def test_a_cleared_cell_takes_its_value_away(tea: Path) -> None:
    assert lines(brought(tea, "2026-W40.daily.wed", "备注", "")) == ["-       note: 今天发货截止 16:00"]
    assert lines(brought(tea, "2026-W40.tea-walk@friend", "文案", "")) == [
        "-     tiers: {friend: {at: \"13:30\", copy: 老位置，早半小时。}}",
        "+     tiers: {friend: {at: \"13:30\"}}",
    ]  # fmt: skip


def test_a_day_moves_within_its_week_and_an_hour_is_the_columns_again(tea: Path) -> None:
    assert lines(brought(tea, "2026-W40.daily.wed", "日期", "46294")) == [
        "+       on: tue"
    ]  # as Excel gives a date back
    assert lines(brought(tea, "2026-W40.daily.wed", "日期", "9月30日")) == []
    assert lines(brought(tea, "2026-W40.notice.sat", "日期", "10.3"))[1].endswith("only: [guest], id: holiday-notice}")
    assert lines(brought(tea, "2026-W40.daily.wed", "时间", "晚八点")) == ['+       at: "20:00"']
    assert lines(brought(tea, "2026-W40.daily.wed", "时间", "0.506944444444444")) == []
    assert lines(brought(tea, "2026-W40.tea-walk", "日期", "2026-10-04")) == ["-     day: sat", "+     day: sun"]


@pytest.mark.parametrize(
    ("id_", "field", "text", "rule"),
    [
        ("2026-W40.daily.wed", "日期", "2026-10-07", "bad-date"),
        ("2026-W40.daily.wed", "日期", "下周", "bad-date"),
        ("2026-W40.daily.wed", "栏目", "架上", "fixed-cell"),
        ("2026-W40.daily.wed", "渠道", "群消息", "fixed-cell"),
        ("2026-W40.daily.wed@friend", "分层", "会员群", "fixed-cell"),
        ("2026-W40.tea-walk", "标题", "", "fixed-cell"),
        ("2026-W40.daily.wed", "商品", "龙井", "unknown-id"),
        ("2026-W40.daily.wed", "状态", "差不多", "unknown-word"),
        ("2026-W40.daily.wed", "配图", "nothing.png", "unknown-id"),
        ("2026-W40.tea-walk", "链接", "club.yunjiao.example", "bad-link"),
        ("2026-W40.shelf.thu", "分层", "茶友群", "tier-not-covered"),
        ("2026-W40.daily.wed", "tip", "没有这一项", "unknown-key"),
        ("2026-W40.daily.wed", "文案", "#REF!", "failed-formula"),
        ("2026-W40.daily.wed", "编号 id", "2026-W40.daily.fri", "unknown-id"),
        ("2026-W40.daily.wed", "编号 id", "2026-W99.daily.fri", "unknown-id"),
    ],
)
def test_what_does_not_fit_is_told_at_its_cell(tea: Path, id_: str, field: str, text: str, rule: str) -> None:
    came = brought(tea, id_, field, text)
    assert not came.changes
    (told,) = came.found
    assert told.rule == rule
    assert re.fullmatch(r"plan\.xlsx!2026-W40![A-Z]+\d+", str(told.span))
    assert told.words.zh and told.words.en


def test_an_emptied_row_deletes_nothing(tea: Path) -> None:
    made = exported(tea)
    for field in ("标题", "商品", "hook", "备注"):
        made = edited(made, "2026-W40.daily.wed", field, "")
    came = imported(tea, made)
    assert not came.changes
    assert [one.rule for one in came.found] == ["emptied-row"]


def test_what_is_wrong_in_one_row_leaves_its_entry_out_and_no_other(tea: Path) -> None:
    made = edited(exported(tea), "2026-W40.daily.wed", "备注", "改了")
    made = edited(made, "2026-W40.daily.wed@friend", "商品", "龙井")
    made = edited(made, "2026-W40.daily.mon", "hook", "周一好")
    assert lines(imported(tea, made)) == [
        "-     mon: {product: green, hook: 假期前最后一个周一}",
        "+     mon: {product: green, hook: 周一好}",
    ]


def test_an_open_slot_is_a_row_to_fill(tea: Path) -> None:
    made = exported(tea)
    (open_,) = [row for row in made[1].rows if row[0] == "2026-W41.daily.sat"]
    assert "续一杯" in str(open_)
    (tea / W40).write_text(
        (tea / W40).read_text("utf-8").replace("    mon: {product: green, hook: 假期前最后一个周一}\n", ""), "utf-8"
    )
    made = edited(exported(tea), "2026-W40.daily.mon", "商品", "陈皮黑")
    came = imported(tea, edited(made, "2026-W40.daily.mon", "hook", "周一，先喝水"))
    assert lines(came) == ["+     mon:", "+       hook: 周一，先喝水", "+       product: dark"]
    assert came.entries == 1


def test_a_new_row_becomes_an_entry_and_coming_again_changes_nothing(tea: Path) -> None:
    row = {"日期": "10.1", "时间": "9点半", "栏目": "临时公告", "分层": "茶友群", "文案": "国庆第一天\n照常发货"}
    made = with_row(exported(tea), **row)
    came = imported(tea, made)
    assert [line.strip() for line in lines(came)] == [
        "+     thu:", '+       at: "09:30"', "+       only: [guest]", "+       copy: |", "+         国庆第一天", "+         照常发货",
    ]  # fmt: skip
    (change,) = came.changes
    (tea / change.path).write_bytes(change.after)
    assert imported(tea, made) == ([], 0, [])


def test_a_second_entry_of_a_day_keeps_the_first(tea: Path) -> None:
    made = with_row(exported(tea), 日期="10.3", 时间="17:00", 栏目="临时公告", 文案="补一条")
    (change,) = imported(tea, made).changes
    said = _leaves(_plain(change.after.decode()))
    assert said[".columns.notice.sat.0.id"] == "holiday-notice"
    assert {key: one for key, one in said.items() if ".sat.1." in key} == {
        ".columns.notice.sat.1.at": "17:00",
        ".columns.notice.sat.1.copy": "补一条",
    }


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_comments_line_ends_and_the_byte_order_mark_stay(tea: Path, ends: str) -> None:
    text = (tea / W40).read_text("utf-8").replace("  shelf:", "\n  # 架上\n  shelf:").replace("\n", ends)
    (tea / W40).write_bytes(b"\xef\xbb\xbf" + text.encode())
    (change,) = brought(tea, "2026-W40.daily.wed", "备注", "第一行\n第二行").changes
    assert change.after.decode("utf-8-sig").split(ends) == text.replace(
        "note: 今天发货截止 16:00", f"note: |{ends}        第一行{ends}        第二行"
    ).split(ends)


def test_a_comment_is_never_lost(tea: Path) -> None:
    (tea / W40).write_text(
        (tea / W40)
        .read_text("utf-8")
        .replace("mon: {product: green, hook: 假期前最后一个周一}", "mon: {product: green, # 茶\n      hook: 一}"),
        "utf-8",
    )
    came = brought(tea, "2026-W40.daily.mon", "hook", "两行\n的")
    assert not came.changes
    assert [one.rule for one in came.found] == ["not-edited"]


def _xml(data: bytes, part: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(part).decode()


def test_a_sheet_offers_names_and_protects_ids(tea: Path) -> None:
    data = xlsx_bytes(exported(tea))
    book, sheet, lists = (
        _xml(data, f"xl/{part}.xml") for part in ("workbook", "worksheets/sheet1", "worksheets/sheet3")
    )
    assert 'name="2026-W40"' in book and re.search(r'name="siyu"[^>]*state="hidden"', book)
    assert "<sheetProtection" in sheet and "password" not in sheet
    assert 'topLeftCell="A2"' in sheet and 'state="frozen"' in sheet
    assert len(re.findall("<dataValidation ", sheet)) == 5  # column, channel, tier, product, state
    assert "<f>" not in lists
    texts = _xml(data, "xl/sharedStrings.xml")
    assert all(name in texts for name in ("雨前青", "老友群", "朋友圈", "已确认", "架上"))


# The command


def test_export_edit_import(tea: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    done = siyu("export", "2026-W40", "-C", tea, "--out", out)
    assert (done.returncode, done.stdout) == (0, f"{out}\n"), done.stderr
    assert siyu("export", "2026-W40", "-C", tea, "--out", out).returncode == 0  # the same again
    before = tree(tea)
    done = siyu("import", out, "-C", tea, "--yes", "--lang", "en")
    assert (done.returncode, done.stdout, tree(tea)) == (0, "", before), done.stderr
    assert siyu("export", "-C", tea, "--out", out).returncode == 2  # somebody may have edited it


def test_a_week_that_is_not_there_is_a_form(tea: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    assert siyu("export", "2026-W43", "-C", tea, "--out", out).returncode == 0
    (sheet, _) = tables("plan.xlsx", out.read_bytes())
    assert [row[0].text for row in sheet][1:] == ["2026-W43.daily.mon", "2026-W43.daily.wed", "2026-W43.shelf.thu", "2026-W43.daily.sat"]  # fmt: skip
    made = sheets(Project(surroundings(tea, "en").library), [(date(2026, 10, 19), None)])
    came = imported(
        tea, edited(edited(made, "2026-W43.daily.mon", "商品", "陈皮黑"), "2026-W43.daily.mon", "hook", "霜降前")
    )
    (change,) = came.changes
    assert (
        change.after.decode()
        == "week: 2026-W43\ntheme: 【这一周的主题】\n\ncolumns:\n  daily:\n    mon:\n      hook: 霜降前\n      product: dark\n"
    )


@pytest.mark.parametrize("arguments", [["2026-W54"], ["soon"], ["--out", "plan.csv"]])
def test_export_is_told_what_it_needs(tea: Path, arguments: list[str], tmp_path: Path) -> None:
    done = siyu("export", "-C", tea, *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
