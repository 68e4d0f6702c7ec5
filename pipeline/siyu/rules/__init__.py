"""The rules: one file each, and the tables that check runs. A rule's name reads as "allow ___"; its page is in tests/rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from siyu.diagnostic import Diagnostic
from siyu.edition import Edition
from siyu.library import Library
from siyu.rules.approved_but_open import approved_but_open
from siyu.rules.looks_like_comment import looks_like_comment
from siyu.rules.off_voice import off_voice
from siyu.rules.over_message_budget import over_message_budget
from siyu.rules.over_platform_limit import over_platform_limit
from siyu.rules.price_not_better import price_not_better
from siyu.rules.product_not_for_tier import product_not_for_tier
from siyu.rules.product_out_of_season import product_out_of_season
from siyu.rules.tier_without_announcement import tier_without_announcement
from siyu.rules.tier_without_welcome import tier_without_welcome
from siyu.rules.too_many_images import too_many_images
from siyu.rules.two_at_one_minute import two_at_one_minute
from siyu.rules.unfilled_slot import unfilled_slot
from siyu.rules.unpublished_holidays import unpublished_holidays
from siyu.rules.wrong_weekday import wrong_weekday

LIBRARY_RULES: list[Callable[[Library], Iterator[Diagnostic]]] = [
    price_not_better,
    tier_without_announcement,
    tier_without_welcome,
]
EDITION_RULES: list[Callable[[Edition], Iterator[Diagnostic]]] = [
    approved_but_open,
    looks_like_comment,
    off_voice,
    over_message_budget,
    over_platform_limit,
    product_not_for_tier,
    product_out_of_season,
    too_many_images,
    two_at_one_minute,
    unfilled_slot,
    unpublished_holidays,
    wrong_weekday,
]
