"""content/offers/<id>.yaml — an offer (优惠): what is given, to whom, on which terms, from when until when."""

from datetime import date
from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from siyu.document import Choice, Document, Line, LinkByTier
from siyu.reference import ProductId, TierId
from siyu.source import Text
from siyu.values import Day, Price, in_order


class Offer(Document):
    """`begins` and `ends` are its first and last day; `prize` is the value in yuan of a lottery's highest prize, `prices` what a tier pays."""

    name: Line = Field(description="优惠叫什么 · its name")
    mechanic: Annotated[
        Text,
        Choice(("coupon", "flash-sale", "group-buy", "lottery", "gift", "order-chain", "check-in", "bundle", "points")),
    ] = Field(description="玩法 · the mechanic")
    begins: Day | None = Field(default=None, description="第一天 · first day")
    ends: Day | None = Field(default=None, description="最后一天 · last day")
    terms: Line | None = Field(default=None, description="条件 · terms")
    stock: Line | None = Field(default=None, description="有多少份 · how many there are")
    prize: Price | None = Field(default=None, description="抽奖最高奖的价值，元 · a lottery's highest prize in yuan")
    prices: dict[TierId, Price] = Field(default_factory=dict, description="每层的价格，元 · price by tier in yuan")
    code: Line | None = Field(default=None, description="口令 · code")
    link: LinkByTier | None = Field(default=None, description="链接，一个或按分层 · link, one or by tier")
    products: tuple[ProductId, ...] = Field(default=(), description="哪些商品 · its products")
    tiers: tuple[TierId, ...] = Field(default=(), description="只给哪几层 · the only tiers that get it")

    @field_validator("ends")
    @classmethod
    def _in_order(cls, ends: date | None, info: ValidationInfo) -> date | None:
        in_order(info.data.get("begins"), ends)
        return ends
