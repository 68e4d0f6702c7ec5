"""A file below brand/assets, as far as its header tells.

In: an open file and its size. Out: `Asset`.
Promise: no file is believed: a few hundred bytes are read, at most, from wherever a JPEG keeps its size; nothing is decoded, so a bomb
stays packed, and whatever is cut off or no picture at all is an asset of kind "" or without a width.
"""

from __future__ import annotations

from pathlib import Path
from struct import error, unpack
from typing import BinaryIO, NamedTuple

_SEGMENTS = 256  # of a JPEG, before its size comes
_FTYP = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"avif": "avif", b"qt  ": "mov"}


class Asset(NamedTuple):
    """`kind` is what the first bytes say ("png", "jpeg", "mp4"; "" for what nobody recognises), whatever the name ends in;
    `width` and `height` are None where a picture's header does not give them; `file` is where it is read from."""

    path: str
    size: int
    kind: str = ""
    width: int | None = None
    height: int | None = None
    file: Path = Path()

    @property
    def video(self) -> bool:
        """Whether it moves."""
        return self.kind in ("mp4", "mov")

    @property
    def shown(self) -> bool:
        """Whether any browser shows it, and it can carry no script."""
        return self.kind in ("png", "jpeg", "gif", "webp")


def look_at(path: str, size: int, file: BinaryIO) -> Asset:
    """What a file is."""
    head = file.read(32)
    kind = _kind(head)
    try:
        width, height = _jpeg(file) if kind == "jpeg" else _SIZES[kind](head) if kind in _SIZES else (0, 0)
    except error:  # shorter than its header
        width, height = 0, 0
    return Asset(path, size, kind, width or None, height or None)


def _kind(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return _FTYP.get(head[8:12], "mp4")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return "svg" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<svg", b"<?xml")) else ""


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"8BPS", "psd"),
    (b"version https://git-lfs", "git-lfs"),
)


def _png(head: bytes) -> tuple[int, int]:
    width, height = unpack(">II", head[16:24])
    return (width, height) if head[12:16] == b"IHDR" else (0, 0)


def _gif(head: bytes) -> tuple[int, int]:
    width, height = unpack("<HH", head[6:10])
    return width, height


def _jpeg(file: BinaryIO) -> tuple[int, int]:
    """From segment to segment to the frame header; thumbnails within a segment are jumped over."""
    file.seek(2)
    for _ in range(_SEGMENTS):
        mark, code = unpack(">BB", file.read(2))
        if (mark, code) == (0xFF, 0xFF):  # padding
            file.seek(-1, 1)
            continue
        if mark != 0xFF or code in (0xD9, 0xDA):  # the picture begins, and nobody said how large
            break
        (length,) = unpack(">H", file.read(2))
        if 0xC0 <= code <= 0xCF and code not in (0xC4, 0xC8, 0xCC):
            _, height, width = unpack(">BHH", file.read(5))
            return width, height
        file.seek(max(length - 2, 0), 1)
    return 0, 0


_SIZES = {"png": _png, "gif": _gif}
