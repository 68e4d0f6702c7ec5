"""A group without rules beside groups that have them: the first advertisement is a quarrel instead of a rule."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule


def tier_without_rules(library: Library) -> Iterator[Finding]:
    """A warning for each tier with a `group` and no `rules`, in a project where another tier has some."""
    model = next((tier for tier in library.tiers.values() if tier.rules), None)
    if model is None or model.rules is None:
        return
    for tier in library.tiers.values():
        if tier.group and not tier.rules:
            words = Words(f"{tier.name} 有群，没有群规", f"tier {tier.id!s} has a group and no rules")
            note = Note(
                Words(f"写上 rules，可以照 {model.name} 的改", f"add rules; {model.id!s} has some"),
                model.rules.purpose.span,
            )
            yield Finding(words, tier.group.span, (note,))


RULE = Rule(
    name="tier-without-rules",
    severity=Severity.WARNING,
    what=Words("别的群有群规，这一层的群没有", "a tier's group has no rules, while others have"),
    why=Words("头一条广告出现时，没有规矩可讲，只能吵", "the first advertisement is a quarrel instead of a rule"),
    instead=Words("在分层里写 rules", "add rules to the tier"),
    find=tier_without_rules,
)
