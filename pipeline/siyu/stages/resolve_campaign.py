"""A campaign against its library: what it says that cannot be, and what nobody would ever see.

In: the library and one campaign. Out: diagnostics.
Promise: what an author wrote either reaches an output or is told here, at the author's own words.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Severity, Words, plural
from siyu.kinds.campaign import Campaign, Step
from siyu.library import Library
from siyu.source import Text
from siyu.stages.resolve_cases import unseen
from siyu.stages.resolve_week import LET_IN, nobody

_YEAR = 366


def resolve_campaign(library: Library, campaign: Campaign) -> Iterator[Diagnostic]:
    """What a campaign says that its tiers and days do not know."""
    if campaign.tiers == ():
        yield nobody(campaign.id.span)
        return
    if not 2024 <= campaign.launch.year <= 2098 or (campaign.last - campaign.launch).days > _YEAR:
        words = Words(
            f"{campaign.launch} 到 {campaign.last}，活动不会有这么长、这么远",
            f"from {campaign.launch} to {campaign.last}: no campaign is that long, or that far away",
        )
        how = Note(Words("年份写错了？最长一年，2024 到 2098 年", "a wrong year? a year at most, from 2024 to 2098"))
        yield Diagnostic("bad-date", words, campaign.name.span, (how,))
        return
    for name, step in campaign.steps.items():
        yield from _tiers(library, campaign, name, step)
        yield from _texts(campaign, name, step)


def _tiers(library: Library, campaign: Campaign, name: Text, step: Step) -> Iterator[Diagnostic]:
    covered = [tier.id for tier in library.covers(step.only or None if campaign.tiers is None else campaign.tiers)]
    goes = [tier for tier in covered if step.only is None or tier in step.only]
    if step.only == () and step.channel != "task":
        yield nobody(name.span)
    wrong = [tier for tier in step.only or () if tier not in covered]
    wrong += [tier for tier in step.tiers if tier not in goes]
    for tier in wrong:
        if tier in library.tiers:
            words = Words(f"这一步不发到“{tier}”", f"this step does not go to tier {tier!s}")
            yield Diagnostic("tier-not-covered", words, tier.span, LET_IN)


def _texts(campaign: Campaign, name: Text, step: Step) -> Iterator[Diagnostic]:
    if step.todo and step.copy_:
        words = Words("又写了 todo 又写了 copy，留一个", "there is both todo and copy; keep one")
        yield Diagnostic("todo-and-copy", words, step.todo.span)
    if step.template and step.copy_:
        words = Words("template 和 copy 只写一个", "give template or copy, not both")
        yield Diagnostic("two-texts", words, step.copy_.span)
    for part in (step, *step.tiers.values()):
        if part.copies and part.copy_:
            words = Words("copy 和 copies 只写一个", "give copy or copies, not both")
            yield Diagnostic("two-texts", words, part.copy_.span)
    yield from unseen(step, step.tiers, step.copy_ or next(iter(step.copies), None), step.channel)
    days = len(list(campaign.events(name)))
    if not days:
        words = Words(f"“{step.name}”一天也没有：先晚后早", f"step {name!s} has no day: it ends before it begins")
        how = Words("先写早的一天：-3 to 0、0 to end", "write the earlier day first: -3 to 0, 0 to end")
        yield Diagnostic("bad-day", words, name.span, (Note(how),))
    for part in (step, *step.tiers.values()):
        if days and part.copies[days:]:
            words = Words(
                f"这条轮不到：这一步只有 {days} 天", f"nobody sees this text: the step has {plural(days, 'day')}"
            )
            how = Words("删掉多的，或把 day 写长", "delete what is too many, or make day longer")
            yield Diagnostic("field-not-shown", words, part.copies[days].span, (Note(how),), Severity.WARNING)
