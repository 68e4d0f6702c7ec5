"""What people type into a sheet → numbers.

In: a cell's text. Out: a number, and whether it is percent; None for a blank; `NotANumber`. Promise: nothing is guessed: what could be two numbers is none.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import normalize

_BLANK = frozenset({"", "-", "--", "—", "——", "–", "/", "无", "没数", "没统计", "未统计", "暂无", "n/a", "na"})
_NUMBER = re.compile(r"¥? ?(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)? ?(万|w|亿)? ?([元人条次单个位%]?)", re.ASCII)
_TIMES = {None: 1, "万": 10_000, "w": 10_000, "亿": 100_000_000}
_DIGITS = "0123456789０１２３４５６７８９"
_MOST = Decimal(10) ** 12


class NotANumber(Exception):
    """The text is no number that a count could be."""


def number(text: str) -> tuple[Decimal, bool] | None:
    """ "1,234元" and "１．２万" are numbers; hundredths are kept, as in yuan."""
    plain = " ".join(normalize("NFKC", text).strip().removeprefix("'").casefold().split())
    if plain in _BLANK:
        return None
    match = _NUMBER.fullmatch(plain)
    if match is None or any(c.isdigit() and c not in _DIGITS for c in text):
        raise NotANumber
    made = Decimal(re.sub("[, ]", "", match[1]) + (match[2] or "")) * _TIMES[match[3]]
    if made >= _MOST:
        raise NotANumber
    return plain_number(made), match[4] == "%"


def plain_number(made: Decimal) -> Decimal:
    """To the hundredth, without noughts behind the point."""
    rounded = made.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()
