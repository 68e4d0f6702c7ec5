"""How a text says that it draws lots, how it says until when, and how it says that the draw is over.

In: a text. Out: the place of the lottery's words in it, or None.
Promise: a draw that is told about (年会抽奖没抽到), denied (不抽奖) or over (中奖名单) is none.
"""

from __future__ import annotations

import re

_SOME = re.compile(
    r"(?:随机|现场|直播间|评论区|群里)?抽(?:出|取|选)? ?[\d一二三四五六七八九十两几]{1,4} ?(?:位|名|个|人|份|单)"
)
_GIVES = re.compile(r"送|赠|奖|免单|寄|礼|获得|各得|请[喝吃]|带走|拿走|幸运|体验|试用|名额")
_DRAW = re.compile(
    r"(?:参与|参加|来|进群|下单|留言|评论|点赞|关注|转发|转盘|红包|幸运)抽奖|抽奖(?:送|啦|了|咯|活动|福利|时间|开始|继续|[：:｜！!])|抽(?:免单|大奖|锦鲤|幸运)|幸运大?转盘"
)
_NONE = re.compile(
    r"(?:不|没有?|别|无需|不用|从不|不搞|不做|不设)(?:参与|参加|来)?(?:抽奖|抽|开奖)|年会|抽到|抽中|没中|中奖名单|获奖名单|已开奖|开奖结果|恭喜|上[周次期月]的?抽|昨[天晚]|抽了"
)
_UNTIL = re.compile(
    r"截止|截至|为止|结束|开奖时间|即时开奖|当场|现场开|立即开奖|满 ?\d+ ?[人条个楼]|\d{1,2} ?[:：点] ?\d{0,2}|\d{1,2} ?月 ?\d{1,2}|\d{1,2}[./-]\d{1,2}(?!\d)|\d{1,2} ?[日号]"
    r"|[本这下]?(?:周|星期|礼拜)[一二三四五六日天末]|[今明后][天日晚早]|[\d一二三四五六七]+ ?(?:天|小时|分钟)[之以]?[后内]|下播|直播(?:间|时|中|里)|中午|晚上|下午|晚八点|月底|当[天日晚]|规则|细则|详情"
)


def lottery(text: str) -> tuple[int, int] | None:
    """Where a text announces a draw."""
    if "抽" not in text and not ("盘" in text and "转盘" in text):
        return None
    found = _DRAW.search(text) or next((some for some in _SOME.finditer(text) if _GIVES.search(_line(some))), None)
    return found.span() if found and not _NONE.search(text) else None


def _line(match: re.Match[str]) -> str:
    """The line that a match is in, as far as one can see."""
    start, end = match.span()
    before, after = match.string[max(0, start - 60) : start], match.string[end : end + 60]
    return before.rpartition("\n")[2] + after.partition("\n")[0]


def says_until_when(text: str) -> bool:
    """Whether a text says when its draw is, or where its rules are."""
    return _UNTIL.search(text) is not None
