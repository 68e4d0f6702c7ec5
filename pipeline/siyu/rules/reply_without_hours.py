"""An auto-reply that promises a person, or has words for when nobody is there, and nobody has said when somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.reply import Reply
from siyu.library import Library
from siyu.rule import Finding, Rule
from siyu.source import Span

_PERSON = re.compile(r"人工|真人|(?:客服|同事|专人|顾问|店长).{0,8}(?:回复|回你|回您|联系|接待|处理|服务|跟进)")
_HOURS = re.compile(r"ip\.hours|\d{1,2}\s?[:：点]|工作时间|小时内|分钟内|个?工作日内|当天|今天内")


def reply_without_hours(library: Library) -> Iterator[Finding]:
    """A warning for each reply with `ask`, words that promise a person, or `off`, where whoever speaks has no working hours."""
    for reply in library.replies.values():
        speakers = [library.speaker(tier, reply.ip) for tier in library.covers(reply.tiers)]
        if not speakers or all(ip is not None and ip.card.hours for ip in speakers):
            continue
        if reply.off is not None:
            words = Words(
                "没有人写了在线时间，不在线时的这条永远轮不到",
                "nobody's working hours are known, so the answer for the others is never given",
            )
            yield Finding(words, reply.off.span, (_HOW,))
        elif promise := _promise(reply):
            words = Words(
                "说了会有人接着回，却没说几点在",
                "it promises that a person answers, and does not say when one is there",
            )
            yield Finding(words, promise, (_HOW,))


def _promise(reply: Reply) -> Span | None:
    if _HOURS.search(reply.copy_):
        return None
    if found := _PERSON.search(reply.copy_):
        return reply.copy_.at(*found.span())
    return reply.ask.span if reply.ask else None


_HOW = Note(
    Words(
        "在品牌 IP 的 card.hours 写上在线时间，正文里用 {{ ip.hours }}",
        "give the IP's card its hours, and say {{ ip.hours }} in the text",
    )
)
RULE = Rule(
    name="reply-without-hours",
    severity=Severity.WARNING,
    what=Words(
        "自动回复说会有人接着回，或写了不在线时的回复，却没有在线时间",
        "an auto-reply promises a person, or has an answer for off hours, and no working hours are known",
    ),
    why=Words(
        "客人守着手机等一个不知道几点上班的人，等到就走了",
        "the customer waits for somebody who starts work nobody knows when, and leaves",
    ),
    instead=Words(
        "在品牌 IP 的 card.hours 写上在线时间，正文里用 {{ ip.hours }} 说出来",
        "give the IP's card its hours, and say them with {{ ip.hours }}",
    ),
    find=reply_without_hours,
)
