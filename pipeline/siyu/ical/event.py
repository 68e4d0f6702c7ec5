"""A message as a VEVENT: what to do now, the text to paste, how to check it was done.

In: a message, its brand, what is known of its past. Out: an `Event`: its bytes, and its alarm apart, so that the quiet feeds cost nothing.
Promise: the UID comes from what the author means by an item, never from its date, hour, title or position; no clock.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from unicodedata import category, east_asian_width
from urllib.parse import quote

from siyu.edition import Item, Message, Stamp, folder_of, identity_of, who
from siyu.facts.channels import CHANNELS, KINDS, STATES
from siyu.ical import escape, hours, line, plain, utc
from siyu.kinds.brand import Brand
from siyu.when import clock

_ACTIONS = {
    "moments": "发朋友圈",
    "group": "发群消息",
    "announcement": "发群公告",
    "one-to-one": "逐个私聊",
    "official-account": "发公众号",
    "channel-video": "视频号",
    "mini-program": "更新小程序",
}
_COLORS = {"brand": "mediumpurple", "knowledge": "steelblue", "product": "darkorange", "life": "seagreen"}
MAX_DESCRIPTION = 8000  # characters; longer ones are cut by some readers
_MAX_UID = 255  # octets: RFC 7986
_SAFE = re.compile(r"[A-Za-z0-9._-]+")
_TITLE = 40  # cells: what a phone shows of a day's list
# DTSTAMP is mandatory; where nobody knows a date it is one that never changes.
_UNKNOWN = "DTSTAMP:20200101T000000Z\r\n"
SAME = b"TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\nCLASS:PUBLIC\r\n"
"""A task does not block the operator's day."""
END = b"END:VEVENT\r\n"


class Event(NamedTuple):
    """One VEVENT up to its alarm, the alarm (empty where there is none); `END` closes it."""

    body: bytes
    alarm: bytes


