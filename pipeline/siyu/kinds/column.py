"""content/columns/<id>.yaml — column (栏目): a named, recurring slot with fixed times that members remember."""

from pydantic import Field

from siyu.document import Aim, ChannelName, ContentKind, Document, HolidayPolicy, Line, Purpose, Role
from siyu.reference import IpId, PersonaId, PoolId, TemplateId, TierId
from siyu.values import Clock, FieldName, Minutes
from siyu.when import Whens


class Column(Document):
    """What an entry must give is in `needs`, what it may give besides in `accepts`; a column that needs nothing fills itself."""

    name: Line = Field(description="栏目名 · its name")
    kind: ContentKind = Field(description="内容类型 · kind of content")
    purpose: Purpose = Field(description="目的 · what it is for")
    channel: ChannelName = Field(description="发在哪里 · where it goes")
    when: Whens = Field(default=(), description="固定的时间，例如 mon-fri 12:10 · its fixed times")
    hours: dict[TierId, Clock] = Field(default_factory=dict, description="某一层的另一个钟点 · another hour for a tier")
    lasts: Minutes = Field(default=15, description="要多少分钟 · minutes it takes")
    holiday: HolidayPolicy | None = Field(default=None, description="遇到放假怎么办 · what a day off does")
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="发到哪几层，不写是全部 · which tiers get it, all by default"
    )
    personas: tuple[PersonaId, ...] = Field(default=(), description="写给哪些人 · for whom")
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    owner: Role | None = Field(default=None, description="谁来发 · whose job it is")
    needs: tuple[FieldName, ...] = Field(default=(), description="每一条必须给的 · what an entry must give")
    accepts: tuple[FieldName, ...] = Field(default=(), description="每一条可以给的 · what an entry may give")
    template: TemplateId | None = Field(default=None, description="用哪个模板 · the template")
    copy_: Line | None = Field(
        default=None, alias="copy", description="条目没写正文时用的正文 · the text where an entry brings none"
    )
    pool: PoolId | None = Field(
        default=None, description="条目没写正文时，从哪个文案库里轮着取 · texts in turn from a pool"
    )
    to: Aim | None = Field(default=None, description="给谁看，按标签 · for whom, by tags")
    topics: tuple[Line, ...] = Field(
        default=(), description="每一条正文里要有的话题，不用写 # · topics that each text shows"
    )
    checklist: tuple[Line, ...] = Field(default=(), description="做完要勾的步骤 · steps to tick")
    remind: Minutes | None = Field(default=None, description="提前几分钟提醒 · minutes of notice")
