"""brand/tiers/<id>.yaml — community tier (社群分层): one rung of the ladder, its people, and who of them is on duty when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator, model_validator

from siyu.diagnostic import Problem, Words
from siyu.document import Choice, Document, Line, Names, Part
from siyu.reference import ColumnId, IpId, TierId
from siyu.schedule import turn
from siyu.source import Text
from siyu.values import Day, Validity


class Rules(Part):
    """What the group is for, how to behave, what happens otherwise."""

    purpose: Line = Field(description="群是做什么的 · what the group is for")
    conduct: tuple[Line, ...] = Field(default=(), description="行为 · how to behave")
    penalty: Line | None = Field(default=None, description="违反了怎么处理 · what happens otherwise")


class Shift(Part):
    """People who take turns (`rota`), or who divide the tier's groups among them (`crew`); iterating gives their names."""

    rota: tuple[Line, ...] = Field(default=(), description="轮值的人，按顺序 · who take turns, in order")
    every: Annotated[Text, Choice(("week", "day", "workday"))] | None = Field(
        default=None, description="多久换一次，不写是一周 · how often they change, every week by default"
    )
    from_: Day | None = Field(default=None, alias="from", description="从哪一天轮起 · the first one's first day")
    crew: tuple[Line, ...] = Field(default=(), description="分管各群的人，按顺序 · who divide the groups, in order")

    @model_validator(mode="after")
    def _whole(self) -> Shift:
        if bool(self.rota) == bool(self.crew):
            words = Words("rota 和 crew 写一个：轮值，还是分群", "give either rota (turns) or crew (groups)")
            raise Problem("rota-or-crew", words)
        if self.rota and self.from_ is None:
            words = Words("轮值缺 from：从哪一天轮起", "the rota lacks from: the day it begins")
            raise Problem("missing-key", words, Words("补上 from: 2026-11-23", "add from: 2026-11-23"))
        if self.crew and (self.every or self.from_):
            words = Words("crew 是分群，不轮换，不用 every 和 from", "a crew takes no turns: no every, no from")
            raise Problem("rota-or-crew", words)
        return self

    def __iter__(self) -> Iterator[Text]:  # type: ignore[override]
        return iter(self.rota or self.crew)


Duty = Annotated[
    Annotated[Names, Tag("-names")] | Annotated[Shift, Tag("-shift")],
    Discriminator(lambda value: "-shift" if isinstance(value, dict) else "-names"),
]
_Three = Annotated[
    Annotated[Names, Field(max_length=3), Tag("-names")] | Annotated[Shift, Tag("-shift")],
    Discriminator(lambda value: "-shift" if isinstance(value, dict) else "-names"),
]


class Roles(Part):
    """Who does what in the group; several people a role, moderators one to three; a rota or a crew instead."""

    owner: Duty = Field(default=(), description="群主 · owner")
    moderator: _Three = Field(default=(), description="群管理，最多三人 · moderators, up to three")
    koc: Duty = Field(default=(), description="气氛组 · KOC")
    service: Duty = Field(default=(), description="客服 · service")
    editor: Duty = Field(default=(), description="编辑 · editor")


class Away(Part):
    """Days on which somebody is not there."""

    who: Line = Field(description="谁不在 · who is away")
    days: Validity = Field(description="哪几天，2026-12-01 to 2026-12-05 · which days")
    instead: Line | None = Field(
        default=None, description="谁顶班；不写，轮值由下一位顶，分群由其他人分 · who stands in; else the others do"
    )


class Budget(Part):
    """The most messages a member gets in the group on one day."""

    messages_per_day: Annotated[int, Field(ge=1, le=500)] = Field(
        description="一天最多几条群消息 · group messages a day, at most"
    )


class WayUp(Part):
    """The next rung and how a member gets there."""

    to: TierId = Field(description="升到哪一层 · the next tier")
    how: Line = Field(description="怎么升 · how to get there")


