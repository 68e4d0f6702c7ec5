"""A week past the last published holiday arrangement: which of its days are workdays, nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.edition import Edition
from siyu.rule import Finding, Rule


def unpublished_holidays(edition: Edition) -> Iterator[Finding]:
    """One warning for a week whose plan depends on an arrangement that is not in the table."""
    if days := edition.plan.provisional:
        zh = "、".join(f"{day.month}月{day.day}日" for day in days)
        words = Words(
            f"{zh}的放假调休安排还没有公布，先按星期排",
            f"no public holidays are published for {', '.join(map(str, days))}: planned by weekday",
        )
        note = Note(Words("公布后升级 siyu 再构建一次", "update siyu once they are, and build again"))
        yield Finding(words, edition.plan.week.id.span, (note,))


RULE = Rule(
    name="unpublished-holidays",
    severity=Severity.WARNING,
    what=Words("这一周的放假调休安排还没有公布", "the public holidays of a week are not published yet"),
    why=Words("哪天上班哪天休息还不知道，先按星期排", "which days are workdays nobody knows; it is planned by weekday"),
    instead=Words("公布后升级 siyu 再构建一次", "update siyu once they are, and build again"),
    find=unpublished_holidays,
    source="State Council notices on public holidays; the table's last year is in siyu/facts/holidays.py",
)
