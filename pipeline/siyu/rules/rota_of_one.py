"""A rota of one person: no turn ever ends, and nobody else knows the work."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.kinds.tier import Roles, Shift
from siyu.library import Library
from siyu.rule import Finding, Rule


def rota_of_one(library: Library) -> Iterator[Finding]:
    """Advice for each rota with one name, however often it stands there."""
    for tier in library.tiers.values():
        for role in Roles.model_fields:
            duty = getattr(tier.roles, role)
            if isinstance(duty, Shift) and len({str(name) for name in duty.rota}) == 1:
                name = duty.rota[0]
                words = Words(f"轮值只有“{name}”一个人", f"only {name!s} is in the rota")
                how = Words(f"加一个人，或直接写 {role}: {name}", f"add somebody, or just write {role}: {name}")
                yield Finding(words, name.span, (Note(how),))


RULE = Rule(
    name="rota-of-one",
    severity=Severity.ADVICE,
    what=Words("轮值表里只有一个人", "a rota has one person in it"),
    why=Words("没有人换班，一请假就空着", "nobody takes over, and a day off leaves a hole"),
    instead=Words("加一个人，或不写 rota，直接写名字", "add somebody, or write the name without a rota"),
    find=rota_of_one,
)
