"""A campaign that runs on days when its offer does not: on those days the members come and get nothing."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule


def offer_shorter_than_campaign(library: Library) -> Iterator[Finding]:
    """A warning for each campaign that begins before its offer, or ends after it."""
    for campaign in library.campaigns.values():
        offer = library.offers.get(campaign.offer) if campaign.offer else None
        if offer is None or campaign.offer is None:
            continue
        late = offer.begins is not None and offer.begins > campaign.launch
        early = offer.ends is not None and offer.ends < campaign.last
        if late or early:
            words = Words(
                f"活动 {campaign.launch} 到 {campaign.last}，优惠“{offer.name}”却是 {offer.begins or '…'} 到 {offer.ends or '…'}",
                f"the campaign runs from {campaign.launch} to {campaign.last}, offer {offer.id!s} from {offer.begins or '…'} to {offer.ends or '…'}",
            )
            note = Note(
                Words(
                    "改优惠的 begins、ends，或改活动的 launch、ends",
                    "change the offer's begins and ends, or the campaign's launch and ends",
                ),
                offer.name.span,
            )
            yield Finding(words, campaign.offer.span, (note,))


RULE = Rule(
    name="offer-shorter-than-campaign",
    severity=Severity.WARNING,
    what=Words("活动的日子比它的优惠长", "a campaign runs on days when its offer does not"),
    why=Words("说好的日子里领不到，客服要一个个解释", "members come on a day they were told, and get nothing"),
    instead=Words("改优惠的 begins、ends，或改活动的 launch、ends", "change the offer's days, or the campaign's"),
    find=offer_shorter_than_campaign,
)
