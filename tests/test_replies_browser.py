"""The page of auto-replies in a real browser, opened from a disk: what a customer wrote finds the answer, and the answer is copied."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Page, sync_playwright

from conftest import ROOT
from peers import missing
from siyu.build import compile_project
from siyu.outputs.site import site
from test_site_browser import CHROMES, PHONE, REFUSE, WATCH


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    chrome = next((path for name in CHROMES if (path := which(name))), None)
    if not chrome:
        missing("chromium")
    publication = compile_project(ROOT).publication
    assert publication is not None
    folder = tmp_path_factory.mktemp("replies")
    for artifact in site(publication):
        if artifact.path.startswith("site/member/"):
            file = folder / artifact.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(artifact.data if isinstance(artifact.data, bytes) else Path(artifact.data).read_bytes())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome)
        context = browser.new_context(viewport=PHONE)
        context.add_init_script(WATCH)
        wrong: list[str] = []
        shown = context.new_page()
        shown.on("console", lambda told: wrong.append(told.text))
        shown.on("pageerror", lambda error: wrong.append(str(error)))
        shown.goto((folder / "site" / "member" / "replies.html").as_uri())
        yield shown
        assert wrong == []
        assert shown.evaluate("violations") == []
        browser.close()


def found(page: Page, said: str) -> list[str]:
    page.fill("input[name=said]", said)
    return [card.get_attribute("id") or "" for card in page.locator("article.card:visible").all()]


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("请问 护手霜 怎么卖呀", ["hand-cream"]),
        ("脸上有点刺痛怎么办", ["discomfort", "discomfort-off"]),
        ("升级", ["upgrade", "upgrade-off"]),
        ("我的手机升级以后打不开", []),
        ("油性笔", ["shelf-life"]),
        ("ＸＹＺ", []),
    ],
)
def test_what_a_customer_wrote_finds_the_answer(page: Page, said: str, ids: list[str]) -> None:
    assert found(page, said) == ids
    assert page.locator("[role=status]").inner_text() == (str(len(ids)) if ids else "没有现成的回复，请真人回")


def test_nothing_asked_shows_everything(page: Page) -> None:
    assert len(found(page, "")) == len(page.locator("article.card").all()) > 30
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_answer_is_copied_with_one_touch(page: Page) -> None:
    found(page, "发票")
    page.evaluate(
        f"{REFUSE} window.copied = null; document.execCommand = () => {{ copied = document.activeElement.value; return true; }}"
    )
    page.locator("article.card:visible button.copy").click()
    assert page.evaluate("copied") == page.locator("article.card:visible pre.text").text_content()
    assert page.locator(".toast").inner_text() == "已复制"
