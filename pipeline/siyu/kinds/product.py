"""brand/products/<id>.yaml — a product: its role, one selling point, and what it costs whom."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from siyu.diagnostic import Problem, Words
from siyu.document import Choice, Document, Line, LinkByTier
from siyu.reference import Asset, PersonaId, ProductId, TierId
from siyu.source import Text
from siyu.values import Price, Validity


class Product(Document):
    """`price` is the public price in yuan, `prices` what a tier pays, `tiers` the only tiers it is sold to (all when empty);
    `bundle` are its parts where it is a set; `price_basis` says where and when the public price was paid, which a crossed-out price must show."""

    name: Line = Field(description="商品名 · its name")
    role: Annotated[Text, Choice(("traffic", "benefit", "profit", "exclusive"))] = Field(
        description="在货盘里的角色 · its role"
    )
    point: Line = Field(description="一个卖点 · one selling point")
    price: Price = Field(description="公开价，元 · public price in yuan")
    prices: dict[TierId, Price] = Field(default_factory=dict, description="每层的价格，元 · price by tier in yuan")
    price_basis: Line | None = Field(
        default=None, description="公开价的依据，划线价要用 · what a crossed-out price rests on"
    )
    link: LinkByTier | None = Field(default=None, description="购买链接，一个或按分层 · where to buy, one or by tier")
    bundle: tuple[ProductId, ...] = Field(
        default=(), description="一套里有哪些商品，两件写两次 · what a set is made of; two of one are named twice"
    )
    image: Asset | None = Field(default=None, description="图片 · picture")
    valid: Validity | None = Field(default=None, description="有效期，例如 2026-11-01 to 2026-12-31 · when it is sold")
    personas: tuple[PersonaId, ...] = Field(default=(), description="适合谁 · for whom")
    scenes: tuple[Line, ...] = Field(default=(), description="使用场景 · usage scenes")
    tiers: tuple[TierId, ...] = Field(default=(), description="只卖给哪几层 · the only tiers it is sold to")

    @field_validator("bundle")
    @classmethod
    def _of_others(cls, bundle: tuple[Text, ...], info: ValidationInfo) -> tuple[Text, ...]:
        if info.data.get("id") in bundle:
            raise Problem("unknown-id", Words("一套里不能有它自己", "a set cannot be made of itself"))
        return bundle
