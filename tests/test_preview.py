"""`siyu preview` as an author meets it: a save, a slip, a recovery; and as others on the network do, who get nothing."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import HERE, ROOT
from siyu.build import Result, compile_project
from siyu.outputs.site import site
from siyu.preview.desk import Desk, compiled
from siyu.preview.http import by_number, loopback
from siyu.preview.memory import Memory
from siyu.preview.page import OWN
from siyu.preview.run import Preview
from siyu.preview.watch import Watcher
from siyu.report.full import full
from siyu.report.words import say
from siyu.serve.crew import listen

TEA = HERE / "brands" / "tea"
W40, W41 = "content/weeks/2026-W40.yaml", "content/weeks/2026-W41.yaml"
PAGE, NEXT = "guest/2026-W40.html", "guest/2026-W41.html"
posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and signals")


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    shutil.copytree(TEA, tmp_path / "tea")
    return tmp_path / "tea"


def desk_of(root: Path, lang: str = "en") -> Desk:
    desk = Desk(root, lang)
    desk.refresh()
    return desk


def html(desk: Desk, path: str = PAGE) -> str:
    page = desk.get(path)
    assert isinstance(page, bytes)
    return page.decode()


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


# What is shown


@pytest.mark.parametrize("root", [ROOT, TEA, HERE / "brands" / "drinks"], ids=["own", "tea", "drinks"])
def test_every_page_is_the_one_that_a_build_writes(root: Path) -> None:
    from siyu.preview.sheets import sheet

    publication = compile_project(root).publication
    assert publication is not None
    artifacts = {artifact.path.removeprefix("site/"): artifact.data for artifact in site(publication)}
    assert {path: sheet(publication, path) for path in artifacts} == artifacts
    for path in (
        "",
        "nothing.html",
        "guest",
        "nobody/index.html",
        "guest/2026-W99.html",
        "../brand/brand.yaml",
        "images/",
    ):
        assert sheet(publication, path) is None


def test_nothing_of_the_preview_is_in_the_built_site() -> None:
    publication = compile_project(TEA).publication
    assert publication is not None
    for artifact in site(publication):
        assert OWN not in artifact.path
        if isinstance(artifact.data, bytes):
            assert b"EventSource" not in artifact.data
            assert b"connect-src" not in artifact.data


def test_findings_stand_beside_their_item_with_their_place_and_the_rest_at_the_top(tea: Path) -> None:
    desk = desk_of(tea)
    page = html(desk)
    top, _, below = page.partition("</details>")
    beside = '<p class="told warning">content/weeks/2026-W40.yaml:22:5 lesson is approved and still to be written</p>'
    assert beside in below
    assert "approved and still" not in top
    assert "brand/products/dark.yaml:5:18 dark costs tier guest the public price, none is given" in top
    assert '<a href="2026-W41.html">2026-W41</a> 3' in top
    for finding in desk.view.told:  # every one is on the page of its week, or on each page
        path = PAGE if "W41" not in finding.span.source.path else NEXT
        assert (
            html(desk, path).count(f">{finding.span} {say(finding.words, 'en')}<".replace("'", "&#39;"))
            + html(desk, path).count(f">{finding.span} {say(finding.words, 'en')} <".replace("'", "&#39;"))
            >= 1
        )


def test_findings_speak_the_authors_language(tea: Path) -> None:
    assert "lesson is approved and still to be written" not in html(desk_of(tea, "zh"))


def test_drafts_are_drafts_and_open_texts_are_open(tea: Path) -> None:
    page = html(desk_of(tea), "friend/2026-W40.html")
    assert 'class="state draft"' in page
    assert "老林周二交稿" in html(desk_of(tea), PAGE)


# What a save does


def test_a_saved_week_is_on_its_page_and_costs_one_week(tea: Path) -> None:
    desk = desk_of(tea)
    before, told = desk.view.good, desk.state(NEXT)
    change(tea, W40, "国庆慢喝", "慢慢地喝")
    desk.refresh()
    after = desk.view.good
    assert before is not None
    assert after is not None
    assert "慢慢地喝" in html(desk)
    assert after.library is before.library
    assert after.editions[1] is before.editions[1]
    assert after.editions[0] is not before.editions[0]
    assert desk.state(NEXT) == told, "nobody reloads a page that stays the same"


def test_a_line_above_moves_every_place_below(tea: Path) -> None:
    desk = desk_of(tea)
    (tea / W40).write_text("# a remark\n" + (tea / W40).read_text("utf-8"), "utf-8")
    change(tea, "brand/products/dark.yaml", "name:", "# a remark\nname:")
    desk.refresh()
    assert "W40.yaml:23:5 lesson is approved" in html(desk)
    assert "dark.yaml:6:18 dark costs" in html(desk)


def test_what_no_page_shows_changes_no_page(tea: Path) -> None:
    desk = desk_of(tea)
    states = [desk.state(path) for path in (PAGE, NEXT, "index.html", "plan.html")]
    (tea / W41).write_text((tea / W41).read_text("utf-8") + "# a remark\n", "utf-8")
    desk.refresh()
    assert [desk.state(path) for path in (PAGE, NEXT, "index.html", "plan.html")] == states


def test_a_new_picture_under_the_same_name_changes_the_page(tea: Path) -> None:
    desk = desk_of(tea)
    state, picture = desk.state(PAGE), tea / "brand/assets/green.png"
    os.utime(picture, ns=(1, 1))
    desk.refresh()
    assert desk.state(PAGE) != state
    assert desk.get("guest/images/green.png") == picture


def test_weeks_come_move_and_go(tea: Path) -> None:
    desk = desk_of(tea)
    (tea / "content/weeks/2026-W42.yaml").write_text(
        "week: 2026-W42\ntheme: 霜降\ncolumns: {daily: {mon: {product: green, hook: 霜降那天}}}\n", "utf-8"
    )
    desk.refresh()
    assert "霜降" in html(desk, "guest/2026-W42.html")
    assert desk.view.good is not None
    library = desk.view.good.library
    (tea / "content/weeks/2026-W42.yaml").rename(tea / "content/weeks/after.yaml")
    desk.refresh()
    assert "霜降" in html(desk, "guest/2026-W42.html")
    assert desk.view.good.library is library, "a week's name is nobody else's business"
    (tea / "content/weeks/after.yaml").unlink()
    desk.refresh()
    assert desk.get("guest/2026-W42.html") is None
    assert not any("after.yaml" in place for place in desk._memory.slots)
    assert b"no such page" in desk.missing("guest/2026-W42.html")


# What a slip does


def broken(desk: Desk) -> str | None:
    """What the overlay says, without its markup."""
    match = re.search(r'<section class="siyu-broken".*?<pre>(.*?)</pre>', html(desk), re.DOTALL)
    return None if match is None else re.sub(r"<[^>]*>", "", match[1])


def test_a_broken_file_leaves_the_last_good_pages_under_what_is_wrong(tea: Path) -> None:
    desk = desk_of(tea)
    assert broken(desk) is None
    change(tea, W40, "product: dark", "product: drak")
    change(tea, W40, "国庆慢喝", "看不见")
    desk.refresh()
    assert desk.view.failed
    assert broken(desk) == full(desk.view.told, "en").rstrip().replace('"', "&#34;").replace("'", "&#39;")
    assert "no product has the id drak" in html(desk)
    assert "国庆慢喝" in html(desk)
    assert "看不见" not in html(desk)
    change(tea, W40, "product: drak", "product: dark")
    desk.refresh()
    assert broken(desk) is None
    assert "看不见" in html(desk)


def test_what_was_good_is_not_made_again_after_a_slip(tea: Path) -> None:
    desk = desk_of(tea)
    before = desk.view.good
    text = (tea / W40).read_text("utf-8")
    for each in ("columns: [", "", "week: 2026-W40\nnope: 1\n", text):
        (tea / W40).write_text(each, "utf-8")
        desk.refresh()
    assert before is not None
    assert desk.view.good is not None
    assert desk.view.good.editions[1] is before.editions[1]


def test_before_the_first_good_build_the_errors_are_the_page(tea: Path) -> None:
    change(tea, W40, "product: dark", "product: drak")
    desk = desk_of(tea)
    assert "no product has the id drak" in html(desk, "index.html")
    assert "国庆慢喝" not in html(desk)
    assert f"{OWN}/preview.js" in html(desk)
    assert desk.get("style.css") is None
    change(tea, W40, "product: drak", "product: dark")
    desk.refresh()
    assert broken(desk) is None
    assert "国庆慢喝" in html(desk)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda path: path.write_bytes("节日".encode("gbk")), id="gbk"),
        pytest.param(lambda path: path.write_bytes(b"x" * 300_000), id="too large"),
        pytest.param(lambda path: path.write_bytes(b""), id="empty"),
        pytest.param(lambda path: path.write_bytes(b"\0" * 4096), id="a crash left zeros"),
        pytest.param(lambda path: (path.unlink(), path.symlink_to(TEA / W40)), id="link", marks=posix),
        pytest.param(lambda path: (path.unlink(), path.symlink_to("/dev/zero")), id="link to a device", marks=posix),
        pytest.param(lambda path: (path.unlink(), path.symlink_to(path)), id="link to itself", marks=posix),
        pytest.param(lambda path: _pipe(path), id="pipe", marks=posix),
        pytest.param(lambda path: path.chmod(0), id="unreadable", marks=posix),
        pytest.param(lambda path: path.write_bytes(b"<<<<<<< HEAD\n"), id="conflict"),
        pytest.param(lambda path: path.write_bytes(b"[" * 60_000), id="deep"),
    ],
)
def test_whatever_becomes_of_a_file_it_is_told_and_recovers(tea: Path, spoil: Callable[[Path], object]) -> None:
    desk, watcher, path = desk_of(tea), Watcher(tea), tea / W40
    good = html(desk)
    data = path.read_bytes()
    spoil(path)
    if path.is_file() and not path.is_symlink() and path.stat().st_mode & 0o777 == 0 and os.access(path, os.R_OK):
        pytest.skip("root reads everything")
    assert [watcher.step(now) for now in (1.0, 1.1, 1.3)][-1] or watcher.taken[str(path)] == _mark(path)
    desk.refresh()
    assert f"{W40}:" in (broken(desk) or "")
    assert "国庆慢喝" in html(desk)
    path.unlink()
    path.write_bytes(data)
    desk.refresh()
    assert html(desk) == good


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _mark(path: Path) -> tuple[int, ...]:
    from siyu.preview.watch import look

    return look(path.parent.parent.parent)[str(path)]


def test_a_brand_that_is_gone_is_asked_for(tea: Path) -> None:
    desk = desk_of(tea)
    data = (tea / "brand/brand.yaml").read_bytes()
    (tea / "brand/brand.yaml").unlink()
    desk.refresh()
    assert "brand/brand.yaml is gone" in (broken(desk) or "")
    assert "国庆慢喝" in html(desk)
    (tea / "brand/brand.yaml").write_bytes(data)
    desk.refresh()
    assert broken(desk) is None


def test_a_fault_of_ours_is_told_on_the_page_and_passes(tea: Path) -> None:
    faults = iter([False, True, False])

    def compile_(root: Path, memory: Memory) -> Result:
        if next(faults):
            raise RuntimeError("<b>ours</b>")
        return compiled(root, memory)

    desk = Desk(tea, "en", compile_=compile_)
    desk.refresh()
    desk.refresh()
    assert "RuntimeError: &lt;b&gt;ours&lt;/b&gt;" in html(desk)
    assert "our fault" in html(desk)
    assert "国庆慢喝" in html(desk)
    desk.refresh()
    assert broken(desk) is None


def test_a_page_that_cannot_be_made_says_so_and_the_others_are_there(
    tea: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan_pages(*_: object) -> Iterator[tuple[str, bytes]]:
        raise ZeroDivisionError

    monkeypatch.setattr("siyu.preview.sheets.plan_pages", plan_pages)
    desk = desk_of(tea)
    assert "ZeroDivisionError" in html(desk, "plan.html")
    assert "国庆慢喝" in html(desk)


# Whatever is done to the files, the pages are those of a fresh start


EDITS: list[tuple[str, str, str]] = [
    (W40, "国庆慢喝", "慢喝国庆"),
    (W40, "product: dark", "product: drak"),
    (W40, "images: []", "images: [green.png]"),
    (W40, "week: 2026-W40", "week: 2026-W41"),
    (W40, "columns:\n", "# a remark\ncolumns:\n"),
    (W41, "product: green, hook: 调休的周六，续一杯", "product: first, hook: 周六 {{ product.name }}"),
    (W41, "恢复正常发货。", "{{ brand.links.mall }}"),
    ("brand/brand.yaml", "  mall: https://mall.yunjiao.example\n", ""),
    ("brand/brand.yaml", "name: 云脚茶舍", "name: 云脚茶"),
    ("brand/products/green.yaml", "price: 68", "price: 66"),
    ("brand/products/green.yaml", "image: green.png", "image: azhuo.png"),
    ("brand/templates/shelf.txt", "今天架上", "架上"),
    ("brand/templates/shelf.txt", "今天架上", "{% if tip %}"),
    ("brand/tags.yaml", "groups:", "groups: ["),
    ("content/columns/daily.yaml", "name: ", "name: 新"),
    ("content/columns/daily.yaml", "hook", "opening"),
    ("content/announcements/week.md", "{{ rules }}", "{{ rulez }}"),
]
MOVES = [
    (W41, "content/weeks/later.yaml"),
    ("brand/products/first.yaml", "brand/products/last.yaml"),
    ("brand/assets/green.png", "brand/assets/blue.png"),
    ("content/columns/stock.yaml", "content/columns/.stock.yaml"),
]
Step = tuple[str, int]
STEPS = st.one_of(
    st.tuples(st.just("edit"), st.integers(0, len(EDITS) - 1)),
    st.tuples(st.just("move"), st.integers(0, len(MOVES) - 1)),
)


def toggle(root: Path, step: Step) -> None:
    """Make an edit, or take it back where it stands."""
    what, number = step
    if what == "move":
        one, other = (root / path for path in MOVES[number])
        one, other = (one, other) if one.exists() else (other, one)
        one.rename(other)
        return
    path, old, new = EDITS[number]
    file = next(root / each for each in (path, *(to for of, to in MOVES if of == path)) if (root / each).exists())
    text = file.read_text("utf-8")
    file.write_text(
        text.replace(old, new)
        if old in text and (new == "" or new not in text)
        else text.replace(new, old)
        if new
        else text,
        "utf-8",
    )


def the_same(desk: Desk) -> None:
    """Whatever was kept, a fresh start tells and shows the same."""
    desk.refresh()
    fresh = desk_of(desk.project)
    assert full(desk.view.told, "en") == full(fresh.view.told, "en")
    assert desk.view.failed == fresh.view.failed
    if fresh.view.good is not None:
        paths = [artifact.path.removeprefix("site/") for artifact in site(fresh.view.good)]
        assert {path: desk.get(path) for path in paths} == {path: fresh.get(path) for path in paths}


@pytest.mark.parametrize(
    "step",
    [*(("edit", number) for number in range(len(EDITS))), *(("move", number) for number in range(len(MOVES)))],
    ids=str,
)
def test_after_one_edit_there_and_back_too(tea: Path, step: Step) -> None:
    desk = desk_of(tea)
    for _ in range(2):
        toggle(tea, step)
        the_same(desk)


def test_a_template_is_held_against_the_library_of_now(tea: Path) -> None:
    change(tea, "brand/templates/shelf.txt", "今天架上", "今天架上{% if tip == 'x' %}{{ brand.links.mall }}{% endif %}")
    desk = desk_of(tea)
    assert not desk.view.failed
    change(tea, "brand/brand.yaml", "  mall: https://mall.yunjiao.example\n", "")
    the_same(desk)
    assert desk.view.failed


def test_tags_that_were_broken_vouch_for_nobody_later(tea: Path) -> None:
    tags = (tea / "brand/tags.yaml").read_text("utf-8")
    (tea / "brand/tags.yaml").write_text("groups: [", "utf-8")
    desk = desk_of(tea)
    for text in ("groups: {}\n", tags, "groups: [", "groups: {}\n"):
        (tea / "brand/tags.yaml").write_text(text, "utf-8")
        the_same(desk)


def test_a_picture_that_becomes_another_or_comes_into_use_is_judged_anew(tea: Path) -> None:
    desk = desk_of(tea)
    picture = tea / "brand/assets/green.png"
    new = bytearray(picture.read_bytes())
    new[16:24] = (9000).to_bytes(4, "big") + (3).to_bytes(4, "big")
    for data in (bytes(new), b"no picture", picture.read_bytes()):
        picture.write_bytes(data)
        the_same(desk)
    shutil.copy(picture, tea / "brand/assets/new.png")
    the_same(desk)
    assert "new.png" in full(desk.view.told, "en")
    change(tea, W40, "images: []", "images: [new.png]")
    the_same(desk)
    assert "unused-asset" not in full(desk.view.told, "en")


@settings(max_examples=25)
@given(st.lists(st.lists(STEPS, min_size=1, max_size=2), min_size=1, max_size=6))
def test_after_any_edits_every_page_is_that_of_a_fresh_start(saves: list[list[Step]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tea"
        shutil.copytree(TEA, root)
        desk = desk_of(root)
        for save in saves:
            for step in save:
                toggle(root, step)
            the_same(desk)


def test_a_thousand_saves_leave_no_more_behind_than_one(tea: Path) -> None:
    desk, text = Desk(tea, "en"), (tea / W41).read_text("utf-8")
    sizes = []
    for number in range(1000):
        (tea / W41).write_text(
            text.replace("收心", f"收心{number}") + ("columns: [" if number % 7 == 3 else ""), "utf-8"
        )
        desk.refresh()
        sizes.append(len(desk._memory.slots))
    assert f"收心{999}" in html(desk, NEXT)
    assert max(sizes) == sizes[0]


# When it compiles


def test_a_change_is_taken_once_when_it_has_settled(tea: Path) -> None:
    watcher = Watcher(tea)
    assert not watcher.step(0.0)
    (tea / W40).write_text("half", "utf-8")
    assert not watcher.step(1.0)
    (tea / W40).write_text("half a week", "utf-8")
    assert not watcher.step(1.015)
    assert not watcher.step(1.030), "it changed in between"
    assert watcher.step(1.036)
    assert not watcher.step(2.0)


@pytest.mark.parametrize("gap", [lambda path: path.unlink(), lambda path: path.write_bytes(b"")], ids=["gone", "empty"])
def test_an_editor_that_empties_before_it_writes_is_waited_for(tea: Path, gap: Callable[[Path], object]) -> None:
    watcher, text = Watcher(tea), (tea / W40).read_text("utf-8")
    gap(tea / W40)
    assert not any(watcher.step(now) for now in (1.0, 1.05, 1.1, 1.15))
    (tea / W40).write_text(text + "\n", "utf-8")
    assert not watcher.step(1.18)
    assert watcher.step(1.21)
    gap(tea / W40)
    assert not watcher.step(3.0)
    assert watcher.step(3.21), "it was meant"


def test_who_saves_without_a_pause_is_not_kept_waiting(tea: Path) -> None:
    watcher, taken = Watcher(tea), []
    for number in range(1000):
        (tea / W40).write_text("x" * number, "utf-8")
        if watcher.step(number / 100):
            taken.append(number)
    assert 15 <= len(taken) <= 25


def test_what_is_taken_back_in_time_is_no_change(tea: Path) -> None:
    watcher = Watcher(tea)
    (tea / "content/weeks/new.yaml").write_text("x", "utf-8")
    assert not watcher.step(1.0)
    (tea / "content/weeks/new.yaml").unlink()
    assert not any(watcher.step(now) for now in (1.01, 2.0, 3.0))


@posix
def test_the_watcher_follows_no_link_and_minds_no_hidden_file(tea: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tea / "content/weeks/loop").symlink_to(tea)
    (tea / "content/notes").symlink_to(tmp_path / "elsewhere")
    watcher = Watcher(tea)
    (tmp_path / "elsewhere/new.yaml").write_text("x", "utf-8")
    (tea / "content/weeks/.2026-W40.yaml.swp").write_text("x", "utf-8")
    (tea / "content/weeks/2026-W40.yaml~").write_text("x", "utf-8")
    assert not any(watcher.step(now) for now in (1.0, 2.0))


@posix
def test_a_project_whose_folder_becomes_a_link_is_told(tea: Path, tmp_path: Path) -> None:
    desk, watcher = desk_of(tea), Watcher(tea)
    (tea / "content").rename(tmp_path / "moved")
    (tea / "content").symlink_to(tmp_path / "moved")
    assert [watcher.step(now) for now in (1.0, 1.3)][-1]
    desk.refresh()
    assert "symbolic links are not followed" in (broken(desk) or "")


# What others read


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [
            name for name, value in attrs if name.startswith("on") or (value or "").startswith("javascript:")
        ]
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))


EVIL = """</pre></main></head><script>alert(1)</script><img src=x onerror=alert(1)>'"{{ 7*7 }}<!--"""


