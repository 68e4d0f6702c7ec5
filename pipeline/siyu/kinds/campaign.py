"""content/campaigns/<id>.yaml — campaign (活动): prepared, warmed up, launched, closed and reviewed, each step in days from the launch."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import Field, ValidationInfo, field_validator

from siyu.diagnostic import Problem, Words
from siyu.document import ChannelName, Choice, ContentKind, Document, Line, OneOrMany, Part, Purpose, Role, State
from siyu.reference import IpId, OfferId, PersonaId, ProductId, TemplateId, TierId
from siyu.said import Variant
from siyu.source import Text
from siyu.values import Clock, Day, Minutes, Parsed, Slug, in_order

REFERRAL = {
    "distribution": "分销", "task": "任务", "content": "内容", "on-site": "现场", "street": "地推", "word-of-mouth": "口碑",
    "points": "积分", "check-in": "打卡", "joint": "联合", "tool": "工具", "group-buy": "拼团", "contest": "大赛",
}  # fmt: skip
PROMOTION = {
    "flash-sale": "秒杀", "lottery": "抽奖", "gift": "买赠", "coupon": "券", "order-chain": "接龙", "live": "直播",
}  # fmt: skip
MECHANICS = REFERRAL | PROMOTION
PHASES = {"prepare": "准备", "warm-up": "预热", "launch": "启动", "close": "收尾", "review": "复盘"}
QUESTIONS = {
    "relationship": "熟到什么程度", "who": "给哪些人", "when": "什么时候", "hook": "用什么吸引",
    "product": "哪个商品", "place": "在哪里做什么", "lead": "怎样引到下单", "after": "买完以后",
}  # fmt: skip
_SPAN = re.compile(r"(end)?([+-]?\d{1,3})?(?: to (end)?([+-]?\d{1,3})?)?", re.ASCII)
_HOW = Words(
    "写离第一天几天：-3、0、2；离最后一天：end、end+1；每天一次：0 to 6、0 to end",
    "days from the launch: -3, 0, 2; from the last day: end, end+1; every day: 0 to 6, 0 to end",
)


class Days(NamedTuple):
    """The days of a step: from the launch, or from the last day where `…_end`; `until` is None for a single one."""

    from_end: bool
    first: int
    until_end: bool = False
    until: int | None = None

    def dates(self, launch: date, ends: date) -> Iterator[tuple[date, str]]:
        """Each date, and its name within the campaign: a single day needs none."""
        day = (ends if self.from_end else launch) + timedelta(self.first)
        if self.until is None:
            yield day, ""
            return
        last = (ends if self.until_end else launch) + timedelta(self.until)
        for number in range((last - day).days + 1):
            yield day + timedelta(number), f"{'end' if self.from_end else ''}{self.first + number}"


def _days(text: Text) -> Days:
    match = _SPAN.fullmatch(text)
    many = " to " in text
    if not match or not (match[1] or match[2]) or (many and not (match[3] or match[4])):
        raise Problem("bad-day", Words(f"“{text}”不是哪一天", f"{text!s} is not a day of a campaign"), _HOW)
    for end, number in ((match[1], match[2]), (match[3], match[4])):
        if end and number and number[0] not in "+-":
            raise Problem("bad-day", Words(f"“{text}”少了加减号", f"{text!s} lacks a + or -"), _HOW)
    days = Days(bool(match[1]), int(match[2] or 0), bool(match[3]), int(match[4] or 0) if many else None)
    if days.until is not None and days.from_end == days.until_end and days.until < days.first:
        raise Problem("bad-day", Words(f"“{text}”先晚后早", f"{text!s} ends before it begins"), _HOW)
    return days


class StepVariant(Variant):
    """What differs for one tier."""

    offer: OfferId | None = Field(default=None, description="优惠，不写就是活动的 · offer, the campaign's by default")
    copies: tuple[Line, ...] = Field(default=(), description="做几天的步骤，每天的正文 · the text of each day")


class Step(StepVariant):
    """`only: []` with channel task belongs to no group, only to the role's own calendar."""

    name: Line = Field(description="这一步叫什么 · its name")
    phase: Annotated[Text, Choice(tuple(PHASES))] = Field(description="哪一段 · the phase")
    day: Annotated[Days, Parsed(_days)] = Field(
        description="离第一天几天：-3、0、0 to 6；离最后一天：end+1 · days from the launch, or from the end"
    )
    at: Clock = Field(description="几点 · the hour")
    channel: ChannelName = Field(description="发在哪里，task 是只做不发 · where it goes")
    kind: ContentKind | None = Field(default=None, description="内容类型 · kind of content")
    purpose: Purpose | None = Field(default=None, description="目的 · what it is for")
    owner: Role | None = Field(default=None, description="谁来做 · whose job it is")
    only: tuple[TierId, ...] | None = Field(
        default=None, description="只给哪几层；[] 只进角色日历 · the only tiers; [] belongs to no group"
    )
    personas: tuple[PersonaId, ...] = Field(default=(), description="写给哪些人 · for whom")
    template: TemplateId | None = Field(default=None, description="用哪个模板 · the template")
    checklist: tuple[Line, ...] = Field(default=(), description="做完要勾的步骤 · steps to tick")
    lasts: Minutes = Field(default=15, description="要多少分钟 · minutes it takes")
    remind: Minutes | None = Field(default=None, description="提前几分钟提醒 · minutes of notice")
    state: State | None = Field(default=None, description="状态 · state")
    note: Line | None = Field(default=None, description="给运营的话 · words for the operator")
    todo: Line | None = Field(default=None, description="还要写什么 · what is still to be written")
    tiers: dict[TierId, StepVariant] = Field(
        default_factory=dict, description="某一层不一样的地方 · what differs by tier"
    )


