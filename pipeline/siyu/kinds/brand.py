"""brand/brand.yaml — marks a project: who the brand is, in which zone it lives, where its pages are."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field, model_validator

from siyu.diagnostic import Problem, Words, did_you_mean
from siyu.document import AmountByTier, Choice, ContentKind, Document, Line, Part
from siyu.facts.metrics import METRICS
from siyu.source import Text
from siyu.values import Day, FieldName, Host, Link, Parsed, Window


def _zone(text: Text) -> Text:
    if text != "Asia/Shanghai" and text not in (zones := available_timezones()):
        raise Problem(
            "unknown-zone",
            Words(f"没有叫“{text}”的时区", f"no time zone is called {text!s}"),
            *did_you_mean(text, zones),
        )
    return text


def _domain(text: Text) -> Text:
    if not text.isascii() or "." not in text or not all(c.isalnum() or c in ".-" for c in text):
        raise Problem(
            "bad-name",
            Words(f"“{text}”不是域名", f"{text!s} is not a host name"),
            Words("例如 brand.example", "for example brand.example"),
        )
    return text


FORMAT = 1
"""The newest version of the formats; `siyu update` brings older projects up to it."""


def _format(text: Text) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        words = Words(f"“{text}”不是格式的版本", f"{text!s} is no version of the formats")
        raise Problem("bad-number", words, Words(f"写成 format: {FORMAT}", f"write format: {FORMAT}"))
    if int(text) > FORMAT:
        words = Words(
            f"这个项目用的是格式 {text}，这个 siyu 只认识到 {FORMAT}",
            f"this project has format {text!s}; this siyu knows formats up to {FORMAT}",
        )
        raise Problem(
            "newer-format", words, Words("升级 siyu：pip install -U siyu", "update siyu: pip install -U siyu")
        )
    return int(text)


Limited = Annotated[
    Text,
    Choice(("moments", "group", "announcement", "one-to-one", "contact-added", "group-joined", "account-followed")),
]
"""Where a platform limits texts: a channel, or the event of a welcome script."""


class Rhythm(Part):
    """How often the brand speaks. `moments_per_day` is what it promises at least, `minutes_apart` the least distance of two posts in
    one place, `awake` the hours it speaks in, `repeat_after` how many days the same text rests."""

    moments_per_day: Annotated[int, Field(ge=1, le=20)] | None = Field(
        default=None, description="每天至少几条朋友圈 · Moments posts a day, at least"
    )
    minutes_apart: Annotated[int, Field(ge=1, le=24 * 60)] | None = Field(
        default=None, description="同一个地方两条至少隔几分钟 · minutes between two posts in one place"
    )
    awake: Window | None = Field(
        default=None, description="可以打扰人的时段，例如 07:00-22:30 · the hours it speaks in"
    )
    repeat_after: Annotated[int, Field(ge=1, le=365)] | None = Field(
        default=None, description="同样的话隔几天再说 · days until the same text again"
    )


class Sending(Part):
    """Who sends Moments posts, and what the administrator allows a customer to get as mass messages: 7 a week, 1 a day, or as many a month as it has days."""

    moments: Annotated[Text, Choice(("employee", "company"))] | None = Field(
        default=None, description="朋友圈由员工发还是企业统一发 · who sends Moments posts"
    )
    mass: Annotated[Text, Choice(("day", "week", "month"))] | None = Field(
        default=None, description="管理员允许一位客户收到多少群发 · how many mass messages a customer may get"
    )


class Override(Part):
    """A platform limit as the brand knows it: at most so many characters, cells of width, bytes, images; who says so, and since when."""

    source: Line = Field(description="出处 · who says so")
    dated: Day = Field(description="从哪天起 · since when")
    chars: Annotated[int, Field(ge=1)] | None = Field(default=None, description="最多多少字 · characters")
    width: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="最多多少宽，汉字算 2 · cells of width, Han 2"
    )
    utf8: Annotated[int, Field(ge=1)] | None = Field(default=None, description="最多多少字节 · UTF-8 bytes")
    images: Annotated[int, Field(ge=0)] | None = Field(default=None, description="最多几张图 · images")


class Feeds(Part):
    """Which weeks the calendars hold: `back` and `ahead` of the week of the last change; `approved` keeps to what is approved."""

    back: Annotated[int, Field(ge=0, le=53)] = Field(default=4, description="往回放几周 · weeks back")
    ahead: Annotated[int, Field(ge=0, le=106)] = Field(default=12, description="往前放几周 · weeks ahead")
    approved: Annotated[Text, Choice(("only",))] | None = Field(
        default=None, description="写 only 就只放已确认的 · only: nothing but what is approved"
    )


class Traditional(Part):
    """Every text once more in traditional Chinese. `except` are words with what becomes of them; a word that stays is its own."""

    region: Annotated[Text, Choice(("tw", "hk", "t"))] | None = Field(
        default=None, description="哪里的写法：台湾（默认）、香港、通用 · whose spelling, Taiwan's by default"
    )
    except_: dict[Line, Line] = Field(
        default_factory=dict, alias="except", description="自己定的词，简体: 繁体 · words of your own"
    )

    @model_validator(mode="after")
    def _installed(self) -> Traditional:
        if find_spec("opencc") is None:
            raise Problem(
                "missing-extra",
                Words("繁体要用 OpenCC，还没有装", "traditional Chinese needs OpenCC, which is not installed"),
                Words("pip install 'siyu[traditional]'", "pip install 'siyu[traditional]'"),
            )
        return self


class Brand(Document):
    """The brand. `domain` ends every calendar UID and must never change; `site` is where the output is published.

    `wrong_names` are ways the name is misspelt, `hosts` the only ones that links may lead to, `targets` the share of each content kind in percent.
    """

    format: Annotated[int, Parsed(_format)] = Field(
        default=1, description="文件格式的版本，siyu update 会改它 · version of the formats; siyu update changes it"
    )
    name: Line = Field(description="品牌名 · the brand's name")
    domain: Annotated[Text, Parsed(_domain)] = Field(
        description="日历 UID 的结尾，定了就不要改 · ends every calendar UID; never change it"
    )
    zone: Annotated[Text, Parsed(_zone)] = Field(description="时区，例如 Asia/Shanghai · time zone")
    locale: Line = Field(description="语言，例如 zh-CN · language")
    slogan: Line | None = Field(default=None, description="口号 · slogan")
    links: dict[FieldName, Link] = Field(default_factory=dict, description="常用链接，名字: 网址 · links by name")
    site: Link | None = Field(default=None, description="输出发布到哪个网址 · where the output is published")
    wrong_names: tuple[Line, ...] = Field(default=(), description="品牌名常见的错写 · how the name is misspelt")
    hosts: tuple[Host, ...] = Field(default=(), description="链接只能去的域名 · the only hosts that links lead to")
    rhythm: Rhythm = Field(default_factory=Rhythm, description="多久说一次话 · how often it speaks")
    targets: dict[ContentKind, Annotated[int, Field(ge=0, le=100)]] = Field(
        default_factory=dict, description="各类内容的目标占比，百分比 · share of each content kind in percent"
    )
    sending: Sending = Field(
        default_factory=Sending, description="怎么发、管理员允许多少 · who sends, and how much is allowed"
    )
    limits: dict[Limited, Override] = Field(
        default_factory=dict, description="平台改过的上限 · limits that a platform changed"
    )
    feeds: Feeds = Field(default_factory=Feeds, description="日历里放哪几周 · which weeks the calendars hold")
    sheets: tuple[Annotated[Text, Choice(("plan", "review", "wecom"))], ...] = Field(
        default=(),
        description="还要哪几张表：排期、复盘，企业微信的请求体 · which sheets, or WeCom's request bodies, to write",
    )
    traditional: Traditional | None = Field(
        default=None, description="再出一份繁体 · every text in traditional Chinese, too"
    )
    measures: dict[Annotated[Text, Choice(tuple(METRICS))], AmountByTier] = Field(
        default_factory=dict, description="九项指标的目标，一个或按分层 · targets of the nine metrics, one or by tier"
    )
