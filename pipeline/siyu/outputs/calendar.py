"""calendar/<tier>.ics and calendar/role-<role>.ics — the SOP calendars that operators subscribe to (RFC 5545, RFC 7986).

In: a publication. Out: one feed a tier and one a role; an event appears with the same bytes in both.
Promise: same sources, same bytes; instances are written out; nothing volatile in the calendar itself; UIDs come from what the
author means by an item, never from its date, hour, title or position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time

from siyu.edition import Artifact, Item, Message, Publication, folder_of
from siyu.facts.channels import CHANNELS, KINDS, ROLES, STATES
from siyu.ical import civil, escape, line, plain, time_zone
from siyu.kinds.brand import Brand
from siyu.schedule import clock
from siyu.source import Span

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
    "one-to-one": "一对一发送",
    "official-account": "发公众号",
    "channel-video": "视频号",
    "mini-program": "更新小程序",
    "task": "做",
}
_MAX_DESCRIPTION = 8000  # characters; longer ones are cut by some readers
_UNSTAMPED = date(2020, 1, 1)  # a build without --as-of knows no date of change, and must not invent one


def calendars(publication: Publication) -> Iterator[Artifact]:
    """Feeds for tiers in ladder order, then for roles that have something to do."""
    brand = publication.library.brand
    stamp = f"{datetime.combine(publication.as_of or _UNSTAMPED, time(), UTC):%Y%m%dT%H%M%SZ}"
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
    title = plain(f"{brand.name} · {name}")
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


_SAME = b"TRANSP:TRANSPARENT\r\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\r\nCLASS:PUBLIC\r\n"


def event(message: Message, brand: Brand, stamp: str) -> bytes:
    """One VEVENT."""
    item = message.item
    tier = f".{item.tier.id}" if item.tier else ""
    summary = escape(_summary(item))
    categories = (item.tier.name if item.tier else "", CHANNELS[item.channel].zh, KINDS.get(item.kind, ""))
    parts = [
        b"BEGIN:VEVENT\r\n",
        line(f"UID:{item.identity}{tier}@{brand.domain}"),
        f"DTSTAMP:{stamp}\r\nLAST-MODIFIED:{stamp}\r\nSEQUENCE:0\r\n".encode(),
        f"DTSTART;TZID={brand.zone}:{civil(item.date, item.start)}\r\n".encode(),
        f"DTEND;TZID={brand.zone}:{civil(item.date, item.end)}\r\n".encode(),
        line(f"SUMMARY:{summary}"),
        line(f"DESCRIPTION:{escape(_description(message))}"),
        line(f"CATEGORIES:{','.join(escape(part) for part in categories if part)}"),
        b"STATUS:CONFIRMED\r\n" if item.state == "approved" else b"STATUS:TENTATIVE\r\n",
        _SAME,
    ]
    if item.remind is not None:
        trigger = f"-PT{item.remind}M" if item.remind else "PT0S"
        parts += [
            b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n",
            line(f"DESCRIPTION:{summary}"),
            f"TRIGGER:{trigger}\r\nEND:VALARM\r\n".encode(),
        ]
    parts.append(b"END:VEVENT\r\n")
    return b"".join(parts)


def _summary(item: Item) -> str:
    parts = [CHANNELS[item.channel].zh, item.name] if item.channel != "task" else [item.name]
    draft = "〔草稿〕" if item.state == "draft" else ""
    return draft + " · ".join([*parts, *([item.subject] if item.subject else [])])


def _description(message: Message) -> str:
    """The action and the hour, the text to paste, the checklist, who and where."""
    item = message.item
    subject = f"「{item.subject}」" if item.subject else ""
    parts = [f"{clock(item.start)} {_ACTIONS[item.channel]}：{item.name}{subject}"]
    if item.note:
        parts.append(f"备注：{item.note}")
    if item.todo:
        parts.append(f"文字待写：{item.todo}")
    if message.text is not None:
        room = _MAX_DESCRIPTION - 1000
        text = message.text if len(message.text) <= room else f"（文字太长，见 {message.path}）"
        parts.append(f"▼ 复制下面的文字\n{text}\n▲ 到这里")
    if item.images:
        parts.append("配图：" + "、".join(item.images))
    if item.link:
        parts.append(f"链接：{item.link}")
    if item.checklist:
        parts.append("\n".join(f"□ {step}" for step in item.checklist))
    who = f"{ROLES[item.role]} {'、'.join(item.people)}".rstrip()
    where = f" · {item.tier.name}" if item.tier else ""
    parts.append(f"谁：{who}{where} · {STATES[item.state]}")
    return "\n\n".join(parts)[:_MAX_DESCRIPTION]
