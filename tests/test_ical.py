"""Content lines: bytes that any reader gets back as the text that went in."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from unicodedata import is_normalized, normalize
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar, Event, Timezone, vText

from siyu.ical import civil, clean, day_in, escape, hours, line, plain, utc
from siyu.ical.zone import vtimezone

TOKENS = [
    "\\N", "\\n", "\\\\n", "\\", "\\\\", "\\,", "\\;", "C:\\New\\names", "\\" * 73, "\\" * 74, "\\" * 75,
    "👩‍👩‍👧‍👦", "👍🏽", "🇨🇳🇭🇰", "🏴\U000e0067\U000e0062\U000e007f", "e\u0301", "क्षि", "ậ", "ﷺ", "\u037e", "\u212b", "\u0301",
    "\u2028", "\u2029", "\x85", "\x00", "\x07", "\x1b[31m", "\x7f", "\x0b", "\x0c", "\t", "\r\n", "\r", "\n", "\n\n",
    "\ufeff", "\u200b", "\u200d", "\u202e", "\u3000", "\xa0", " ", "  ", " " * 80,
    "BEGIN:VEVENT", "\nEND:VEVENT\nBEGIN:VEVENT\n", "\r\n END:VCALENDAR", "UID:x", "ATTACH;X=\"", ":", ";", ",", '"', "^n", "%0A", "=0D=0A",
    "温" * 25, "小雪", "，；：“”、", "ＡＢＣ１２３", "【姓名】", "#话题#", "a", "x" * 74, "y" * 75, "https://例.example/?a=1&b=2,3;4", "😀" * 19,
]  # fmt: skip
nasty = st.lists(st.sampled_from(TOKENS) | st.text(max_size=6), max_size=30).map("".join)


def physical(data: bytes) -> list[bytes]:
    """The lines as they stand in the file, each within the bounds of RFC 5545."""
    assert data.endswith(b"\r\n")
    found = data[:-2].split(b"\r\n")
    for row in found:
        assert 0 < len(row.lstrip(b" ") or row) <= len(row) <= 75
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", row), row
        assert re.search(rb"\\*$", row)[0].count(b"\\") % 2 == 0  # type: ignore[index]
        row.decode()
    return found


def unfold(data: bytes) -> list[str]:
    """Logical lines, by a reader that shares nothing with siyu."""
    found: list[str] = []
    for row in physical(data):
        if row.startswith((b" ", b"\t")):
            found[-1] += row[1:].decode()
        else:
            found.append(row.decode())
    return found


def read(value: str) -> str:
    """The text of a TEXT value; an escape that RFC 5545 does not know fails."""
    return re.sub(r"\\(.?)", lambda match: {"n": "\n", "\\": "\\", ";": ";", ",": ","}[match[1]], value)


def expected(text: str) -> str:
    """The cleaning that the module promises, spelled the long way."""
    for end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    text = "".join(char for char in text if char in "\n\t" or not (ord(char) < 32 or ord(char) == 127))
    return normalize("NFC", text).rstrip()


def surrogate_free(text: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in text)


texts = nasty.filter(surrogate_free)


@given(texts)
@example("\\" * 400)
@example("a" * 63 + "\\n" * 40)
@example("a" * 62 + "\n" * 40)
@example("温" * 500 + " \x00")
@example("C:\\New")
@example("\u037e")
@example("e\x00\u0301")
def test_text_comes_back(text: str) -> None:
    data = line("DESCRIPTION:" + escape(text))
    (logical,) = unfold(data)
    name, _, value = logical.partition(":")
    assert (name, read(value)) == ("DESCRIPTION", expected(text))
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", value), "unescaped"
    event = Event.from_ical(b"BEGIN:VEVENT\r\n" + data + b"END:VEVENT\r\n")
    assert str(event["DESCRIPTION"]) == expected(text)
    assert not event.errors and not event.subcomponents


@given(texts)
def test_same_line_as_the_library(text: str) -> None:
    text = clean(text)
    if "\\N" in text or text.startswith("\ufeff"):
        return  # the library's own writer makes a line break of the one and drops the other
    event = Event()
    event.add("DESCRIPTION", vText(text))
    theirs = event.to_ical().decode().replace("\r\n ", "").split("\r\n")[1]
    assert unfold(line("DESCRIPTION:" + escape(text))) == [theirs]


@given(texts, st.integers(0, 80))
@example("\\" * 36 + "a" * 100, 0)
def test_same_folds_as_the_library(text: str, before: int) -> None:
    text = clean("-" * before + text).replace("^", "")  # before a ^ the library breaks for the sake of parameters
    if "\\N" in text:
        return
    event = Event()
    event.add("DESCRIPTION", vText(text))
    theirs = event.to_ical().removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")
    ours = line("DESCRIPTION:" + escape(text))
    if any(len(re.search(rb"\\*$", row)[0]) % 2 for row in theirs.split(b"\r\n")):  # type: ignore[index]
        assert theirs != ours, "the library folds an escaped backslash (7.3.0)"
    else:
        assert theirs == ours


@given(texts)
def test_clean_settles(text: str) -> None:
    once = clean(text)
    assert once == expected(text) == clean(once)
    assert is_normalized("NFC", once)


@given(texts)
def test_plain_is_one_line_that_nobody_escapes(text: str) -> None:
    found = plain(text)
    assert not re.search(r"[,;\\\x00-\x1f\x7f\x85\u2028\u2029]", found)
    assert found == found.strip() == plain(found)
    assert unfold(line("NAME:" + found)) == ["NAME:" + found]
    kept = re.sub(r"[,;\\\s\x00-\x1f\x7f]", "", normalize("NFC", text))
    assert re.sub(r"\s", "", found) == kept


@given(st.integers(0, 260), st.sampled_from(["a", "é", "温", "😀", "\\\\", "\\n", "\\,"]))
def test_every_fold_border(before: int, token: str) -> None:
    text = "X:" + "-" * before + token * 60
    assert unfold(line(text)) == [text]
    full = physical(line(text))[:-1]
    assert all(len(row) > 75 - 4 for row in full), "a line is full before it folds"


@given(st.dates(date(1, 1, 1), date(9999, 12, 28)), st.integers(0, 2880))
def test_civil(day: date, minutes: int) -> None:
    moment = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    assert civil(day, minutes) == moment.isoformat(timespec="seconds").replace("-", "").replace(":", "")


def test_civil_24_00() -> None:
    assert civil(date(2026, 12, 31), 1440) == "20270101T000000"
    assert civil(date(2026, 2, 28), 1439) == "20260228T235900"


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(9998, 12, 31)),
    st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York"]),
)
def test_a_moment_in_utc_and_its_day_in_a_zone(moment: datetime, zone: str) -> None:
    there = moment.replace(tzinfo=UTC, fold=0).astimezone(ZoneInfo(zone))
    assert utc(there) == f"{moment:%Y%m%dT%H%M%SZ}"
    assert day_in(zone, moment.replace(tzinfo=UTC)) == there.date()


# Rules by year: north, south, none, half hours, a fixed window of days (Jerusalem), and zones whose changes follow no rule.
ZONES = [
    "Asia/Shanghai", "Asia/Tokyo", "Asia/Kolkata", "UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Sydney",
    "Australia/Lord_Howe", "Asia/Jerusalem", "Asia/Beirut", "America/Santiago", "Africa/Casablanca", "Asia/Almaty", "America/Mexico_City",
]  # fmt: skip


@pytest.mark.parametrize("name", ZONES)
def test_zone_tells_every_hour(name: str) -> None:
    """Local hours through dateutil, which knows only what the component says, against the table of zones."""
    told = tzical(io.StringIO(vtimezone(name).decode())).get(name)
    known = ZoneInfo(name)
    assert told is not None
    moment, seen = datetime(2020, 1, 2, tzinfo=UTC), None
    while moment.year < 2038:
        there = moment.astimezone(known)
        steps = [there]
        if (
            seen is not None and there.utcoffset() != seen
        ):  # a change since yesterday: look at every half hour around it
            steps += [(moment - timedelta(minutes=30 * n)).astimezone(known) for n in range(1, 72)]
        seen = there.utcoffset()
        for step in steps:
            if step.replace(fold=0).utcoffset() == step.replace(fold=1).utcoffset():
                assert step.replace(tzinfo=told).utcoffset() == step.utcoffset(), step
        moment += timedelta(hours=24)


@pytest.mark.parametrize("name", ZONES)
def test_zone_is_minimal(name: str) -> None:
    lines = unfold(vtimezone(name))
    assert lines[:2] == ["BEGIN:VTIMEZONE", f"TZID:{name}"] and lines[-1] == "END:VTIMEZONE"
    assert {row.partition(":")[0] for row in lines} <= {
        "BEGIN", "TZID", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE", "END",
    }  # fmt: skip
    parsed = Timezone.from_ical(vtimezone(name))
    assert isinstance(parsed, Timezone) and not parsed.errors and len(parsed.standard) >= 1
    assert parsed.to_tz(lookup_tzid=False) is not None


def test_zone_of_china() -> None:
    assert unfold(vtimezone("Asia/Shanghai")) == [
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Shanghai",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:+0800",
        "TZOFFSETTO:+0800",
        "TZNAME:CST",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]
    tokyo = vtimezone("Asia/Tokyo").replace(b"Tokyo", b"Shanghai").replace(b"+09", b"+08").replace(b"JST", b"CST")
    assert tokyo == vtimezone("Asia/Shanghai")


def test_zone_with_summer_time() -> None:
    assert unfold(vtimezone("Europe/Berlin"))[2:-1] == [
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:CET",
        "END:STANDARD",
    ]


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_zone_knows_no_clock_and_no_environment(zone: str) -> None:
    code = "import sys; from siyu.ical.zone import vtimezone; sys.stdout.buffer.write(vtimezone('Asia/Jerusalem') + vtimezone('Africa/Cairo'))"
    env = {"TZ": zone, "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env).stdout
    assert made == vtimezone("Asia/Jerusalem") + vtimezone("Africa/Cairo")


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "shown"),
    [
        ("Asia/Shanghai", date(2026, 11, 25), 22 * 60, 25 * 60, ("20261125T220000", "20261126T010000")),
        ("Europe/Berlin", date(2026, 3, 29), 12 * 60, 12 * 60 + 15, ("20260329T120000", "20260329T121500")),
        ("Europe/Berlin", date(2026, 3, 28), 1440 + 150, 1440 + 180, ("20260329T033000", "20260329T040000")),  # 02:30–03:00 is skipped
        ("Europe/Berlin", date(2026, 3, 29), 110, 130, ("20260329T015000", "20260329T031000")),
        ("Europe/Berlin", date(2026, 10, 25), 150, 165, ("20261025T023000", "20261025T024500")),  # shown twice: the first time
        ("Asia/Beirut", date(2026, 3, 28), 1430, 1440, ("20260328T235000", "20260329T010000")),  # midnight itself is skipped
    ],
)  # fmt: skip
def test_hours(zone: str, day: date, start: int, end: int, shown: tuple[str, str]) -> None:
    assert hours(zone, day, start, end) == shown


@given(
    st.sampled_from(ZONES),
    st.dates(date(2020, 1, 1), date(2037, 12, 1))
    | st.sampled_from([date(2026, 3, 29), date(2026, 3, 28), date(2026, 9, 6), date(2026, 10, 4)]),
    st.integers(0, 1440),
    st.integers(1, 1440),
)
def test_an_event_ends_after_it_starts(zone: str, day: date, start: int, lasts: int) -> None:
    first, last = (datetime.strptime(text, "%Y%m%dT%H%M%S") for text in hours(zone, day, start, start + lasts))
    known = ZoneInfo(zone)
    assert first < last
    assert first.replace(tzinfo=known).astimezone(UTC) < last.replace(tzinfo=known).astimezone(UTC)
    for moment in (first, last):  # and both are hours that the clocks show
        assert moment.replace(tzinfo=known).astimezone(UTC).astimezone(known).replace(tzinfo=None) == moment


def test_a_feed_of_a_zone_with_summer_time_is_read_right() -> None:
    start, end = hours("America/New_York", date(2026, 3, 8), 720, 735)
    data = b"".join(
        map(
            line,
            ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"DTSTART;TZID=America/New_York:{start}", f"DTEND;TZID=America/New_York:{end}", "END:VEVENT", "END:VCALENDAR"],
        )
    )  # fmt: skip
    (event,) = Calendar.from_ical(data.replace(b"BEGIN:VEVENT", vtimezone("America/New_York") + b"BEGIN:VEVENT")).events
    assert isinstance(event.start, datetime) and event.start.astimezone(UTC) == datetime(2026, 3, 8, 16, tzinfo=UTC)
