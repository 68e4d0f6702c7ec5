"""content/replies/<id>.md — auto-reply (自动回复): what is answered when somebody types one of its keywords."""

from __future__ import annotations

from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, Field

from siyu.diagnostic import Problem, Words
from siyu.document import Choice, Document, Line, OneOrMany, Role
from siyu.reference import Asset, IpId, OfferId, ProductId, TierId
from siyu.source import Text
from siyu.values import Link, Parsed


def _keyword(text: Text) -> Text:
    if not text.strip():
        raise Problem("empty-value", Words("这里是空的", "nothing is written here"))
    if any(sign in text for sign in ",，、;；\n"):
        raise Problem(
            "bad-name",
            Words("一个关键词里不能有逗号、顿号、分号和换行", "a keyword has no comma, semicolon or line break"),
            Words("几个关键词写成 [打卡, 怎么打卡]", "write several as [打卡, 怎么打卡]"),
        )
    return text


def _some(keywords: tuple[Text, ...]) -> tuple[Text, ...]:
    if not keywords:
        raise Problem(
            "empty-value",
            Words("至少写一个关键词", "give at least one keyword"),
            Words("例如 keywords: [打卡]", "for example keywords: [打卡]"),
        )
    return keywords


Keywords = Annotated[tuple[Annotated[Text, Parsed(_keyword)], ...], OneOrMany()]
"""One keyword or a list of them."""


class Reply(Document):
    """`copy` is the answer, `off` the one outside the working hours of whoever speaks. `match` is how a message meets the keywords; of
    several replies that a message meets, exact comes before contains, and a longer keyword before a shorter one."""

    keywords: Annotated[Keywords, AfterValidator(_some)] = Field(
        description="关键词，一个或一列 · keywords, one or a list"
    )
    copy_: Line = Field(alias="copy", description="回复内容 · the answer")
    variants: Keywords = Field(default=(), description="同一个意思的别的说法 · other ways to say the keywords")
    match: Annotated[Text, Choice(("contains", "exact"))] | None = Field(
        default=None, description="包含关键词就回，还是一字不差才回 · contains (default) or exact"
    )
    off: Line | None = Field(default=None, description="不在线时的回复 · the answer outside working hours")
    channels: tuple[Annotated[Text, Choice(("official-account", "group", "one-to-one", "mini-program"))], ...] = Field(
        default=(), description="用在哪些渠道，不写是都用 · in which channels, all by default"
    )
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="给哪几层，不写是全部 · for which tiers, all by default"
    )
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    product: ProductId | None = Field(default=None, description="说的是哪个商品 · the product it is about")
    offer: OfferId | None = Field(default=None, description="说的是哪个优惠 · the offer it is about")
    images: tuple[Asset, ...] = Field(default=(), description="配图 · images")
    link: Link | None = Field(default=None, description="链接，不写用商品的 · link, by default the product's")
    ask: Role | None = Field(default=None, description="转给哪个角色接着回 · who takes over in person")

    @property
    def words(self) -> tuple[Text, ...]:
        """All that a message may say to be answered by this."""
        return (*self.keywords, *self.variants)

    @property
    def exact(self) -> bool:
        """Whether a message must be a keyword and nothing else."""
        return self.match == "exact"

    def serves(self, channel: str) -> bool:
        """Whether it answers in a channel."""
        return not self.channels or channel in self.channels


def folded(word: str) -> str:
    """A keyword as messages are held against it: width, case and spaces make no difference."""
    return "".join(normalize("NFKC", word).casefold().split())


def rank(reply: Reply, word: str) -> tuple[bool, int, str, str]:
    """Where a keyword stands among all: exact before contains, longer before shorter."""
    plain = folded(word)
    return not reply.exact, -len(plain), plain, reply.id
