"""campaigns/<id>.md — a whole campaign as a sheet to run it by: figures, the eight answers, and every step with its day, hour, people and texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.edition import Artifact, Message, Publication
from siyu.facts.channels import CHANNELS, ROLES
from siyu.kinds.campaign import QUESTIONS, Campaign, Step
from siyu.when import WEEKDAYS_ZH, clock

_MECHANICS = {
    "distribution": "分销", "task": "任务", "content": "内容", "on-site": "现场", "street": "地推", "word-of-mouth": "口碑", "points": "积分",
    "check-in": "打卡", "joint": "联合", "tool": "工具", "group-buy": "拼团", "contest": "大赛", "flash-sale": "秒杀", "lottery": "抽奖",
    "gift": "买赠", "coupon": "券", "order-chain": "接龙", "live": "直播",
}  # fmt: skip
_PHASES = {"prepare": "准备", "warm-up": "预热", "launch": "启动", "close": "收尾", "review": "复盘"}
_ASKED = dict(
    zip(QUESTIONS, ("熟到什么程度", "给哪些人", "什么时候", "用什么吸引", "哪个商品", "在哪里做什么", "怎样引到下单", "买完以后"), strict=True)
)  # fmt: skip


def campaigns(publication: Publication) -> Iterator[Artifact]:
    """One for each campaign that goes to one of the tiers."""
    if not publication.library.campaigns:
        return
    sent: dict[str, list[Message]] = {}
    for edition in publication.editions:
        for message in edition.messages:
            if message.item.campaign:
                sent.setdefault(message.item.identity, []).append(message)
    for campaign in publication.library.campaigns.values():
        if publication.library.covers(campaign.tiers):
            page = "\n".join([*_head(publication, campaign), *_steps(campaign, sent)])
            yield Artifact(f"campaigns/{campaign.id}.md", page.encode(), (campaign.id.span,))


def _head(publication: Publication, campaign: Campaign) -> Iterator[str]:
    library = publication.library
    tiers = "、".join(tier.name for tier in library.covers(campaign.tiers))
    days = f"{_day(campaign.launch)} 至 {_day(campaign.last)}" if campaign.ends else _day(campaign.launch)
    yield from (f"# {_cell(campaign.name)}", "", f"{days} · {_MECHANICS[campaign.mechanic]} · {_cell(tiers)}", "")
    if campaign.note:
        yield from (f"> {_cell(campaign.note)}", "")
    if campaign.goal:
        yield from ("| 指标 | 目标 | 实际 |", "|---|---|---|")
        yield from (f"| {_cell(name)} | {_cell(figure)} | |" for name, figure in campaign.goal.items())
        yield ""
    if campaign.flow:
        yield from ("| 问题 | 回答 |", "|---|---|")
        for key in QUESTIONS:
            answer = getattr(campaign.flow, key)
            if key == "product":
                answer = "、".join(library.products[name].name for name in answer if name in library.products)
            yield f"| {_ASKED[key]} | {_cell(answer) if answer else '**还没答**'} |"
        yield ""


def _steps(campaign: Campaign, sent: dict[str, list[Message]]) -> Iterator[str]:
    """The phases in their order, each step on each of its days."""
    for phase, title in _PHASES.items():
        rows = [
            (day, step.at, _row(step, day, sent.get(f"{campaign.id}.{name}" + (f".{place}" if place else ""))))
            for name, step in campaign.steps.items()
            if step.phase == phase
            for day, place in step.day.dates(campaign.launch, campaign.last)
        ]
        if rows:
            yield from (f"## {title}", "", "| 日子 | 钟点 | 做什么 | 谁 | 给谁 | 文字 |", "|---|---|---|---|---|---|")
            yield from (row for _, _, row in sorted(rows))
            yield ""


def _row(step: Step, day: date, messages: list[Message] | None) -> str:
    what = f"{CHANNELS[step.channel].zh} · {_cell(step.name)}"
    if step.checklist:
        what += "".join(f"<br>□ {line}" for line in map(_cell, step.checklist))
    tiers = "、".join(message.item.tier.name for message in messages or () if message.item.tier)
    texts = "<br>".join(
        f"[{message.item.tier.name if message.item.tier else '正文'}](../{message.path})"
        for message in messages or ()
        if message.path
    )
    if not messages:
        texts = "那一周还没有周计划"
    elif step.todo:
        texts = f"待写：{_cell(step.todo)}"
    return f"| {_day(day)} | {clock(step.at)} | {what} | {ROLES[step.owner or 'owner']} | {_cell(tiers) or '—'} | {texts or '—'} |"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日 {WEEKDAYS_ZH[day.weekday()]}"


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
