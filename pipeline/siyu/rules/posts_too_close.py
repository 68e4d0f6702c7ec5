"""Two posts in one place closer than the brand allows itself: the second one pushes the first away before it is read."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.edition import Item, Publication
from siyu.rule import Finding, Rule
from siyu.when import clock

_PLACES = {"moments": "moments", "group": "group", "announcement": "group"}


def posts_too_close(publication: Publication) -> Iterator[Finding]:
    """One warning a week for each two columns that follow each other in fewer than `rhythm.minutes_apart` minutes, midnight and Sunday included."""
    least = publication.library.brand.rhythm.minutes_apart
    if least is None:
        return
    last: dict[tuple[str, str], tuple[int, Item]] = {}
    for edition in publication.editions:
        close: dict[tuple[str, str, str], list[tuple[int, Item, Item]]] = {}
        for item in edition.plan.items:
            if item.tier is None or (place := _PLACES.get(item.channel)) is None:
                continue
            now = item.date.toordinal() * 1440 + item.start
            before, other = last.get((item.tier.id, place), (now, item))
            last[item.tier.id, place] = now, item
            if 0 < now - before < least:  # two at one minute are another rule's
                close.setdefault((item.tier.id, other.key, item.key), []).append((now - before, other, item))
        for meetings in close.values():
            yield _told(*meetings[0], len(meetings), least)


def _told(apart: int, other: Item, item: Item, times: int, least: int) -> Finding:
    when = f"{item.date} {clock(item.start)}"
    words = Words(
        f"{item.name} 离 {other.name} 只有 {apart} 分钟（{when}{f'，这周 {times} 次' if times > 1 else ''}），至少隔 {least} 分钟",
        f"{item.key!s} comes {plural(apart, 'minute')} after {other.key!s} ({when}{f', {times} times this week' if times > 1 else ''}), {least} at least",
    )
    note = Note(
        Words(
            "前一条在这里；挪开一条，或改 rhythm.minutes_apart",
            "the one before; move one, or change rhythm.minutes_apart",
        ),
        other.span,
    )
    return Finding(words, item.span, (note,))


RULE = Rule(
    name="posts-too-close",
    severity=Severity.WARNING,
    what=Words("同一个地方的两条，间隔比品牌定的短", "two posts in one place are closer than the brand allows itself"),
    why=Words("前一条还没人看，就被后一条顶上去了", "the second pushes the first away before it is read"),
    instead=Words(
        "挪开一条，或改 brand.yaml 的 rhythm.minutes_apart", "move one, or change rhythm.minutes_apart in brand.yaml"
    ),
    find=posts_too_close,
)
