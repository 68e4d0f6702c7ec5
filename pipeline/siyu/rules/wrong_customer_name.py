"""A text that addresses people by a name the IP does not use: 家人们 from a brand that says 苔友 is a text from somewhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.address import NOBODYS, address, addressed, customers
from siyu.facts.hostile import MANY
from siyu.kinds.ip import Ip
from siyu.library import Library
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule


def wrong_customer_name(texts: Texts) -> Iterator[Finding]:
    """A warning for each address in a text that is not `voice.customers` of its speaker; what it never says is off-voice's matter."""
    others = {str(ip.id): _others(texts.library, ip) for ip in texts.library.ips.values()}
    for passage in texts.passages:
        ip = passage.ip
        if ip is None or ip.voice.customers is None or (passage.item is not None and passage.item.role == "koc"):
            continue
        found = [*customers(passage.text)]
        if (other := others[ip.id]) is not None:
            found += [match for match in other.finditer(passage.text) if addressed(passage.text, match.start())]
        for match in found[:MANY]:
            if not _fine(match.group(), ip.voice.customers, ip.voice.never):
                yield _finding(passage, ip, match)


def _fine(said: str, own: str, never: tuple[str, ...]) -> bool:
    stem = said.removesuffix("们").removesuffix("萌")
    return stem in own or own in said or any(word in said or said in word for word in never)


def _finding(passage: Passage, ip: Ip, match: re.Match[str]) -> Finding:
    own, said = ip.voice.customers, match.group()
    words = Words(f"{ip.nickname} 称呼顾客“{own}”，不是“{said}”", f"{ip.id!s} calls customers {own!s}, not {said}")
    note = Note(
        Words("写成 {{ ip.customers }}，或者直接说“你”", "write {{ ip.customers }}, or simply say you"),
        own.span if own else None,
    )
    return Finding(words, passage.at(*match.span()), (note,))


def _others(library: Library, ip: Ip) -> re.Pattern[str] | None:
    """What the brand's other IPs call their readers, where it is an address."""
    names = {str(other.voice.customers) for other in library.ips.values() if other.voice.customers}
    names -= {str(ip.voice.customers), *NOBODYS}
    return address(*names) if names else None


RULE = Rule(
    name="wrong-customer-name",
    severity=Severity.WARNING,
    what=Words("正文里对顾客的称呼不是这个 IP 的", "the copy addresses people by a name that its speaker does not use"),
    why=Words(
        "一声“家人们”谁家都喊；自家的称呼是熟人之间的暗号",
        "any shop calls its customers so; a name of one's own is what friends know each other by",
    ),
    instead=Words("写成 {{ ip.customers }}，或者直接说“你”", "write {{ ip.customers }}, or simply say you"),
    find=wrong_customer_name,
)
