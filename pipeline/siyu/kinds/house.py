"""brand/rules.yaml — the brand's own rules (家规): what only this brand holds itself to, checked like the platform's limits."""

from typing import Annotated

from pydantic import Field

from siyu.document import Anchor, Choice, ContentKind, Document, Line, Part
from siyu.reference import ColumnId, ProductId
from siyu.source import Text
from siyu.values import FieldName


class Apart(Part):
    """What must not come again within `days`, tier by tier; some columns and products may."""

    what: Annotated[Text, Choice(("product", "title", "images"))] = Field(
        description="什么不重复 · what does not repeat"
    )
    days: Annotated[int, Field(ge=1, le=366)] = Field(description="隔几天 · within how many days")
    except_columns: tuple[ColumnId, ...] = Field(default=(), description="这些栏目不算 · columns that may")
    except_products: tuple[ProductId, ...] = Field(default=(), description="这些商品不算 · products that may")


class Quota(Part):
    """How often in a calendar month, for each tier: of a column, of a kind of content, or of all that goes out."""

    column: ColumnId | None = Field(default=None, description="哪个栏目 · the column")
    kind: ContentKind | None = Field(default=None, description="哪类内容 · the kind of content")
    most: Annotated[int, Field(ge=1)] = Field(description="一个月最多几条 · at most so many a month")


class House(Document):
    """Blanks that operators fill by hand, days that texts count towards, and rules of the brand's own."""

    blanks: tuple[Line, ...] = Field(default=(), description="【】里会出现的空，例如 姓名 · blanks that operators fill")
    anchors: dict[FieldName, Anchor] = Field(
        default_factory=dict, description="正文要数着的日子，名字: 哪天、怎么说 · days that texts count towards"
    )
    no_links: tuple[ColumnId, ...] = Field(default=(), description="不放链接的栏目 · columns without links")
    no_repeat: tuple[Apart, ...] = Field(
        default=(), description="隔几天内不重复 · what does not come again within days"
    )
    quotas: tuple[Quota, ...] = Field(default=(), description="一个月最多几条 · at most so many a month")
