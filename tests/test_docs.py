"""The documents name what the program knows, in both languages."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from pydantic import BaseModel

from conftest import ROOT
from docs_site import built, copied
from siyu.build import compile_project
from siyu.document import Choice, Document
from siyu.kinds import KINDS
from siyu.report import FORMATS


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.values()
        return [annotation, *(model for field in fields for model in _models(field.annotation))]
    return [model for part in get_args(annotation) for model in _models(part)]


def _words(value: Any) -> set[str]:
    if isinstance(value, Choice):
        return set(value.words)
    metadata = getattr(value, "__metadata__", ())
    return {word for part in (*metadata, *get_args(value)) for word in _words(part)}


MODELS = {model for kind in KINDS.values() for model in _models(kind.model)}


@pytest.mark.parametrize("name", ["formats.md", "formats.zh-CN.md"])
def test_every_key_and_every_word_is_documented(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    told = set(re.findall(r"[a-z][a-z_-]*", text))
    for model in MODELS:
        for field_name, field in model.model_fields.items():
            key = field.alias or field_name
            if not (key == "id" and issubclass(model, Document)):
                assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", text), f"{model.__name__}.{key}"
            words = {word for part in (field.annotation, *field.metadata) for word in _words(part)}
            assert words <= told, f"{model.__name__}.{key}: {words - told}"


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_mistake_in_the_readme_is_told_like_that(name: str, lang: str, tmp_path: Path) -> None:
    for folder in ("brand", "content"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    week = tmp_path / "content" / "weeks" / "2026-W48.yaml"
    week.write_text(week.read_text("utf-8").replace("product: hand-cream", "product: hand-creme", 1), "utf-8")
    report = FORMATS["full"](compile_project(tmp_path).diagnostics, lang)
    assert f"```text\n{report.rstrip()}\n```" in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_excerpt_in_the_readme_is_the_brands(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    week = (ROOT / "content" / "weeks" / "2026-W48.yaml").read_text("utf-8")
    written = next(block for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL) if "member-day" in block)
    assert all(line.strip() in week for line in written.splitlines() if "…" not in line)
    publication = compile_project(ROOT).publication
    assert publication is not None
    shown: dict[str, str] = {
        message.item.tier.id: message.text or ""
        for message in publication.editions[0].messages
        if message.item.key == "member-day" and message.item.tier
    }
    for tier, block in zip(("member", "core"), re.findall(r"<td>\n\n(会.*?)\n\n</td>", text, re.DOTALL), strict=True):
        lines = [line.removesuffix("<br>") for line in block.split("\n")]
        assert lines[-1] == "…"
        assert shown[tier].startswith("\n".join(lines[:-1]))


# The documents as a site

PAGES = sorted(path.relative_to(ROOT).as_posix() for pattern in ("README*.md", "docs/**/*.md", "tests/rules/*.md") for path in ROOT.glob(pattern))  # fmt: skip
COUNTED = ["h1", "h2", "h3", "h4", "pre", "table", "tr", "ul", "ol", "li", "blockquote", "img", "strong", "em"]


class Page(HTMLParser):
    """What a page has: its language, ids, links, what it loads, and how often each element stands in its article."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lang = ""
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.elements: Counter[str] = Counter()
        self.within = "<article" not in text
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.lang = given.get("lang", self.lang) if tag == "html" else self.lang
        self.within = self.within or tag == "article"
        self.elements[tag] += self.within
        self.ids.add(given.get("id", ""))
        self.links += [given["href"]] if "href" in given else []
        self.loads += [given["src"]] if "src" in given else [given["href"]] if tag == "link" and "href" in given else []

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag != "article"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copied(tmp_path_factory.mktemp("site"))
    done = built(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "dist" / "docs"


def _html(site: Path, name: str) -> Path:
    path = site / name
    return path.with_name("index.html") if path.name == "README.md" else path.with_suffix(".html")


def _dead(site: Path) -> Iterator[str]:
    """Links within the site that lead nowhere; to other files than pages, too, which the program does not look for."""
    pages = {path: Page(path.read_text("utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"https?:", link):
                continue
            name, _, part = link.partition("#")
            target = (path.parent / unquote(name)).resolve() if name else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (part and target in pages and unquote(part) not in pages[target].ids):
                yield f"{path.relative_to(site).as_posix()}: {link}"


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    assert list(_dead(site)) == []


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = Page(path.read_text("utf-8"))
        assert not [one for one in page.loads if re.match(r"(https?:)?//", one)], path
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//|@import", sheet.read_text("utf-8")), sheet


def test_the_site_shows_what_the_page_says(site: Path) -> None:
    """Two dialects of Markdown: what GitHub shows as a table, a list or a block has to be one on the site."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for name in PAGES:
        told = Page(markdown.render((ROOT / name).read_text("utf-8"))).elements
        shown = Page(_html(site, name).read_text("utf-8")).elements
        assert {tag: told[tag] for tag in COUNTED} == {tag: shown[tag] for tag in COUNTED}, name


def test_the_site_speaks_the_pages_language(site: Path) -> None:
    for name in PAGES:
        assert Page(_html(site, name).read_text("utf-8")).lang == ("zh" if "zh-CN" in name else "en"), name
    index = (site / "search.json").read_text("utf-8")
    assert "docs/tutorial.html" in index
    assert "docs/tutorial.zh-CN.html" in index


def _leaves(nav: Any) -> Iterator[str]:
    """The pages of a navigation, in order."""
    for one in nav.values() if isinstance(nav, dict) else nav:
        yield from [one] if isinstance(one, str) else _leaves(one)


def test_the_navigation_has_every_page_in_both_languages() -> None:
    english, chinese = (list(_leaves([one])) for one in tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))["project"]["nav"])  # fmt: skip
    assert chinese == [name.replace(".md", ".zh-CN.md") for name in english]
    assert sorted(english + chinese) == [name for name in PAGES if not name.startswith("tests/")]


@pytest.mark.parametrize("link", ["nowhere.md", "feed.md#nowhere", "../brand/nowhere.yaml"])
def test_a_broken_link_is_seen(link: str, tmp_path: Path) -> None:
    page = copied(tmp_path) / "docs" / "editor.md"
    page.write_text(page.read_text("utf-8") + f"\n[broken]({link})\n", "utf-8")
    done = built(tmp_path)
    if link.endswith(".yaml"):
        assert list(_dead(tmp_path / "dist" / "docs")) == [f"docs/editor.html: {link}"]
    else:
        assert done.returncode != 0
        assert "docs/editor.md" in done.stdout + done.stderr
