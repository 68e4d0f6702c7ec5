"""More Moments posts by the company than a customer sees in a month: WeCom shows four, whatever is paid for the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Item, Publication
from siyu.facts.frequency import MOMENTS, MOMENTS_A_MONTH
from siyu.rule import Finding, Rule
from siyu.schedule import slots


def over_company_moments(publication: Publication) -> Iterator[Finding]:
    """One warning a month, where `sending.moments` is company. What the columns promise until the month ends counts, too."""
    library = publication.library
    if library.brand.sending.moments != "company" or not publication.editions:
        return
    posts: dict[tuple[str, str], list[Item]] = {}
    for edition in publication.editions:
        for item in edition.plan.items:
            if item.channel == "moments" and item.tier:
                posts.setdefault((f"{item.date:%Y-%m}", item.tier.id), []).append(item)
    coming = _coming(publication)
    alike: dict[tuple[str, int, int], list[tuple[str, Item]]] = {}
    for (month, tier), items in posts.items():
        number = len(items) + coming[month, tier]
        if number > MOMENTS_A_MONTH:
            alike.setdefault((month, number, coming[month, tier]), []).append(
                (tier, items[min(MOMENTS_A_MONTH, len(items) - 1)])
            )
    for (month, number, promised), firsts in alike.items():
        names = [library.tiers[tier] for tier, _ in firsts]
        later = Words(f"（{promised} 条还没排）", f" ({promised} not planned yet)") if promised else Words("", "")
        words = Words(
            f"{'、'.join(tier.name for tier in names)} 在 {month} 有 {number} 条企业朋友圈{later.zh}，一位客户一个月只看得到 {MOMENTS_A_MONTH} 条",
            f"{number} company Moments posts for {', '.join(tier.id for tier in names)} in {month}{later.en}, a customer sees {MOMENTS_A_MONTH} a month",
        )
        note = Note(Words("少发几条，或改由员工发", "post fewer, or let employees post them"))
        yield Finding(words, firsts[0][1].span, (note,))


def _coming(publication: Publication) -> Counter[tuple[str, str]]:
    """Slots of Moments columns after the last planned week, to the end of its month."""
    coming: Counter[tuple[str, str]] = Counter()
    monday = publication.editions[-1].plan.week.week + timedelta(7)
    month = monday - timedelta(1)
    while (monday.year, monday.month) == (month.year, month.month):
        for column in publication.library.columns.values():
            if column.channel == "moments":
                for slot in slots(column.when, monday, column.holiday or "keep"):
                    if _same_month(slot.date, month):
                        coming.update((f"{month:%Y-%m}", tier.id) for tier in publication.library.covers(column.tiers))
        monday += timedelta(7)
    return coming


def _same_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


RULE = Rule(
    name="over-company-moments",
    severity=Severity.WARNING,
    what=Words(
        "企业发的朋友圈，比一位客户一个月看得到的多", "the company posts more Moments than a customer sees in a month"
    ),
    why=Words("多出来的那几条没人看到", "what is over is seen by nobody"),
    instead=Words(
        "少发几条，或改由员工发（sending.moments: employee）",
        "post fewer, or let employees post (sending.moments: employee)",
    ),
    find=over_company_moments,
    source=MOMENTS,
)
