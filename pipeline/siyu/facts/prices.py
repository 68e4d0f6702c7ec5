"""What the words around an amount make of it: a product's price, a coupon, a sum, another thing's.

In: a text, an amount in it, and the names in it whose digits are no prices (旅行三件套). Out: a `Price`.
Promise: where the words around make something else of it (a sum, a coupon, a threshold, another thing's price), `plain` is False.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from siyu.facts.amounts import Amount

OWN = "到手价 到手 会员价 群友价 群内价 群里价 群价 专享价 专属价 福利价 售价 价格 现价 单价 优惠价 特价 只要 只需 仅需 仅"
"""What a tier pays."""
PUBLIC = "公开价 原价 划线价 商城价 官网价 非会员价"
"""What anybody pays; `CROSSED` are those, and others, that stand beside a lower one."""
ELSEWHERE = (
    "市场价 门店价 专柜价 零售价 吊牌价 日常价 正价 旗舰店 官方价 平时 平日 平常 外面 别处 去年 以前 上次 去年价"
)
"""What is paid in another place or was at another time; nobody here knows it."""
SPECIAL = (
    "秒杀价 拼团价 团购价 活动价 直播价 首发价 预售价 套餐价 组合价 尝鲜价 试用价 新人价 老客价 学生价 员工价 生日价 折后价 折后"
    " 直播间 活动 尾款 券后价 券后"
)
"""What an offer makes of it."""
CROSSED = "原价 划线价 市场价 门店价 专柜价 零售价 吊牌价 日常价 正价 原售价"

_KINDS = {word: kind for kind, words in enumerate((OWN, PUBLIC, ELSEWHERE, SPECIAL)) for word in words.split()}
_LABELS = "|".join(sorted(_KINDS, key=len, reverse=True))
_LABEL = re.compile(rf"({_LABELS})(?:[是为卖就只要仅才：: （(]|才是|¥|￥|RMB|人民币)*$")
_COUNT = r"[两二三四五六七八九十双2-9] ?[支瓶盒件份杯套罐箱袋包片条只个组]"
_SUMS = re.compile(
    r"券|满 ?\d|满减|[\d一二三四五六七八九] ?折|任[选意]|第[二三四2-4] ?[件支瓶盒份杯]|加购|换购|凑|叠加|[买拍][二三四两2-9]"
)
_SEVERAL = re.compile(_COUNT)
_BEFORE = re.compile(
    r"[省减降返抵差加补退共总多少涨赢充存赔罚送赠][^，,、]{0,4}$|卖过|曾|原来|以前|当时|那时|去年|便宜|优惠(?!价)|[运邮]费|快递费|[押定订]金|红包|价值|合计|平均|超过|不到|不值|低于|高于|预算|消费|同事|别家|隔壁|楼下|专柜|大牌|贵妇|人家|旧款|积分|门槛|月供|首付|年费|租|[每一][天日晚次片泵滴粒颗回年月泡口勺顿餐][^，,]{0,5}$"
)
_AFTER = re.compile(
    r" ?(?:[减券起多]|红包|以[上下内]|左右|出头|上下|不等|差价|运费|邮费|[-+×x*~～—至到] ?[¥￥]? ?\d|[/／每一] ?(?:片|天|次|月|晚|ml|毫升|g|克|年|粒|颗|条|袋|包))"
)
_OF = re.compile(r" ?(?:的|一[杯碗斤]的?)(?!\ue000|价)")
_NEUTRAL = re.compile(
    r"(?:广告|直接|统一|各位|大家|[一每][支瓶盒件份杯套罐箱]|现货|补货|到货|上架|有货|目前|仍|还|今年|这[次回]|依旧|本周|这周|RMB|rmb|人民币|[\W卖是要才就仅只给今天晚日现在群里内友价的])*+"
)
_JOINED = re.compile("\ue000[^\ue000\\d]+\ue000+[^\ue000]*$")  # A 和 B 98 元 is a sum
_SENTENCE = "\n。！？!?；;"
_CLAUSE = _SENTENCE + "，,、｜|"
_FAR = 120  # a sentence of a pasted text is short
NAMED, TIER = "\ue000", "\ue001"


class Price(NamedTuple):
    """`kind` is what its label calls it: "own", "public", "elsewhere", "special", or "" where it has none. `named`: a product's name stands
    before it in its sentence, `around`; `directly`: in its clause; `straight`: with nothing but fillers between, and alone. `plain`: it is what one
    piece of the product costs, as far as the words tell. `begins` is where its sentence does."""

    cents: int
    start: int
    end: int
    kind: str
    named: bool
    directly: bool
    straight: bool
    plain: bool
    around: str
    begins: int


def names_of(product: str) -> list[str]:
    """What a product may be called for short: 苔原护手霜, 护手霜; 云岬 C3, 云岬C3."""
    short = [product[at:] for at in range(max(1, len(product) - 2))]
    return [*short, product.replace(" ", "")] if " " in product else short


def clause(text: str, found: Amount) -> tuple[str, Amount]:
    """The clause that an amount stands in, and its place there."""
    amount, first, last = found
    start, end = _edges(text, first, last, _CLAUSE)
    return text[start:end], (amount, first - start, last - start)


def price(text: str, found: Amount, products: Iterable[str], tiers: Iterable[str]) -> Price:
    """What the words around an amount make of it."""
    amount, first, last = found
    written = around = text[max(0, first - _FAR) : last + _FAR]
    start, end = min(first, _FAR), min(first, _FAR) + last - first
    for mark, names in ((NAMED, products), (TIER, tiers)):
        for name in names:
            around = around.replace(name, mark * len(name))
    opened, closed = _edges(around, start, end, _SENTENCE)
    begun, ended = _edges(around, start, end, _CLAUSE)
    before, after = around[begun:start], around[end:closed]
    label = _LABEL.search(before[-12:])
    kind = ("own", "public", "elsewhere", "special")[_KINDS[label[1]]] if label else ""
    tail = before.rpartition(NAMED)[2]
    told = label is not None or _NEUTRAL.fullmatch(tail[-24:]) is not None or (NAMED in before and len(tail) <= 6)
    said = around[opened:start]
    filler = said[: len(said) - (len(before[-12:]) - label.start() if label else 0)].rpartition(NAMED)[2]
    straight = NAMED in said and _NEUTRAL.fullmatch(filler[-24:]) is not None and not _JOINED.search(said)
    other = _SUMS.search(around[opened:closed]) or _BEFORE.search(before) or _AFTER.match(after)
    of = _OF.match(after)
    other = (
        other
        or _SEVERAL.search(around[opened:ended])
        or (of if of and not (straight and of[0][-1] in "杯碗斤") else None)
    )
    plain = told and other is None and amount > 0
    named, directly = NAMED in said, NAMED in before
    begins = first - start + opened
    return Price(amount, first, last, kind, named, directly, straight, plain, written[opened:closed], begins)


def _edges(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    """The stretch around start…end that no mark cuts."""
    while start > 0 and text[start - 1] not in marks:
        start -= 1
    while end < len(text) and text[end] not in marks:
        end += 1
    return start, end
