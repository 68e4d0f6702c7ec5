"""content/welcome/<id>.md — welcome script (欢迎语): sent the moment someone adds the account, joins a group or follows."""

from typing import Annotated

from pydantic import Field

from siyu.document import Asset, Choice, Document, IpId, Line, TierId
from siyu.source import Text
from siyu.values import Link


class Welcome(Document):
    """One script for an event, narrowed by source and by working or off hours; left out means any."""

    event: Annotated[Text, Choice(("contact-added", "group-joined", "account-followed"))]
    copy_: Line = Field(alias="copy")
    source: Annotated[Text, Choice(("package-card", "store-qr", "live", "menu"))] | None = None
    hours: Annotated[Text, Choice(("working", "off"))] | None = None
    tiers: tuple[TierId, ...] | None = None
    ip: IpId | None = None
    images: tuple[Asset, ...] = ()
    link: Link | None = None
