"""A step that comes when its journey or its stage is over: nobody is there any more to get it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.journeys import label
from siyu.library import Library
from siyu.rule import Finding, Rule

_ZERO = date(2024, 1, 1)


def step_after_end(library: Library) -> Iterator[Finding]:
    """A warning for each step later than the `length` of its journey, or than its stage lasts."""
    for journey in library.journeys.values():
        for name, step in journey.steps.items():
            length = journey.stages.get(step.stage) if step.stage else journey.length
            if length is None or step.after.reached(_ZERO) <= (end := length.reached(_ZERO)):
                continue
            place = (
                Words(f"阶段“{step.stage}”", f"stage {step.stage}")
                if step.stage
                else Words(f"“{journey.name}”", f"journey {journey.id!s}")
            )
            days = (end - _ZERO).days
            words = Words(
                f"{label(step)} 太晚：{place.zh}到第 {days} 天就结束了",
                f"step {name!s} is too late: {place.en} ends after {plural(days, 'day')}",
            )
            note = Note(
                Words(
                    "提前这一步，或改长度；也可以放进下一条旅程",
                    "move the step up, change the length, or put it into another journey",
                )
            )
            yield Finding(words, name.span, (note,))


RULE = Rule(
    name="step-after-end",
    severity=Severity.WARNING,
    what=Words("一步排在旅程或阶段结束以后", "a step comes after the end of its journey or stage"),
    why=Words("那时她已经走完，收不到这一步", "by then she has left, and does not get it"),
    instead=Words(
        "提前这一步，或改 length、stages 里的长度", "move the step up, or change length or the stage's length"
    ),
    find=step_after_end,
)
