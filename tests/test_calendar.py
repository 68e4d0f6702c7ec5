"""The feeds: every line as it must be, UIDs that stay, tiers that know nothing of each other. Who gets what: test_feeds.py; real
calendar programs: test_feed_peers.py."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from unicodedata import category, east_asian_width
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from icalendar import Calendar

from conftest import ROOT, Project
from siyu.build import Choice, compile_project
from siyu.edition import History, Item, Message, Publication, Stamp
from siyu.facts.channels import ROLES
from siyu.ical.event import END, event, past_of
from siyu.ical.feeds import slug
from siyu.ical.zone import vtimezone
from siyu.kinds.brand import Brand
from siyu.kinds.tier import Tier
from siyu.outputs.calendar import header
from siyu.source import Source, Span, Text
from siyu.stages.render import render
from test_ical import expected, nasty, read, surrogate_free, unfold

UNKNOWN = History()
LIMIT = 1_000_000  # bytes a feed, Google's reported limit
Lines = list[tuple[str, str]]


@dataclass(frozen=True)
class Made:
    """A build in memory."""

    publication: Publication
    files: dict[str, bytes]

    @property
    def feeds(self) -> dict[str, bytes]:
        return {path: data for path, data in self.files.items() if path.endswith(".ics")}


def make(root: Path, choice: Choice | None = None, history: History | None = UNKNOWN) -> Made:
    """A build; `history` takes the place of what git says, which has tests of its own."""
    result = compile_project(root, choice or Choice())
    assert result.publication is not None, [str(d) for d in result.diagnostics]
    publication = result.publication if history is None else result.publication._replace(history=history)
    return Made(publication, {a.path: a.data for a in render(publication) if isinstance(a.data, bytes)})


@pytest.fixture(scope="module")
def brand() -> Made:
    return make(ROOT)


def split(data: bytes) -> tuple[Lines, list[str], list[Lines]]:
    """A feed's header, time zone and events, as (name with parameters, value)."""
    lines = unfold(data)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    first, after = lines.index("BEGIN:VTIMEZONE"), lines.index("END:VTIMEZONE") + 1
    events: list[Lines] = []
    for row in lines[after:-1]:
        name, _, value = row.partition(":")
        if row == "BEGIN:VEVENT":
            events.append([])
        events[-1].append((name, value))
    assert all(rows[0] == ("BEGIN", "VEVENT") and rows[-1] == ("END", "VEVENT") for rows in events)
    return [(row.partition(":")[0], row.partition(":")[2]) for row in lines[1:first]], lines[first:after], events


def one(rows: Lines, name: str) -> str:
    """The value of a property that stands once in an event itself, not in its alarm."""
    end = rows.index(("BEGIN", "VALARM")) if ("BEGIN", "VALARM") in rows else len(rows)
    (value,) = (value for key, value in rows[:end] if key.partition(";")[0] == name)
    return value


def is_mark(rows: Lines) -> bool:
    return any(name == "DTSTART;VALUE=DATE" for name, _ in rows)


def steps(data: bytes) -> list[Lines]:
    """The events of a feed that are somebody's task."""
    return [rows for rows in split(data)[2] if not is_mark(rows)]


def by_uid(data: bytes) -> dict[str, Lines]:
    return {one(rows, "UID"): rows for rows in split(data)[2]}


def title_of(data: bytes) -> str:
    return dict(split(data)[0])["NAME"]


def messages(made: Made, path: str) -> list[Message]:
    """What the plan puts into a feed, the farthest days left out where it is too much."""
    name = path.removeprefix("calendar/").removesuffix(".ics").removesuffix("-quiet")
    brand = made.publication.library.brand.name
    every = [message for edition in made.publication.editions for message in edition.messages]
    if name.startswith("role-"):
        found = [message for message in every if message.item.role == name.removeprefix("role-")]
    elif name.startswith("person-"):
        person = title_of(made.files[path.replace("-quiet", "")]).removeprefix(f"{brand} · ")
        found = [message for message in every if person in message.item.people]
    else:
        found = [m for m in every if name == "all" or (m.item.tier and m.item.tier.id == name)]
    kept = len(steps(made.files[path]))
    assert kept == len(found) or (kept < len(found) > 900)
    return found[len(found) - kept :]


def cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)


# --- this repository's brand ---


