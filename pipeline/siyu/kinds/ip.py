"""brand/ip/<id>.yaml — brand IP (品牌 IP / 人设): the personified account that speaks."""

from typing import Annotated

from pydantic import Field

from siyu.document import Asset, Document, Line, Part
from siyu.values import Link
from siyu.when import Whens


class Voice(Part):
    """How it talks: what it calls itself and its customers, what it loves to say and what it never says; `emoji_most` in one text."""

    self: Line | None = None
    customers: Line | None = None
    catchphrases: tuple[Line, ...] = ()
    emoji: tuple[Line, ...] = ()
    emoji_most: Annotated[int, Field(ge=0, le=100)] | None = None
    never: tuple[Line, ...] = ()


class Card(Part):
    """Contact card (名片): what the WeCom profile shows."""

    hours: Whens = ()
    channel: Line | None = None
    links: dict[Line, Link] = Field(default_factory=dict)


class Ip(Document):
    """`human` is the line saying that a person is here and not a bot."""

    nickname: Line
    role: Line
    avatar: Asset | None = None
    character: tuple[Line, ...] = ()
    voice: Voice = Field(default_factory=Voice)
    card: Card = Field(default_factory=Card)
    human: Line | None = None
