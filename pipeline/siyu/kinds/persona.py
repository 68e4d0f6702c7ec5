"""brand/personas/<id>.yaml — persona (用户画像): a paying customer described."""

from pydantic import Field

from siyu.document import Document, Line, TagId
from siyu.when import Whens


class Persona(Document):
    """`windows` are purchase windows by name of the scene: when she has time to look."""

    name: Line
    tags: tuple[TagId, ...] = ()
    needs: tuple[Line, ...] = ()
    pains: tuple[Line, ...] = ()
    windows: dict[Line, Whens] = Field(default_factory=dict)
    scenes: tuple[Line, ...] = ()
