"""A lottery whose highest prize is worth more than the law allows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.lotteries import lottery
from siyu.facts.promotion import LOTTERY_CEILING, PROMOTION
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_NOTE = Note(
    Words(
        f"抽奖的最高奖不能超过 {LOTTERY_CEILING} 元，实物按市价算；换一个奖品，或改成满额赠",
        f"the highest prize of a lottery is worth {LOTTERY_CEILING} yuan at most, goods at their market price",
    )
)
_WORTH = re.compile(r"价值(?:人民币)?(?:约|近)?[¥￥ ]{0,2}(\d[\d,]{0,8}(?:\.\d{1,2})?) ?(万)?[余多]? ?元")


def lottery_over_ceiling(texts: Texts) -> Iterator[Finding]:
    """An error for each lottery with such a `prize`; a warning for a text that draws lots for a thing of such a value."""
    for offer in texts.library.offers.values():
        if offer.mechanic == "lottery" and offer.prize and Decimal(offer.prize) > LOTTERY_CEILING:
            words = Words(
                f"抽奖的最高奖 {offer.prize} 元，超过 5 万元", f"a lottery's prize of {offer.prize} yuan is over 50,000"
            )
            yield Finding(words, offer.prize.span, (_NOTE,))
    rewards = [reward for incentive in texts.library.incentives.values() for reward in incentive.rewards.values()]
    for reward in rewards:
        if reward.drawn and reward.worth and Decimal(reward.worth) > LOTTERY_CEILING:
            zh, en = (
                f"抽的奖一份值 {reward.worth} 元，超过 5 万元",
                f"a prize of {reward.worth} yuan, drawn by lot, is over 50,000",
            )
            yield Finding(Words(zh, en), reward.worth.span, (_NOTE,))
    for passage in texts.passages:
        if "值" not in passage.text or lottery(passage.text) is None:
            continue
        for match in _WORTH.finditer(passage.text):
            amount = Decimal(match[1].replace(",", "")) * (10_000 if match[2] else 1)
            if amount > LOTTERY_CEILING and passage.text[max(0, match.start() - 1) : match.start()] not in ("总", "共"):
                words = Words(
                    f"抽奖的奖品“{match.group()}”，超过 5 万元", f"a lottery's prize, {match.group()!r}, is over 50,000"
                )
                yield Finding(words, passage.at(*match.span()), (_NOTE,), Severity.WARNING)


RULE = Rule(
    name="lottery-over-ceiling",
    severity=Severity.ERROR,
    what=Words("抽奖的最高奖超过 5 万元", "a lottery's highest prize is worth more than 50,000 yuan"),
    why=Words("法律定的上限，超过就是不正当竞争", "the law's ceiling; beyond it is unfair competition"),
    instead=Words(
        "换一个奖品，分成几个小奖，或改成人人都有的满额赠",
        "choose another prize, several small ones, or a gift for all",
    ),
    find=lottery_over_ceiling,
    source=f"{PROMOTION}第十七条；《反不正当竞争法》（2025-10-15 施行）",
)