def test_feeds_of_every_tier_role_and_person(brand: Made) -> None:
    tiers, name = brand.publication.library.tiers, brand.publication.library.brand.name
    people = {person for tier in tiers.values() for role in ROLES for person in getattr(tier.roles, role)}
    loud = {path for path in brand.feeds if not path.endswith("-quiet.ics")}
    named = {title_of(brand.feeds[path]).removeprefix(f"{name} · ") for path in loud if "person-" in path}
    assert named <= people and len(named) == sum("person-" in path for path in loud) > 5
    assert {path for path in loud if "person-" not in path} == {
        *(f"calendar/{tier}.ics" for tier in tiers), *(f"calendar/role-{role}.ics" for role in ROLES), "calendar/all.ics",
    }  # fmt: skip
    assert set(brand.feeds) == loud | {path.replace(".ics", "-quiet.ics") for path in loud}
    for path, data in brand.feeds.items():
        assert len(steps(data)) == len(messages(brand, path)) > 0


def test_a_quiet_feed_is_the_same_without_alarms(brand: Made) -> None:
    alarms = 0
    for path, data in brand.feeds.items():
        quiet = brand.feeds[path.replace("-quiet", "").replace(".ics", "-quiet.ics")]
        told = re.compile(rb"BEGIN:VALARM\r\n.*?END:VALARM\r\n", re.DOTALL)
        named = re.compile(rb"(?m)^(NAME|X-WR-CALNAME|SOURCE)[^\r]*\r\n(?: [^\r]*\r\n)*")
        assert named.sub(b"", told.sub(b"", data)) == named.sub(b"", quiet)
        assert b"VALARM" not in quiet and title_of(quiet).endswith("（静音）")
        alarms += data.count(b"BEGIN:VALARM")
    assert alarms > 100


def test_bytes(brand: Made) -> None:
    for data in brand.feeds.values():
        assert not data.startswith(b"\xef\xbb\xbf") and data.endswith(b"END:VCALENDAR\r\n")
        assert b"\r\n\r\n" not in data and data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
        assert len(data) <= LIMIT and data.count(b"BEGIN:VEVENT") <= 1000


def test_calendar_lines(brand: Made) -> None:
    site = brand.publication.library.brand.site
    titles = set()
    for path, data in brand.feeds.items():
        head, zone, _ = split(data)
        assert [name for name, _ in head] == [
            "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "COLOR",
            "X-APPLE-CALENDAR-COLOR", "REFRESH-INTERVAL;VALUE=DURATION", "X-PUBLISHED-TTL", *(["SOURCE;VALUE=URI"] if site else []),
        ]  # fmt: skip
        values = dict(head)
        assert (values["VERSION"], values["CALSCALE"]) == ("2.0", "GREGORIAN")
        assert values["NAME"] == values["X-WR-CALNAME"]
        for name in ("NAME", "X-WR-CALDESC"):
            assert values[name] and not re.search(r"[,;\\]", values[name])
        assert values["REFRESH-INTERVAL;VALUE=DURATION"] == values["X-PUBLISHED-TTL"] == "PT1H"
        assert re.fullmatch("[a-z]+", values["COLOR"]) and re.fullmatch(
            "#[0-9A-F]{6}", values["X-APPLE-CALENDAR-COLOR"]
        )
        if site:
            assert values["SOURCE;VALUE=URI"] == f"{site.rstrip('/')}/{path}"  # https://, as this brand writes it
        assert zone[1] == f"TZID:{values['X-WR-TIMEZONE']}" and data.count(b"BEGIN:VTIMEZONE") == 1
        assert not re.search(rb"(?m)^(METHOD|UID:.*\r\nBEGIN:VTIMEZONE)", data)
        titles.add(values["NAME"])
    assert len(titles) == len(brand.feeds), "two calendars a phone shows under one name"


STAMP = past_of(None)
ORDER = [
    "BEGIN", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "LOCATION", "CATEGORIES", "COLOR",
    "STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "CLASS",
]  # fmt: skip
COLORS = {
    "brand": "mediumpurple",
    "knowledge": "steelblue",
    "product": "darkorange",
    "life": "seagreen",
    "": "slategray",
}


