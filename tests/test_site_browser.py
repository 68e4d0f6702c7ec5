"""The operators' pages in a real browser: copying, filters, done-marks, today, keyboard, hostile text, reading aids, no word to another host."""

from __future__ import annotations

import functools
import io
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any, NamedTuple
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pypdf import PdfReader

from conftest import HERE
from peers import missing
from test_site import Made, build, hostile_sources, sources

PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1440, "height": 900}
CHROMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAIN = "plain.example"  # a host over http that is no loopback: browsers give it no clipboard
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event => violations.push(event.violatedDirective + " " + event.blockedURI));
"""
PICTURES = """() => Promise.all([...document.images].map(image => new Promise(done => {
  image.loading = "eager";
  if (image.complete) done(); else image.onload = image.onerror = done;
})))"""
LEFT = "net::ERR_ABORTED"  # a picture was still on its way when the reader left
REFUSE = "document.execCommand = () => false; Object.defineProperty(navigator, 'clipboard', {value: undefined});"


class Web(NamedTuple):
    """A site in the ways it is opened: `file`, `loopback` and `plain` are addresses of its top folder."""

    made: Made
    file: str
    loopback: str
    plain: str

    def week(self, way: str, folder: str, number: int = 0) -> str:
        name = self.made.publication.editions[number].plan.week.name
        return f"{getattr(self, way)}/{folder}/{name}.html"

    def kinds(self, way: str) -> list[str]:
        """One page of every kind."""
        base = getattr(self, way)
        tier = next(iter(self.made.publication.library.tiers))
        names = ["index.html", "plan.html", "book.html", "campaigns.html", "subscribe.html", f"{tier}/subscribe.html"]
        names += [f"{tier}/{name}.html" for name in ("campaigns", "replies", "welcome", "sop-owner")]
        return [
            *(f"{base}/{name}" for name in names),
            self.week(way, tier),
            self.week(way, "role-owner"),
            f"{base}/{tier}/index.html#weeks",
        ]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next((path for name in CHROMES if (path := which(name))), None)
    if not found:
        missing("chromium")
    options = [f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1", "--no-proxy-server"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=options)
        yield running
        running.close()


def web(made: Made) -> Iterator[Web]:
    with served(made.site) as port:
        yield Web(made, made.site.as_uri(), f"http://127.0.0.1:{port}", f"http://{PLAIN}:{port}")


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("web")
    yield from web(build(sources(folder / "project"), folder / "out"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    folder = tmp_path_factory.mktemp("hostile-web")
    yield from web(build(hostile_sources(folder / "project"), folder / "out"))


class Visit(NamedTuple):
    """A reader's window, and everything that went wrong in it."""

    context: BrowserContext
    page: Page
    wrong: list[str]
    asked: list[str]

    def go(self, address: str) -> Page:
        self.page.goto(address)
        return self.page


Visitor = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visitor]:
    """Open windows; afterwards nothing may have gone wrong in any of them."""
    visits: list[Visit] = []

    def new(viewport: ViewportSize = DESK, dark: bool = False) -> Visit:
        context = browser.new_context(
            viewport=viewport,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # a page that glides is nowhere yet
            timezone_id="Asia/Shanghai",
        )
        context.add_init_script(WATCH)
        page, wrong, asked = context.new_page(), list[str](), list[str]()
        page.on("console", lambda told: wrong.append(f"{told.type}: {told.text}"))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "requestfailed",
            lambda request: wrong.append(f"{request.failure}: {request.url}") if request.failure != LEFT else None,
        )
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: asked.append(request.url))
        visits.append(Visit(context, page, wrong, asked))
        return visits[-1]

    yield new
    for each in visits:
        broken = [] if each.page.url == "about:blank" else each.page.evaluate("window.violations")
        each.context.close()
        assert each.wrong + broken == []


# --- Copying ---


