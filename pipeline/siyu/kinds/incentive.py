"""content/incentives/<id>.yaml — incentive (激励): what members get for what they do: points, check-in, products, material, honour."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, model_validator

from siyu.after import After, length_of
from siyu.diagnostic import Problem, Words
from siyu.document import Choice, Document, Line, Part, Role
from siyu.reference import IpId, ProductId, Ref, TierId
from siyu.source import Text
from siyu.values import Day, Parsed, Price, Slug

KINDS = ("points", "product", "material", "honour", "check-in")
_Length = Annotated[After, Parsed(length_of)]
_Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Earn(Part):
    """How points are earned. Without a limit, as often as she likes."""

    what: Line = Field(description="做什么 · what she does")
    points: _Count = Field(description="得多少分 · how many points")
    per_day: _Count | None = Field(default=None, description="一天最多几次 · times a day, at most")
    per_month: _Count | None = Field(default=None, description="一个月最多几次 · times a month, at most")
    in_all: _Count | None = Field(default=None, description="每人一共最多几次 · times in all, at most")
    only: tuple[TierId, ...] | None = Field(default=None, description="只给哪几层 · the only tiers")


class Given(Part):
    """A thing that is given: in words, or a product by its name."""

    what: Line | None = Field(
        default=None, description="给什么，不写就是商品名 · what is given, the product by default"
    )
    product: ProductId | None = Field(default=None, description="哪个商品 · the product")
    stock: _Count | None = Field(default=None, description="一共多少份 · how many there are")
    only: tuple[TierId, ...] | None = Field(default=None, description="只给哪几层 · the only tiers")

    @model_validator(mode="after")
    def _something(self) -> Given:
        if not self.what and not self.product:
            raise Problem("missing-key", Words("写 what 或 product：给的是什么", "say what is given: what, or product"))
        return self


class Spend(Given):
    """What points buy."""

    cost: _Count = Field(description="要多少分 · what it costs in points")
    limit: _Count | None = Field(default=None, description="每人最多几份 · how many for one member")


class Reward(Given):
    """What a deed brings. `days`: of a check-in; `drawn`: lots are drawn for so many; `worth` is the value of one in yuan."""

    for_: Line | None = Field(default=None, alias="for", description="做到什么 · what it is given for")
    days: _Count | None = Field(default=None, description="打满几天 · days of the check-in it takes")
    worth: Price | None = Field(default=None, description="一份值多少元 · what one is worth in yuan")
    drawn: _Count | None = Field(default=None, description="抽几位，不写就人人有 · how many are drawn by lot")


_NEEDS = {"points": ("earn", "spend"), "check-in": ("rewards",)}
_OWN = {"points": ("earn", "spend", "unit", "valid", "notice"), "check-in": ("days", "missed", "make_up")}


class Incentive(Document):
    """`from` is its first day, `ends` its last; a campaign gives both, and the tiers. `rules` and `announcement` are the brand's own words,
    in which {{ incentive.… }} names what is written here; without them, plain ones are made."""

    name: Line = Field(description="叫什么 · its name")
    kind: Annotated[Text, Choice(KINDS)] = Field(description="哪一种激励 · the kind")
    about: Line | None = Field(default=None, description="一句话说清楚 · what it is, in a sentence")
    campaign: Annotated[Text, Ref("campaign")] | None = Field(default=None, description="属于哪场活动 · its campaign")
    tiers: tuple[TierId, ...] | None = Field(
        default=None, description="给哪几层，不写是全部 · for which tiers, all by default"
    )
    ip: IpId | None = Field(default=None, description="由谁来说 · who speaks")
    owner: Role | None = Field(default=None, description="谁来登记和发放 · who keeps the books")
    from_: Day | None = Field(default=None, alias="from", description="第一天 · first day")
    ends: Day | None = Field(default=None, description="最后一天 · last day")
    unit: Line | None = Field(default=None, description="积分叫什么，例如 苔点 · what the points are called")
    valid: _Length | None = Field(default=None, description="积分多久有效，例如 12 months · how long points last")
    notice: _Length | None = Field(default=None, description="过期前多久提醒 · how long before it she is told")
    earn: dict[Slug, Earn] = Field(default_factory=dict, description="怎么攒，id: 内容 · how points are earned, by id")
    spend: dict[Slug, Spend] = Field(default_factory=dict, description="怎么用，id: 内容 · what they buy, by id")
    days: Annotated[int, Field(ge=1, le=366)] | None = Field(
        default=None, description="一共打几天 · days of the check-in"
    )
    missed: Annotated[Text, Choice(("goes-on", "starts-over", "is-out"))] | None = Field(
        default=None, description="断了怎么办，不写是接着数 · what a missed day does; the count goes on by default"
    )
    make_up: _Count | None = Field(default=None, description="可以补几次 · days that may be made up")
    rewards: dict[Slug, Reward] = Field(default_factory=dict, description="给什么，id: 内容 · what is given, by id")
    terms: tuple[Line, ...] = Field(default=(), description="还要说明的，一条一句 · further terms, a sentence each")
    checklist: tuple[Line, ...] = Field(default=(), description="运营另外要做的 · further steps for the operator")
    rules: Line | None = Field(default=None, description="规则正文，不写就自动写 · the rules in your words")
    announcement: Line | None = Field(
        default=None, description="公告正文，不写就自动写 · the announcement in your words"
    )

    @model_validator(mode="after")
    def _whole(self) -> Incentive:
        for name in _NEEDS.get(self.kind, ("rewards",)):
            if not getattr(self, name):
                words = Words(f"{self.kind} 缺 {name}", f"kind {self.kind!s} lacks {name}")
                raise Problem("missing-key", words, Words(f"补上 {name}:", f"add {name}:"))
        for kind, names in _OWN.items():
            for name in names:
                if kind != self.kind and getattr(self, name):
                    words = Words(f"{name} 只有 kind: {kind} 才用", f"{name} belongs to kind: {kind}")
                    raise Problem("unknown-key", words)
        if self.from_ and self.ends and self.ends < self.from_:
            words = Words("ends 早于 from", "ends is before from")
            raise Problem("bad-date", words)
        return self

    def lasts(self) -> int | None:
        """Days from the first to the last, where that is known from here alone."""
        if self.days:
            return self.days
        return (self.ends - self.from_).days + 1 if self.from_ and self.ends else None

    def last(self, first: date | None) -> date | None:
        """Its last day, of a check-in from the number of its days."""
        if self.ends or first is None or self.days is None:
            return self.ends
        return first + timedelta(self.days - 1)
