"""A text that calls its speaker something else than the IP calls itself: one 小编, and nobody knows who is talking."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.address import DENIED, addressed, functions
from siyu.facts.hostile import MANY
from siyu.kinds.ip import Ip
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule

_SAID = re.compile(r"(?:我是|我叫|我就是|这里是)$")
_SIGNED = re.compile(r"(?:^|\n) ?[—–-]{1,4} ?$")
_OVER = re.compile(r"$|[呀啊呢哦]|[^\w]")
_I = re.compile(r"我(?!们)|本人|在此")
_OTHERS = ("service", "moderator", "koc")  # people who speak as themselves


def wrong_self_name(texts: Texts) -> Iterator[Finding]:
    """A warning for each 小编 or 我是客服 of an IP with a name for itself, and where one IP introduces itself as another, or signs so."""
    strangers = {str(ip.id): _strangers(texts.library, ip) for ip in texts.library.ips.values()}
    for passage in texts.passages:
        ip = passage.ip
        if ip is None or (passage.item is not None and passage.item.role in _OTHERS):
            continue
        for start, end in functions(passage.text)[:MANY]:
            if ip.voice.self and not _own(passage.text[start:end].removeprefix("本"), ip):
                yield _finding(passage, ip, start, end)
        for name in strangers[ip.id]:
            for at in islice(_places(passage.text, name), MANY):
                if _as_its_own(passage.text, at, at + len(name)):
                    yield _finding(passage, ip, at, at + len(name))


def _own(word: str, ip: Ip) -> bool:
    return any(word in name for name in (ip.voice.self or "", ip.role, ip.nickname))


def _strangers(library: Library, ip: Ip) -> list[str]:
    """The names of the other IPs."""
    own = {ip.nickname, ip.voice.self}
    return [other.nickname for other in library.ips.values() if other.nickname not in own and len(other.nickname) > 1]


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)


def _as_its_own(text: str, start: int, end: int) -> bool:
    """Whether the speaker gives a name as its own, or signs with it."""
    before, after = text[max(0, start - 8) : start], text[end : end + 3]
    if said := _SAID.search(before):
        return not DENIED.search(before[: said.start()]) and _OVER.match(after) is not None
    if _SIGNED.search(before) and not after.strip(" ").partition("\n")[0]:
        return True
    return addressed(text, start) and _I.match(after) is not None


def _finding(passage: Passage, ip: Ip, start: int, end: int) -> Finding:
    said, own = passage.text[start:end], ip.voice.self or ip.nickname
    words = Words(f"{ip.nickname} 自称“{own}”，不是“{said}”", f"{ip.id!s} calls itself {own!s}, not {said}")
    note = Note(
        Words("写成 {{ ip.self }}，谁在说就是谁的名字", "write {{ ip.self }}: it is the name of whoever speaks"),
        own.span,
    )
    return Finding(words, passage.at(start, end), (note,))


RULE = Rule(
    name="wrong-self-name",
    severity=Severity.WARNING,
    what=Words("正文里的自称不是这个 IP 的", "the copy calls its speaker by another name than the IP's own"),
    why=Words(
        "今天小编、明天客服，说话的人就成了谁都可以的人",
        "an editor today, customer service tomorrow: whoever speaks could be anybody",
    ),
    instead=Words(
        "写成 {{ ip.self }}；换人说话就在分层或栏目里写 ip", "write {{ ip.self }}; where another speaks, say so with ip"
    ),
    find=wrong_self_name,
)
