"""A distribution of three levels or more: pay for what the recruits of one's recruits sell is pyramid selling."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule

_MOST = 2
_NOTE = Note(
    Words(
        "只给直接介绍成交的人一份定额答谢，levels 写 1；怎么都不要按下线的人数或业绩算",
        "thank only who made the sale, a fixed sum, levels: 1; never by the number or sales of those below",
    )
)


def multi_level_distribution(library: Library) -> Iterator[Finding]:
    """An error for each campaign whose `levels` are more than two; advice for a distribution that does not say."""
    for campaign in library.campaigns.values():
        if campaign.levels is not None and campaign.levels > _MOST:
            words = Words(
                f"活动“{campaign.name}”分 {campaign.levels} 级计酬，超过 {_MOST} 级",
                f"campaign {campaign.id!s} pays {campaign.levels} levels, {_MOST} at most",
            )
            yield Finding(words, campaign.name.span, (_NOTE,))
        elif campaign.mechanic == "distribution" and campaign.levels is None:
            words = Words(
                f"分销“{campaign.name}”没写几级", f"distribution {campaign.id!s} does not say how many levels it pays"
            )
            yield Finding(words, campaign.name.span, (_NOTE,), Severity.ADVICE)


RULE = Rule(
    name="multi-level-distribution",
    severity=Severity.ERROR,
    what=Words("分销超过两级", "a distribution pays more than two levels"),
    why=Words(
        "按下线的人数或业绩层层计酬就是传销，三级以上还会追究刑事责任；微信也会封号",
        "pay by the number or the sales of those below is pyramid selling, from three levels on a crime; WeChat bans the account",
    ),
    instead=Words(
        "只答谢直接介绍成交的人，定额，levels: 1", "thank only who made the sale, a fixed sum, with levels: 1"
    ),
    find=multi_level_distribution,
    source="《禁止传销条例》（国务院令第444号，2005-11-01 施行）第七条；两高一部关于传销案件的意见（公通字〔2013〕37号，2013-11-14）",
)
