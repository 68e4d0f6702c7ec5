"""content/announcements/<id>.md — group announcement (群公告): the rules and this week's picks."""

from pydantic import Field

from siyu.document import Document, Line, Role
from siyu.reference import TierId
from siyu.values import Minutes
from siyu.when import Whens


class Announcement(Document):
    """`copy` is the body, with {{ rules }} and {{ picks }}; `pick` is the line that every product of the week gets."""

    when: Whens = Field(description="什么时候发 · when it goes out")
    copy_: Line = Field(
        alias="copy",
        description="正文，里面可以写 {{ rules }} 和 {{ picks }} · the body, with {{ rules }} and {{ picks }}",
    )
    pick: Line | None = Field(default=None, description="本周每个商品的那一行 · the line for each product of the week")
    title: Line | None = Field(default=None, description="标题 · its title")
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="发到哪几层，不写是全部 · which tiers get it, all by default"
    )
    owner: Role | None = Field(default=None, description="谁来发 · whose job it is")
    lasts: Minutes = Field(default=15, description="要多少分钟 · minutes it takes")
    checklist: tuple[Line, ...] = Field(default=(), description="做完要勾的步骤 · steps to tick")
    remind: Minutes | None = Field(default=None, description="提前几分钟提醒 · minutes of notice")
