"""The channel matrix in the brand book: which account does what, and the ways between them as a picture.

In: a publication. Out: `Matrix`, None where a brand has no accounts.
Promise: whatever the picture shows is also in words; nothing that a brand left empty is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from siyu.diagnostic import Words
from siyu.edition import Publication
from siyu.facts.accounts import FRIENDS, JOBS, KINDS
from siyu.facts.channels import ROLES, Channel
from siyu.kinds.account import Account, Tap
from siyu.library import Library
from siyu.site.chrome import Chrome
from siyu.site.hours import said
from siyu.site.svg import Chart, inline, join, path, text

_WIDTH, _TALL, _GAP, _ACROSS = 360.0, 40.0, 46.0, 3
Place = tuple[float, float, float]
"""Where an account's box is: its left, top and width."""


class Sheet(NamedTuple):
    """One account: its facts, and its menu as lines of names and what they do."""

    account: Account
    kind: str
    does: tuple[bool, ...]
    facts: tuple[tuple[str, Sequence[str]], ...]
    links: tuple[tuple[str, str], ...]
    menu: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    pinned: str


class Matrix(NamedTuple):
    """The jobs that some account has, the accounts, and the picture of their ways."""

    jobs: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    ways: Markup


def matrix(publication: Publication, chrome: Chrome) -> Matrix | None:
    """What the book says of a brand's accounts."""
    library = publication.library
    accounts = library.accounts
    if not accounts:
        return None
    jobs = [job for job in JOBS if any(job in account.jobs for account in accounts.values())]
    pinned = {pin.account.id: pin.text for pin in publication.pins}
    first = [accounts[name] for row in _rows(accounts) for name in row]
    sheets = [_sheet(account, jobs, pinned.get(account.id, ""), library, chrome) for account in first]
    ways = inline(_ways(accounts, chrome)) if any(account.leads_all for account in accounts.values()) else Markup()
    return Matrix(tuple(_said(JOBS[job], chrome) for job in jobs), tuple(sheets), ways)


def _sheet(account: Account, jobs: list[str], pinned: str, library: Library, chrome: Chrome) -> Sheet:
    ip = library.ips.get(account.ip) if account.ip else None
    hours = account.card.hours or (ip.card.hours if ip else ())
    role = chrome.say(Words(ROLES[account.owner], account.owner.capitalize())) if account.owner else ""
    keeper = " ".join(part for part in (role, chrome["list"].join(account.keeper)) if part)
    friends = str(account.friends) if account.friends is not None else ""
    if friends and account.kind == "personal-wechat":
        friends = chrome["friends_of"].format(friends, FRIENDS.number)
    facts = (
        (chrome["keeper"], [keeper] if keeper else []),
        (chrome["person"], [ip.nickname] if ip else []),
        (chrome["friends"], [friends] if friends else []),
        (chrome["sources"], [chrome["list"].join(account.sources)] if account.sources else []),
        (chrome["leads_to"], _names(account.leads_all, library, chrome)),
        (chrome["online"], [chrome["comma"].join(said(when, chrome) for when in hours)] if hours else []),
        (chrome["topics"], [" ".join(f"#{topic.strip('#')}" for topic in account.topics)] if account.topics else []),
        (chrome["first_comment"], [account.comment] if account.comment else []),
    )
    links = [("", str(account.link))] if account.link else []
    links += [(str(name), str(link)) for name, link in (account.card.links or (ip.card.links if ip else {})).items()]
    return Sheet(
        account,
        _said(KINDS[account.kind], chrome),
        tuple(job in account.jobs for job in jobs),
        tuple((label, values) for label, values in facts if values),
        tuple(links),
        tuple(
            (
                str(button.name),
                _does(button, library),
                tuple((str(tap.name), _does(tap, library)) for tap in button.below),
            )
            for button in account.menu
        ),
        pinned,
    )


def _names(ids: Iterable[str], library: Library, chrome: Chrome) -> list[str]:
    named = [library.accounts[name].name for name in ids if name in library.accounts]
    return [chrome["list"].join(named)] if named else []


def _does(tap: Tap, library: Library) -> str:
    """Where a tap leads, in a word or an address."""
    if tap.opens is not None:
        return library.accounts[tap.opens].name if tap.opens in library.accounts else str(tap.opens)
    return f"“{tap.reply}”" if tap.reply is not None else str(tap.link or "").removeprefix("https://")


