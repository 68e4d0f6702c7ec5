"""Where a week's plan comes together: every source of items lays them here.

In: drafts of items, with their tier and slot. Out: items that know tier, date, hours, speaker and people.
Promise: pure; what has no hour is told, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.edition import Gap, Item
from siyu.facts import holidays
from siyu.kinds.tier import Shift, Tier, is_open, on_duty
from siyu.kinds.week import Skip, Week
from siyu.library import Library
from siyu.schedule import Slot, guesses, slots
from siyu.source import Text
from siyu.when import WEEKDAYS, When


class Desk:
    """Collects one week's items, gaps and diagnostics."""

    def __init__(self, library: Library, week: Week) -> None:
        self.library = library
        self.week = week
        self.items: list[Item] = []
        self.gaps: list[Gap] = []
        self.found: list[Diagnostic] = []
        self.skipped: list[Skip] = []
        self.provisional: set[date] = set()

    def slots(self, whens: tuple[When, ...], holiday: str | None = None) -> list[Slot]:
        """The slots that these times have in this week."""
        self.provisional |= guesses(whens, self.week.week, holiday or "keep")
        return slots(whens, self.week.week, holiday or "keep")

    def slot(self, day: Text, start: int | None = None) -> Slot:
        """A slot on a weekday of this week."""
        return Slot(on := self.week.week + timedelta(WEEKDAYS.index(day)), on, start, None)

    def repeat(self, draft: Item, tiers: Iterable[Tier | None], slot: Slot, lasts: int) -> None:
        """The same in every tier; one without an hour is told, once."""
        if slot.start is None:
            note = Note(Words("在 when 里写上，例如 mon 09:30", "add it to when, for example mon 09:30"))
            words = Words(f"{draft.name} 没有钟点", f"{draft.key!s} has no hour")
            self.found.append(Diagnostic("entry-without-hour", words, draft.span, (note,)))
            return
        for tier in tiers:
            self.add(draft, tier, slot, lasts)

    def add(self, draft: Item, tier: Tier | None, slot: Slot, lasts: int, ip: str | None = None) -> None:
        """One item of one tier, or of none; a tier that is not open that day gets none."""
        assert slot.start is not None
        if tier and not is_open(tier, slot.date):
            return
        end = slot.end if slot.end is not None else slot.start + max(lasts, 1)
        people = on_duty(tier, draft.role, slot.date) if tier else ()
        if tier and _by_workday(tier, draft.role) and holidays.day_class(slot.date) is None:
            self.provisional.add(slot.date)
        speaker = self.library.speaker(tier, ip) if tier else None
        self.items.append(
            draft._replace(
                tier=tier,
                date=slot.date,
                start=slot.start,
                end=end,
                people=people,
                ip=speaker,
                office=self.library.calls(draft.role),
            )
        )


def _by_workday(tier: Tier, role: str) -> bool:
    """Whether a role's turns are counted in workdays."""
    duty = getattr(tier.roles, role)
    return isinstance(duty, Shift) and duty.every == "workday"
