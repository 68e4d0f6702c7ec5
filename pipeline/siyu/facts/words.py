"""What the words of the format are called in Chinese, so that an author who writes 周三 is told wed.

In: a word. Out: the English word of the format that it stands for.
Promise: every word that a document may choose has a name here (tests/test_errors.py looks).
"""

from __future__ import annotations

from collections.abc import Iterable

from siyu.facts.channels import CHANNELS, KINDS, ROLES, STATES
from siyu.facts.metrics import COUNTS, METRICS, POSTS

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
    # campaigns
    "distribution": "分销 裂变分销",
    "task": "任务裂变",
    "on-site": "现场 到店",
    "street": "地推",
    "word-of-mouth": "口碑 老带新 转介绍",
    "joint": "联合 异业合作",
    "tool": "工具 工具裂变",
    "contest": "比赛 评选 大赛",
    "prepare": "准备 筹备",
    "warm-up": "预热",
    "launch": "启动 开始 上线",
    "close": "收尾 结束",
    "review": "复盘",
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
    # auto-replies and accounts
    "contains": "包含",
    "exact": "完全一致 精确 一字不差",
    "personal-wechat": "个人微信 个人号",
    "wecom": "企业微信 企微",
    "mall": "商城 小程序商城",
    "other": "其他 别的",
    "care": "关怀 维护",
    "exposure": "曝光",
    "activity": "活动",
    "referral": "裂变 拉新",
    "deal": "成交 下单",
    "after-sales": "售后",
    # journeys
    "joined": "进群 入群 加入",
    "added": "加好友 添加好友",
    "first-purchase": "首单 首购 第一次下单",
    "purchase": "下单 购买 每次下单",
    "promoted": "升级 升层",
    "silent": "沉默 没动静 不说话",
    "event": "事件 某件事",
    "bought": "买了 已下单 下单了",
    "replied": "回了 已回复 回复了",
    "left": "退群 删好友 离开",
    # incentives
    "honour": "荣誉 表扬",
    "material": "实物 物质",
    "goes-on": "接着数 继续",
    "starts-over": "从头数 重来",
    "is-out": "出局 结束",
    # what the texts of a week have beside them
    "true": "是 要 对",
    "false": "否 不要 不",
    "title": "标题",
    "images": "配图 图片",
    # sheets
    "plan": "排期表 周表",
    "tw": "台湾 台灣 台湾繁体",
    "hk": "香港 香港繁体",
    "t": "通用 繁体",
    # tags
    "basic": "基础 基本",
    "behaviour": "行为",
    "interest": "兴趣 偏好",
}
_SHOWN = [*((word, channel.zh) for word, channel in CHANNELS.items()), *ROLES.items(), *KINDS.items(), *STATES.items()]
_MEASURED = [(word, of.zh) for table in (COUNTS, POSTS, METRICS) for word, of in table.items()]
NAMES: list[tuple[str, str]] = [
    *_SHOWN,
    *((word, zh) for word, names in _ALSO.items() for zh in names.split()),
    *_MEASURED,
]
"""Each word and what it is called; a name may stand for several words, of which a place allows one."""


def english(zh: str, allowed: Iterable[str]) -> str | None:
    """The word that a Chinese one stands for, of those that a place allows."""
    allowed = tuple(allowed)
    return next((word for word, name in NAMES if name.lower() == zh.lower() and word in allowed), None)


def chinese(word: str) -> str:
    """What a word of the format is called; itself where it has no name."""
    return next((name for known, name in NAMES if known == word), word)