@pytest.fixture(scope="module")
def clipboard(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """What another page, allowed to look, finds on the clipboard."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "reader.html").write_text('<!doctype html><link rel="icon" href="data:,"><title>reader</title>', "utf-8")
    with served(folder) as port, browser.new_context() as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=f"http://127.0.0.1:{port}")
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/reader.html")

        def read() -> str:
            page.bring_to_front()
            text: str = page.evaluate(
                "navigator.clipboard.readText().then(t => navigator.clipboard.writeText('').then(() => t))"
            )
            return text

        yield read


def allow(visited: Visit, origin: str, setting: str) -> None:
    session = visited.context.new_cdp_session(visited.page)
    target = session.send("Target.getTargetInfo")["targetInfo"]
    permission = {"permission": {"name": "clipboard-write"}, "setting": setting, "origin": origin}
    session.send("Browser.setPermission", permission | {"browserContextId": target["browserContextId"]})


def texts(web: Web, tier: str, number: int) -> dict[str, bytes]:
    """The bytes of each .txt of a tier's week, by the card that shows it."""
    publication = web.made.publication
    week = publication.editions[number].of(publication.library.tiers[tier])
    return {message.item.identity: (web.made.out / message.path).read_bytes() for message in week if message.path}


def pieces(web: Web, tier: str, number: int) -> dict[str, dict[str, bytes]]:
    """The bytes of each case's .txt and of each first comment's, by card and by the piece that shows it."""
    publication = web.made.publication
    found: dict[str, dict[str, bytes]] = {}
    for message in publication.editions[number].of(publication.library.tiers[tier]):
        for one in message.versions:
            name = f"{one.item.identity}-{one.item.variant}" if one.item.variant else one.item.identity
            own = found.setdefault(message.item.identity, {})
            if one.path and one.item.when:
                own[name] = (web.made.out / one.path).read_bytes()
            if one.path and one.comment:
                own[f"{name}-comment"] = (web.made.out / f"{one.path[:-4]}.comment.txt").read_bytes()
    return {card: own for card, own in found.items() if own}


def one_of_each_channel(web: Web, tier: str, number: int) -> list[str]:
    publication = web.made.publication
    week = publication.editions[number].of(publication.library.tiers[tier])
    return list({message.item.channel: message.item.identity for message in week if message.path}.values())


KEEP = """() => {
  window.said = new Promise(done => new MutationObserver((changes, keeper) => {
    const toast = changes.flatMap(change => [...change.addedNodes]).find(node => node.className === "toast");
    if (toast) { keeper.disconnect(); done(toast.textContent); }
  }).observe(document.body, {childList: true}));
}"""


def touch(page: Page, what: str, says: str) -> None:
    """A button, and what the page says then: kept when it is said, for a slow machine looks after it has gone."""
    page.evaluate(KEEP)
    page.locator(what).first.click()  # a card holds its first comment's card, too
    assert page.evaluate("window.said") == says


WAYS = {"file": "granted", "loopback": "granted", "denied": "denied", "plain": ""}


@pytest.mark.parametrize("way", WAYS)
def test_copy_puts_exactly_the_files_bytes_on_the_clipboard(
    brand: Web, hostile: Web, visit: Visitor, clipboard: Callable[[], str], way: str
) -> None:
    """From the disk, over http with the clipboard allowed, with it denied, and from a host that has none."""
    opened = visit()
    for site, tier in ((hostile, "low"), (brand, "basic"), (brand, "core")):
        address = "loopback" if way == "denied" else way
        if way == "denied":
            allow(opened, getattr(site, address), WAYS[way])
        page = opened.go(site.week(address, tier))
        state = "navigator.clipboard ? navigator.permissions.query({name: 'clipboard-write'}).then(p => p.state) : ''"
        assert page.evaluate(state) == WAYS[way]
        files = texts(site, tier, 0)
        wanted = one_of_each_channel(site, tier, 0)
        assert len({*wanted}) >= (7 if site is hostile else 4)
        for name in list(files)[:20] if way == "file" else wanted:
            page.bring_to_front()
            touch(page, f'[id="{name}"] button.copy', "已复制")
            assert clipboard().encode() == files[name], (way, name)


@pytest.mark.parametrize(("which_", "tier"), [("hostile", "low"), ("hostile", "high"), ("brand", "basic")])
def test_each_case_and_each_first_comment_has_one_button_that_copies_its_file(
    request: pytest.FixtureRequest, visit: Visitor, clipboard: Callable[[], str], which_: str, tier: str
) -> None:
    site: Web = request.getfixturevalue(which_)
    page, cards = visit().go(site.week("file", tier)), pieces(site, tier, 0)
    whole = texts(site, tier, 0)
    assert len([name for own in cards.values() for name in own]) >= 2
    if which_ == "hostile":
        assert max(map(len, cards.values())) == 4, "two cases, each with a comment"
    for card, own in cards.items():
        buttons = page.locator(f'[id="{card}"] button.copy')
        assert buttons.count() == len(own) + (card in whole)
        for name, data in list(own.items())[:3]:
            assert page.locator(f'[id="{name}"] button.copy').count() == 1
            page.bring_to_front()
            touch(page, f'[id="{name}"] button.copy', "已复制")
            assert clipboard().encode() == data, name


@pytest.mark.parametrize(("which_", "tier"), [("hostile", "high"), ("brand", "basic")])
def test_a_tiers_welcome_scripts_are_found_from_its_week_and_copied(
    request: pytest.FixtureRequest, visit: Visitor, clipboard: Callable[[], str], which_: str, tier: str
) -> None:
    site: Web = request.getfixturevalue(which_)
    page = visit(PHONE).go(site.week("file", tier))
    page.get_by_role("link", name="欢迎语").click()
    page.wait_for_url("**/welcome.html")
    files = {path.stem: path.read_bytes() for path in (site.made.out / "welcome" / tier).glob("*.txt")}
    files = {name: data for name, data in files.items() if "." not in name}  # not the traditional ones
    assert {card.get_attribute("id") for card in page.locator("article.card").all()} == set(files)
    assert len(files) > 1
    for name, data in files.items():
        page.bring_to_front()
        touch(page, f'[id="{name}"] button.copy', "已复制")
        assert clipboard().encode() == data


def test_what_a_customer_wrote_finds_the_answer_however_hostile(
    hostile: Web, visit: Visitor, clipboard: Callable[[], str]
) -> None:
    page = visit(PHONE).go(f"{hostile.file}/low/replies.html")
    answers = [answer for answer in hostile.made.publication.answers if answer.tier.id == "low"]
    shown = page.locator("article.card:visible")
    for said, ids in (
        ("我问一声", ["asked", "asked-off"]),
        ("<B>关键", ["asked", "asked-off"]),
        ("it's & <i>说法", ["asked", "asked-off"]),
        ("在不在", []),
        ("", ["asked", "asked-off"]),
    ):
        page.get_by_role("searchbox").fill(said)
        assert [card.get_attribute("id") for card in shown.all()] == ids
    for answer in answers:
        page.bring_to_front()
        touch(page, f'[id="asked{"-off" if answer.hours == "off" else ""}"] button.copy', "已复制")
        assert clipboard() == answer.text


def test_where_copying_is_refused_the_text_is_selected_and_can_be_copied_by_hand(
    hostile: Web, brand: Web, visit: Visitor, clipboard: Callable[[], str]
) -> None:
    opened = visit(PHONE)
    opened.page.add_init_script(REFUSE)
    for site, tier in ((hostile, "low"), (brand, "basic")):
        page, files = opened.go(site.week("plain", tier)), texts(site, tier, 0)
        for name in one_of_each_channel(site, tier, 0):
            page.bring_to_front()
            touch(page, f'[id="{name}"] button.copy', "已选中，长按复制")
            assert page.evaluate("getSelection().toString()").encode() == files[name]
            page.keyboard.press("Control+c")
            assert clipboard().encode() == files[name]


def test_an_address_is_copied(brand: Web, visit: Visitor, clipboard: Callable[[], str]) -> None:
    page = visit().go(f"{brand.plain}/subscribe.html")
    for address in [button.get_attribute("data-address") for button in page.locator("button.address").all()[:3]]:
        page.bring_to_front()
        touch(page, f'button[data-address="{address}"]', "已复制")
        assert clipboard() == address


# --- Filters and done-marks ---

SHOWN = """what => [...document.querySelectorAll(what)].filter(e => e.offsetParent)
  .map(e => (document.getElementById(decodeURIComponent((e.hash || "").slice(1))) || e).dataset.channel)"""


SIFTED = """() => { const shown = what => [...document.querySelectorAll(what)].filter(e => !e.hidden);
  const count = e => [...e.querySelectorAll("a.chip")].filter(c => !c.hidden).length;
  const days = [...document.querySelectorAll(".day")];
  if (days.some(e => (e.querySelector(".count").textContent || "0") !== String(count(e)))) return [[], [], ["wrong"]];
  return [shown("a.chip").map(e => e.getAttribute("href").slice(1)).sort(), shown("article.card").map(e => e.id).sort(),
    [days.reduce((sum, e) => sum + count(e), 0)]]; }"""


@pytest.mark.parametrize("way", ["file", "plain"])
def test_filters_stand_in_the_address_and_survive(brand: Web, visit: Visitor, way: str) -> None:
    page = visit().go(brand.week(way, "basic"))
    whole = page.evaluate(SHOWN, "article.card")
    page.get_by_label("渠道").select_option("moments")
    for what in ("article.card", "a.chip"):
        assert set(page.evaluate(SHOWN, what)) == {"moments"}
    assert page.url.endswith(".html?channel=moments")
    page.get_by_label("栏目").select_option("daily-pick")
    few = page.evaluate(SHOWN, "article.card")
    assert 0 < len(few) < whole.count("moments")
    page.reload()
    assert page.evaluate(SHOWN, "article.card") == few
    assert page.get_by_label("渠道").input_value() == "moments"
    assert page.evaluate(
        "[...document.querySelectorAll('.cards > h2')].every(e => !e.offsetParent || e.nextElementSibling)"
    )
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/2026-W49.html?**")
    assert set(page.evaluate(SHOWN, "article.card")) == {"moments"}
    page.get_by_role("button", name="全部").click()
    page.wait_for_url("**/2026-W49.html")
    assert len(page.evaluate(SHOWN, "article.card")) > len(few)


def test_a_tiers_chips_are_sifted_by_the_words_of_their_cards(brand: Web, hostile: Web, visit: Visitor) -> None:
    opened = visit()
    for site, tier in ((brand, "basic"), (hostile, "high")):
        page = opened.go(site.week("file", tier))
        assert page.locator("a.chip[data-role], a.chip[data-column], a.chip[data-state]").count() == 0
        for field in page.locator(".filters select").all():
            for value in field.evaluate("e => [...e.options].map(o => o.value)")[1:]:
                field.select_option(value)
                chips, cards, counted = page.evaluate(SIFTED)
                assert chips == cards
                assert counted == [len(chips)]
            field.select_option("")
            assert len(page.evaluate(SIFTED)[0]) == page.locator("article.card").count()


def test_a_roles_chips_are_sifted_by_tier(brand: Web, visit: Visitor) -> None:
    page = visit().go(brand.week("file", "role-owner"))
    for tier in ("basic", "core"):
        page.get_by_label("分层").select_option(tier)
        shown = page.locator("a.chip:visible").evaluate_all("all => all.map(e => e.dataset.tier)")
        assert set(shown) == {tier}
        assert len(shown) == page.locator(f"a.chip[data-tier={tier}]").count()


def test_words_in_an_address_that_no_filter_has_do_no_harm(brand: Web, visit: Visitor) -> None:
    """A messenger adds its own; a week may lack what the week before had."""
    opened = visit()
    for query in (
        "from=groupmessage&isappinstalled=0",
        "channel=nothing",
        "length=1&item=2&submit=3&elements=4",
        "%=%",
    ):
        page = opened.go(brand.week("plain", "basic") + "?" + query)
        assert page.locator("form.filters").is_visible()
        page.get_by_label("渠道").select_option("moments")
        assert set(page.evaluate(SHOWN, "article.card")) == {"moments"}


@pytest.mark.parametrize("way", ["file", "plain"])
def test_done_marks_survive_and_stay_where_they_were_made(brand: Web, visit: Visitor, way: str) -> None:
    page = visit().go(brand.week(way, "basic"))
    card = page.locator("article.card").nth(2)
    name = card.get_attribute("id")
    card.get_by_role("button", name="做完了").click()
    assert page.locator(".done").count() == 2
    page.reload()
    button = page.locator(f'[id="{name}"] button.mark')
    assert button.get_attribute("aria-pressed") == "true"
    assert "done" in (page.locator(f'a.chip[href="#{name}"]').get_attribute("class") or "")
    page.goto(brand.week(way, "member"))
    assert page.locator(".done").count() == 0
    page.goto(brand.week(way, "basic"))
    page.locator(f'[id="{name}"] button.mark').click()
    page.reload()
    assert page.locator(".done").count() == 0


@pytest.mark.parametrize("way", ["file", "plain"])
def test_a_card_of_several_cases_is_done_once(hostile: Web, visit: Visitor, way: str) -> None:
    page = visit().go(hostile.week(way, "high"))
    name = next(card for card, own in pieces(hostile, "high", 0).items() if len(own) > 2)
    mark = page.locator(f'[id="{name}"] button.mark')
    assert mark.count() == 1
    mark.click()
    page.reload()
    assert mark.get_attribute("aria-pressed") == "true"
    assert page.locator(".done").evaluate_all("all => all.map(e => e.id || e.hash.slice(1))") == [name, name]


def test_what_is_done_shows_on_the_roles_page_too(brand: Web, visit: Visitor) -> None:
    page = visit().go(brand.week("plain", "role-owner"))
    chip = page.locator("a.chip[data-tier=basic]").first
    where = chip.get_attribute("href") or ""
    chip.click()
    page.wait_for_url("**/basic/**")
    page.locator(f'[id="{where.partition("#")[2]}"] button.mark').click()
    page.goto(brand.week("plain", "role-owner"))
    assert page.locator("a.chip.done").count() == 1
    assert page.locator("a.chip.done").get_attribute("href") == where


def test_what_is_done_shows_on_the_campaigns_page_too(brand: Web, visit: Visitor) -> None:
    page = visit().go(f"{brand.plain}/basic/campaigns.html")
    where = page.locator("a.chip").first.get_attribute("href") or ""
    page.locator("a.chip").first.click()
    page.wait_for_url("**/basic/2026-*")
    page.locator(f'[id="{where.partition("#")[2]}"] button.mark').click()
    page.goto(f"{brand.plain}/basic/campaigns.html")
    assert page.locator("a.chip.done").count() == 1
    assert page.locator("a.chip.done").get_attribute("href") == where


def test_what_is_copied_many_times_is_never_done(brand: Web, visit: Visitor) -> None:
    opened = visit()
    for name in ("replies", "welcome"):
        page = opened.go(f"{brand.file}/basic/{name}.html")
        assert page.locator("button.copy").count() == page.locator("article.card").count() > 1
        assert page.locator("button.mark, button.turn-to").count() == 0
    page = opened.go(brand.week("file", "basic"))
    assert page.locator("button.mark").count() == page.locator("article.card").count() > 1


def test_a_long_post_unfolds(brand: Web, visit: Visitor) -> None:
    page = visit(PHONE).go(brand.week("file", "basic"))
    more = page.locator("button.more:visible").first
    pre = more.locator("xpath=preceding-sibling::*[1]/pre")
    low = pre.evaluate("e => e.clientHeight")
    more.click()
    assert pre.evaluate("e => e.clientHeight") > low
    assert more.inner_text() == "收起"
    more.click()
    assert pre.evaluate("e => e.clientHeight") == low


def test_pictures_are_shown_as_a_phone_shows_them(brand: Web, visit: Visitor) -> None:
    """One picture keeps its shape, several are squares."""
    page = visit(PHONE).go(brand.week("file", "basic"))
    page.evaluate(PICTURES)
    shapes = "images => images.map(i => [i.clientWidth / i.clientHeight, i.naturalWidth / i.naturalHeight])"
    for shown, real in page.locator(".nine.one img").evaluate_all(shapes):
        assert shown == pytest.approx(real, rel=0.03)
    several = page.locator(".nine:not(.one) img").evaluate_all(shapes)
    assert several and all(shown == pytest.approx(1, rel=0.03) for shown, _ in several)


# --- Today ---

TOP = "e => e.getBoundingClientRect().top"


@pytest.mark.parametrize(
    ("now", "week", "day"),
    [
        ("2026-12-02T00:00:30", "2026-W49", "2026-12-02"),
        ("2026-12-02T23:59:30", "2026-W49", "2026-12-02"),
        ("2026-11-29T12:00:00", "2026-W48", "2026-11-29"),
        ("2026-10-01T12:00:00", "2026-W48", None),
        ("2027-03-01T12:00:00", "2026-W51", None),
    ],
)
def test_index_leads_to_today(brand: Web, visit: Visitor, now: str, week: str, day: str | None) -> None:
    for way, size in (("file", PHONE), ("plain", DESK)):
        for folder in ("member", "role-owner"):
            opened = visit(size)
            opened.page.clock.set_fixed_time(f"{now}+08:00")
            page = opened.go(f"{getattr(brand, way)}/{folder}/index.html")
            page.wait_for_url(f"**/{folder}/{week}.html#today")
            marked = page.locator(".day.today")
            assert [each.get_attribute("data-day") for each in marked.all()] == ([day] if day else [])
            if day:
                seen = page.locator(f'[data-day="{day}"]').last
                top = seen.evaluate("e => e.getBoundingClientRect().top")
                assert 40 <= top < size["height"], "below the bar, within the window"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 768])
