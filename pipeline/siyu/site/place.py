"""Whose pages a folder holds, and the ways between them.

In: what a publication has for somebody. Out: `Place`, and what each of its pages is told.
Promise: every page of a place has the same ways, and a way is there only where it leads to something.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from siyu.edition import Edition, Message, Publication
from siyu.kinds.tier import Tier
from siyu.site.chrome import Chrome

_WAYS = {
    "home": "index.html",
    "today": "index.html",
    "weeks": "index.html#weeks",
    "plan": "plan.html",
    "book": "book.html",
    "campaigns": "campaigns.html",
    "welcome": "welcome.html",
    "replies": "replies.html",
    "sop": "index.html#sop",
    "feeds": "subscribe.html",
}


class Place(NamedTuple):
    """A tier's folder, a role's over all tiers, or with neither the brand's own pages; `sops` are the roles that have a SOP book in it,
    `rooms` what it has beside its weeks."""

    folder: str
    name: str
    tier: Tier | None = None
    role: str | None = None
    sops: tuple[str, ...] = ()
    rooms: frozenset[str] = frozenset()

    def messages(self, edition: Edition) -> list[Message]:
        """What there is to do in a week."""
        if self.tier:
            return list(edition.of(self.tier))
        return [message for message in edition.messages if message.item.role == self.role]

    def to(self, folder: str) -> str:
        """The way from here to another folder's pages."""
        return "" if folder == self.folder else f"{'../' if self.folder else ''}{folder}/"


def whole(publication: Publication) -> Place:
    """The brand's own pages."""
    library = publication.library
    rooms = ["home", "plan", "book", "feeds"]
    if any(library.covers(campaign.tiers) for campaign in library.campaigns.values()):
        rooms.append("campaigns")
    return Place("", library.brand.name, rooms=frozenset(rooms))


def told(place: Place, publication: Publication, chrome: Chrome, here: str = "") -> dict[str, Any]:
    """What every page of a place is told; `here` is which of its ways leads to the page."""
    return {
        "t": chrome,
        "key": f"{publication.library.brand.domain}/{place.folder}",
        "heading": place.name,
        "ways": [(chrome[name], href, name == here) for name, href in _WAYS.items() if name in place.rooms],
    }
