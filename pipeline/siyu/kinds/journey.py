"""content/journeys/<id>.yaml — journey (用户旅程): steps timed from a member's own day zero."""

from typing import Annotated

from pydantic import Field

from siyu.after import After, after_of, length_of
from siyu.document import Aim, ChannelName, Choice, Document, Line, OneOrMany, Part, Purpose, Role
from siyu.reference import IpId, PersonaId, Ref, TagId, TemplateId, TierId
from siyu.said import Said
from siyu.source import Text
from siyu.values import Minutes, Parsed, Slug, Window

Tags = Annotated[tuple[TagId, ...], OneOrMany()]
Trigger = Annotated[Text, Choice(("joined", "added", "first-purchase", "purchase", "promoted", "silent", "event"))]
Ending = Annotated[Text, Choice(("bought", "replied", "joined", "left"))]
Length = Annotated[After, Parsed(length_of)]


class Spoken(Said):
    """What a step says; in a variant, what differs."""

    template: TemplateId | None = Field(default=None, description="用哪个模板 · the template")


class ForTier(Spoken):
    """What one tier gets instead, and its own words for a persona."""

    personas: dict[PersonaId, Spoken] = Field(
        default_factory=dict, description="某个画像不一样的地方 · what differs by persona"
    )


class Step(ForTier):
    """One touch. `within`: hours in which it may go out, else when they next begin; `to`: only who has these tags."""

    after: Annotated[After, Parsed(after_of)] = Field(description="从那天起多久，例如 7 days · how long after day zero")
    stage: Line | None = Field(default=None, description="属于哪个阶段，从进入它那天算起 · its stage, timed from there")
    name: Line | None = Field(default=None, description="这一步叫什么 · its name")
    channel: ChannelName = Field(description="发在哪里 · where it goes")
    purpose: Purpose | None = Field(default=None, description="目的 · what it is for")
    within: Window | None = Field(
        default=None, description="哪几个钟点里可以发，例如 09:00-21:00 · hours it may go out"
    )
    to: Aim | None = Field(default=None, description="按标签给谁，不写是所有人 · for whom, by tags")
    only: tuple[TierId, ...] | None = Field(default=None, description="只发给哪几层 · the only tiers that get it")
    tiers: dict[TierId, ForTier] = Field(default_factory=dict, description="某一层不一样的地方 · what differs by tier")
    owner: Role | None = Field(default=None, description="谁来发 · whose job it is")
    lasts: Minutes = Field(default=30, description="要多少分钟 · minutes it takes")
    remind: Minutes | None = Field(default=None, description="提前几分钟提醒 · minutes of notice")
    checklist: tuple[Line, ...] = Field(default=(), description="做完要勾的步骤 · steps to tick")


class Outcome(Part):
    """What happens to her then; nothing given: she just leaves the journey."""

    tag: Tags = Field(default=(), description="打上的标签 · tags to set")
    invite: TierId | None = Field(default=None, description="邀请进哪一层 · the tier to invite her to")
    journey: Annotated[Text, Ref("journey")] | None = Field(
        default=None, description="交给哪条旅程 · the journey that takes over"
    )
    note: Line | None = Field(default=None, description="还要做什么 · what else to do")


class Journey(Document):
    """`trigger` makes day zero; `days` belong to silence, `event` are free words ("试驾"); `stages`: name → how long it lasts."""

    name: Line = Field(description="旅程叫什么 · its name")
    trigger: Trigger = Field(description="从哪件事算起 · what makes day zero")
    days: Annotated[int, Field(ge=1, le=1100)] | None = Field(default=None, description="沉默几天 · days of silence")
    event: Line | None = Field(default=None, description="哪件事，例如 试驾 · the event in words")
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="给哪几层，不写是全部 · for which tiers, all by default"
    )
    personas: tuple[PersonaId, ...] = Field(default=(), description="写给哪些人 · for whom")
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    owner: Role | None = Field(default=None, description="谁来发 · whose job it is")
    within: Window | None = Field(default=None, description="每一步的钟点，例如 09:00-21:00 · hours of its steps")
    length: Length | None = Field(default=None, description="一共多久，例如 2 weeks · how long it is")
    stages: dict[Line, Length] = Field(
        default_factory=dict, description="阶段: 多久，例如 试驾: 2 weeks · stages and how long they last"
    )
    steps: dict[Slug, Step] = Field(description="每一步，id: 内容 · its steps by id")
    stop: dict[Ending, Outcome] = Field(
        default_factory=dict, description="什么时候提前结束，然后怎样 · when it ends early, and what then"
    )
    then: Outcome | None = Field(default=None, description="走完以后怎样 · what happens at its end")