def test_a_narrow_week_begins_with_a_strip_of_days_not_with_chips(
    brand: Web, hostile: Web, visit: Visitor, width: int, dark: bool
) -> None:
    opened = visit({"width": width, "height": 844}, dark)
    opened.page.clock.set_fixed_time("2026-11-26T12:00:00+08:00")
    for site, tier in ((brand, "basic"), (hostile, "low")):
        page = opened.go(site.week("file", tier))
        assert page.locator(".day .chip:visible").count() == 0
        assert page.locator(".day").evaluate_all(
            "all => all.every(e => e.offsetTop === all[0].offsetTop && e.scrollWidth <= e.clientWidth)"
        )
        if site is brand:
            assert page.locator("article.card").first.evaluate(TOP) < 500
        page.locator(".day.today").click()
        heading = page.locator('h2[data-day="2026-11-26"]')
        assert 40 <= heading.evaluate(TOP) < 120
        card = heading.locator("xpath=following-sibling::article[1]")
        assert card.evaluate(TOP) < 400
        gaps = [g for g in site.made.publication.editions[0].plan.gaps if g.tier is None or g.tier.id == tier]
        assert page.locator(".cards .gap:visible").count() == len(gaps)
        assert (site is hostile) == bool(gaps)


def test_a_wide_week_shows_every_chip(hostile: Web, visit: Visitor) -> None:
    page = visit().go(hostile.week("file", "low"))
    assert page.locator(".day .chip:visible").count() == page.locator(".day .chip").count()
    assert page.locator(".cards .gap:visible, .count:visible, h2.narrow:visible").count() == 0
    hues = "all => new Set(all.map(e => getComputedStyle(e).borderLeftColor)).size"
    assert page.locator("a.chip").evaluate_all(hues) > 5


