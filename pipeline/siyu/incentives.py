"""An incentive in words, as rules, announcements and pages say them: what is earned, what it buys, what is given, and on which terms.

In: an incentive, its library, a tier. Out: lines of Chinese, each with the author's words that it was made from; the most that can be earned.
Promise: pure; a tier's lines hold nothing that is for another tier alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from siyu.after import After
from siyu.kinds.incentive import Earn, Given, Incentive, Reward, Spend
from siyu.kinds.ip import Ip
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.source import Text
from siyu.weeks import month_day

MISSED = {
    "goes-on": "断一天接着数，不用从头来",
    "starts-over": "断一天，从头数起",
    "is-out": "断一天，这一轮就到此为止",
}
_MONTH = 31


class Line(NamedTuple):
    """One line, and what its author wrote of it."""

    words: str
    written: Text


class Handout(NamedTuple):
    """An incentive as one tier reads it: `part` is rules or announcement, `copy` the author's where it is not made from `lines`: each line
    of the text, and what was written of it."""

    tier: Tier
    incentive: Incentive
    part: str
    text: str
    copy: Text | None = None
    ip: Ip | None = None
    values: tuple[str, ...] = ()
    lines: Mapping[str, Text] = {}


def all_of(library: Library, tier: Tier) -> list[Incentive]:
    """A tier's incentives."""
    return [incentive for incentive in library.incentives.values() if tier in tiers_of(library, incentive)]


def tiers_of(library: Library, incentive: Incentive) -> list[Tier]:
    """The tiers that it is for: its own, else its campaign's, else all."""
    campaign = library.campaigns.get(incentive.campaign or "")
    named = incentive.tiers if incentive.tiers is not None or campaign is None else campaign.tiers
    return library.covers(named)


def dates_of(library: Library, incentive: Incentive) -> tuple[date | None, date | None]:
    """Its first and last day: its own, else its campaign's."""
    campaign = library.campaigns.get(incentive.campaign or "")
    first = incentive.from_ or (campaign.launch if campaign else None)
    return first, incentive.last(first) or (campaign.last if campaign else None)


def earned(incentive: Incentive, tier: Tier) -> list[Line]:
    """What brings points."""
    return [Line(_earn(incentive, earn), earn.what) for earn in _for(incentive.earn.values(), tier)]


def bought(library: Library, incentive: Incentive, tier: Tier) -> list[Line]:
    """What points buy, the cheapest first."""
    spends = sorted(_for(incentive.spend.values(), tier), key=lambda spend: spend.cost)
    return [line for spend in spends if (line := _spend(library, incentive, spend))]


def given(library: Library, incentive: Incentive, tier: Tier) -> list[Line]:
    """What is given for what, by days where days count."""
    rewards = sorted(_for(incentive.rewards.values(), tier), key=lambda reward: reward.days or 0)
    return [line for reward in rewards if (line := _reward(library, incentive, reward))]


def terms(library: Library, incentive: Incentive) -> list[Line]:
    """When it is, how long points last, what a missed day does, and what its author adds."""
    first, last = dates_of(library, incentive)
    own = [Line(line, incentive.name) for line in (when(first, last), *_limits(incentive)) if line]
    return own + [Line(_plain(term), term) for term in incentive.terms]


def when(first: date | None, last: date | None) -> str:
    """From when until when, in words."""
    begin, end = (month_day(one) if one else "" for one in (first, last))
    return f"{begin}至{end}" if begin and end else f"{begin}开始" if begin else f"到{end}为止" if end else ""


def steps(library: Library, incentive: Incentive, tier: Tier) -> list[str]:
    """What its keeper does: books, stock, lists, notices."""
    unit = unit_of(incentive)
    made = []
    if incentive.kind == "points":
        made.append(f"当天登记：谁、做了什么、加几{unit}；本人来问，随时查得到")
        if incentive.valid and incentive.notice:
            made.append(f"每月第一个工作日查一遍：{incentive.notice.span_zh}内要过期的，逐个提醒，提醒过的打勾")
    if incentive.kind == "check-in":
        made.append("每天收完打卡，当晚登记：一人一行，一天一格")
        if incentive.make_up:
            made.append("补打的在格子里写“补”")
    for part in (*_for(incentive.spend.values(), tier), *_for(incentive.rewards.values(), tier)):
        if part.stock and (what := _what(library, part)):
            made.append(
                f"{_plain(what)}，{_in_all(library, incentive, part.stock)}：备好，发一份划一份，快没有时在群里说一声"
            )
        if isinstance(part, Reward) and part.drawn:
            made.append(f"当着大家的面抽 {part.drawn} 位，录屏存档")
    if incentive.rewards:
        made.append("名单和登记表对两遍再公布")
    return made + [str(step) for step in incentive.checklist]


