"""brand/products/<id>.yaml — a product: its role, one selling point, and what it costs whom."""

from typing import Annotated

from pydantic import Field

from siyu.document import Asset, Choice, Document, Line, LinkByTier, PersonaId, TierId
from siyu.source import Text
from siyu.values import Price, Validity


class Product(Document):
    """`price` is the public price in yuan, `prices` what a tier pays, `tiers` the only tiers it is sold to (all when empty);
    `price_basis` says where and when the public price was paid, which a crossed-out price must show."""

    name: Line
    role: Annotated[Text, Choice(("traffic", "benefit", "profit", "exclusive"))]
    point: Line
    price: Price
    prices: dict[TierId, Price] = Field(default_factory=dict)
    price_basis: Line | None = None
    link: LinkByTier | None = None
    image: Asset | None = None
    valid: Validity | None = None
    personas: tuple[PersonaId, ...] = ()
    scenes: tuple[Line, ...] = ()
    tiers: tuple[TierId, ...] = ()