def test_event_lines(brand: Made) -> None:
    zone = brand.publication.library.brand.zone
    for path, data in brand.feeds.items():
        for rows, message in zip(steps(data), messages(brand, path), strict=True):
            item = message.item
            names = [name.partition(";")[0] for name, _ in rows]
            loud = item.remind is not None and "-quiet" not in path
            alarm = ["BEGIN", "ACTION", "DESCRIPTION", "TRIGGER", "END"] if loud else []
            absent = set() if item.tier else {"LOCATION"}
            assert names == [*(name for name in ORDER if name not in absent), *alarm, "END"]
            assert one(rows, "COLOR") == COLORS[item.kind]
            assert one(rows, "DTSTAMP") == "20200101T000000Z"
            if item.tier:
                assert read(one(rows, "LOCATION")) == item.tier.name
            assert one(rows, "SEQUENCE") == "0"
            assert [name for name, _ in rows[4:6]] == [f"DTSTART;TZID={zone}", f"DTEND;TZID={zone}"]
            start, end = (datetime.strptime(one(rows, name), "%Y%m%dT%H%M%S") for name in ("DTSTART", "DTEND"))
            assert start < end and end - start == timedelta(minutes=item.end - item.start)
            assert start == datetime.combine(item.date, datetime.min.time()) + timedelta(minutes=item.start)
            assert one(rows, "STATUS") == ("CONFIRMED" if item.state == "approved" else "TENTATIVE")
            assert (one(rows, "TRANSP"), one(rows, "CLASS")) == ("TRANSPARENT", "PUBLIC")
            assert one(rows, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
            if alarm:
                assert rows[-5:-1] == [
                    ("ACTION", "DISPLAY"),
                    ("DESCRIPTION", one(rows, "SUMMARY")),
                    ("TRIGGER", f"-PT{item.remind}M"),
                    ("END", "VALARM"),
                ]


def test_titles_fit_a_phone(brand: Made) -> None:
    for path, data in brand.feeds.items():
        for rows, message in zip(steps(data), messages(brand, path), strict=True):
            title = read(one(rows, "SUMMARY"))
            assert title and "\n" not in title and cells(title) <= 40
            assert message.item.name in title or title.endswith("…")
            assert ("〔草稿〕" in title) == (message.item.state == "draft")


def test_descriptions(brand: Made) -> None:
    for path, data in brand.feeds.items():
        for rows, message in zip(steps(data), messages(brand, path), strict=True):
            text, item = read(one(rows, "DESCRIPTION")), message.item
            assert len(text) <= 8000
            first = text.split("\n", 1)[0]
            assert first.startswith(f"{item.start // 60:02}:{item.start % 60:02}") and item.name in first
            assert all(f"□ {step}" in text for step in item.checklist)
            assert all(
                part in text
                for part in (*item.people, (item.note or "").strip(), (item.todo or "").strip(), item.link or "")
            )
            assert ("还是草稿" in text) == (item.state == "draft")
            assert "{{" not in text and "{%" not in text and "None" not in text
            pasted = re.search(r"▼ 复制下面的文字(?:（【】里先填好）)?\n(.*)\n▲ 到这里", text, re.DOTALL)
            assert (pasted is not None) == (message.path is not None)
            if pasted and message.path:
                assert pasted[1].encode() == brand.files[message.path]


def test_uids(brand: Made) -> None:
    seen: dict[str, bytes] = {}
    domain = brand.publication.library.brand.domain
    for path, data in brand.feeds.items():
        uids = [one(rows, "UID") for rows in split(data)[2]]
        assert len(set(uids)) == len(uids)
        for uid in uids:
            assert re.fullmatch(r"[A-Za-z0-9._-]+@" + re.escape(domain), uid) and len(uid) <= 255
            if path.removeprefix("calendar/").removesuffix(".ics") in brand.publication.library.tiers:
                assert uid.startswith("mark-") or seen.setdefault(uid, data) is data
    assert len(seen) > 900


def test_an_event_has_the_same_bytes_in_every_feed(brand: Made) -> None:
    def events(path: str) -> list[bytes]:
        found = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", brand.feeds[path], re.DOTALL)
        return [data for data in found if b"\r\nDTSTART;TZID=" in data]

    loud = [path for path in brand.feeds if "-quiet" not in path]
    roles = Counter(data for path in loud if "role-" in path for data in events(path))
    tiers = Counter(data for path in loud if "-" not in path and "all" not in path for data in events(path))
    people = Counter(data for path in loud if "person-" in path for data in events(path))
    assert not tiers - roles and set(roles.values()) == {1}
    assert set(events("calendar/all.ics")) | set(people) <= set(roles)
    assert sum((roles - tiers).values()) == sum(
        message.item.tier is None for edition in brand.publication.editions for message in edition.messages
    )


def test_the_library_reads_it(brand: Made) -> None:
    for path, data in brand.feeds.items():
        if "-quiet" in path:
            continue  # the same bytes but for the alarms
        calendar = Calendar.from_ical(data)
        assert not calendar.errors and not any(part.errors for part in calendar.walk())
        zone = ZoneInfo(brand.publication.library.brand.zone)
        tasks = [event for event in calendar.events if isinstance(event.start, datetime)]
        for found, message in zip(tasks, messages(brand, path), strict=True):
            begins = datetime.combine(message.item.date, datetime.min.time(), zone) + timedelta(
                minutes=message.item.start
            )
            assert found.start == begins
            assert all(one.text in str(found["DESCRIPTION"]) for one in message.versions if one.text)


def test_as_of_stamps_and_changes_nothing_else(brand: Made) -> None:
    """Outside git; but the feed of everything, which is too large, shows other days: its events are those of the tiers and roles."""
    stamped = make(ROOT, history=History(datetime(2026, 11, 22, tzinfo=UTC)))
    said = b"DTSTAMP:20261122T000000Z\r\nLAST-MODIFIED:20261122T000000Z\r\n"
    assert stamped.feeds.keys() == brand.feeds.keys()
    for path, data in brand.feeds.items():
        if "/all" not in path:
            assert said in stamped.feeds[path]
            assert stamped.feeds[path].replace(said, b"DTSTAMP:20200101T000000Z\r\n") == data


# --- identity ---

WEEK = """\
week: 2026-W48
columns:
  noon-cup:
    mon: {product: osmanthus}
    tue: {product: osmanthus}
    wed: {product: osmanthus}
"""


_DAYS = WEEK.index("    mon")


def changed(files: dict[str, str]) -> dict[str, str]:
    return {"content/weeks/2026-W40.yaml": "", **files}


@pytest.mark.parametrize(
    ("files", "changes"),
    [
        ({"content/weeks/2026-W48.yaml": WEEK.replace("mon: {", "mon: {on: sun, at: '23:50', ")}, True),
        ({"content/weeks/2026-W48.yaml": WEEK.replace("mon: {", "mon: {title: 换了名字, ")}, True),
        ({"content/weeks/2026-W48.yaml": WEEK.replace("mon: {", "mon: {state: draft, note: 慢, ")}, True),
        (
            {"content/weeks/2026-W48.yaml": WEEK[:_DAYS] + "".join(reversed(WEEK[_DAYS:].splitlines(keepends=True)))},
            False,
        ),
        ({"content/weeks/renamed.yaml": WEEK}, False),
        ({"content/weeks/2026-W48.yaml": WEEK, "content/weeks/2026-W47.yaml": "week: 2026-W47\n"}, False),
        ({"content/weeks/2026-W48.yaml": "# 一行\n" + WEEK.replace("columns:", "theme: 别的\ncolumns:")}, False),
    ],
    ids=["moved", "renamed", "state", "reordered", "file", "another-week", "theme"],
)
def test_uids_stay(project: Project, tmp_path: Path, files: dict[str, str], changes: bool) -> None:
    first = by_uid(make(project(changed({"content/weeks/2026-W48.yaml": WEEK}))).feeds["calendar/all.ics"])
    (tmp_path / "project").rename(tmp_path / "before")
    second = by_uid(make(project(changed(files))).feeds["calendar/all.ics"])
    ours = {uid for uid in first if "noon-cup" in uid}
    assert len(ours) == 3 and {uid for uid in second if "W48.noon-cup" in uid} == ours
    for uid in ours:
        assert (first[uid] != second[uid]) == (changes and ".mon." in uid), "what did not change keeps every byte"


# --- hard cases, one event at a time ---

HERE = Span(Source("content/x.yaml", ""), 0, 0)


def text(value: str) -> Text:
    return Text(value, HERE.source, 0, 0)


def a_brand(**given: Any) -> Brand:
    known = {
        "id": text("brand"),
        "name": text("牌子"),
        "domain": text("a.example"),
        "zone": text("Asia/Shanghai"),
        "locale": text("zh-CN"),
    }
    return Brand.model_construct(**{**known, **given})


def an_item(**given: Any) -> Item:
    known = {
        "key": "pick",
        "identity": "2026-W48.pick.mon",
        "name": "每日好物",
        "channel": "moments",
        "role": "owner",
        "state": "planned",
        "span": HERE,
    }
    day = {"date": date(2026, 11, 23), "start": 720, "end": 735}
    return Item(**{**known, **day, **given})


def around(brand: Brand, events: bytes = b"", name: str = "核心群") -> bytes:
    return header(brand, "core", name, "peru") + vtimezone(brand.zone) + events + b"END:VCALENDAR\r\n"


def rows_of(message: Message, brand: Brand | None = None) -> Lines:
    brand = brand or a_brand()
    data = around(brand, b"".join((*event(message, brand, STAMP), END)))
    (rows,) = split(data)[2]
    (found,) = Calendar.from_ical(data).events
    assert not found.errors
    return rows


def description(message: Message, brand: Brand | None = None) -> str:
    return read(one(rows_of(message, brand), "DESCRIPTION"))


names = nasty.filter(surrogate_free).filter(str.strip)


@given(names, names, names, names, nasty.filter(surrogate_free))
@settings(max_examples=150)
def test_hostile_names(brand: str, tier: str, column: str, title: str, copy: str) -> None:
    person = Tier.model_construct(id=text("core"), name=text(tier))
    item = an_item(
        name=column,
        tier=person,
        title=text(title),
        people=(title,),
        note=copy or None,
        checklist=(title, copy),
        remind=5,
        kind="life",
    )
    pasted = expected(copy)
    ours = a_brand(name=text(brand))
    rows = rows_of(Message(item, pasted, "2026-W48/core/moments/x.txt"), ours)
    assert [name.partition(";")[0] for name, _ in rows] == [
        *(name for name in ORDER if name != "URL"), "BEGIN", "ACTION", "DESCRIPTION", "TRIGGER", "END", "END",
    ]  # fmt: skip
    assert one(rows, "UID") == "2026-W48.pick.mon.core@a.example"
    shown = read(one(rows, "DESCRIPTION"))
    assert f"\n{pasted}\n▲ 到这里" in shown and shown == expected(shown)
    summary = read(one(rows, "SUMMARY"))
    assert summary and "\n" not in summary and cells(summary) <= 40
    assert len(re.split(r"(?<!\\)(?:\\\\)*,", one(rows, "CATEGORIES"))) <= 3
    head, _, events = split(around(ours, name=tier))
    assert len(head) == 11 and head[3][1] and not events


@pytest.mark.parametrize(
    ("minutes", "start", "end", "shown"),
    [
        ((720, 735), "20261123T120000", "20261123T121500", "12:00 "),
        ((22 * 60, 25 * 60), "20261123T220000", "20261124T010000", "22:00–次日 01:00 "),
        ((21 * 60, 1440), "20261123T210000", "20261124T000000", "21:00–24:00 "),
        ((1440, 1455), "20261124T000000", "20261124T001500", "24:00 "),
        ((1440, 1500), "20261124T000000", "20261124T010000", "24:00–01:00 "),
        ((0, 1440), "20261123T000000", "20261124T000000", "00:00–24:00 "),
        ((0, 1), "20261123T000000", "20261123T000100", "00:00 "),
    ],
)
def test_hours_of_an_event(minutes: tuple[int, int], start: str, end: str, shown: str) -> None:
    rows = rows_of(Message(an_item(start=minutes[0], end=minutes[1]), None, None))
    assert (one(rows, "DTSTART"), one(rows, "DTEND")) == (start, end)
    assert read(one(rows, "DESCRIPTION")).startswith(shown)


@pytest.mark.parametrize(("remind", "trigger"), [(0, "-PT0M"), (10, "-PT10M"), (1440, "-PT1440M")])
def test_reminders(remind: int, trigger: str) -> None:
    data = b"".join((*event(Message(an_item(remind=remind), None, None), a_brand(), STAMP), END))
    assert unfold(data).count("BEGIN:VALARM") == 1 and f"TRIGGER:{trigger}" in unfold(data)
    (alarm,) = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + data + b"END:VCALENDAR\r\n").walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(minutes=-remind)
    assert event(Message(an_item(), None, None), a_brand(), STAMP).alarm == b""


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "朋友圈 · 每日好物"),
        ({"title": text("苔原护手霜")}, "朋友圈 · 每日好物 · 苔原护手霜"),
        ({"state": "draft"}, "〔草稿〕朋友圈 · 每日好物"),
        ({"channel": "task"}, "每日好物"),
        ({"channel": "announcement", "name": "群公告"}, "群公告"),
        ({"channel": "official-account", "name": "公众号长文"}, "公众号长文"),
        ({"name": "暖冬礼盒上架", "title": text("礼盒")}, "朋友圈 · 暖冬礼盒上架"),
        ({"title": text("一" * 10)}, "朋友圈 · 每日好物 · 一一一一一一一一…"),
        ({"title": text("一" * 8 + "，二三四")}, "朋友圈 · 每日好物 · 一一一一一一一一…"),
        ({"title": text("一一一一一一一👩‍👩‍👧‍👦家家家")}, "朋友圈 · 每日好物 · 一一一一一一一…"),
        ({"title": text("一一一一一一一🇨🇳🇨🇳家家")}, "朋友圈 · 每日好物 · 一一一一一一一…"),
        ({"name": "名" * 30}, "朋友圈 · " + "名" * 14 + "…"),
        ({"name": "两行\n名字"}, "朋友圈 · 两行 名字"),
    ],
)
def test_titles(given: dict[str, Any], title: str) -> None:
    assert read(one(rows_of(Message(an_item(**given), None, None)), "SUMMARY")) == title