def unit_of(incentive: Incentive) -> str:
    """What its points are called."""
    return str(incentive.unit or "积分")


def most(incentive: Incentive, tier: Tier) -> int | None:
    """The most points that a member of a tier can hold at once; None where there is no bound."""
    spans = [days for days in (_days(incentive.valid), incentive.lasts()) if days]
    total = 0
    for earn in _for(incentive.earn.values(), tier):
        times = [earn.in_all] if earn.in_all else []
        for days in spans:
            times += [earn.per_day * days] if earn.per_day else []
            times += (
                [earn.per_month * (math.ceil(days / _MONTH) + 1)] if earn.per_month else []
            )  # it may begin mid-month
        if not times:
            return None
        total += min(times) * earn.points
    return total


def _days(length: After | None) -> int | None:
    return length.months * _MONTH + length.days if length else None


def _for(parts: Iterable, tier: Tier) -> Iterator:  # type: ignore[type-arg]
    return (part for part in parts if part.only is None or tier.id in part.only)


def _earn(incentive: Incentive, earn: Earn) -> str:
    unit = unit_of(incentive)
    limits = [f"一天最多 {earn.per_day} 次"] if earn.per_day else []
    limits += [f"一个月最多 {earn.per_month} 次"] if earn.per_month else []
    limits += [f"每人一共 {earn.in_all} 次"] if earn.in_all else []
    return "，".join([f"{_plain(earn.what)}，得 {earn.points} {unit}", *limits])


def _spend(library: Library, incentive: Incentive, spend: Spend) -> Line | None:
    if (what := _what(library, spend)) is None:
        return None
    limits = [_in_all(library, incentive, spend.stock)] if spend.stock else []
    limits += [f"每人最多 {spend.limit} 份"] if spend.limit else []
    return Line("，".join([f"{_plain(what)}：{spend.cost} {unit_of(incentive)}", *limits]), what)


def _reward(library: Library, incentive: Incentive, reward: Reward) -> Line | None:
    if (what := _what(library, reward)) is None:
        return None
    deed = [_plain(reward.for_)] if reward.for_ else []
    deed += [f"打满 {reward.days} 天"] if reward.days else []
    head = f"{'，'.join(deed)}：" if deed else ""
    limits = [f"抽 {reward.drawn} 位"] if reward.drawn else []
    limits += [f"每份价值 {reward.worth} 元"] if reward.worth else []
    limits += [_in_all(library, incentive, reward.stock)] if reward.stock else []
    return Line("，".join([f"{head}{_plain(what)}", *limits]), reward.for_ or what)


def _in_all(library: Library, incentive: Incentive, stock: int) -> str:
    """How many there are: one stock for all of its tiers."""
    return f"{'几个群合计' if len(tiers_of(library, incentive)) > 1 else '共'} {stock} 份"


def _what(library: Library, part: Given) -> Text | None:
    """In the author's words, or the product's name; None where that did not load."""
    product = library.products.get(part.product or "")
    return part.what or (product.name if product else None)


def _limits(incentive: Incentive) -> Iterator[str]:
    unit = unit_of(incentive)
    if incentive.valid:
        told = f"，过期前 {incentive.notice.span_zh}提醒一次" if incentive.notice else ""
        yield f"{unit}从得到那天起 {incentive.valid.span_zh}内有效{told}"
    if incentive.days:
        yield f"一共 {incentive.days} 天；{MISSED[incentive.missed or 'goes-on']}"
    if incentive.make_up:
        yield f"可以补打 {incentive.make_up} 天"


def _plain(text: str) -> str:
    """As part of a longer line: without the end that its author gave it."""
    return text.strip().rstrip("。；;")
