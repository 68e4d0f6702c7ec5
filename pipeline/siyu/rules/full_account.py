"""A personal account that is full, or nearly: the next newcomer cannot be added."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.accounts import FRIENDS, NEARLY
from siyu.library import Library
from siyu.rule import Finding, Rule


def full_account(library: Library) -> Iterator[Finding]:
    """An error at 5,000 friends of a personal account, a warning from 4,500 on."""
    most = FRIENDS.number
    for account in library.accounts.values():
        if account.kind != "personal-wechat" or account.friends is None or account.friends < most * NEARLY:
            continue
        full = account.friends >= most
        words = Words(
            f"{account.name} 有 {account.friends} 位好友，{'满了' if full else '快满了'}：个人微信最多 {most} 位",
            f"account {account.id!s} has {account.friends} friends and is {'' if full else 'nearly '}full: a personal account holds {most}",
        )
        source = Note(
            Words(f"依据：{FRIENDS.source}（{FRIENDS.dated}）", f"source: {FRIENDS.source} ({FRIENDS.dated})")
        )
        yield Finding(words, account.name.span, (_HOW, source), Severity.ERROR if full else Severity.WARNING)


_HOW = Note(
    Words(
        "新客户改加企业微信，欢迎语和菜单里的入口一起换",
        "let newcomers add the WeCom account, and change the ways in with it",
    )
)
RULE = Rule(
    name="full-account",
    severity=Severity.ERROR,
    what=Words(
        "个人微信的好友满了 5000 位；到 4500 位是提醒", "a personal account has 5,000 friends; from 4,500 on a warning"
    ),
    why=Words(
        "包裹卡和菜单还在把人带来，来了却加不上", "package cards and menus still lead people to it, who cannot be added"
    ),
    instead=Words(
        "新客户改加企业微信，欢迎语和菜单里的入口一起换",
        "let newcomers add the WeCom account, and change the ways in with it",
    ),
    find=full_account,
    source=f"{FRIENDS.source} ({FRIENDS.dated})",
)
