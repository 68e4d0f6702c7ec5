"""Readers that share nothing with siyu get back exactly what was planned: ical.js, libical, khal through vdirsyncer, calcurse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import ROOT
from peers import calcurse, ical_js, khal, libical, served, subscribe
from siyu.edition import History, Message, Stamp
from siyu.ical.event import END, event, past_of
from siyu.ical.marks import Mark, mark_event
from siyu.ical.zone import vtimezone
from siyu.kinds.tier import Tier
from siyu.outputs.calendar import header
from test_calendar import Made, a_brand, an_item, around, is_mark, make, messages, one, split, steps, text
from test_ical import expected, nasty, read, surrogate_free

Reader = Callable[[bytes], dict[str, Any]]


@pytest.fixture(scope="module")
def brand() -> Made:
    """This repository's brand; as if its last commit had cancelled one of every tier's steps."""
    planned = make(ROOT)
    edition = planned.publication.editions[0]
    changed = datetime(2026, 11, 20, 8, 30, 5, tzinfo=UTC)
    stamp = Stamp(datetime(2026, 11, 2, 1, 2, 3, tzinfo=UTC), changed, 3)
    gone = [next(edition.of(tier)) for tier in planned.publication.library.tiers.values()]
    cancelled = tuple(
        (Message(message.item._replace(identity="2026-W48.gone.mon"), message.text, message.path), stamp)
        for message in gone
    )
    return make(ROOT, history=History(changed, {}, cancelled))


@pytest.fixture(scope="module")
def js() -> Iterator[Reader]:
    with ical_js() as reader:
        yield reader


def texts(events: list[dict[str, Any]], name: str) -> list[str | None]:
    return [event["texts"].get(name, [None])[0] for event in events]


# --- ical.js ---


def test_ical_js_reads_exactly_what_was_planned(brand: Made, js: Reader) -> None:
    zone = ZoneInfo(brand.publication.library.brand.zone)
    living = live(brand)
    for path, data in brand.feeds.items():
        found = js(data)
        assert found["parts"] == ["vtimezone", "vevent"]
        for name, value in split(data)[0]:
            assert found["head"][name.partition(";")[0].lower()] == [value]
        tasks = [event for event in found["events"] if not event["start"]["day"]]
        assert len(found["events"]) - len(tasks) == sum(map(is_mark, split(data)[2]))
        alive = [event for event in tasks if event["texts"]["status"] != ["CANCELLED"]]
        assert len(tasks) - len(alive) == sum(b"gone" in uid for uid in re.findall(rb"UID:[^\r]*", data))
        gone = {event["texts"]["uid"][0] for event in tasks} - {event["texts"]["uid"][0] for event in alive}
        assert all(".gone." in uid for uid in gone)
        ours = {event["texts"]["uid"][0]: event for event in alive}
        for message in kept(living, path, len(alive)):
            item = message.item
            name = f"{item.identity}.{item.tier.id}" if item.tier else item.identity
            event = ours.pop(f"{name}@{brand.publication.library.brand.domain}")
            begins = datetime.combine(item.date, datetime.min.time(), zone)
            for side, minutes in (("start", item.start), ("end", item.end)):
                moment = begins + timedelta(minutes=minutes)
                assert event[side]["utc"] == moment.timestamp() and event[side]["zone"] == str(zone)
            said = event["texts"]
            assert all(f"\n{one.text}\n▲ 到这里" in said["description"][0] for one in message.versions if one.text)
            assert said["status"] == ["CONFIRMED" if item.state == "approved" else "TENTATIVE"]
            assert item.tier is None or (said["location"], said["categories"][0]) == ([item.tier.name], item.tier.name)
            alarms = [] if item.remind is None or "-quiet" in path else [[f"-PT{item.remind}M"]]
            assert [alarm["trigger"] for alarm in event["alarms"]] == alarms
        assert ours == {}


def kept(living: Made, path: str, count: int) -> list[Message]:
    """What the plan puts into a feed; the window holds all of this brand's weeks, the size not all of the feed of everything."""
    if path.startswith("calendar/all"):
        every = [message for edition in living.publication.editions for message in edition.messages]
        assert len(every) > count > 500  # so many days of it fit into 1,000 events
        return sorted(every, key=lambda message: (message.item.date, message.item.start))[:count]
    found = messages(living, path)
    assert len(found) == count
    return found


def without_cancelled(data: bytes) -> bytes:
    parts = re.split(rb"(?=BEGIN:VEVENT)", data.removesuffix(b"END:VCALENDAR\r\n"))
    return b"".join(part for part in parts if b"STATUS:CANCELLED" not in part) + b"END:VCALENDAR\r\n"


names = nasty.filter(surrogate_free).filter(str.strip)
blocks = st.lists(nasty.filter(surrogate_free), max_size=3).map("\n\n".join)


