"""Two compilations of a project → what is different for those who read and post.

In: results before and after. Out: `Changes`: events taken out, moved, edited, added; findings new and gone.
Promise: an event is followed by its identity, whatever its file, line, date or title; tiers with the same change are told once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from siyu.build import Result
from siyu.diagnostic import Diagnostic, Severity
from siyu.edition import Message, Publication, identity_of
from siyu.standing import Script

KINDS = ("removed", "moved", "edited", "added")
"""What can happen to an event, in the order in which a reviewer wants to see it."""


class Change(NamedTuple):
    """What happens to one event in these tiers; `before` and `after` are those of the first of them."""

    kind: str
    before: Message | None
    after: Message | None
    tiers: tuple[str, ...]

    @property
    def message(self) -> Message:
        """The event as it is, or was last."""
        found = self.after or self.before
        assert found is not None
        return found


class Rescript(NamedTuple):
    """A welcome script that is new, gone or says something else."""

    before: Script | None
    after: Script | None


class Changes(NamedTuple):
    """Everything that is different. `compared` is False where one side has errors, and only findings are told."""

    events: tuple[Change, ...]
    scripts: tuple[Rescript, ...]
    found: tuple[Diagnostic, ...]
    solved: tuple[Diagnostic, ...]
    compared: bool = True


def compare(before: Result, after: Result) -> Changes:
    """What is different."""
    found, solved = _findings(before.diagnostics, after.diagnostics)
    old, new = before.publication, after.publication
    if old is None or new is None:
        return Changes((), (), found, solved, compared=False)
    return Changes(tuple(_events(old, new)), tuple(_scripts(old, new)), found, solved)


def _findings(
    old: Iterable[Diagnostic], new: Iterable[Diagnostic]
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """What only the one and only the other side has, the gravest first; lines and files may have moved."""
    old, new = list(old), list(new)
    return _beyond(new, old), _beyond(old, new)


def _beyond(these: list[Diagnostic], those: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    known = Counter(map(_same, those))
    left = []
    for diagnostic in these:
        known[_same(diagnostic)] -= 1
        if known[_same(diagnostic)] < 0:
            left.append(diagnostic)
    return tuple(sorted(left, key=lambda diagnostic: diagnostic.severity))


def _same(diagnostic: Diagnostic) -> tuple[str, str, Severity]:
    return diagnostic.rule, diagnostic.words.zh, diagnostic.severity


def _events(old: Publication, new: Publication) -> list[Change]:
    was, now = _by_identity(old), _by_identity(new)
    changes: dict[tuple[object, ...], list[Change]] = {}
    for key in {**was, **now}:
        before, after = was.get(key), now.get(key)
        kinds = _kinds(before, after)
        for kind in kinds:
            change = Change(kind, before, after, (_tier(after or before),))
            changes.setdefault(_alike(change), []).append(change)
    told = [each[0]._replace(tiers=tuple(one.tiers[0] for one in each)) for each in changes.values()]
    return sorted(
        told, key=lambda c: (KINDS.index(c.kind), c.message.item.date, c.message.item.start, c.message.item.identity)
    )


def _by_identity(publication: Publication) -> dict[str, Message]:
    return {identity_of(m.item): m for edition in publication.editions for m in edition.messages}


def _kinds(before: Message | None, after: Message | None) -> list[str]:
    if before is None or after is None:
        return ["added" if before is None else "removed"]
    kinds = ["moved"] if _when(before) != _when(after) else []
    return kinds + (["edited"] if _said(before) != _said(after) else [])


def _when(message: Message) -> tuple[object, ...]:
    return message.item.date, message.item.start, message.item.end


def _said(message: Message) -> tuple[object, ...]:
    """What people see of a message."""
    item = message.item
    return (
        item.channel, item.name, item.title, item.state, item.people, message.text, item.images, item.link, item.note, item.todo,
        item.checklist, item.ip.nickname if item.ip else None,
    )  # fmt: skip


def _alike(change: Change) -> tuple[object, ...]:
    """What two tiers' changes have in common where they are told as one; who does it is a tier's own matter until it changes."""
    both = [each for each in (change.before, change.after) if each]
    new_people = len({each.item.people for each in both}) > 1
    shown = [
        _when(each) if change.kind == "moved" else (_when(each), _said(each)[:4], _said(each)[5:-1]) for each in both
    ]
    people = [each.item.people for each in both] if new_people and change.kind == "edited" else []
    return change.kind, change.message.item.identity, tuple(shown), tuple(people)


def _tier(message: Message | None) -> str:
    return message.item.tier.name if message and message.item.tier else ""


def _scripts(old: Publication, new: Publication) -> list[Rescript]:
    was, now = ({(s.tier.id, s.name): s for s in each.scripts} for each in (old, new))
    pairs = [Rescript(was.get(key), now.get(key)) for key in sorted({**was, **now})]
    return [pair for pair in pairs if (pair.before and pair.before.text) != (pair.after and pair.after.text)]
