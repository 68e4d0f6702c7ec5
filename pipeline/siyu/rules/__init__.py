"""The rules: one file each, and the tables that check runs. A rule's name reads as "allow ___"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from siyu.diagnostic import Diagnostic
from siyu.edition import Edition
from siyu.library import Library
from siyu.rules.over_message_budget import over_message_budget
from siyu.rules.over_platform_limit import over_platform_limit
from siyu.rules.product_not_for_tier import product_not_for_tier
from siyu.rules.product_out_of_season import product_out_of_season
from siyu.rules.tier_without_announcement import tier_without_announcement
from siyu.rules.tier_without_welcome import tier_without_welcome
from siyu.rules.unfilled_slot import unfilled_slot
from siyu.rules.unpublished_holidays import unpublished_holidays
from siyu.rules.wrong_weekday import wrong_weekday

LIBRARY_RULES: list[Callable[[Library], Iterator[Diagnostic]]] = [tier_without_welcome, tier_without_announcement]
EDITION_RULES: list[Callable[[Edition], Iterator[Diagnostic]]] = [
    unfilled_slot,
    over_message_budget,
    over_platform_limit,
    product_not_for_tier,
    product_out_of_season,
    unpublished_holidays,
    wrong_weekday,
]
