"""The deeds that a benefit must not be given for: forwarding, likes, helpers, and bringing people into a group.

In: a text that says what somebody does. Out: the place of such a deed in it, or None.
Promise: a word in the group about one's own use, and what is denied (不用转发) are none.
Source: 《微信外部链接内容管理规范》（2019-10）三、诱导分享: 以利益诱惑分享、转发、助力、集赞、邀请.
"""

from __future__ import annotations

import re

_DEED = re.compile(
    r"转发|转到|集赞|点赞|助力|砍价|砍一刀|拉新|拉人|拉\S{0,3}(?:好友|朋友|群)|发(?:个|条|一条)?朋友圈|晒(?:到|个)?朋友圈"
    r"|分享(?:到|给|至|本|这|海报|链接|名片|小程序|朋友圈|直播)|(?:邀请?|带|介绍|推荐)[^，。；\n]{0,8}(?:进群|入群|关注|扫码|注册|加[^，。；]{0,3}好友)|邀请(?:好友|朋友|新人|闺蜜|\d|一|两|三)"
)
_NOT = re.compile(r"(?:不用|不需|无需|不必|不算|不靠|不看|没有|别)[^，。；\n]{0,6}$")


def shared(text: str) -> tuple[int, int] | None:
    """Where a text tells somebody to spread or to bring people."""
    for match in _DEED.finditer(text):
        if not _NOT.search(text[: match.start()]):
            return match.span()
    return None
