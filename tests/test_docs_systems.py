"""docs/systems: what the pages show is what a tested brand says and gets, what they name exists, and both languages show the same.

A block's first line says where it is from: ```yaml content/journeys/newcomer.yaml is a file of the repository, ```text output/… what the brand
in it becomes, ```text tests/brands/coffee/output/… what that brand becomes, ```text siyu … what that command prints.
SIYU_GOLDEN=write uv run pytest -n 0 tests/test_docs_systems.py -k shows takes what changed since then into the pages; look at the difference.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT, siyu
from siyu.build import Choice, compile_project
from siyu.kinds.campaign import PROMOTION, REFERRAL
from siyu.rules import RULES
from siyu.stages.render import render

PAGES = ROOT / "docs" / "systems"
SYSTEMS = sorted(path.name.removesuffix(".md") for path in PAGES.glob("[0-9][0-9]-*.md") if "zh-CN" not in path.name)
LANGUAGES = {
    ".md": ["Source", "Result", "What siyu checks", "What is derived", "What you may leave out", "What it does not do"],
    ".zh-CN.md": ["写什么", "得到什么", "查什么", "不用写的", "可以不填的", "管不到的"],
}
DAYS = {
    "": date(2026, 11, 22),
    "tests/brands/learning/": date(2026, 12, 20),
}  # a calendar's window lies around this day
OTHER_BRAND = re.compile(r"(tests/brands/[a-z]+/)?output/(.+)")
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
LINE = r"</?(?:p|div|li|ol|ul|dl|dd|tr|table|h\d|section|article|header|br|pre|details|summary|svg|text|desc|title|a)\b[^>]*>"


@cache
def built(brand: str) -> Mapping[str, bytes | Path]:
    """What a brand becomes, by path."""
    result = compile_project(ROOT / brand, Choice(as_of=DAYS.get(brand, date(2026, 9, 20))))
    assert result.publication is not None, result.diagnostics
    return {artifact.path: artifact.data for artifact in render(result.publication)}


@cache
def text_of(place: str) -> str:
    """A file as it is read: a calendar unfolded, a page without its markup."""
    if place.startswith("siyu "):
        done = siyu(*place.split()[1:], "--lang", "zh", cwd=ROOT)
        assert done.returncode == 0, done.stderr
        return done.stdout
    match = OTHER_BRAND.fullmatch(place)
    data = built(match[1] or "")[match[2]] if match else (ROOT / place).read_bytes()
    assert isinstance(data, bytes), place
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    if place.endswith(".ics"):
        return re.sub(r"\\([\\;,n])", lambda m: "\n" if m[1] == "n" else m[1], text.replace("\n ", ""))
    return _seen(text) if place.endswith(".html") else text


def _seen(page: str) -> str:
    plain = re.sub(r"<[^>]*>", " ", re.sub(LINE, "\n", re.sub(r"(?s)<(script|style)\b.*?</\1>", "", page)))
    lines = (" ".join(line.split()) for line in html.unescape(plain).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(block: str, text: str) -> bool:
    """Whether a block is whole lines of a text, one after another."""
    return f"\n{block}\n" in f"\n{text}\n"


def again(block: str, text: str) -> str:
    """The lines of a changed text that a block showed: from what is most like its first to what is most like its last."""
    was, lines = block.split("\n"), text.split("\n")
    likely = set(get_close_matches(was[0], lines, 5, 0.3))
    found: list[str] = []
    for start in (number for number, line in enumerate(lines) if line in likely):
        (last, *_) = get_close_matches(was[-1], lines[start : start + 2 * len(was)], 1, 0)
        found.append("\n".join(lines[start : lines.index(last, start) + 1]))
    return max(found, key=lambda one: SequenceMatcher(None, block, one).ratio())


def blocks(page: str) -> list[tuple[str, str, str]]:
    return BLOCK.findall(page)


def read(name: str) -> str:
    return (PAGES / name).read_text("utf-8")


def test_there_are_eighteen_in_both_languages() -> None:
    assert [name[:2] for name in SYSTEMS] == [f"{number:02}" for number in range(1, 19)]
    names = {f"{name}{suffix}" for name in [*SYSTEMS, "README"] for suffix in LANGUAGES}
    assert {path.name for path in PAGES.iterdir()} == names


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_the_index_lists_them_in_order_under_their_own_titles(suffix: str) -> None:
    listed = re.findall(r"\[([^]]+)\]\((\d\d-[^)]+)\)", read(f"README{suffix}"))
    titles = [read(f"{name}{suffix}").split("\n", 1)[0].removeprefix("# ").split(" · ", 1) for name in SYSTEMS]
    assert listed == [(title, f"{name}{suffix}") for name, (_, title) in zip(SYSTEMS, titles, strict=True)]
    assert [number for number, _ in titles] == [str(number) for number in range(1, 19)]


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_a_page_shows_is_what_the_brand_says_and_gets(name: str) -> None:
    if os.environ.get("SIYU_GOLDEN") == "write":
        for suffix in LANGUAGES:
            page = read(f"{name}{suffix}")
            for _, place, block in blocks(page):
                if not excerpt(block, text := text_of(place)):
                    page = page.replace(f" {place}\n{block}\n```", f" {place}\n{again(block, text)}\n```")
            (PAGES / f"{name}{suffix}").write_text(page, "utf-8", newline="")
    shown = blocks(read(f"{name}.md"))
    assert shown == blocks(read(f"{name}.zh-CN.md"))
    for _, place, block in shown:
        assert excerpt(block, text_of(place)), place
    results = [place for _, place, _ in shown if place.startswith("siyu ") or OTHER_BRAND.fullmatch(place)]
    assert results
    assert len(results) < len(shown)


@pytest.mark.parametrize("suffix", LANGUAGES)
@pytest.mark.parametrize("name", SYSTEMS)
def test_a_page_is_short_and_says_the_same_six_things(name: str, suffix: str) -> None:
    page = read(f"{name}{suffix}")
    assert re.findall(r"^## (.*)$", BLOCK.sub("", page), re.MULTILINE) == LANGUAGES[suffix]
    assert 40 <= len(page.splitlines()) <= 90
    assert len(blocks(page)) == page.count("\n```") / 2  # none without a place, none left open
    for language, place, _ in blocks(page):  # which GitHub does not show
        assert any(f"{told}\n\n```{language} {place}\n" in page for told in (f"`{place}`", f"](../../{place})")), place
    other = next(end for end in LANGUAGES if end != suffix)
    assert f"]({name}{other})" in page
    assert f"](README{suffix})" in page


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_rules_that_it_names_exist(name: str) -> None:
    linked = re.compile(r"\[`([^`/]+)`\]\(\.\./\.\./tests/rules/([^)]+)\.md\)")
    named = {suffix: linked.findall(read(f"{name}{suffix}")) for suffix in LANGUAGES}
    assert named[".md"]
    assert sorted(named[".md"]) == sorted(named[".zh-CN.md"])
    assert all(told == rule and rule in RULES for told, rule in named[".md"])


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_every_mechanic_that_a_campaign_can_have_is_named(suffix: str) -> None:
    page = read(f"12-campaigns{suffix}")
    assert [one for one in (*REFERRAL, *PROMOTION) if f"`{one}`" not in page] == []


@pytest.mark.parametrize("name", [*SYSTEMS, "README"])
@pytest.mark.parametrize("suffix", LANGUAGES)
def test_links_land(name: str, suffix: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", BLOCK.sub("", read(f"{name}{suffix}"))):
        assert (PAGES / target).resolve().is_relative_to(ROOT), target
        assert (PAGES / target).exists(), target


def test_half_a_line_or_two_that_are_apart_are_no_excerpt() -> None:
    text = "one\ntwo\nthree"
    assert excerpt("one\ntwo", text)
    assert excerpt("three", text)
    assert not any(excerpt(block, text) for block in ("on", "wo\nthree", "one\nthree", "two\none", ""))


def test_what_changed_is_found_again() -> None:
    text = "head\nan end\nhead\nnew\nlast line"
    assert again("head\nold\nlast lime", text) == "head\nnew\nlast line"
    assert again("last lime", text) == "last line"
