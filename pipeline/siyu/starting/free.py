"""What a new document may still take: each tier has one announcement, each event one greeting, each day zero one journey.

In: the library, a kind, tiers and a name. Out: the tiers and the words of its skeleton; `Taken` where nothing is left.
Promise: pure; nothing that it brings is claimed by another document. What a name says comes first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from siyu.diagnostic import Words
from siyu.kinds import KINDS
from siyu.library import Library
from siyu.when import WEEKDAYS

_EVENTS = ("contact-added", "group-joined", "account-followed")
_SOURCES = ("store-qr", "package-card", "live", "menu", "")
_ZEROS = (
    ("added", "", "added", "昨天加上以后还没好好说话，", "加好友"),
    ("joined", "", "added", "昨天进群以后还没好好说话，", "进群|入群"),
    ("promoted", "", "added", "昨天升上来，还没来得及恭喜。", "升层|升级|晋级"),
    ("first-purchase", "", "purchase", "昨天的第一单，谢谢你。", "首单|首购"),
    ("purchase", "", "purchase", "昨天那一单，谢谢你。", "复购|下单|购后"),
    *(("silent", f"days: {days}", f"silent {days}", "有一阵没说话了，", "沉睡|沉默|唤醒|流失|召回") for days in (30, 60, 90)),
    ("event", "event: 【哪件事，例如 试驾】", "event", "昨天【那件事】以后还没好好说话，", "(?!)"),
)  # fmt: skip
"""Trigger, its second line, the day that it shares with others, how the first step begins, and names that mean it."""
_FELL_TOGETHER = {"joined": "added", "promoted": "added", "first-purchase": "purchase"}
_DAY = re.compile(
    r"(?<![一两双])(?:周|星期|礼拜)([一二三四五六日天])(?:[到至~-](?:周|星期|礼拜)?([一二三四五六日天]))?"
)


class Taken(Exception):
    """Nothing is left; carries what to say."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


def free(library: Library, kind: str, tiers: Sequence[str], called: str) -> tuple[Sequence[str], dict[str, str]]:
    """The tiers, as given or those that are left, and the words that only this kind has."""
    if kind == "announcement":
        return _announced(library, tiers), {}
    if kind == "welcome":
        left, event, source = _greeted(library, tiers)
        return left, {"event": event, "source": f"source: {source}" if source else ""}
    if kind == "journey":
        trigger, more, since = _begun(library, tiers, called)
        return tiers, {"trigger": trigger, "more": more, "since": since}
    return tiers, {"days": _days(called)} if kind == "column" else {}


def _announced(library: Library, tiers: Sequence[str]) -> Sequence[str]:
    said = {str(tier.id): one for one in library.announcements.values() for tier in library.covers(one.tiers)}
    if (left := _left(library, tiers, set(said))) is not None:
        return left
    first = next(tier for tier in library.covers(tiers or None) if tier.id in said)
    path = said[str(first.id)].id.source.path
    others = "、".join(tier for tier in library.tiers if tier not in said)
    zh = f"加 --tier 给还没有的：{others}" if others else f"改 {path}；要另写一份，先用它的 tiers 让出一层，再加 --tier"
    en = f"--tier takes one that has none: {others}" if others else f"change {path}, or let its tiers leave one out and name that by --tier"  # fmt: skip
    raise Taken(
        Words(f"{first.name} 已经有一份公告（{path}）；{zh}", f"{first.id!s} has an announcement ({path}); {en}")
    )


def _greeted(library: Library, tiers: Sequence[str]) -> tuple[Sequence[str], str, str]:
    """All of the tiers in another event or source, rather than some in the usual one."""
    found = []
    for event, source in product(_EVENTS, _SOURCES):
        scripts = [one for one in library.welcomes.values() if (one.event, one.source or "") == (event, source)]
        said = {str(tier.id) for one in scripts for tier in library.covers(one.tiers)}
        if (left := _left(library, tiers, said)) is not None:
            found.append((left, event, source))
    if not found:
        words = Words(
            f"每个事件和来源都有欢迎语了；改 {KINDS['welcome'].place}/ 里现成的，或用 --tier 换一层",
            f"each event and source has a script; change one in {KINDS['welcome'].place}/, or take another tier by --tier",
        )
        raise Taken(words)
    return next((one for one in found if one[0] == tiers), found[0])


def _left(library: Library, tiers: Sequence[str], said: set[str]) -> Sequence[str] | None:
    """The tiers asked for where all are free; where none is asked for, those that are: nothing says all."""
    covered = [str(tier.id) for tier in library.covers(tiers or None)]
    left = [tier for tier in covered if tier not in said]
    if left == covered:
        return tiers
    return left if left and not tiers else None


def _begun(library: Library, tiers: Sequence[str], called: str) -> tuple[str, str, str]:
    wanted = {tier.id for tier in library.covers(tiers or None)}
    met = [one for one in library.journeys.values() if wanted & {tier.id for tier in library.covers(one.tiers)}]
    taken = {
        f"silent {one.days}" if one.trigger == "silent" else _FELL_TOGETHER.get(one.trigger, str(one.trigger))
        for one in met
    }
    left = [zero for zero in _ZEROS if zero[2] not in taken]
    if not left:
        words = Words(
            "每一种 trigger 都有旅程了；用 --tier 换一层，或改现成的那一条",
            "each trigger has a journey; take another tier by --tier, or change the journey that is there",
        )
        raise Taken(words)
    trigger, more, _, since, _ = next((zero for zero in left if re.search(zero[4], called)), left[0])
    return trigger, more, since


def _days(called: str) -> str:
    """The weekdays that a name says, else Saturday."""
    said = [
        "-".join(WEEKDAYS["一二三四五六日".index(day.replace("天", "日"))] for day in match.groups() if day)
        for match in _DAY.finditer(called)
    ]
    return ",".join(dict.fromkeys(said)) or "sat"
