"""The calendars' past against what is really rendered: random edits one after another, and on branches that are merged, picked, reverted, rebased."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, ROOT
from repository import W40, W41, Repo
from siyu.build import Choice, compile_project
from siyu.edition import Stamp, identity_of
from siyu.ical.event import event
from siyu.source import Source
from siyu.stages.parse import parse
from siyu.stages.past import skim as skimming
from siyu.stages.past.commits import Hunk
from siyu.stages.past.skim import skim, skim_file
from siyu.stages.past.versions import edited, version

# path, what is looked for, what comes in its place: # is a random number, alternatives stand between |
EDITS = [
    *[("brand/products/green.yaml", old, new) for old, new in (
        (r"^price: .*", "price: #"), (r"member: \d+", "member: #"), (r"^point: .*", "point: 谷雨前#"), (r"^name: .*", "name: 雨前青#"),
        (r"^  guest: .*", "  guest: https://mall.yunjiao.example/p/#"), (r"^image: .*\n|\Z", "image: green.png\n|"))],
    *[("brand/products/dark.yaml", old, new) for old, new in (
        (r"^price: .*", "price: #"), (r"^prices: .*\n|\Z", "prices: {member: #}\n|"), (r"^link: .*", "link: https://mall.yunjiao.example/p/#"),
        (r"^valid: .*", "valid: 2026-09-01 to 2026-12-31|valid: 2026-09-01 to 2026-12-30"))],
    ("brand/products/first.yaml", r"^name: .*", "name: 头采#"),
    *[("brand/tiers/guest.yaml", old, new) for old, new in (
        (r"^name: .*", "name: 茶友#"), (r"^promise: .*", "promise: 每周#"), (r"moderator: \[.*?\]", "moderator: [小北, 小南#]"), (r"penalty: .*", "penalty: 出群#"))],
    ("brand/tiers/member.yaml", r"^ip: .*", "ip: azhuo|ip: laolin"),
    ("brand/tiers/member.yaml", r"conduct: .*\]", "conduct: [晒茶#]"),
    ("brand/tiers/friend.yaml", r"^ip: .*", "ip: azhuo|ip: laolin"),
    ("brand/ip/azhuo.yaml", r"customers: .*", "customers: 茶友#"),
    ("brand/ip/azhuo.yaml", r"catchphrases: .*", "catchphrases: [慢#]"),
    ("brand/ip/laolin.yaml", r"^nickname: .*", "nickname: 老林#"),
    ("brand/brand.yaml", r"^slogan: .*", "slogan: 慢#"),
    ("brand/brand.yaml", r"  club: .*", "  club: https://club#.yunjiao.example"),
    ("brand/templates/shelf.txt", r"今.架上", "今日架上|今天架上"),
    ("brand/templates/shelf.txt", r"^\{\{ brand.slogan \}\}\n|\Z", "{{ brand.slogan }}\n|"),
    *[("content/columns/daily.yaml", old, new) for old, new in (
        (r"^name: .*", "name: 一杯#"), (r"^when: .*", "when: mon,wed,sat 12:#|when: mon,wed 12:#|when: mon,wed,thu,sat 12:#"), (r"^hours: .*", 'hours: {friend: "19:#"}'),
        (r"^holiday: .*", "holiday: skip|holiday: next|holiday: keep"), (r"^remind: .*", "remind: #"), (r"一小时内.*", "一小时内#"), (r"^lasts: .*\n|\Z", "lasts: #\n|"),
        (r"^tiers: .*\n|\Z", "tiers: [guest, friend]\n|tiers: [guest, member, friend]\n|"), (r"^purpose: .*", "purpose: conversion|purpose: brand"))],
    ("content/columns/shelf.yaml", r"^ip: .*\n|\Z", "ip: laolin\n|"),
    ("content/columns/shelf.yaml", r"^owner: .*", "owner: service|owner: owner"),
    ("content/columns/shelf.yaml", r"^kind: .*", "kind: product|kind: brand"),
    ("content/columns/morning.yaml", r"^when: .*", "when: [workday 08:#, weekend 09:#, holiday 10:00]"),
    ("content/columns/morning.yaml", r"(农|旧)历.*", "旧历。|农历{{ day.lunar }}。"),
    ("content/columns/live.yaml", r"^when: .*", "when: first,last fri 22:#-00:30|when: first fri 22:#-00:30"),
    *[("content/announcements/week.md", old, new) for old, new in (
        (r"^title: .*", "title: 茶事#"), (r"^when: .*", "when: mon 09:#"), (r"^这周可以看.*", "这周可以看#："), (r"product.(price|point|name) \}\} 元", "product.price }} 元|product.point }} 元"))],
    ("content/sop/owner.yaml", r"    lasts: .*", "    lasts: #"),
    ("content/sop/owner.yaml", r"workday 21:\d\d", "workday 21:#"),
    ("content/sop/owner.yaml", r"name: 周复盘.*", "name: 周复盘#"),
    ("content/sop/service.yaml", r"    tiers: .*", "    tiers: [friend]|    tiers: [friend, member]|    tiers: []"),
    *[(W40, old, new) for old, new in (
        (r"^theme: .*", "theme: 国庆#"), (r"^state: .*", "state: approved|state: planned|state: draft"), (r"^    mon: \{product.*", "    mon: {product: green, hook: 假期#}|    mon: {hook: 假期, product: dark}"),
        (r"hook: 收拾.*", "hook: 收拾#"), (r"hook: 各位.*", "hook: 各位#"), (r"          product: .*", "          product: first|          product: green"), (r"note: .*", "note: 今天发货#"),
        (r"^    thu: \{products: .*", "    thu: {products: [green, dark], tip: 出门#}|    thu: {products: [dark], tip: 出门}"), (r"on: (sun|fri)", "on: sun|on: fri"),
        (r'at: "09:\d\d", only', 'at: "09:#", only'), (r"only: \[(member, )?friend\]", "only: [friend]|only: [member, friend]"), (r"day: (sun|fri), tiers", "day: sun, tiers|day: fri, tiers"),
        (r"^  - \{id: pack.*\n|\Z", '  - {id: pack, day: wed, at: "16:00", channel: task, title: 打包#, only: [guest]}\n|'), (r"^# .*\n|\Z", "# 注释#\n|"), (r"^columns:\n+", "columns:\n|columns:\n\n"))],
    *[(W41, old, new) for old, new in (
        (r"^    sat: .*", "    sat: {hook: 调休, product: green}|    sat: {product: green, hook: \"调休\"}|    sat: {product: green, hook: 调休#}"),
        (r"^    (thu|fri): \{copy.*", '    thu: {copy: 恢复发货。, at: "09:10"}|    fri: {copy: 恢复发货。, at: "09:#"}'), (r"friend: \{products: .*?\}", "friend: {products: [first]}|friend: {products: [first, green]}"))],
]  # fmt: skip


def edit(repo: Repo, rng: random.Random) -> None:
    """One random edit that changes something."""
    while True:
        path, old, new = rng.choice(EDITS)
        text = repo.read(path)
        words = rng.choice(new.split("|")).replace("#", str(rng.randint(10, 59)))
        made = re.sub(old, lambda _: words, text, count=1, flags=re.MULTILINE)  # noqa: B023
        if made != text:
            repo.write(path, made)
            return


class Built(NamedTuple):
    """A commit as it is published: what every event shows, and what is said of its past."""

    shown: dict[str, bytes]
    stamps: dict[str, Stamp]
    cancelled: dict[str, Stamp]


def build(repo: Repo) -> Built | None:
    publication = compile_project(repo.root, Choice(history=True)).publication
    if publication is None:
        return None
    brand, history = publication.library.brand, publication.history
    shown = {
        identity_of(m.item): b"".join(event(m, brand, b""))
        for edition in publication.editions
        for m in edition.messages
    }
    return Built(shown, dict(history.stamps), {identity_of(m.item): stamp for m, stamp in history.cancelled})


@pytest.mark.parametrize("seed", [1, 2])
def test_one_after_another_as_it_is_rendered(seed: int, tmp_path: Path) -> None:
    """Created, modified and sequence are exactly those of the bytes of the event, whatever is edited."""
    rng, repo = random.Random(seed), Repo(tmp_path)
    repo.commit()
    last = build(repo)
    assert last
    expected = {name: Stamp(repo.now, repo.now, 0) for name in last.shown}
    for _ in range(45):
        for _ in range(rng.choice((1, 1, 1, 3))):
            edit(repo, rng)
        now = repo.commit(hours=rng.choice((0, 0.01, 5)))
        made = build(repo)
        if made is None:
            repo.git("reset", "-q", "--hard", "HEAD~1")
            continue
        for name in sorted(made.shown.keys() | last.shown.keys()):
            if made.shown.get(name) != last.shown.get(name):
                old = expected.get(name)
                expected[name] = Stamp(old.created, now, old.sequence + 1) if old else Stamp(now, now, 0)
        assert {name: made.stamps[name] for name in made.shown} == {name: expected[name] for name in made.shown}
        gone = {
            name: stamp
            for name, stamp in expected.items()
            if name not in made.shown and (now - stamp.modified).days < 14
        }
        assert made.cancelled == gone
        last = made


def act(repo: Repo, rng: random.Random, branches: list[str], here: str) -> None:
    """Something that people do with branches."""
    other = rng.choice([name for name in branches if name != here] or [here])
    what = rng.choice(["edit"] * 5 + ["fork", "merge", "merge", "merge", "ours", "octopus", "pick", "revert", "rebase"])
    if what == "fork" and len(branches) < 4:
        branches.append(f"b{rng.random()}")
        repo.git("branch", branches[-1])
    elif what in ("edit", "fork") or other == here:
        edit(repo, rng)
        repo.commit(hours=0)
    elif what == "merge":
        repo.git(
            "merge", "-q", "--no-edit", rng.choice(["--no-ff", "--ff"]), "-X", rng.choice(["ours", "theirs"]), other
        )
    elif what == "ours":
        repo.git("merge", "-q", "--no-edit", "-s", "ours", other)
    elif what == "octopus":
        repo.git("merge", "-q", "--no-edit", *(name for name in branches if name != here))
    elif what == "pick":
        repo.git("cherry-pick", other)
    elif what == "revert":
        repo.git("revert", "--no-edit", rng.choice(["HEAD", "HEAD~1"]))
    elif here != "main":
        repo.git("rebase", "-q", "main")


@pytest.mark.parametrize("seed", [1, 2])
def test_on_every_way_through_a_history(seed: int, tmp_path: Path) -> None:
    """From a commit to any after it nothing goes backwards, and what is shown otherwise has a higher sequence; the clocks are wrong, too."""
    rng, repo = random.Random(seed), Repo(tmp_path)
    repo.commit()
    first = build(repo)
    assert first
    made, parents, branches = {repo.git("rev-parse", "HEAD"): first}, dict[str, list[str]](), ["main"]
    for _ in range(70):
        repo.now += timedelta(minutes=rng.randint(-30, 90))
        here = rng.choice(branches)
        repo.git("checkout", "-qf", here)
        before = repo.git("rev-parse", "HEAD")
        try:
            act(repo, rng, branches, here)
        except RuntimeError:  # a conflict: nobody publishes that
            for command in ("merge", "rebase", "cherry-pick", "revert"):
                repo.git(command, "--abort", check=False)
            repo.git("checkout", "-qf", here)
            repo.git("reset", "-q", "--hard", before)
        for name in repo.git("rev-list", "--reverse", "--topo-order", "HEAD").split():
            if name not in made:
                repo.git("checkout", "-qf", name)
                built = build(repo)
                if built is None:
                    repo.git("checkout", "-qf", here)
                    repo.git("reset", "-q", "--hard", before)
                    break
                made[name] = built
                parents[name] = repo.git("log", "-1", "--format=%P").split()
    merges = 0
    for name, above in parents.items():
        merges += len(above) > 1
        for parent in above:
            old, new = made[parent], made[name]
            assert old.shown.keys() - new.shown.keys() <= new.cancelled.keys(), (name, parent)
            for uid in new.shown.keys() & old.shown.keys():
                a, b = old.stamps[uid], new.stamps[uid]
                assert b.sequence >= a.sequence and b.modified >= a.modified and b.created <= a.created, (
                    name,
                    parent,
                    uid,
                )
                assert new.shown[uid] == old.shown[uid] or b.sequence > a.sequence, (name, parent, uid)
                assert len(above) > 1 or new.shown[uid] != old.shown[uid] or a == b, (name, uid)
    assert len(parents) >= 30 and merges >= 5


# --- reading many versions quickly ---

DOCUMENTS = sorted(
    path
    for root in (ROOT, *(HERE / "brands").iterdir())
    for top in ("brand", "content")
    for path in (root / top).rglob("*.[ym][ad]*")
)


def plain(text: str) -> Any:
    tree, _ = parse(Source("a.yaml", text))
    return None if tree is None else skimming._plain(tree)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_skim_reads_what_parse_reads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text("utf-8")
    tree, _ = parse(Source(path.name, text))
    assert tree is not None
    monkeypatch.setattr(skimming, "parse", lambda source: pytest.fail(f"left to the slow parser: {source.text}"))
    assert skim_file(path.name, text.removesuffix("\n").split("\n")) == skimming._plain(tree)


WORDS = st.sampled_from(
    ["a", "b c", "茶", "12:00", "- x", "-", "-x", "x: y", "x:", "x #y", "x#y", "#话题#", "'a'", '"a"', "'it''s'", '"a\\nb"', "{a: b}", "{a: [b, c]}", "[a, {b: c}]",
     "[]", "{}", "{ a : b }", "[a,b]", "{a,b}", "{a:b}", "{a: }", "|", "|-", "|+", "> x", ">", "|2", "&a x", "*a", "!t x", "%x", "@x", "`x`", "? x", "？", "：", "a：b", "'a' # x",
     "{a: b} # x", "[a # b]", "~", "null", "a  ", "“x”", "a, b", "a]", "}", "''", '""', "'a", "https://a.example/b?c=d#e", "{{ product.name }}", '"{{ x }}"', "<<", "--- a", "..."]
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "mon",
        "a-b",
        "茶",
        "'q'",
        '"q"',
        "a b",
        "- a",
        "- - a",
        "-",
        "#",
        "",
        "# x",
        "a #",
        "?",
        "<<",
        "a:b",
        "x y ",
    ]
)
LINES = st.lists(
    st.tuples(st.integers(0, 4), KEYS, st.sampled_from([":", ": ", " : ", "：", ""]), WORDS | st.just("")), max_size=7
)


@given(LINES)
def test_skim_reads_what_parse_reads_of_anything(rows: list[tuple[int, str, str, str]]) -> None:
    lines = [" " * (2 * indent if indent < 4 else 3) + key + colon + word for indent, key, colon, word in rows]
    text = "\n".join(lines) + "\n"
    expected, got = plain(text), skim(lines)
    assert expected is None or got == expected, text


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path.parent.name == "weeks"], ids=lambda path: path.name
)
@pytest.mark.parametrize("seed", range(4))
def test_an_edited_week_is_read_as_if_it_were_new(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    weeks = frozenset({lines[[line[:5] for line in lines].index("week:")][6:]})
    at = "content/weeks/w.yaml"
    now = version(at, None, lines, weeks)
    assert now is not None and now.marks
    for _ in range(60):
        start = rng.randrange(len(lines))
        gone = rng.choice((0, 0, 1, 1, 2, 9))
        kind = rng.choice(("drop", "copy", "mend", "text"))
        some = lines[start : start + gone]
        added = {
            "drop": [],
            "copy": [rng.choice(lines)],
            "mend": [line + "吧" for line in some],
            "text": ["", "        # 注释", "  # 注释"],
        }[kind]
        gone = len(some)
        hunks = [Hunk(start, gone, added)]
        later = [
            hunk
            for hunk in [Hunk(start + 40, 1, ["      hook: 换一句"])]
            if start + 41 < len(lines) and rng.random() < 0.3
        ]
        after = edited(at, now, [*hunks, *later], weeks)
        assert after is not None
        fresh = version(at, None, after.lines, weeks)
        assert fresh is not None
        if fresh.values:  # else it is no document, and says what it said before
            assert after.values == fresh.values, (start, gone, added)
            lines, now = after.lines, after
        else:
            assert after.values == now.values
