"""brand/accounts/<id>.yaml — an account of the brand (渠道矩阵): what it is for, who keeps it, where it leads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from siyu.diagnostic import Problem, Words
from siyu.document import Choice, Document, Line, Names, Part, Role
from siyu.reference import AccountId, IpId
from siyu.source import Text
from siyu.values import Link, Parsed
from siyu.when import Whens

Job = Annotated[
    Text, Choice(("conversion", "care", "exposure", "content", "activity", "referral", "live", "deal", "after-sales"))
]


def _topic(text: Text) -> Text:
    name = text.removeprefix("#").removesuffix("#")
    if not name or any(sign in name for sign in "# \t\n　"):
        raise Problem(
            "bad-name",
            Words(f"“{text}”不是一个话题", f"{text!s} is not a topic"),
            Words(
                "一个话题一项，中间没有空格，例如 护肤小课堂", "one topic each, without spaces, for example 护肤小课堂"
            ),
        )
    return text


class Tap(Part):
    """One thing in a menu and what a tap does: it opens a link or another account, or sends a keyword that an auto-reply answers."""

    name: Line = Field(description="菜单上的字 · what the menu says")
    link: Link | None = Field(default=None, description="点了去哪个网址 · the link it opens")
    reply: Line | None = Field(default=None, description="点了等于发出哪个关键词 · the keyword it sends")
    opens: AccountId | None = Field(default=None, description="点了打开哪个账号 · the account it opens")

    @model_validator(mode="after")
    def _does_one_thing(self) -> Tap:
        below = self.below if isinstance(self, Button) else ()
        done = sum(part is not None for part in (self.link, self.reply, self.opens)) + bool(below)
        if done != 1:
            words = (
                Words(f"菜单“{self.name}”一次只能做一件事", f"menu item {self.name!s} can only do one thing")
                if done
                else Words(f"菜单“{self.name}”点了没有反应", f"menu item {self.name!s} does nothing")
            )
            raise Problem(
                "bad-menu",
                words,
                Words(
                    "link、reply、opens 写一个；有二级菜单（below）的就都不写",
                    "give one of link, reply, opens; none of them where there is a second level (below)",
                ),
            )
        return self


class Button(Tap):
    """One of the menu's first level: what a tap does, or up to five things below it."""

    below: tuple[Tap, ...] = Field(default=(), description="下面的二级菜单 · the second level")


class Card(Part):
    """Contact card (名片): what the account's profile shows where its IP's card does not say it."""

    hours: Whens = Field(default=(), description="在线时间 · working hours")
    links: dict[Line, Link] = Field(default_factory=dict, description="名片上的链接 · links on the card")


class Account(Document):
    """`sources` are where people come from who were led by no account; `friends` how many a personal account has. `menu` is the official
    account's; `topics`, `pinned` and `comment` are for whoever posts: its own topics, the pinned post, what goes below every post."""

    kind: Annotated[
        Text,
        Choice(
            ("personal-wechat", "wecom", "official-account", "channel-video", "mini-program", "group", "mall", "other")
        ),
    ] = Field(description="哪一种账号 · kind of account")
    name: Line = Field(description="账号叫什么 · its name")
    jobs: tuple[Job, ...] = Field(default=(), description="它负责什么 · what it is for")
    owner: Role | None = Field(default=None, description="哪个角色管 · whose job it is")
    keeper: Names = Field(default=(), description="谁在管 · who keeps it")
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    friends: Annotated[int, Field(ge=0, le=10_000_000)] | None = Field(
        default=None, description="现在有多少好友 · friends it has now"
    )
    sources: tuple[Line, ...] = Field(default=(), description="客户从哪里进来 · where people come in from")
    leads_to: tuple[AccountId, ...] = Field(default=(), description="把人带到哪些账号 · accounts it leads to")
    link: Link | None = Field(default=None, description="打开它的网址 · where it opens")
    menu: tuple[Button, ...] = Field(default=(), description="公众号菜单 · the official account's menu")
    card: Card = Field(default_factory=Card, description="名片，不写用 IP 的 · contact card, by default the IP's")
    topics: tuple[Annotated[Text, Parsed(_topic)], ...] = Field(default=(), description="自己的话题 · its own topics")
    pinned: Line | None = Field(default=None, description="置顶的那条朋友圈 · the pinned Moments post")
    comment: Line | None = Field(default=None, description="首评写什么的规矩 · what the first comment says")

    @property
    def leads_all(self) -> tuple[Text, ...]:
        """Where it leads people, by its menu too, each account once."""
        opened = (tap.opens for button in self.menu for tap in (button, *button.below) if tap.opens is not None)
        return tuple(dict.fromkeys((*self.leads_to, *opened)))