class Flow(Part):
    """The eight questions of the conversion flow, each answered in a sentence."""

    relationship: Line | None = Field(default=None, description="和他们熟到什么程度 · how well they know the brand")
    who: Line | None = Field(default=None, description="给哪些人 · which customers")
    when: Line | None = Field(default=None, description="什么时候 · when")
    hook: Line | None = Field(default=None, description="用什么吸引 · which hook")
    product: Annotated[tuple[ProductId, ...], OneOrMany()] = Field(default=(), description="哪个商品 · which product")
    place: Line | None = Field(default=None, description="在哪里做什么活动 · which activity in which place")
    lead: Line | None = Field(default=None, description="怎样引到下单 · how they are led to buy")
    after: Line | None = Field(default=None, description="买完以后 · what happens after they bought")


class Campaign(Document):
    """`launch` is its first day, `ends` its last one; `levels` are the levels of a distribution, `goal` figures by name."""

    name: Line = Field(description="活动叫什么 · its name")
    mechanic: Annotated[Text, Choice(tuple(MECHANICS))] = Field(description="玩法 · the mechanic")
    launch: Day = Field(description="第一天 · first day")
    ends: Day | None = Field(default=None, description="最后一天，不写就是一天 · last day, the first by default")
    offer: OfferId | None = Field(default=None, description="优惠：条件、库存、截止 · its offer")
    levels: Annotated[int, Field(ge=1, le=99)] | None = Field(
        default=None, description="分销算几级 · levels of a distribution"
    )
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="给哪几层，不写是全部 · which tiers, all by default"
    )
    personas: tuple[PersonaId, ...] = Field(default=(), description="写给哪些人 · for whom")
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    state: State | None = Field(default=None, description="状态 · state")
    goal: dict[Line, Line] = Field(default_factory=dict, description="目标，指标: 数 · figures to reach, by name")
    flow: Flow | None = Field(default=None, description="成交的八个问题 · the eight questions of the conversion flow")
    note: Line | None = Field(default=None, description="给团队的话 · words for the team")
    steps: dict[Slug, Step] = Field(description="步骤，id 定了就不要改 · its steps by id; never change one")

    @field_validator("ends")
    @classmethod
    def _in_order(cls, ends: date | None, info: ValidationInfo) -> date | None:
        in_order(info.data.get("launch"), ends)
        return ends

    @property
    def last(self) -> date:
        """Its last day."""
        return self.ends or self.launch

    def events(self, name: Text) -> Iterator[tuple[date, str]]:
        """A step's days, each with its identity in the calendars."""
        for day, place in self.steps[name].day.dates(self.launch, self.last):
            yield day, f"{self.id}.{name}" + (f".{place}" if place else "")
