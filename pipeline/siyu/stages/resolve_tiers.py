"""The tiers of a brand against each other and their own people.

In: the loaded tiers. Out: the same in ladder order, lowest first, flash groups beside it at the end; diagnostics.
Promise: a way up that leads nowhere for good, a name that nobody has, groups that nobody counted are told where they are written.
"""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Diagnostic, Note, Words, did_you_mean
from siyu.kinds.tier import Roles, Shift, Tier


def resolve_tiers(tiers: dict[str, Tier], found: list[Diagnostic]) -> dict[str, Tier]:
    """Tiers from the lowest up, following `way_up`; a loop is an error."""
    for tier in tiers.values():
        if (
            tier.id.startswith(("role-", "person-"))
            or tier.id.endswith("-quiet")
            or (tier.id == "all" and len(tiers) > 1)
        ):
            words = Words(
                f"分层的 id 不能是“{tier.id}”：别的日历用这样的名字（role-、person-、-quiet、all）",
                f"a tier cannot be called {tier.id!s}: other calendars are (role-, person-, -quiet, all)",
            )
            found.append(Diagnostic("bad-name", words, tier.id.span))
        found += _people(tier)
        found += _into_flash(tier, tiers)
    above = {tier.id: tier.way_up.to for tier in tiers.values() if tier.way_up}
    height: dict[str, int] = {}
    looped = False
    for start in tiers:
        steps, here = 0, tiers[start].id
        while here in above and steps <= len(tiers):
            here, steps = above[here], steps + 1
        if steps > len(tiers) and not looped:
            words = Words(f"{tiers[start].name} 的上升路径绕成了圈", f"the way up from {start} runs in a circle")
            how = Words("最高的一层不写 way_up", "the highest tier has no way_up")
            found.append(Diagnostic("ladder-loop", words, above[here].span, (Note(how),)))
            looped = True
        height[start] = steps
    return dict(sorted(tiers.items(), key=lambda item: (item[1].group == "flash", -height[item[0]], item[0])))


def _into_flash(tier: Tier, tiers: dict[str, Tier]) -> Iterator[Diagnostic]:
    if tier.way_up and (above := tiers.get(tier.way_up.to)) and above.group == "flash":
        words = Words(
            f"{above.name} 是快闪群，到日子就散，不在阶梯上", f"tier {above.id!s} is a flash group: no rung to stay on"
        )
        note = Note(Words("way_up 写一个长期的群", "name a tier that stays"))
        yield Diagnostic("way-into-flash", words, tier.way_up.to.span, (note,))


def _people(tier: Tier) -> Iterator[Diagnostic]:
    """Who is away must be somebody; a crew must know how many groups it divides."""
    duties = [getattr(tier.roles, role) for role in Roles.model_fields]
    names = list(dict.fromkeys(str(name) for duty in duties for name in duty))
    for away in tier.away:
        if away.who not in names:
            words = Words(f"{tier.name} 里没有人叫“{away.who}”", f"nobody in tier {tier.id!s} is called {away.who!s}")
            hints = tuple(map(Note, did_you_mean(away.who, names)))
            yield Diagnostic("unknown-person", words, away.who.span, hints)
    for duty in duties:
        if isinstance(duty, Shift) and duty.crew and tier.groups is None:
            words = Words("写了 crew，却没写一共几个群", "there is a crew, but not how many groups it divides")
            note = Note(Words("在这一层写 groups: 320", "write groups: 320 in this tier"))
            yield Diagnostic("groups-not-counted", words, duty.crew[0].span, (note,))
