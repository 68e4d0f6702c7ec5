"""What is there twice and could not be told apart: plans of one week, items with one identity.

In: the weeks' plans; editions. Out: diagnostics at the second one, with a note at the first.
"""

from __future__ import annotations

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Edition
from siyu.kinds.week import Week
from siyu.source import Span


def same_week(weeks: list[Week]) -> list[Diagnostic]:
    """Two plans for one week."""
    found = []
    first: dict[str, Week] = {}
    for week in weeks:
        if (other := first.setdefault(week.name, week)) is not week:
            words = Words(f"{week.name} 已经有一份计划了", f"{week.name} has a plan already")
            notes = (
                Note(Words("另一份在这里", "the other one"), other.week_.span),
                Note(
                    Words(
                        "复制以后忘了改这一行？不是的话，把两份合成一份",
                        "copied and forgot to change this line? if not, make them one",
                    )
                ),
            )
            found.append(Diagnostic("duplicate-id", words, week.week_.span, notes))
    return found


def same_identity(editions: list[Edition]) -> list[Diagnostic]:
    """Two items that a calendar could not tell apart."""
    found = []
    first: dict[tuple[str, str | None], Span] = {}
    for edition in editions:
        for item in edition.plan.items:
            key = (item.identity, item.tier.id if item.tier else None)
            if key in first:
                words = Words(
                    f"“{item.identity}”用了两次，换一个 id", f"the id {item.identity} is used twice; choose another"
                )
                found.append(
                    Diagnostic(
                        "duplicate-id", words, item.span, (Note(Words("第一次在这里", "first used here"), first[key]),)
                    )
                )
            first[key] = item.span
    return found
