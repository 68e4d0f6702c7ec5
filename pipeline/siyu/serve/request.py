"""The head of a request → what was asked, or the status that refuses it.

In: the bytes before the empty line. Out: `Request`, or a status code after which the connection closes.
Promise: strict where programs could disagree on what was said (line ends, spaces, doubled fields, bodies); no escape is decoded twice.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_tz
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_LINE = re.compile(rb"(" + _TOKEN + rb") ([\x21-\x7e]+) HTTP/([0-9])\.([0-9])")
_FIELDS = re.compile(rb"(?:" + _TOKEN + rb":[\t\x20-\x7e\x80-\xff]*(?:\r\n|$))*")
_FIELD = re.compile(rb"(" + _TOKEN + rb"):[ \t]*([^\r]*)")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)([^?#]*)", re.IGNORECASE)
_HOST = re.compile(rb"(\[[0-9a-f:.]+\]|[^:\[\]@/]+?)\.?(?::[0-9]*)?")
_TAG = re.compile(rb'(?:W/)?("[^"]*")')
_ONCE = frozenset((b"host", b"content-length"))


class Request(NamedTuple):
    """What was asked; `tags` are those of If-None-Match (empty: there is none), `since` is If-Modified-Since."""

    method: str
    path: bytes
    host: bytes
    gzip: bool
    tags: frozenset[bytes]
    since: int | None
    keep: bool


@lru_cache(1024)  # calendar programs ask the same thing every hour, with the same bytes
def parse(head: bytes) -> Request | int:
    """What a head asks for; a status where it must not be answered."""
    first, _, rest = head.partition(b"\r\n")
    line = _LINE.fullmatch(first)
    if line is None:
        return 400
    method, target, major, minor = line.groups()
    if major != b"1":
        return 505
    fields = _fields(rest)
    if fields is None:
        return 400
    if method not in (b"GET", b"HEAD"):
        return 405
    if fields.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in fields:
        return 413
    host = fields.get(b"host", b"" if minor == b"0" else None)
    if not target.startswith(b"/"):
        absolute = _ABSOLUTE.fullmatch(target.partition(b"?")[0])
        if absolute is None:
            return 400
        host, target = host if host is None else absolute[1], absolute[2] or b"/"
    named = None if host is None else _HOST.fullmatch(host.lower())
    if named is None and host != b"":
        return 400
    path = target.partition(b"?")[0]
    return Request(
        method.decode(),
        unquote_to_bytes(path) if b"%" in path else path,
        named[1] if named else b"",
        _gzip(fields.get(b"accept-encoding", b"")),
        _tags(fields.get(b"if-none-match")),
        _seconds(fields.get(b"if-modified-since")),
        minor != b"0" and b"close" not in _words(fields.get(b"connection", b"")),
    )


def _fields(lines: bytes) -> dict[bytes, bytes] | None:
    """Fields by lower-case name, those given twice joined; None where a line is none or a field must not be doubled."""
    if not _FIELDS.fullmatch(lines):
        return None
    fields: dict[bytes, bytes] = {}
    for name, value in _FIELD.findall(lines):
        name = name.lower()
        if name in fields and name in _ONCE:
            return None
        fields[name] = fields[name] + b", " + value if name in fields else value.rstrip(b" \t")
    return fields


def _words(value: bytes) -> list[bytes]:
    return [word.strip() for word in value.lower().split(b",")]


def _gzip(value: bytes) -> bool:
    """Whether gzip is asked for, and no less than the plain bytes. `*` does not ask for it: it only allows."""
    wanted: dict[bytes, float] = {}
    for word in _words(value):
        coding, *parameters = (part.strip() for part in word.split(b";"))
        quality = next((part[2:] for part in parameters if part.startswith(b"q=")), b"1")
        try:
            wanted[coding] = float(quality)
        except ValueError:
            wanted[coding] = 0
    gzip = wanted.get(b"gzip", wanted.get(b"x-gzip", 0.0))
    return gzip > 0 and gzip >= wanted.get(b"identity", 0.0)


def _tags(value: bytes | None) -> frozenset[bytes]:
    if value is None:
        return frozenset()
    return frozenset((b"*",)) if value == b"*" else frozenset(_TAG.findall(value)) or frozenset((b"",))


def _seconds(value: bytes | None) -> int | None:
    """A date in any of HTTP's three forms as seconds since 1970; None where it is none."""
    parts = parsedate_tz(value.decode("latin-1")) if value else None
    if parts is None:
        return None
    try:
        return int(datetime(*parts[:6], tzinfo=UTC).timestamp()) - (parts[9] or 0)
    except (ValueError, OverflowError):
        return None
