"""One page of the site, made when somebody looks at it.

In: a publication, a path below site/. Out: its bytes, or the file it is a copy of; None where the site has no such page.
Promise: the bytes that `siyu build` writes there. Where a page shows one week, only that week and its neighbours are rendered.
"""

from __future__ import annotations

from pathlib import Path

from siyu.edition import Edition, Publication
from siyu.ical.feeds import feeds, window
from siyu.outputs.site import doors, places_of, standing, subscribe_page
from siyu.site.book import book_pages
from siyu.site.campaigns import campaign_files
from siyu.site.chrome import Chrome
from siyu.site.pages import beside
from siyu.site.place import Place, whole
from siyu.site.plan import plan_pages
from siyu.site.sopbook import sop_pages
from siyu.site.week import pages


def sheet(publication: Publication, path: str) -> bytes | Path | None:
    """What stands at a path."""
    folder, _, name = path.partition("/") if "/" in path else ("", "", path)
    places = {place.folder: place for place in places_of(publication)}
    place = places.get(folder)
    if folder == "images":
        return _image(publication, name)
    if folder and place is None:
        return None
    if name.startswith("images/"):
        return _image(publication, name.removeprefix("images/"))
    if name in beside():
        return beside()[name]
    if name == "subscribe.html":
        return _ways(publication, place)
    if place is not None and name in ("campaigns.html", "welcome.html", "replies.html", "replies.js"):
        return standing(publication, place, _chrome(publication)).get(name)
    if place is not None and name.startswith("sop"):
        return dict(sop_pages(publication, [place], _chrome(publication))).get(path)
    if place is None:
        return _whole(publication, list(places.values()), name)
    return next(
        (data for file, data in pages(_around(publication, name), [place], _chrome(publication)) if file == path), None
    )


def _whole(publication: Publication, places: list[Place], name: str) -> bytes | None:
    chrome = _chrome(publication)
    if name == "index.html":
        return doors(publication, places, chrome)
    if name == "campaigns.html":
        return campaign_files(publication, whole(publication), chrome).get(name)
    made = book_pages(publication, chrome) if name == "book.html" else plan_pages(publication, chrome)
    return dict(made).get(name)


def week_of(publication: Publication, path: str) -> Edition | None:
    """The week that a page shows; None for a page about more or less."""
    names = {f"{edition.plan.week.name}.html": edition for edition in publication.editions}
    return names.get(path.partition("/")[2])


def _around(publication: Publication, name: str) -> Publication:
    """What a page about one week shows of the others: only its neighbours' names; an index shows the names of all."""
    editions = publication.editions
    at = next((n for n, edition in enumerate(editions) if f"{edition.plan.week.name}.html" == name), None)
    if at is None:
        return publication._replace(editions=tuple(map(_emptied, editions)))
    near = [_emptied(edition) if n != at else edition for n, edition in enumerate(editions) if abs(n - at) <= 1]
    return publication._replace(editions=tuple(near))


def _emptied(edition: Edition) -> Edition:
    return edition._replace(plan=edition.plan._replace(items=(), gaps=()), messages=())


def _ways(publication: Publication, place: Place | None) -> bytes:
    calendars = feeds(publication, window(publication))
    chrome = _chrome(publication)
    own = [feed for feed in calendars if place is None or feed.file == place.folder]
    return subscribe_page(own, publication, place or whole(publication), chrome)


def _image(publication: Publication, name: str) -> Path | None:
    asset = publication.library.assets.get(name)
    return asset.file if asset is not None and asset.shown else None


def _chrome(publication: Publication) -> Chrome:
    return Chrome(publication.library.brand.locale)
