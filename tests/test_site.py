"""The operators' pages as files: they stand alone, their links land, nothing of a brand is markup, an edit touches only its own pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import types
import typing
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from pydantic import BaseModel

from conftest import HERE, ROOT, Project, tree
from peers import missing, program
from siyu.build import compile_project, publish
from siyu.document import Line, Waiver
from siyu.edition import Edition, Message, Publication
from siyu.kinds import KINDS

HOSTILE = HERE / "site" / "hostile"
MARKUP = (
    '"><img src=x onerror=pwned=1></pre></title></textarea></script><script>pwned=1</script><svg/onload=pwned=1>'
    "{}" + "W" * 120
)
IN_LINK = '"><script>pwned=1</script>'
PAGE_LIMIT = 150_000


class Made(NamedTuple):
    """A brand as it was published."""

    publication: Publication
    site: Path
    out: Path


def build(root: Path, out: Path) -> Made:
    result = compile_project(root)
    assert result.publication is not None, [str(d) for d in result.diagnostics]
    publish(result.publication, out, root, allow_shrink=True)
    return Made(result.publication, out / "site", out)


def sources(target: Path, source: Path = ROOT) -> Path:
    """A brand of its own, below no repository."""
    for name in ("brand", "content"):
        shutil.copytree(source / name, target / name)
    return target


def hostile_sources(target: Path) -> Path:
    """☠ in tests/site/hostile is markup of every kind and a word that does not end, ☣ what a link can hold."""
    sources(target, HOSTILE)
    for path in [path for path in target.rglob("*") if path.is_file()]:
        text = path.read_text("utf-8").replace("☣", IN_LINK)
        path.write_text(text.replace("☠", MARKUP.replace("{}", "")), encoding="utf-8", newline="\n")
    assets = target / "brand" / "assets"
    assets.mkdir(exist_ok=True)
    for name in ("it's & 100%.png", "wide.png", "high only.png", "#1 %41.png"):
        shutil.copy(HERE / "brands" / "tea" / "brand" / "assets" / "green.png", assets / name)
    return target


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("site")
    return build(sources(folder / "project"), folder / "out")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("hostile")
    return build(hostile_sources(folder / "project"), folder / "out")


# --- Pages read by another's parser ---


class Page(HTMLParser):
    """Ids, addresses, elements, and the texts of cards by id."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.goes: list[str] = []
        self.takes: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self._card = ""
        self._open = False
        self.feed(path.read_text("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self.ids += [given["id"] or ""] if "id" in given else []
        self.goes += [given["href"] or ""] if tag == "a" else []
        self.takes += [value for name in ("src", "data", "poster") if (value := given.get(name))]
        self.takes += [given["href"] or ""] if tag == "link" else []
        if tag == "article":
            self._card = given.get("id") or ""
        if tag == "pre":
            self._open = True
            assert self._card not in self.texts
            self.texts[self._card] = ""

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._card] += data


def pages(folder: Path) -> dict[str, Page]:
    return {path.relative_to(folder).as_posix(): Page(path) for path in sorted(folder.rglob("*.html"))}


def lost(folder: Path) -> list[str]:
    """Addresses that lead to nothing, below a folder that stands alone."""
    read = pages(folder)
    assert read
    out = []
    for name, page in read.items():
        for address in page.goes + page.takes:
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("https", "http", "webcal"), address
                assert address not in page.takes, address
                continue
            path = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            if not (folder / path).is_file() or (parts.fragment and unquote(parts.fragment) not in read[path].ids):
                out.append(f"{name} → {address}")
    return out


def twice(words: list[str]) -> set[str]:
    return {word for word in words if words.count(word) > 1}


@pytest.mark.parametrize("which", ["brand", "hostile"])
def test_every_link_and_picture_lands(which: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    assert lost(made.site) == []
    for name, page in pages(made.site).items():
        assert not twice(page.ids), name


def test_a_tier_has_a_page_a_week_with_every_text_as_it_is_in_its_file(brand: Made, hostile: Made) -> None:
    for made in (brand, hostile):
        for edition in made.publication.editions:
            for tier in made.publication.library.tiers.values():
                texts = Page(made.site / tier.id / f"{edition.plan.week.name}.html").texts
                files = {
                    m.item.identity + (f"-{one.item.variant}" if one.item.variant else ""): (
                        made.out / one.path
                    ).read_text("utf-8")
                    for m in edition.of(tier)
                    for one in m.versions
                    if one.path
                }
                for m in edition.of(tier):
                    for one in m.versions:
                        if one.comment:
                            case = f"-{one.item.variant}" if one.item.variant else ""
                            files[f"{m.item.identity}{case}-comment"] = one.comment
                assert texts == files
                assert files


def test_a_role_has_chips_for_all_its_work_and_texts_only_of_no_tier(brand: Made) -> None:
    edition = brand.publication.editions[0]
    for role in {message.item.role for message in edition.messages}:
        page = Page(brand.site / f"role-{role}" / f"{edition.plan.week.name}.html")
        mine = [message for message in edition.messages if message.item.role == role]
        chips = [given for tag, given in page.tags if tag == "a" and given.get("class", "").startswith("chip")]  # type: ignore[union-attr]
        assert len(chips) == len(mine)
        assert page.texts == {m.item.identity: m.text for m in mine if m.item.tier is None and m.text is not None}


def test_pages_are_light(brand: Made, hostile: Made) -> None:
    for path in brand.site.rglob("*.html"):
        assert path.stat().st_size < PAGE_LIMIT, path
    assert (brand.site / "app.js").read_text("utf-8").count("\n") < 150


# --- The ways between pages ---


def ways(page: str) -> list[tuple[str, bool]]:
    """Where a page's own ways lead, and which of them it calls the present one."""
    bar = page.partition('<span class="ways">')[2].partition("</span>")[0]
    return [(href, bool(here)) for href, here in re.findall(r'<a href="([^"]+)"( aria-current="page")?>', bar)]


@pytest.mark.parametrize("which", ["brand", "hostile"])
def test_every_page_of_a_folder_has_the_same_ways_and_they_lead_everywhere(
    which: str, request: pytest.FixtureRequest
) -> None:
    made: Made = request.getfixturevalue(which)
    weeks = {f"{edition.plan.week.name}.html" for edition in made.publication.editions}
    for folder in (made.site, *(path for path in made.site.iterdir() if (path / "index.html").exists())):
        files = {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}
        bars = {name: ways(text) for name, text in files.items()}
        whole = bars["index.html"]
        assert all([href for href, _ in bar] == [href for href, _ in whole] for bar in bars.values()), folder
        reached = {href.partition("#")[0] for href, _ in whole}
        assert reached == {name for name in files if name not in weeks and not name.startswith("sop-")}, folder
        for name, bar in bars.items():
            here = "index.html" if name.startswith("sop-") else name
            told = [href.partition("#")[0] for href, current in bar if current]
            assert told == ([] if name in weeks else [here]), name


# --- Welcome scripts ---


def test_a_tiers_welcome_scripts_stand_on_a_page_of_their_own(brand: Made, hostile: Made) -> None:
    for made in (brand, hostile):
        for tier in made.publication.library.tiers:
            page = Page(made.site / tier / "welcome.html")
            files = {path.stem: path.read_text("utf-8") for path in (made.out / "welcome" / tier).glob("*.txt")}
            assert page.texts == {name: text for name, text in files.items() if "." not in name}
            assert page.texts
            week = made.publication.editions[0].plan.week.name
            assert all("welcome.html" in Page(made.site / tier / f"{each}.html").goes for each in (week, "replies"))
    shown = (hostile.site / "high" / "welcome.html").read_text("utf-8")
    for part in ("加好友欢迎语", "门店码", "不在线时", "https://welcome.hostile.example/HIGHONLY", "images/wide.png"):
        assert part in shown, part
    assert shown.index("加好友欢迎语") < shown.index("入群欢迎语")
    assert not list(brand.site.glob("role-*/welcome.html"))


def test_who_greets_nobody_has_no_page_and_no_way_to_it(project: Project, tmp_path: Path) -> None:
    made = build(project({}), tmp_path / "out")
    assert made.publication.scripts == ()
    for path in made.site.rglob("*.html"):
        assert path.name != "welcome.html"
        assert "welcome.html" not in path.read_text("utf-8"), path


# --- A tier's folder ---


def said(message: Message) -> str:
    """Everything of a message that a page may show."""
    item = message.item
    parts = (message.text, item.name, item.title, item.subject, item.note, item.todo, item.link)
    return "\n".join([part for part in (*parts, *item.checklist, *item.people) if part])


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.split("\n") if len(line.strip()) > 1}


def all_text(folder: Path) -> str:
    return "\n".join(unescape(path.read_text("utf-8")) for path in sorted(folder.rglob("*.*")) if path.suffix != ".png")


@pytest.mark.parametrize("tier", ["basic", "member", "core"])
def test_a_tiers_folder_stands_alone_and_says_no_word_of_another(brand: Made, tier: str, tmp_path: Path) -> None:
    library = brand.publication.library
    alone = Path(shutil.copytree(brand.site / tier, tmp_path / "alone"))
    assert lost(alone) == []
    shown = all_text(alone)
    own, others = "", set()
    for edition in brand.publication.editions:
        for message in edition.messages:
            if message.item.tier is not None and message.item.tier.id == tier:
                own += said(message) + "\n"
            else:
                others |= lines(said(message))
    answers = [answer for answer in brand.publication.answers if answer.tier.id == tier]
    own += "".join(f"{answer.text}\n{answer.link or ''}\n" for answer in answers)
    scripts = [script for script in brand.publication.scripts if script.tier.id == tier]
    own += "".join(f"{script.text}\n{script.welcome.link or ''}\n" for script in scripts)
    others |= {line for s in brand.publication.scripts if s.tier.id != tier for line in lines(s.text)}
    foreign = {line for line in others if line not in own}
    assert len(foreign) > 100
    assert sorted(line for line in foreign if line in shown and line not in _CHROME) == []
    for other in library.tiers.values():
        if other.id != tier:
            assert str(other.name) not in shown.replace(own, "") or str(other.name) in own
            for link in {
                str(product.link[other.id])
                for product in library.products.values()
                if product.link and other.id in product.link
            }:
                assert link not in shown or link in own
    images = {path.relative_to(alone / "images").as_posix() for path in (alone / "images").rglob("*.png")}
    used = {image for e in brand.publication.editions for m in e.of(library.tiers[tier]) for image in m.item.images}
    used |= {image for answer in answers for image in answer.images}
    used |= {image for script in scripts for image in script.welcome.images}
    speakers = [m.item.ip for e in brand.publication.editions for m in e.of(library.tiers[tier])]
    speakers += [*(answer.ip for answer in answers), *(script.ip for script in scripts)]
    faces = {ip.avatar for ip in speakers if ip}
    assert images == used | faces


_CHROME = {"已确认", "群公告"}


@pytest.mark.parametrize(("tier", "secret"), [("low", "HIGHONLY"), ("high", "LOWONLY")])
def test_what_only_one_tier_has_is_in_no_other_folder(hostile: Made, tier: str, secret: str) -> None:
    """Names, people, texts, prices, links, findings, gaps and pictures: each is marked with its tier."""
    shown = all_text(hostile.site / tier)
    assert [shown[at - 60 : at + 20] for at in _places(shown, secret)] == []
    for price in {"low": ("66.51", "44.71"), "high": ("77.41", "55.61")}[tier]:
        assert price not in shown
    assert (hostile.site / tier / "images" / "high only.png").exists() == (tier == "high")
    assert all_text(hostile.site / ("high" if tier == "low" else "low")).count(secret) > 10


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def test_days_off_and_made_up_workdays_stand_in_the_calendar(project: Project, tmp_path: Path) -> None:
    weeks = {f"content/weeks/{name}.yaml": f"week: {name}\n" for name in ("2026-W40", "2026-W41")}
    root = project(weeks)
    folder = build(root, tmp_path / "out").site / "all"
    marks = {}
    for path in folder.glob("2026-W4*.html"):
        for day in path.read_text("utf-8").split('<div class="day" data-day="')[1:]:
            marks[day[:10]] = re.findall(r'class="mark (rest|work)"', day.partition("</header>")[0])
    assert marks["2026-10-01"] == marks["2026-10-07"] == ["rest"]
    assert marks["2026-10-10"] == ["work"], "a Saturday that the State Council made a workday"
    assert marks["2026-09-28"] == marks["2026-10-08"] == marks["2026-10-11"] == []


# --- A hostile brand ---


def _text_fields(model: Any, path: str = "") -> Iterator[tuple[str, ...]]:
    """(model, field) of every free text that an author can write."""
    for name, hint in typing.get_type_hints(model, include_extras=True).items():
        parts = list(_parts(hint))
        if any(part == Line for part in parts):
            yield model.__name__, name
        for part in parts:
            if isinstance(part, type) and issubclass(part, BaseModel) and part is not Waiver:
                yield from _text_fields(part)


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    if hint == Line:
        return
    for argument in typing.get_args(hint):
        yield from _parts(argument)


def _written(value: Any) -> Iterator[tuple[str, str, str]]:
    """(model, field, text) of a document that is there."""
    if isinstance(value, BaseModel):
        more = {"__pydantic_extra__": value.__pydantic_extra__} if value.__pydantic_extra__ else {}
        for name, inside in {**{name: getattr(value, name) for name in type(value).model_fields}, **more}.items():
            for text in _flat(inside):
                yield type(value).__name__, name, text
            for part in _models(inside):
                yield from _written(part)


def _flat(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for pair in value.items() for each in pair for text in _flat(each))
    elif isinstance(value, tuple):
        yield from (text for each in value for text in _flat(each))


def _models(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
    elif isinstance(value, dict | types.MappingProxyType):
        yield from (model for each in value.values() for model in _models(each))
    elif isinstance(value, tuple):
        yield from (model for each in value for model in _models(each))


def test_the_hostile_brand_has_markup_in_every_text_that_an_author_can_write(tmp_path: Path) -> None:
    from siyu.stages.load_all import load_all
    from siyu.stages.read import read

    documents, _, found = load_all(read(hostile_sources(tmp_path / "project"))[0])
    assert not found
    poisoned = {
        (model, field)
        for kind in documents.values()
        for document in kind.values()
        for model, field, text in _written(document)
        if "<script>" in text
    }
    wanted = {pair for kind in KINDS.values() for pair in _text_fields(kind.model)}
    wanted -= {("Brand", "locale"), ("Extra", "__pydantic_extra__")}  # a code; what has no column has no fields of one
    assert len(wanted) > 60
    assert wanted - poisoned == set()


def test_nothing_of_a_brand_is_markup(brand: Made, hostile: Made) -> None:
    known = {(tag, name) for page in pages(brand.site).values() for tag, given in page.tags for name in given}
    for name, page in pages(hostile.site).items():
        scripts = [given for tag, given in page.tags if tag == "script"]
        assert scripts in (
            [{"src": "app.js", "defer": None}],
            [{"src": "app.js", "defer": None}, {"src": "replies.js", "defer": None}],
        ), name
        for tag, given in page.tags:
            assert not [word for word in given if word.startswith("on") or word == "style"], (name, tag, given)
            assert tag not in ("style", "iframe", "object", "embed", "base"), name
            assert {(tag, word) for word in given} <= known | {("span", "title")}, (name, tag, given)


# --- A real validator ---


@pytest.mark.parametrize("which", ["brand", "hostile"])
def test_the_pages_are_valid_html(which: str, request: pytest.FixtureRequest) -> None:
    made: Made = request.getfixturevalue(which)
    command = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    if not command.is_file():
        missing("html-validate")
    config = HERE / "site" / "htmlvalidate.json"
    report = made.out.with_name("report.json")  # through a pipe it loses its end
    options = ["--config", str(config), "--formatter", f"json={report}", str(made.site)]
    done = subprocess.run(
        [program("node"), str(command), *options], capture_output=True, text=True, encoding="utf-8", check=False
    )
    told = json.loads(report.read_text("utf-8"))
    found = {
        f"{message['ruleId']}: {message['message']} ({Path(file['filePath']).relative_to(made.site)}:{message['line']})"
        for file in told
        for message in file["messages"]
    }
    assert sorted(found)[:20] == []
    assert done.returncode == 0, done.stderr


def test_a_definition_list_holds_nothing_between_its_terms_and_definitions(brand: Made) -> None:
    """The W3C's checker tells it, html-validate does not."""
    for path in brand.site.rglob("*.html"):
        assert re.findall(r"</dt>\s*(?!<dd|<dt|</d|\s)[^>]*>", path.read_text("utf-8"))[:3] == [], path


# --- What an edit rewrites ---


def test_an_edit_rewrites_only_the_pages_that_show_it(tmp_path: Path) -> None:
    root, out = sources(tmp_path / "project"), tmp_path / "out"
    made = build(root, out)
    before = tree(out)
    stayed = {path: (out / path).stat().st_ino for path in before}
    edition = made.publication.editions[1]
    message = next(each for each in edition.messages if _only_for(each, "core", edition))
    assert message.item.copy is not None
    path = root / "content" / "weeks" / Path(message.item.copy.source.path).name
    text = path.read_text("utf-8")
    at = text.index(message.item.copy.split("\n")[0], message.item.copy.start)
    path.write_text(text[:at] + "改" + text[at:], encoding="utf-8", newline="\n")
    again = build(root, out)
    after = tree(out)
    changed = {path for path in after if after[path] != before.get(path)}
    assert set(after) == set(before)
    assert {path for path in changed if path.startswith("site/")} == {f"site/core/{edition.plan.week.name}.html"}
    for name, number in stayed.items():
        assert ((out / name).stat().st_ino == number) == (name not in changed), name
    assert again.publication.editions[1].plan.week.name == edition.plan.week.name


def _only_for(message: Message, tier: str, edition: Edition) -> bool:
    """Whether an author wrote a text for one tier alone."""
    copy, whose = message.item.copy, message.item.tier
    if copy is None or whose is None or whose.id != tier or edition.plan.week.id.source is not copy.source:
        return False
    return [each.item.copy is copy for each in edition.messages].count(True) == 1


def test_nothing_is_written_when_nothing_changes(tmp_path: Path) -> None:
    root, out = sources(tmp_path / "project", HERE / "brands" / "tea"), tmp_path / "out"
    result = compile_project(root)
    assert result.publication is not None
    assert publish(result.publication, out, root).written > 20
    second = compile_project(root).publication
    assert second is not None
    assert publish(second, out, root).written == 0
