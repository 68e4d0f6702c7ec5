"""What the library repeats every week by itself: announcements and the roles' routines.

In: a `Desk`. Out: items on it.
Promise: the same week gives the same items, whatever its file says besides.
"""

from __future__ import annotations

from datetime import date

from siyu.edition import Item
from siyu.kinds.announcement import Announcement
from siyu.kinds.sop import Routine
from siyu.source import Text
from siyu.stages.desk import Desk
from siyu.when import WEEKDAYS


def plan_routines(desk: Desk) -> None:
    """Every announcement, then every role's tasks."""
    for notice in desk.library.announcements.values():
        _announcement(desk, notice)
    for sop in desk.library.sops.values():
        for name, routine in sop.tasks.items():
            _routine(desk, sop.id, name, routine)


def _announcement(desk: Desk, notice: Announcement) -> None:
    """A tier's announcement, each time the week repeats it."""
    for number, slot in enumerate(desk.slots(notice.when), 1):
        draft = Item(
            key=notice.id,
            identity=f"{desk.week.name}.announcement.{notice.id}" + (f".{number}" if number > 1 else ""),
            name=notice.title or "群公告",
            channel="announcement",
            role=notice.owner or "owner",
            state=desk.week.state or "planned",
            span=notice.id.span,
            copy=notice.copy_,
            pick=notice.pick,
            title=notice.title,
            checklist=notice.checklist,
            remind=notice.remind,
            file="announcement",
        )
        desk.repeat(draft, desk.library.covers(notice.tiers), slot, notice.lasts)


def _routine(desk: Desk, role: Text, name: Text, routine: Routine) -> None:
    """A role's fixed task, in every tier it names; in none, once for the role."""
    days: list[date] = []
    for slot in desk.slots(routine.when, routine.holiday):
        days.append(slot.day)
        number = days.count(slot.day)
        draft = Item(
            key=name,
            identity=f"{desk.week.name}.{role}.{name}.{WEEKDAYS[slot.day.weekday()]}"
            + (f".{number}" if number > 1 else ""),
            name=routine.name,
            channel="task",
            role=role,
            state="approved",
            span=routine.name.span,
            copy=routine.copy_,
            checklist=routine.checklist,
            remind=routine.remind,
        )
        desk.repeat(draft, desk.library.covers(routine.tiers) if routine.tiers != () else [None], slot, routine.lasts)