def test_every_week_can_be_reached_from_the_index(brand: Web, visit: Visitor) -> None:
    opened = visit(PHONE)
    opened.page.clock.set_fixed_time("2026-12-02T12:00:00+08:00")
    page = opened.go(brand.week("file", "member"))
    page.get_by_role("link", name="每一周").click()
    page.wait_for_url("**/member/index.html#weeks")
    assert page.locator("a.door:visible").count() == 4


def test_a_roles_chips_lead_to_the_cards_of_their_tiers(brand: Web, visit: Visitor) -> None:
    page = visit().go(brand.week("file", "role-owner"))
    for tier in ("basic", "core"):
        page.goto(brand.week("file", "role-owner"))
        page.locator(f"a.chip[data-tier={tier}]").first.click()
        page.wait_for_url(f"**/{tier}/**")
        card = page.locator("article.card:target")
        assert card.is_visible()
        assert 0 <= card.evaluate("e => e.getBoundingClientRect().top") < DESK["height"]


# --- Keyboard ---


def test_the_keyboard_alone_is_enough(brand: Web, visit: Visitor, clipboard: Callable[[], str]) -> None:
    page = visit().go(brand.week("plain", "basic"))
    press = page.keyboard.press
    focus = "() => document.activeElement"
    press("Tab")
    assert page.evaluate(f"({focus})().className") == "skip"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    press("Enter")
    press("Tab")
    while page.evaluate(f"({focus})().name") != "channel":
        assert page.evaluate(f"({focus})().tagName") in ("A", "SELECT")
        press("Tab")
    while page.evaluate(f"({focus})().value") != "moments":
        press("ArrowDown")
    assert set(page.evaluate(SHOWN, "article.card")) == {"moments"}
    while not page.evaluate(f"({focus})().matches('a.chip')"):
        press("Tab")
        assert page.evaluate(f"getComputedStyle(({focus})()).outlineStyle") == "solid"
    name = page.evaluate(f"({focus})().getAttribute('href')")[1:]
    press("Enter")
    while not page.evaluate(f"({focus})().matches('button.copy')"):
        press("Tab")
    assert page.evaluate(f"({focus})().closest('article').id") == name
    page.evaluate(KEEP)
    press("Enter")
    assert page.evaluate("window.said") == "已复制"
    assert page.get_by_role("status").count() == 1
    assert clipboard().encode() == texts(brand, "basic", 0)[name]
    page.bring_to_front()
    press("Tab")
    press("Space")
    assert page.locator(f'[id="{name}"] button.mark').get_attribute("aria-pressed") == "true"


