"""A benefit or a pretext leads people to a private account: the platform treats it as harassment and limits the account."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.banned import said
from siyu.diagnostic import Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def contact_bait(texts: Texts) -> Iterator[Finding]:
    """Every such phrase, whatever it is disguised as; its severity is the pack's."""
    yield from said(texts, "contact-bait", Words("{}是诱导加好友", "{} baits for contacts"))


RULE = Rule(
    name="contact-bait",
    severity=Severity.WARNING,
    what=Words(
        "用好处或借口把人导去加私人号、扫码进别的群", "a benefit or a pretext leads people to a private account"
    ),
    why=Words("平台按引流、骚扰处理，账号会被限制", "the platform treats it as harassment and limits the account"),
    instead=Words("用名片、活码和菜单，让想来的人自己来", "use the contact card and the menu; whoever wants to, comes"),
    find=contact_bait,
    source="《微信个人账号使用规范》1.6；《微信外部链接内容管理规范》（2019-10）",
)
