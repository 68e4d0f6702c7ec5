"""journeys/<tier>/<journey>/NN-<step>[-<persona>].txt and journeys/<tier>/overview.md — each step's text to paste, and the tier's journeys as
tables: when, where, who, hours, where the text is, when it stops."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.edition import Artifact, Publication, Touch, who
from siyu.facts.channels import CHANNELS
from siyu.journeys import label, outcome_of, stops, within, zero_of
from siyu.kinds.journey import Journey
from siyu.library import Library
from siyu.markdown import cell
from siyu.source import Span
from siyu.when import clock


def journeys(publication: Publication) -> Iterator[Artifact]:
    """One file for every step and persona of a tier, and one page for each tier that has journeys."""
    for *_, message in publication.touches:
        item, text, path, *_ = message
        if text is not None and path is not None:
            written = (Span(item.copy.source, item.copy.start, item.copy.end),) if item.copy is not None else ()
            yield Artifact(path, text.encode(), (item.span, *written))
    for tier in publication.library.tiers.values():
        own: dict[str, list[Touch]] = {}
        for touch in publication.touches:
            if touch.message.item.tier is tier:
                own.setdefault(touch.journey.id, []).append(touch)
        if own:
            page = "\n".join([f"# {cell(tier.name)} · 旅程", "", *_contents(publication.library, own)])
            spans = tuple(touches[0].journey.id.span for touches in own.values())
            yield Artifact(f"journeys/{tier.id}/overview.md", page.encode(), spans)


def _contents(library: Library, own: dict[str, list[Touch]]) -> Iterator[str]:
    for touches in own.values():
        journey = touches[0].journey
        yield from (f"## {cell(journey.name)}", "", f"{cell(_begins(library, journey))}", "")
        yield from ("| 什么时候 | 发在哪里 | 谁 | 钟点 | 文字 |", "|---|---|---|---|---|")
        for touch in touches:
            if touch.persona is None:
                yield _row(touch, [other for other in touches if other.step is touch.step])
        yield ""
        yield from (f"- {cell(line)}" for line in stops(library, journey))
        if journey.then:
            yield f"- 走完：{cell('，'.join(outcome_of(library, journey.then)) or '结束')}"
        if any(touch.step.after.prompt for touch in touches):
            yield "- 标 ⏱ 的当天就做，日历里没有：发消息的交给工具按时间发出，任务由当班的人接到就办。"
        yield ""


def _begins(library: Library, journey: Journey) -> str:
    """What makes day zero, for whom, and its stages."""
    parts = [f"从{zero_of(journey)}算起"]
    if journey.personas:
        parts.append("写给" + "、".join(library.personas[name].name for name in journey.personas))
    if journey.length:
        parts.append(f"一共 {journey.length.span_zh}")
    if journey.stages:
        parts.append("阶段：" + " → ".join(f"{name}（{length.span_zh}）" for name, length in journey.stages.items()))
    return "；".join(parts) + "。"


def _row(touch: Touch, all_of: list[Touch]) -> str:
    item, step = touch.message.item, touch.step
    start, end = within(touch.journey, step)
    when = f"{'⏱ ' if step.after.prompt else ''}{label(step)}{f' · {step.name}' if step.name else ''}"
    where = CHANNELS[item.channel].zh
    if item.audience:
        where += f"，{item.audience.line}"
    said = []
    for other in all_of:
        if path := other.message.path:
            name = path.split("/", 2)[2]
            said.append(
                f"{f'{cell(other.persona.name)}：' if other.persona else ''}[{name.rpartition('/')[2]}]({name})"
            )
    more = [f"🖼 {'、'.join(item.images)}"] if item.images else []
    more += [f"🔗 {item.link}"] if item.link else []
    said += [cell(line) for line in (*more, *(f"□ {line}" for line in item.checklist))]
    return f"| {cell(when)} | {cell(where)} | {cell(who(item))} | {clock(start)}–{clock(end)} | {'<br>'.join(said) or '—'} |"
