"""brand/tags.yaml — tag groups, defined before anybody uses a tag."""

from typing import Annotated

from siyu.document import Choice, Document, Line, Part
from siyu.source import Text


class TagGroup(Part):
    """One group: its kind, its meaning, and its tags by id with what they are called."""

    name: Line
    kind: Annotated[Text, Choice(("basic", "behaviour", "interest"))]
    about: Line | None = None
    tags: dict[Text, Line]


class Tags(Document):
    """All groups by id; a tag id belongs to one group only."""

    groups: dict[Text, TagGroup]
