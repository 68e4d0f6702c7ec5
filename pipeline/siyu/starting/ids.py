"""What an author calls a thing → an id for it.

In: a name, a kind, the ids that are taken. Out: an id.
Promise: pure and always an id that is free; the words of the name where they are known, else the kind and a number. A suggestion: --id says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Container

from siyu.facts.words import NAMES

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST = 64
_WORDS = (
    "refund 退款 退货 退换 return 退回 shipping 发货 物流 快递 运费 delivery 配送 送货 hours 营业时间 几点开门 address 地址 门店 在哪 size 尺码 尺寸 "
    "ingredients 成分 配料 usage 用法 怎么用 使用 allergy 过敏 pregnancy 孕妇 invoice 发票 payment 付款 支付 price 价格 多少钱 stock 库存 补货 "
    "order 订单 下单 real 真假 正品 warranty 质保 保修 booking 预约 menu 菜单 trial 试用 sample 小样 试吃 试听 new 新品 上新 新人 新友 regulars 老客 老友 老会员 "
    "member 会员 core 核心 birthday 生日 anniversary 周年 double-11 双十一 双11 double-12 双十二 双12 618 年中 new-year 元旦 新年 spring-festival 春节 年货 "
    "mid-autumn 中秋 women-day 三八 妇女节 mother-day 母亲节 valentine 情人节 七夕 national-day 国庆 christmas 圣诞 black-friday 黑五 spring 春 summer 夏 autumn 秋 "
    "winter 冬 morning 早安 早上 noon 午间 中午 evening 晚安 晚上 student 学生 parents 宝妈 妈妈 office 上班族 白领 tea 茶 coffee 咖啡 cream 面霜 乳霜 mask 面膜 "
    "serum 精华 cleanser 洁面 welcome 欢迎 rules 群规 notice 公告 story 故事 class 课堂 小课 qa 答疑 问答 tips 小知识 贴士 recipe 配方 食谱 weekly 每周 本周 "
    "weekend 周末 day 日 group 群 sale 特卖 清仓 team 拼团 invite 邀请 老带新 thanks 感谢 survey 问卷 live 直播 shop 店"
)


def _read(text: str) -> dict[str, str]:
    """Chinese words and what stands for them: an English one, then its names."""
    table, word = {}, ""
    for part in text.split():
        if part.isascii():
            word = part
        else:
            table[part] = word
    return table


_KNOWN = {zh: word for word, zh in NAMES if len(zh) > 1 and ID.fullmatch(word)} | _read(_WORDS)
_TOKEN = re.compile("|".join([*(re.escape(zh) for zh in sorted(_KNOWN, key=len, reverse=True)), "[a-z0-9]+"]))


def is_id(text: str) -> bool:
    """Whether a text may be an id as it is."""
    return ID.fullmatch(text) is not None and len(text) <= _MOST


def id_for(name: str, kind: str, taken: Container[str]) -> str:
    """The id that a name suggests."""
    said = [_KNOWN.get(word, word) for word in _TOKEN.findall(name.lower())]
    base = "-".join(dict.fromkeys(said))[: _MOST - 4].strip("-")
    if not base:
        base, number = kind, 1
    elif base not in taken:
        return base
    else:
        number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
