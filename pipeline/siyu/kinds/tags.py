"""brand/tags.yaml — tag groups, defined before anybody uses a tag."""

from typing import Annotated

from pydantic import Field

from siyu.document import Choice, Document, Line, Part
from siyu.source import Text


class TagGroup(Part):
    """One group: its kind, its meaning, and its tags by id with what they are called."""

    name: Line = Field(description="组名 · its name")
    kind: Annotated[Text, Choice(("basic", "behaviour", "interest"))] = Field(description="哪一类标签 · kind of tag")
    about: Line | None = Field(default=None, description="这组标签是什么意思 · what it means")
    tags: dict[Text, Line] = Field(description="标签 id: 名字 · names by id")


class Tags(Document):
    """All groups by id; a tag id belongs to one group only."""

    groups: dict[Text, TagGroup] = Field(description="标签组 · tag groups by id")