# --- Everything a page must not do ---

WIDER = """() => [document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll("body *")]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && !e.matches("svg *, .skip") && e.clientWidth && getComputedStyle(e).overflowX === "visible"
    && getComputedStyle(e).display !== "inline").map(e => e.className + " " + (e.scrollWidth - e.clientWidth))].filter(n => n !== 0)"""


@pytest.mark.parametrize("way", ["file", "loopback", "plain"])
@pytest.mark.parametrize("which_", ["brand", "hostile"])
def test_no_error_no_request_beyond_the_site_no_violation(
    request: pytest.FixtureRequest, visit: Visitor, which_: str, way: str
) -> None:
    site: Web = request.getfixturevalue(which_)
    opened = visit(PHONE)
    for address in site.kinds(way):
        page = opened.go(address)
        page.evaluate(PICTURES)
        assert page.evaluate("[typeof window.pwned, ...window.violations]") == ["undefined"], address
        pictures = "[...document.images].filter(i => !i.naturalWidth).map(i => i.getAttribute('src'))"
        assert page.evaluate(pictures) == [], address
    assert [asked for asked in opened.asked if not asked.startswith(getattr(site, way) + "/")] == []


@pytest.mark.parametrize("width", [390, 768, 1440])
@pytest.mark.parametrize("which_", ["brand", "hostile"])
def test_no_page_is_wider_than_its_window(
    request: pytest.FixtureRequest, visit: Visitor, which_: str, width: int
) -> None:
    site: Web = request.getfixturevalue(which_)
    opened = visit({"width": width, "height": 844})
    for address in site.kinds("file"):
        page = opened.go(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, page.evaluate(WIDER))
        cut = "all => all.filter(e => e.scrollWidth > e.clientWidth).map(e => e.id || e.textContent.slice(0, 40))"
        assert page.locator(".card, .said").evaluate_all(cut) == [], address


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_serious(brand: Web, hostile: Web, visit: Visitor, size: ViewportSize, dark: bool) -> None:
    axe = HERE / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        missing("axe-core")
    script = axe.read_text("utf-8")
    opened, found = visit(size, dark), []
    for address in [*brand.kinds("file"), hostile.week("file", "low"), hostile.week("file", "role-owner")]:
        page = opened.go(address)
        page.evaluate(script)
        for told in page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], preload: false}).then(r => r.violations)"
        ):
            if told["impact"] in ("serious", "critical"):
                nodes = [(node["target"], node["failureSummary"][-150:]) for node in told["nodes"][:3]]
                found.append((address[-30:], told["id"], len(told["nodes"]), nodes))
    assert found == []


