"""Which of the installed fonts a poster is set in.

In: the families there are, and a sheet. Out: `Fonts`, or `Unfit` with what to install.
Promise: Chinese is set in a Chinese font and emoji in a colour font; never in whatever else happens to have a glyph.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.poster.sheet import Sheet

_BODY = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "HarmonyOS Sans SC",
    "MiSans",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
_TITLE = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC")
_EMOJI = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji", "Twemoji Mozilla")
_LATIN = "Libertinus Serif"  # travels with the typesetter
_HAN = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


class Unfit(Exception):
    """No poster can be made of this; carries why. `usage`: the machine lacks something, the content is not to blame."""

    def __init__(self, words: Words, usage: bool = False) -> None:
        super().__init__(words.en)
        self.words = words
        self.usage = usage


class Fonts(NamedTuple):
    """Families for the text, the title and emoji; no family for emoji where there are none in the text."""

    body: str
    title: str
    emoji: str


def choose(installed: Collection[str], sheet: Sheet) -> Fonts:
    """The first of each kind that is there."""
    body = _first(_BODY, installed)
    if not body and _HAN.search(sheet.text):
        raise Unfit(
            Words(
                "没有找到中文字体：Debian、Ubuntu 上 apt install fonts-noto-cjk，别的系统装思源黑体（Noto Sans CJK SC）",
                "no Chinese font found: apt install fonts-noto-cjk on Debian and Ubuntu, elsewhere install Noto Sans CJK SC",
            ),
            usage=True,
        )
    colour = _first(_EMOJI, installed)
    if not colour and sheet.emoji:
        raise Unfit(
            Words(
                "群规里有表情，没有找到表情字体：Debian、Ubuntu 上 apt install fonts-noto-color-emoji，别的系统装 Noto Color Emoji",
                "the rules have emoji and no emoji font was found: apt install fonts-noto-color-emoji on Debian and Ubuntu,"
                " elsewhere install Noto Color Emoji",
            ),
            usage=True,
        )
    body = body or _LATIN
    return Fonts(body, _first(_TITLE, installed) or body, colour or "")


def _first(wanted: Sequence[str], installed: Collection[str]) -> str | None:
    return next((family for family in wanted if family in installed), None)