class Tier(Document):
    """`group` is the group type, left out by a tier without a group of its own; a flash group takes only what names it. `kept_by` are
    the columns that keep the promise. The ladder's order follows from `way_up`."""

    name: Line = Field(description="这一层叫什么 · its name")
    group: Annotated[Text, Choice(("intake", "benefit", "flash", "general", "category", "vip"))] | None = Field(
        default=None, description="群类型 · group type"
    )
    groups: Annotated[int, Field(ge=1, le=100_000)] | None = Field(
        default=None, description="有几个一样的群 · how many groups alike"
    )
    opens: Day | None = Field(default=None, description="哪天开群 · its first day")
    ends: Day | None = Field(default=None, description="哪天散群 · its last day")
    style: Annotated[Text, Choice(("broadcast", "content", "service"))] | None = Field(
        default=None, description="运营形态 · operating style"
    )
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    positioning: Line | None = Field(default=None, description="定位，一句话 · positioning in a sentence")
    promise: Line | None = Field(default=None, description="对成员的承诺 · the promise to members")
    kept_by: tuple[ColumnId, ...] = Field(default=(), description="由哪些栏目兑现承诺 · columns that keep the promise")
    threshold: Line | None = Field(default=None, description="怎样才能进来 · how to get in")
    rules: Rules | None = Field(default=None, description="群规 · group rules")
    roles: Roles = Field(default_factory=Roles, description="谁做什么 · who does what")
    away: tuple[Away, ...] = Field(default=(), description="谁哪几天不在 · who is away when")
    budget: Budget | None = Field(default=None, description="打扰的上限 · message budget")
    way_up: WayUp | None = Field(default=None, description="怎么往上走 · the way up")

    @field_validator("ends")
    @classmethod
    def _in_order(cls, ends: date | None, info: ValidationInfo) -> date | None:
        if ends and (opens := info.data.get("opens")) and ends < opens:
            words = Words(f"散群早于开群（{opens}）", f"it ends before it opens ({opens})")
            raise Problem("bad-date", words, Words("散群写最后一天", "write its last day"))
        return ends


def is_open(tier: Tier, day: date) -> bool:
    """Whether a tier's group is there on a date."""
    return (tier.opens is None or day >= tier.opens) and (tier.ends is None or day <= tier.ends)


def on_duty(tier: Tier, role: str, day: date) -> tuple[Text, ...]:
    """Who does a role's work on a date: everybody who has it, or whose turn it is; who is away is stood in for."""
    duty: Iterable[Text] = getattr(tier.roles, role)
    if not isinstance(duty, Shift) or duty.from_ is None:
        names = tuple(duty)
        return names if not tier.away else tuple(dict.fromkeys(who for n in names if (who := _there(tier, n, day))))
    now = turn(duty.from_, duty.every or "week", day)
    if now is None:
        return ()
    first = now % len(duty.rota)
    turns = (*duty.rota[first:], *duty.rota[:first])
    return next(((who,) for name in turns if (who := _there(tier, name, day))), ())


def shares(tier: Tier, role: str, day: date) -> dict[str, str]:
    """Which of a tier's groups each of a crew looks after on a date: 阿禾 → 第 1–16 群. Empty for a role that no crew has.

    Whoever takes over a name's place takes over its groups; the groups of who is away are dealt to the others, who keep their own."""
    duty = getattr(tier.roles, role)
    if not isinstance(duty, Shift) or not duty.crew or not tier.groups:
        return {}
    own: dict[str, list[range]] = {}
    left = []
    for name, block in zip(duty.crew, _deal(range(1, tier.groups + 1), len(duty.crew)), strict=True):
        if who := _there(tier, name, day):
            own.setdefault(who, []).append(block)
        else:
            left.append(block)
    for block in left:
        for blocks, piece in zip(own.values(), _deal(block, len(own)), strict=True):
            blocks.append(piece)
    return {name: f"第 {_spans(blocks)} 群" for name, blocks in own.items() if any(blocks)}


def _there(tier: Tier, name: Text, day: date) -> Text | None:
    """A person, or who stands in on a date; None where nobody does."""
    for away in tier.away:
        if away.who == name and away.days[0] <= day <= away.days[1]:
            return away.instead
    return name


def _deal(groups: range, people: int) -> list[range]:
    """A run of groups for each; the larger ones come last, so that one group more moves as few as possible."""
    if not people:
        return []
    size, more = divmod(len(groups), people)
    ends = [groups.start + n * size + max(0, n - (people - more)) for n in range(people + 1)]
    return [range(first, last) for first, last in pairwise(ends)]


def _spans(blocks: list[range]) -> str:
    runs = sorted((block[0], block[-1]) for block in blocks if block)
    return "、".join(f"{first}" if first == last else f"{first}–{last}" for first, last in runs)
