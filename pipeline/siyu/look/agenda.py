"""A publication → what is planned, for a terminal: weeks, days, tiers, roles, one item; or what comes next.

In: a publication and what was asked for, in any order: a week, a date, a tier, a role, a person, an item's identity, a document's id. Out: lines.
Promise: the words asked for are told apart by their shape and by what the project has; one that means nothing is wrong usage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple

from siyu.diagnostic import Refusal, Words, did_you_mean
from siyu.edition import Gap, Message, Publication, identity_of, who
from siyu.facts import holidays
from siyu.facts.channels import CHANNELS, ROLES, STATES
from siyu.look.columns import aligned, join
from siyu.look.documents import concerns, heads, ids, standing
from siyu.report.words import safe
from siyu.values import date_of
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock


class Asked(NamedTuple):
    """What to show; what is empty narrows nothing."""

    weeks: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    tiers: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    def wants(self, message: Message) -> bool:
        """Whether a message is among what was asked for."""
        item = message.item
        return (
            (not self.weeks or message.week in self.weeks)
            and (not self.days or item.date in self.days)
            and (not self.tiers or (item.tier is not None and item.tier.id in self.tiers))
            and (not self.roles or item.role in self.roles)
            and (not self.people or not self.people.isdisjoint(item.people))
            and (not self.items or item.identity in self.items or identity_of(item) in self.items)
            and (not self.documents or concerns(item, self.documents))
        )

    def misses(self, gap: Gap, week: str) -> bool:
        """Whether an unfilled slot is among what was asked for; it is nobody's task yet."""
        return (
            (not self.weeks or week in self.weeks)
            and (not self.days or gap.date in self.days)
            and (not self.tiers or gap.tier.id in self.tiers)
            and (not self.documents or gap.column in self.documents)
            and not (self.roles or self.people or self.items)
        )


class Unclear(Refusal):
    """A word that names nothing of the project."""


def asked(words: Iterable[str], publication: Publication) -> Asked:
    """What the words ask for; raises `Unclear`."""
    tiers = frozenset(publication.library.tiers)
    weeks = frozenset(edition.plan.week.name for edition in publication.editions)
    identities = {
        name
        for edition in publication.editions
        for message in edition.messages
        for name in (message.item.identity, identity_of(message.item))
    }
    people = {str(p) for edition in publication.editions for message in edition.messages for p in message.item.people}
    named = ids(publication.library)
    known = {"weeks": weeks, "tiers": tiers, "items": identities, "people": people}
    found: dict[str, set[str]] = {kind: set() for kind in (*known, "roles", "documents")}
    days: set[date] = set()
    for word in words:
        if day := date_of(word):
            days.add(day)
        elif kind := next((kind for kind, names in known.items() if word in names), None):
            found[kind].add(word)
        elif role := next((role for role, zh in ROLES.items() if word in (role, zh)), None):
            found["roles"].add(role)
        elif word in named:
            found["documents"].add(word)
        else:
            near = did_you_mean(word, [*weeks, *tiers, *ROLES, *people, *identities, *named])
            zh, en = (f"：{near[0].zh}", f": {near[0].en}") if near else ("", "")
            raise Unclear(
                Words(
                    f"“{word}”不是周、日期、分层、角色、人，也不是哪一条或哪个 id{zh}",
                    f"{word!r} is no week, date, tier, role, person, item or id{en}",
                )
            )
    return Asked(days=frozenset(days), **{kind: frozenset(names) for kind, names in found.items()})


def agenda(publication: Publication, wanted: Asked, width: int, lang: str) -> Iterator[str]:
    """What was asked for, day by day; a single item with its whole text."""
    messages = [m for edition in publication.editions for m in edition.messages if wanted.wants(m)]
    if wanted.items:
        for message in messages:
            yield from _whole(message, lang)
        return
    if wanted.documents:
        yield from heads(publication.library, wanted.documents, lang)
        yield ""
        yield from standing(publication, wanted.documents, wanted.tiers, lang)
    gaps = [
        gap
        for edition in publication.editions
        for gap in edition.plan.gaps
        if gap.reason is None and wanted.misses(gap, edition.plan.week.name)
    ]
    rows = [(m.item.date, m.item.start, _row(m, lang)) for m in messages] + [
        (g.date, g.start, _gap(g, lang)) for g in gaps
    ]
    for day, group in groupby(sorted(rows), key=lambda row: row[0]):
        yield _day(day, lang)
        yield from aligned([row for _, _, row in group], width)
        yield ""


def upcoming(publication: Publication, wanted: Asked, now: datetime, count: int = 5) -> list[Message]:
    """What is to be done next, at or after a moment in the brand's zone; what is under way comes first."""
    midnight = datetime.combine(date.min, datetime.min.time())
    messages = [m for edition in publication.editions for m in edition.messages if wanted.wants(m)]

    def at(message: Message, minutes: int) -> datetime:
        return midnight.replace(*message.item.date.timetuple()[:3]) + timedelta(minutes=minutes)

    left = [m for m in messages if at(m, m.item.end) > now]
    return sorted(left, key=lambda m: (at(m, m.item.start), m.item.identity, m.item.tier.id if m.item.tier else ""))[
        :count
    ]


def told(messages: Iterable[Message], width: int, lang: str) -> Iterator[str]:
    """Messages under their days."""
    for day, group in groupby(messages, key=lambda message: message.item.date):
        yield _day(day, lang)
        yield from aligned([_row(message, lang) for message in group], width)


def _day(day: date, lang: str) -> str:
    made_up = day.weekday() > 4 and holidays.day_class(day) == "workday"
    mark = holidays.holiday(day) or (("调休上班" if lang == "zh" else "make-up workday") if made_up else None)
    weekday = WEEKDAYS_ZH[day.weekday()] if lang == "zh" else WEEKDAYS[day.weekday()].capitalize()
    return join((f"{day} {weekday}", mark))


def _row(message: Message, lang: str) -> tuple[str, ...]:
    item = message.item
    channel = CHANNELS[item.channel]
    text = (message.text or (item.todo and f"…{item.todo}") or "").strip().partition("\n")[0]
    subject = item.subject if item.subject not in item.name else ""
    return (
        clock(item.start),
        item.tier.name if item.tier else ROLES[item.role],
        channel.zh if lang == "zh" else channel.en,
        {"approved": "✓", "draft": "✎"}.get(item.state, " "),
        join((item.name, subject, text if text != subject else "")),
    )


def _gap(gap: Gap, lang: str) -> tuple[str, ...]:
    return (clock(gap.start), gap.tier.name, "空缺" if lang == "zh" else "unfilled", "!", gap.name)


def _whole(message: Message, lang: str) -> Iterator[str]:
    item = message.item
    channel, state = CHANNELS[item.channel], STATES[item.state] if lang == "zh" else item.state
    line, _ = item.span.source.place(item.span.start)
    yield safe(
        join((item.tier.name if item.tier else None, item.name, item.subject if item.subject not in item.name else ""))
    )
    yield safe(join((f"{item.date} {clock(item.start)}", channel.zh if lang == "zh" else channel.en, who(item), state)))
    yield f"{identity_of(item)} · {item.span.source.path}:{line}"
    if message.text is not None:
        yield ""
        yield from (f"  {safe(each)}" for each in message.text.split("\n"))
    for step in item.checklist:
        yield f"  [ ] {safe(step)}"
    for note in (item.note, item.todo, item.link, *item.images):
        if note:
            yield f"  · {safe(note)}"
    yield ""
