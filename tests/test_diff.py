"""siyu diff: what a change in git changes for members and operators."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import siyu
from repository import Repo
from siyu.build import compile_project
from siyu.changes.compare import compare
from siyu.changes.markdown import markdown
from siyu.changes.pieces import near, pieces

COLUMN = """\
name: 每日一杯
kind: product
purpose: seeding
channel: moments
when: mon-fri 12:00
needs: [hook]
copy: |
  {{ hook }}
  今天也好好喝水。
"""
WEEK = """\
week: 2026-W48
columns:
  daily:
    mon: {hook: 降温了先暖手}
    tue: {hook: 周二喝点热的, id: warm-tuesday}
    wed: {hook: 周三歇一歇}
    thu: {hook: 周四再来一杯}
    fri: {hook: 周五早点回家}
"""
BRAND = "name: 晨茶\ndomain: chencha.example\nzone: Asia/Shanghai\nlocale: zh-CN\n"
PLAN = "content/weeks/2026-W48.yaml"
FILES = {"brand/brand.yaml": BRAND, "content/columns/daily.yaml": COLUMN, PLAN: WEEK}


@pytest.fixture
def brand(tmp_path: Path) -> Repo:
    (tmp_path / "brand").mkdir()
    repo = Repo(tmp_path / "brand", files=FILES)
    repo.commit("first")
    return repo


def told(repo: Repo, *revisions: str) -> Any:
    run = siyu("diff", *revisions, "-C", repo.root, "--format", "json", "--lang", "en")
    assert run.returncode in (0, 1), run.stderr
    return json.loads(run.stdout)


def events(changes: Any) -> list[tuple[str, str]]:
    return [(each["change"], each["id"]) for each in changes["events"]]


def test_nothing_changed(brand: Repo) -> None:
    brand.git("mv", PLAN, "content/weeks/renamed.yaml")
    brand.write("content/weeks/renamed.yaml", "# a comment\n" + WEEK)
    assert events(told(brand)) == []
    assert "什么都没变" in siyu("diff", "-C", brand.root, "--lang", "zh").stdout


def test_each_thing_that_can_happen_is_told_by_what_it_is(brand: Repo) -> None:
    week = WEEK.replace("降温了先暖手", "降温了，先暖暖手").replace("    wed: {hook: 周三歇一歇}\n", "")
    week = week.replace("    thu: {hook: 周四再来一杯}", '    thu: {hook: 周四再来一杯, at: "15:30"}')
    week += "extra:\n  - {id: snow, day: sat, at: '10:00', channel: moments, title: 初雪, copy: 下雪了}\n"
    brand.write(PLAN, week + "skip:\n  - {column: daily, day: wed, because: 缺货}\n")
    assert events(told(brand)) == [
        ("removed", "2026-W48.daily.wed"),
        ("moved", "2026-W48.daily.thu"),
        ("edited", "2026-W48.daily.mon"),
        ("added", "snow"),
    ]
    text = siyu("diff", "-C", brand.root, "--lang", "zh").stdout
    assert "取消 1 · 改期 1 · 改写 1 · 新增 1" in text
    assert "降温了[-先-]{+，先暖+}暖手" in text
    assert "周四 11-26 12:00 → 周四 11-26 15:30" in text


def test_an_entry_with_an_id_that_moves_to_another_week_is_moved_and_not_new(brand: Repo) -> None:
    line = "    tue: {hook: 周二喝点热的, id: warm-tuesday}\n"
    brand.write(PLAN, WEEK.replace(line, "") + "skip:\n  - {column: daily, day: tue, because: 挪到下周}\n")
    brand.write("content/weeks/2026-W49.yaml", f"week: 2026-W49\ncolumns:\n  daily:\n{line}")
    assert events(told(brand)) == [("moved", "warm-tuesday")]


def test_two_revisions_are_compared_and_findings_told(brand: Repo) -> None:
    brand.write(PLAN, WEEK.replace("周五早点回家", "全网最低价，周五早点回家"))
    brand.commit("worse")
    brand.write(PLAN, WEEK)
    brand.commit("better")
    worse, better = told(brand, "HEAD~2", "HEAD~1"), told(brand, "HEAD~1", "HEAD")
    assert [each["rule"] for each in worse["found"]] == ["absolute-term"] and not worse["solved"]
    assert [each["rule"] for each in better["solved"]] == ["absolute-term"] and not better["found"]
    assert events(told(brand, "HEAD~2", "HEAD")) == []


def test_a_side_that_does_not_compile_leaves_the_findings(brand: Repo) -> None:
    brand.write(PLAN, WEEK + "colums: {}\n")
    run = siyu("diff", "-C", brand.root, "--lang", "en")
    assert run.returncode == 1
    assert "one side does not compile" in run.stdout and "unknown-key" in run.stdout


@pytest.mark.parametrize("words", [("no-such-revision",), ("a", "b", "c"), ("--output=x",)])
def test_wrong_usage(brand: Repo, words: tuple[str, ...]) -> None:
    assert siyu("diff", *words, "-C", brand.root).returncode == 2


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)


def test_a_comment_holds_no_markup_of_the_content_and_keeps_to_its_room(brand: Repo) -> None:
    before = compile_project(brand.root)
    evil = "</pre><script>alert(1)</script> @team #1 ![x](https://evil.example/x) ::set-env"
    brand.write(
        PLAN,
        WEEK.replace("降温了先暖手", f"'{evil}'")
        .replace("周三歇一歇", "很长" * 450)
        .replace("周五早点回家", "更长" * 450),
    )
    changes = compare(before, compile_project(brand.root))
    for room in (60_000, 3_000, 400):
        comment = markdown(changes, "zh", room)
        assert len(comment.encode()) <= room
        reader = _Tags()
        reader.feed(comment)
        assert reader.tags <= {"pre", "code", "del", "ins", "br"}
    assert "没有放下" in markdown(changes, "zh", 3_000)


@given(st.text("今天喝茶 abc1\n", max_size=40), st.text("今天喝茶 abc1\n", max_size=40))
def test_pieces_are_both_texts(old: str, new: str) -> None:
    parts = list(pieces(old, new))
    assert "".join(words for sort, words in parts if sort != "+") == old
    assert "".join(words for sort, words in parts if sort != "-") == new
    assert [part for part in near(parts) if part[0] != "="] == [part for part in parts if part[0] != "="]