@given(names)
def test_a_cut_title_keeps_its_characters_whole(title: str) -> None:
    shown = read(one(rows_of(Message(an_item(title=text(title)), None, None)), "SUMMARY"))
    whole = " ".join(f"朋友圈 · 每日好物 · {title}".split())
    if not shown.endswith("…") or title.endswith("…"):
        return
    rest = expected(whole)[len(shown) - 1 :]
    assert not rest or category(rest[0]) not in ("Mn", "Me") or shown[-2] in " ·"


def test_a_phone_shows_what_to_do() -> None:
    tier = Tier.model_construct(id=text("core"), name=text("核心群"))
    item = an_item(
        tier=tier, people=("沅姐",), state="draft", note="先翻记录。", title=text("护手霜"), images=("a.png", "b.png"),
        link="https://mall.example/p", checklist=("点开链接", "回评论"),
    )  # fmt: skip
    assert description(Message(item, "【昵称】，手记着账呢。\n\n24 元", "x.txt")) == (
        "12:00 发朋友圈：每日好物「护手霜」\n还是草稿，定稿前先别发。\n备注：先翻记录。\n\n"
        "▼ 复制下面的文字（【】里先填好）\n【昵称】，手记着账呢。\n\n24 元\n▲ 到这里\n\n"
        "配图 2 张：a.png、b.png\n\n链接：https://mall.example/p\n\n□ 点开链接\n□ 回评论\n\n谁：群主 沅姐 · 核心群 · 草稿"
    )
    task = an_item(channel="task", role="service", name="清收件箱", state="approved", end=780, todo="写一句")
    assert description(Message(task, None, None)) == "12:00–13:00 清收件箱\n文字待写：写一句\n\n谁：客服 · 已确认"


