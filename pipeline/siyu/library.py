"""The library: everything that changes rarely, resolved. Small and whole; every week is compiled from it and its own file alone.

In: loaded documents. Out: `Library`.
Promise: tiers stand in ladder order, lowest first; a project without tiers has one implicit tier called "all".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from siyu.asset import Asset
from siyu.facts.channels import ROLES, UNGROUPED
from siyu.kinds.account import Account
from siyu.kinds.announcement import Announcement
from siyu.kinds.brand import Brand
from siyu.kinds.campaign import Campaign, Step
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
from siyu.kinds.tier import Tier
from siyu.kinds.welcome import Welcome
from siyu.kinds.wording import Wording
from siyu.source import Source


@dataclass(frozen=True)
class Library:
    """Documents by id, in the order of their ids; tags with what they are called; templates as sources by id; assets by path, and the paths that some document names."""

    brand: Brand
    ips: Mapping[str, Ip]
    personas: Mapping[str, Persona]
    tiers: Mapping[str, Tier]
    products: Mapping[str, Product]
    wordings: Mapping[str, Wording]
    columns: Mapping[str, Column]
    offers: Mapping[str, Offer]
    campaigns: Mapping[str, Campaign]
    announcements: Mapping[str, Announcement]
    welcomes: Mapping[str, Welcome]
    sops: Mapping[str, Sop]
    replies: Mapping[str, Reply]
    accounts: Mapping[str, Account]
    tags: Mapping[str, str]
    templates: Mapping[str, Source]
    assets: Mapping[str, Asset]
    used: frozenset[str]
    journeys: Mapping[str, Journey] = field(default_factory=dict)
    reviews: Mapping[str, Review] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    incentives: Mapping[str, Incentive] = field(default_factory=dict)
    house: House | None = None

    def covers(self, tiers: Iterable[str] | None) -> list[Tier]:
        """The tiers that a `tiers:` field names, in ladder order; all but the flash groups where it is left out."""
        wanted = None if tiers is None else set(tiers)
        return [t for t in self.tiers.values() if (t.group != "flash" if wanted is None else t.id in wanted)]

    def reached(self, campaign: Campaign, step: Step) -> list[Tier] | list[None]:
        """The tiers that a campaign's step goes to, in ladder order; a task of no group goes to None."""
        if step.only == ():
            return [None]
        covered = self.covers(step.only if campaign.tiers is None else campaign.tiers)
        return [tier for tier in covered if step.only is None or tier.id in step.only]

    def speaker(self, tier: Tier, ip: str | None = None) -> Ip | None:
        """Who speaks: the IP asked for, else the tier's, else the brand's only one."""
        name = ip or tier.ip or (next(iter(self.ips)) if len(self.ips) == 1 else None)
        return self.ips.get(name) if name else None

    def welcomes_of(self, tier: Tier) -> list[Welcome]:
        """The welcome scripts of a tier."""
        return [w for w in self.welcomes.values() if w.tiers is None or tier.id in w.tiers]

    def above(self, tier: Tier) -> Iterator[Tier]:
        """The tiers further up the ladder."""
        while tier.way_up and tier.way_up.to in self.tiers:
            tier = self.tiers[tier.way_up.to]
            yield tier

    def calls(self, role: str) -> str:
        """What a role is called: a brand that has no group has no 群主."""
        return ROLES[role] if role not in UNGROUPED or self._grouped else UNGROUPED[role]

    @cached_property
    def _grouped(self) -> bool:
        columns = (column.channel in ("group", "announcement") for column in self.columns.values())
        return bool(self.announcements) or any(tier.group for tier in self.tiers.values()) or any(columns)

    def only(self, tiers: Iterable[str]) -> Library:
        """The same library with only these tiers, still in ladder order."""
        wanted = set(tiers)
        return replace(self, tiers={name: tier for name, tier in self.tiers.items() if name in wanted})
