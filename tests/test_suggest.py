"""What could fill an unfilled slot: who has time, what suits her, what was not shown for long; and the table of who meets what."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import ROOT, Project, siyu
from siyu.build import compile_project
from siyu.edition import Publication
from siyu.site.chrome import Chrome
from siyu.site.matches import matches
from siyu.suggest import Hole, holes, pairs, told, told_pairs


def product(name: str, more: str = "", role: str = "profit", price: int = 20) -> str:
    return f"name: {name}\nrole: {role}\npoint: 今天的\nprice: {price}\nlink: https://mini.bantangshan.example/p/{role}\n{more}"


WEEK: dict[str, str | bytes] = {
    "brand/products/pear.yaml": product("雪梨银耳", "personas: [student]\nscenes: [自习]\n"),
    "brand/products/jasmine.yaml": product("茉莉冷泡", "personas: [student]\n"),
    "brand/products/office.yaml": product("加班黑咖", "personas: [desk]\n"),
    "brand/products/summer.yaml": product("夏天才有", "personas: [student]\nvalid: 2026-06-01 to 2026-08-31\n"),
    "brand/products/old.yaml": product("老茶头", "personas: [student]\ntiers: [core]\n"),
    "brand/personas/student.yaml": "name: 下课的学生\nwindows: {午休: workday 11:30-13:00}\nscenes: [自习]\n",
    "brand/personas/desk.yaml": "name: 写字楼的人\nwindows: {下班: workday 18:00-19:00}\n",
    "brand/tiers/basic.yaml": "name: 茶友\nway_up: {to: core, how: 下过三单}\n",
    "brand/tiers/core.yaml": "name: 老友\n",
    "content/weeks/2026-W40.yaml": """week: 2026-W40
columns:
  noon-cup:
    mon: {product: osmanthus}
    tue: {product: jasmine, tiers: {core: {product: osmanthus}}}
