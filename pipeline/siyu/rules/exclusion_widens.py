"""Tags left out where a platform cannot leave anybody out: the post that was to spare some reaches everybody."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.facts.audiences import CANNOT_EXCLUDE
from siyu.rule import Finding, Rule
from siyu.source import Span


def exclusion_widens(edition: Edition) -> Iterator[Finding]:
    """An error for each `none` that would be lost, a warning where `any` or `all` at least narrow it. Personal accounts can hide a post."""
    accounts = {str(account.kind) for account in edition.library.accounts.values()}
    personal = "personal-wechat" in accounts and "wecom" not in accounts
    told: set[Span] = set()
    for outer in edition.plan.items:
        for item in (outer, *outer.variants):
            audience, why = item.audience, CANNOT_EXCLUDE.get(item.channel)
            if audience is None or not audience.none or why is None or audience.span in told:
                continue
            if personal and item.channel == "moments":
                continue
            told.add(audience.span)
            narrowed = bool(audience.any or audience.all)
            reached = (
                Words(f"有“{audience.whom}”的人", ", ".join((*audience.any, *audience.all))) if narrowed else _EVERYBODY
            )
            words = Words(
                f"{item.name} 不给有“{audience.but}”的人看，可发出去，{reached.zh}都收得到：{why.zh}",
                f"{item.key!s} leaves out {', '.join(audience.none)}, but reaches {reached.en}: {why.en}",
            )
            severity = Severity.WARNING if narrowed else Severity.ERROR
            yield Finding(words, audience.none[0].span, (_HOW,), severity)


_EVERYBODY = Words("所有人", "everybody")
_HOW = Note(
    Words(
        "反过来写：any 列出可以看的标签；列不出，就先给可以看的人打一个标签，或改成一对一",
        "turn it round: any lists the tags that may see it; else tag those people first, or send it one to one",
    )
)

RULE = Rule(
    name="exclusion-widens",
    severity=Severity.ERROR,
    what=Words("不给谁看写了，发的地方却做不到", "tags are left out where the channel cannot leave anybody out"),
    why=Words(
        "发布时这一条会被丢掉，本来要避开的人第一个看到",
        "the exclusion is dropped, and those to be spared see it first",
    ),
    instead=Words(
        "用 any 列出可以看的标签，或改成一对一；个人微信的朋友圈可以不给谁看（brand/accounts 里写明是 personal-wechat）",
        "list the tags that may see it with any, or send it one to one; a personal account's Moments can hide a post (say so in brand/accounts)",
    ),
    find=exclusion_widens,
    source="WeCom developer document 96351 (2025-09-11)",
)
