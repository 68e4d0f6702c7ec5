"""The kinds of document: one file each, and the table that says which folder holds which."""

from __future__ import annotations

from typing import NamedTuple

from siyu.document import Document
from siyu.kinds.account import Account
from siyu.kinds.announcement import Announcement
from siyu.kinds.brand import Brand
from siyu.kinds.campaign import Campaign
from siyu.kinds.column import Column
from siyu.kinds.house import House
from siyu.kinds.incentive import Incentive
from siyu.kinds.ip import Ip
from siyu.kinds.journey import Journey
from siyu.kinds.offer import Offer
from siyu.kinds.persona import Persona
from siyu.kinds.pool import Pool
from siyu.kinds.product import Product
from siyu.kinds.reply import Reply
from siyu.kinds.review import Review
from siyu.kinds.sop import Sop
from siyu.kinds.tags import Tags
from siyu.kinds.tier import Tier
from siyu.kinds.week import Week
from siyu.kinds.welcome import Welcome
from siyu.kinds.wording import Wording


class Kind(NamedTuple):
    """`place` is a folder, whose files' names are ids, or a single file."""

    place: str
    model: type[Document]


KINDS: dict[str, Kind] = {
    "brand": Kind("brand/brand.yaml", Brand),
    "ip": Kind("brand/ip", Ip),
    "tags": Kind("brand/tags.yaml", Tags),
    "persona": Kind("brand/personas", Persona),
    "tier": Kind("brand/tiers", Tier),
    "product": Kind("brand/products", Product),
    "house": Kind("brand/rules.yaml", House),
    "wording": Kind("brand/wording", Wording),
    "account": Kind("brand/accounts", Account),
    "pool": Kind("content/pools", Pool),
    "column": Kind("content/columns", Column),
    "offer": Kind("content/offers", Offer),
    "campaign": Kind("content/campaigns", Campaign),
    "incentive": Kind("content/incentives", Incentive),
    "announcement": Kind("content/announcements", Announcement),
    "welcome": Kind("content/welcome", Welcome),
    "reply": Kind("content/replies", Reply),
    "sop": Kind("content/sop", Sop),
    "journey": Kind("content/journeys", Journey),
    "week": Kind("content/weeks", Week),
    "review": Kind("content/reviews", Review),
}
