"""brand/personas/<id>.yaml — persona (用户画像): a paying customer described."""

from pydantic import Field

from siyu.document import Document, Line, TagId
from siyu.when import Whens


class Persona(Document):
    """`windows` are purchase windows by name of the scene: when she has time to look."""

    name: Line = Field(description="她是谁 · who she is")
    tags: tuple[TagId, ...] = Field(default=(), description="标签 · tags")
    needs: tuple[Line, ...] = Field(default=(), description="需要 · needs")
    pains: tuple[Line, ...] = Field(default=(), description="痛点 · pains")
    windows: dict[Line, Whens] = Field(
        default_factory=dict, description="有空看的时段，场景: 时间 · when she has time to look"
    )
    scenes: tuple[Line, ...] = Field(default=(), description="使用场景 · usage scenes")
