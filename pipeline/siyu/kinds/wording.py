"""brand/wording/<id>.yaml — words that the brand itself does not use: of competitors, of trade law, of old campaigns."""

from typing import Annotated

from pydantic import Field

from siyu.document import ChannelName, Choice, Document, Line
from siyu.source import Text


class Wording(Document):
    """`terms` and `fine` are one to a line: a word inside a `fine` phrase is no finding."""

    terms: Line = Field(description="不用的词，一行一个 · words not used, one to a line")
    why: Line = Field(description="为什么不用 · why")
    instead: Line | None = Field(default=None, description="换成什么 · what to write instead")
    fine: Line | None = Field(
        default=None, description="里面有这些词也没关系的说法，一行一个 · phrases that may hold them"
    )
    severity: Annotated[Text, Choice(("error", "warning", "advice"))] | None = Field(
        default=None, description="多严重，不写是提醒 · how bad, warning by default"
    )
    channels: tuple[ChannelName, ...] = Field(default=(), description="只管这些渠道 · only in these channels")
