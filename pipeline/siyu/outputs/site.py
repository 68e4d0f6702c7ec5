"""site/ — the operators' pages: a folder for each tier and role that stands alone, and the brand's own pages beside them.

In: a publication. Out: pages, with the style, the script and the images that they show.
Promise: a tier's folder holds nothing of another tier; one page a week; an image is in a folder once, and only where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from siyu.aside import ENOUGH, aside
from siyu.edition import Artifact, Publication, folder_of
from siyu.facts.channels import ROLES
from siyu.ical.feeds import Feed, feeds, window
from siyu.site.book import book_pages
from siyu.site.campaigns import campaign_files
from siyu.site.campaigns import of as campaigns_of
from siyu.site.chrome import Chrome
from siyu.site.pages import beside, page
from siyu.site.place import Place, told, whole
from siyu.site.plan import plan_pages
from siyu.site.replies import reply_files
from siyu.site.sopbook import roles_of, sop_pages
from siyu.site.subscribe import subscribe
from siyu.site.week import pages
from siyu.site.welcome import welcome_files
from siyu.source import Span


def site(publication: Publication) -> Iterator[Artifact]:
    """Every page, each with what it needs beside it; many weeks' are made while the other outputs are."""
    places, chrome = list(places_of(publication)), Chrome(publication.library.brand.locale)
    weeks: Callable[[], list[tuple[str, bytes]]] = partial(list, pages(publication, places, chrome))
    many = sum(len(edition.messages) for edition in publication.editions) >= ENOUGH
    return _site(publication, places, chrome, aside(weeks) if many else weeks)


def _site(
    publication: Publication, places: list[Place], chrome: Chrome, weeks: Callable[[], list[tuple[str, bytes]]]
) -> Iterator[Artifact]:
    library = publication.library
    spans = tuple(Span(edition.plan.week.id.source, 0, 0) for edition in publication.editions)
    calendars = feeds(publication, window(publication))
    yield from (Artifact(f"site/{path}", data, spans) for path, data in sop_pages(publication, places, chrome))
    for place in places:
        own = [feed for feed in calendars if feed.file == place.folder]
        made = beside() | standing(publication, place, chrome)
        made["subscribe.html"] = subscribe_page(own, publication, place, chrome)
        yield from (Artifact(f"site/{place.folder}/{name}", data, spans) for name, data in made.items())
        yield from _images(f"site/{place.folder}", _shown(publication, place), publication)
    brand = whole(publication)
    made = dict(plan_pages(publication, chrome)) | dict(book_pages(publication, chrome)) | beside()
    made |= campaign_files(publication, brand, chrome)
    made["subscribe.html"] = subscribe_page(calendars, publication, brand, chrome)
    made["index.html"] = doors(publication, places, chrome)
    yield from (Artifact(f"site/{name}", data, spans) for name, data in made.items())
    pictured = (product.image for product in library.products.values() if product.image)
    yield from _images("site", [*(ip.avatar for ip in library.ips.values() if ip.avatar), *pictured], publication)
    yield from (Artifact(f"site/{path}", data, spans) for path, data in weeks())


def places_of(publication: Publication) -> Iterator[Place]:
    """Tiers in ladder order, then the roles that have something to do."""
    for tier in publication.library.tiers.values():
        place = Place(str(tier.id), tier.name, tier=tier, sops=tuple(roles_of(publication, tier)))
        yield place._replace(rooms=frozenset(_rooms(publication, place)))
    busy = {message.item.role for edition in publication.editions for message in edition.messages}
    own = roles_of(publication, None)
    for role in ROLES:
        if role in busy:
            sops = (role,) if role in own else ()
            place = Place(folder_of(None, role), publication.library.calls(role), role=role, sops=sops)
            yield place._replace(rooms=frozenset(_rooms(publication, place)))


def _rooms(publication: Publication, place: Place) -> Iterator[str]:
    """What a place has beside its weeks."""
    yield from ("today", "weeks", "feeds")
    if campaigns_of(publication, place):
        yield "campaigns"
    if place.tier and any(script.tier is place.tier for script in publication.scripts):
        yield "welcome"
    if place.tier and any(answer.tier is place.tier for answer in publication.answers):
        yield "replies"
    if place.sops:
        yield "sop"


def standing(publication: Publication, place: Place, chrome: Chrome) -> dict[str, bytes]:
    """A place's pages beside its weeks, by file name."""
    return (
        campaign_files(publication, place, chrome)
        | welcome_files(publication, place, chrome)
        | reply_files(publication, place, chrome)
    )


def subscribe_page(own: Iterable[Feed], publication: Publication, place: Place, chrome: Chrome) -> bytes:
    """The way into these calendars."""
    return subscribe([(feed.file, feed.name) for feed in own], publication, place, chrome)


def doors(publication: Publication, places: list[Place], chrome: Chrome) -> bytes:
    """The first page: a door to each place, and to the brand's own pages."""
    brand = publication.library.brand
    tiers = [(place.name, place.tier.positioning, f"{place.folder}/index.html") for place in places if place.tier]
    roles = [(place.name, None, f"{place.folder}/index.html") for place in places if place.role]
    rooms = [(chrome["by_tier"], tiers), (chrome["roles"], roles)]
    return page(
        "doors.html",
        **told(whole(publication), publication, chrome, "home"),
        title=brand.name,
        slogan=brand.slogan,
        rooms=rooms,
    )


def _shown(publication: Publication, place: Place) -> Iterator[str]:
    """The images of a folder's cards; a role's page shows the cards of no tier."""
    for edition in publication.editions:
        for message in place.messages(edition):
            item = message.item
            if place.tier or item.tier is None:
                yield from item.images
                if item.ip and item.ip.avatar:
                    yield item.ip.avatar
    for answer in publication.answers if place.tier else ():
        if answer.tier is place.tier:
            yield from answer.images
            if answer.ip and answer.ip.avatar:
                yield answer.ip.avatar
    for script in publication.scripts if place.tier else ():
        if script.tier is place.tier:
            yield from script.welcome.images
            if script.ip and script.ip.avatar:
                yield script.ip.avatar


def _images(folder: str, names: Iterable[str], publication: Publication) -> Iterator[Artifact]:
    """Copies of the files, those that a browser shows and that carry no script."""
    for name in sorted(set(names)):
        asset = publication.library.assets.get(name)
        if asset is not None and asset.shown:
            yield Artifact(f"{folder}/images/{name}", asset.file, ())
