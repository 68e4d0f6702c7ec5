"""Prices as people type them: 59 元, ¥59, 到手价 59, ５９．００块.

In: a text, and the names in it whose digits are no prices (旅行三件套). Out: `Price`s: the amount, its place, and what the words around make of it.
Promise: where the words around make something else of it (a sum, a coupon, a threshold, another thing's price), `plain` is False.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:[.．]\d{1,2})?"
_YUAN = re.compile(r"元(?![旦宵素气年月宝件])")  # each begins with a letter: fast to look for
_KUAI = re.compile(r"块(?:钱|(?=[一就起]|[^\u4e00-\u9fff]|$))")
_TYPED = re.compile(rf"(?<![\d.．,])({_DIGITS}) ?$")
_SIGNED = re.compile(rf"[¥￥] ?({_DIGITS})(?![\d.．]?\d)")
_BARE = rf"[是为：: ]{{0,2}}({_DIGITS})(?! ?[元块]|,\d)(?=$|[\s，。,；;！!～~）)｜|])"
_CALLED = {word: re.compile(word + _BARE) for word in ("价", "到手")}

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
_LABEL = re.compile(rf"({_LABELS})(?:[是为卖就只要仅才：: （(]|才是|¥|￥)*$")
_COUNT = r"[两二三四五六七八九十双2-9] ?[支瓶盒件份杯套罐箱袋包片条只个组]"
_SUMS = re.compile(
    rf"券|满 ?\d|满减|[\d一二三四五六七八九] ?折|任[选意]|第[二三四2-4] ?[件支瓶盒份杯]|加购|换购|凑|叠加|[买拍][二三四两2-9]|{_COUNT}"
)
_BEFORE = re.compile(
    r"[省减降返抵差加补退共总多少涨赢充存赔罚送赠][^，,、]{0,4}$|卖过|曾|原来|以前|当时|那时|去年|便宜|优惠(?!价)|[运邮]费|快递费|[押定订]金|红包|价值|合计|平均|超过|不到|低于|高于|预算|消费|积分|门槛"
)
_AFTER = re.compile(
    r" ?(?:[减券起多]|红包|以[上下内]|左右|出头|上下|不等|差价|运费|邮费|[-+×x*~～—至到] ?\d|[/／每一] ?(?:片|天|次|月|晚|ml|毫升|g|克|年|粒|颗|条|袋|包))"
)
_OF = re.compile(r" ?(?:的|一杯|一碗|一斤)(?!\ue000|价)")
_NEUTRAL = re.compile(
    r"(?:[\W卖是要才就仅只给今天晚日现在群里内友价的]|广告|直接|统一|各位|大家|[一每][支瓶盒件份杯套罐箱])*+"
)
_SENTENCE = "\n。！？!?；;"
_CLAUSE = _SENTENCE + "，,、｜|"
_FAR = 120  # a sentence of a pasted text is short
NAMED, TIER = "\ue000", "\ue001"


class Price(NamedTuple):
    """`kind` is what its label calls it: "own", "public", "elsewhere", "special", or "" where it has none. `named`: a product's name stands
    before it in its sentence, `around`; `directly`: in its clause. `plain`: it is what one piece of the product costs, as far as the words tell."""

    cents: int
    start: int
    end: int
    kind: str
    named: bool
    directly: bool
    plain: bool
    around: str


@lru_cache(512)  # several rules look at the same texts, one after another
def amounts(text: str) -> tuple[tuple[int, int, int], ...]:
    """Every amount typed as money, and its place with sign and unit."""
    found = _before(_YUAN, text) if "元" in text else []
    if "块" in text:
        found += _before(_KUAI, text)
    for word, called in _CALLED.items():
        if word in text:
            found += [(cents(match[1]), *match.span(1)) for match in called.finditer(text)]
    if "¥" in text or "￥" in text:
        found += [(cents(match[1]), *match.span()) for match in _SIGNED.finditer(text)]
    return tuple(found)


def _before(units: re.Pattern[str], text: str) -> list[tuple[int, int, int]]:
    """The amounts that stand before a unit."""
    return [
        (cents(number[1]), number.start(), unit.end())
        for unit in units.finditer(text)
        if (number := _TYPED.search(text, max(0, unit.start() - 16), unit.start()))
    ]


def cents(digits: str) -> int:
    """An amount in hundredths of a yuan: numbers that are compared without a thought for how they were typed."""
    if digits.isdigit():
        return int(digits) * 100
    yuan, _, rest = digits.replace(",", "").replace("．", ".").partition(".")
    return int(yuan) * 100 + int((rest + "00")[:2])


def names_of(product: str) -> list[str]:
    """What a product may be called for short: 苔原护手霜, 护手霜."""
    return [product[at:] for at in range(max(1, len(product) - 2))]


def clause(text: str, found: tuple[int, int, int]) -> tuple[str, tuple[int, int, int]]:
    """The clause that an amount stands in, and its place there."""
    amount, first, last = found
    start, end = _edges(text, first, last, _CLAUSE)
    return text[start:end], (amount, first - start, last - start)


def price(text: str, found: tuple[int, int, int], products: Iterable[str], tiers: Iterable[str]) -> Price:
    """What the words around an amount make of it."""
    amount, first, last = found
    written = around = text[max(0, first - _FAR) : last + _FAR]
    start, end = min(first, _FAR), min(first, _FAR) + last - first
    for mark, names in ((NAMED, products), (TIER, tiers)):
        for name in names:
            around = around.replace(name, mark * len(name))
    opened, closed = _edges(around, start, end, _SENTENCE)
    begun, _ = _edges(around, start, end, _CLAUSE)
    before, after = around[begun:start], around[end:closed]
    label = _LABEL.search(before[-12:])
    kind = ("own", "public", "elsewhere", "special")[_KINDS[label[1]]] if label else ""
    other = _SUMS.search(around[opened:closed]) or _BEFORE.search(before) or _AFTER.match(after) or _OF.match(after)
    tail = before.rpartition(NAMED)[2]
    told = label is not None or _NEUTRAL.fullmatch(tail[-24:]) is not None or (NAMED in before and len(tail) <= 6)
    plain = told and other is None and amount > 0
    return Price(
        amount, first, last, kind, NAMED in around[opened:start], NAMED in before, plain, written[opened:closed]
    )


def _edges(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    """The stretch around start…end that no mark cuts."""
    while start > 0 and text[start - 1] not in marks:
        start -= 1
    while end < len(text) and text[end] not in marks:
        end += 1
    return start, end