""",
}


def made(root: Path) -> Publication:
    result = compile_project(root)
    assert result.publication is not None, result.diagnostics
    return result.publication


def ideas(hole: Hole) -> dict[str, list[tuple[str, int | None, int | None]]]:
    return {reader.persona.id: [(i.product.id, i.since, i.until) for i in reader.ideas] for reader in hole.readers}


def test_the_longest_unseen_stands_first_and_nothing_that_does_not_suit(project: Project) -> None:
    found = holes(made(project(WEEK)), ())
    basic = next(hole for hole in found if hole.gap.tier.id == "basic")
    assert (str(basic.gap.date), basic.gap.start) == ("2026-09-30", 11 * 60 + 40)
    assert ideas(basic) == {"student": [("pear", None, None), ("osmanthus", 2, None), ("jasmine", 1, None)]}
    core = next(hole for hole in found if hole.gap.tier.id == "core")
    assert ideas(core) == {"student": [("pear", None, None), ("jasmine", None, None), ("old", None, None)]}


def test_what_is_planned_soon_is_near_as_well(project: Project) -> None:
    week = "week: 2026-W40\ncolumns: {noon-cup: {tue: {product: jasmine}, wed: {product: pear}}}\n"
    found = holes(made(project(WEEK | {"content/weeks/2026-W40.yaml": week})), ())
    assert ideas(found[0])["student"][:3] == [("osmanthus", None, None), ("pear", None, 2), ("jasmine", None, 1)]
    assert "雪梨银耳：到那天还没出现过；2 天后已经排了；场景：自习" in "\n".join(told(found, "zh"))


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("days: 2", ["pear", "osmanthus"]),  # shown two days before: just far enough
        ("days: 3", ["pear"]),
        ("days: 3, except_products: [jasmine]", ["pear", "jasmine"]),
        ("days: 3, except_columns: [noon-cup]", ["pear", "osmanthus", "jasmine"]),
    ],
)
def test_what_the_house_calls_a_repeat_is_no_idea(rule: str, left: list[str], project: Project) -> None:
    rules = f"no_repeat: [{{what: product, {rule}}}]\n"
    found = holes(made(project(WEEK | {"brand/rules.yaml": rules})), ())
    basic = next(hole for hole in found if hole.gap.tier.id == "basic")
    assert [name for name, *_ in ideas(basic)["student"]] == left


def test_what_was_left_empty_on_purpose_is_no_hole(project: Project) -> None:
    week = str(WEEK["content/weeks/2026-W40.yaml"]) + "skip: [{column: noon-cup, day: wed, because: 盘点}]\n"
    assert holes(made(project(WEEK | {"content/weeks/2026-W40.yaml": week})), ()) == []


def test_a_slot_when_nobody_has_time_and_a_column_without_products(project: Project) -> None:
    late = {
        "content/columns/late.yaml": "name: 夜里一句\nkind: life\npurpose: activation\nchannel: moments\nwhen: wed 23:30\nneeds: [copy]\n",
        "content/columns/noon.yaml": "name: 一句话\nkind: life\npurpose: activation\nchannel: moments\nwhen: wed 12:30\nneeds: [copy]\n",
    }
    found = {hole.gap.column: hole for hole in holes(made(project(WEEK | late)), ())}
    assert found["late"].readers == ()
    assert [(reader.persona.id, reader.ideas) for reader in found["noon"].readers] == [("student", ())]
    assert not found["noon"].takes
    assert "no persona has time at this hour" in "\n".join(told([found["late"]], "en"))


def test_a_set_is_what_is_often_seen_with_what_hardly_is(project: Project) -> None:
    files = WEEK | {"brand/products/osmanthus.yaml": product("桂花乌龙", "personas: [student]\n", "traffic", 16)}
    publication = made(project(files))
    assert [(p.tier.id, p.often.id, p.seldom.id, p.counts, str(p.apart)) for p in pairs(publication)] == [
        ("core", "osmanthus", "pear", (2, 0), "36"),
    ]
    assert "都适合下课的学生；单买合计 36 元" in "\n".join(told_pairs(pairs(publication), "zh"))


def test_and_not_one_that_is_sold_already(project: Project) -> None:
    files = WEEK | {
        "brand/products/osmanthus.yaml": product("桂花乌龙", "personas: [student]\n", "traffic", 16),
        "brand/products/set.yaml": product("一壶一盅", "bundle: [osmanthus, pear]\n", price=30),
    }
    assert [(pair.tier.id, pair.seldom.id) for pair in pairs(made(project(files)))] == [("core", "old")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_tells_a_week_and_changes_nothing(lang: str, project: Project) -> None:
    root = project(WEEK)
    before = sorted(path.name for path in root.rglob("*"))
    whole = siyu("suggest", "-C", root, "--lang", lang)
    week = siyu("suggest", "2026-W40", "-C", root, "--lang", lang)
    assert whole.returncode == week.returncode == 0, whole.stderr
    assert whole.stdout == week.stdout
    assert "雪梨银耳" in week.stdout
    assert sorted(path.name for path in root.rglob("*")) == before


def test_a_week_that_is_not_there_is_wrong_usage(project: Project) -> None:
    done = siyu("suggest", "2026-W41", "-C", project(WEEK), "--lang", "en")
    assert done.returncode == 2
    assert "did you mean 2026-W40?" in done.stderr


def test_a_full_plan_says_so() -> None:
    done = siyu("suggest", "2026-W48", "-C", ROOT, "--lang", "en")
    assert done.returncode == 0
    assert done.stdout.startswith("no slot is unfilled\n")


def test_what_is_still_to_be_written_is_told(project: Project) -> None:
    todo = "week: 2026-W40\ncolumns:\n  noon-cup:\n" + "".join(
        f"    {day}: {{product: osmanthus, todo: 写正文}}\n" for day in ("mon", "tue", "wed")
    )
    done = siyu("suggest", "-C", project({"content/weeks/2026-W40.yaml": todo}), "--lang", "en")
    assert done.stdout.splitlines()[:4] == [
        "no slot is unfilled",
        "",
        "still to be written, 3 entries (todo):",
        "  2026-09-28 Mon 11:40 半糖山 · 午间一杯：写正文",
    ]


def test_the_table_says_who_meets_what_and_what_she_never_does(project: Project) -> None:
    table = matches(made(project(WEEK)), Chrome("zh"))
    assert table is not None
    assert [tuple(row) for row in table[1]] == [
        ("写字楼的人", "下班（工作日 18:00–19:00）", "空着"),
        ("写字楼的人", "没遇上", "加班黑咖"),
        ("下课的学生", "午休（工作日 11:30–13:00）", "桂花乌龙 2、茉莉冷泡 1"),
        ("下课的学生", "没遇上", "老茶头、雪梨银耳"),
    ]


def test_there_is_no_table_where_no_product_names_a_persona(project: Project) -> None:
    assert matches(made(project({})), Chrome("zh")) is None
