"""A document to begin with, fitted to the project: its tiers, its voice, where it sells.

In: the library, a kind, an id, a name and tiers. Out: the file's path and text.
Promise: pure; what the project does not have leaves no hole: the line goes, or a blank for the author stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from siyu.diagnostic import Words
from siyu.kinds import KINDS
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.starting.free import free
from siyu.starting.project import FOLDER, scalar

SKELETONS: dict[str, tuple[Words, str]] = {
    "column": (Words("栏目", "a column"), "【栏目名】"),
    "persona": (Words("用户画像", "a persona"), "【她是谁】"),
    "tier": (Words("社群分层", "a tier"), "【这一层叫什么】"),
    "product": (Words("商品", "a product"), "【商品名】"),
    "ip": (Words("品牌 IP", "a brand IP"), "【昵称】"),
    "welcome": (Words("欢迎语", "a welcome script"), ""),
    "announcement": (Words("群公告", "a group announcement"), "本周公告"),
    "sop": (Words("日常任务，id 是角色", "routines; the id is the role"), ""),
    "offer": (Words("优惠", "an offer"), "【优惠叫什么】"),
    "journey": (Words("旅程", "a journey"), "【旅程叫什么】"),
    "reply": (Words("自动回复，名字是关键词", "an auto-reply; the name is its keyword"), "【关键词】"),
}
"""Each kind that begins with a skeleton, and the name it has until it gets its own."""

_TOKEN = re.compile(r"<<([a-z]+)>>")


def skeleton(
    library: Library, week: Week | None, kind: str, name: str, called: str | None, tiers: Sequence[str]
) -> tuple[str, str]:
    """The path and the text; `week` is the last one planned. Raises `Taken` where other documents leave nothing for it."""
    tiers, own = free(library, kind, tiers, called or "")
    file = next((FOLDER / "new").glob(f"{kind}.*"))
    words = _words(library, week, name, tiers) | own | {"name": scalar(called or SKELETONS[kind][1])}
    lines = []
    for line in file.read_text("utf-8").split("\n"):
        token = _TOKEN.fullmatch(line)
        if token is None or words[token[1]]:
            lines.append(_TOKEN.sub(lambda match: words[match[1]], line))
        elif lines and lines[-1].startswith("#"):
            lines.pop()  # what was said about a line that goes
    return f"{KINDS[kind].place}/{name}{file.suffix}", "\n".join(lines)


def _words(library: Library, week: Week | None, name: str, tiers: Sequence[str]) -> dict[str, str]:
    covered = library.covers(tiers or None)
    speakers = [library.speaker(tier) for tier in covered]
    spoken, real = bool(speakers) and all(speakers), [tier for tier in library.tiers if tier != "all"]
    own = next((ip for tier in library.tiers.values() if (ip := library.speaker(tier))), None)
    return {
        "id": name,
        "tiers": f"tiers: [{', '.join(tiers)}]" if tiers else "",
        "ip": f"ip: {own.id}" if own else "",
        "prices": "\n".join(["prices:", *(f"  {tier}: 99" for tier in real)]) if real else "",
        "shop": f"https://{_host(library)}/p/{name}",
        "who": "{{ ip.nickname }}，{{ brand.name }}的{{ ip.role }}" if spoken else "{{ brand.name }}",
        "self": "{{ ip.self }}" if spoken else "我们",
        "human": "{{ ip.human }}" if spoken and all(ip and ip.human for ip in speakers) else "这边是真人，看到就回。",
        "promise": "{{ tier.promise }}" if all(tier.promise for tier in covered) else "【加上以后有什么】",
        "rules": "{{ rules }}\n" if all(tier.rules for tier in covered) else "",
        "begins": f"begins: {week.week}" if week else "",
        "ends": f"ends: {week.week + timedelta(6)}" if week else "",
    }


def _host(library: Library) -> str:
    """Where links may lead: the host of the brand's first link, else its own."""
    links = [str(link) for link in library.brand.links.values()]
    hosts = [link.split("/")[2] for link in links if link.startswith("https://")]
    return next(iter([*hosts, *map(str, library.brand.hosts)]), f"www.{library.brand.domain}")
