"""A benefit is given for forwarding, sharing, likes or helpers: WeChat blocks the link and limits the account, and the group suffers with it."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def rewarded_sharing(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "rewarded-sharing", Words("{}是利诱分享", "{} rewards sharing"))


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
