"""brand/ip/<id>.yaml — brand IP (品牌 IP / 人设): the personified account that speaks."""

from typing import Annotated

from pydantic import Field

from siyu.document import Document, Line, Part
from siyu.reference import Asset
from siyu.values import Link
from siyu.when import Whens


class Voice(Part):
    """How it talks: what it calls itself and its customers, what it loves to say and what it never says; `emoji_most` in one text."""

    self: Line | None = Field(default=None, description="自称 · what it calls itself")
    customers: Line | None = Field(default=None, description="怎么称呼顾客 · what it calls customers")
    catchphrases: tuple[Line, ...] = Field(default=(), description="口头禅 · catchphrases")
    emoji: tuple[Line, ...] = Field(default=(), description="常用的表情 · the emoji it likes")
    emoji_most: Annotated[int, Field(ge=0, le=100)] | None = Field(
        default=None, description="一条里最多几个表情 · emoji in one text, at most"
    )
    never: tuple[Line, ...] = Field(default=(), description="从不说的词 · words it never uses")


class Card(Part):
    """Contact card (名片): what the WeCom profile shows."""

    hours: Whens = Field(default=(), description="在线时间 · working hours")
    channel: Line | None = Field(default=None, description="视频号 · channel video account")
    links: dict[Line, Link] = Field(default_factory=dict, description="名片上的链接 · links on the card")


class Ip(Document):
    """`human` is the line saying that a person is here and not a bot."""

    nickname: Line = Field(description="昵称 · nickname")
    role: Line = Field(description="身份，例如福利官 · its role")
    avatar: Asset | None = Field(default=None, description="头像 · avatar")
    character: tuple[Line, ...] = Field(default=(), description="性格 · character")
    voice: Voice = Field(default_factory=Voice, description="说话的样子 · how it talks")
    card: Card = Field(default_factory=Card, description="名片 · contact card")
    human: Line | None = Field(default=None, description="说明这里有真人的那句话 · the line that a person is here")
