"""An output directory → every file of its manifest with its answers ready, in memory.

In: the directory, and what was served before. Out: `Files`, by the path that is asked for; or `Broken`, and nothing has changed.
Promise: every byte was checked against the manifest's sha256, so files of two builds cannot meet; a file with known bytes is not read again.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import stat
from calendar import timegm
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path
from time import strptime
from typing import NamedTuple

from siyu.diagnostic import Refusal, Words
from siyu.serve.media import PACKED, fields_of, kind_of

_STAMP = re.compile(rb"^LAST-MODIFIED:([0-9]{8}T[0-9]{6})Z\r$", re.MULTILINE)
_PAGE = "index.html"


class Answer(NamedTuple):
    """A status, the fields that go with it up to the empty line, and the body; `path` is what the log may show."""

    status: int
    head: bytes
    body: bytes
    path: str


class Form(NamedTuple):
    """A file in one encoding: whole, and as "you have it already"."""

    tag: bytes
    whole: Answer
    same: Answer


class File(NamedTuple):
    """A file in the encodings that are offered; `changed` as seconds since 1970 where the file tells it."""

    sha256: str
    plain: Form
    packed: Form | None
    newest: int | None
    changed: int | None


Files = dict[bytes, File]


class Broken(Refusal):
    """What was found on disk is no whole build (or no list of subscribers); carries why."""


def load(output: Path, before: Files) -> Files:
    """All files of a build; raises `Broken` where one is missing or not what the manifest says."""
    files: Files = {}
    for path, digest in manifest(output):
        known = before.get(f"/{path}".encode())
        file = known if known and known.sha256 == digest else _file(path, _read(output, path, digest), digest, known)
        files[f"/{path}".encode()] = file
        if path == _PAGE or path.endswith(f"/{_PAGE}"):
            files[f"/{path}".removesuffix(_PAGE).encode()] = (
                file  # answered in place: a redirect would lose some readers
            )
    return files


def manifest(output: Path) -> list[tuple[str, str]]:
    """Path and sha256 of every file of a build."""
    name = output / "manifest.json"
    rows: list[tuple[str, str]] = []
    try:
        told = json.loads(name.read_bytes())
        rows = [(str(row["path"]), str(row["sha256"])) for row in told["files"]]
        ours = str(told["generator"]).startswith("siyu ")
    except FileNotFoundError:
        raise Broken(Words(f"没有 {name}，先运行 siyu build", f"no {name}; run siyu build first")) from None
    except OSError as error:
        raise Broken(Words(f"读不到 {name}：{error.strerror}", f"cannot read {name}: {error.strerror}")) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        ours = False
    if not ours or not all(_inside(path) for path, _ in rows):
        raise Broken(Words(f"{name} 不是 siyu 写的清单", f"{name} is no manifest of siyu's"))
    return rows


def _inside(path: str) -> bool:
    """Whether a path stays below the output, on every system."""
    parts = path.split("/")
    return not ({"", ".", ".."} & set(parts)) and not any(char in path for char in "\0\\:") and path.isprintable()


def _read(output: Path, path: str, digest: str) -> bytes:
    name = output / path
    try:
        if not stat.S_ISREG(os.lstat(name).st_mode):
            raise Broken(Words(f"{name} 不是普通文件", f"{name} is no regular file"))
        data = name.read_bytes()
    except OSError as error:
        raise Broken(Words(f"读不到 {name}：{error.strerror}", f"cannot read {name}: {error.strerror}")) from None
    if sha256(data).hexdigest() != digest:
        raise Broken(Words(f"{name} 和清单里的哈希对不上", f"{name} is not what the manifest says (sha256)"))
    return data


def _file(path: str, data: bytes, digest: str, before: File | None) -> File:
    kind = kind_of(path)
    newest = _newest(data) if path.endswith(".ics") else None
    # An event that was taken out leaves no date: with the date of before, a changed file would look unchanged.
    stale = before is not None and before.newest is not None and newest is not None and newest <= before.newest
    changed = None if stale else newest
    packed = gzip.compress(data, mtime=0) if kind in PACKED else data
    two = len(packed) < len(data)
    shared = {"Vary": "Accept-Encoding"} if two else {}
    shared |= {"Last-Modified": formatdate(changed, usegmt=True)} if changed is not None else {}
    encoded = {"Content-Encoding": "gzip"}
    return File(
        digest,
        _form(path, kind, f'"{digest}"', data, shared, {}),
        _form(path, kind, f'"{digest}-gzip"', packed, shared, encoded) if two else None,
        before.newest if stale and before else newest,
        changed,
    )


def _newest(data: bytes) -> int | None:
    """The time of a feed's newest event."""
    found = max(_STAMP.findall(data), default=None)
    return timegm(strptime(found.decode(), "%Y%m%dT%H%M%S")) if found else None


def _form(path: str, kind: str, tag: str, data: bytes, shared: dict[str, str], encoded: dict[str, str]) -> Form:
    same = {"ETag": tag, **shared, **fields_of(kind)}
    whole = {"Content-Type": kind, "Content-Length": str(len(data)), **encoded, **same}
    return Form(tag.encode(), Answer(200, head(whole), data, f"/{path}"), Answer(304, head(same), b"", f"/{path}"))


def head(fields: dict[str, str]) -> bytes:
    """Header fields as they are sent, with the empty line."""
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode("ascii") + b"\r\n"
