"""<week>/<tier>/overview.md — the tier's week as a table a human can scan: when, what, who, where the text is; and
welcome/<tier>/overview.md — which script greets whom, with its images and link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from siyu.edition import Artifact, Edition, Gap, Message, Publication, who
from siyu.facts import holidays
from siyu.facts.channels import CHANNELS, STATES
from siyu.kinds.tier import Tier
from siyu.markdown import cell
from siyu.schedule import week_of
from siyu.standing import Script
from siyu.weeks import month_day
from siyu.when import WEEKDAYS_ZH, clock


def overviews(publication: Publication) -> Iterator[Artifact]:
    """One page for each week and tier, and one for each tier's welcome scripts."""
    for edition in publication.editions:
        for tier in publication.library.tiers.values():
            page = _page(edition, tier)
            yield Artifact(
                f"{edition.plan.week.name}/{tier.id}/overview.md", page.encode(), (edition.plan.week.id.span,)
            )

    for tier in publication.library.tiers.values():
        scripts = [script for script in publication.scripts if script.tier is tier]
        if scripts:
            spans = tuple(script.welcome.copy_.span for script in scripts)
            yield Artifact(f"welcome/{tier.id}/overview.md", _welcome(tier, scripts).encode(), spans)


def _welcome(tier: Tier, scripts: list[Script]) -> str:
    rows = [
        f"| [{script.name}.txt]({script.name}.txt) | {cell('、'.join(script.welcome.images)) or '—'} | {script.welcome.link or '—'} |"
        for script in sorted(scripts, key=lambda script: script.name)
    ]
    return "\n".join([f"# {cell(tier.name)} · 欢迎语", "", "| 文字 | 配图 | 链接 |", "|---|---|---|", *rows, ""])


def _page(edition: Edition, tier: Tier) -> str:
    week = edition.plan.week
    messages = list(edition.of(tier))
    gaps = [gap for gap in edition.plan.gaps if gap.tier is tier]
    counts: dict[str, int] = {}
    for message in messages:
        counts[message.item.channel] = counts.get(message.item.channel, 0) + 1
    total = " · ".join(f"{CHANNELS[channel].zh} {counts[channel]}" for channel in CHANNELS if channel in counts)
    lines = [f"# {cell(tier.name)} · {week.name}", ""]
    lines += [f"**{cell(week.theme)}**", ""] if week.theme else []
    lines += [total, ""] if total else []
    lines += [f"> {cell(tier.promise)}", ""] if tier.promise else []
    days = sorted({*week_of(week.week), *(m.item.date for m in messages), *(gap.date for gap in gaps)})
    for day in days:
        rows = sorted(
            [_row(m) for m in messages if m.item.date == day] + [_gap(gap) for gap in gaps if gap.date == day]
        )
        lines += [f"## {WEEKDAYS_ZH[day.weekday()]} {month_day(day)}{_mark(day)}", ""]
        if not rows:
            lines += ["（没有安排）", ""]
            continue
        lines += ["| 时间 | 做什么 | 谁 | 状态 | 文字 |", "|---|---|---|---|---|", *(row for _, row in rows), ""]
    return "\n".join(lines)


def _mark(day: date) -> str:
    if name := holidays.holiday(day):
        return f" · {name}"
    return " · 调休上班" if day.weekday() >= 5 and holidays.day_class(day) == "workday" else ""


def _row(message: Message) -> tuple[int, str]:
    item = message.item
    what = " · ".join(part for part in (CHANNELS[item.channel].zh, item.name, item.subject) if part)
    links = [_link(one, message) for one in message.versions if one.path is not None]
    where = "<br>".join(links) or (f"待写：{cell(item.todo)}" if item.todo else "—")
    more = message.beside
    more += [f"🖼 {'、'.join(item.images)}"] if item.images else []
    more += [f"🔗 {item.link}"] if item.link else []
    more += [f"备注：{item.note}"] if item.note else []
    where = "<br>".join([where, *map(cell, more)])
    hour = clock(item.start) if item.end - item.start <= 15 else f"{clock(item.start)}–{clock(item.end)}"
    return item.start, f"| {hour} | {cell(what)} | {cell(who(item))} | {STATES[item.state]} | {where} |"


def _link(message: Message, whole: Message) -> str:
    """Where the text is, in which case it is the one, and what only holds then."""
    assert message.path is not None
    name = message.path.split("/", 2)[2]
    own = [line for line in message.beside if line not in whole.beside]
    about = [f"〔{message.item.when}〕", *own] if message.item.when else []
    about += [f"第一条评论：{message.comment}"] if message.comment else []
    return "<br>".join([f"[{name.rpartition('/')[2]}]({name})", *map(cell, about)])


def _gap(gap: Gap) -> tuple[int, str]:
    state = f"跳过：{cell(gap.reason)}" if gap.reason else "**空缺**"
    return gap.start, f"| {clock(gap.start)} | {cell(gap.name)} | — | {state} | — |"
