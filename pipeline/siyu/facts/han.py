"""Whole numbers as they are said in Chinese: 十五, 一百零五, 一百五, 两万, digit by digit 一六五.

In: Han digits. Out: the number. Promise: what may be two numbers (两三, 七八十) is none.
"""

from __future__ import annotations

ONES = {han: number for number, han in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}


def spoken(han: str) -> int | None:
    """The number; None where it is none, or where two digits side by side may be about so many."""
    if han and all(each in ONES for each in han):
        return digits(han) if len(han) != 2 or not ONES[han[0]] else None
    total, digit, least, zero = 0, None, 100_000, False
    for each in han:
        if (unit := TENS.get(each)) is not None and unit < least and (digit or (each == "十" and not total)):
            total, digit, least, zero = total + (digit or 1) * unit, None, unit, False
        elif each in "零〇" and total:
            zero = True
        elif each in ONES and digit is None:
            digit = ONES[each]
        else:
            return None
    return total + (digit or 0) * (least // 10 if least > 10 and not zero else 1) if han else None


def digits(han: str) -> int:
    """A number told digit by digit: 八八 of 八八折."""
    return int("".join(str(ONES[each]) for each in han))