@pytest.mark.parametrize("good", [True, False], ids=["shown", "refused"])
def test_hostile_text_is_text(tea: Path, good: bool) -> None:
    evil = EVIL.replace("{{ 7*7 }}", "").replace("'", "''")
    for path, old in ((W40, "theme: 国庆慢喝"), ("brand/brand.yaml", "slogan: 慢半拍，茶刚好")):
        change(tea, path, old, f"{old.partition(':')[0]}: '{evil}'")
    if not good:
        change(tea, "brand/products/dark.yaml", "valid: 2026-09-01 to 2026-12-31", f"valid: '{evil}'")
    desk = desk_of(tea)
    if good:
        assert desk.view.good is not None
        change(tea, W40, "product: dark", f"product: '{evil}'")
        desk.refresh()
    assert desk.view.failed
    page = html(desk)
    assert "alert(1)" in page
    marks = _Marks()
    marks.feed(page)
    assert set(marks.scripts) <= {"app.js", f"/{OWN}/preview.js"}
    assert f"/{OWN}/preview.js" in marks.scripts
    assert not marks.handlers
    assert (
        page.count("</head>") == page.count("</main>") == page.count("</pre>") - page.count('<pre class="text">') == 1
    )


async def ask(
    port: int, path: str, *more: str, method: str = "GET", host: str = "127.0.0.1:1"
) -> tuple[int, str, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write("\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {host}", *more, "", ""]).encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), head.decode(), body