@given(names, names, names, blocks, st.integers(0, 1440))
@example("C:\\New", "a,b;c", "\\N\\n\\\\n", "\\" * 300, 0)
@example("\u2028", "e\u0301" * 60, "👩‍👩‍👧‍👦" * 30, "温" * 2000, 5)
@example("x" * 3000, "﷽" * 50, "\u202e反", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", 1440)
def test_ical_js_gives_back_hostile_text(
    js: Reader, tier: str, column: str, title: str, copy: str, remind: int
) -> None:
    own = Tier.model_construct(id=text("core"), name=text(tier))
    item = an_item(
        name=column,
        tier=own,
        title=text(title),
        people=(title,),
        note=copy or None,
        checklist=(title, copy),
        remind=remind,
    )
    pasted = expected(copy)
    brand = a_brand(name=text(title))
    mark = Mark("mark-offer-x", item.date, item.date, title, "优惠", "crimson", past_of(None), copy)
    one_event = b"".join((*event(Message(item, pasted, "x.txt"), brand, past_of(None)), END))
    data = around(brand, mark_event(mark, brand.domain) + one_event, tier)
    found = js(data)
    all_day, step = found["events"]
    (rows,) = steps(data)
    assert step["texts"]["description"] == [read(one(rows, "DESCRIPTION"))]
    assert f"\n{pasted}\n▲ 到这里" in step["texts"]["description"][0]
    assert step["texts"]["summary"] == [read(one(rows, "SUMMARY"))]
    assert step["texts"]["location"] == [expected(" ".join(tier.split()))]
    named = re.sub(r"[,;\\\s\x00-\x1f\x7f]+", " ", normalize("NFC", tier)).strip()
    assert step["texts"]["categories"] == [*([named] if named else []), "朋友圈"]
    assert [alarm["description"] for alarm in step["alarms"]] == [step["texts"]["summary"]]
    assert all_day["texts"].get("description", [""]) == [expected(copy)]
    assert (all_day["start"]["shown"], all_day["end"]["shown"]) == ("2026-11-23", "2026-11-24")
    assert set(found["head"]) == {
        "version", "prodid", "calscale", "name", "x-wr-calname", "x-wr-caldesc", "x-wr-timezone", "color", "x-apple-calendar-color",
        "refresh-interval", "x-published-ttl",
    }  # fmt: skip
    assert found["head"]["name"] == found["head"]["x-wr-calname"] and len(found["head"]["name"]) == 1


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu", "Africa/Casablanca"])
def test_ical_js_reads_the_hours_of_another_zone(js: Reader, zone: str) -> None:
    brand = a_brand(zone=text(zone))
    for day in (date(2026, 1, 15), date(2026, 3, 8), date(2026, 7, 1), date(2026, 11, 2)):
        step = event(Message(an_item(date=day), None, None), brand, past_of(None))
        (found,) = js(around(brand, b"".join((*step, END))))["events"]
        assert found["start"]["utc"] == datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).timestamp()


# --- libical ---


def as_method(data: bytes) -> bytes:
    """The same as an iTIP message: only then does the restriction check miss what is not there."""
    asked = data.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n")
    return asked.replace(b"\r\nSEQUENCE", b"\r\nORGANIZER:mailto:a@b.example\r\nSEQUENCE")


def test_libical_has_nothing_against_any_feed(brand: Made) -> None:
    for path, data in brand.feeds.items():
        assert libical(data) is None, path
        assert libical(as_method(data)) is None, path


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (b"UID:mark-theme-2026-W48@tingtai.example\r\n", b""),
        (b"DTSTAMP:20261120T083005Z\r\n", b""),
        (b"DTSTART;TZID=Asia/Shanghai:20261123T0", b"X-START:0"),
        (b"SEQUENCE:0\r\n", b"SEQUENCE:0\r\nSEQUENCE:0\r\n"),
        (b"STATUS:TENTATIVE", b"STATUS:COMPLETED"),
        (b"DTSTART;TZID=Asia/Shanghai:2026", b"DTSTART;TZID=Asia/Shanghai:twenty"),
        (b"ORGANIZER:mailto:a@b.example\r\n", b""),
    ],
)
def test_libical_would_have_found_it(wrong: bytes, right: bytes, brand: Made) -> None:
    data = as_method(brand.feeds["calendar/core.ics"])
    assert wrong in data
    assert libical(data.replace(wrong, right, 1)) is not None


@given(names, blocks)
def test_libical_takes_hostile_text(title: str, copy: str) -> None:
    step = event(Message(an_item(title=text(title), remind=5), expected(copy), "x.txt"), a_brand(), past_of(None))
    assert libical(around(a_brand(name=text(title)), b"".join((*step, END)), title)) is None


# --- khal through vdirsyncer ---


