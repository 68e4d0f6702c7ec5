"""Days that texts count towards: `{{ anchor.double12 }}` says other words before, on and after the day.

In: anchors by name, a date. Out: the words for that date.
Promise: pure; the date is the item's own, never today's. Words that an anchor does not have are told, never left out silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from siyu.diagnostic import Diagnostic, Problem, Words
from siyu.document import Anchor
from siyu.placeholders import at, fill
from siyu.source import Text
from siyu.weeks import month_day
from siyu.when import WEEKDAYS_ZH

_PHASES = {"before": Words("还没到", "is before"), "day": Words("正是", "is"), "after": Words("已经过了", "is after")}


class Anchors(dict[str, Any]):
    """The words of one date, made when a text names them."""

    def __init__(self, anchors: Mapping[Text, Anchor], day: date) -> None:
        super().__init__(dict.fromkeys(map(str, anchors)))
        self.anchors = anchors
        self.day = day

    def __getitem__(self, key: str) -> Any:
        anchor = self.anchors[next(name for name in self.anchors if name == key)]
        phase = "before" if self.day < anchor.on else "day" if self.day == anchor.on else "after"
        text: Text | None = getattr(anchor, phase)
        if text is None:
            how = _PHASES[phase]
            raise Problem(
                "name-not-given",
                Words(
                    f"{self.day} {how.zh} {key} 那天（{anchor.on}），它没有写 {phase}",
                    f"{self.day} {how.en} the day of {key} ({anchor.on}), which has no {phase}",
                ),
                Words(f"给 {key} 补上 {phase}，或这一条不用它", f"add {phase} to {key}, or leave it out here"),
            )
        try:
            return fill(text, _names(anchor, self.day))[0]
        except Problem:
            return text  # told where the anchor stands, and once is enough


def anchor_faults(anchors: Mapping[Text, Anchor]) -> Iterator[Diagnostic]:
    """What the words of an anchor name and cannot."""
    for anchor in anchors.values():
        for text in words_of(anchor):
            try:
                fill(text, _names(anchor, anchor.on))
            except Problem as problem:
                yield at(problem, text)


def words_of(anchor: Anchor) -> Iterator[Text]:
    """The texts of an anchor."""
    yield from (text for text in (anchor.before, anchor.day, anchor.after) if text is not None)


def _names(anchor: Anchor, day: date) -> dict[str, str]:
    on = anchor.on
    return {
        "days": str(abs((on - day).days)),
        "date": month_day(on),
        "weekday": WEEKDAYS_ZH[on.weekday()],
    }
