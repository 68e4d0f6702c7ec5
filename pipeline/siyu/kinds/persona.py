"""brand/personas/<id>.yaml — persona (用户画像): a paying customer described."""

from datetime import date, timedelta

from pydantic import Field

from siyu.document import Document, Line
from siyu.reference import TagId
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

    def hours_on(self, day: date) -> list[tuple[int, int]]:
        """When she has time on a day, in minutes from its midnight; a window that crosses midnight reaches into the next one."""
        hours = []
        for when in (when for whens in self.windows.values() for when in whens):
            start, end = when.start or 0, when.end or 24 * 60
            if when.matches(day):
                hours.append((start, end))
            if end > 24 * 60 and when.matches(day - timedelta(1)):
                hours.append((0, end - 24 * 60))
        return hours
