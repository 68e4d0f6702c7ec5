"""content/welcome/<id>.md — welcome script (欢迎语): sent the moment someone adds the account, joins a group or follows."""

from typing import Annotated

from pydantic import Field

from siyu.document import Choice, Document, Line
from siyu.reference import Asset, IpId, TierId
from siyu.source import Text
from siyu.values import Link


class Welcome(Document):
    """One script for an event, narrowed by source and by working or off hours; left out means any."""

    event: Annotated[Text, Choice(("contact-added", "group-joined", "account-followed"))] = Field(
        description="什么时候说 · the event"
    )
    copy_: Line = Field(alias="copy", description="正文 · the text")
    source: Annotated[Text, Choice(("package-card", "store-qr", "live", "menu"))] | None = Field(
        default=None, description="从哪里来的 · where she comes from"
    )
    hours: Annotated[Text, Choice(("working", "off"))] | None = Field(
        default=None, description="在线还是不在线 · working or off hours"
    )
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="给哪几层，不写是全部 · for which tiers, all by default"
    )
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    images: tuple[Asset, ...] = Field(default=(), description="配图 · images")
    link: Link | None = Field(default=None, description="链接 · link")
