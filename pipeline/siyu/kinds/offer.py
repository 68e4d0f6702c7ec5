"""content/offers/<id>.yaml — an offer (优惠): what is given, to whom, on which terms, from when until when."""

from typing import Annotated

from pydantic import Field

from siyu.document import Choice, Document, Line, LinkByTier, ProductId, TierId
from siyu.source import Text
from siyu.values import Day, Price


class Offer(Document):
    """`begins` and `ends` are its first and last day; `prize` is the value in yuan of a lottery's highest prize, `prices` what a tier pays."""

    name: Line
    mechanic: Annotated[
        Text,
        Choice(("coupon", "flash-sale", "group-buy", "lottery", "gift", "order-chain", "check-in", "bundle", "points")),
    ]
    begins: Day | None = None
    ends: Day | None = None
    terms: Line | None = None
    prize: Price | None = None
    prices: dict[TierId, Price] = Field(default_factory=dict)
    code: Line | None = None
    link: LinkByTier | None = None
    products: tuple[ProductId, ...] = ()
    tiers: tuple[TierId, ...] = ()
