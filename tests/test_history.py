"""The calendars' past: a story of forty commits, random ones against what is really rendered, merges of every kind, and git as it comes."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import HERE, siyu
from siyu.build import Choice, compile_project
from siyu.edition import History, identity_of
from siyu.ical.event import event
from siyu.outputs.calendar import calendars
from siyu.stages.git import NoHistory

START = datetime(2026, 9, 20, 8, tzinfo=UTC)
ENV = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.example", "LC_ALL": "C",
}  # fmt: skip
W40, W41 = "content/weeks/2026-W40.yaml", "content/weeks/2026-W41.yaml"


class Repo:
    """A project in a repository, and a clock that only this test winds."""

    def __init__(self, top: Path, below: str = "", files: dict[str, str] | None = None) -> None:
        self.top, self.root, self.now = top, top / below, START
        if files is None:
            shutil.copytree(HERE / "brands" / "tea", self.root)
        for path, text in (files or {}).items():
            self.write(path, text)
        self.git("init", "-qb", "main", cwd=top)

    def git(self, *command: str, cwd: Path | None = None, check: bool = True) -> str:
        env = ENV | {key: f"{int(self.now.timestamp())} +0800" for key in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE")}
        done = subprocess.run(["git", *command], cwd=cwd or self.root, env=env, capture_output=True, text=True, check=False)
        if check and done.returncode:
            raise RuntimeError(f"git {command}: {done.stdout}{done.stderr}")
        return done.stdout.strip()

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, "utf-8", newline="")

    def sub(self, path: str, old: str, new: str) -> None:
        text = self.read(path)
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def commit(self, message: str = "edit", hours: float = 1) -> datetime:
        self.now += timedelta(hours=hours)
        self.git("add", "-A")
        self.git("commit", "-qm", message, "--allow-empty")
        return self.now


def feeds(root: Path, as_of: date | None = None) -> dict[str, bytes]:
    publication = compile_project(root, Choice(as_of=as_of, history=True)).publication
    assert publication is not None
    return {artifact.path: artifact.data for artifact in calendars(publication) if isinstance(artifact.data, bytes)}


def events(feed: bytes) -> dict[str, bytes]:
    """The events of a feed by UID, without the domain."""
    found = {}
    for part in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", feed, re.DOTALL):
        uid = re.search(rb"UID:(.*)@", part.replace(b"\r\n ", b""))
        assert uid
        found[uid[1].decode()] = part
    return found


def line(data: bytes, name: str) -> str:
    match = re.search(rf"^{name}:(.*)\r$", data.decode(), re.MULTILINE)
    assert match, name
    return match[1]


def utc(when: datetime) -> str:
    return f"{when:%Y%m%dT%H%M%SZ}"


def past(data: bytes) -> tuple[str, str, str, int, str]:
    return line(data, "CREATED"), line(data, "DTSTAMP"), line(data, "LAST-MODIFIED"), int(line(data, "SEQUENCE")), line(data, "STATUS")


# --- a story ---


class Step(NamedTuple):
    """What is done, and whom it concerns: patterns of UIDs. Nothing else may change a byte."""

    about: str
    do: Callable[[Repo], None]
    changed: str = ""
    made: str = ""
    gone: str = ""
    back: str = ""
    hours: float = 1


def sub(path: str, old: str, new: str) -> Callable[[Repo], None]:
    return lambda repo: repo.sub(path, old, new)


def move(old: str, new: str) -> Callable[[Repo], None]:
    return lambda repo: repo.git("mv", old, new) and None


def turned(path: str) -> Callable[[Repo], None]:
    """The columns of a week in another order."""

    def do(repo: Repo) -> None:
        head, body = repo.read(path).split("columns:\n")
        body, extra = body.split("extra:\n")
        parts = re.split(r"^(?=  \w)", body, flags=re.MULTILINE)
        repo.write(path, f"{head}columns:\n{''.join(reversed(parts))}extra:\n{extra}")

    return do


def revert(repo: Repo) -> None:
    repo.git("revert", "--no-commit", "HEAD")


def merged(repo: Repo) -> None:
    """A branch from before the last commit, with an edit of its own, comes in."""
    repo.git("checkout", "-qb", "side", "HEAD~1")
    repo.sub(W41, "theme: 收心", "theme: 收收心")
    repo.commit("on a branch")
    repo.git("checkout", "-q", "main")
    repo.now += timedelta(hours=1)
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")


def foxtrot(repo: Repo) -> None:
    """Main comes into a branch, and the branch becomes main: its second parent was main."""
    repo.git("checkout", "-qb", "fox", "HEAD~1")
    repo.sub("content/columns/live.yaml", "老林夜话", "老林夜谈")
    repo.commit("on a branch")
    repo.git("merge", "-q", "--no-commit", "main")
    repo.git("commit", "-qm", "main comes in")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "fox")
    repo.git("branch", "-qd", "fox")


def picked(repo: Repo) -> None:
    """The same edit on a branch and, picked, on main; then the branch comes in."""
    repo.git("checkout", "-qb", "pick")
    repo.sub("content/columns/stock.yaml", "数茶罐", "数两遍茶罐")
    repo.commit("on a branch")
    repo.git("checkout", "-q", "main")
    repo.now += timedelta(hours=1)
    repo.git("cherry-pick", "pick")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "pick", check=False)


def rebased(repo: Repo) -> None:
    """A branch from long ago, rebased: its commit is made anew, later."""
    repo.git("checkout", "-qb", "late", "HEAD~3")
    repo.sub("brand/tiers/guest.yaml", "service: 小满", "service: 小圆")
    repo.commit("on a branch")
    repo.now += timedelta(hours=1)
    repo.git("rebase", "-q", "main")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "late")


GREEN, DARK = "brand/products/green.yaml", "brand/products/dark.yaml"
PATROL = "*.owner.patrol.*"
STORY = [
    Step("another hook", sub(W40, "hook: 假期前最后一个周一", "hook: 假期前的周一"), "2026-W40.daily.mon.*"),
    Step("a comment", sub(W40, "columns:\n", "# 国庆\ncolumns:\n")),
    Step("a comment inside", sub(W40, "  shelf:\n", "  # 周四\n  shelf:\n")),
    Step("an empty line", sub(W40, "extra:\n", "\n\nextra:\n")),
    Step("quotes", sub(W41, "copy: 恢复正常发货。", 'copy: "恢复正常发货。"')),
    Step("another order of keys", sub(W40, "{product: green, hook: 假期前的周一}", "{hook: 假期前的周一, product: green}")),
    Step("another style", sub(W40, "{hook: 假期前的周一, product: green}", "\n      product: green\n      hook: 假期前的周一")),
    Step("another order of columns", turned(W40)),
    Step("the file has another name", move(W40, "content/weeks/guoqing.yaml")),
    Step("and its old one again", move("content/weeks/guoqing.yaml", W40)),
    Step("moved to another day", sub(W40, "on: sun", "on: fri"), "holiday-notice.guest"),
    Step("moved to another hour", sub(W40, 'at: "09:45"', 'at: "10:45"'), "holiday-notice.guest"),
    Step("another title", sub(W40, "title: 水温这件事", "title: 水温那件事"), "2026-W40.lesson.wed.*"),
    Step("one tier's words", sub(W40, "hook: 各位，头采只剩十二斤", "hook: 各位，头采只剩十斤"), "2026-W40.daily.wed.friend"),
    Step("everybody's words, where one has its own", sub(W40, "hook: 收拾行李，别忘带茶", "hook: 收拾行李，带上茶"), "2026-W40.daily.wed.[gm]*"),
    Step("one tier's hour", sub(W40, 'at: "13:30"', 'at: "13:00"'), "tea-walk.friend"),
    Step("a column's hour", sub("content/columns/shelf.yaml", "thu 15:00", "thu 15:30"), "*.shelf.*"),
    Step("a column's hour of one tier", sub("content/columns/daily.yaml", '"19:00"', '"19:30"'), "*.daily.*.friend"),
    Step("a column's name", sub("content/columns/morning.yaml", "name: 早茶", "name: 早安茶"), "*.morning.*"),
    Step("a price that one tier pays", sub(GREEN, "member: 58", "member: 56"), "2026-W40.daily.mon.member 2026-W41.daily.sat.member 2026-W40.shelf.*.member *.announcement.*.member"),
    Step("a price for those without one of their own", sub(GREEN, "price: 68", "price: 66"), "2026-W40.daily.mon.guest 2026-W41.daily.sat.guest 2026-W40.shelf.* 2026-W41.shelf.*.friend *.announcement.*.guest"),
    Step("a selling point", sub(DARK, "三年陈皮", "五年陈皮"), "2026-W40.daily.wed.[gm]*"),
    Step("what no event shows", sub(DARK, "2026-12-31", "2026-11-30")),
    Step("a theme", sub(W40, "theme: 国庆慢喝", "theme: 国庆慢慢喝"), "mark-theme-2026-W40 2026-W40.announcement.*"),
    Step("a theme that a column names", sub(W41, "theme: 收心", "theme: 收心了"), "mark-theme-2026-W41 2026-W41.announcement.* 2026-W41.menu.*"),
    Step("and back", revert, "mark-theme-2026-W41 2026-W41.announcement.* 2026-W41.menu.*"),
    Step("a state", sub(W41, "theme: 收心", "theme: 收心\nstate: approved"), "2026-W41.[admns]*"),
    Step("somebody else's job", sub("brand/tiers/member.yaml", "owner: 阿宁", "owner: 阿静"), " ".join(f"*.{key}.*.member" for key in ("patrol", "daily", "morning", "announcement", "live", "notice"))),
    Step("a rule of the group", sub("brand/tiers/guest.yaml", "夜里十点后静音", "夜里九点后静音"), "*.announcement.*.guest"),
    Step("how the IP calls its customers", sub("brand/ip/azhuo.yaml", "customers: 茶友", "customers: 茶人"), "*.morning.*"),
    Step("a template", sub("brand/templates/shelf.txt", "今天架上", "今日架上"), "*.shelf.*"),
    Step("a routine's hour", sub("content/sop/owner.yaml", "workday 21:00", "workday 21:30"), "*.patrol.*.2.*"),
    Step("an announcement", sub("content/announcements/week.md", "这周可以看", "本周可以看"), "*.announcement.*"),
    Step("taken out", sub(W40, '  - {id: pack, day: wed, at: "16:00", channel: task, title: 打包发货, owner: service, only: [guest]}\n', ""), gone="pack.guest"),
    Step("and in again", revert, back="pack.guest"),
    Step("taken out once more", revert, gone="pack.guest"),
    Step("in another week", lambda repo: repo.write(W41, repo.read(W41) + "extra:\n  - {id: pack, day: wed, at: \"16:00\", channel: task, title: 打包发货, owner: service, only: [guest]}\n"), back="pack.guest"),
    Step("moved between weeks at once", lambda repo: (repo.write(W41, re.sub(r"extra:\n.*\n", "", repo.read(W41))), repo.sub(W40, "extra:\n", "extra:\n  - {id: pack, day: wed, at: \"16:00\", channel: task, title: 打包发货, owner: service, only: [guest]}\n")) and None, "pack.guest"),
    Step("a day skipped", sub(W40, "day: sun, tiers: [member], because: 茶会当天不打扰", "day: sun, because: 茶会当天不打扰"), gone="2026-W40.morning.sun.guest"),
    Step("a new product in the week", sub(W41, "shelf:\n    thu: {products: [dark]", "shelf:\n    thu: {products: [dark, green]"), "2026-W41.shelf.thu.member"),
    Step("a new entry", sub(W41, "  notice:\n", "  notice:\n    fri: {copy: 周五盘点。, at: \"09:00\"}\n"), made="2026-W41.notice.fri.*"),
    Step("what concerns nobody", lambda repo: repo.write("README.md", "茶\n")),
    Step("a merge", merged, "mark-theme-2026-W41 2026-W41.announcement.* 2026-W41.menu.*"),
    Step("main merged into a branch", foxtrot, "*.live.*"),
    Step("picked, and merged all the same", picked, "*.stock.*"),
    Step("a branch rebased", rebased, "pack.guest"),
]  # fmt: skip


def some(pattern: str, names: Iterator[str] | set[str] | dict[str, bytes]) -> set[str]:
    return {name for name in names for one in pattern.split() if fnmatchcase(name, one)}


def test_story(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    made = repo.commit("a beginning")
    before = events(feeds(repo.root)["calendar/all.ics"])
    assert {past(data)[:4] for uid, data in before.items() if not uid.startswith(("mark-holiday", "mark-work"))} == {(utc(made), utc(made), utc(made), 0)}
    ever = {uid: past(data) for uid, data in before.items() if "CREATED" in data.decode()}
    for number, step in enumerate(STORY):
        step.do(repo)
        at = repo.commit(step.about, step.hours)
        after = feeds(repo.root)
        found = events(after["calendar/all.ics"])
        changed, gone, back = some(step.changed, before), some(step.gone, before), some(step.back, {*before, *ever})
        new = found.keys() - before.keys() - back
        own = step.do not in (merged, foxtrot, picked, rebased)  # else an earlier commit of the branch made the change
        assert bool(changed) == bool(step.changed) and bool(gone) == bool(step.gone) and bool(back) == bool(step.back), step.about
        assert new == some(step.made, found) - before.keys(), step.about
        assert {uid for uid in before if found.get(uid) != before[uid]} == changed | gone | (back & before.keys()), step.about
        for uid in changed | gone | back:
            created, _, _, sequence, _ = ever[uid]
            got = past(found[uid])
            assert got[0] == created and got[1] == got[2] and got[3] == sequence + 1, (step.about, uid, got, ever[uid])
            assert (got[1] == utc(at)) == own, (step.about, uid)
            assert (got[4] == "CANCELLED") == (uid in gone), (step.about, uid)
            assert ("已取消：" in found[uid].decode()) == (uid in gone)
        for uid in new:
            assert past(found[uid])[:4] == (utc(at), utc(at), utc(at), 0), (step.about, uid)
        ever |= {uid: past(data) for uid, data in found.items() if "CREATED" in data.decode()}
        before = found
        if number % 8 == 7 or step is STORY[-1]:
            clone = tmp_path / f"clone{number}"
            repo.git("clone", "-q", repo.root.as_uri(), str(clone))
            assert feeds(clone) == after, step.about
    assert len(STORY) >= 40
