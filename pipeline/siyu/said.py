"""What is said, whoever says it: an entry of a week, a step of a campaign or of a journey, and what differs by tier and by case.

In: documents. Out: the fields they say things with, and the value that a tier has of one.
Promise: what is written nearest to the tier counts; a field that nobody has written is not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from siyu.document import Aim, Choice, Line, Part
from siyu.reference import Asset, OfferId, ProductId
from siyu.source import Text
from siyu.values import Clock, Link, Slug

BASE_FIELDS = frozenset({"copy", "product", "products", "title", "images", "link", "offer"})
"""What a column may ask of an entry beside fields of its own."""
Yes = Annotated[Text, Choice(("true", "false"))]


class Said(Part):
    """A text, and what it is about."""

    copy_: Line | None = Field(default=None, alias="copy", description="正文 · the text")
    product: ProductId | None = Field(default=None, description="商品 · product")
    offer: OfferId | None = Field(default=None, description="优惠 · offer")
    images: tuple[Asset, ...] = Field(default=(), description="配图 · images")
    link: Link | None = Field(default=None, description="链接 · link")


class Post(Said):
    """What goes out on a day, and what goes with it."""

    products: tuple[ProductId, ...] = Field(default=(), description="几个商品 · products")
    title: Line | None = Field(default=None, description="标题 · title")
    to: Aim | None = Field(default=None, description="给谁看，按标签 · for whom, by tags")
    comment: Line | None = Field(default=None, description="第一条评论 · the first comment under the post")
    pinned: Yes | None = Field(default=None, description="要不要置顶 · whether it is pinned")
    topics: tuple[Line, ...] = Field(default=(), description="正文里要有的话题，不用写 # · topics that the text shows")


class Case(Post):
    """What is said where something is so: a weather, a city, a level of membership. All cases are shown, the operator chooses."""

    when: Line | None = Field(default=None, description="什么情况，例如 28 ℃ 以上 · in which case")


class Variant(Post):
    """What differs for one tier."""

    at: Clock | None = Field(default=None, description='换个钟点，例如 "12:00" · another hour')
    variants: Mapping[Slug, Case] = Field(
        default_factory=dict, description="看情况说的几种，id: 内容 · what is said in each case"
    )


def every(entry: Variant, tiers: Mapping[Text, Variant]) -> list[Post]:
    """All that is said in one place: for everybody, for each tier, and in each of their cases."""
    parts = (entry, *tiers.values())
    return [*parts, *(case for part in parts for case in part.variants.values())]


def given(entry: Said | None, variant: Said | None, name: str) -> Any:
    """A field as a tier has it: its variant's, else the entry's, None where neither gives it. An empty list is given, too."""
    if name not in BASE_FIELDS:
        own = ((part.__pydantic_extra__ or {}).get(name) for part in (variant, entry) if part is not None)
        return next((value for value in own if value is not None), None)
    field = "copy_" if name == "copy" else name
    if variant is not None and field in variant.model_fields_set:
        return getattr(variant, field)
    return getattr(entry, field) if entry is not None and field in entry.model_fields_set else None
