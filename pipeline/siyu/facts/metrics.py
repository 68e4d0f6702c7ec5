"""The stages of a community and the nine metrics that tell how it does, and what an operator counts for them.

Source: the field's own practice (建群、促活、留存、变现、传播; numerators and denominators as community teams use them), 2026-11. A week begins on
Monday: `members` are those of Monday's beginning, so that whoever joins later can leave, speak and buy, too.
In: counts by name. Out: `COUNTS`, `POSTS`, `METRICS`, `GROUPS`, and what no week can have been (`impossible`).
Promise: a metric is made of counts that were given; what was not counted is not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

Counted = Mapping[str, Decimal]


class Count(NamedTuple):
    """Something an operator writes down; `about` says how, `whole` whether it comes in ones."""

    zh: str
    en: str
    about: str
    whole: bool = True


class Metric(NamedTuple):
    """`of` over the sum of `by`; `unit` is "%", "×", "元" or "条"; `least`: more is better."""

    stage: str
    zh: str
    en: str
    of: str
    by: tuple[str, ...]
    unit: str = "%"
    least: bool = True


class Group(NamedTuple):
    """Members by satisfaction and loyalty, and what they need from the brand."""

    zh: str
    en: str
    zh_answer: str
    en_answer: str


COUNTS: dict[str, Count] = {
    "exposure": Count("入口曝光", "seen", "入群入口这周被看到几次：海报、包裹卡、菜单加起来"),
    "joins": Count("新进", "joined", "这周进来的人"),
    "leaves": Count("退出", "left", "这周离开的人"),
    "members": Count("周一人数", "members on Monday", "周一零点在群里的人"),
    "kept": Count("留下", "kept", "周一在、周日还在的人"),
    "active": Count("日均发言人数", "spoke, a day", "每天说过话的人，七天平均，四舍五入"),
    "messages": Count("成员消息", "members' messages", "成员这周发的消息，不算自己人发的"),
    "buyers": Count("下单人数", "buyers", "这周下过单的成员，一个人算一次"),
    "sales": Count("成交额", "sales", "元，这些成员这周付的钱", whole=False),
    "cost": Count("投入", "cost", "元，券、赠品、工具；没花钱就留空", whole=False),
    "loyal": Count("忠诚型", "loyal", "满意、常买：最近一次回访的人数"),
    "bargain": Count("逐利型", "bargain-hunting", "不太满意、常买"),
    "demand": Count("需求型", "demand-driven", "满意、不常买"),
    "low": Count("低需求型", "low-demand", "不太满意、不常买"),
}
"""What is counted of a tier in a week."""

POSTS: dict[str, Count] = {
    "reads": Count("看过", "reads", "阅读、播放"),
    "likes": Count("点赞", "likes", "赞、在看"),
    "comments": Count("评论", "comments", "评论；在群里是接话的条数"),
    "clicks": Count("点击", "clicks", "点进链接的次数"),
    "orders": Count("订单", "orders", "从这一条来的订单"),
}
"""What is counted of one publication."""

INTERACTIONS = ("likes", "comments", "clicks")
"""What a member does with a publication, beyond seeing it; a column that sells is judged by its orders."""
SELLING = ("conversion", "repurchase")

STAGES: dict[str, tuple[str, str]] = {
    "founding": ("建群", "Founding"),
    "activation": ("促活", "Activation"),
    "retention": ("留存", "Retention"),
    "monetisation": ("变现", "Monetisation"),
    "spread": ("传播", "Spread"),
}

METRICS: dict[str, Metric] = {
    "join_rate": Metric("founding", "入群率", "Join rate", "joins", ("exposure",)),
    "leave_rate": Metric("founding", "退群率", "Leave rate", "leaves", ("members",), least=False),
    "interaction_rate": Metric("activation", "互动率", "Interaction rate", "active", ("members",)),
    "messages_per_member": Metric("activation", "人均消息", "Messages per member", "messages", ("members",), unit="条"),
    "retention": Metric("retention", "留存率", "Retention", "kept", ("members",)),
    "conversion": Metric("monetisation", "转化率", "Conversion", "buyers", ("members",)),
    "average_order": Metric("monetisation", "客单价", "Average order", "sales", ("buyers",), unit="元"),
    "roi": Metric("monetisation", "投入产出比", "ROI", "sales", ("cost",), unit="×"),
    "loyalty": Metric("spread", "忠诚占比", "Loyal share", "loyal", ("loyal", "bargain", "demand", "low")),
}
"""The nine, in the order of their stages."""

GROUPS: dict[str, Group] = {
    "loyal": Group(
        "忠诚型（满意、常买）",
        "Loyal (satisfied, buy often)",
        "先知道、先试用，请他们说真话；邀请进更高一层，感谢写给一个人，不写给一群人",
        "First to know and to try; ask for honest words, invite them up a tier, thank each by name",
    ),
    "bargain": Group(
        "逐利型（不太满意、常买）",
        "Bargain-hunting (less satisfied, buy often)",
        "不再加折扣，先问哪里不合用；用搭配和用法，把买的理由从便宜换成合适",
        "No deeper discount: ask what does not suit, and give a better reason than the price",
    ),
    "demand": Group(
        "需求型（满意、不常买）",
        "Demand-driven (satisfied, buy rarely)",
        "不催；按用完的日子提醒一次，要的时候找得到人、找得到链接",
        "No pressure: one reminder when theirs runs out, and somebody to be found when they need it",
    ),
    "low": Group(
        "低需求型（不太满意、不常买）",
        "Low-demand (less satisfied, buy rarely)",
        "少打扰，只留朋友圈和售后；把没解决的那件事解决，一个季度问候一次",
        "Leave them in peace; settle what went wrong, and greet them once a quarter",
    ),
}


def value(metric: str, counted: Counted) -> Decimal | None:
    """A metric as people say it (percent for "%"); None where a count is missing or there is nothing to divide by."""
    _, _, _, of, by, unit, _ = METRICS[metric]
    if not {of, *by} <= counted.keys() or not (whole := sum((counted[name] for name in by), Decimal())):
        return None
    return counted[of] / whole * (100 if unit == "%" else 1)


def missed(metric: str, reached: Decimal, target: Decimal) -> bool:
    """Whether a target was not reached."""
    return reached < target if METRICS[metric].least else reached > target


_AT_MOST: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
    (("joins",), ("exposure",)),
    (("leaves",), ("members", "joins")),
    (("kept",), ("members",)),
    (("active",), ("members", "joins")),
    (("active",), ("messages",)),
    (("buyers",), ("members", "joins")),
    (("loyal", "bargain", "demand", "low"), ("members", "joins")),
    (("likes",), ("reads",)),
]
"""What cannot be more than what; a sum that lacks a count is not judged."""


class Impossible(NamedTuple):
    """A count that cannot be, in both languages; `zero`: nothing is wrong but that a metric divides by it."""

    name: str
    zh: str
    en: str
    zero: bool = False


def impossible(counted: Counted) -> Iterator[Impossible]:
    """What cannot have been; then what makes a metric divide by nothing."""
    known, told = COUNTS | POSTS, set()
    for name, number in counted.items():
        if known[name].whole and number % 1:
            yield Impossible(
                name, f"{known[name].zh}是 {number}，应该是整数", f"{name} is {number}, not a whole number"
            )
    for parts, limits in _AT_MOST:
        if {*parts, *limits} <= counted.keys():
            many, most = (sum(counted[name] for name in names) for names in (parts, limits))
            if many > most:
                zh = "{}是 {}，比{} {} 还多".format(
                    "、".join(known[p].zh for p in parts), many, "加".join(known[p].zh for p in limits), most
                )
                en = f"{' + '.join(parts)} is {many}, more than {' + '.join(limits)}, {most}"
                told.add(parts[0])
                yield Impossible(parts[0], zh, en)
    if {"members", "leaves", "kept"} <= counted.keys() and counted["kept"] < counted["members"] - counted["leaves"]:
        least = counted["members"] - counted["leaves"]
        zh = f"留下 {counted['kept']} 人，周一人数减去退出还有 {least} 人"
        yield Impossible("kept", zh, f"kept is {counted['kept']}, members less leaves are {least}")
    if counted.get("sales") and counted.get("buyers") == 0:
        told.add("sales")
        yield Impossible("buyers", "有成交额，下单人数却是 0", "there are sales, but no buyers")
    for metric, (_, zh, _, of, by, _, _) in METRICS.items():
        if {of, *by} <= counted.keys() and counted[of] and of not in told and not sum(counted[name] for name in by):
            said = f"{known[by[0]].zh}是 0，{zh}算不出来；没有数就留空"
            yield Impossible(
                by[0], said, f"{by[0]} is 0, so there is no {metric}; leave out what was not counted", True
            )