# --- On paper ---


RADICALS = re.compile("[\u2e80-\u2fdf]")  # from paper, of some characters only these come back: 见 as ⻅


def printed(page: Page) -> list[str]:
    """The text of each printed page."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4")))
    return [bare(RADICALS.sub("□", sheet.extract_text())) for sheet in reader.pages]


def bare(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))


def like(text: str) -> str:
    """What a text may look like that comes back from paper."""
    return "".join(f"[{re.escape(c)}□]" for c in bare(text))


def outlines(page: Page) -> int:
    """How many shapes are drawn with a line."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4")))
    streams = [data.get_data() for sheet in reader.pages if (data := sheet.get_contents()) is not None]
    return sum(stream.split(b"\n").count(b"S") for stream in streams)


@pytest.mark.parametrize("folder", ["basic", "core", "role-owner"])
def test_every_sop_book_prints(brand: Web, visit: Visitor, folder: str) -> None:
    opened = visit()
    books = sorted((brand.made.site / folder).glob("sop-*.html"))
    assert books
    for book in books:
        page = opened.go(book.as_uri())
        head, heading = page.locator(".running").text_content() or "", page.locator("h1").inner_text()
        written = [each.inner_text() for each in page.locator("h2, .ticks li").all()]
        sheets = printed(page)
        assert re.search(like(heading), sheets[0])
        bodies = []
        for number, sheet in enumerate(sheets, 1):
            begins = re.match(like(f"{number}/{len(sheets)}{head}"), sheet)  # the foot is told first
            assert begins, f"{book.name}: page {number} has no head"
            bodies.append(sheet[begins.end() :])
            assert len(bodies[-1]) > 20, f"{book.name}: page {number} is blank"
        whole = "".join(bodies)
        assert [text for text in written if not re.search(like(text), whole)] == []
        page.emulate_media(media="print")
        assert page.locator("button:visible, nav:visible").count() == 0
        page.emulate_media(media="null")


def test_a_step_has_a_box_to_tick_on_paper(brand: Web, visit: Visitor) -> None:
    page = visit().go(f"{brand.loopback}/basic/sop-owner.html")
    steps, drawn = page.locator(".ticks li").count(), outlines(page)
    page.evaluate("document.styleSheets[1].insertRule('.ticks li::before { border: 0 !important }', 0)")
    assert steps > 10
    assert drawn - outlines(page) == steps
