"""Changes in words: what both the terminal and a pull request say of one.

In: a change. Out: its title, its facts that differ and its texts as pieces.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.changes.compare import Change, Changes
from siyu.changes.pieces import Piece, near, pieces
from siyu.diagnostic import Words
from siyu.edition import Message
from siyu.facts.channels import CHANNELS, STATES
from siyu.when import WEEKDAYS, WEEKDAYS_ZH, clock

NAMES: dict[str, Words] = {
    "removed": Words("取消", "taken out"),
    "moved": Words("改期", "moved"),
    "edited": Words("改写", "edited"),
    "added": Words("新增", "added"),
}
NEW, SOLVED = Words("新的问题", "new findings"), Words("解决的问题", "findings that are gone")
SCRIPTS = Words("欢迎语", "welcome scripts")
BROKEN = Words(
    "有一边编译不过，只比较问题：先看上面的错误",
    "one side does not compile, so only findings are compared: see the errors",
)
NOTHING = Words("对成员和运营来说，什么都没变", "for members and operators nothing has changed")


def headline(changes: Changes) -> Words:
    """How many of each, in a line."""
    counts = [(NAMES[kind], sum(change.kind == kind for change in changes.events)) for kind in NAMES]
    counts += [(SCRIPTS, len(changes.scripts)), (NEW, len(changes.found)), (SOLVED, len(changes.solved))]
    some = [(words, count) for words, count in counts if count]
    if not some:
        return NOTHING
    return Words(
        " · ".join(f"{words.zh} {count}" for words, count in some),
        " · ".join(f"{count} {words.en}" for words, count in some),
    )


def title(change: Change, lang: str) -> str:
    """Where, what and when: 听苔福利群 · 朋友圈 · 每日好物 · 周三 11-25 12:10."""
    item = change.message.item
    channel = CHANNELS[item.channel]
    tiers = "、".join(tier for tier in change.tiers if tier)
    subject = item.subject if item.subject not in item.name else ""
    moment = _moment(change.message, lang)
    if change.kind == "moved" and change.before and change.after:
        moment = f"{_moment(change.before, lang)} → {_moment(change.after, lang)}"
    return " · ".join(
        part for part in (tiers, channel.zh if lang == "zh" else channel.en, item.name, subject, moment) if part
    )


def _moment(message: Message, lang: str) -> str:
    day = message.item.date
    name = WEEKDAYS_ZH[day.weekday()] if lang == "zh" else WEEKDAYS[day.weekday()].capitalize()
    return f"{name} {day:%m-%d} {clock(message.item.start)}"


def facts(change: Change, lang: str) -> Iterator[tuple[str, str, str]]:
    """What differs beside the text: its name, before and after."""
    if change.kind != "edited" or change.before is None or change.after is None:
        return
    old, new = change.before.item, change.after.item
    rows: list[tuple[Words, str, str]] = [
        (Words("状态", "state"), STATES[old.state], STATES[new.state]),
        (Words("名称", "name"), f"{old.name} {old.title or ''}".strip(), f"{new.name} {new.title or ''}".strip()),
        (Words("渠道", "channel"), CHANNELS[old.channel].zh, CHANNELS[new.channel].zh),
        (Words("谁来发", "who"), "、".join(old.people), "、".join(new.people)),
        (Words("配图", "images"), "、".join(old.images), "、".join(new.images)),
        (Words("链接", "link"), old.link or "", new.link or ""),
        (Words("备注", "note"), old.note or "", new.note or ""),
        (Words("待写", "to write"), old.todo or "", new.todo or ""),
        (Words("步骤", "checklist"), " / ".join(old.checklist), " / ".join(new.checklist)),
    ]
    for words, before, after in rows:
        if before != after:
            yield (words.zh if lang == "zh" else words.en), before or "—", after or "—"


def text_of(change: Change) -> list[Piece]:
    """The text: of an edited event what differs, of a new one all, of one that only moved nothing."""
    before = change.before.text or "" if change.before else ""
    after = change.after.text or "" if change.after else ""
    if change.kind == "moved" or before == after:
        return []
    if change.kind in ("added", "removed"):
        return [("+" if change.kind == "added" else "-", after or before)]
    return list(near(list(pieces(before, after))))
