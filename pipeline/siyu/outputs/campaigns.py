"""campaigns/<id>.md — a whole campaign as a sheet to run it by: figures, the eight answers, and every step with its day, hour, people and texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.edition import Artifact, Message, Publication
from siyu.facts.channels import CHANNELS, ROLES
from siyu.kinds.campaign import MECHANICS, PHASES, QUESTIONS, Campaign, Step
from siyu.markdown import cell
from siyu.weeks import month_day
from siyu.when import WEEKDAYS_ZH, clock


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
    yield from (f"# {cell(campaign.name)}", "", f"{days} · {MECHANICS[campaign.mechanic]} · {cell(tiers)}", "")
    if campaign.note:
        yield from (f"> {cell(campaign.note)}", "")
    if campaign.goal:
        yield from ("| 指标 | 目标 | 实际 |", "|---|---|---|")
        yield from (f"| {cell(name)} | {cell(figure)} | |" for name, figure in campaign.goal.items())
        yield ""
    if campaign.flow:
        yield from ("| 问题 | 回答 |", "|---|---|")
        for key, question in QUESTIONS.items():
            answer = getattr(campaign.flow, key)
            if key == "product":
                answer = "、".join(library.products[name].name for name in answer if name in library.products)
            yield f"| {question} | {cell(answer) if answer else '**还没答**'} |"
        yield ""


def _steps(campaign: Campaign, sent: dict[str, list[Message]]) -> Iterator[str]:
    """The phases in their order, each step on each of its days."""
    for phase, title in PHASES.items():
        rows = [
            (day, step.at, _row(step, day, sent.get(identity)))
            for name, step in campaign.steps.items()
            if step.phase == phase
            for day, identity in campaign.events(name)
        ]
        if rows:
            yield from (f"## {title}", "", "| 日子 | 钟点 | 做什么 | 谁 | 给谁 | 文字 |", "|---|---|---|---|---|---|")
            yield from (row for _, _, row in sorted(rows))
            yield ""


def _row(step: Step, day: date, messages: list[Message] | None) -> str:
    what = f"{CHANNELS[step.channel].zh} · {cell(step.name)}"
    if step.checklist:
        what += "".join(f"<br>□ {line}" for line in map(cell, step.checklist))
    tiers = "、".join(message.item.tier.name for message in messages or () if message.item.tier)
    texts = "<br>".join(
        f"[{cell(message.item.tier.name if message.item.tier else '正文')}{_case(one)}](../{one.path})"
        for message in messages or ()
        for one in message.versions
        if one.path
    )
    if not messages:
        texts = "那一周还没有周计划"
    elif step.todo:
        texts = f"待写：{cell(step.todo)}"
    return f"| {_day(day)} | {clock(step.at)} | {what} | {ROLES[step.owner or 'owner']} | {cell(tiers) or '—'} | {texts or '—'} |"


def _case(message: Message) -> str:
    return f"〔{cell(message.item.when)}〕" if message.item.when else ""


def _day(day: date) -> str:
    return f"{month_day(day)} {WEEKDAYS_ZH[day.weekday()]}"
