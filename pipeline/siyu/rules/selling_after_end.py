"""A text of a campaign that still sells when the campaign is over: they tap, and it is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.amounts import amounts
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_OVER = re.compile(r"结束|收官|落幕|名单|获奖|中奖|得奖|开奖|揭晓|恭喜|公布|感谢|谢谢|回顾|复盘|平时的价|恢复")
_NOTE = Note(
    Words(
        "写明活动已经结束、现在怎么买，或把这一步放到 end 以前，或把活动延长",
        "say that it is over and how to buy now, move the step before the end, or let the campaign run longer",
    )
)


def selling_after_end(texts: Texts) -> Iterator[Finding]:
    """A warning for each text after the last day that is to sell or names a price, and does not say that it is over. Where the offer has an end, too, offer-not-running says it."""
    for passage in texts.passages:
        item = passage.item
        if item is None or item.campaign is None or item.date <= item.campaign.last:
            continue
        if item.offer and item.offer.ends and item.offer.ends < item.date:
            continue
        if (item.purpose == "conversion" or amounts(passage.text)) and not _OVER.search(passage.text):
            words = Words(
                f"活动“{item.campaign.name}”到 {item.campaign.last} 就结束了，这条 {item.date} 还在卖",
                f"campaign {item.key!s} ended on {item.campaign.last}, this still sells on {item.date}",
            )
            yield Finding(words, passage.span, (_NOTE,))


RULE = Rule(
    name="selling-after-end",
    severity=Severity.WARNING,
    what=Words("活动结束以后，活动的文案还在卖", "a campaign's text still sells after its last day"),
    why=Words("点进去已经没有了，下次说“最后一天”就没人信", "it is gone, and the next last day is believed by nobody"),
    instead=Words(
        "写明已经结束、现在怎么买；或改 day，或把活动的 ends 往后放",
        "say that it is over and how to buy now; or change day, or move the campaign's ends",
    ),
    find=selling_after_end,
)
