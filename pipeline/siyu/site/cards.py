"""Messages → cards: one thing to do as its operator sees it, on the page and in the week's grid.

In: a message of one tier or role. Out: `Card`.
Promise: `text` is exactly the text of the .txt file; `id` is what the author means by the item, whatever its day or hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from siyu.diagnostic import Diagnostic, Words
from siyu.edition import Item, Message, who
from siyu.facts.channels import CHANNELS, STATES
from siyu.facts.platform import TEXT_LIMITS
from siyu.library import Library
from siyu.site.chrome import Chrome
from siyu.source import Span, Text
from siyu.when import clock

_LINES = 6  # of a Moments post that a phone shows before it folds
_FOLDED = 140  # characters that surely take more than those


class Card(NamedTuple):
    """What a template shows of one item; `data` are the words that filters look for, `told` findings by severity."""

    id: str
    day: date
    time: str
    name: str
    subject: str
    channel: str
    channel_name: str
    state: str
    state_name: str
    data: Mapping[str, str]
    who: str
    source: str
    text: str | None = None
    counted: str = ""
    long: bool = False
    nick: str = ""
    avatar: str = ""
    images: tuple[str, ...] = ()
    note: str | None = None
    todo: str | None = None
    link: str | None = None
    checklist: tuple[str, ...] = ()
    told: tuple[tuple[str, str], ...] = ()
    href: str = ""
    group: str = ""


def card(message: Message, library: Library, chrome: Chrome, found: Iterable[Diagnostic] = ()) -> Card:
    """The card of a message; `found` are the findings of its file."""
    item, text = message.item, message.text
    column = library.columns.get(item.key)
    line, _ = item.span.source.place(item.span.start)
    return Card(
        id=item.identity,
        day=item.date,
        time=clock(item.start),
        name=item.name,
        subject="" if item.subject in item.name else item.subject,
        channel=item.channel,
        channel_name=chrome.say(Words(CHANNELS[item.channel].zh, CHANNELS[item.channel].en)),
        state=item.state,
        state_name=STATES[item.state] if chrome.lang == "zh" else item.state,
        group=item.tier.name if item.tier else "",
        data={
            "channel": item.channel,
            "role": item.role,
            "column": item.key,
            "state": item.state,
            "persona": " ".join(column.personas if column else ()),
            "tier": item.tier.id if item.tier else "",
        },
        who=who(item),
        source=f"{item.span.source.path}:{line}",
        text=text,
        counted=_count(item, text, chrome),
        long=text is not None and (text.count("\n") >= _LINES or len(text) > _FOLDED),
        nick=item.ip.nickname if item.ip else library.brand.name,
        avatar=f"images/{quote(item.ip.avatar)}" if item.ip and item.ip.avatar else "",
        images=tuple(f"images/{quote(image)}" for image in item.images),
        note=item.note,
        todo=item.todo,
        link=item.link,
        checklist=item.checklist,
        told=tuple((d.severity.name.lower(), chrome.say(d.words)) for d in found if _about(item, d.span)),
    )


def _count(item: Item, text: str | None, chrome: Chrome) -> str:
    """Characters of the text, against the channel's limit where it has one."""
    if text is None:
        return ""
    limit = TEXT_LIMITS.get(item.channel)
    return f"{len(text)}{f' / {limit.chars}' if limit and limit.chars else ''} {chrome['characters']}"


def _about(item: Item, span: Span) -> bool:
    """Whether a finding is in what the author wrote for this item."""
    if span == item.span:
        return True
    written = (text for text in (item.copy, *item.fields.values()) if isinstance(text, Text))
    return any(text.source is span.source and text.start <= span.start <= text.end for text in written)
