"""What accounts are called and may hold: friends of a personal account, the official account's menu, its auto-replies.

In: nothing. Out: `KINDS` and `JOBS` by word, `FRIENDS`, `MENU`, `REPLY`.
Promise: a figure has a source and a date; a name's length is display width (Han 2, ASCII 1), past which the app shows "…".
"""

from __future__ import annotations

from typing import NamedTuple

from siyu.facts.channels import Channel
from siyu.facts.platform import Most


class Menu(NamedTuple):
    """Items of the first level, items below one of them, and how wide a name of each level may be."""

    source: str
    dated: str
    first: int
    below: int
    first_width: int
    below_width: int


class Keyworded(NamedTuple):
    """An official account's keyword replies: characters of an answer and of a keyword, rules in all."""

    source: str
    dated: str
    chars: int
    keyword: int
    rules: int


FRIENDS = Most("腾讯公司（北京晚报）Tencent in the Beijing Evening News", "2014-05-22", 5000)
NEARLY = 0.9  # of the friends: time to lead newcomers elsewhere
MENU = Menu("公众号文档“自定义菜单” WeChat official account document, custom menus", "2026-11-22", 3, 5, 8, 16)
REPLY = Keyworded("公众平台关键词自动回复 official account, keyword replies", "2021-10-18", 300, 30, 200)

KINDS: dict[str, Channel] = {
    "personal-wechat": Channel("个人微信", "Personal WeChat"),
    "wecom": Channel("企业微信", "WeCom"),
    "official-account": Channel("公众号", "Official account"),
    "channel-video": Channel("视频号", "Channel video"),
    "mini-program": Channel("小程序", "Mini program"),
    "group": Channel("社群", "Groups"),
    "mall": Channel("商城", "Mall"),
    "other": Channel("其他", "Other"),
}
JOBS: dict[str, Channel] = {
    "exposure": Channel("曝光", "Exposure"),
    "content": Channel("内容", "Content"),
    "live": Channel("直播", "Live"),
    "activity": Channel("活动", "Activity"),
    "referral": Channel("裂变", "Referral"),
    "care": Channel("关怀", "Care"),
    "conversion": Channel("转化", "Conversion"),
    "deal": Channel("成交", "Deal"),
    "after-sales": Channel("售后", "After-sales"),
}
"""In the order in which a customer meets them."""
