"""replies.html — a tier's auto-replies to search: type what the customer wrote, copy the answer.

In: a publication and a place. Out: the page, and the script beside it; none where nothing is answered.
Promise: `text` is exactly the answer; the order is that in which messages meet the keywords.
"""

from __future__ import annotations

from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote

from siyu.diagnostic import Words
from siyu.edition import Publication
from siyu.facts.channels import CHANNELS, ROLES
from siyu.kinds.reply import rank
from siyu.site.chrome import Chrome
from siyu.site.hours import said
from siyu.site.pages import page
from siyu.site.place import Place, told
from siyu.standing import Answer


class _Shown(NamedTuple):
    id: str
    match: str
    how: str
    words: tuple[str, ...]
    hours: str
    text: str
    counted: str
    nick: str
    avatar: str
    images: tuple[str, ...]
    link: str | None
    channels: str
    ask: str
    source: str


def reply_files(publication: Publication, place: Place, chrome: Chrome) -> dict[str, bytes]:
    """The page and its script by file name; nothing where there is nothing to search."""
    if "replies" not in place.rooms:
        return {}
    answers = [answer for answer in publication.answers if answer.tier is place.tier]
    shown = [_shown(answer, publication, chrome) for answer in sorted(answers, key=_place)]
    html = page(
        "replies.html",
        **told(place, publication, chrome, "replies"),
        title=f"{place.name} · {chrome['replies']}",
        answers=shown,
    )
    return {"replies.html": html, "replies.js": (files(__package__) / "static" / "replies.js").read_bytes()}


def _place(answer: Answer) -> tuple[object, ...]:
    return min(rank(answer.reply, word) for word in answer.reply.words), answer.hours == "off"


def _shown(answer: Answer, publication: Publication, chrome: Chrome) -> _Shown:
    reply, ip = answer.reply, answer.ip
    line, _ = answer.copy.span.source.place(answer.copy.span.start)
    online = chrome["comma"].join(said(when, chrome) for when in ip.card.hours) if ip else ""
    hours = {"": "", "working": chrome["when_online"], "off": chrome["when_off"]}[answer.hours]
    ask = chrome.say(Words(ROLES[reply.ask], reply.ask.capitalize())) if reply.ask else ""
    return _Shown(
        f"{reply.id}-off" if answer.hours == "off" else str(reply.id),
        "exact" if reply.exact else "contains",
        chrome["match_exact" if reply.exact else "match_contains"],
        tuple(map(str, reply.words)),
        hours,
        answer.text,
        f"{len(answer.text)} {chrome['characters']}",
        ip.nickname if ip else publication.library.brand.name,
        f"images/{quote(ip.avatar)}" if ip and ip.avatar else "",
        tuple(f"images/{quote(image)}" for image in answer.images),
        answer.link,
        chrome["list"].join(chrome.say(Words(CHANNELS[name].zh, CHANNELS[name].en)) for name in answer.channels),
        chrome["hands_over"].format(ask, f"{chrome['colon']}{online}" if online else "") if ask else "",
        f"{answer.copy.span.source.path}:{line}",
    )
