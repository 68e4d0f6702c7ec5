"""More Moments posts on one day than a customer sees: WeCom shows three a day from one account, the fourth was written for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition, Item
from siyu.facts.frequency import MOMENTS, MOMENTS_A_DAY
from siyu.rule import Finding, Rule
from siyu.when import WEEKDAYS, WEEKDAYS_ZH


def too_many_moments(edition: Edition) -> Iterator[Finding]:
    """One warning a week for the tiers that have the same days with too many, at the first post that is not seen."""
    if edition.library.brand.sending.moments == "company":
        return  # counted by the month
    posts: dict[tuple[str, str | None], dict[date, list[Item]]] = {}
    for item in edition.plan.items:
        if item.channel == "moments" and item.tier:
            account = item.tier.id, item.ip.id if item.ip else None
            posts.setdefault(account, {}).setdefault(item.date, []).append(item)
    alike: dict[tuple[tuple[date, int], ...], list[Item]] = {}
    for days in posts.values():
        over = {day: items for day, items in days.items() if len(items) > MOMENTS_A_DAY}
        if over:
            first = next(iter(over.values()))[MOMENTS_A_DAY]
            alike.setdefault(tuple((day, len(items)) for day, items in over.items()), []).append(first)
    for counts, firsts in alike.items():
        tiers = list({item.tier.id: item.tier for item in firsts if item.tier}.values())
        zh = "、".join(f"{WEEKDAYS_ZH[day.weekday()]} {count} 条" for day, count in counts)
        en = ", ".join(f"{count} on {WEEKDAYS[day.weekday()]}" for day, count in counts)
        words = Words(
            f"{'、'.join(tier.name for tier in tiers)} 的朋友圈{zh}，一位客户一天只看得到同一个账号的 {MOMENTS_A_DAY} 条",
            f"too many Moments posts for {', '.join(tier.id for tier in tiers)}: {en}; a customer sees {MOMENTS_A_DAY} a day from one account",
        )
        note = Note(Words("挪到别的日子，或换个渠道", "move one to another day, or to another channel"))
        yield Finding(words, firsts[0].span, (note,))


RULE = Rule(
    name="too-many-moments",
    severity=Severity.WARNING,
    what=Words(
        "同一个账号一天发的朋友圈，比一位客户看得到的多",
        "one account posts more Moments a day than a customer gets to see",
    ),
    why=Words("多出来的那条写了也没人看到", "what is over was written for nobody"),
    instead=Words("挪到别的日子，或换个渠道", "move one to another day, or to another channel"),
    find=too_many_moments,
    source=MOMENTS,
)
