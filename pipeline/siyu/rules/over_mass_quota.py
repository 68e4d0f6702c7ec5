"""More mass messages than WeCom delivers to one customer: the ones at the end of the month, with the offer in them, never arrive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Item, Publication
from siyu.facts.frequency import MASS, mass_quota
from siyu.rule import Finding, Rule
from siyu.weeks import monday_of, week_name

Sent = dict[date, list[Item]]
"""What one tier gets, by the first day of the period that is counted."""


def over_mass_quota(publication: Publication) -> Iterator[Finding]:
    """One warning for each month, or week where days or weeks are counted, at the first message over `sending.mass`."""
    per = str(publication.library.brand.sending.mass or "month")
    sent: dict[str, Sent] = {}
    for edition in publication.editions:
        for item, text, *_ in edition.messages:
            if (
                item.channel == "one-to-one" and item.tier and "【" not in (text or "")
            ):  # with blanks: typed, one by one
                sent.setdefault(item.tier.id, {}).setdefault(_period(per, item.date), []).append(item)
    alike: dict[tuple[date, tuple[tuple[date, int], ...]], list[Item]] = {}
    for periods in sent.values():
        over: dict[date, Sent] = {}
        for start, items in periods.items():
            if len(items) > mass_quota(per, start):
                over.setdefault(monday_of(start) if per == "day" else start, {})[start] = items
        for group, many in over.items():
            first = next(iter(many.values()))[mass_quota(per, next(iter(many)))]
            alike.setdefault((group, tuple((start, len(items)) for start, items in many.items())), []).append(first)
    for (_, counts), firsts in alike.items():
        yield _told(per, counts, firsts)


def _period(per: str, day: date) -> date:
    return {"day": day, "week": monday_of(day)}.get(per) or day.replace(day=1)


def _told(per: str, counts: tuple[tuple[date, int], ...], firsts: list[Item]) -> Finding:
    tiers = list({item.tier.id: item.tier for item in firsts if item.tier}.values())
    most = mass_quota(per, counts[0][0])
    unit = Words(
        {"day": "一天", "week": "一周"}.get(per, "当月"), {"day": "a day", "week": "a week"}.get(per, "that month")
    )
    zh = "、".join(f"{_named(per, start)} {count} 条" for start, count in counts)
    en = ", ".join(f"{count} {'on' if per == 'day' else 'in'} {_named(per, start)}" for start, count in counts)
    words = Words(
        f"{'、'.join(tier.name for tier in tiers)} 的客户群发 {zh}，一位客户{unit.zh}最多收到 {most} 条",
        f"too many mass messages for {', '.join(tier.id for tier in tiers)}: {en}; a customer gets {most} {unit.en}",
    )
    note = Note(Words("合并或删掉几条，或改成群消息", "join or drop some, or send them to the group"))
    return Finding(words, firsts[0].span, (note,))


def _named(per: str, start: date) -> str:
    if per == "day":
        return str(start)
    return week_name(start) if per == "week" else f"{start:%Y-%m}"


RULE = Rule(
    name="over-mass-quota",
    severity=Severity.WARNING,
    what=Words(
        "一对一的客户群发，比一位客户收得到的多",
        "a tier's one-to-one messages are more than WeCom delivers to a customer",
    ),
    why=Words(
        "超出的发不到客户手里，往往正是月底带优惠的那条",
        "what is over is not delivered, and it is the one with the offer in it",
    ),
    instead=Words(
        "合并或删掉几条；管理员的设置写在 brand.yaml 的 sending.mass",
        "join or drop some; what the administrator allows stands in brand.yaml's sending.mass",
    ),
    find=over_mass_quota,
    source=MASS,
)
