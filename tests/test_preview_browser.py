"""The preview in a real browser: an open page shows a save by itself, a slip lies over the last good page, and the mended file takes it away."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Page, sync_playwright

from conftest import HERE
from peers import missing
from test_site_browser import CHROMES, PICTURES, WATCH

WEEK = "content/weeks/2026-W40.yaml"
SHOWS = "words => document.querySelector('main')?.innerText.includes(words)"


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HERE / "brands" / "tea", tmp_path / "tea"))


@pytest.fixture
def address(tea: Path) -> Iterator[str]:
    """Where a preview of the brand answers, in a process of its own."""
    command = [sys.executable, "-m", "siyu", "preview", str(tea), "--lang", "en", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        yield found[0]
        process.terminate()


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    """One window in which nothing may go wrong."""
    chrome = next((path for name in CHROMES if (path := which(name))), None)
    if not chrome:
        missing("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=["--no-proxy-server"])
        context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
        context.add_init_script(WATCH)
        page, wrong = context.new_page(), list[str]()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console", lambda told: wrong.append(told.text) if "ERR_" not in told.text else None
        )  # the preview ended
        yield page
        assert wrong == []
        browser.close()


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def shows(page: Page, words: str) -> None:
    page.wait_for_function(SHOWS, arg=words)


def test_a_save_shows_in_the_open_page_by_itself(tea: Path, address: str, window: Page) -> None:
    window.goto(f"{address}/guest/2026-W40.html")
    shows(window, "国庆慢喝")
    for old, new in (("国庆慢喝", "存盘就看见"), ("存盘就看见", "再存一次")):
        change(tea, WEEK, old, new)
        shows(window, new)
        assert old not in window.locator("main").inner_text()
    assert window.evaluate("violations") == []


def test_a_slip_lies_over_the_last_good_page_until_it_is_mended(tea: Path, address: str, window: Page) -> None:
    window.goto(f"{address}/guest/2026-W40.html")
    shows(window, "国庆慢喝")
    assert window.locator(".siyu-broken").count() == 0
    for _ in range(2):
        change(tea, WEEK, "product: dark", "product: drak")
        window.locator(".siyu-broken").wait_for()
        told = window.locator(".siyu-broken").inner_text()
        assert "no product has the id drak" in told
        assert f"{WEEK}:" in told
        assert window.locator("article.card").count() > 3, "the last good page is still there"
        shows(window, "国庆慢喝")
        change(tea, WEEK, "product: drak", "product: dark")
        window.locator(".siyu-broken").wait_for(state="detached")
        shows(window, "国庆慢喝")
    change(tea, WEEK, "week: 2026-W40", "week: [")
    window.locator(".siyu-broken").wait_for()
    change(tea, WEEK, "week: [", "week: 2026-W40")
    window.locator(".siyu-broken").wait_for(state="detached")
    assert window.evaluate("violations") == []


def test_the_reader_stays_where_she_was(tea: Path, address: str, window: Page) -> None:
    window.goto(f"{address}/guest/2026-W40.html")
    window.evaluate(PICTURES)
    card = window.locator("article.card").nth(4)
    card.evaluate("e => e.scrollIntoView()")
    place = [card.get_attribute("id"), card.evaluate("e => e.getBoundingClientRect().top")]
    assert window.evaluate("scrollY") > 500
    change(tea, WEEK, "theme: 国庆慢喝", "theme: 国庆慢喝，这一周的主题变长了，长到手机上要占两三行，下面的都往下移")
    shows(window, "都往下移")
    window.wait_for_function(
        "([id, top]) => scrollY > 500 && document.readyState === 'complete'"
        " && Math.abs(document.getElementById(id).getBoundingClientRect().top - top) < 3",
        arg=place,
    )


def test_the_welcome_page_is_previewed_too(tea: Path, address: str, window: Page) -> None:
    window.goto(f"{address}/guest/welcome.html")
    script = window.locator("article.card").first
    path = (script.locator("footer").text_content() or "").partition(":")[0]
    (tea / path).write_text((tea / path).read_text("utf-8") + "\n再见一面。\n", "utf-8")
    shows(window, "再见一面。")


def test_a_save_takes_nothing_else_from_the_page(tea: Path, address: str, window: Page) -> None:
    """No page is loaded anew: what is chosen, done and open stays, and what is new can be chosen and done, too."""
    window.goto(f"{address}/guest/2026-W40.html")
    window.evaluate("localStorage.clear(); window.before = true")
    window.get_by_label("渠道").select_option("group")
    cards = window.locator("article.card:visible")
    first, second = (cards.nth(at).get_attribute("id") for at in (0, 1))
    window.locator(f'[id="{first}"] button.mark').click()
    shown = set(cards.evaluate_all("all => all.map(e => e.id)"))
    entry = "\n  - {id: late, day: tue, at: '19:19', channel: group, title: 补一条, copy: 临时加的一句。}"
    change(tea, WEEK, "\nextra:", f"\nextra:{entry}")
    shows(window, "临时加的一句。")
    assert window.evaluate("window.before") is True
    assert window.get_by_label("渠道").input_value() == "group"
    assert shown < set(cards.evaluate_all("all => all.map(e => e.id)"))
    assert {card.get_attribute("data-channel") for card in cards.all()} == {"group"}
    assert window.locator("article.card.done").evaluate_all("all => all.map(e => e.id)") == [first]
    assert window.locator("a.chip.done").evaluate_all("all => all.map(e => e.hash.slice(1))") == [first]
    late = window.locator("article.card", has_text="临时加的一句。")
    late.locator("button.mark").click()
    assert window.locator("article.card.done").count() == window.locator("a.chip.done").count() == 2
    assert late.locator("button.turn-to").count() == 2
    change(tea, WEEK, "copy: 临时加的一句。", "copy: 临时改的一句。")
    shows(window, "临时改的一句。")
    assert window.locator("article.card.done", has_text="临时改的一句。").locator("button.mark").count() == 1
    assert window.locator(f'[id="{second}"] button.mark').count() == 1
    change(tea, WEEK, entry.replace("加的", "改的"), "")
    window.locator("article.card", has_text="临时改的一句。").wait_for(state="detached")
    assert shown == set(cards.evaluate_all("all => all.map(e => e.id)"))
    assert window.evaluate("window.before") is True
    assert window.evaluate("violations") == []


def test_what_is_followed_is_what_would_be_loaded(tea: Path, address: str, window: Page) -> None:
    """On every kind of page: after a save the open page is the one that a reader opens now."""
    for page, path, old, new in (
        ("guest/2026-W40.html", WEEK, "theme: 国庆慢喝", "theme: 换一个主题"),
        ("plan.html", "content/columns/daily.yaml", "sat 12:10", "sat 12:40"),
        ("book.html", "brand/products/dark.yaml", "三年陈皮", "四年陈皮"),
    ):
        window.goto(f"{address}/{page}")
        window.evaluate("window.before = true")
        state = window.locator("script[data-state]").get_attribute("data-state")
        change(tea, path, old, new)
        window.wait_for_function("old => document.querySelector('script[data-state]').dataset.state !== old", arg=state)
        followed = window.locator("main").inner_html()
        assert window.evaluate("window.before") is True, page
        window.reload()
        assert window.evaluate("window.before") is None
        assert window.locator("main").inner_html() == followed, page


def test_another_picture_under_the_same_name_is_shown(tea: Path, address: str, window: Page) -> None:
    window.goto(f"{address}/guest/2026-W40.html")
    window.evaluate("window.before = true")
    picture = tea / "brand/assets/green.png"
    picture.write_bytes(picture.read_bytes() + b"\0")
    window.wait_for_function("() => window.before === undefined && document.readyState === 'complete'")
    shows(window, "国庆慢喝")
