"""calendar/<tier>.ics and calendar/role-<role>.ics — the SOP calendars that operators subscribe to (RFC 5545, RFC 7986).

In: a publication. Out: one feed a tier and one a role; an event appears with the same bytes in both.
Promise: same sources, same bytes; instances are written out; nothing volatile in the calendar itself; UIDs come from what the
author means by an item, never from its date, hour, title or position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from unicodedata import category, east_asian_width

from siyu.edition import Artifact, Item, Message, Publication, folder_of, identity_of, who
from siyu.facts.channels import CHANNELS, KINDS, ROLES, STATES
from siyu.ical import civil, escape, hours, line, plain, time_zone
from siyu.kinds.brand import Brand
from siyu.source import Span
from siyu.when import clock

_COLORS = (
    ("seagreen", "#2E8B57"),
    ("steelblue", "#4682B4"),
    ("mediumpurple", "#9370DB"),
    ("peru", "#CD853F"),
    ("slategray", "#708090"),
)
_ACTIONS = {
    "moments": "发朋友圈",
    "group": "发群消息",
    "announcement": "发群公告",
    "one-to-one": "逐个私聊",
    "official-account": "发公众号",
    "channel-video": "视频号",
    "mini-program": "更新小程序",
}
_MAX_DESCRIPTION = 8000  # characters; longer ones are cut by some readers
_MAX_UID = 255  # octets: RFC 7986
_SAFE = re.compile(r"[A-Za-z0-9._-]+")
_TITLE = 40  # cells: what a phone shows of a day's list
_UNSTAMPED = date(
    2020, 1, 1
)  # DTSTAMP is mandatory; a build without --as-of knows no date, and takes one that never changes


def calendars(publication: Publication) -> Iterator[Artifact]:
    """Feeds for tiers in ladder order, then for roles that have something to do."""
    brand = publication.library.brand
    now = publication.history.now
    stamp = _stamp(now.date() if now else None)
    by_tier: dict[str, list[bytes]] = {tier: [] for tier in publication.library.tiers}
    by_role: dict[str, list[bytes]] = {}
    for edition in publication.editions:
        for message in edition.messages:
            data = event(message, brand, stamp)
            if message.item.tier is not None:
                by_tier[message.item.tier.id].append(data)
            by_role.setdefault(message.item.role, []).append(data)
    weeks = tuple(Span(edition.plan.week.id.source, 0, 0) for edition in publication.editions)
    for number, (tier, events) in enumerate(by_tier.items()):
        name = publication.library.tiers[tier].name
        yield Artifact(f"calendar/{tier}.ics", feed(brand, tier, name, _COLORS[number % 4], events), weeks)
    for role in ROLES:
        if role in by_role:
            yield Artifact(
                f"calendar/{folder_of(None, role)}.ics",
                feed(brand, folder_of(None, role), ROLES[role], _COLORS[4], by_role[role]),
                weeks,
            )


def feed(brand: Brand, file: str, name: str, color: tuple[str, str], events: Iterable[bytes]) -> bytes:
    """A calendar around its events."""
    title = plain(name if brand.name in name else f"{brand.name} · {name}") or file
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//siyu//siyu//ZH",
        "CALSCALE:GREGORIAN",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"X-WR-CALDESC:{plain(f'{brand.name} 社群 SOP 日历')}",
        f"X-WR-TIMEZONE:{brand.zone}",
        f"COLOR:{color[0]}",
        f"X-APPLE-CALENDAR-COLOR:{color[1]}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    if brand.site:
        head.append(f"SOURCE;VALUE=URI:{brand.site.rstrip('/')}/calendar/{file}.ics")
    return b"".join((*map(line, head), time_zone(brand.zone), *events, b"END:VCALENDAR\r\n"))


def _stamp(as_of: date | None) -> bytes:
    """DTSTAMP, and LAST-MODIFIED where somebody said when. One build knows no history."""
    stamped = f"DTSTAMP:{civil(as_of or _UNSTAMPED, 0)}Z\r\n"
    changed = f"LAST-MODIFIED:{civil(as_of, 0)}Z\r\n" if as_of else ""
    return f"{stamped}{changed}SEQUENCE:0\r\n".encode()


_SAME = b"TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\nCLASS:PUBLIC\r\n"


def event(message: Message, brand: Brand, stamp: bytes) -> bytes:
    """One VEVENT; `stamp` is what is known of its history."""
    item = message.item
    summary = _summary(item.channel, item.name, item.subject, item.state == "draft")
    start, end = hours(brand.zone, item.date, item.start, item.end)
    parts = [
        b"BEGIN:VEVENT\r\n",
        line(f"UID:{_uid(item, brand.domain)}"),
        stamp,
        f"DTSTART;TZID={brand.zone}:{start}\r\nDTEND;TZID={brand.zone}:{end}\r\n".encode(),
        line(f"SUMMARY:{summary}"),
        line(f"DESCRIPTION:{escape(_description(message, brand.site))}"),
        *([_location(item.tier.name)] if item.tier else []),
        _categories(item.tier.name if item.tier else "", CHANNELS[item.channel].zh, KINDS.get(item.kind, "")),
        b"STATUS:CONFIRMED\r\n" if item.state == "approved" else b"STATUS:TENTATIVE\r\n",
        _SAME,
    ]
    if item.remind is not None:
        parts += [
            b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n",
            line(f"DESCRIPTION:{summary}"),
            f"TRIGGER:-PT{item.remind}M\r\nEND:VALARM\r\n".encode(),
        ]
    parts.append(b"END:VEVENT\r\n")
    return b"".join(parts)


@cache
def _location(tier: str) -> bytes:
    """The group, where a phone's list shows the place: a role's calendar holds several."""
    return line(f"LOCATION:{escape(_one_line(tier))}")


@cache
def _categories(*names: str) -> bytes:
    return line(f"CATEGORIES:{','.join(escape(_one_line(name)) for name in names if name)}")


def _uid(item: Item, domain: str) -> str:
    """What the author means by an item, at the brand; an id in other letters or too long becomes its hash."""
    name = identity_of(item)
    if len(name) + 1 + len(domain) > _MAX_UID or not _SAFE.fullmatch(name):
        name = sha256(name.encode()).hexdigest()[:32]
    return f"{name}@{domain}"


@cache
def _summary(channel: str, name: str, subject: str, draft: bool) -> str:
    """Channel · column · product, escaped; the channel is left out where the column's name begins with it."""
    place = CHANNELS[channel].zh
    told = channel == "task" or name.startswith(place)
    parts = [part for part in ("" if told else place, name, "" if subject in name else subject) if part]
    return escape(_short(("〔草稿〕" if draft else "") + _one_line(" · ".join(parts)), _TITLE))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str, cells: int) -> str:
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


