"""The calendars' past: a story of forty commits, random ones against what is really rendered, merges of every kind, and git as it comes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest

from conftest import siyu, tree
from repository import W40, W41, Repo
from siyu.build import Choice, compile_project
from siyu.edition import History, identity_of
from siyu.outputs.calendar import calendars
from siyu.stages.git import NoHistory
from siyu.stages.past import commits


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
    return (
        line(data, "CREATED"),
        line(data, "DTSTAMP"),
        line(data, "LAST-MODIFIED"),
        int(line(data, "SEQUENCE")),
        line(data, "STATUS"),
    )


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
    def do(repo: Repo) -> None:
        (repo.root / old).rename(repo.root / new)

    return do


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


def added(repo: Repo) -> None:
    repo.write(W41, f"{repo.read(W41)}extra:\n{PACK}")


def brought_over(repo: Repo) -> None:
    repo.sub(W41, f"extra:\n{PACK}", "")
    repo.sub(W40, "extra:\n", f"extra:\n{PACK}")


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


PACK = '  - {id: pack, day: wed, at: "16:00", channel: task, title: 打包发货, owner: service, only: [guest]}\n'
GREEN, DARK = "brand/products/green.yaml", "brand/products/dark.yaml"
STORY = [
    Step("another hook", sub(W40, "hook: 假期前最后一个周一", "hook: 假期前的周一"), "2026-W40.daily.mon.*"),
    Step("a comment", sub(W40, "columns:\n", "# 国庆\ncolumns:\n")),
    Step("a comment inside", sub(W40, "  shelf:\n", "  # 周四\n  shelf:\n")),
    Step("an empty line", sub(W40, "extra:\n", "\n\nextra:\n")),
    Step("quotes", sub(W41, "copy: 恢复正常发货。", 'copy: "恢复正常发货。"')),
    Step("another order of keys", sub(W40, "{product: green, hook: 假期前的周一}", "{hook: 假期前的周一, product: green}")),
    Step("another style", sub(W40, "{hook: 假期前的周一, product: green}", "\n      product: green\n      hook: 假期前的周一")),
    Step("another order of columns", turned(W40)),
    Step("the file has another name", move(W40, "content/weeks/国庆 那周.yaml")),
    Step("and its old one again", move("content/weeks/国庆 那周.yaml", W40)),
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
    Step("taken out", sub(W40, PACK, ""), gone="pack.guest"),
    Step("and in again", revert, back="pack.guest"),
    Step("taken out once more", revert, gone="pack.guest"),
    Step("in another week", added, back="pack.guest"),
    Step("moved between weeks at once", brought_over, "pack.guest"),
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
    assert {past(data)[:4] for uid, data in before.items() if not uid.startswith(("mark-holiday", "mark-work"))} == {
        (utc(made), utc(made), utc(made), 0)
    }
    ever = {uid: past(data) for uid, data in before.items() if "CREATED" in data.decode()}
    for number, step in enumerate(STORY):
        step.do(repo)
        at = repo.commit(step.about, step.hours)
        after = feeds(repo.root)
        found = events(after["calendar/all.ics"])
        changed, gone, back = some(step.changed, before), some(step.gone, before), some(step.back, {*before, *ever})
        new = found.keys() - before.keys() - back
        own = step.do not in (merged, foxtrot, picked, rebased)  # else an earlier commit of the branch made the change
        assert (
            bool(changed) == bool(step.changed) and bool(gone) == bool(step.gone) and bool(back) == bool(step.back)
        ), step.about
        assert new == some(step.made, found) - before.keys(), step.about
        assert {uid for uid in before if found.get(uid) != before[uid]} == changed | gone | (back & before.keys()), (
            step.about
        )
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


# --- fourteen days ---


def test_what_was_taken_out_is_said_for_fourteen_days(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    repo.sub(W40, "    mon: {product: green, hook: 假期前最后一个周一}\n", "")
    at = repo.commit()
    for role in ("daily.mon.guest", "daily.mon.friend"):
        gone = events(feeds(tmp_path)["calendar/all.ics"])[f"2026-W40.{role}"]
        assert past(gone)[3:] == (1, "CANCELLED") and line(gone, "DTSTAMP") == utc(at)
    assert "2026-W40.daily.mon.guest" in events(feeds(tmp_path)["calendar/guest.ics"])
    assert "2026-W40.daily.mon.guest" not in events(feeds(tmp_path)["calendar/member.ics"])
    last = feeds(tmp_path)
    repo.commit("nothing", 14 * 24 - 1)
    assert feeds(tmp_path)["calendar/guest.ics"] == last["calendar/guest.ics"]
    repo.commit("nothing", 1)
    assert "2026-W40.daily.mon.guest" not in events(feeds(tmp_path)["calendar/guest.ics"])
    assert "2026-W40.daily.mon.guest" in events(feeds(tmp_path, date(2026, 10, 4))["calendar/guest.ics"])
    repo.git("checkout", "-q", "HEAD~3", "--", W40)
    back = repo.commit()
    assert past(events(feeds(tmp_path)["calendar/guest.ics"])["2026-W40.daily.mon.guest"])[1:4] == (
        utc(back),
        utc(back),
        2,
    )


def test_a_cancelled_event_is_as_it_was_last(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    repo.sub("content/columns/lesson.yaml", "name: 一课", "name: 大课")
    repo.sub(W40, "title: 水温这件事", "title: 水温")
    repo.commit()
    (tmp_path / "content/columns/lesson.yaml").unlink()
    repo.write(W40, re.sub(r"  lesson:\n.*\n", "", repo.read(W40)))
    repo.sub("brand/tiers/guest.yaml", "name: 茶友群", "name: 茶友新群")
    repo.commit()
    gone = events(feeds(tmp_path)["calendar/guest.ics"])["2026-W40.lesson.wed.guest"].decode()
    assert (
        "SUMMARY:已取消：公众号 · 大课 · 水温\r\n" in gone
        and "LOCATION:茶友群\r\n" in gone
        and "BEGIN:VALARM" not in gone
    )


def test_a_week_that_leaves_the_window_cancels_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    repo.commit("much later", 24 * 7 * 8)
    repo.write(
        "content/weeks/2026-W47.yaml",
        "week: 2026-W47\ntheme: 慢喝\ncolumns:\n  daily:\n    wed: {product: green, hook: 早}\n",
    )
    repo.commit()
    assert not {
        uid for uid in events(feeds(tmp_path)["calendar/guest.ics"]) if uid.startswith(("2026-W40", "2026-W41"))
    }


def test_the_file_of_a_week_that_is_over_may_be_deleted(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    repo.commit("when the week is over", 24 * 16)
    (tmp_path / W40).unlink()
    repo.commit()
    found = events(feeds(tmp_path)["calendar/guest.ics"])
    assert not any(uid.startswith("2026-W40") for uid in found) and any(uid.startswith("2026-W41") for uid in found)


# --- git as it comes ---

UNKNOWN = {"DTSTAMP:20200101T000000Z"}


def built(root: Path, *options: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A build by the command, out of a place of its own."""
    out = root.parent / f"{root.name}-out"
    return siyu("build", root, "--out", out, "--lang", "en", *options, env=env)


