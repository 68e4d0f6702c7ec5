"""What the words of the format are called in Chinese, so that an author who writes 周三 is told wed.

In: a word. Out: the English word of the format that it stands for.
Promise: every word that a document may choose has a name here (tests/test_errors.py looks).
"""

from __future__ import annotations

from collections.abc import Iterable

from siyu.facts.channels import CHANNELS, KINDS, ROLES, STATES

_ALSO: dict[str, str] = {
    # days
    "mon": "周一 星期一 礼拜一",
    "tue": "周二 星期二 礼拜二",
    "wed": "周三 星期三 礼拜三",
    "thu": "周四 星期四 礼拜四",
    "fri": "周五 星期五 礼拜五",
    "sat": "周六 星期六 礼拜六",
    "sun": "周日 星期日 礼拜日 周天 星期天 礼拜天",
    "daily": "每天 每日 天天",
    "workday": "工作日",
    "weekend": "周末",
    "holiday": "节假日 假日 假期",
    # states, kinds, purposes, what a holiday does
    "planned": "已计划 计划",
    "approved": "确认 已批准 已审核",
    "knowledge": "知识 干货",
    "product": "产品",
    "seeding": "种草",
    "activation": "促活 活跃",
    "conversion": "转化",
    "repurchase": "复购",
    "keep": "照常 不变",
    "skip": "跳过 停发",
    "previous": "提前",
    "next": "顺延 推后",
    # who and where
    "owner": "负责人",
    "moderator": "管理员",
    "koc": "气氛组",
    "service": "客户服务 客服型",
    "moments": "发圈",
    "group": "群 社群 群发",
    "announcement": "公告",
    "one-to-one": "私聊 单聊 1对1",
    # groups and products
    "intake": "引流 引流群",
    "benefit": "福利 福利群 福利品 福利款",
    "flash": "快闪 快闪群",
    "general": "综合 综合群",
    "category": "类目 类目群",
    "vip": "VIP VIP群 贵宾",
    "broadcast": "群发推广 群发推广型",
    "content": "精细化 精细化运营 内容",
    "traffic": "引流 引流品 引流款 流量品 流量款",
    "profit": "利润 利润品 利润款",
    "exclusive": "专属 专属品 专享 专享品",
    # offers, and who sends
    "coupon": "优惠券 券",
    "flash-sale": "秒杀 限时秒杀",
    "group-buy": "拼团",
    "lottery": "抽奖",
    "gift": "赠品 买赠",
    "order-chain": "接龙",
    "check-in": "打卡",
    "bundle": "组合 套装",
    "points": "积分",
    "employee": "员工",
    "company": "企业 公司",
    "day": "天 每天一条",
    "week": "周 每周七条",
    "month": "月 每月",
    "error": "错误",
    "warning": "提醒 警告",
    "advice": "建议",
    "only": "是 只放已确认",
    # welcome scripts
    "contact-added": "加好友 添加好友",
    "group-joined": "入群 进群",
    "account-followed": "关注 关注公众号",
    "package-card": "包裹卡",
    "store-qr": "门店码 门店",
    "live": "直播 直播间",
    "menu": "菜单",
    "working": "在线 工作时间 上班",
    "off": "不在线 下班 非工作时间",
    # tags
    "basic": "基础 基本",
    "behaviour": "行为",
    "interest": "兴趣 偏好",
}
_SHOWN = [*((word, channel.zh) for word, channel in CHANNELS.items()), *ROLES.items(), *KINDS.items(), *STATES.items()]
NAMES: list[tuple[str, str]] = [*_SHOWN, *((word, zh) for word, names in _ALSO.items() for zh in names.split())]
"""Each word and what it is called; a name may stand for several words, of which a place allows one."""


def english(zh: str, allowed: Iterable[str]) -> str | None:
    """The word that a Chinese one stands for, of those that a place allows."""
    allowed = tuple(allowed)
    return next((word for word, name in NAMES if name.lower() == zh.lower() and word in allowed), None)


def chinese(word: str) -> str:
    """What a word of the format is called; itself where it has no name."""
    return next((name for known, name in NAMES if known == word), word)