def test_khal_lists_the_right_week_of_each_tier_over_http(brand: Made, tmp_path: Path) -> None:
    zone = brand.publication.library.brand.zone
    mondays = [edition.plan.week.week for edition in brand.publication.editions]
    first, count = min(mondays), (max(mondays) - min(mondays)).days + 8
    form = "{start-date-long} {start-time}\t{end-date-long} {end-time}\t{title}"
    (tmp_path / "calendar").mkdir()
    for path, data in brand.feeds.items():
        (tmp_path / path).write_bytes(data)

    def listed(name: str) -> tuple[list[Path], str]:
        items = subscribe(f"{url}/calendar/{name}.ics", tmp_path / name)
        args = ("list", "--once", "--day-format", "", "--format", form, str(first), f"{count}d")
        return items, khal(tmp_path / name, zone, *args)

    names = [*brand.publication.library.tiers, "role-service-quiet"]
    with served(tmp_path) as url, ThreadPoolExecutor(len(names)) as pool:
        found = dict(zip(names, pool.map(listed, names), strict=True))
    living = live(brand)
    for name, (items, out) in found.items():
        data = brand.feeds[f"calendar/{name}.ics"]
        assert len(items) == data.count(b"BEGIN:VEVENT") > 20
        seen = Counter(tuple(row.split("\t")) for row in out.splitlines() if "\t" in row)
        planned: Counter[tuple[str, ...]] = Counter(
            (shown(one(rows, "DTSTART")), shown(one(rows, "DTEND")), read(one(rows, "SUMMARY"))) for rows in steps(data)
        )
        assert planned <= seen
        titles = {read(one(rows, "SUMMARY")) for rows in split(data)[2] if is_mark(rows)}
        assert {title for _, _, title in seen - planned} == titles, "and what lasts all day, nothing else"
        times = Counter(row[:2] for row in planned.elements())
        expect = Counter(map(hours, messages(living, f"calendar/{name}.ics")))
        assert expect <= times
        assert times.total() - expect.total() == sum(b".gone." in part for part in data.split(b"UID:")[1:])


def live(brand: Made) -> Made:
    return Made(brand.publication, {name: without_cancelled(data) for name, data in brand.files.items()})


def shown(value: str) -> str:
    return f"{datetime.strptime(value, '%Y%m%dT%H%M%S'):%Y-%m-%d %H:%M}"


def hours(message: Message) -> tuple[str, str]:
    midnight = datetime.combine(message.item.date, datetime.min.time())
    start, end = (midnight + timedelta(minutes=minutes) for minutes in (message.item.start, message.item.end))
    return f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"


def test_a_subscriber_sees_a_change_and_nothing_else_move(brand: Made, tmp_path: Path) -> None:
    (tmp_path / "feed.ics").write_bytes(brand.feeds["calendar/role-service.ics"])
    with served(tmp_path) as url:
        before = {item.name: item.read_bytes() for item in subscribe(f"{url}/feed.ics", tmp_path / "home")}
        changed = brand.feeds["calendar/role-service.ics"].replace(
            b"SEQUENCE:0\r\nDTSTART;TZID", b"SEQUENCE:1\r\nDTSTART;TZID", 1
        )
        (tmp_path / "feed.ics").write_bytes(changed)
        after = {item.name: item.read_bytes() for item in subscribe(f"{url}/feed.ics", tmp_path / "home")}
    here, there = Counter(before.values()), Counter(after.values())
    assert sum((here - there).values()) == sum((there - here).values()) == 1


# --- calcurse ---


def test_calcurse_takes_every_feed(brand: Made, tmp_path: Path) -> None:
    zone = brand.publication.library.brand.zone
    for number, (path, data) in enumerate(brand.feeds.items()):
        if "-quiet" in path and number % 9:
            continue  # the same bytes but for the alarms: a few of them are enough
        rows = calcurse(data, tmp_path / str(number), zone)
        starts = Counter(match[1] for row in rows if (match := re.match(r"(\d\d/\d\d/\d{4} @ \d\d:\d\d) -> ", row)))
        planned = Counter(
            f"{datetime.strptime(one(event, 'DTSTART'), '%Y%m%dT%H%M%S'):%m/%d/%Y @ %H:%M}" for event in steps(data)
        )
        assert starts == planned, path
        for rows_of_it in steps(data):
            assert any(row.endswith(read(one(rows_of_it, "SUMMARY"))) for row in rows), path
        assert len(rows) - starts.total() == sum(map(is_mark, split(data)[2]))


def test_a_feed_of_another_zone_is_taken(tmp_path: Path) -> None:
    brand = a_brand(zone=text("Europe/Berlin"))
    step = event(Message(an_item(), "早", "x.txt"), brand, past_of(None))
    data = header(brand, "x", "x", "peru") + vtimezone(brand.zone) + b"".join((*step, END)) + b"END:VCALENDAR\r\n"
    assert libical(data) is None
    (row,) = calcurse(data, tmp_path / "x", "Europe/Berlin")
    assert row.startswith("11/23/2026 @ 12:00 -> 11/23/2026 @ 12:15")
