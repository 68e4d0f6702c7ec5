"""Questions to a project: show, search, where, rename."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from wcwidth import wcswidth

from conftest import ROOT, siyu, tree
from siyu.build import compile_project
from siyu.kinds import KINDS
from siyu.look.columns import aligned
from siyu.look.references import references
from siyu.stages.load_all import load_all
from siyu.stages.read import read


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    for folder in ("brand", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def ask(*words: str | Path, lang: str = "zh") -> str:
    run = siyu(*words, "--lang", lang)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_a_day_of_a_tier_is_shown_hour_by_hour() -> None:
    told = ask("show", "-C", ROOT, "2026-11-25", "core").splitlines()
    assert told[0] == "2026-11-25 周三"
    hours = [line.split()[0] for line in told[1:]]
    assert hours == sorted(hours)
    publication = compile_project(ROOT).publication
    assert publication
    planned = [
        i
        for e in publication.editions
        for i in e.plan.items
        if str(i.date) == "2026-11-25" and i.tier and i.tier.id == "core"
    ]
    assert len(hours) == len(planned)


def test_a_person_is_shown_what_is_theirs() -> None:
    publication = compile_project(ROOT).publication
    assert publication
    mine = [i for e in publication.editions for i in e.plan.items if "小满" in i.people and str(i.date) == "2026-11-25"]
    assert (
        len(re.findall(r"^  \d\d:\d\d", ask("show", "-C", ROOT, "小满", "2026-11-25"), re.MULTILINE)) == len(mine) > 0
    )


def test_what_is_next_is_at_or_after_the_moment_and_in_order() -> None:
    told = ask("show", "-C", ROOT, "群主", "--at", "2026-11-25T23:59")
    assert told.startswith("2026-11-26 周四")
    assert 1 <= len(re.findall(r"^  \d\d:\d\d", told, re.MULTILINE)) <= 5


def test_an_item_is_shown_with_exactly_its_text() -> None:
    publication = compile_project(ROOT).publication
    assert publication
    message = next(m for m in publication.editions[0].messages if m.text and m.text.count("\n") > 3)
    assert message.text
    told = ask("show", "-C", ROOT, f"{message.item.identity}")
    assert "\n".join(f"  {line}".rstrip() for line in message.text.split("\n")) in "\n".join(
        line.rstrip() for line in told.splitlines()
    )


def test_an_id_is_shown_with_what_it_brings_about() -> None:
    publication = compile_project(ROOT).publication
    assert publication
    steps = [i for e in publication.editions for i in e.plan.items if i.campaign and i.campaign.id == "seven-nights"]
    told = ask("show", "-C", ROOT, "seven-nights")
    assert "活动 seven-nights · 七晚早睡 · content/campaigns/seven-nights.yaml\n" in told
    assert "优惠 seven-nights" in told and "激励 seven-nights" in told  # whatever is called so
    assert steps and all(f"{step.date} " in told for step in steps)
    touches = [t for t in publication.touches if t.journey.id == "newcomer" and t.message.text]
    told = ask("show", "-C", ROOT, "newcomer")
    assert touches and all(t.message.text and t.message.text.split("\n")[0] in told for t in touches)
    tier = touches[0].message.item.tier
    assert tier and f"{tier.name} · " in ask("show", "-C", ROOT, "newcomer", tier.id)
    answers = [a for a in publication.answers if a.reply.id == "exchange"]
    told = ask("show", "-C", ROOT, "exchange")
    assert told.startswith("自动回复 exchange · 换货 · content/replies/exchange.md\n")
    assert answers and all(line in told for answer in answers for line in answer.text.split("\n"))
    assert ask("show", "-C", ROOT, "groups").startswith(
        "账号 groups · 三个社群 · 小苔、沅姐 · brand/accounts/groups.yaml\n"
    )


def test_search_finds_what_a_document_says_by_its_id() -> None:
    found = [
        line for line in ask("search", "-C", ROOT, "exchange").splitlines() if "content/replies/exchange.md" in line
    ]
    assert len(found) >= 3
    assert "content/campaigns/seven-nights.yaml" in ask("search", "-C", ROOT, "seven-nights")


@pytest.mark.parametrize(
    ("id_", "kind"),
    [("year-end-return", "campaign"), ("newcomer", "journey"), ("exchange", "reply"), ("groups", "account")],
)
def test_where_knows_every_kind(id_: str, kind: str) -> None:
    assert ask("where", "-C", ROOT, id_, lang="en").splitlines()[0].startswith(f"{kind} {id_} (")


def test_a_word_that_means_nothing_is_told_with_the_nearest() -> None:
    run = siyu("show", "-C", ROOT, "cora", "--lang", "zh")
    assert (run.returncode, run.stdout) == (2, "")
    assert "是不是想写 core" in run.stderr


def test_search_finds_words_whatever_their_width_and_case() -> None:
    told = ask("search", "-C", ROOT, "手霜")
    assert "content/weeks/2026-W48.yaml:" in told
    assert ask("search", "-C", ROOT, "11月25日") == ask("search", "-C", ROOT, "１１月２５日")
    nothing = siyu("search", "-C", ROOT, "没有人会写的一句话")
    assert (nothing.returncode, nothing.stdout) == (1, "")


def test_rows_stand_under_each_other_and_are_cut_at_the_width() -> None:
    lines = list(aligned([("1", "中文", "短"), ("22", "a", "很长" * 40), ("\x1b[31m", "👩‍👩‍👧", "x")], 40))
    assert all(wcswidth(line) <= 40 for line in lines)
    assert "\x1b" not in "".join(lines)
    assert lines[1].endswith("…")


def test_where_finds_what_the_schema_knows_as_ids() -> None:
    """A field that offers ids to an editor is a field that `where` hears of: both stand on `Ref`."""
    files, _ = read(ROOT)
    known = load_all(files)[1]
    used = references(files)
    offered = set(
        re.findall(
            r'"x-ids": "([a-z-]+)"', str([kind.model.model_json_schema() for kind in KINDS.values()]).replace("'", '"')
        )
    )
    assert {kind for kind, _ in used} <= offered | {"rule", "asset"}
    for (kind, name), spans in used.items():
        assert name in known[kind]
        for span in spans:
            assert span.source.text[span.start : span.end] == name


def test_an_id_renamed_and_renamed_back_is_the_same_project(brand: Path) -> None:
    before = tree(brand)
    for kind, old in (
        ("product", "hand-cream"),
        ("tier", "member"),
        ("column", "daily-pick"),
        ("persona", "commuter"),
        ("ip", "yuanjie"),
        ("tag", "city-damp"),
        ("template", "daily-pick"),
    ):
        ask("rename", "-C", brand, f"{kind}:{old}", "quite-new")
        assert siyu("check", brand).returncode == 0, (kind, old)
        assert tree(brand) != before
        ask("rename", "-C", brand, f"{kind}:quite-new", old)
        assert tree(brand) == before, (kind, old)


def test_rename_tells_what_subscribers_will_see_and_shows_first(brand: Path) -> None:
    before = tree(brand)
    run = siyu("rename", "-C", brand, "column:daily-pick", "pick", "--diff", "--lang", "zh")
    assert run.returncode == 0
    assert "+  pick:" in run.stdout and "content/columns/daily-pick.yaml → content/columns/pick.yaml" in run.stdout
    assert "日历认事件靠这个 id" in run.stderr
    assert tree(brand) == before


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("member", "vip", "写清楚是哪个"),
        ("nobody", "vip", "没有叫“nobody”的东西"),
        ("product:hand-cream", "lip-balm", "已经有“lip-balm”"),
        ("product:hand-cream", "Hand Cream", "小写英文"),
        ("sop:owner", "boss", "不能改"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_is_touched(brand: Path, old: str, new: str, why: str) -> None:
    before = tree(brand)
    run = siyu("rename", "-C", brand, old, new, "--lang", "zh")
    assert run.returncode == 2
    assert why in run.stderr
    assert tree(brand) == before
