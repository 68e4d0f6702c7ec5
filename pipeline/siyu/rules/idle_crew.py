"""A crew of more people than there are groups: somebody has none, and wonders what to do."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.kinds.tier import Roles, Shift
from siyu.library import Library
from siyu.rule import Finding, Rule


def idle_crew(library: Library) -> Iterator[Finding]:
    """Advice for each crew with more names than its tier has groups, and for a name that stands in it twice."""
    for tier in library.tiers.values():
        for role in Roles.model_fields:
            duty = getattr(tier.roles, role)
            if not isinstance(duty, Shift) or not duty.crew or tier.groups is None:
                continue
            twice = next((name for n, name in enumerate(duty.crew) if name in duty.crew[:n]), None)
            if twice is not None:
                words = Words(f"“{twice}”在分群的名单里写了两次", f"{twice!s} is in the crew twice")
                note = Note(Words("删掉一个，不然一人分到两份群", "keep one, or one person gets two shares"))
                yield Finding(words, twice.span, (note,))
            elif len(duty.crew) > tier.groups:
                words = Words(
                    f"{tier.groups} 个群分给 {len(duty.crew)} 个人，有人一个也分不到",
                    f"{plural(tier.groups, 'group')} for {plural(len(duty.crew), 'person', 'people')}: some get none",
                )
                note = Note(Words("减人，或改 groups", "take fewer people, or correct groups"))
                yield Finding(words, duty.crew[0].span, (note,))


RULE = Rule(
    name="idle-crew",
    severity=Severity.ADVICE,
    what=Words("分群的人比群还多，或同一个人写了两次", "more people than groups in a crew, or a person twice"),
    why=Words("有人没有群可管，有人管了两份", "somebody looks after no group, or after two shares"),
    instead=Words("改 crew 的名单，或改 groups", "correct the crew's names, or groups"),
    find=idle_crew,
)
