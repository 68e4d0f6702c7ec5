"""Amounts of money as people type them: 59 元, ¥59, 59RMB, 五十九块九, 12.98 万, ５９．００块, 到手 59.

In: a text. Out: the amounts, in hundredths of a yuan, each with its place, sign and unit included.
Promise: what may be no money (三块蛋糕, 七八十元, 2.3 万公里, 只要 3 步) is left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

from siyu.facts.han import ONES, TENS, spoken

Amount = tuple[int, int, int]
"""Hundredths of a yuan, first character, end."""

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:[.．]\d{1,2})?"
_HAN = "〇零一二两三四五六七八九十百千万"
_PIECE = "[瓶杯支斤份个盒袋只条张件片罐箱包套两块串碗]"

_YUAN = re.compile(r"元(?![旦宵素气年月宝件店]| ?[硬纸]币)")  # each begins with a letter: fast to look for
_KUAI = re.compile(
    rf"块(?: ?([1-9１-９]|[一二三四五六七八九])(?:[毛角]|(?=一{_PIECE})|(?! ?[\d.．{_HAN}]| ?(?!包邮){_PIECE}))|钱|(?=[一就起整]|[^\u4e00-\u9fff]|$))"
)
_ONE = re.compile(f"一{_PIECE}|钱")
_BIG = frozenset("百千万")
_COIN = re.compile("大洋")
_CODE = re.compile("RMB|rmb|人民币")
_WHOLE = re.compile(_DIGITS)
_SPOKEN = re.compile(rf"(?<![几数多上近{_HAN}点.\d])([{_HAN}]+)(?:点([一二三四五六七八九]))? ?$")
_SIGNED = {sign: re.compile(rf"{sign} ?({_DIGITS})(?![\d.．]?\d)( ?[万wW])?") for sign in ("¥", "￥", "RMB", "人民币")}
_BARE = rf"[是为：: ]{{0,2}}({_DIGITS})(?! ?[元块]|,\d)"
_PRICE, _IN_HAND = (re.compile(word + _BARE + r"(?=$|[\s，。,；;！!～~）)｜|])") for word in ("价", "到手"))
_ONLY, _NEED = (re.compile(word + _BARE + r"(?= ?(?:$|[，。,；;！!～~）)｜|\n]))") for word in ("只[要需]", "仅需"))
_TEN_THOUSAND = re.compile(r"万(?= ?(?:$|[起，。,；;！!～~）)｜|\n]))")
_TWO_PLACES = re.compile(r"(?<![\d.．,])(\d{1,3}[.．]\d\d) ?$")
_NINES = re.compile(r"(?<![\d.．,/-])(\d{1,4}\.(?:9|99|90))(?=包邮|[，。！!\n]|$)")


@lru_cache(512)  # several rules look at the same texts, one after another
def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount typed as money, and its place with sign and unit."""
    found = _before(_YUAN, text) if "元" in text else []
    if "块" in text:
        found += _before(_KUAI, text)
    if "洋" in text:  # one rare letter is found much faster than a word
        found += _before(_COIN, text)
    if "币" in text or "B" in text or "b" in text:
        found += _before(_CODE, text) + _signed(_SIGNED["RMB"], text) + _signed(_SIGNED["人民币"], text)
    if "¥" in text or "￥" in text:
        found += _signed(_SIGNED["¥"], text) + _signed(_SIGNED["￥"], text)
    if "价" in text:
        found += _signed(_PRICE, text)
    if _IN_HAND.search(text) or _ONLY.search(text):
        found += _signed(_IN_HAND, text) + _signed(_ONLY, text)
    if "需" in text:
        found += _signed(_NEED, text)
    if "万" in text:
        found += _ten_thousands(text)
    if "." in text and ".9" in text:
        found += _nines(text)
    return _apart(found) if len(found) > 1 else tuple(found)


def _signed(words: re.Pattern[str], text: str) -> list[Amount]:
    """The amounts that stand behind a sign, which belongs to them, or behind a word, which does not."""
    group = 0 if words.groups > 1 else 1
    return [
        (cents(match[1]) * (10_000 if not group and match[2] else 1), *match.span(group))
        for match in words.finditer(text)
    ]


def _before(units: re.Pattern[str], text: str) -> list[Amount]:
    """The amounts that stand before a unit, 五 of 九块五 included."""
    found = []
    for unit in units.finditer(text):
        at = unit.start()
        end = at - 1 if text[at - 1 : at] == " " else at
        start, last, times = end, end, 1
        if text[end - 1 : end] in _BIG:
            times = TENS[text[end - 1]]
            start = last = end - 1 - (text[end - 2 : end - 1] == " ")
        while start and (text[start - 1].isdecimal() or text[start - 1] in ".．,"):
            start -= 1
        if start < last:
            if _WHOLE.fullmatch(text, start, last) is None:
                continue
            amount = cents(text[start:last]) * times
        elif end and (text[end - 1] in ONES or text[end - 1] in TENS):
            number = _SPOKEN.search(text, max(0, at - 12), at)
            if number is None or (said := spoken(number[1])) is None or _shaky(text, number, unit):
                continue
            start, amount = number.start(), said * 100 + (ONES[number[2]] * 10 if number[2] else 0)
        else:
            continue
        if units is _KUAI and unit[1]:
            amount += (int(unit[1]) if unit[1].isdecimal() else ONES[unit[1]]) * 10
        found.append((amount, start, unit.end()))
    return found


def _shaky(text: str, number: re.Match[str], unit: re.Match[str]) -> bool:
    """Whether a single spoken digit may count pieces, 三块蛋糕, or be no number at all, 一元复始."""
    if len(number[1]) > 1 or number[2] or unit[0] not in ("元", "块"):
        return False
    return _ONE.match(text, unit.end()) is None


def _ten_thousands(text: str) -> list[Amount]:
    """12.98 万, with two places after the point: 3 万 may be people."""
    return [
        (cents(number[1]) * 10_000, number.start(), unit.end())
        for unit in _TEN_THOUSAND.finditer(text)
        if (number := _TWO_PLACES.search(text, max(0, unit.start() - 8), unit.start()))
    ]


def _nines(text: str) -> list[Amount]:
    """29.9 without a unit, as only prices end; 11.9 may be a day."""
    return [
        (cents(match[1]), *match.span())
        for match in _NINES.finditer(text)
        if int(match[1].partition(".")[0]) > 12 or text.startswith("包邮", match.end())
    ]


def _apart(found: list[Amount]) -> tuple[Amount, ...]:
    """Each place once: of those that overlap, the longest (¥25 元)."""
    kept: list[Amount] = []
    for amount in sorted(found, key=lambda each: (each[1], -each[2])):
        if not kept or amount[1] >= kept[-1][2]:
            kept.append(amount)
        elif amount[2] - amount[1] > kept[-1][2] - kept[-1][1]:
            kept[-1] = amount
    return tuple(kept)


def cents(digits: str) -> int:
    """An amount in hundredths of a yuan: numbers that are compared without a thought for how they were typed."""
    if digits.isdigit():
        return int(digits) * 100
    yuan, _, rest = digits.replace(",", "").replace("．", ".").partition(".")
    return int(yuan) * 100 + int((rest + "00")[:2])
