"""content/pools/<id>.yaml — pool (文案库): texts that a column sends in turn, slot by slot."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from siyu.diagnostic import Problem, Words
from siyu.document import Document, Line, Part
from siyu.source import Mapping, Text
from siyu.values import Day, Json

FIRST = date(2024, 1, 1)  # what a pool counts from that names no day; as far back as the facts know holidays


class PoolText(Part):
    """One text, and the days on which it takes part."""

    copy_: Line = Field(alias="copy", description="正文 · the text")
    from_: Day | None = Field(default=None, alias="from", description="从哪天起轮到它 · the first day it takes part")
    until: Day | None = Field(default=None, description="到哪天为止 · the last day it takes part")


def _text(value: Any) -> Any:
    if not isinstance(value, Text):
        return value
    part = Mapping()
    part.source, part.start, part.end = value.source, value.start, value.end
    part[Text("copy", value.source, value.start, value.start)] = value
    return part


class _OrText:
    """In a schema: a text alone is one, too."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return {"anyOf": [{"type": "string"}, handler(schema)]}


def _some(texts: tuple[PoolText, ...]) -> tuple[PoolText, ...]:
    if not texts:
        raise Problem(
            "empty-value",
            Words("文案库里一条也没有", "there is no text in the pool"),
            Words("写上至少一条，或删掉这个文件", "write one at least, or delete the file"),
        )
    return texts


class Pool(Document):
    """Each slot of a column takes the next text. `since` is the day of the first one."""

    texts: Annotated[tuple[Annotated[PoolText, BeforeValidator(_text), _OrText()], ...], AfterValidator(_some)] = Field(
        description="一条条正文，轮着用 · the texts, in turn"
    )
    since: Day | None = Field(default=None, description="从哪天数起，不写是 2024-01-01 · counted from this day")
