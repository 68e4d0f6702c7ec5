"""Who may subscribe: a small file with a name and the hash of a secret a line, kept out of git.

In: the file. Out: `Keys`; a new secret, told once. Promise: whoever reads the file learns no address; a lost file lets nobody in;
a guess is compared as a hash and in constant time, so how long an answer takes says nothing about how near it was.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path

from siyu.diagnostic import Refusal, Words
from siyu.serve.tree import Broken

Keys = dict[bytes, str]
"""Names by the hash of their secret."""

_TITLE = "# siyu serve --subscribers: sha256 of each secret, and whose it is. Not for git.\n"
_ROW = re.compile(r"([0-9a-f]{64})  (\S(?:.{0,62}\S)?)")
_BYTES = 24  # 192 bits: 32 characters of an address


class Unfit(Refusal):
    """A subscriber who cannot be added or revoked; carries why."""


def read(path: Path) -> Keys:
    """The subscribers of a file; raises `Broken` where it is missing or a line is none of ours."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        words = Words(f"没有订阅名单 {path}，用 --add 建一个", f"no list of subscribers {path}; --add makes one")
        raise Broken(words) from None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "UTF-8"
        raise Broken(Words(f"读不到订阅名单 {path}：{why}", f"cannot read the subscribers {path}: {why}")) from None
    keys: Keys = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = _ROW.fullmatch(line)
        if row is None:
            raise Broken(Words(f"{path} 第 {number} 行不是订阅人", f"{path}:{number} is no subscriber"))
        keys[bytes.fromhex(row[1])] = row[2]
    return keys


def opens(keys: Keys, secret: bytes) -> bool:
    """Whether a secret is one of the keys; every key is compared, to its end."""
    guess = sha256(secret).digest()
    return sum([compare_digest(key, guess) for key in keys]) > 0


def add(path: Path, name: str) -> str:
    """A new secret for somebody; the file keeps its hash only."""
    if not _ROW.fullmatch(f"{'0' * 64}  {name}") or not name.isprintable():
        raise Unfit(Words("名字要在一行里，1 到 64 个字", "a name is one line of 1 to 64 characters"))
    with _rewritten(path) as keys:
        if name in keys.values():
            raise Unfit(
                Words(f"{name} 已经有地址了；要换，先 --revoke", f"{name} has an address already; --revoke it first")
            )
        secret = secrets.token_urlsafe(_BYTES)
        keys[sha256(secret.encode()).digest()] = name
    return secret


def revoke(path: Path, name: str) -> None:
    """Close somebody's address."""
    with _rewritten(path) as keys:
        gone = [key for key, known in keys.items() if known == name]
        if not gone:
            raise Unfit(Words(f"名单里没有 {name}：{path}", f"{name} is not in {path}"))
        for key in gone:
            del keys[key]


@contextlib.contextmanager
def _rewritten(path: Path) -> Iterator[Keys]:
    """The keys to change; then the file is replaced in one step. The new file is the lock."""
    new = path.with_name(f"{path.name}.new")
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        words = Words(
            f"另一个 siyu 正在改 {path}；要是没有，删掉 {new}",
            f"another siyu is changing {path}; if none is, delete {new}",
        )
        raise Unfit(words) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            keys = read(path) if path.exists() else {}
            yield keys
            file.write(_TITLE + "".join(f"{key.hex()}  {name}\n" for key, name in keys.items()))
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