def served(root: Path, use: Callable[[Preview, int], Awaitable[None]], prefix: str = "", lan: bool = False) -> None:
    """A preview whose clock stands still until it is moved, and who uses it, in one loop."""

    async def main() -> None:
        (listener,) = listen("127.0.0.1", 0, 1)
        preview = Preview(Desk(root, "en", prefix), by_number if lan else loopback, lambda: now[0], lambda *_: None)
        preview.compile()
        server = await preview.serve(listener)
        try:
            await asyncio.wait_for(use(preview, listener.getsockname()[1]), 60)
        finally:
            server.close()

    asyncio.run(main())


now = [0.0]


def settle(preview: Preview) -> bool:
    """Look at the files until a change has settled."""
    taken = False
    for _ in range(3):
        now[0] += 0.3
        taken |= preview.step()
    return taken


async def news(reader: asyncio.StreamReader) -> str:
    while not (line := await reader.readline()).startswith(b"data: "):
        assert line
    return line.decode().removeprefix("data: ").strip()


def test_a_saved_edit_is_told_to_the_open_page_and_a_slip_too(tea: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /{OWN}/news/{PAGE} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode())
        states = [await news(reader)]
        for old, new in (
            ("国庆慢喝", "存盘就看见"),
            ("product: dark", "product: drak"),
            ("product: drak", "product: dark"),
        ):
            change(tea, W40, old, new)
            assert settle(preview)
            states.append(await news(reader))
            status, _, body = await ask(port, f"/{PAGE}")
            assert status == 200
            assert f'data-state="{states[-1]}"' in body.decode()
            assert "存盘就看见" in body.decode()
            assert ("no product has the id drak" in body.decode()) == (new == "product: drak")
        assert states[1] == states[3]
        assert len(set(states)) == 3
        writer.close()

    served(tea, use)