def test_text_too_long_is_linked_not_cut() -> None:
    short, long = "温" * 7900, "温" * 8000
    assert short in description(Message(an_item(), short, "x.txt"))
    for brand, where in (
        (a_brand(), "w/core/x.txt"),
        (a_brand(site=text("https://b.example/s/")), "https://b.example/s/site/role-owner/w.html"),
    ):
        shown = description(Message(an_item(checklist=("收尾",)), long, "w/core/x.txt", week="w"), brand)
        assert "温温" not in shown and f"从这里复制：{where}" in shown and "□ 收尾" in shown
    shown = description(Message(an_item(checklist=("步" * 9000,)), "文字", "x.txt"))
    assert len(shown) == 8000 and shown.endswith("步…") and "\n文字太长，放不进日历，从这里复制：x.txt\n" in shown


@pytest.mark.parametrize("quiet", [False, True])
def test_a_cancelled_step(quiet: bool) -> None:
    message = Message(an_item(remind=5, title=text("苔原护手霜"), checklist=("回评论",)), "粘贴我", "w/core/x.txt")
    stamp = Stamp(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 20, 8, 30, 5, tzinfo=UTC), 3)
    brand = a_brand(site=text("https://b.example"))
    before, after = (event(message, brand, past_of(stamp), gone) for gone in (False, True))
    (rows,) = split(around(brand, b"".join((*after, END))))[2]
    assert (one(rows, "STATUS"), one(rows, "SEQUENCE")) == ("CANCELLED", "3")
    assert read(one(rows, "SUMMARY")) == "已取消：朋友圈 · 每日好物 · 苔原护手霜"
    assert read(one(rows, "DESCRIPTION")).startswith("已取消，不用再做：12:00 发朋友圈：每日好物「苔原护手霜」\n")
    assert after.alarm == b"" != before.alarm
    shown = unfold(after.body)
    assert not [row for row in shown if "粘贴我" in row or row.startswith("URL")], (
        "nobody pastes it, and its page is gone"
    )
    assert [row for row in shown if row.startswith(("UID", "DTSTART"))] == [
        row for row in unfold(before.body) if row.startswith(("UID", "DTSTART"))
    ]
    long = Message(an_item(title=text("长" * 30)), None, None)
    title = next(row for row in unfold(event(long, brand, STAMP, True).body) if row.startswith("SUMMARY:"))
    assert title.startswith("SUMMARY:已取消：朋友圈") and cells(title.removeprefix("SUMMARY:")) <= 40