def stamps(root: Path) -> set[str]:
    feed = (root.parent / f"{root.name}-out" / "calendar" / "guest.ics").read_text("utf-8")
    steps = [part for part in feed.split("BEGIN:VEVENT")[1:] if "UID:mark-" not in part]
    return {row.strip() for step in steps for row in step.split("\n") if row.startswith("DTSTAMP")}


def test_outside_git_nothing_is_known(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    shutil.rmtree(tmp_path / "tea" / ".git")
    done = built(repo.root)
    assert done.returncode == 0 and stamps(repo.root) == UNKNOWN and "no git history here" in done.stderr
    assert "no git history here" not in built(repo.root, "--no-history").stderr
    assert built(repo.root, env={"GIT_DIR": str(Path(__file__).parents[1] / ".git")}).returncode == 0
    assert stamps(repo.root) == UNKNOWN, "the environment says nothing"


def test_without_a_commit_nothing_is_known(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    assert built(repo.root).returncode == 0 and stamps(repo.root) == UNKNOWN


def test_a_project_that_the_repository_around_it_does_not_know(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", "brands/tea")
    repo.write("../../.gitignore", "brands/\n")
    repo.commit()
    assert built(repo.root).returncode == 0 and stamps(repo.root) == UNKNOWN


def test_a_shallow_clone_is_refused_and_says_how_to_mend_it(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    at = repo.commit()
    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth", "1", repo.root.as_uri(), str(shallow))
    done = built(shallow)
    assert done.returncode == 2 and "git fetch --unshallow" in done.stderr and "--no-history" in done.stderr
    assert not (tmp_path / "shallow-out").exists()
    assert built(shallow, "--no-history").returncode == 0 and stamps(shallow) == UNKNOWN
    repo.git("fetch", "-q", "--unshallow", cwd=shallow)
    assert built(shallow).returncode == 0 and stamps(shallow) == {f"DTSTAMP:{utc(at - timedelta(hours=1))}"}


def test_a_partial_clone_fetches_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    repo.sub(GREEN, "price: 68", "price: 66")
    repo.commit()
    repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repo.git("clone", "-q", "--filter=blob:none", repo.root.as_uri(), str(partial))
    done = built(partial)
    assert done.returncode == 2 and "partial clone" in done.stderr and "git fetch --refetch --no-filter" in done.stderr
    repo.git("fetch", "-q", "--refetch", "--no-filter", cwd=partial)
    assert built(partial).returncode == 0 and len(stamps(partial)) == 2


def test_without_the_git_command(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    done = built(repo.root, env={"PATH": str(tmp_path)})
    assert done.returncode == 2 and "install git" in done.stderr and "--no-history" in done.stderr


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    at = repo.commit()
    for path in (repo.root, repo.root / ".git"):
        os.chown(path, 12345, 12345)
    done = built(repo.root, env={"GIT_CONFIG_GLOBAL": os.devnull})
    assert done.returncode == 2 and f"git config --global --add safe.directory '{repo.root}'" in done.stderr
    config = tmp_path / "config"
    config.write_text(f"[safe]\n\tdirectory = {repo.root}\n")
    assert built(repo.root, env={"GIT_CONFIG_GLOBAL": str(config)}).returncode == 0 and stamps(repo.root) == {
        f"DTSTAMP:{utc(at)}"
    }


def test_edits_that_are_not_committed_count_at_the_last_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    repo.write("notes.txt", "not of the project\n")
    last = repo.commit()
    clean = events(feeds(repo.root)["calendar/all.ics"])
    repo.sub(W40, "title: 水温这件事", "title: 水温")
    repo.write(
        "content/weeks/2026-W42.yaml",
        "week: 2026-W42\ntheme: 慢喝\ncolumns:\n  daily:\n    wed: {product: green, hook: 早}\n",
    )
    found = events(feeds(repo.root)["calendar/all.ics"])
    assert {uid for uid in clean if clean[uid] != found[uid]} == {
        f"2026-W40.lesson.wed.{tier}" for tier in ("guest", "member", "friend")
    }
    assert past(found["2026-W40.lesson.wed.guest"])[1:4] == (utc(last), utc(last), 1)
    assert past(found["2026-W42.daily.wed.guest"])[:4] == (utc(last), utc(last), utc(last), 0)
    assert "not committed: 2 files" in built(repo.root).stderr


@pytest.mark.parametrize("below", ["brands/茶 舍", "a/b/c/d"])
def test_a_project_in_a_folder_of_a_repository(tmp_path: Path, below: str) -> None:
    repo = Repo(tmp_path / "all brands", below)
    first = repo.commit()
    repo.sub(GREEN, "price: 68", "price: 66")
    second = repo.commit()
    repo.write("../else.yaml", "price: 1\n")
    repo.commit()
    assert built(repo.root).returncode == 0 and stamps(repo.root) == {f"DTSTAMP:{utc(first)}", f"DTSTAMP:{utc(second)}"}
    head = compile_project(repo.root, Choice(history=True)).publication
    assert head and head.history.now == repo.now and not head.history.uncommitted


def test_a_worktree_and_a_submodule(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    repo.sub(GREEN, "price: 68", "price: 66")
    repo.commit()
    expected = feeds(repo.root)
    repo.git("worktree", "add", "-q", str(tmp_path / "tree"), "HEAD")
    assert feeds(tmp_path / "tree") == expected
    outer = Repo(tmp_path / "outer", files={"README.md": "x\n"})
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", repo.root.as_uri(), "tea")
    outer.commit(hours=100)
    assert feeds(outer.root / "tea") == expected


def test_a_repository_can_run_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    expected = feeds(repo.root)
    trap = tmp_path / "trap"
    mark = tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\necho \"$@\" >> '{mark}'\nexit 1\n")
    trap.chmod(0o755)
    repo.write(".gitattributes", "* diff=trap filter=trap\n*.yaml -diff\n")
    for key in ("core.fsmonitor", "core.pager", "pager.log", "diff.external", "diff.trap.textconv", "diff.trap.command", "gpg.program",
                "core.sshCommand", "core.askPass", "filter.trap.clean", "filter.trap.smudge", "credential.helper"):  # fmt: skip
        repo.git("config", key, str(trap))
    for key, value in (("log.showSignature", "true"), ("core.hooksPath", str(tmp_path)), ("color.ui", "always"), ("log.showRoot", "false"),
                       ("diff.noprefix", "true"), ("diff.renames", "copies"), ("diff.orderFile", str(trap)), ("log.follow", "true"),
                       ("diff.context", "9"), ("diff.interHunkContext", "9"), ("log.decorate", "full"), ("format.pretty", "full"),
                       ("log.diffMerges", "separate"), ("diff.relative", "false"), ("diff.submodule", "log"), ("log.date", "local")):  # fmt: skip
        repo.git("config", key, value)
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(trap, tmp_path / hook)
    assert feeds(repo.root) == expected and not mark.exists()


@pytest.mark.parametrize(
    "change", [lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text], ids=["CRLF", "BOM"]
)
def test_line_ends_and_marks_are_no_content(tmp_path: Path, change: Callable[[str], str]) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    expected = feeds(tmp_path)
    for path in (W40, GREEN, "content/announcements/week.md", "brand/templates/shelf.txt"):
        repo.write(path, change(repo.read(path)))
    repo.commit()
    assert feeds(tmp_path) == expected
    repo.sub(W40, "title: 水温这件事", "title: 水温")
    at = repo.commit()
    assert past(events(feeds(tmp_path)["calendar/all.ics"])["2026-W40.lesson.wed.guest"])[1:4] == (utc(at), utc(at), 1)


def test_a_commit_that_does_not_build_publishes_nothing_and_changes_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    expected = feeds(tmp_path)
    for path, text in ((W40, "week: [\n"), (GREEN, "name: {\n"), ("content/columns/daily.yaml", "name: a\n\tb: c\n"), (W41, "week: 2026-W99\n"),
                       ("content/sop/owner.yaml", "tasks: [1, 2]\n"), ("brand/tiers/guest.yaml", "name: [a, {b: c}]\nroles: 1\n")):  # fmt: skip
        good = repo.read(path)
        repo.write(path, text)
        repo.commit()
        repo.write(path, good)
        repo.commit()
        found = feeds(tmp_path)
        if "sop" not in path and "tiers" not in path:  # these are YAML, and count as two changes
            assert found == expected, path
        assert found["calendar/all.ics"].count(b"STATUS:CANCELLED") == 0, path
        expected = found


def test_published_history_that_is_made_anew_still_moves_on(tmp_path: Path) -> None:
    """A squash may count fewer changes, but what readers of a feed look at, the stamp, is later than before."""
    repo = Repo(tmp_path)
    repo.commit()
    for price in ("66", "64", "62"):
        repo.write(GREEN, re.sub(r"^price: .*", f"price: {price}", repo.read(GREEN), flags=re.MULTILINE))
        repo.commit()
    before = past(events(feeds(tmp_path)["calendar/all.ics"])["2026-W40.daily.mon.guest"])
    repo.git("reset", "-q", "--soft", "HEAD~3")
    at = repo.commit("squashed")
    after = past(events(feeds(tmp_path)["calendar/all.ics"])["2026-W40.daily.mon.guest"])
    assert (before[3], after[3]) == (3, 1) and after[1] == utc(at) > before[1] and after[0] == before[0]


def test_a_clock_that_goes_backwards(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    first = repo.commit()
    repo.sub(GREEN, "price: 68", "price: 66")
    repo.commit(hours=-5)
    assert past(events(feeds(tmp_path)["calendar/all.ics"])["2026-W40.daily.mon.guest"])[:4] == (
        utc(first),
        utc(first),
        utc(first),
        1,
    )


def test_the_past_of_some_weeks_and_tiers_is_that_of_all(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    repo.sub(GREEN, "price: 68", "price: 66")
    repo.sub(W41, '  notice:\n    thu: {copy: 恢复正常发货。, at: "09:10"}\n', "")
    repo.commit()

    def told(choice: Choice) -> History:
        publication = compile_project(tmp_path, choice).publication
        assert publication
        return publication.history

    whole, part = told(Choice(history=True)), told(Choice(weeks=("2026-W41",), tiers=("guest",), history=True))
    assert part.now == whole.now and {uid: whole.stamps[uid] for uid in part.stamps} == dict(part.stamps)
    assert {identity_of(m.item) for m, _ in whole.cancelled} == {
        "2026-W41.notice.thu.guest",
        "2026-W41.notice.thu.member",
    }
    assert {identity_of(m.item) for m, _ in part.cancelled} == {"2026-W41.notice.thu.guest"}


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "zh_CN.UTF-8", "LANGUAGE": "de"},
        {"PYTHONHASHSEED": "1", "GIT_PAGER": "cat", "GIT_TRACE": "2"},
        {"PYTHONHASHSEED": "4294967295", "GIT_WORK_TREE": "/", "GIT_DIFF_OPTS": "-u9", "GIT_COMMITTER_DATE": "2001-01-01T00:00:00Z"},
    ],
    ids=str,
)  # fmt: skip
def test_the_same_commit_the_same_bytes(tmp_path: Path, env: dict[str, str]) -> None:
    repo = Repo(tmp_path / "tea")
    for number in range(12):
        repo.sub(GREEN, "point: ", f"point: {number}")
        repo.sub(W40, "收拾", f"收拾{number}")
        repo.commit()
    repo.sub(W40, PACK, "")
    repo.commit()
    built(repo.root)
    plain = tree(tmp_path / "tea-out")
    done = built(repo.root, env=env)
    assert "0 files written" in done.stderr and tree(tmp_path / "tea-out") == plain
    assert b"STATUS:CANCELLED" in plain["calendar/guest.ics"]


def test_a_history_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    monkeypatch.setattr(commits, "LIMIT", 4096)
    with pytest.raises(NoHistory, match="--no-history"):
        compile_project(tmp_path, Choice(history=True))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("fatal: unrecognized argument: --diff-merges=first-parent\n", "2.31"),
        ("fatal: unknown value for --diff-merges: first-parent\n", "2.31"),
        ("fatal: not a git repository: /nowhere/.git/worktrees/x\n", "/nowhere/.git/worktrees/x"),
        ("error: object file is empty\nfatal: loose object 1234 is corrupt\n", "loose object 1234 is corrupt"),
        ("", "--no-history"),
    ],
)
def test_what_git_says_is_passed_on(said: str, told: str) -> None:
    words = commits._refused(said)
    assert words and told in words.en and told in words.zh


def test_git_is_asked_once(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    real = shutil.which("git")
    tools, count = tmp_path / "bin", tmp_path / "count"
    tools.mkdir()
    (tools / "git").write_text(f"#!/bin/sh\necho x >> '{count}'\nexec '{real}' \"$@\"\n")
    (tools / "git").chmod(0o755)
    assert built(repo.root, env={"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}).returncode == 0
    assert count.read_text() == "x\n"


def test_a_build_that_fails_does_not_wait_for_git(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "tea")
    repo.commit()
    repo.write(W40, "week: [\n")
    assert compile_project(repo.root, Choice(history=True)).failed
    repo.git("clone", "-q", "--depth", "1", repo.root.as_uri(), str(tmp_path / "shallow"))
    assert compile_project(tmp_path / "shallow", Choice()).publication, "nobody asked for its history"
    repo.write(W40, "week: [\n")
    shutil.copy(repo.root / W40, tmp_path / "shallow" / W40)
    assert compile_project(tmp_path / "shallow", Choice(history=True)).failed, "the author's errors come first"


# --- people, campaigns, journeys ---

FILLED = "theme: 慢喝\ncolumns: {daily: {sat: {product: green, hook: 早}}}\n"
HARVEST, FIRST = "content/campaigns/harvest.yaml", "content/journeys/first.yaml"
CAMPAIGN = """\
name: 开茶节
mechanic: coupon
launch: 2026-10-01
ends: 2026-10-02
tiers: [guest, member]
steps:
  hint: {name: 预告, phase: warm-up, day: -1, at: "16:00", channel: group, copy: 明天见。}
  daily: {name: 今日一泡, phase: launch, day: 0 to end, at: "17:00", channel: group, copies: [先闻。, 再看。]}
"""
JOURNEY = """\
name: 新茶友
trigger: joined
tiers: [guest]
steps:
  try: {after: 7 days, channel: one-to-one, product: green, copy: "{{ product.name }} {{ product.price }} 元"}
  ask: {after: 9 days, channel: one-to-one, copy: 喝得惯吗？}
then: {invite: member}
"""


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {uid for uid in before.keys() | after.keys() if before.get(uid) != after.get(uid)}


def all_of(repo: Repo) -> dict[str, bytes]:
    return events(feeds(repo.root)["calendar/all.ics"])


def test_a_rota_moves_only_those_whose_turn_it_was(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    guest = "brand/tiers/guest.yaml"
    repo.sub(guest, "owner: 阿宁", "owner: {rota: [阿宁, 阿静], from: 2026-09-28, every: day}")
    repo.commit()
    before = all_of(repo)
    repo.sub(guest, "rota: [阿宁, 阿静]", "rota: [阿宁, 阿青]")
    at = repo.commit()
    after = all_of(repo)
    moved = changed(before, after)
    assert moved == {uid for uid in before if "阿静" in before[uid].decode().replace("\r\n ", "")} and moved
    assert {past(after[uid])[1:4] for uid in moved} == {(utc(at), utc(at), 1)}
    assert any("阿宁" in after[uid].decode() and uid.endswith(".guest") for uid in after.keys() - moved)
    repo.sub(guest, "budget:", "away:\n  - {who: 阿宁, days: 2026-10-08 to 2026-10-08, instead: 阿青}\nbudget:")
    repo.commit()
    last = all_of(repo)
    assert {line(last[uid], "DTSTART;TZID=Asia/Shanghai")[:8] for uid in changed(after, last)} == {"20261008"}
    repo.sub(guest, "owner: {rota: [阿宁, 阿青], from: 2026-09-28, every: day}", "owner: 阿宁")
    repo.commit()
    away = {uid for uid in last if b"20261008T" in last[uid]}
    assert changed(last, all_of(repo)) == {
        uid for uid in last if "阿青" in last[uid].decode() and uid.endswith("guest") and uid not in away
    }


def test_a_group_that_ends_earlier_cancels_what_came_after(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit()
    before = all_of(repo)
    repo.sub("brand/tiers/guest.yaml", "group: intake", "group: intake\nends: 2026-10-04")
    repo.commit()
    after = all_of(repo)
    gone = {uid for uid in after if b"STATUS:CANCELLED" in after[uid]}
    assert gone == changed(before, after) == set(some("2026-W41.*.guest", before)) and gone


def test_a_campaign_keeps_its_events_wherever_it_is_moved(tmp_path: Path) -> None:
    """Also from a week that nobody looks at any more, and over one that has no plan."""
    repo = Repo(tmp_path)
    repo.write(HARVEST, CAMPAIGN.replace("2026-10-0", "2026-03-0"))
    repo.write("content/weeks/2026-W09.yaml", f"week: 2026-W09\n{FILLED}")
    first = repo.commit()
    assert not some("harvest.*", all_of(repo))
    repo.sub(HARVEST, "明天见。", "明天见！")
    repo.commit()
    repo.write(HARVEST, CAMPAIGN)
    at = repo.commit()
    found = all_of(repo)
    assert some("harvest.*", found) == {
        f"harvest.{s}.{t}" for s in ("hint", "daily.0", "daily.1") for t in ("guest", "member")
    }
    assert past(found["harvest.hint.guest"])[:4] == (utc(first), utc(at), utc(at), 2)
    assert past(found["harvest.daily.0.guest"])[0] == utc(first) and past(found["harvest.daily.0.guest"])[3] >= 1
    assert past(found["mark-campaign-harvest"] + b"STATUS:CONFIRMED\r\n")[1:4] == (utc(at), utc(at), 1)
    repo.sub(HARVEST, "launch: 2026-10-01\nends: 2026-10-02", "launch: 2026-12-01\nends: 2026-12-02")
    repo.commit()
    found = all_of(repo)
    assert {past(found[uid])[4] for uid in some("harvest.*", found)} == {"CANCELLED"}
    repo.sub(HARVEST, "launch: 2026-12-01\nends: 2026-12-02", "launch: 2026-10-06\nends: 2026-10-07")
    repo.commit()
    assert past(all_of(repo)["harvest.hint.guest"])[3:] == (4, "TENTATIVE")


def test_a_step_of_another_name_is_another_step(tmp_path: Path) -> None:
    repo = Repo(tmp_path, files=None)
    repo.write(HARVEST, CAMPAIGN)
    repo.write(FIRST, JOURNEY)
    repo.commit()
    before = all_of(repo)
    repo.sub(HARVEST, "hint:", "call:")
    repo.sub(FIRST, "ask:", "hear:")
    at = repo.commit()
    after = all_of(repo)
    old, new = some("harvest.hint.* first.ask.*", before), some("harvest.call.* first.hear.*", after)
    assert changed(before, after) == old | new and old and len(old) == len(new)
    assert {past(after[uid])[3:] for uid in old} == {(1, "CANCELLED")}
    assert {past(after[uid])[:4] for uid in new} == {(utc(at), utc(at), utc(at), 0)}
    assert all("已取消：" in after[uid].decode().replace("\r\n ", "") for uid in old)


def test_a_journey_moves_what_shows_the_change(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write(FIRST, JOURNEY)
    repo.commit()
    for path, old, new, about in (
        (GREEN, "price: 68", "price: 66", "first.try.*"),
        (FIRST, "喝得惯吗？", "还喝得惯吗？", "first.ask.*"),
        ("brand/tiers/member.yaml", "name: 会员群", "name: 会员大群", "first.ask.*"),
        (FIRST, "invite: member", "invite: friend", "first.ask.*"),
        (FIRST, "tiers: [guest]", "tiers: [guest]\nlength: 3 weeks", ""),
        (FIRST, "trigger: joined", "trigger: added", "first.*"),
        ("brand/tags.yaml", "about: 她平时喝什么", "about: 喝什么", ""),
        ("brand/tiers/guest.yaml", "service: 小满", "service: 小圆", "first.* pack.guest"),
    ):
        before = all_of(repo)
        repo.sub(path, old, new)
        at = repo.commit()
        after = all_of(repo)
        moved = {uid for uid in changed(before, after) if not uid.startswith("2026-")}
        expected = {uid for uid in some(about, before) if not uid.startswith("2026-")}
        if path.endswith("member.yaml"):
            expected |= some("tea-walk.member", before)
        if (path, old) == (GREEN, "price: 68"):
            assert len(moved) == 2, "a task for each of the two weeks"
        assert moved == expected and bool(moved) == bool(about), (old, moved ^ expected)
        assert {past(after[uid])[1] for uid in moved} <= {utc(at)}


def test_a_step_that_is_no_longer_the_last_says_so(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write(FIRST, JOURNEY)
    repo.commit()
    before = all_of(repo)
    assert all("走完" in before[uid].decode().replace("\r\n ", "") for uid in some("first.ask.*", before))
    repo.sub(FIRST, "after: 7 days", "after: 10 days")
    at = repo.commit()
    after = all_of(repo)
    assert not any("走完" in after[uid].decode().replace("\r\n ", "") for uid in some("first.ask.*", after))
    assert {past(after[uid])[1:4] for uid in some("first.ask.*", after)} == {(utc(at), utc(at), 1)}


def test_a_program_that_nobody_could_publish_changes_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write(HARVEST, CAMPAIGN)
    repo.write(FIRST, JOURNEY)
    repo.commit()
    expected = all_of(repo)
    for path, old, new in (
        (HARVEST, "mechanic: coupon", "mechanic: nothing"),
        (HARVEST, "明天见。", '"{{ nobody }}"'),
        (FIRST, "after: 7 days", "after: soon"),
        (FIRST, "product: green", "product: blue"),
        ("brand/tiers/guest.yaml", "owner: 阿宁", "owner: {rota: [阿宁]}"),
    ):
        repo.sub(path, old, new)
        repo.commit()
        repo.sub(path, new, old)
        repo.commit()
        assert changed(expected, all_of(repo)) == set(), (path, new)
    repo.sub(HARVEST, "明天见。", "{{ nobody }}")
    repo.commit()
    repo.sub(HARVEST, "{{ nobody }}", "后天见。")
    at = repo.commit()
    after = all_of(repo)
    assert changed(expected, after) == {"harvest.hint.guest", "harvest.hint.member"}
    assert past(after["harvest.hint.guest"])[1:4] == (utc(at), utc(at), 1)


def test_the_first_group_gives_its_roles_their_names(tmp_path: Path) -> None:
    repo = Repo(tmp_path, files={
        "brand/brand.yaml": "name: 云脚\ndomain: yunjiao.example\nzone: Asia/Shanghai\nlocale: zh-CN\n",
        "content/columns/post.yaml": "name: 一句\nkind: brand\npurpose: brand\nchannel: moments\nwhen: mon 09:00\ncopy: 早。\n",
        "content/columns/look.yaml": "name: 看一眼\nkind: brand\npurpose: brand\nchannel: task\nwhen: tue 09:00\nowner: editor\n",
        "content/weeks/2026-W40.yaml": "week: 2026-W40\n",
    })  # fmt: skip
    repo.commit()
    before = all_of(repo)
    repo.write(
        "content/columns/talk.yaml",
        "name: 聊聊\nkind: brand\npurpose: brand\nchannel: group\nwhen: wed 09:00\ncopy: 聊。\n",
    )
    repo.commit()
    after = all_of(repo)
    assert changed(before, after) == {"2026-W40.post.mon.all", "2026-W40.talk.wed.all"}
    assert past(after["2026-W40.post.mon.all"])[3] == 1 and "谁：群主" in after["2026-W40.post.mon.all"].decode()


def test_a_week_that_comes_later_is_as_old_as_its_file(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.write(HARVEST, CAMPAIGN.replace("2026-10-0", "2026-10-1"))
    repo.commit()
    before = all_of(repo)
    repo.write("content/weeks/2026-W42.yaml", f"week: 2026-W42\n{FILLED}")
    at = repo.commit()
    after = all_of(repo)
    new = {
        uid
        for uid in after.keys() - before.keys()
        if not uid.startswith(("mark-holiday", "mark-work", "mark-campaign"))
    }
    assert {past(after[uid])[:4] for uid in new} == {(utc(at), utc(at), utc(at), 0)}
    assert some("2026-W42.announcement.* 2026-W42.owner.* 2026-W42.morning.*", new)
