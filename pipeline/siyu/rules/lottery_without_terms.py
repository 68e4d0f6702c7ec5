"""A lottery that does not say who takes part and when it is drawn: the law wants both, and those who did not win want them more."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.lotteries import lottery, says_until_when
from siyu.facts.promotion import PROMOTION
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_HOW = Note(
    Words(
        "写上怎么参加、几个名额、哪天几点开奖；长的规则建一份 lottery 优惠（content/offers），用 offer 引用",
        "say how to take part, how many win, and when it is drawn; long rules make an offer of the mechanic lottery",
    )
)


def lottery_without_terms(texts: Texts) -> Iterator[Finding]:
    """A warning for each lottery among the offers without `terms` or `ends`, and for each text that draws lots, without an offer, and names no time."""
    for offer in texts.library.offers.values():
        missing = [key for key, value in (("terms", offer.terms), ("ends", offer.ends)) if value is None]
        if offer.mechanic == "lottery" and missing:
            words = Words(
                f"抽奖“{offer.name}”没有写 {'、'.join(missing)}",
                f"lottery {offer.id!s} has no {' and no '.join(missing)}",
            )
            note = Note(
                Words(
                    "terms 写怎么参加、几个名额、怎么开奖，ends 写最后一天",
                    "terms: how to take part, how many win, how it is drawn; ends: its last day",
                )
            )
            yield Finding(words, offer.name.span, (note,))
    for passage in texts.passages:
        if (passage.item and passage.item.offer) or (found := lottery(passage.text)) is None:
            continue
        if not says_until_when(passage.text):
            written = passage.text[found[0] : found[1]]
            words = Words(f"“{written}”没说什么时候开奖", f"{written!r}: the text does not say when it is drawn")
            yield Finding(words, passage.at(*found), (_HOW,))


RULE = Rule(
    name="lottery-without-terms",
    severity=Severity.WARNING,
    what=Words(
        "抽奖没有写条件或截止，正文里说抽奖却没说什么时候开",
        "a lottery has no terms or no end, or a text draws lots and does not say when",
    ),
    why=Words(
        "参与条件、开奖时间要事先公布，不得变更；没说清楚的抽奖，没中的人都觉得是内定",
        "conditions and the time of the draw must be published beforehand; without them all who lose suspect a fix",
    ),
    instead=Words(
        "写明怎么参加、几个名额、哪天几点开奖；或建一份优惠，写上 terms 和 ends",
        "say how to take part, how many win, and when it is drawn; or make an offer with terms and ends",
    ),
    find=lottery_without_terms,
    source=f"{PROMOTION}第十三条",
)
