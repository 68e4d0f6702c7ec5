"""What the columns of a team's sheet are called, and what they mean.

In: the text of a header. Out: the field it stands for. Promise: a note in brackets, width, case and white space make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from siyu.diagnostic import Words
from siyu.facts.typed import same

HEADS: dict[str, Words] = {
    "id": Words("编号 id", "id"),
    "week": Words("周", "week"),
    "date": Words("日期", "date"),
    "day": Words("星期", "day"),
    "at": Words("时间", "time"),
    "column": Words("栏目", "column"),
    "channel": Words("渠道", "channel"),
    "tier": Words("分层", "tier"),
    "title": Words("标题", "title"),
    "product": Words("商品", "product"),
    "products": Words("几个商品", "products"),
    "offer": Words("优惠", "offer"),
    "copy": Words("文案", "copy"),
    "images": Words("配图", "images"),
    "link": Words("链接", "link"),
    "comment": Words("首评", "first comment"),
    "topics": Words("话题", "topics"),
    "pinned": Words("置顶", "pinned"),
    "kind": Words("内容类型", "kind"),
    "purpose": Words("目的", "purpose"),
    "owner": Words("负责人", "owner"),
    "todo": Words("待写", "to do"),
    "note": Words("备注", "note"),
    "state": Words("状态", "state"),
}
"""Fields in the order of an exported sheet, and how it heads them."""

_ALSO: dict[str, str] = {
    "id": "编号 id 编号id 内容编号",
    "week": "周次 第几周 周数",
    "date": "发布日期 发送日期 推送日期 发圈日期 日期星期 日期/星期 date 日子",
    "day": "周几 星期几 礼拜 weekday",
    "at": "发送时间 发布时间 推送时间 发圈时间 时间点 时段 时刻 具体时间 执行时间 time hour",
    "column": "栏目名 栏目名称 板块 版块 内容板块 固定栏目 模块",
    "channel": "发布渠道 推送渠道 平台 触点 发布位置 发送位置 发布平台 形式",
    "tier": "社群 群 社群分层 群分层 层级 群类型 发送群 目标群 推送群 发布群 社群类型 适用群 发送对象 tiers",
    "title": "主题 内容主题 选题 题目 标题主题 推送主题 文案主题",
    "product": "产品 主推 主推品 主推商品 主推产品 推品 单品 商品名称 产品名称 货品",
    "products": "商品组合 商品列表",
    "offer": "优惠券 优惠活动 offer",
    "copy": "正文 内容 话术 文案内容 推送内容 发布内容 发送内容 朋友圈文案 群文案 社群文案 具体内容 具体文案 文字 推送文案 text",
    "images": "图片 素材 图片素材 海报 配图素材 图 image",
    "link": "购买链接 商品链接 产品链接 小程序链接 跳转链接 网址 url",
    "comment": "评论 第一条评论 评论区 评论区首评 comment",
    "topics": "标签话题",
    "pinned": "是否置顶",
    "kind": "内容分类 类型",
    "purpose": "内容目的 目标",
    "owner": "执行人 责任人 发布人 负责 跟进人 执行",
    "todo": "还要写什么 todo",
    "note": "说明 注意事项 备注说明 注意 notes 运营备注",
    "state": "进度 审核状态 审核 完成情况 发布状态",
}
_OWN: dict[str, str] = {
    "hook": "钩子 开头 引子 开场 开场白 首句 第一句",
    "line": "一句话 金句 短句 早安语",
    "topic": "聊什么 今日话题 话题内容 讨论话题",
    "question": "问题 提问 互动问题 今日问题",
    "answer": "答案 回答 解答",
    "tip": "小贴士 贴士 提示 小技巧",
    "until": "截止 截止时间 截止日期",
    "summary": "摘要 小结 概要",
    "task": "任务 今日任务 打卡任务",
    "sold": "已售 销量",
    "reason": "推荐理由 理由",
    "story": "故事",
    "gift": "赠品",
    "guest": "嘉宾",
    "place": "地点",
    "code": "口令",
}
"""What teams call fields that columns give names of their own."""
THEME = "theme"
"""A column that tells the week's theme; no field of an entry."""
_THEMES = "本周主题 周主题 每周主题 主题周 这周主题 theme"
_NAMES = (
    {same(name): field for field, words in HEADS.items() for name in (field, *words)}
    | {same(name): field for field, names in _ALSO.items() for name in names.split()}
    | {same(name): THEME for name in _THEMES.split()}
)
_TELLS = ("hook", "topic")
"""What a column may have in the place of a title."""
_TITLES = {same(name): field for field in _TELLS for name in (field, *_OWN[field].split())} | {
    same(name): field
    for field, names in (("title", f"title 标题 {_ALSO['title']}"), ("topic", "话题"))
    for name in names.split()
}
_IGNORED = {same(name) for name in ["序号", "#", "no", "no.", "编号序号"]}
"""Running numbers, which say nothing."""


def field_of(text: str, own: Iterable[str], given: dict[str, str]) -> str | None:
    """The field that a header stands for; `own` are the columns' fields, `given` what the user said. "" is one to pass over;
    title/hook is whichever of them the row's column has, hook>title is hook before all others."""
    typed, own = same(text), tuple(own)
    if typed in given:
        others = [one for one in _either(typed) if one != given[typed]] if given[typed] in _TELLS else []
        return f"{given[typed]}>{'/'.join(others)}" if others else given[typed]
    if typed in _IGNORED:
        return ""
    bare = re.sub(r"[*:：]|\(.*?\)|（.*?）|\[.*?\]|【.*?】", "", typed)
    if found := next((found for form in (typed, bare) if (found := _NAMES.get(form))), None):
        return "topic>topics" if bare == same("话题") and "topic" in own else found
    named = _named(own)
    found = next((found for form in (typed, bare) if (found := named.get(form))), None)
    return found or "/".join(_either(bare)) or None


def chosen(field: str, own: set[str], always: Iterable[str], heads: Iterable[str]) -> str | None:
    """The one field that a header of several names stands for in a row: one that its column has, else one that every entry has; None where
    that is none or two. What has a header of its own, in `heads`, is not meant."""
    free = [one for one in re.split("[/>]", field) if one not in heads]
    if ">" in field and free and free[0] in own:
        return free[0]
    fit = [one for one in free if one in own] or [one for one in free if one in always]
    return fit[0] if len(fit) == 1 else None


@cache
def _either(typed: str) -> tuple[str, ...]:
    """The fields that a header of two or more names may stand for, 标题/钩子; none where a piece is no such name."""
    fields = [_TITLES.get(one) for one in re.split(r"[/|、或]", typed)]
    return tuple(map(str, dict.fromkeys(fields))) if len(set(fields)) > 1 and None not in fields else ()


@cache
def _named(own: tuple[str, ...]) -> dict[str, str]:
    """What may head a column's own field: its name, or a usual one that only this field has."""
    meant = [(form, name) for name in own for form in {same(name), *map(same, _OWN.get(name, "").split())}]
    forms = [form for form, _ in meant]
    return {form: name for form, name in meant if forms.count(form) == 1 or form == same(name)}
