"""brand/tiers/<id>.yaml — community tier (社群分层): one rung of the ladder."""

from typing import Annotated

from pydantic import Field

from siyu.document import Choice, ColumnId, Document, IpId, Line, Names, Part, TierId
from siyu.source import Text


class Rules(Part):
    """What the group is for, how to behave, what happens otherwise."""

    purpose: Line = Field(description="群是做什么的 · what the group is for")
    conduct: tuple[Line, ...] = Field(default=(), description="行为 · how to behave")
    penalty: Line | None = Field(default=None, description="违反了怎么处理 · what happens otherwise")


class Roles(Part):
    """Who does what in the group; several people a role, moderators one to three."""

    owner: Names = Field(default=(), description="群主 · owner")
    moderator: Annotated[Names, Field(max_length=3)] = Field(
        default=(), description="群管理，最多三人 · moderators, up to three"
    )
    koc: Names = Field(default=(), description="气氛组 · KOC")
    service: Names = Field(default=(), description="客服 · service")
    editor: Names = Field(default=(), description="编辑 · editor")


class Budget(Part):
    """The most messages a member gets in the group on one day."""

    messages_per_day: Annotated[int, Field(ge=1, le=500)] = Field(
        description="一天最多几条群消息 · group messages a day, at most"
    )


class WayUp(Part):
    """The next rung and how a member gets there."""

    to: TierId = Field(description="升到哪一层 · the next tier")
    how: Line = Field(description="怎么升 · how to get there")


class Tier(Document):
    """`group` is the group type, left out by a tier without a group of its own; `kept_by` are the columns that keep the promise. The ladder's order follows from `way_up`."""

    name: Line = Field(description="这一层叫什么 · its name")
    group: Annotated[Text, Choice(("intake", "benefit", "flash", "general", "category", "vip"))] | None = Field(
        default=None, description="群类型 · group type"
    )
    style: Annotated[Text, Choice(("broadcast", "content", "service"))] | None = Field(
        default=None, description="运营形态 · operating style"
    )
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    positioning: Line | None = Field(default=None, description="定位，一句话 · positioning in a sentence")
    promise: Line | None = Field(default=None, description="对成员的承诺 · the promise to members")
    kept_by: tuple[ColumnId, ...] = Field(default=(), description="由哪些栏目兑现承诺 · columns that keep the promise")
    threshold: Line | None = Field(default=None, description="怎样才能进来 · how to get in")
    rules: Rules | None = Field(default=None, description="群规 · group rules")
    roles: Roles = Field(default_factory=Roles, description="谁做什么 · who does what")
    budget: Budget | None = Field(default=None, description="打扰的上限 · message budget")
    way_up: WayUp | None = Field(default=None, description="怎么往上走 · the way up")