def event(message: Message, brand: Brand, past: bytes, cancelled: bool = False) -> Event:
    """One step as an event; `past` are its lines of history."""
    item = message.item
    summary = title(item, cancelled)
    card = None if cancelled else card_url(message, site_of(brand.site or ""))
    start, end = hours(brand.zone, item.date, item.start, item.end)
    status = b"CANCELLED" if cancelled else b"CONFIRMED" if item.state == "approved" else b"TENTATIVE"
    tier = item.tier.name if item.tier else ""
    parts = [
        b"BEGIN:VEVENT\r\n",
        line(f"UID:{uid(identity_of(item), brand.domain)}"),
        past,
        f"DTSTART;TZID={brand.zone}:{start}\r\nDTEND;TZID={brand.zone}:{end}\r\n".encode(),
        line(f"SUMMARY:{summary}"),
        line(f"DESCRIPTION:{escape(_cancelled(item) if cancelled else _description(message, card))}"),
        *([line(f"URL:{card}")] if card else []),
        *([_location(tier)] if item.tier else []),
        categories(tier, CHANNELS[item.channel].zh, KINDS.get(item.kind, "")),
        f"COLOR:{_COLORS.get(item.kind, 'slategray')}\r\n".encode(),
        b"STATUS:" + status + b"\r\n",
        SAME,
    ]
    if item.remind is None or cancelled:
        return Event(b"".join(parts), b"")
    trigger = f"TRIGGER:-PT{item.remind}M\r\nEND:VALARM\r\n".encode()
    return Event(b"".join(parts), b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n" + line(f"DESCRIPTION:{summary}") + trigger)


@cache
def past_of(stamp: Stamp | None, now: datetime | None = None) -> bytes:
    """DTSTAMP, CREATED, LAST-MODIFIED, SEQUENCE; without a stamp what `now` says, and without that what never changes."""
    if stamp:
        changed, sequence = utc(stamp.modified), stamp.sequence
        return f"DTSTAMP:{changed}\r\nCREATED:{utc(stamp.created)}\r\nLAST-MODIFIED:{changed}\r\nSEQUENCE:{sequence}\r\n".encode()
    said = f"DTSTAMP:{utc(now)}\r\nLAST-MODIFIED:{utc(now)}\r\n" if now else _UNKNOWN
    return f"{said}SEQUENCE:0\r\n".encode()


@cache
def _location(tier: str) -> bytes:
    """The group, where a phone's list shows the place: a role's calendar holds several."""
    return line(f"LOCATION:{escape(one_line(tier))}")


@cache
def categories(*names: str) -> bytes:
    """The names that are not empty, each one value, none of which ends in a backslash: readers take the comma behind it for text."""
    return line(f"CATEGORIES:{','.join(shown for name in names if (shown := plain(name)))}")


def uid(name: str, domain: str) -> str:
    """What is meant, at the brand; a name in other letters or too long becomes its hash."""
    if len(name) + 1 + len(domain) > _MAX_UID or not _SAFE.fullmatch(name):
        name = sha256(name.encode()).hexdigest()[:32]
    return f"{name}@{domain}"


@cache
def site_of(written: str) -> str | None:
    """Where the output is published, as a URI; None where a subscriber should not be sent: no https, or a secret in it."""
    site = written.rstrip("/")
    if not site.startswith("https://") or "@" in site:
        return None
    return quote(site, safe="%/:?#[]!$&'()*+,;=~")


def card_url(message: Message, site: str | None) -> str | None:
    """The card of one step on the operators' pages."""
    item = message.item
    place = f"{folder_of(item.tier, item.role)}/{message.week}.html#{item.identity}"
    return f"{site}/site/{quote(place, safe='/#')}" if site and message.week else None


def title(item: Item, cancelled: bool = False) -> str:
    """Channel · column · subject, escaped; the channel is left out where the column's name begins with it."""
    mark = "已取消：" if cancelled else "〔草稿〕" if item.state == "draft" else ""
    return _title(item.channel, item.name, item.subject, mark)


@cache
def _title(channel: str, name: str, subject: str, mark: str) -> str:
    place = CHANNELS[channel].zh
    told = channel == "task" or name.startswith(place)
    parts = [part for part in ("" if told else place, name, "" if subject in name else subject) if part]
    return escape(short(mark + one_line(" · ".join(parts))))


def one_line(text: str) -> str:
    """All white space as single spaces."""
    return " ".join(text.split())


def short(text: str, cells: int = _TITLE) -> str:
    """At most so many cells (a Han character is two), … in place of the rest; no character loses its marks."""
    if len(text) * 2 <= cells:
        return text
    width = cut = 0
    for place, char in enumerate(text, 1):
        width += 2 if east_asian_width(char) in "WFA" else 1  # A: · and … are wide among Han
        if width <= cells - 2:
            cut = place
    if width <= cells:
        return text
    while cut and _joined(text[cut - 1], text[cut]):
        cut -= 1
    return text[:cut].rstrip(" ·，、：（「") + "…"


def _joined(before: str, char: str) -> bool:
    """Whether two characters are one to the eye: marks, joiners, skin tones, halves of flags."""
    flags = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= char <= "\U0001f1ff"
    return flags or before == "\u200d" or category(char) in ("Mn", "Me", "Mc", "Cf", "Sk")


def _description(message: Message, card: str | None) -> str:
    """The hour and the action, what to mind, the text to paste, the checklist, who and where, the page."""
    item, text = message.item, message.text
    first = [_action(item)]
    first += ["还是草稿，定稿前先别发。"] if item.state == "draft" else []
    first += map(one_line, message.beside)
    first += [f"备注：{item.note.strip()}"] if item.note else []
    first += [f"文字待写：{item.todo.strip()}"] if item.todo else []
    last = [f"配图 {len(item.images)} 张：{'、'.join(item.images)}"] if item.images else []
    last += [f"链接：{item.link}"] if item.link else []
    last += ["\n".join(f"□ {step}" for step in item.checklist)] if item.checklist else []
    last += [_whose(item) + (f"\n网页：{card}" if card else "")]
    parts = ["\n".join(first), *last]
    if text is not None:
        pasted = "\n\n".join(_pasted(one) for one in message.versions if one.text is not None)
        if sum(map(len, parts)) + 2 * len(parts) + len(pasted) > MAX_DESCRIPTION:
            pasted = f"文字太长，放不进日历，从这里复制：{card or message.path}"
        parts.insert(1, pasted)
    whole = "\n\n".join(parts)
    return whole if len(whole) <= MAX_DESCRIPTION else whole[: MAX_DESCRIPTION - 1] + "…"


def _pasted(message: Message) -> str:
    """A text between its marks, with its case, and its first comment."""
    item, text, comment = message.item, message.text or "", ""
    whom = f"（{item.audience.line}）" if item.variant and item.audience else ""
    case = one_line(f"{item.when}{whom}：") if item.when else ""
    blanks = "（【】里先填好）" if "【" in text else ""
    if message.comment:
        comment = f"\n\n▼ {case}第一条评论\n{message.comment}\n▲ 评论到这里"
    return f"▼ {case}复制下面的文字{blanks}\n{text}\n▲ 到这里{comment}"


def _cancelled(item: Item) -> str:
    """No text to paste: it would be."""
    return f"已取消，不用再做：{_action(item)}\n\n{_whose(item)}"[:MAX_DESCRIPTION]


def _action(item: Item) -> str:
    subject = "" if item.subject in item.name else f"「{item.subject}」"
    action = f"{_ACTIONS[item.channel]}：" if item.channel in _ACTIONS else ""
    return one_line(f"{_hour(item)} {action}{item.name}{subject}")


def _whose(item: Item) -> str:
    where = f" · {item.tier.name}" if item.tier else ""
    return one_line(f"谁：{who(item)}{where} · {STATES[item.state]}")


def _hour(item: Item) -> str:
    """ "12:10"; both ends where it takes longer than a moment."""
    if item.end - item.start <= 15:
        return clock(item.start)
    return f"{clock(item.start)}–{'次日 ' if item.end > 24 * 60 > item.start else ''}{clock(item.end)}"