def _said(name: Channel, chrome: Chrome) -> str:
    return chrome.say(Words(name.zh, name.en))


def _ways(accounts: Mapping[str, Account], chrome: Chrome) -> Chart:
    """Accounts in rows: those with sources of their own first, below them where they lead."""
    places, height = _places(_rows(accounts))
    shapes, told = [], []
    for account in accounts.values():
        targets = [str(name) for name in account.leads_all if name in accounts and name != account.id]
        if targets:
            told.append(f"{account.name} → {chrome['list'].join(accounts[name].name for name in targets)}")
        for name in sorted(targets, key=lambda name: places[name][0]):
            shapes += _arrow(places[account.id], places[name])
    for account in accounts.values():
        left, top, width = places[account.id]
        deal = account.kind == "mall" or "deal" in account.jobs
        shapes.append(path(_rounded(left, top, width, _TALL), "accent" if deal else "wash"))
        ink = "paper" if deal else "ink"
        shapes.append(text(left + width / 2, top + 17, account.name, ink, 12, "middle", bold=True, room=width - 10))
        shapes.append(
            text(
                left + width / 2,
                top + 32,
                _said(KINDS[account.kind], chrome),
                "paper" if deal else "soft",
                10,
                "middle",
                room=width - 10,
            )
        )
    return Chart("ways", chrome["ways"], chrome["stop"].join(told), _WIDTH, height, join(shapes))


def _rows(accounts: Mapping[str, Account]) -> list[list[str]]:
    """Who is reached first stands first; what nothing leads to begins."""
    led = {str(name) for account in accounts.values() for name in account.leads_all if name != account.id}
    row = [name for name, account in accounts.items() if account.sources or name not in led] or list(accounts)[:1]
    seen, rows = set(row), [row]
    while len(seen) < len(accounts):
        row = [
            name
            for name in accounts
            if name not in seen and any(name in accounts[above].leads_all for above in rows[-1])
        ] or [next(name for name in accounts if name not in seen)]
        seen |= set(row)
        rows.append(row)
    return [row[at : at + _ACROSS] for row in rows for at in range(0, len(row), _ACROSS)]


def _places(rows: list[list[str]]) -> tuple[Mapping[str, Place], float]:
    places = {}
    for number, row in enumerate(rows):
        width = min(112.0, (_WIDTH - 12 * (len(row) - 1)) / len(row))
        step = (_WIDTH - width * len(row)) / (len(row) + 1)
        for at, name in enumerate(row):
            places[name] = (step + at * (width + step), 4 + number * (_TALL + _GAP), width)
    return places, 8 + len(rows) * _TALL + (len(rows) - 1) * _GAP


def _arrow(start: Place, end: Place) -> list[Markup]:
    """A curve from one box to another and its head: down in the accent's colour, sideways or back in a softer one."""
    (left, top, width), (to_left, to_top, to_width) = start, end
    lean = max(-1.0, min(1.0, (to_left + to_width / 2 - left - width / 2) / 120))  # ends spread by where they go
    x, to_x = left + width * (0.5 + 0.28 * lean), to_left + to_width * (0.5 - 0.28 * lean)
    if to_top > top:
        return _drawn((x, top + _TALL), (to_x, to_top - 1), (_GAP / 2, -_GAP / 2), -6, "accent")
    if to_top < top:
        return _drawn((x + 12, top), (to_x + 12, to_top + _TALL + 1), (-_GAP / 2, _GAP / 2), 6, "soft")
    return _drawn((x, top + _TALL), (to_x, to_top + _TALL + 1), (22, 22), 6, "soft")


def _drawn(
    start: tuple[float, float], end: tuple[float, float], bends: tuple[float, float], head: float, ink: str
) -> list[Markup]:
    (x, y), (to_x, to_y) = start, end
    curve = f"M{x:.0f} {y:.0f}C{x:.0f} {y + bends[0]:.0f} {to_x:.0f} {to_y + bends[1]:.0f} {to_x:.0f} {to_y:.0f}"
    tip = f"M{to_x:.0f} {to_y:.0f}l-4 {head:.0f}h8z"
    return [path(curve, ink, hollow=True), path(tip, ink)]


def _rounded(x: float, y: float, width: float, height: float) -> str:
    return f"M{x + 6:.0f} {y:.0f}h{width - 12:.0f}q6 0 6 6v{height - 12:.0f}q0 6-6 6h-{width - 12:.0f}q-6 0-6-6v-{height - 12:.0f}q0-6 6-6z"
