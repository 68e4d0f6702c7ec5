"""A number of events in, what writing them costs beside the library icalendar: seconds, and the ratio that may be quoted.

    uv run python benchmarks/feed.py [--events 10000] [--rounds 5]

Every event has about 1.5 KB of Chinese, a checklist, a reminder, a link, and differs from the others; both write the same properties.
Ends with 1 where ten thousand of siyu's events cost more than a second.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration, vText

from siyu.edition import Item, Message, Stamp
from siyu.ical.event import END, event, past_of
from siyu.ical.zone import vtimezone
from siyu.kinds.brand import Brand
from siyu.kinds.tier import Tier
from siyu.outputs.calendar import header
from siyu.source import Source, Span, Text

SOURCE = Source("content/weeks/2026-W01.yaml", "")
LINE = "今天降温了，先喝口热的；出门前涂一层薄薄的霜，\\再讲道理。"
STAMP = Stamp(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC), 1)


def text(value: str) -> Text:
    """A text that was written somewhere."""
    return Text(value, SOURCE, 0, 0)


def messages(count: int) -> list[Message]:
    """Different ones, over as many days as they need."""
    tier = Tier.model_construct(id=text("core"), name=text("核心群"))
    made = []
    for n in range(count):
        copy = "\n".join(f"{n} {row} {LINE}" for row in range(16))
        item = Item(
            key="pick",
            identity=f"2026-W01.pick.{n}",
            name="每日好物",
            channel="moments",
            role="owner",
            state="planned",
            span=Span(SOURCE, 0, 0),
            kind="product",
            tier=tier,
            date=date(2026, 1, 1) + timedelta(n // 30),
            start=480 + n % 30 * 20,
            end=495 + n % 30 * 20,
            people=("沅姐",),
            title=f"第 {n} 款",
            checklist=("点开链接看一眼价格", "半小时内回评论"),
            remind=10,
        )
        made.append(Message(item, copy, f"2026-W01/core/moments/{n}.txt"))
    return made


def siyu(brand: Brand, planned: list[Message]) -> bytes:
    """The feed as siyu writes it."""
    parts = [part for message in planned for part in (*event(message, brand, past_of(STAMP)), END)]
    return b"".join([header(brand, "core", "核心群", "peru"), vtimezone(brand.zone), *parts, b"END:VCALENDAR\r\n"])


def library(brand: Brand, planned: list[Message], described: list[str]) -> bytes:
    """The same events by icalendar; their descriptions are given, so it is charged for writing alone."""
    calendar = Calendar()
    calendar.add("PRODID", "-//siyu//siyu//ZH")
    calendar.add("VERSION", "2.0")
    zone = ZoneInfo(brand.zone)
    for message, description in zip(planned, described, strict=True):
        item, one = message.item, Event()
        midnight = datetime(item.date.year, item.date.month, item.date.day, tzinfo=zone)
        one.add("UID", f"{item.identity}.core@{brand.domain}")
        for name, moment in (
            ("DTSTAMP", STAMP.modified),
            ("CREATED", STAMP.created),
            ("LAST-MODIFIED", STAMP.modified),
        ):
            one.add(name, moment)
        one.add("SEQUENCE", STAMP.sequence)
        one.add("DTSTART", midnight + timedelta(minutes=item.start))
        one.add("DTEND", midnight + timedelta(minutes=item.end))
        summary = f"朋友圈 · 每日好物 · {item.title}"
        one.add("SUMMARY", summary)
        one.add("DESCRIPTION", vText(description))
        one.add("URL", f"{brand.site}/{message.path}")
        one.add("LOCATION", "核心群")
        one.add("CATEGORIES", ["核心群", "朋友圈", "商品"])
        for name, value in (
            ("COLOR", "darkorange"),
            ("STATUS", "TENTATIVE"),
            ("TRANSP", "TRANSPARENT"),
            ("CLASS", "PUBLIC"),
        ):
            one.add(name, value)
        one.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", summary)
        alarm.add("TRIGGER", vDuration(timedelta(minutes=-10)))
        one.add_component(alarm)
        calendar.add_component(one)
    return bytes(calendar.to_ical())


def clocked(write: Callable[[], bytes]) -> float:
    """Seconds of CPU."""
    gc.collect()
    began = time.process_time()
    write()
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Measure the writing of events.")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    site = text("https://siyu.brand.example")
    brand = Brand.model_construct(
        id=text("brand"),
        name=text("牌子"),
        domain=text("brand.example"),
        zone=text("Asia/Shanghai"),
        locale=text("zh-CN"),
        site=site,
    )
    planned = messages(options.events)
    described = [str(one["DESCRIPTION"]) for one in Calendar.from_ical(siyu(brand, planned)).events]
    size = sum(len(message.text.encode()) for message in planned if message.text) / len(planned)
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(clocked(lambda: siyu(brand, planned)))
        theirs.append(clocked(lambda: library(brand, planned, described)))
    fast, slow = median(ours), median(theirs)
    print(f"{options.events} events of {size:.0f} bytes to paste, median of {options.rounds}, CPU")
    print("| | seconds | µs an event |\n|---|---|---|")
    for name, seconds in (("siyu", fast), ("icalendar", slow)):
        print(f"| {name} | {seconds:.2f} | {seconds / options.events * 1e6:.0f} |")
    print(f"| **siyu / icalendar** | **{fast / slow:.3f}** | |")
    if fast * 10_000 / options.events > 1:
        sys.exit("ten thousand events cost more than a second")


if __name__ == "__main__":
    main()
