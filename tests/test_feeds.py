"""Who gets which feed, what it holds, what falls out of it, what stands in it all day, and when it is not published at all."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conftest import ROOT, Project, siyu, tree
from siyu.edition import Artifact, History, Message, Stamp
from siyu.ical.event import END, Event
from siyu.ical.feeds import Step, slug
from siyu.outputs.calendar import fitting, left_out
from siyu.stages.guard import Shrunk, guard
from siyu.stages.render import render
from test_calendar import LIMIT, Made, by_uid, is_mark, make, one, split, steps, title_of
from test_ical import read

NOON = """\
name: 午间一杯
kind: life
purpose: brand
channel: group
when: daily 12:00
remind: 5
copy: |
  今天也喝一杯。{{ day.date }}
"""
TIERS = {
    "brand/tiers/low.yaml": "name: 新朋友\ngroup: benefit\nroles: {owner: 阿卓, service: [anna, Lin Lin]}\nway_up: {to: top, how: 多来}\n",
    "brand/tiers/top.yaml": "name: 老朋友\ngroup: vip\nroles: {owner: [阿卓, 老林]}\n",
    "content/columns/noon.yaml": NOON,
    "content/columns/menu.yaml": "",
    "content/columns/noon-cup.yaml": "",
    "content/weeks/2026-W40.yaml": "week: 2026-W40\ntheme: 国庆一杯\n",
    "content/weeks/2026-W41.yaml": "week: 2026-W41\n",
    "content/sop/service.yaml": "tasks:\n  inbox: {name: 清收件箱, when: workday 18:00}\n  books: {name: 对账, when: fri 17:00, tiers: []}\n",
}


BOOKS = "tasks:\n  books: {name: 对账, when: fri 17:00, tiers: []}\n"


def at(day: str, **given: object) -> History:
    return History(datetime.fromisoformat(f"{day}T04:00:00+00:00"), **given)  # type: ignore[arg-type]


def loud(made: Made) -> dict[str, bytes]:
    return {
        path.removeprefix("calendar/"): data for path, data in made.feeds.items() if not path.endswith("-quiet.ics")
    }


def uids(data: bytes) -> set[str]:
    return {one(rows, "UID").partition("@")[0] for rows in split(data)[2]}


def tasks(data: bytes) -> set[str]:
    return {one(rows, "UID").partition("@")[0] for rows in steps(data)}


def days(data: bytes) -> list[str]:
    return sorted({one(rows, "DTSTART")[:8] for rows in steps(data)})


def weeks(*numbers: int, year: int = 2026) -> dict[str, str]:
    return {f"content/weeks/{year}-W{number:02}.yaml": f"week: {year}-W{number:02}\n" for number in numbers}


# --- who ---


def test_tier_role_person_and_all(project: Project) -> None:
    made = loud(make(project(TIERS)))
    people = {name: f"person-{slug(name)}.ics" for name in ("阿卓", "老林", "anna", "Lin Lin")}
    assert people["anna"] == "person-anna.ics"
    assert set(made) == {"low.ics", "top.ics", "role-owner.ics", "role-service.ics", "all.ics", *people.values()}
    low, top = tasks(made["low.ics"]), tasks(made["top.ics"])
    assert (
        low and {uid.rsplit(".", 1)[1] for uid in low} == {"low"} and {uid.rsplit(".", 1)[1] for uid in top} == {"top"}
    )
    books = {"2026-W40.service.books.fri", "2026-W41.service.books.fri"}
    assert tasks(made["all.ics"]) == low | top | books
    owner, service = tasks(made["role-owner.ics"]), tasks(made["role-service.ics"])
    assert owner == {uid for uid in low | top if ".noon." in uid} and service == (low | top | books) - owner
    assert tasks(made[people["阿卓"]]) == owner and tasks(made[people["老林"]]) == owner & top
    assert tasks(made[people["anna"]]) == tasks(made[people["Lin Lin"]]) == {uid for uid in low if ".inbox." in uid}
    assert title_of(made[people["老林"]]).endswith(" · 老林")
    assert len({title_of(data) for data in made.values()}) == len(made)


def test_a_person_named_twice_or_with_other_spaces_has_one_calendar(project: Project) -> None:
    files = TIERS | {"brand/tiers/top.yaml": "name: 老朋友\nroles: {owner: [林 二, '林  二', 林 二]}\n"}
    made = loud(make(project(files)))
    (path,) = [path for path in made if title_of(made[path]).endswith(" · 林 二")]
    found = [one(rows, "UID") for rows in steps(made[path])]
    assert len(found) == len(set(found)) == 14


@pytest.mark.parametrize(
    ("one_", "other"),
    [("anna", "Anna"), ("anna", "anna-quiet"), ("林", "林林"), ("a b", "a-b"), ("é", "e"), ("ab" * 6, "x")],
)
def test_two_people_never_share_a_file(one_: str, other: str) -> None:
    names = [f"person-{slug(name)}{end}" for name in (one_, other) for end in ("", "-quiet")]
    assert len({name.casefold() for name in names}) == 4
    assert all(re.fullmatch("[a-z0-9-]+", name) for name in names)


def test_a_file_name_follows_the_name_alone() -> None:
    assert slug("小苔") == "de6201c18f9b", "never again another: people subscribe to it"
    assert slug("anna-li2") == "anna-li2"
    assert slug("0123456789ab") != "0123456789ab", "it could be somebody's hash"


def test_without_tiers_the_tiers_feed_is_everybodys(project: Project) -> None:
    made = loud(make(project({"content/sop/service.yaml": TIERS["content/sop/service.yaml"]})))
    assert set(made) == {"all.ics", "role-owner.ics", "role-service.ics"}
    assert tasks(made["all.ics"]) == tasks(made["role-owner.ics"]) | tasks(made["role-service.ics"])
    assert "2026-W40.service.books.fri" in tasks(made["all.ics"])


def test_a_tier_with_nothing_to_do_has_no_feed(project: Project) -> None:
    made = make(
        project(TIERS | {"content/columns/noon.yaml": NOON + "tiers: [low]\n", "content/sop/service.yaml": BOOKS})
    )
    assert "calendar/top.ics" not in made.feeds and "calendar/low.ics" in made.feeds
    assert all(steps(data) for data in made.feeds.values())


# --- the window and the size ---


def test_the_window_around_the_last_change(project: Project) -> None:
    root = project(TIERS | weeks(*range(36, 53)) | weeks(*range(1, 10), year=2027))
    made = make(root, history=at("2026-11-01"))  # a Sunday: the week is W44
    shown = days(made.feeds["calendar/low.ics"])
    assert (shown[0], shown[-1]) == ("20260928", "20270124")  # four weeks back and twelve ahead, over the year's end
    told = [words.en for words in left_out(made.publication, render(made.publication))]
    count = sum(len(edition.messages) for edition in made.publication.editions)
    kept = len(steps(made.feeds["calendar/all.ics"]))
    assert told == [
        f"calendars hold 4 weeks back and 12 ahead (feeds in brand.yaml); 10 other weeks with {count - kept} items are not in them"
    ]
    monday = make(root, history=History(datetime(2026, 11, 1, 16, tzinfo=UTC)))  # Monday already where the brand lives
    assert days(monday.feeds["calendar/low.ics"])[0] == "20261005"
    assert left_out(make(root).publication, render(make(root).publication)) == []


def test_the_window_is_the_brands(project: Project) -> None:
    root = project(TIERS | weeks(*range(36, 53)))
    brand = root / "brand/brand.yaml"
    brand.write_text(brand.read_text("utf-8") + "feeds: {back: 0, ahead: 1}\n", "utf-8")
    shown = days(make(root, history=at("2026-11-01")).feeds["calendar/low.ics"])
    assert (shown[0], shown[-1]) == ("20261026", "20261108")


def test_approved_only(project: Project) -> None:
    week = (
        "week: 2026-W40\nstate: approved\ncolumns:\n  noon:\n"
        "    mon: {state: planned, copy: 还没定}\n    tue: {state: draft, copy: 草稿}\n"
    )
    root = project(TIERS | {"content/weeks/2026-W40.yaml": week})
    every = make(root).feeds["calendar/low.ics"]
    assert {one(rows, "STATUS") for rows in steps(every)} == {"CONFIRMED", "TENTATIVE"}
    brand = root / "brand/brand.yaml"
    brand.write_text(brand.read_text("utf-8") + "feeds: {approved: only}\n", "utf-8")
    made = make(root)
    for data in made.feeds.values():
        assert {one(rows, "STATUS") for rows in steps(data)} == {"CONFIRMED"}
    gone = uids(every) - uids(made.feeds["calendar/low.ics"])
    assert {"2026-W40.noon.mon.low", "2026-W40.noon.tue.low"} < gone and "2026-W40.noon.wed.low" not in gone
    assert {uid for uid in gone if "W40" in uid} == {"2026-W40.noon.mon.low", "2026-W40.noon.tue.low"}


def many(copy: str, per_day: int) -> dict[str, str]:
    hours = ", ".join(f"daily {8 + n // 4:02}:{n % 4 * 15:02}" for n in range(per_day))
    column = NOON.replace("daily 12:00", f"[{hours}]").replace("今天也喝一杯。", copy)
    return TIERS | {"content/columns/noon.yaml": column} | weeks(*range(42, 50))


@pytest.mark.parametrize(("copy", "per_day"), [("短", 30), ("温" * 1500, 8)], ids=["events", "bytes"])
@pytest.mark.parametrize("now", [None, "2026-10-20"])
def test_a_feed_that_is_too_large_keeps_whole_days(project: Project, copy: str, per_day: int, now: str | None) -> None:
    made = make(project(many(copy, per_day)), history=at(now) if now else History())
    every = sorted({str(m.item.date).replace("-", "") for e in made.publication.editions for m in e.messages})
    for name in ("low", "all"):
        for path in (f"calendar/{name}.ics", f"calendar/{name}-quiet.ics"):
            data = made.feeds[path]
            assert len(data) <= LIMIT and data.count(b"BEGIN:VEVENT") <= 1000
            shown = days(data)
            first = every.index("20261020") if now else every.index(shown[0])
            assert shown == every[first : first + len(shown)], "days next to each other, from today on"
            assert now or shown[-1] == every[-1]
            a_day = len([rows for rows in steps(data) if one(rows, "DTSTART").startswith(shown[1])])
            more = len(data) / len(shown) + len(data)
            assert more > LIMIT or (len(shown) + 1) * a_day > 990, "one day more would not fit"
    assert len(days(made.feeds["calendar/all.ics"])) < len(days(made.feeds["calendar/low.ics"])) < len(every)
    (told,) = left_out(made.publication, render(made.publication))
    kept, planned = (
        len(steps(made.feeds["calendar/low.ics"])),
        sum(m.item.tier is not None and m.item.tier.id == "low" for e in made.publication.editions for m in e.messages),
    )
    assert f"新朋友 {kept}/{planned}" in told.en and f"新朋友 {kept}/{planned}" in told.zh
    assert ("--as-of" in told.en) == (now is None)


def test_when_the_days_ahead_fit_the_days_before_come_next(project: Project) -> None:
    made = make(project(many("短", 30)), history=at("2026-12-01"))
    shown = days(made.feeds["calendar/low.ics"])
    assert shown[-1] == "20261206" and shown[0] < "20261201" and len(shown) > 20


def test_one_day_that_is_too_much_is_cut(project: Project) -> None:
    messages = make(project(TIERS)).publication.editions[0].messages
    day = [message for message in messages if message.item.date == messages[0].item.date]
    found = [Step(message, None) for message in day]
    small = Event(b"x" * (100 - len(END)), b"")
    assert fitting(found, lambda step: small, None, 2, 10_000) == found[:2]
    assert fitting(found, lambda step: small, day[0].item.date, 9, 299) == found[:2]
    assert fitting(found, lambda step: small, None, 9, 99) == []
    assert fitting([], lambda step: small, None, 9, 99) == []
    assert fitting(found, lambda step: small, None, len(found), 100 * len(found)) == found


def test_the_calendars_own_lines_do_not_move(project: Project) -> None:
    root = project(TIERS)
    before = make(root).feeds
    (root / "content/weeks/2026-W41.yaml").write_text("week: 2026-W41\ntheme: 别的\nstate: approved\n", "utf-8")
    (root / "content/columns/noon.yaml").write_text(
        NOON.replace("午间一杯", "早上一杯").replace("12:00", "09:00"), "utf-8"
    )
    (root / "brand/tiers/mid.yaml").write_text("name: 熟人\nroles: {owner: 阿卓}\n", "utf-8")
    after = make(root, history=at("2026-09-30")).feeds
    for path, data in before.items():
        head = data.partition(b"BEGIN:VEVENT")[0]
        assert after[path].startswith(head) and after[path] != data
    colors = {path: dict(split(data)[0])["COLOR"] for path, data in after.items()}
    assert [colors[f"calendar/{tier}.ics"] for tier in ("low", "mid", "top")] == ["seagreen", "teal", "mediumpurple"]


# --- history ---


def test_stamps_and_cancelled_steps_stand_where_the_step_stood(project: Project) -> None:
    root = project(TIERS)
    made = make(root)
    stamp = Stamp(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 9, 2, tzinfo=UTC), 4)
    messages = [m for e in made.publication.editions for m in e.messages if m.item.key == "noon"]
    gone = next(m for m in messages if m.item.tier and m.item.tier.id == "top")
    lost = Message(gone.item._replace(identity="2026-W40.gone.mon", state="approved", remind=5), gone.text, gone.path)
    told = make(root, history=at("2026-09-30", stamps={"2026-W40.noon.tue.low": stamp}, cancelled=((lost, stamp),)))
    for path, data in made.feeds.items():
        now = by_uid(told.feeds[path])
        for uid, rows in by_uid(data).items():
            names = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"}
            same = [row for row in now[uid] if row[0] not in names] == [row for row in rows if row[0] not in names]
            assert same and (one(now[uid], "SEQUENCE") == "4") == uid.startswith("2026-W40.noon.tue.low@"), (
                "nothing else moves"
            )
        new = {uid.partition("@")[0] for uid in now.keys() - by_uid(data).keys()}
        people = {slug(name) for name in ("阿卓", "老林")}
        holds = path.removeprefix("calendar/").removesuffix(".ics").removesuffix("-quiet")
        theirs = holds in ("top", "all", "role-owner", *(f"person-{person}" for person in people))
        assert new == ({"2026-W40.gone.mon.top"} if theirs else set())
        if theirs:
            rows = next(rows for uid, rows in now.items() if ".gone." in uid)
            assert one(rows, "STATUS") == "CANCELLED" and ("BEGIN", "VALARM") not in rows
            assert read(one(rows, "SUMMARY")).startswith("已取消：")
    assert lost.item.tier is not None
    alone = make(project_of(root, "low"), history=at("2026-09-30", cancelled=((lost, stamp),)))
    assert not [path for path, data in alone.feeds.items() if b"gone" in data], (
        "a tier that is not built is not told either"
    )


def project_of(root: Path, tier: str) -> Path:
    """The same project where only one tier is left."""
    for path in (root / "brand/tiers").iterdir():
        if path.stem != tier:
            path.unlink()
    (root / "brand/tiers" / f"{tier}.yaml").write_text("name: 新朋友\n", "utf-8")
    return root


# --- all day ---

OFFERS = {
    "content/offers/autumn.yaml": "name: 秋日第一杯\nmechanic: coupon\nbegins: 2026-09-30\nends: 2026-10-15\nterms: 满 30 减 5\n",
    "content/offers/core.yaml": "name: 老友专享\nmechanic: gift\nbegins: 2026-10-02\ntiers: [top]\n",
    "content/offers/last.yaml": "name: 夏日清仓\nmechanic: coupon\nends: 2026-10-04\n",
    "content/offers/later.yaml": "name: 冬日\nmechanic: coupon\nbegins: 2026-12-01\nends: 2026-12-31\n",
    "content/offers/open.yaml": "name: 长期\nmechanic: coupon\n",
}


def marked(data: bytes) -> dict[str, tuple[str, str, str]]:
    """First day, the day after the last, title of every all-day event."""
    return {
        one(rows, "UID").partition("@")[0]: (one(rows, "DTSTART"), one(rows, "DTEND"), read(one(rows, "SUMMARY")))
        for rows in split(data)[2]
        if is_mark(rows)
    }


def test_what_lasts_all_day(project: Project) -> None:
    made = loud(make(project(TIERS | OFFERS)))
    everybody = {
        "mark-theme-2026-W40": ("20260928", "20261005", "本周主题：国庆一杯"),
        "mark-holiday-2026-10-01": ("20261001", "20261008", "国庆节放假"),
        "mark-workday-2026-10-10": ("20261010", "20261011", "调休上班（国庆节）"),
        "mark-offer-autumn": ("20260930", "20261016", "优惠：秋日第一杯"),
        "mark-offer-last": ("20261004", "20261005", "优惠截止：夏日清仓"),
    }
    top = everybody | {"mark-offer-core": ("20261002", "20261003", "优惠开始：老友专享")}
    assert marked(made["low.ics"]) == everybody
    assert marked(made["top.ics"]) == marked(made["all.ics"]) == top
    assert not [name for name, data in made.items() if name not in ("low.ics", "top.ics", "all.ics") and marked(data)]
    for rows in split(made["top.ics"])[2]:
        if is_mark(rows):
            names = [name.partition(";")[0] for name, _ in rows]
            about = ["DESCRIPTION"] if one(rows, "UID").startswith("mark-offer-autumn") else []
            assert names == [
                "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", *about, "CATEGORIES", "COLOR", "STATUS",
                "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "CLASS", "END",
            ]  # fmt: skip
            assert {("STATUS", "CONFIRMED"), ("TRANSP", "TRANSPARENT"), ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")} < set(
                rows
            )
            assert one(rows, "UID").endswith("@" + one(split(made["low.ics"])[2][0], "UID").partition("@")[2])


def test_a_mark_is_whole_however_little_of_it_is_planned(project: Project) -> None:
    root = project(TIERS)
    both = marked(make(root).feeds["calendar/all.ics"])
    (root / "content/weeks/2026-W40.yaml").unlink()
    alone = marked(make(root).feeds["calendar/all.ics"])
    assert alone["mark-holiday-2026-10-01"] == both["mark-holiday-2026-10-01"]
    assert "mark-theme-2026-W40" not in alone


def test_holidays_that_nobody_has_published_yet(project: Project) -> None:
    made = make(project(TIERS | weeks(53) | weeks(5, year=2027)))
    data = made.feeds["calendar/all.ics"]
    found = marked(data)
    assert found["mark-holiday-2027-01-01"] == ("20270101", "20270102", "元旦（法定放假，调休还没公布）")
    assert found["mark-holiday-2027-02-05"] == ("20270205", "20270209", "春节（法定放假，调休还没公布）")
    sequence = {one(rows, "UID").partition("@")[0]: one(rows, "SEQUENCE") for rows in split(data)[2] if is_mark(rows)}
    assert sequence["mark-holiday-2027-01-01"] == "0" and sequence["mark-holiday-2026-10-01"] == "1", (
        "published: it moves"
    )


# --- what is not published ---


def feed_of(*events: str, cancelled: tuple[str, ...] = (), mark: str = "") -> bytes:
    rows = [(day, "STATUS:TENTATIVE") for day in events] + [(day, "STATUS:CANCELLED") for day in cancelled]
    steps = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;TZID=Asia/Shanghai:{day.replace('-', '')}T120000\r\n{status}\r\nEND:VEVENT\r\n"
        for n, (day, status) in enumerate(rows)
    )
    all_day = f"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{mark}\r\nEND:VEVENT\r\n" if mark else ""
    return f"BEGIN:VCALENDAR\r\n{all_day}{steps}END:VCALENDAR\r\n".encode()


D = [f"2026-11-{day:02}" for day in range(1, 29)]
TODAY = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("old", "new", "today", "told"),
    [
        (feed_of(*D[14:18]), feed_of(*D[14:16]), TODAY, None),  # half is left
        (feed_of(*D[14:19]), feed_of(*D[14:16]), TODAY, "from 5 steps ahead to 2"),
        (feed_of(*D[:18]), feed_of(*D[14:18]), TODAY, None),  # what is past may go
        (feed_of(*D[:18]), feed_of(*D[:14]), TODAY, "from 4 steps ahead to 0"),
        (feed_of(*D[:5]), feed_of(*D[:1]), TODAY, None),  # nothing was ahead
        (feed_of(*D[:5]), feed_of(), TODAY, "would be empty"),
        (feed_of(*D[:5]), None, TODAY, "would be empty"),
        (feed_of(*D[14:18]), feed_of(cancelled=tuple(D[14:18])), TODAY, "would be empty"),
        (feed_of(*D[14:18]), feed_of(mark="20261116"), TODAY, "would be empty"),
        (feed_of(mark="20261116"), None, TODAY, None),
        (feed_of(*D[:10]), feed_of(*D[6:10]), None, None),  # nobody knows the day: weeks that are over went
        (feed_of(*D[:10]), feed_of(*D[:4]), None, "from 10 steps ahead to 4"),
        (feed_of(*D[:10]), feed_of(*D[20:21]), None, None),
        (b"<html>not a calendar</html>", feed_of(*D[:1]), TODAY, None),
    ],
)
def test_a_feed_that_shrinks(
    old: bytes, new: bytes | None, today: date | None, told: str | None, tmp_path: Path
) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/core.ics").write_bytes(old)
    made = [Artifact("calendar/core.ics", new, ())] if new is not None else []
    if told is None:
        guard(made, tmp_path, today)
        return
    with pytest.raises(Shrunk) as shrunk:
        guard(made, tmp_path, today)
    assert "calendar/core.ics" in shrunk.value.words.en and told in shrunk.value.words.en
    assert "calendar/core.ics" in shrunk.value.words.zh and "--allow-shrink" in shrunk.value.words.zh


def test_the_first_build_replaces_nothing(tmp_path: Path) -> None:
    guard([], tmp_path / "nowhere", TODAY)
    guard([Artifact("calendar/core.ics", feed_of(), ())], tmp_path, None)


def test_many_feeds_that_shrink_are_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    for name in "abcde":
        (tmp_path / f"calendar/{name}.ics").write_bytes(feed_of(*D))
        (tmp_path / f"calendar/{name}-quiet.ics").write_bytes(feed_of(*D))
    with pytest.raises(Shrunk) as shrunk:
        guard([], tmp_path, None)
    assert "and 2 more" in shrunk.value.words.en and "还有 2 份" in shrunk.value.words.zh
    assert "\n" not in shrunk.value.words.en + shrunk.value.words.zh


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_command_refuses_and_is_told_to_go_on(project: Project, lang: str) -> None:
    root = project(TIERS)
    assert siyu("build", root).returncode == 0
    before = tree(root / "output")
    (root / "content/weeks/2026-W41.yaml").unlink()
    (root / "content/weeks/2026-W40.yaml").write_text("week: 2026-W40\nskip:\n" + "".join(
        f"  - {{column: noon, day: {day}, because: 停一停}}\n" for day in ("tue", "wed", "thu", "fri", "sat", "sun")
    ), "utf-8")  # fmt: skip
    run = siyu("build", root, "--lang", lang)
    assert run.returncode == 1, run.stderr
    assert "--allow-shrink" in run.stderr and ("往后的事从" if lang == "zh" else "steps ahead to") in run.stderr
    assert tree(root / "output") == before
    assert siyu("build", root, "--allow-shrink").returncode == 0
    after = tree(root / "output")
    assert len(steps(after["calendar/top.ics"])) < len(steps(before["calendar/top.ics"])) / 2
    assert siyu("build", root).returncode == 0, "once is enough"
    for week in (root / "content/weeks").iterdir():
        week.unlink()
    run = siyu("build", root, "--lang", lang)
    assert run.returncode == 1 and ("会变空" if lang == "zh" else "would be empty") in run.stderr
    assert tree(root / "output") == after


def test_what_falls_out_is_said(project: Project) -> None:
    root = project(TIERS | weeks(*range(42, 53)))
    run = siyu("build", root, "--as-of", "2026-09-01", "--lang", "zh")
    assert run.returncode == 0
    assert "日历只放前 4 周到后 12 周（brand.yaml 的 feeds），另外 4 周 " in run.stderr
    assert "not in them" not in siyu("build", root, "--as-of", "2026-10-01", "--lang", "en").stderr


def test_guard_reads_only_regular_files(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/folder.ics").mkdir()
    (tmp_path / "secret").write_bytes(feed_of(*D))
    (tmp_path / "calendar/link.ics").symlink_to(tmp_path / "secret")
    guard([], tmp_path, TODAY)


# --- the documents ---


@pytest.mark.parametrize("name", ["feed.md", "feed.zh-CN.md"])
def test_the_checklist_names_tests_that_are_there(name: str) -> None:
    told = re.findall(r"`(test_\w+\.py)::(\w+)`", (ROOT / "docs" / name).read_text("utf-8"))
    assert len(told) > 50
    for file, test in told:
        assert f"def {test}(" in (ROOT / "tests" / file).read_text("utf-8"), f"{file}::{test}"


def test_both_languages_say_the_same_of_every_line() -> None:
    rows = [
        [row.rpartition(" | ")[2] for row in (ROOT / "docs" / name).read_text("utf-8").splitlines() if "::" in row]
        for name in ("feed.md", "feed.zh-CN.md")
    ]
    assert rows[0] == rows[1] and len(rows[0]) > 30
