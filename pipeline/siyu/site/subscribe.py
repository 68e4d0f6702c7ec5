"""Every calendar, and the ways into it: a link that opens it, Google's, the plain address, a code for the camera.

In: a place, its feeds by file and name. Out: the page.
Promise: no address is guessed: without `site` in brand.yaml the page says what to add.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from siyu.edition import Publication
from siyu.site.chrome import Chrome
from siyu.site.pages import page
from siyu.site.place import Place, told
from siyu.site.programs import PROGRAMS


class _Way(NamedTuple):
    name: str
    address: str
    quiet: str
    webcal: str
    google: str
    code: Markup


def subscribe(feeds: Iterable[tuple[str, str]], publication: Publication, place: Place, chrome: Chrome) -> bytes:
    """The page for these feeds: file without .ics, and name."""
    site = publication.library.brand.site
    addresses = [_way(file, name, site) for file, name in feeds] if site else []
    programs = [tuple(map(chrome.say, program)) for program in PROGRAMS]
    return page(
        "subscribe.html",
        **told(place, publication, chrome, "feeds"),
        title=f"{place.name} · {chrome['subscribe']}",
        addresses=addresses,
        programs=programs,
    )


def _way(file: str, name: str, site: str) -> _Way:
    address = f"{site.rstrip('/')}/calendar/{file}.ics"
    webcal = "webcal:" + address.partition(":")[2]
    google = f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}"
    return _Way(name, address, address.removesuffix(".ics") + "-quiet.ics", webcal, google, _code(webcal))


@lru_cache(512)  # a tier's own page and the brand's show the same ones
def _code(address: str) -> Markup:
    """A QR code as SVG; its pattern is our own, nothing of a brand is markup in it."""
    import segno  # 20 ms that only a brand with a site pays

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="code", lineclass=None
    )
    return Markup(out.getvalue().decode())
