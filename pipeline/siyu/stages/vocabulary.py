"""What a text may name: the tables behind `{{ product.price }}`, `{{ ip.self }}`, `{{ day.weekday }}`.

In: the library. Out: plain tables of strings, None for what nobody has filled in.
Promise: a table made for one tier holds that tier's price and link, nobody else's; each is made once.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from siyu.document import for_tier
from siyu.facts import holidays, lunar
from siyu.kinds.campaign import Campaign
from siyu.kinds.ip import Ip
from siyu.kinds.offer import Offer
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.kinds.week import Week
from siyu.library import Library
from siyu.source import Text
from siyu.stages.anchors import Anchors
from siyu.weeks import month_day
from siyu.when import WEEKDAYS_ZH, clock, describe


class Day(dict[str, Any]):
    """The date's words; lunar ones are looked up only when a text names them."""

    def __init__(self, day: date, start: int) -> None:
        super().__init__(
            date=month_day(day),
            weekday=WEEKDAYS_ZH[day.weekday()],
            time=clock(start),
            term=None,
            lunar=None,
            holiday=None,
        )
        self.day = day

    def __getitem__(self, key: str) -> Any:
        if key == "term":
            return lunar.solar_term(self.day) or None
        if key == "lunar":
            return lunar.text(self.day)
        if key == "holiday":
            return holidays.holiday(self.day)
        return super().__getitem__(key)


class Vocabulary:
    """The tables of one library."""

    def __init__(self, library: Library) -> None:
        self._anchors = library.house.anchors if library.house else {}
        self.brand = {"name": library.brand.name, "slogan": library.brand.slogan, "links": library.brand.links}
        self._tiers: dict[str, dict[str, Any]] = {}
        self._ips: dict[str, dict[str, Any]] = {}
        self._products: dict[tuple[str, str], dict[str, Any]] = {}

    def anchor(self, week: Week, day: date) -> dict[str, Any] | None:
        """The days that a week's texts may count towards, the brand's and its own, as a text of one day tells them."""
        anchors = {**self._anchors, **week.anchors}
        return Anchors(anchors, day) if anchors else None

    def tier(self, tier: Tier | None) -> dict[str, Any] | None:
        """What anybody may know of a tier."""
        if tier is None:
            return None
        if tier.id not in self._tiers:
            self._tiers[tier.id] = {
                "name": tier.name,
                "positioning": tier.positioning,
                "promise": tier.promise,
                "threshold": tier.threshold,
                "way_up": tier.way_up.how if tier.way_up else None,
            }
        return self._tiers[tier.id]

    def ip(self, ip: Ip | None) -> dict[str, Any] | None:
        """Who speaks."""
        if ip is None:
            return None
        if ip.id not in self._ips:
            self._ips[ip.id] = {
                "nickname": ip.nickname,
                "role": ip.role,
                "self": ip.voice.self or ip.nickname,
                "customers": ip.voice.customers,
                "human": ip.human,
                "hours": "，".join(map(describe, ip.card.hours)) or None,
                "channel": ip.card.channel,
                "links": ip.card.links,
            }
        return self._ips[ip.id]

    def product(self, product: Product | None, tier: Tier | None) -> dict[str, Any] | None:
        """What one tier may know of a product."""
        if product is None:
            return None
        name = tier.id if tier else Text("", *product.id.span)
        key = (product.id, name)
        if key not in self._products:
            self._products[key] = {
                "name": product.name,
                "point": product.point,
                "price": product.prices.get(name, product.price),
                "list_price": product.price,
                "link": for_tier(product.link, name) if product.link else None,
            }
        return self._products[key]

    def offer(self, offer: Offer | None, tier: Tier | None) -> dict[str, Any] | None:
        """What one tier may know of an offer."""
        if offer is None:
            return None
        name = tier.id if tier else Text("", *offer.id.span)
        return {
            "name": offer.name,
            "begins": month_day(offer.begins) if offer.begins else None,
            "ends": month_day(offer.ends) if offer.ends else None,
            "terms": offer.terms,
            "price": offer.prices.get(name),
            "code": offer.code,
            "prize": offer.prize,
            "stock": offer.stock,
            "link": for_tier(offer.link, name) if offer.link else None,
        }

    def campaign(self, campaign: Campaign | None, day: date) -> dict[str, Any] | None:
        """A campaign as a text of one day tells it: days until it begins, the day that it is, days left with that one; None where there are none."""
        if campaign is None:
            return None
        since, left = (day - campaign.launch).days, (campaign.last - day).days
        return {
            "name": campaign.name,
            "launch": month_day(campaign.launch),
            "ends": month_day(campaign.last),
            "starts_in": str(-since) if since < 0 else None,
            "day": str(since + 1) if since >= 0 and left >= 0 else None,
            "days_left": str(left + 1) if since >= 0 and left >= 0 else None,
        }


def rules(tier: Tier) -> str | None:
    """A tier's rules as numbered lines: what the group is for, how to behave, what happens otherwise."""
    if tier.rules is None:
        return None
    conduct = [f"{number}. {line}" for number, line in enumerate(tier.rules.conduct, 1)]
    return "\n".join([tier.rules.purpose, *conduct, *([tier.rules.penalty] if tier.rules.penalty else [])])
