"""Where an output is published: what any such place can do, and the URLs that name one.

In: a URL. Out: whether it is a folder or a bucket, taken apart. Promise: nothing is opened here; a name that could mean two things is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from siyu.diagnostic import Refusal, Words

PART = ".siyu-part"
"""How a file's name ends while it is being written; one that stays was cut off."""

_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")
_STEP = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~=+@,-]+")


class Unfit(Refusal):
    """What was asked for cannot be: a URL, an output, a place that holds something else."""


class Failed(Refusal):
    """The disk or the network did not do it; carries why."""


class Place(Protocol):
    """A folder or a bucket; paths have forward slashes and begin below it. Every method may raise `Failed`."""

    @property
    def hidden(self) -> bool:
        """Whether readers could fetch a manifest, so that its name must be a secret."""
        ...

    def listed(self) -> dict[str, int]:
        """Every file and its size."""
        ...

    def read(self, path: str) -> bytes | None:
        """A file's bytes, None where there is none."""
        ...

    def put(self, files: Mapping[str, bytes], kind: str) -> None:
        """Write files of one media type, each in one step."""
        ...

    def delete(self, paths: Iterable[str]) -> None:
        """Take files away; one that is gone already is no failure."""
        ...


class Bucket(NamedTuple):
    """A bucket and the prefix below which everything is, without slashes at its ends."""

    name: str
    prefix: str


def named(url: str) -> Path | Bucket:
    """What a URL names; raises `Unfit`. One letter before the colon is a Windows drive."""
    scheme, colon, rest = url.partition(":")
    if not url or not url.isprintable():
        raise Unfit(Words("写一个文件夹，或者 s3://桶/前缀", "name a folder, or s3://bucket/prefix"))
    if not colon or len(scheme) == 1 or not rest.startswith("//"):
        return Path(url)
    if scheme.lower() == "file":
        parts = urlsplit(url)
        if parts.netloc not in ("", "localhost"):
            raise Unfit(Words("file:// 后面写三个斜杠：file:///srv/siyu", "write three slashes: file:///srv/siyu"))
        return Path(url2pathname(parts.path))
    if scheme.lower() != "s3":
        raise Unfit(
            Words(
                f"不认识 {scheme}://；能发布到文件夹，或者 s3://桶/前缀（别家的对象存储加 --endpoint）",
                f"{scheme}:// is not known; a folder, or s3://bucket/prefix (with --endpoint for other providers)",
            )
        )
    name, _, prefix = unquote(rest[2:]).strip("/").partition("/")
    steps = prefix.split("/") if prefix else []
    if not _BUCKET.fullmatch(name) or not all(_STEP.fullmatch(step) for step in steps):
        raise Unfit(
            Words(
                "s3:// 后面写桶和前缀，只用字母、数字和 . _ ~ -；密钥放在环境变量里，不写在地址里",
                "after s3:// write a bucket and a prefix of letters, digits and . _ ~ -; keys belong in the environment, not here",
            )
        )
    return Bucket(name, "/".join(steps))
