"""Messages → cards: one thing to do as its operator sees it, on the page and in the week's grid.

In: a message of one tier or role. Out: `Card`.
Promise: `text` is exactly the text of the .txt file; `id` is what the author means by the item, whatever its day or hour.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup, escape

from siyu.diagnostic import Diagnostic, Words
from siyu.edition import Item, Message, who
from siyu.facts.channels import CHANNELS, ROLES, STATES
from siyu.facts.platform import TEXT_LIMITS
from siyu.library import Library
from siyu.site.chrome import Chrome
from siyu.source import Text
from siyu.when import clock

_LINES = 6  # of a Moments post that a phone shows before it folds
_FOLDED = 140  # characters that surely take more than those
_FEW = 6  # people who are named on every card


class Piece(NamedTuple):
    """What is pasted by itself, with a button of its own: a case, a first comment."""

    id: str
    name: str
    shown: str | None
    counted: str = ""
    beside: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    link: str | None = None


class Card(NamedTuple):
    """What a template shows of one item; `data` are the words that filters look for, `marks` the same as attributes but for the tier, `told` findings by severity.

    `shown` is the text with its blanks marked; `apart`: the pieces are to be pasted in its place, else beside it.
    """

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
    marks: Markup
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
    group: str = ""
    shown: str | None = None
    beside: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    apart: bool = False
    crew: tuple[str, str] | None = None


def doer(item: Item, chrome: Chrome) -> str:
    """Whose job it is; of many people only how many."""
    crew = crew_of(item, chrome)
    return crew[0] + who(item).removeprefix(crew[1]) if crew else who(item)


def crew_of(item: Item, chrome: Chrome) -> tuple[str, str] | None:
    """Many people who share one job: how many, and their names, which a day says once."""
    if len(item.people) <= _FEW:
        return None
    return f"{item.office or ROLES[item.role]} {chrome['so_many_people'].format(len(item.people))}", who(
        item._replace(ip=None)
    )


def card(message: Message, library: Library, chrome: Chrome, found: Sequence[Diagnostic] = ()) -> Card:
    """The card of a message; `found` are the findings of its file."""
    item, text = message.item, message.text
    column = library.columns.get(item.key)
    line, _ = item.span.source.place(item.span.start)
    data = {
        "channel": item.channel,
        "role": item.role,
        "column": item.key,
        "state": item.state,
        "persona": " ".join(column.personas if column else item.personas),
        "tier": item.tier.id if item.tier else "",
    }
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
        data=data,
        marks=_marks(*(pair for pair in data.items() if pair[0] != "tier")),
        who=doer(item, chrome),
        crew=crew_of(item, chrome),
        source=f"{item.span.source.path}:{line}",
        text=text,
        counted="" if message.variants else _count(item, text, chrome),
        long=text is not None and (text.count("\n") >= _LINES or len(text) > _FOLDED),
        nick=item.ip.nickname if item.ip else library.brand.name,
        avatar=f"images/{quote(item.ip.avatar)}" if item.ip and item.ip.avatar else "",
        images=() if message.variants else _images(item),
        note=item.note,
        todo=item.todo,
        link=item.link,
        checklist=item.checklist,
        told=_told(message, found, chrome),
        shown=_shown(text, message.blanks),
        beside=_beside(message, library, chrome),
        pieces=tuple(_pieces(message, library, chrome)),
        apart=bool(message.variants),
    )


def _pieces(message: Message, library: Library, chrome: Chrome) -> Iterator[Piece]:
    """Each case of a message, and each first comment."""
    for one in message.versions:
        item = one.item
        name = f"{item.identity}-{item.variant}" if item.variant else item.identity
        if item.when and one.text is not None:
            shared = _beside(message, library, chrome)
            beside = tuple(line for line in _beside(one, library, chrome) if line not in shared)
            counted = _count(item, one.text, chrome)
            yield Piece(name, item.when, _shown(one.text, one.blanks), counted, beside, _images(item), item.link)
        if one.comment:
            yield Piece(
                f"{name}-comment", chrome.say(Words("第一条评论", "First comment")), _shown(one.comment, one.blanks)
            )


def _images(item: Item) -> tuple[str, ...]:
    return tuple(f"images/{quote(image)}" for image in item.images)


def _shown(text: str | None, blanks: tuple[str, ...]) -> str | None:
    """A text with the blanks marked that its operator fills; what is copied is the same."""
    if text is None or not blanks:
        return text
    marked = str(escape(text))
    for blank in blanks:
        written = str(escape(f"【{blank}】"))
        marked = marked.replace(written, f"<mark>{written}</mark>")
    return Markup(marked)


def _beside(message: Message, library: Library, chrome: Chrome) -> tuple[str, ...]:
    """Whom it is for, what to do with the post, what to fill in; where a brand declares no blanks, every 【】 may be one."""
    item, lines = message.item, []
    if audience := item.audience:
        but = f"; not for: {audience.but}" if audience.but else ""
        lines.append(Words(audience.line, f"For: {audience.whom or 'everybody'}{but}"))
    if item.pinned:
        lines.append(Words("发完置顶", "Pin it"))
    if message.blanks:
        lines.append(Words(f"要填：{'、'.join(message.blanks)}", f"Fill in: {', '.join(message.blanks)}"))
    declared = library.house is not None and library.house.blanks
    unsure = [chrome["blanks"]] if not declared and "【" in (message.text or "") else []
    return (*map(chrome.say, lines), *unsure)


def _count(item: Item, text: str | None, chrome: Chrome) -> str:
    """Characters of the text, against the channel's limit where it has one."""
    if text is None:
        return ""
    limit = TEXT_LIMITS.get(item.channel)
    return f"{len(text)}{f' / {limit.chars}' if limit and limit.chars else ''} {chrome['characters']}"


def _told(message: Message, found: Sequence[Diagnostic], chrome: Chrome) -> tuple[tuple[str, str], ...]:
    """The findings in what the author wrote for this item."""
    if not found:
        return ()
    item = message.item
    parts = (part for one in (item, *(case.item for case in message.variants)) for part in _written(one))
    written = [text for text in parts if isinstance(text, Text)]
    return tuple(
        (d.severity.name.lower(), chrome.say(d.words))
        for d in found
        if d.span == item.span
        or any(text.start <= d.span.start <= text.end and text.source is d.span.source for text in written)
    )


def _written(item: Item) -> tuple[Text | None, ...]:
    return (item.copy, item.comment, *item.fields.values())


@cache
def _marks(*data: tuple[str, str]) -> Markup:
    """The words that filters look for, as attributes."""
    return Markup().join(Markup(' data-{}="{}"').format(*pair) for pair in data if pair[1])
