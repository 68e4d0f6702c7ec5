"""What the platforms accept: limits with unit, source, date and how sure we are.

In: nothing. Out: `LIMITS` by target and thing, `Size` of a text in the three units that documents count in.
Promise: a limit is a fact with a source; where sources disagree, `strictest` and `loosest` keep both readings. A number that a
platform calls 字节 without an encoding counts both as display width (Han 2, ASCII 1) and as UTF-8 bytes.
"""

from __future__ import annotations

from typing import NamedTuple
from unicodedata import east_asian_width

WECOM = "企业微信开发者文档 WeCom developer document"


class Size(NamedTuple):
    """A text counted as code points, as display width (Han 2, ASCII 1) and as UTF-8 bytes."""

    chars: int
    width: int
    utf8: int


def size_of(text: str) -> Size:
    """All three counts of a text."""
    if text.isascii():
        return Size(len(text), len(text), len(text))
    return Size(len(text), sum(2 if east_asian_width(c) in "WFA" else 1 for c in text), len(text.encode()))


class Bound(NamedTuple):
    """At most `max` of one unit: chars, width, utf8, count, px, MB or s."""

    max: int
    unit: str


class Limit(NamedTuple):
    """All readings of one limit. `sure` is high, medium or low; a low one only warns."""

    bounds: tuple[Bound, ...]
    source: str
    dated: str
    sure: str = "high"
    note: str = ""


def _bytes(maximum: int) -> tuple[Bound, ...]:
    return Bound(maximum, "width"), Bound(maximum, "utf8")


LIMITS: dict[tuple[str, str], Limit] = {
    ("moments", "text"): Limit((Bound(2000, "chars"), Bound(4000, "width")), f"{WECOM} 96351", "2025-09-11"),
    ("moments", "images"): Limit(
        (Bound(9, "count"),), f"{WECOM} 96351, 97005", "2025-09-11", note="or 1 video, or 1 link; never mixed"
    ),
    ("moments", "image_size"): Limit(
        (Bound(10, "MB"),), f"{WECOM} 96351", "2025-09-11", note="1440x1080; long image: long side 10800"
    ),
    ("moments", "link_title"): Limit((Bound(64, "utf8"),), f"{WECOM} 96351", "2025-09-11"),
    ("moments", "employee_posts_a_day"): Limit((Bound(3, "count"),), f"{WECOM} 96351", "2025-09-11", "medium"),
    ("moments", "company_posts_a_month"): Limit((Bound(4, "count"),), f"{WECOM} 96351", "2025-09-11", "medium"),
    ("group", "text"): Limit(_bytes(4000), f"{WECOM} 92135", "2025-11-17"),
    ("group", "attachments"): Limit((Bound(9, "count"),), f"{WECOM} 92135", "2025-11-17"),
    ("one-to-one", "text"): Limit(_bytes(4000), f"{WECOM} 92135", "2025-11-17"),
    ("one-to-one", "attachments"): Limit((Bound(9, "count"),), f"{WECOM} 92135", "2025-11-17"),
    ("contact-added", "text"): Limit(_bytes(4000), f"{WECOM} 92599", "2025-11-17"),
    ("contact-added", "attachments"): Limit((Bound(9, "count"),), f"{WECOM} 92599", "2025-11-17"),
    ("group-joined", "text"): Limit(_bytes(3000), f"{WECOM} 96357", "2023-12-01"),
    ("group-joined", "attachments"): Limit(
        (Bound(1, "count"),), f"{WECOM} 96357", "2023-12-01", note="extra ones are dropped silently"
    ),
    ("group-joined", "templates"): Limit((Bound(100, "count"),), f"{WECOM} 96357", "2023-12-01"),
    ("announcement", "text"): Limit(
        (Bound(2000, "chars"),), "no API sets it", "2025-09-11", "low", "two ASCII characters count as one"
    ),
    ("tags", "name"): Limit((Bound(30, "chars"),), f"{WECOM} 92697", "2023-12-01"),
    ("names", "group_name"): Limit((Bound(50, "utf8"),), f"{WECOM} 92135", "2023-12-01", "medium"),
}