def test_the_page_of_a_deleted_week_waits_for_it(tea: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /{OWN}/news/{NEXT} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        first, data = await news(reader), (tea / W41).read_bytes()
        (tea / W41).unlink()
        assert settle(preview)
        gone = await news(reader)
        status, _, body = await ask(port, f"/{NEXT}")
        assert status == 404
        assert f'data-state="{gone}"' in body.decode()
        assert f"/{OWN}/preview.js" in body.decode()
        (tea / W41).write_bytes(data)
        assert settle(preview)
        assert await news(reader) == first
        writer.close()

    served(tea, use)


def test_a_name_that_is_not_ours_reads_nothing(tea: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.20", "[::2]", ""):
            status, _, body = await ask(port, f"/{PAGE}", host=host)
            assert status in (400, 421), host
            assert "国庆".encode() not in body
            assert (await ask(port, f"/{OWN}/news/{PAGE}", host=host))[0] in (400, 421)
        for host in ("127.0.0.1", f"localhost:{port}", "LOCALHOST", "[::1]:8"):
            assert (await ask(port, f"/{PAGE}", host=host))[0] == 200, host

    served(tea, use)


def test_on_a_network_the_secret_is_the_way_in_and_names_are_still_refused(tea: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        for host in ("192.168.1.20:8711", "10.0.0.1", "localhost", "[fe80::1]"):
            assert (await ask(port, f"/sesame/{PAGE}", host=host))[0] == 200, host
        assert (await ask(port, f"/sesame/{PAGE}", host="evil.example"))[0] == 421
        wrong = [
            (await ask(port, path))[2]
            for path in (
                f"/{PAGE}",
                "/",
                "/sesam/",
                "/sesame",
                f"/Sesame/{PAGE}",
                f"/{OWN}/preview.js",
                f"/{OWN}/news/{PAGE}",
                "//sesame/",
            )
        ]
        assert set(wrong) == {b"404 Not Found\n"}
        _, _, body = await ask(port, "/sesame/")
        assert f'src="/sesame/{OWN}/preview.js"' in body.decode()
        assert (await ask(port, f"/sesame/{OWN}/preview.js"))[0] == 200

    served(tea, use, "/sesame", lan=True)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /../brand/brand.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET /guest/images/%2e%2e/brand.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET /guest/images//etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET /%ff HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"GET /%00.html HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 9000 + b"\r\n\r\n", 431),
        (b"\x16\x03\x01\r\n\r\n", 400),
    ],
)
def test_what_it_does_not_answer(tea: Path, request_: bytes, status: int) -> None:
    async def use(preview: Preview, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request_)
        assert (await reader.readline()).split()[1] == str(status).encode()
        writer.close()
        assert (await ask(port, "/"))[0] == 200

    served(tea, use)


def test_how_it_answers(tea: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        status, head, body = await ask(port, "/guest/")
        assert status == 200
        assert (
            "Content-Security-Policy: default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self';"
            in head
        )
        assert "frame-ancestors 'none'" in head
        assert "nosniff" in head
        assert "Cache-Control: no-store" in head
        assert "Access-Control" not in head
        assert b"script-src 'self'; connect-src 'self';" in body
        status, head, none = await ask(port, "/guest/", method="HEAD")
        assert (status, none) == (200, b"")
        assert f"Content-Length: {len(body)}" in head
        _, head, picture = await ask(port, "/guest/images/green.png")
        assert "Content-Type: image/png" in head
        assert picture == (tea / "brand/assets/green.png").read_bytes()

    served(tea, use)


@posix
def test_a_picture_that_became_a_link_is_not_followed(tea: Path, tmp_path: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        (tmp_path / "secret").write_text("secret", "utf-8")
        (tea / "brand/assets/green.png").unlink()
        (tea / "brand/assets/green.png").symlink_to(tmp_path / "secret")
        assert (await ask(port, "/guest/images/green.png"))[0] == 404

    served(tea, use)


def test_readers_who_leave_are_forgotten(tea: Path) -> None:
    async def use(preview: Preview, port: int) -> None:
        for _ in range(300):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET /{OWN}/news/{PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await news(reader)
            writer.close()
            await writer.wait_closed()
        assert (await ask(port, "/"))[0] == 200

    served(tea, use)


# The command


Begin = Callable[..., "tuple[subprocess.Popen[str], str]"]


@pytest.fixture
def begin() -> Iterator[Begin]:
    processes = []

    def start(root: Path, *args: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "siyu", "preview", str(root), "--lang", "en", *args]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        processes.append(process)
        assert process.stderr is not None
        said = ""
        while not (found := re.search(r"http://127\S+", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        return process, found[0]

    yield start
    for process in processes:
        with suppress(OSError):
            process.kill()
        process.communicate()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_a_save_reaches_the_browser_and_ctrl_c_ends_it(tea: Path, begin: Begin, end: signal.Signals) -> None:
    process, address = begin(tea, "--port", "0")
    port = int(address.split(":")[2].split("/")[0])
    with socket.create_connection(("127.0.0.1", port), timeout=30) as page, page.makefile("rb") as lines:
        page.sendall(f"GET /{OWN}/news/{PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        first = next(line for line in lines if line.startswith(b"data: "))
        change(tea, W40, "国庆慢喝", "存盘就看见")
        assert next(line for line in lines if line.startswith(b"data: ")) != first
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", f"/{PAGE}")
        assert "存盘就看见" in connection.getresponse().read().decode()
        connection.close()
        if os.name != "nt":
            process.send_signal(end)
            assert process.wait(30) == 0
            assert process.stderr is not None
            assert "Traceback" not in process.stderr.read()


def test_a_taken_port_gives_the_next_and_says_so(tea: Path, begin: Begin) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        _, address = begin(tea, "--port", str(port))
        assert f":{port}/" not in address


def test_on_a_network_it_prints_an_address_with_a_secret_and_a_code(tea: Path, begin: Begin) -> None:
    pytest.importorskip("segno")
    process, address = begin(tea, "--lan", "--port", "0")
    secret = re.fullmatch(r"http://127\.0\.0\.1:\d+/([\w-]{22})/", address)
    assert secret
    assert process.stderr is not None
    said = process.stderr.readline()
    assert secret[1] in said
    assert "whoever has this address" in said
    assert set(process.stderr.readline().strip()) <= set("█▀▄ ")


def test_without_segno_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from siyu.cli.preview import _phone

    monkeypatch.setitem(sys.modules, "segno", None)
    _phone("http://192.0.2.1:8711/sesame/", "zh")
    said = capsys.readouterr().err
    assert "http://192.0.2.1:8711/sesame/" in said
    assert "pip install 'siyu[preview]'" in said
