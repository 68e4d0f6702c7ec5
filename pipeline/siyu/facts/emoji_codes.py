"""What other apps turn into a picture, and WeChat pastes as brackets.

In: nothing. Out: `elsewhere`, where a word between half-width brackets means a picture.
Promise: WeChat's own words are not here ([微笑], [捂脸], [旺柴], [加油] …): its chats show them as emoji; whether Moments do, no source says.
小红书 ends its words with R or H and marks topics with [话题] (public code that replaces them, 2026-11); 微博's are a list from use, not from a document.
"""

from __future__ import annotations

_WEIBO = (
    " 允悲 笑cry 二哈 喵喵 摊手 跪了 并不简单 舔屏 泪 嘻嘻 哈哈 馋嘴 太开心 互粉 浮云 给力 威武 好喜欢 好爱哦 黑线 怒骂 费解 挖鼻 "
    "笑而不语 憧憬 酸 单身狗 中国赞 求关注 doge "
)
_CHAT = " 图片 视频 语音 文件 表情 动画表情 小程序 链接 位置 聊天记录 "


def elsewhere(word: str) -> tuple[str, str] | None:
    """Whose word it is, in Chinese and English; None for anything a brand may put between brackets."""
    if word == "话题" or (word[1:] and word[-1] in "RH" and "\u3400" <= word[-2] <= "\u9fff"):
        return ("小红书的写法", "from Xiaohongshu")
    if f" {word} " in _WEIBO:
        return ("微博的表情", "an emoji of Weibo")
    return ("从聊天记录里复制出来的", "copied from a chat") if f" {word} " in _CHAT else None