def test_history_is_told() -> None:
    stamp = Stamp(
        datetime(2026, 11, 1, 8, tzinfo=UTC), datetime(2026, 11, 20, 8, 30, 5, tzinfo=timezone(timedelta(hours=8))), 3
    )
    assert past_of(stamp, datetime(2027, 1, 1, tzinfo=UTC)) == (
        b"DTSTAMP:20261120T003005Z\r\nCREATED:20261101T080000Z\r\nLAST-MODIFIED:20261120T003005Z\r\nSEQUENCE:3\r\n"
    )
    assert past_of(None) == b"DTSTAMP:20200101T000000Z\r\nSEQUENCE:0\r\n"
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert past_of(None, now) == b"DTSTAMP:20261122T000000Z\r\nLAST-MODIFIED:20261122T000000Z\r\nSEQUENCE:0\r\n"


@pytest.mark.parametrize(
    ("site", "url"),
    [
        ("https://b.example/s/", "https://b.example/s/site/role-owner/2026-W48.html#%s"),
        ("https://b.example/社群", "https://b.example/%%E7%%A4%%BE%%E7%%BE%%A4/site/role-owner/2026-W48.html#%s"),
        ("http://b.example", None),
        ("https://name:secret@b.example", None),
        (None, None),
    ],
)
def test_the_page_of_a_step(site: str | None, url: str | None) -> None:
    brand = a_brand(site=text(site) if site else None)
    url = url % an_item().identity if url else None
    rows = rows_of(Message(an_item(), "文", "x.txt", week="2026-W48"), brand)
    assert [value for name, value in rows if name == "URL"] == ([url] if url else [])
    last = read(one(rows, "DESCRIPTION")).split("\n")[-1]
    assert last == (f"网页：{url}" if url else "谁：群主 · 已排期")
    source = dict(split(around(brand))[0]).get("SOURCE;VALUE=URI", "")
    assert (
        source.isascii()
        and "secret" not in source
        and source.startswith("https://") == bool(site and "https://b" in site)
    )


