"""content/sop/<role>.yaml — the routines (SOP) of one role; the file's name is the role."""

from pydantic import Field

from siyu.document import Document, HolidayPolicy, Line, Part
from siyu.reference import TierId
from siyu.values import Minutes, Slug
from siyu.when import Whens


class Routine(Part):
    """A fixed, repeatable task. `tiers` empty: it belongs to no group, only to the role's own calendar."""

    name: Line = Field(description="任务名 · its name")
    when: Whens = Field(description="什么时候做 · when")
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="在哪几层做，[] 表示不属于任何群 · in which tiers; [] belongs to no group"
    )
    lasts: Minutes = Field(default=15, description="要多少分钟 · minutes it takes")
    holiday: HolidayPolicy | None = Field(default=None, description="遇到放假怎么办 · what a day off does")
    checklist: tuple[Line, ...] = Field(default=(), description="步骤 · steps")
    copy_: Line | None = Field(default=None, alias="copy", description="要贴的文字 · text to paste")
    remind: Minutes | None = Field(default=None, description="提前几分钟提醒 · minutes of notice")


class Sop(Document):
    """All routines of the role by id."""

    tasks: dict[Slug, Routine] = Field(description="这个角色的日常任务 · the role's routines by id")
