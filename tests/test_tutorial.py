"""The tutorial and the cookbook, done line by line by somebody who begins in an empty folder.

```console: what stands behind `$ ` is run; all it prints is shown below it, `…` leaves out. ```diff PATH is an edit. A block of a file
(```yaml PATH, ```csv PATH) makes the file where there is none and must stand in it where there is one. ```text http://… is a calendar, as a
calendar program reads it. SIYU_GOLDEN=write uv run pytest -n 0 tests/test_tutorial.py takes what is printed now into the pages.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from icalendar import Calendar

from conftest import ROOT
from repository import ENV

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LANGUAGES = {".md": "en_GB.UTF-8", ".zh-CN.md": "zh_CN.UTF-8"}
FRIDAY = datetime(2026, 11, 20, 1, tzinfo=UTC)  # the week before the one that is planned
SERVED = "http://127.0.0.1:8710"  # what siyu serve answers at, if nobody else does


class Reader:
    """Somebody with one window for commands and another where the calendars are served."""

    def __init__(self, folder: Path, locale: str) -> None:
        self.here, self.locale, self.now = folder, locale, FRIDAY
        self.server: subprocess.Popen[str] | None = None
        self.address = SERVED

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.communicate()

    def run(self, line: str) -> str:
        """What a command prints; an exit code that its words do not tell is a failure."""
        program, *args = shlex.split(line)
        if program == "cd":
            self.here = (self.here / args[0]).resolve()
            return ""
        self.now += timedelta(minutes=5)
        stamp = f"{int(self.now.timestamp())} +0800"
        env = ENV | {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "PYTHONUTF8": "1", "COLUMNS": "100"}
        env |= {"GITHUB_ACTIONS": "", "GITHUB_STEP_SUMMARY": "", "CI": ""}
        if program == "git":
            command = ["git", *args]
        else:
            assert program == "siyu", line
            command, env = [sys.executable, "-m", "siyu", *args], env | {"LC_ALL": self.locale}
        if args[:1] == ["serve"] and "--add" not in args:
            return self.serve([*command, "--port", "0"], env)
        done = subprocess.run(
            command, cwd=self.here, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        text = done.stdout.decode().replace("\r\n", "\n")
        told = re.search(r"(?:error|错误)(\[|: |：)", text)
        assert done.returncode == (0 if told is None else 1 if told[1] == "[" else 2), (
            f"{line}: {done.returncode}\n{text}"
        )
        return text

    def serve(self, command: list[str], env: dict[str, str]) -> str:
        """The first line of a server on a free port, told as if it were the usual one."""
        self.server = subprocess.Popen(
            command, cwd=self.here, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )  # fmt: skip
        assert self.server.stdout is not None
        first = self.server.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:\d+", first)
        assert found, first
        self.address = found[0]
        return first.replace(self.address, SERVED)

    def calendar(self, address: str) -> str:
        """Day, hour and title of each event with an hour, in their order."""
        with build_opener(ProxyHandler({})).open(address.replace(SERVED, self.address), timeout=60) as answer:
            assert answer.headers.get_content_type() == "text/calendar"
            events = Calendar.from_ical(answer.read()).walk("VEVENT")
        dated = [(event.decoded("dtstart"), str(event["summary"])) for event in events]
        return "".join(sorted(f"{day:%Y-%m-%d %H:%M}  {title}\n" for day, title in dated if hasattr(day, "hour")))


def edited(text: str, edit: str) -> str:
    """A text after an edit whose lines are kept (` `), taken out (`-`) or put in (`+`)."""
    lines = [line or " " for line in edit.splitlines()]
    assert {line[0] for line in lines} <= set(" +-"), edit
    old, new = ("".join(f"{line[1:]}\n" for line in lines if line[0] in kept) for kept in (" -", " +"))
    assert old != new
    assert len(re.findall(f"(?={re.escape(chr(10) + old)})", f"\n{text}")) == 1, f"not once:\n{old}\nin\n{text}"
    return f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]


def like(shown: str, text: str) -> bool:
    """Whether a text is as it is shown: `…` on a line of its own stands for any lines, elsewhere for any part of a line."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line.rstrip()).replace("…", ".*") + r"[ ]*\n"
        for line in shown.splitlines()
    )
    return re.fullmatch(pattern, text) is not None


def console(reader: Reader, body: str) -> Iterator[str]:
    """Each command with what it prints: as shown where that is right, else as it is."""
    commands = re.split(r"^(?=\$ )", body, flags=re.MULTILINE)
    assert commands[0] == "", body
    for command in commands[1:]:
        line, _, shown = command.removeprefix("$ ").partition("\n")
        text = reader.run(line)
        yield f"$ {line}\n{shown if like(shown, text) else text}"


