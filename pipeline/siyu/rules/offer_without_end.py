"""An offer that never ends: what is always there is no offer, and the law wants the term of a price cut shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.promotion import PROMOTION
from siyu.library import Library
from siyu.rule import Finding, Rule

_TERM = re.compile(
    r"长期|永久|常年|不限时|有效期|有效|天内|日内|小时内|月内|月底|年底|当[天日月]|截止|截至|为止|用完即止|领完即止|送完即止|售完即止|抢完即止"
)


def offer_without_end(library: Library) -> Iterator[Finding]:
    """A warning for each without `ends`, unless its terms say how long; a lottery's end is lottery-without-terms' matter, points without a beginning are a programme."""
    for offer in library.offers.values():
        if offer.ends or offer.mechanic == "lottery" or (offer.mechanic == "points" and not offer.begins):
            continue
        if not _TERM.search(offer.terms or ""):
            words = Words(f"优惠“{offer.name}”没有写到哪天为止", f"offer {offer.id!s} does not say when it ends")
            note = Note(
                Words(
                    "写 ends: 2026-12-31；每人从领取时算的、长期有效的，写进 terms",
                    "write ends: 2026-12-31; where it runs for ever or from the day it is taken, say so in terms",
                )
            )
            yield Finding(words, offer.name.span, (note,))


RULE = Rule(
    name="offer-without-end",
    severity=Severity.WARNING,
    what=Words("优惠没有写到哪天为止", "an offer does not say when it ends"),
    why=Words(
        "天天都有就不叫优惠；过期的价格没人撤，顾客还能拿着截图来要",
        "what is always there is no offer; nobody takes it down, and customers come back with the screenshot",
    ),
    instead=Words(
        "写 ends；长期有效、或从领取那天算的，写进 terms",
        "write ends; where it runs for ever, or from the day it is taken, say so in terms",
    ),
    find=offer_without_end,
    source=f"{PROMOTION}第二十条",
)
