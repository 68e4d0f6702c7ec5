"""The channels a brand speaks through: what each is called, and how it spells the recipient's name.

Source of the nickname: WeCom developer document 96357 (入群欢迎语素材, 2023-12-01): `%NICKNAME%`, case-sensitive; document 92599
(新客户欢迎语, 2025-11-17) knows no placeholder; a text pasted by hand has none.
"""

from __future__ import annotations

from typing import NamedTuple


class Channel(NamedTuple):
    """`nickname` is the channel's own spelling of the recipient's name, None where it has none."""

    zh: str
    en: str
    nickname: str | None = None


CHANNELS: dict[str, Channel] = {
    "moments": Channel("朋友圈", "Moments"),
    "group": Channel("群消息", "Group message"),
    "announcement": Channel("群公告", "Group announcement"),
    "one-to-one": Channel("一对一", "One to one"),
    "official-account": Channel("公众号", "Official account"),
    "channel-video": Channel("视频号", "Channel video"),
    "mini-program": Channel("小程序", "Mini program"),
    "task": Channel("任务", "Task"),
}

WELCOME: dict[str, Channel] = {
    "contact-added": Channel("加好友欢迎语", "Contact welcome"),
    "group-joined": Channel("入群欢迎语", "Group welcome", "%NICKNAME%"),
    "account-followed": Channel("关注欢迎语", "Follow welcome"),
}

ROLES: dict[str, str] = {"owner": "群主", "moderator": "群管理", "koc": "KOC", "service": "客服", "editor": "编辑"}
UNGROUPED: dict[str, str] = {"owner": "负责人", "moderator": "管理员"}
"""Roles that are called after a group, where there is none."""
KINDS: dict[str, str] = {"brand": "品牌", "knowledge": "科普", "product": "商品", "life": "生活"}
STATES: dict[str, str] = {"draft": "草稿", "planned": "已排期", "approved": "已确认"}
