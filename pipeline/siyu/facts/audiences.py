"""Channels in which nobody can be left out, and what becomes of a text that tries.

Source: WeCom developer document 96351 (发表朋友圈, 2025-09-11): `visible_range` takes the tags that see a post, none that do not. What is said in a
group, an announcement or a video is seen by everybody there; 公众号 mass messages go to all or to one tag. A personal WeChat account can hide a
Moments post from a tag (不给谁看).
"""

from __future__ import annotations

from typing import NamedTuple


class Reached(NamedTuple):
    """Who gets it after all."""

    zh: str
    en: str


_THERE = Reached("群里的人都看得到", "everybody in the group sees it")
_PUBLIC = Reached("公开发出去，谁都看得到", "it is public, anybody sees it")
CANNOT_EXCLUDE: dict[str, Reached] = {
    "moments": Reached(
        "企业微信的朋友圈只能选给谁看，选不了不给谁看", "WeCom Moments take tags that see a post, none that do not"
    ),
    "group": _THERE,
    "announcement": _THERE,
    "official-account": Reached("公众号群发只能选给哪个标签", "an official account sends to all or to a tag"),
    "channel-video": _PUBLIC,
    "mini-program": _PUBLIC,
}