@pytest.mark.parametrize("identity", ["报名", "a b", "x\r\nATTENDEE:y", "a" * 250, "名,;"])
def test_uid_of_any_identity(identity: str) -> None:
    uid = one(rows_of(Message(an_item(identity=identity), None, None)), "UID")
    assert re.fullmatch(r"[0-9a-f]{32}@a\.example", uid)
    other = one(rows_of(Message(an_item(identity=identity + "x"), None, None)), "UID")
    assert uid != other and uid == one(
        rows_of(Message(an_item(identity=identity, name="别的", start=1), None, None)), "UID"
    )


def test_source_only_with_a_site() -> None:
    def head(**given: Any) -> dict[str, str]:
        return dict(split(around(a_brand(**given)))[0])

    assert "SOURCE;VALUE=URI" not in head()
    assert head(site=text("https://b.example/out/"))["SOURCE;VALUE=URI"] == "https://b.example/out/calendar/core.ics"
    assert head()["NAME"] == "牌子 · 核心群" and head(name=text("核心"))["NAME"] == "核心群"
    nameless = around(a_brand(name=text(",")), name=",;")
    assert dict(split(nameless)[0])["NAME"] == "core"


# --- tiers that know nothing of each other ---

LADDER = ("low", "mid", "top")


def ladder(root: Path) -> Path:
    """A project in which every tier's own words, prices, links and people carry the tier's mark."""
    each = {tier: f"MARK{tier.upper()}" for tier in LADDER}
    price = {"low": 1111, "mid": 2222, "top": 3333}
    files: dict[str, Any] = {
        "brand/brand.yaml": {"name": "牌", "domain": "b.example", "zone": "Asia/Shanghai", "locale": "zh-CN"},
        "brand/products/tea.yaml": {
            "name": "茶", "role": "profit", "point": "热", "price": 999, "prices": price,
            "link": {tier: f"https://b.example/{mark}" for tier, mark in each.items()},
        },
        "content/columns/pick.yaml": {
            "name": "好物", "kind": "product", "purpose": "conversion", "channel": "moments", "when": "daily 12:00", "needs": ["product"],
            "copy": "{{ product.name }} {{ product.price }} 元 {{ product.link }} {{ tier.promise }}",
        },
        "content/weeks/2026-W48.yaml": {
            "week": "2026-W48",
            "columns": {
                "pick": {day: {"product": "tea", "tiers": {tier: {"title": f"题 {mark}"} for tier, mark in each.items()}} for day in ("mon", "tue")},
                **{f"own-{tier}": {"wed": {"copy": f"{mark} copy", "note": f"{mark} note"}} for tier, mark in each.items()},
            },
            "extra": [
                {"id": f"extra-{tier}", "day": "thu", "at": "10:00", "channel": "group", "title": f"{mark} 另", "copy": "x", "only": [tier]}
                for tier, mark in each.items()
            ],
        },
    }  # fmt: skip
    for tier, mark in each.items():
        files[f"brand/tiers/{tier}.yaml"] = {
            "name": f"{mark}群", "promise": f"{mark}诺", "roles": {"owner": f"{mark}主"}, "rules": {"purpose": f"{mark}约", "conduct": [f"{mark}规"]},
        }  # fmt: skip
        files[f"content/columns/own-{tier}.yaml"] = {
            "name": f"{mark}栏", "kind": "life", "purpose": "brand", "channel": "group", "when": "wed 20:00", "tiers": [tier], "needs": ["copy"],
            "checklist": [f"{mark}步"],
        }  # fmt: skip
        files[f"content/announcements/{tier}.md"] = (
            f"---\nwhen: mon 09:00\ntiers: [{tier}]\npick: '{{{{ product.price }}}}'\n---\n{{{{ rules }}}}\n{{{{ picks }}}}\n"
        )
    files["content/sop/owner.yaml"] = {
        "tasks": {tier: {"name": f"{mark}巡", "when": "fri 09:00", "tiers": [tier]} for tier, mark in each.items()}
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    return root


def test_a_tier_knows_nothing_of_another(tmp_path: Path) -> None:
    made = make(ladder(tmp_path))
    price = {"low": "1111", "mid": "2222", "top": "3333"}
    for tier in LADDER:
        shown = "\n".join(unfold(made.feeds[f"calendar/{tier}.ics"]))
        for word in ("群", "诺", "主", "约", "规", "栏", "步", "巡", " copy", " note", " 另"):
            assert f"MARK{tier.upper()}{word}" in shown
        assert price[tier] in shown
        for other in set(LADDER) - {tier}:
            assert f"MARK{other.upper()}" not in shown and price[other] not in shown
            assert not re.search(rf"(?i)\b{other}\b", shown), "not even its id"
    alone = make(tmp_path, Choice(tiers=("mid",)))
    assert alone.feeds["calendar/mid.ics"] == made.feeds["calendar/mid.ics"], "even its colour"
    loud = [path for path in alone.feeds if "role-" not in path and "-quiet" not in path]
    assert loud == ["calendar/all.ics", "calendar/mid.ics", f"calendar/person-{slug('MARKMID主')}.ics"]


# --- speed ---


def test_ten_thousand_events_take_no_time() -> None:
    pasted = ("今天降温了，先喝口热的；再讲道理\\。\n" * 40)[:560]
    assert len(pasted.encode()) > 1500
    message, brand = Message(an_item(checklist=("点开链接",), remind=5), pasted, "x.txt"), a_brand()
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for _ in range(2000):
            b"".join((*event(message, brand, STAMP), END))
        rounds.append(time.process_time() - began)
    assert min(rounds) * 5 < 1.0