def follow(reader: Reader, page: str) -> str:
    """A page as it would have to be: every block done, in order."""

    def done(match: re.Match[str]) -> str:
        kind, place, body = match.groups()
        made = body
        if kind == "console":
            made = "".join(console(reader, body))
        elif place and place.startswith(SERVED):
            text = reader.calendar(place)
            made = body if like(body, text) else text
        elif place:
            path = reader.here / place
            if kind == "diff":
                path.write_text(edited(path.read_text("utf-8"), body), "utf-8", newline="")
            elif path.exists():
                assert body, f"{place}: nothing is shown"
                assert f"\n{body}" in f"\n{path.read_text('utf-8-sig')}", f"{place} has no\n{body}"
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, "utf-8", newline="")
        return f"{match[0][: match.start(3) - match.start()]}{made}```"

    return BLOCK.sub(done, page)


def same(name: str, page: str, followed: str) -> None:
    if os.environ.get("SIYU_GOLDEN") == "write" and followed != page:
        whole = (DOCS / name).read_text("utf-8")
        (DOCS / name).write_text(whole.replace(page, followed), "utf-8", newline="")
    assert followed == page


def recipes(name: str) -> list[str]:
    """A page's chapters."""
    return re.split(r"^## ", (DOCS / name).read_text("utf-8"), flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("suffix", LANGUAGES)
def test_from_an_empty_folder_to_a_calendar_that_is_subscribed_to(suffix: str, tmp_path: Path) -> None:
    page = (DOCS / f"tutorial{suffix}").read_text("utf-8")
    with Reader(tmp_path, LANGUAGES[suffix]) as reader:
        same(f"tutorial{suffix}", page, follow(reader, page))
        assert reader.server is not None, "it ends with a server"


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the tutorial, committed once."""
    top = tmp_path_factory.mktemp("cookbook")
    with Reader(top, "C") as reader:
        reader.run("siyu init songta --from cosmetics --name 松塔 --ip 塔塔 --week 2026-W48")
        reader.run("cd songta")
        for line in ("git init -qb main", "git add .", "git commit -qm begin"):
            reader.run(line)
    return top


@pytest.mark.parametrize(
    ("suffix", "number"), [(suffix, n) for suffix in LANGUAGES for n in range(len(recipes(f"cookbook{suffix}")))]
)
def test_every_recipe_works(suffix: str, number: int, shop: Path, tmp_path: Path) -> None:
    shutil.copytree(shop, tmp_path / "work", symlinks=True)
    chapter = recipes(f"cookbook{suffix}")[number]
    with Reader(tmp_path / "work" / "songta", LANGUAGES[suffix]) as reader:
        reader.now += timedelta(hours=1)
        same(f"cookbook{suffix}", chapter, follow(reader, chapter))


@pytest.mark.parametrize("name", ["tutorial", "cookbook", "coming-from"])
def test_both_languages_do_the_same(name: str) -> None:
    """The same commands, the same edits, the same files, in the same order; chapter by chapter."""
    done = [
        [
            [line for line in body.splitlines() if line.startswith("$ ")] if kind == "console" else (kind, place, body if kind != "text" else "")
            for kind, place, body in BLOCK.findall((DOCS / f"{name}{suffix}").read_text("utf-8"))
            if kind == "console" or place
        ]
        for suffix in LANGUAGES
    ]  # fmt: skip
    assert done[0] == done[1]
    heads = [
        re.findall(r"^(#+ |\||- )", (DOCS / f"{name}{suffix}").read_text("utf-8"), re.MULTILINE) for suffix in LANGUAGES
    ]
    assert heads[0] == heads[1]


@pytest.mark.parametrize("suffix", LANGUAGES)
@pytest.mark.parametrize("name", ["tutorial", "cookbook", "coming-from"])
def test_what_a_page_links_to_is_there(name: str, suffix: str) -> None:
    page = BLOCK.sub("", (DOCS / f"{name}{suffix}").read_text("utf-8"))
    places = [place for place in re.findall(r"\]\(([^)#]+)", page) if not place.startswith("https://")]
    assert places
    assert [place for place in places if not (DOCS / place).exists()] == []


def test_the_reader_is_strict() -> None:
    assert like("a … c\n…\n", "a b c\nmore\nlines\n")
    assert not like("a c\n", "a c\nmore\n")
    assert not like("", "said\n")
    assert edited("a\nb\nc\n", " a\n-b\n+x\n c\n") == "a\nx\nc\n"
    with pytest.raises(AssertionError):
        edited("a\na\n", "-a\n+b\n")
