"""welcome.html — a tier's welcome scripts: what happened, where she comes from, whether somebody is there; each with its copy button.

In: a publication and a place. Out: the page; none where nobody is greeted.
Promise: `text` is exactly that of the .txt file; the order is by event, then source, then hours.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from siyu.diagnostic import Words
from siyu.edition import Publication
from siyu.facts.channels import WELCOME
from siyu.facts.words import chinese
from siyu.site.chrome import Chrome
from siyu.site.hours import said
from siyu.site.pages import page
from siyu.site.place import Place, told
from siyu.standing import Script


class _Shown(NamedTuple):
    id: str
    event: str
    source_of: str
    hours: str
    online: str
    text: str
    counted: str
    nick: str
    avatar: str
    images: tuple[str, ...]
    link: str | None
    source: str


def welcome_files(publication: Publication, place: Place, chrome: Chrome) -> dict[str, bytes]:
    """The page by its file name; nothing where there is nobody to greet."""
    if "welcome" not in place.rooms:
        return {}
    scripts = sorted((script for script in publication.scripts if script.tier is place.tier), key=_place)
    html = page(
        "welcome.html",
        **told(place, publication, chrome, "welcome"),
        title=f"{place.name} · {chrome['welcome']}",
        scripts=[_shown(script, publication, chrome) for script in scripts],
    )
    return {"welcome.html": html}


def _place(script: Script) -> tuple[int, str, bool, str]:
    welcome = script.welcome
    return list(WELCOME).index(welcome.event), welcome.source or "", welcome.hours == "off", welcome.id


def _shown(script: Script, publication: Publication, chrome: Chrome) -> _Shown:
    welcome, ip, event = script.welcome, script.ip, WELCOME[script.welcome.event]
    copy = welcome.copy_.span
    line, _ = copy.source.place(copy.start)
    source = welcome.source
    return _Shown(
        script.name,
        chrome.say(Words(event.zh, event.en)),
        chrome.say(Words(chinese(source), source.replace("-", " ").capitalize())) if source else "",
        {"": "", "working": chrome["when_online"], "off": chrome["when_off"]}[welcome.hours or ""],
        chrome["comma"].join(said(when, chrome) for when in ip.card.hours) if ip and welcome.hours else "",
        script.text,
        f"{len(script.text)} {chrome['characters']}",
        ip.nickname if ip else publication.library.brand.name,
        f"images/{quote(ip.avatar)}" if ip and ip.avatar else "",
        tuple(f"images/{quote(image)}" for image in welcome.images),
        welcome.link,
        f"{copy.source.path}:{line}",
    )
