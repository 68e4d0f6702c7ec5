"""siyu new KIND and siyu new week: what comes out builds in every brand, says what is missing, and overwrites nothing."""

from __future__ import annotations

import os
import re
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, ROOT, Project, siyu, tree
from siyu.build import compile_project
from siyu.diagnostic import Severity
from siyu.facts.channels import ROLES
from siyu.kinds.week import Week
from siyu.layout import laid_out
from siyu.library import Library
from siyu.source import Source
from siyu.stages.load_all import load_all
from siyu.stages.read import read
from siyu.stages.resolve import resolve
from siyu.starting.ids import id_for, is_id
from siyu.starting.project import starter
from siyu.starting.skeleton import SKELETONS, skeleton
from siyu.starting.week import blank_week, monday_of
from test_init import answers, laid

posix = pytest.mark.skipif(os.name == "nt", reason="links")
BRANDS = {"ours": ROOT, **{path.name: path for path in sorted((HERE / "brands").iterdir()) if path.is_dir()}}
ALONE = ("column", "persona", "product", "ip", "offer", "journey", "reply", "sop")
"""What brings no error to any brand. A tier may need links of old products, a second greeting meets the first."""


@pytest.fixture(params=BRANDS)
def brand(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for name in ("brand", "content"):
        shutil.copytree(BRANDS[request.param] / name, tmp_path / name)
    return tmp_path


def loaded(root: Path) -> tuple[Library, list[Week]]:
    files, _ = read(root)
    documents, _, _ = load_all(files)
    library, _ = resolve(documents, files.templates, files.assets)
    assert library is not None
    weeks = [week for week in documents["week"].values() if isinstance(week, Week)]
    return library, sorted(weeks, key=lambda week: week.week)


def errors(root: Path) -> list[str]:
    found = compile_project(root).diagnostics
    return [f"{one.span} {one.rule} {one.words.zh}" for one in found if one.severity is Severity.ERROR]


# Skeletons


def test_skeletons_build_in_every_brand(brand: Path) -> None:
    library, weeks = loaded(brand)
    for kind in ALONE:
        name = next((role for role in ROLES if role not in library.sops), None) if kind == "sop" else "brand-new"
        if name is None:
            continue  # each role has its routines
        path, text = skeleton(library, weeks[-1], kind, name, None, ())
        assert "<<" not in text and re.search("[一-鿿]", text)
        assert laid_out(Source(path, text)) is None
        laid(brand, {path: text})
        assert errors(brand) == [], kind


def test_every_kind_can_be_made_where_there_is_nothing_yet(tmp_path: Path) -> None:
    root = laid(tmp_path, {"brand/brand.yaml": "name: a\ndomain: a.example\nzone: Asia/Shanghai\nlocale: zh-CN\n"})
    for kind in SKELETONS:
        name = "owner" if kind == "sop" else "first"
        run = siyu("new", kind, name, "-C", root, "--name", "叫什么", "--lang", "en")
        assert (run.returncode, run.stderr) == (0, ""), kind
        assert (root / run.stdout.strip()).is_file()
    assert errors(root) == []


def test_a_skeleton_speaks_as_the_project_does() -> None:
    ours, weeks = loaded(ROOT)
    _, welcome = skeleton(ours, weeks[-1], "welcome", "x", None, ("core",))
    assert "tiers: [core]\n" in welcome and "{{ ip.nickname }}" in welcome and "{{ tier.promise }}" in welcome
    _, product = skeleton(ours, weeks[-1], "product", "x", '暖 "围"', ())
    assert 'name: 暖 "围"\n' in product
    assert "prices:\n  basic: 99\n  member: 99\n  core: 99\nlink: https://mall.tingtai.example/p/x\n" in product
    _, offer = skeleton(ours, weeks[-1], "offer", "x", None, ())
    assert "begins: 2026-12-14\nends: 2026-12-20\n" in offer and "tiers" not in offer
    drinks, _ = loaded(BRANDS["drinks"])
    _, welcome = skeleton(drinks, None, "welcome", "x", None, ())
    assert "ip." not in welcome and "tier" not in welcome
    _, product = skeleton(drinks, None, "product", "x", None, ())
    assert "prices" not in product and "link: https://mini.bantangshan.example/p/x\n" in product


def test_a_first_announcement_goes_to_the_tiers_that_have_none() -> None:
    tea, _ = loaded(BRANDS["tea"])
    assert "tiers: [friend]\n" in skeleton(tea, None, "announcement", "x", None, ())[1]


@pytest.fixture
def skin(tmp_path: Path) -> Path:
    return laid(tmp_path, starter(answers("cosmetics", 3), date(2026, 11, 23)))


def test_a_second_announcement_is_refused_until_a_tier_is_free(skin: Path) -> None:
    before = tree(skin)
    for args in ((), ("--tier", "core")):
        run = siyu("new", "announcement", "双十二公告", *args, "-C", skin, "--lang", "en")
        assert (run.returncode, run.stdout) == (2, "")
        assert "has an announcement (content/announcements/week.md)" in run.stderr and "--tier" in run.stderr
        assert tree(skin) == before
    week = skin / "content" / "announcements" / "week.md"
    week.write_text(week.read_text("utf-8").replace("title:", "tiers: [basic, member]\ntitle:", 1), "utf-8")
    run = siyu("new", "announcement", "双十二公告", "--tier", "basic", "-C", skin, "--lang", "en")
    assert run.returncode == 2 and "--tier takes one that has none: core" in run.stderr
    run = siyu("new", "announcement", "双十二公告", "-C", skin, "--lang", "en")
    assert run.returncode == 0, run.stderr
    assert "tiers: [core]\n" in (skin / run.stdout.strip()).read_text("utf-8")
    assert errors(skin) == []


def test_greetings_take_what_is_free_and_are_refused_at_the_end(skin: Path) -> None:
    for number in range(13):  # three events, five sources, and the two that the starter has
        run = siyu("new", "welcome", f"w{number}", "-C", skin, "--lang", "en")
        assert run.returncode == 0, run.stderr
    assert errors(skin) == []
    before = tree(skin)
    run = siyu("new", "welcome", "more", "-C", skin, "--lang", "en")
    assert run.returncode == 2 and "each event and source has a script" in run.stderr and tree(skin) == before


def test_a_greeting_takes_the_tiers_that_are_left(skin: Path) -> None:
    for number in range(13):
        siyu("new", "welcome", f"w{number}", "--tier", "core", "-C", skin)
    library, _ = loaded(skin)
    _, text = skeleton(library, None, "welcome", "x", None, ())
    assert "tiers: [basic, member]\n" in text and "source: store-qr\n" in text


def test_journeys_begin_on_days_of_their_own(skin: Path) -> None:
    names = ["新人第一周", "沉睡唤醒", "召回", "第四条", "五", "六"]
    for name in names:
        run = siyu("new", "journey", name, "-C", skin, "--lang", "en")
        assert run.returncode == 0, run.stderr
    library, _ = loaded(skin)
    begun = [(str(one.name), str(one.trigger), one.days) for one in library.journeys.values()]
    assert sorted(begun) == sorted(zip(names, ["added", "silent", "silent", "first-purchase", "silent", "event"], [None, 30, 60, None, 90, None], strict=True))  # fmt: skip
    found = [one.rule for one in compile_project(skin).diagnostics]
    assert "overlapping-journeys" not in found and errors(skin) == []
    before = tree(skin)
    run = siyu("new", "journey", "七", "-C", skin, "--lang", "en")
    assert run.returncode == 2 and "--tier" in run.stderr and tree(skin) == before


@pytest.mark.parametrize(
    ("name", "days"),
    [("周四晚安", "thu"), ("星期四", "thu"), ("礼拜天茶会", "sun"), ("周二周五上新", "tue,fri"), ("周一到周五早安", "mon-fri"), ("晚安", "sat"), ("一周一练", "sat"), ("周末", "sat")],
)  # fmt: skip
def test_a_column_is_on_the_day_that_its_name_says(name: str, days: str, skin: Path) -> None:
    library, _ = loaded(skin)
    path, text = skeleton(library, None, "column", "x", name, ())
    assert f"when: {days} 10:00\n" in text
    laid(skin, {path: text})
    assert errors(skin) == []


def test_a_new_tier_tells_what_has_to_change_with_it(tmp_path: Path) -> None:
    shutil.copytree(BRANDS["tea"], tmp_path / "tea")
    run = siyu("new", "tier", "circle", "-C", tmp_path / "tea", "--lang", "en")
    assert (run.returncode, run.stdout) == (0, "brand/tiers/circle.yaml\n")
    assert "content/columns/daily.yaml" in run.stderr and "these have to change with it" in run.stderr


NAMED = {"column": "下午茶", "persona": "加班的小林", "tier": "老客群", "product": "桂花酒", "ip": "阿桂", "offer": "国庆券", "journey": "新人第一周", "reply": "退款", "announcement": "国庆公告"}  # fmt: skip


@pytest.mark.parametrize("kind", NAMED)
def test_a_chinese_name_is_a_name_and_the_id_is_suggested_or_given(kind: str, project: Project) -> None:
    root, name = project({}), NAMED[kind]
    run = siyu("new", kind, name, "-C", root, "--lang", "en")
    assert run.returncode == 0, run.stderr
    made = run.stdout.strip()
    id_ = Path(made).stem
    assert is_id(id_) and run.stderr.splitlines()[0] == f"its id is {id_}; --id gives it another"
    assert name in (root / made).read_text("utf-8")
    if kind == "announcement":
        return  # a tier has one
    again = siyu("new", kind, name, "-C", root, "--lang", "en")
    assert again.returncode == 0 and again.stdout != run.stdout  # the id is another, and nothing is written over
    own = siyu("new", kind, name, "--id", "my-own", "-C", root, "--lang", "en")
    assert own.returncode == 0 and Path(own.stdout.strip()).stem == "my-own"
    assert name in (root / own.stdout.strip()).read_text("utf-8")


def test_a_role_may_be_named_in_chinese(project: Project) -> None:
    root = project({})
    assert siyu("new", "sop", "客服", "-C", root).stdout == "content/sop/service.yaml\n"


@pytest.mark.parametrize(
    ("name", "kind", "taken", "id_"),
    [
        ("退款", "reply", set(), "refund"),
        ("怎么退款", "reply", {"refund"}, "refund-2"),
        ("双十二老客专场", "campaign", set(), "double-12-regulars"),
        ("VIP 群", "tier", set(), "vip-group"),
        ("李姐", "persona", {"persona-1"}, "persona-2"),
        ("会员会员", "tier", set(), "member"),
        ("Noon Cup", "column", set(), "noon-cup"),
    ],
)
def test_an_id_says_what_the_name_says(name: str, kind: str, taken: set[str], id_: str) -> None:
    assert id_for(name, kind, taken) == id_


@given(st.text(max_size=100), st.sets(st.sampled_from(["reply-1", "refund", "a"])))
def test_any_name_gets_an_id_that_is_free(name: str, taken: set[str]) -> None:
    made = id_for(name, "reply", taken)
    assert is_id(made) and made not in taken


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("column", "午间", "--id", "Noon Cup"), "Noon Cup is no id"),
        (("column", "午间\u200b"), "characters that nobody sees"),
        (("column", "noon-cup"), "content/columns/noon-cup.yaml exists and was left alone"),
        (("sop", "cook"), "routines belong to a role: owner, moderator, koc, service, editor"),
        (("sop", "厨师"), "routines belong to a role: owner, moderator, koc, service, editor"),
        (("welcome", "x", "--tier", "cor"), "no tier cor (there are: all)"),
        (("week", "2026-40"), "2026-40 is not a week"),
        (("week", "2026-W40"), "2026-W40 is planned already: content/weeks/2026-W40.yaml"),
        (("week", "2026-W41", "--from", "2026-W39"), "no week 2026-W39 (there are: 2026-W40)"),
        (("week", "2026-W41", "-C", "nowhere"), "is no siyu project"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(project: Project, args: tuple[str, ...], told: str) -> None:
    root = project({})
    files = tree(root)
    run = siyu("new", *args, "--lang", "en", cwd=root)
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert tree(root) == files


@posix
def test_no_document_is_written_through_a_link(project: Project, tmp_path: Path) -> None:
    root = project({})
    (tmp_path / "elsewhere").mkdir()
    (root / "content" / "offers").symlink_to(tmp_path / "elsewhere")
    assert siyu("new", "offer", "a", "-C", root).returncode == 2
    assert not list((tmp_path / "elsewhere").iterdir())


# Weeks


@pytest.mark.parametrize("from_", [False, True])
@pytest.mark.parametrize("ahead", [1, 2, 14])
def test_a_blank_week_builds_and_leaves_no_slot_out(brand: Path, from_: bool, ahead: int) -> None:
    library, weeks = loaded(brand)
    monday = weeks[-1].week + timedelta(weeks=ahead)
    text = blank_week(library, monday, weeks[-1] if from_ else None)
    path = "content/weeks/blank.yaml"
    assert laid_out(Source(path, text)) is None
    laid(brand, {path: text})
    result = compile_project(brand)
    assert errors(brand) == []
    assert result.publication is not None
    edition = next(one for one in result.publication.editions if one.plan.week.week == monday)
    open_ = [gap for gap in edition.plan.gaps if gap.reason is None]
    assert not open_
    assert edition.plan.week.state == "draft"


WEEK = """\
week: 2026-W40
theme: 国庆前后
columns:
  noon-cup:
    mon: {product: osmanthus, copy: 9月28日，第一杯。}
    tue: {product: osmanthus, at: "12:30", checklist: [先尝一口], copy: 换个时间喝。}
    wed: {product: osmanthus}
  class:
    fri: {title: 怎么泡, copy: 长文一篇。}
    sat: {title: 10月3日怎么泡, copy: 长文一篇。}
extra:
  - {id: tasting, day: sat, at: "14:00", channel: task, title: 试饮会}
"""
CLASS = "name: 小课\nkind: knowledge\npurpose: seeding\nchannel: moments\nwhen: [fri 20:00, sat 20:00]\nneeds: [title, copy]\n"


def test_from_carries_what_repeats_and_leaves_texts_open(project: Project) -> None:
    root = project({"content/weeks/2026-W40.yaml": WEEK, "content/columns/class.yaml": CLASS})
    run = siyu("new", "week", "2026-W42", "--from", "2026-W40", "-C", root, "--lang", "en")
    assert (run.returncode, run.stdout) == (0, "content/weeks/2026-W42.yaml\n")
    assert (
        (root / "content" / "weeks" / "2026-W42.yaml").read_text("utf-8")
        == """\
# 2026 年 10 月 12 日（周一）至 10 月 18 日（周日）
week: 2026-W42
theme: 【这一周的主题】
state: draft

columns:

  # 小课：周五 20:00；周六 20:00，朋友圈
  class:
    fri:
      title: 怎么泡
      todo: 写正文 copy；换标题 title
    sat: {todo: 写标题 title、正文 copy}

  # 午间一杯：工作日 11:40，朋友圈
  noon-cup:
    mon: {product: osmanthus}
    tue:
      product: osmanthus
      at: "12:30"
      checklist:
        - 先尝一口
    wed: {product: osmanthus}
    thu:
      product: osmanthus
      todo: 定商品
    fri:
      product: osmanthus
      todo: 定商品

# 2026-W40 里栏目之外的，要的话照样写在 extra 下面，换一个 id：
# 试饮会，周六 14:00
"""
    )


def test_a_holiday_takes_and_moves_slots(project: Project) -> None:
    column = "name: {}\nkind: life\npurpose: brand\nchannel: moments\nwhen: thu 10:00\nholiday: {}\nneeds: [copy]\n"
    root = project(
        {f"content/columns/{how}.yaml": column.format(how, how) for how in ("skip", "next", "keep", "previous")}
    )
    library, _ = loaded(root)
    text = blank_week(library, date(2026, 9, 28), None)
    assert "# 周四 10 月 1 日：国庆节放假\n" in text
    assert "# skip：周四 10:00，朋友圈" not in text
    assert "  # 周四放假，挪到 10 月 8 日（周四）\n  next:\n    thu: {todo: 写正文 copy}\n" in text
    assert "  # 周四放假，挪到 9 月 30 日（周三）\n  previous:\n" in text
    assert "  keep:\n    thu: {todo: 写正文 copy}\n" in text
    assert "补班" in blank_week(library, date(2026, 10, 5), None)
    assert "放假调休还没有公布" in blank_week(library, date(2031, 10, 6), None)


def test_what_the_brand_lets_rest_is_not_carried(project: Project) -> None:
    rules = "no_repeat:\n  - {what: title, days: 30}\n  - {what: product, days: 10}\n"
    root = project(
        {"content/weeks/2026-W40.yaml": WEEK, "content/columns/class.yaml": CLASS, "brand/rules.yaml": rules}
    )
    library, weeks = loaded(root)
    text = blank_week(library, date(2026, 10, 5), weeks[0])
    assert "title: 怎么泡" not in text and "product: osmanthus" not in text
    later = blank_week(library, date(2026, 10, 12), weeks[0])
    assert "title: 怎么泡" not in later and "product: osmanthus" in later


def test_flash_groups_and_closed_days_ask_for_nothing(project: Project) -> None:
    tiers = {
        "brand/tiers/base.yaml": "name: 群\n",
        "brand/tiers/flash.yaml": "name: 快闪\ngroup: flash\nopens: 2026-10-13\nends: 2026-10-14\n",
        "content/columns/rush.yaml": "name: 抢\nkind: life\npurpose: brand\nchannel: group\nwhen: daily 10:00\ntiers: [flash]\nneeds: [copy]\n",
    }
    library, _ = loaded(project(tiers))
    text = blank_week(library, date(2026, 10, 12), None)
    assert "  rush:\n    tue: {todo: 写正文 copy}\n    wed: {todo: 写正文 copy}\n" in text
    assert "rush:" not in blank_week(library, date(2026, 10, 19), None)


def test_a_product_out_of_season_is_not_carried(tmp_path: Path) -> None:
    root = laid(tmp_path, starter(answers("coffee", 3), date(2026, 11, 23)))
    product = root / "brand" / "products" / "oat-latte.yaml"
    product.write_text(product.read_text("utf-8") + "valid: 2026-11-01 to 2026-11-30\n", "utf-8")
    library, weeks = loaded(root)
    text = blank_week(library, date(2026, 12, 7), weeks[0])
    assert "oat-latte" not in text and "product: drip-bag" in text


@pytest.mark.parametrize(
    ("text", "monday"),
    [("2026-W48", date(2026, 11, 23)), ("2026-W53", date(2026, 12, 28)), ("2027-W53", None), ("2026-W00", None), ("2023-W10", None), ("2026-w48", None), ("２０２６-W48", None), ("2026-W48\n", None)],
)  # fmt: skip
def test_names_of_weeks(text: str, monday: date | None) -> None:
    assert monday_of(text) == monday
