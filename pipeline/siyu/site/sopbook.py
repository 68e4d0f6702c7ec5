"""The SOP book: all that one role does in one tier, or in none, as a document to print: routines, journeys, campaigns, incentives.

In: a publication and the places of its pages. Out: `sop-<role>.html` by path, and the style beside them; nothing where a role has nothing.
Promise: what stands is said once, not week by week; a tier's book holds nothing of another tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files

from siyu.diagnostic import Words
from siyu.edition import Publication
from siyu.facts.channels import ROLES
from siyu.incentives import all_of
from siyu.kinds.tier import Tier
from siyu.site.chrome import Chrome
from siyu.site.pages import page
from siyu.site.place import Place, told
from siyu.site.sopparts import View, sent_of
from siyu.site.sopsteps import goes_to, parts


def sop_pages(publication: Publication, places: Sequence[Place], chrome: Chrome) -> Iterator[tuple[str, bytes]]:
    """The books of every place, and their style beside them."""
    if not any(place.sops for place in places):
        return
    sent, style = sent_of(publication), (files(__package__) / "static" / "sop.css").read_bytes()
    for place in places:
        for role in place.sops:
            view = View(publication, place.tier, role, chrome, sent)
            yield f"{place.folder}/sop-{role}.html", _page(view, place)
        if place.sops:
            yield f"{place.folder}/sop.css", style


def roles_of(publication: Publication, tier: Tier | None) -> list[str]:
    """The roles that have more to do in a tier, or in none, than a week's page tells."""
    library = publication.library
    busy = {
        role
        for role, sop in library.sops.items()
        for routine in sop.tasks.values()
        if tier in (library.covers(routine.tiers) if routine.tiers != () else [None])
    }
    busy |= {touch.message.item.role for touch in publication.touches if touch.message.item.tier is tier}
    busy |= {
        str(step.owner or "owner")
        for campaign in library.campaigns.values()
        for step in campaign.steps.values()
        if goes_to(library, campaign, step, tier)
    }
    busy |= {str(incentive.owner or "owner") for incentive in (all_of(library, tier) if tier else ())}
    return [role for role in ROLES if role in busy]


def _page(view: View, place: Place) -> bytes:
    chrome, tier = view.chrome, view.tier
    role = chrome.say(Words(view.library.calls(view.role), "KOC" if view.role == "koc" else view.role.capitalize()))
    return page(
        "sop.html",
        **told(place, view.publication, chrome, "sop"),
        title=f"{place.name} · {role} · {chrome['sops']}" if tier else f"{role} · {chrome['sops']}",
        brand=view.library.brand.name,
        place=tier.name if tier else "",
        role=role,
        people=chrome["list"].join(getattr(tier.roles, view.role)) if tier else "",
        parts=list(parts(view)),
    )
