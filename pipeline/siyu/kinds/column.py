"""content/columns/<id>.yaml — column (栏目): a named, recurring slot with fixed times that members remember."""

from pydantic import Field

from siyu.document import (
    ChannelName,
    ContentKind,
    Document,
    HolidayPolicy,
    IpId,
    Line,
    PersonaId,
    Purpose,
    Role,
    TemplateId,
    TierId,
)
from siyu.values import Clock, FieldName, Minutes
from siyu.when import Whens


class Column(Document):
    """What an entry must give is in `needs`, what it may give besides in `accepts`; a column that needs nothing fills itself."""

    name: Line
    kind: ContentKind
    purpose: Purpose
    channel: ChannelName
    when: Whens = ()
    hours: dict[TierId, Clock] = Field(default_factory=dict)
    lasts: Minutes = 15
    holiday: HolidayPolicy | None = None
    tiers: tuple[TierId, ...] | None = None
    personas: tuple[PersonaId, ...] = ()
    ip: IpId | None = None
    owner: Role | None = None
    needs: tuple[FieldName, ...] = ()
    accepts: tuple[FieldName, ...] = ()
    template: TemplateId | None = None
    copy_: Line | None = Field(default=None, alias="copy")
    checklist: tuple[Line, ...] = ()
    remind: Minutes | None = None
