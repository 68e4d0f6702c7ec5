"""site/ — the operators' pages: a folder for each tier and role that stands alone, and the brand's own pages beside them.

In: a publication. Out: pages, with the style, the script and the images that they show.
Promise: a tier's folder holds nothing of another tier; one page a week; an image is in a folder once, and only where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from siyu.edition import Artifact, Publication, folder_of
from siyu.facts.channels import ROLES
from siyu.ical.feeds import Feed, feeds, window
from siyu.site.book import book_pages
from siyu.site.chrome import Chrome
from siyu.site.pages import beside, page
from siyu.site.plan import plan_pages
from siyu.site.subscribe import subscribe
from siyu.site.week import Place, pages
from siyu.source import Span


def site(publication: Publication) -> Iterator[Artifact]:
    """Every page, each with what it needs beside it."""
    library = publication.library
    brand, chrome = library.brand, Chrome(library.brand.locale)
    spans = tuple(Span(edition.plan.week.id.source, 0, 0) for edition in publication.editions)
    calendars = feeds(publication, window(publication))
    places = list(places_of(publication))
    for place in places:
        own = [feed for feed in calendars if feed.file == place.folder]
        made = dict(pages(publication, place, chrome)) | beside()
        made["subscribe.html"] = subscribe_page(own, publication, chrome, place.name, place.folder)
        yield from (Artifact(f"site/{place.folder}/{name}", data, spans) for name, data in made.items())
        yield from _images(f"site/{place.folder}", _shown(publication, place), publication)
    whole = dict(plan_pages(publication, chrome)) | dict(book_pages(publication, chrome)) | beside()
    whole["subscribe.html"] = subscribe_page(calendars, publication, chrome, brand.name, "")
    whole["index.html"] = doors(publication, places, chrome)
    yield from (Artifact(f"site/{name}", data, spans) for name, data in whole.items())
    pictured = (product.image for product in library.products.values() if product.image)
    yield from _images("site", [*(ip.avatar for ip in library.ips.values() if ip.avatar), *pictured], publication)


def places_of(publication: Publication) -> Iterator[Place]:
    """Tiers in ladder order, then the roles that have something to do."""
    for tier in publication.library.tiers.values():
        yield Place(str(tier.id), tier.name, tier=tier)
    busy = {message.item.role for edition in publication.editions for message in edition.messages}
    for role, name in ROLES.items():
        if role in busy:
            yield Place(folder_of(None, role), name, role=role)


def subscribe_page(own: Iterable[Feed], publication: Publication, chrome: Chrome, heading: str, folder: str) -> bytes:
    """The way into these calendars."""
    brand = publication.library.brand
    return subscribe([(feed.file, feed.name) for feed in own], brand.site, chrome, heading, f"{brand.domain}/{folder}")


def doors(publication: Publication, places: list[Place], chrome: Chrome) -> bytes:
    """The first page: a door to each place, and to the brand's own pages."""
    brand = publication.library.brand
    whole = [(chrome[name], f"{name}.html") for name in ("plan", "book", "subscribe")]
    tiers = [(place.name, place.tier.positioning, f"{place.folder}/index.html") for place in places if place.tier]
    roles = [(place.name, None, f"{place.folder}/index.html") for place in places if place.role]
    rooms = [(chrome["tiers"], tiers), (chrome["roles"], roles)]
    return page(
        "doors.html",
        t=chrome,
        key=brand.domain,
        heading=brand.name,
        title=brand.name,
        slogan=brand.slogan,
        whole=whole,
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


def _images(folder: str, names: Iterable[str], publication: Publication) -> Iterator[Artifact]:
    """Copies of the files, those that a browser shows and that carry no script."""
    for name in sorted(set(names)):
        asset = publication.library.assets.get(name)
        if asset is not None and asset.shown:
            yield Artifact(f"{folder}/images/{name}", asset.file, ())
