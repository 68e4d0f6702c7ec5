"""A benefit is given for forwarding, sharing, likes or helpers: WeChat blocks the link and limits the account, and the group suffers with it."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Note, Severity, Words
from siyu.facts.sharing import shared
from siyu.library import Library
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Text


def rewarded_sharing(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's. What an incentive is given for need not say so twice."""
    found = list(said(texts, "rewarded-sharing", Words("{}是利诱分享", "{} rewards sharing")))
    yield from found
    told = {(finding.span.source, finding.span.start, finding.span.end) for finding in found}
    for written in _deeds(texts.library) if any(passage.lines for passage in texts.passages) else ():
        span = written.span
        if any(span.source is source and start < span.end and span.start < end for source, start, end in told):
            continue
        if place := shared(written):
            zh, en = (
                f"“{written[slice(*place)]}”换得到好处，是利诱分享",
                f"{written[slice(*place)]} brings a benefit: it rewards sharing",
            )
            yield Finding(Words(zh, en), written.at(*place), (_NOTE,))


def _deeds(library: Library) -> Iterator[Text]:
    """What incentives are given for."""
    for incentive in library.incentives.values():
        yield from (earn.what for earn in incentive.earn.values())
        yield from (reward.for_ for reward in incentive.rewards.values() if reward.for_)


_NOTE = Note(
    Words(
        "奖励成员自己做的事：买、用、写、来店；不奖励转发、拉人",
        "reward what members do themselves: buy, use, write, come; not forwarding or bringing people",
    )
)
RULE = Rule(
    name="rewarded-sharing",
    severity=Severity.ERROR,
    what=Words("用好处换转发、分享、集赞、助力、拉人", "a benefit is given for forwarding, sharing, likes or helpers"),
    why=Words(
        "微信会封链接、限制账号，整个群跟着受影响",
        "WeChat blocks the link and limits the account, and the group suffers with it",
    ),
    instead=Words(
        "把好处给到来的人，不给“转发”这个动作；愿意分享的人自己会分享",
        "give the benefit to those who come, not to the act of sharing",
    ),
    find=rewarded_sharing,
    source="《微信外部链接内容管理规范》（2019-10）三、诱导分享",
)
