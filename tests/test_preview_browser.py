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
