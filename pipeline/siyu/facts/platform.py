"""How long a text, and how many and what pictures, the platforms accept.

In: nothing. Out: `TEXT_LIMITS` and `MOST_ATTACHMENTS` by channel or welcome event, what a picture may be, and `Size`, a text in the three
units that documents count in.
Promise: a limit is a fact with a source and a date. Where a source says 字节 without an encoding, display width (Han 2, ASCII 1) and
UTF-8 bytes are both readings; the text is surely too long past the loosest, perhaps past the strictest.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import east_asian_width


class Size(NamedTuple):
    """A text counted as code points, as display width (Han 2, ASCII 1) and as UTF-8 bytes."""

    chars: int
    width: int
    utf8: int


def size_of(text: str) -> Size:
    """All three counts of a text."""
    return Size(len(text), sum(2 if east_asian_width(char) in "WFA" else 1 for char in text), len(text.encode()))


class Limit(NamedTuple):
    """At most this size; a unit that the source does not name is unbounded (None). `firm`: the platform itself refuses more."""

    source: str
    dated: str
    chars: int | None = None
    width: int | None = None
    utf8: int | None = None
    firm: bool = True


_WECOM = "WeCom developer document"


class Most(NamedTuple):
    """At most so many."""

    source: str
    dated: str
    number: int


MOST_ATTACHMENTS: dict[str, Most] = {
    "moments": Most(f"{_WECOM} 96351", "2025-09-11", 9),
    "group": Most(f"{_WECOM} 92135", "2025-11-17", 9),
    "one-to-one": Most(f"{_WECOM} 92135", "2025-11-17", 9),
    "contact-added": Most(f"{_WECOM} 92599", "2025-11-17", 9),
    "group-joined": Most(
        f"{_WECOM} 96357", "2023-12-01", 1
    ),  # of more, one goes out: image, link, mini program, file, video
}
MOST_TEMPLATES = Most(f"{_WECOM} 96357", "2023-12-01", 100)  # group welcomes of one company

IMAGE_BYTES = Most(f"{_WECOM} 96351", "2025-09-11", 10 * 1024 * 1024)  # a video, too
LONG_SIDE = Most(f"{_WECOM} 96351", "2025-09-11", 10800)  # pixels, in Moments
SHORT_SIDE = Most(f"{_WECOM} 96351", "2025-09-11", 1080)
SHOWN = frozenset({"jpeg", "png", "gif", "mp4"})  # document 96351 takes JPG, PNG and MP4; every chat shows a GIF

TEXT_LIMITS: dict[str, Limit] = {
    "moments": Limit(f"{_WECOM} 96351", "2025-09-11", chars=2000, width=4000),
    "group": Limit(f"{_WECOM} 92135", "2025-11-17", width=4000, utf8=4000),
    "one-to-one": Limit(f"{_WECOM} 92135", "2025-11-17", width=4000, utf8=4000),
    "contact-added": Limit(f"{_WECOM} 92599", "2025-11-17", width=4000, utf8=4000),
    "group-joined": Limit(f"{_WECOM} 96357", "2023-12-01", width=3000, utf8=3000),
    "announcement": Limit(
        "群公告 2000 字", "2025-09-11", chars=2000, firm=False
    ),  # no API sets it: seen in the app only
}