def _description(message: Message, site: str | None) -> str:
    """The hour and the action, who and where, the text to paste, the checklist."""
    item, text = message.item, message.text
    subject = "" if item.subject in item.name else f"「{item.subject}」"
    action = f"{_ACTIONS[item.channel]}：" if item.channel in _ACTIONS else ""
    where = f" · {item.tier.name}" if item.tier else ""
    first = [
        _one_line(f"{_hour(item)} {action}{item.name}{subject}"),
        _one_line(f"谁：{who(item)}{where} · {STATES[item.state]}"),
    ]
    first += ["还是草稿，定稿前先别发。"] if item.state == "draft" else []
    first += [f"备注：{item.note.strip()}"] if item.note else []
    first += [f"文字待写：{item.todo.strip()}"] if item.todo else []
    last = [f"配图 {len(item.images)} 张：{'、'.join(item.images)}"] if item.images else []
    last += [f"链接：{item.link}"] if item.link else []
    last += ["\n".join(f"□ {step}" for step in item.checklist)] if item.checklist else []
    parts = ["\n".join(first), *last]
    if text is not None:
        blanks = "（【】里先填好）" if "【" in text else ""
        pasted = f"▼ 复制下面的文字{blanks}\n{text}\n▲ 到这里"
        if sum(map(len, parts)) + 2 * len(parts) + len(pasted) > _MAX_DESCRIPTION:
            pasted = f"文字太长，放不进日历，从这里复制：{site.rstrip('/') + '/' if site else ''}{message.path}"
        parts.insert(1, pasted)
    whole = "\n\n".join(parts)
    return whole if len(whole) <= _MAX_DESCRIPTION else whole[: _MAX_DESCRIPTION - 1] + "…"


def _hour(item: Item) -> str:
    """ "12:10"; both ends where it takes longer than a moment."""
    if item.end - item.start <= 15:
        return clock(item.start)
    return f"{clock(item.start)}–{'次日 ' if item.end > 24 * 60 > item.start else ''}{clock(item.end)}"
