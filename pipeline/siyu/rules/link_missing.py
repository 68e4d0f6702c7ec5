"""A text that is to sell a product and says nowhere how to buy it: she wants it, looks for the link, and scrolls on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.amounts import amounts
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Span

_SELLS = ("conversion", "repurchase")
_SEEN = ("moments", "group", "one-to-one", "announcement")
_WAY = re.compile(
    r"https?:|#小程序|链接|小程序|评论|首评|私信|私聊|私我|私戳|头像|下单|拍下|扫码|二维码|识别|橱窗|直播间|视频号|商城|官网|店铺|门店|到店|进店|来店"
    r"|找我|问我|喊我|找[小阿老]|联系|客服|回复|回个|回「|回“|扣\s?\d|接龙|报名|登记|预约|预订|私下|群公告|置顶|公告|口令|卡片|点击|点开|点这|点下|戳|主页|菜单|搜|领取|快递|打电话|电话|【"
    r"|留言|跟.{1,6}说|发我|告诉我|写给我|加购|购物车"
)
_SALE = re.compile(
    "[买抢囤购售]|秒杀|拼团|上新|到货|补货|开团|入手|带走|带一[支瓶盒件杯]|限时|限量|特价|优惠|折扣|包邮|福利价|会员价"
)


def link_missing(texts: Texts) -> Iterator[Finding]:
    """An advice for each text that names a price or urges to buy, without a link, a link field or words that lead somewhere."""
    told: set[Span] = set()
    for passage in texts.passages:
        item = passage.item
        if item is None or item.purpose not in _SELLS or item.channel not in _SEEN:
            continue
        products = [product.name for product in (item.product, *item.products) if product]
        if not products or passage.link or _WAY.search(passage.text):
            continue
        if not amounts(passage.text) and not _SALE.search(passage.text):
            continue  # it only talks about the product
        span = passage.copy.span if passage.copy else passage.span
        if span in told:
            continue  # one entry goes to several tiers, with products of their own
        told.add(span)
        words = Words(
            f"{passage.name} 要卖{'、'.join(products)}，却没说怎么买",
            f"{passage.key!s} sells a product and does not say how to buy it",
        )
        note = Note(
            Words(
                "加上 {{ product.link }}，写 link，或者说一句去哪里下单",
                "add {{ product.link }}, give a link, or say where to order",
            )
        )
        yield Finding(words, span, (note,))


RULE = Rule(
    name="link-missing",
    severity=Severity.ADVICE,
    what=Words("要成交的文案没有链接，也没说去哪里买", "a text that is to sell has no link and names no way to buy"),
    why=Words(
        "想买的人找不到入口，划过去就不会回来", "whoever wants it finds no way in, scrolls on and does not return"
    ),
    instead=Words(
        "加上 {{ product.link }} 或 link，或者写明：点小程序、看评论区、私信我",
        "add {{ product.link }} or link, or say: mini program, first comment, message me",
    ),
    find=link_missing,
)
