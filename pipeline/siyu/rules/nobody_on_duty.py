"""Work for a role that nobody has on that day: it is in the plan, and in no one's calendar."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition, Item
from siyu.facts.channels import ROLES
from siyu.kinds.tier import Roles, Shift, Tier
from siyu.rule import Finding, Rule
from siyu.source import Span


def nobody_on_duty(edition: Edition) -> Iterator[Finding]:
    """A warning a week for each role of a tier; a tier that names nobody at all does not use names."""
    alone: dict[tuple[str, str], list[Item]] = {}
    for item in edition.plan.items:
        if item.tier and not item.people and any(getattr(item.tier.roles, role) for role in Roles.model_fields):
            alone.setdefault((str(item.tier.id), item.role), []).append(item)
    for (name, role), items in alone.items():
        tier, day = edition.library.tiers[name], items[0].date
        more = len(items) - 1
        zh, en = (f" 等 {len(items)} 件事", f" and {more} more") if more else ("", "")
        words = Words(
            f"{tier.name} 的{ROLES[role]}从 {day} 起没有人在：{items[0].name}{zh}没人做",
            f"nobody is {role} of {name} from {day}: {items[0].key}{en}",
        )
        place, how = _cause(tier, role, items[0])
        yield Finding(words, place, (Note(how),))


def _cause(tier: Tier, role: str, item: Item) -> tuple[Span, Words]:
    """Where the author left the place empty."""
    duty = getattr(tier.roles, role)
    for away in tier.away:
        if away.who in tuple(duty) and away.days[0] <= item.date <= away.days[1]:
            return away.who.span, Words("写上谁顶班 instead: …", "say who stands in: instead: …")
    if isinstance(duty, Shift) and duty.rota:
        return duty.rota[0].span, Words(f"轮值从 {duty.from_} 才开始，把 from 提前", f"the rota begins on {duty.from_}")
    return tier.name.span, Words(f"在 roles 里写上 {role}", f"fill in roles: {role}")


RULE = Rule(
    name="nobody-on-duty",
    severity=Severity.WARNING,
    what=Words("一件事归某个角色做，那天这个角色没有人", "work for a role that nobody has on that day"),
    why=Words("排进了计划，却不在任何人的日历里", "it is in the plan, and in no one's calendar"),
    instead=Words("在这一层的 roles 里写上名字，或写谁顶班", "name somebody in the tier's roles, or who stands in"),
    find=nobody_on_duty,
)
