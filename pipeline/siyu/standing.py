"""What is said outside any week: welcome scripts, auto-replies, the posts that accounts have pinned.

In: nothing. Out: the records `Script`, `Answer` and `Pin`.
Promise: immutable; each knows its text exactly as pasted and the author's copy that it comes from.
"""

from __future__ import annotations

from typing import NamedTuple

from siyu.kinds.account import Account
from siyu.kinds.ip import Ip
from siyu.kinds.reply import Reply
from siyu.kinds.tier import Tier
from siyu.kinds.welcome import Welcome
from siyu.source import Text


class Script(NamedTuple):
    """A welcome script as one tier sends it; `values` are what took the places of its placeholders."""

    tier: Tier
    name: str
    text: str
    welcome: Welcome
    ip: Ip | None = None
    values: tuple[str, ...] = ()


class Answer(NamedTuple):
    """An auto-reply as one tier gives it. `hours` is working or off, or "" for any; `channels` are empty where it serves all;
    `link` and `images` are its own or its product's, `values` what took the places of the placeholders of `copy`."""

    tier: Tier
    reply: Reply
    hours: str
    copy: Text
    text: str
    channels: tuple[str, ...] = ()
    ip: Ip | None = None
    link: str | None = None
    images: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class Pin(NamedTuple):
    """The post that an account has pinned."""

    account: Account
    text: str
    ip: Ip | None = None
    values: tuple[str, ...] = ()
