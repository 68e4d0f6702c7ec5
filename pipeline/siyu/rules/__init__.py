"""The rules: one file each, and the tables that check runs. A rule's name reads as "allow ___"; its page is in tests/rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from siyu.edition import Edition, Publication
from siyu.library import Library
from siyu.passage import Texts
from siyu.rule import Rule, Use
from siyu.rules import (
    approved_but_open,
    expired_waiver,
    looks_like_comment,
    off_voice,
    over_message_budget,
    over_platform_limit,
    price_not_better,
    product_not_for_tier,
    product_out_of_season,
    tier_without_announcement,
    tier_without_welcome,
    too_many_images,
    two_at_one_minute,
    unfilled_slot,
    unneeded_waiver,
    unproved_waiver,
    unpublished_holidays,
    wrong_weekday,
)

LIBRARY_RULES: list[Rule[Library]] = [
    price_not_better.RULE,
    tier_without_announcement.RULE,
    tier_without_welcome.RULE,
]
TEXT_RULES: list[Rule[Texts]] = [
    looks_like_comment.RULE,
    off_voice.RULE,
    over_platform_limit.RULE,
    wrong_weekday.RULE,
]
WEEK_RULES: list[Rule[Edition]] = [
    approved_but_open.RULE,
    over_message_budget.RULE,
    product_not_for_tier.RULE,
    product_out_of_season.RULE,
    too_many_images.RULE,
    two_at_one_minute.RULE,
    unfilled_slot.RULE,
    unpublished_holidays.RULE,
]
PLAN_RULES: list[Rule[Publication]] = []
"""Rules that need more than one week."""

WAIVER_RULES: list[Rule[Sequence[Use]]] = [expired_waiver.RULE, unneeded_waiver.RULE, unproved_waiver.RULE]
"""Rules about the waivers themselves; nothing silences these."""

_ALL: list[Rule[Any]] = [*LIBRARY_RULES, *TEXT_RULES, *WEEK_RULES, *PLAN_RULES, *WAIVER_RULES]
RULES: dict[str, Rule[Any]] = {rule.name: rule for rule in sorted(_ALL, key=lambda rule: rule.name)}
