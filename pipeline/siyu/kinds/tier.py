"""brand/tiers/<id>.yaml — community tier (社群分层): one rung of the ladder."""

from typing import Annotated

from pydantic import Field

from siyu.document import Choice, ColumnId, Document, IpId, Line, Names, Part, TierId
from siyu.source import Text


class Rules(Part):
    """What the group is for, how to behave, what happens otherwise."""

    purpose: Line
    conduct: tuple[Line, ...] = ()
    penalty: Line | None = None


class Roles(Part):
    """Who does what in the group; several people a role, moderators one to three."""

    owner: Names = ()
    moderator: Annotated[Names, Field(max_length=3)] = ()
    koc: Names = ()
    service: Names = ()
    editor: Names = ()


class Budget(Part):
    """The most messages a member gets in the group on one day."""

    messages_per_day: Annotated[int, Field(ge=1, le=500)]


class WayUp(Part):
    """The next rung and how a member gets there."""

    to: TierId
    how: Line


class Tier(Document):
    """`group` is the group type, left out by a tier without a group of its own; `kept_by` are the columns that keep the promise. The ladder's order follows from `way_up`."""

    name: Line
    group: Annotated[Text, Choice(("intake", "benefit", "flash", "general", "category", "vip"))] | None = None
    style: Annotated[Text, Choice(("broadcast", "content", "service"))] | None = None
    ip: IpId | None = None
    positioning: Line | None = None
    promise: Line | None = None
    kept_by: tuple[ColumnId, ...] = ()
    threshold: Line | None = None
    rules: Rules | None = None
    roles: Roles = Field(default_factory=Roles)
    budget: Budget | None = None
    way_up: WayUp | None = None
