"""Where a web address really leads: what stands before an @, foreign letters and full-width dots do not deceive it.

In: a text. Out: the addresses in it, and the host of one.
Promise: the host is the one that a browser would ask (WHATWG URL Standard, as of 2026-09): after user information, without port, as its
ASCII name (IDNA). Chinese words right behind an address are not part of it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import unquote

_ADDRESS = re.compile(
    r"https?:[/\\]+([^\s/?#\\，。、；：！？（）()「」『』“”‘’《》【】｜|<>\"'`]*)((?:[/?#\\][!-~]*)?)", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LOOSE = ".,;:!?()[]{}'\"`<>*_~|"


@lru_cache(512)  # several rules look at the same texts, one after another
def addresses(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every http address and its place."""
    if ":/" not in text and ":\\" not in text:
        return ()
    found = []
    for match in _ADDRESS.finditer(text):
        authority, rest = match[1], match[2].rstrip(_LOOSE)
        if not rest:
            authority = _without_words(authority).rstrip(_LOOSE)
        end = match.start(1) + len(authority) + len(rest)
        if authority:
            found.append((text[match.start() : end], match.start(), end))
    return tuple(found)


def _without_words(authority: str) -> str:
    """Chinese right behind a name that is ASCII so far was typed without a space."""
    han = _HAN.search(authority)
    ascii_so_far = han and "." in authority[: han.start()].rpartition("@")[2]
    return authority[: han.start()] if han and ascii_so_far and "." not in authority[han.start() :] else authority


def host(address: str) -> str:
    """The host that an address leads to, in lower case."""
    match = _ADDRESS.match(address)
    name = normalize("NFKC", unquote(match[1].rpartition("@")[2] if match else "")).lower()
    name = re.split(r"[/?#\\]", re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", name).replace("。", "."))[0]
    name = re.sub(r":\d*$", "", name).rstrip(".")
    if name.isascii():
        return name
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


def plain(address: str) -> str:
    """An address as it is compared with another: host in lower case, no slash at its end."""
    scheme, _, rest = address.partition("://")
    name, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{name.lower()}{slash}{path}".rstrip("/")
