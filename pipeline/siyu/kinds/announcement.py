"""content/announcements/<id>.md — group announcement (群公告): the rules and this week's picks."""

from pydantic import Field

from siyu.document import Document, Line, Role, TierId
from siyu.values import Minutes
from siyu.when import Whens


class Announcement(Document):
    """`copy` is the body, with {{ rules }} and {{ picks }}; `pick` is the line that every product of the week gets."""

    when: Whens
    copy_: Line = Field(alias="copy")
    pick: Line | None = None
    title: Line | None = None
    tiers: tuple[TierId, ...] | None = None
    owner: Role | None = None
    lasts: Minutes = 15
    checklist: tuple[Line, ...] = ()
    remind: Minutes | None = None
