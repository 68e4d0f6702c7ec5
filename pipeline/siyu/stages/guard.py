"""Artifacts beside the old output → nothing, or `Shrunk`: a feed that goes empty, or loses most of what is to come, is not published.

In: artifacts, the output they would replace, today. Out: nothing.
Promise: reads, never writes; no clock. An empty calendar empties every subscriber's phone, and half of one makes people miss their jobs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from siyu.diagnostic import Words, plural
from siyu.edition import Artifact
from siyu.stages.swap import Refused

_START = re.compile(rb"\r\nDTSTART;TZID=[^:\r]+:(\d{8})T")  # steps alone: what lasts all day has no zone


class Shrunk(Refused):
    """A calendar would lose what subscribers count on."""


def guard(artifacts: Iterable[Artifact], out: Path, today: date | None) -> None:
    """Raise `Shrunk` where a calendar of `out` would hold no step any more, or less than half of those from `today` on.

    Where nobody knows what day it is, what is to come begins with the new calendars' first step.
    """
    new = {path: data for path, data, _ in artifacts if isinstance(data, bytes) and path.startswith("calendar/")}
    old = {
        f"calendar/{path.name}": path
        for path in sorted((out / "calendar").glob("*.ics"))
        if not path.stem.endswith("-quiet")
    }
    days = {path: _days(new[path]) if path in new else [] for path in old}
    first = f"{today:%Y%m%d}".encode() if today else min((day for found in days.values() for day in found), default=b"")
    lost = []
    for path, place in old.items():
        if place.is_symlink() or not place.is_file() or (data := place.read_bytes()) == new.get(path):
            continue
        before, after = _days(data), days[path]
        ahead, left = _count(before, first), _count(after, first)
        if before and not after:
            lost.append(Words(f"{path} 会变空", f"{path} would be empty"))
        elif left * 2 < ahead:
            lost.append(
                Words(
                    f"{path} 往后的事从 {ahead} 条少到 {left} 条",
                    f"{path} would go from {plural(ahead, 'step')} ahead to {left}",
                )
            )
    if lost:
        more = (
            Words(f"，还有 {len(lost) - 3} 份日历也是", f", and {len(lost) - 3} more")
            if len(lost) > 3
            else Words("", "")
        )
        raise Shrunk(
            Words(
                f"{'；'.join(words.zh for words in lost[:3])}{more.zh}。没有发布，上一次的输出没有动；确实要这样，加 --allow-shrink",
                f"{'; '.join(words.en for words in lost[:3])}{more.en}. Nothing was published, the previous output is untouched; if you mean it, add --allow-shrink",
            )
        )


def _days(feed: bytes) -> Sequence[bytes]:
    """The day of every step that is not cancelled."""
    events = (part for part in feed.split(b"BEGIN:VEVENT")[1:] if b"\r\nSTATUS:CANCELLED\r\n" not in part)
    return [match[1] for part in events if (match := _START.search(part))]


def _count(days: Sequence[bytes], first: bytes) -> int:
    return sum(day >= first for day in days)
