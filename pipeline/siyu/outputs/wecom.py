"""<week>/<tier>/wecom/*.json and welcome/<tier>/wecom/*.json — request bodies for WeCom's API, with index.md beside them; only where brand.yaml says
`sheets: [wecom]`.

In: a publication. Out: the bodies, and a page that says for each what it still needs, and what has none and why. Nothing is ever sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from siyu.edition import Artifact, Message, Publication
from siyu.facts.channels import CHANNELS, STATES, WELCOME
from siyu.facts.frequency import MOMENTS_A_MONTH
from siyu.facts.wecom import APIS, CHATS, UPLOAD, UPLOAD_MOMENTS, WELCOME_SECONDS, Api
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.markdown import cell
from siyu.source import Span
from siyu.standing import Script
from siyu.wecom import Json, Said, addressed, body_of, held, references
from siyu.weeks import month_day
from siyu.when import WEEKDAYS_ZH, clock


class Call(NamedTuple):
    """A row of the index: a request's body in `file`, or why there is none."""

    channel: str
    when: str
    what: str
    whom: str
    state: str
    by_hand: str
    file: str
    body: Json | str
    span: Span


def wecom(publication: Publication) -> Iterator[Artifact]:
    """The requests of every week and tier, and of a tier's welcome scripts."""
    library = publication.library
    if "wecom" not in library.brand.sheets:
        return
    for edition in publication.editions:
        week = edition.plan.week.name
        for tier in library.tiers.values():
            texts = [
                (message, one)
                for message in edition.of(tier)
                if message.item.channel in APIS or message.item.channel == "announcement"
                for one in message.versions
            ]
            calls = [_sent(library, tier, message, one, f"{week}/{tier.id}/") for message, one in texts]
            yield from _files(f"{week}/{tier.id}/wecom", f"{tier.name} · {week}", library, tier, calls)
    for tier in library.tiers.values():
        scripts = [script for script in publication.scripts if script.tier is tier and script.welcome.event in APIS]
        calls = [_welcomed(library, script) for script in scripts]
        yield from _files(f"welcome/{tier.id}/wecom", f"{tier.name} · 欢迎语", library, tier, calls)


def _sent(library: Library, tier: Tier, message: Message, one: Message, folder: str) -> Call:
    whole, item = message.item, one.item
    shown = [item.product] if item.product else [*item.products]
    title = item.title if item.title and not item.campaign else ""  # a step's name is the team's own
    titles = (*(p.name for p in shown), title, library.brand.name)
    cover = next((p.image for p in shown if p.image), None)
    body: Json | str = held(library, one)
    if not body:
        body = body_of(library, Said(item.channel, one.text or "", item.images, item.link, titles, cover))
    if isinstance(body, dict):
        body = addressed(library, tier, one, body)
    path = (one.path or "").removeprefix(folder).removesuffix(".txt")
    by_hand = [f"看情况只发一条：{cell(item.when or item.variant)}"] if item.variant else []
    by_hand += ["发完置顶"] if item.pinned else []
    by_hand += [f"发完补首评：[{path}.comment.txt](../{path}.comment.txt)"] if one.comment else []
    whom = tier.name + (f"，{item.audience.line}" if item.audience else "")
    when = f"{month_day(whole.date)} {WEEKDAYS_ZH[whole.date.weekday()]} {clock(whole.start)}"
    what = f"{CHANNELS[item.channel].zh} · {cell(item.name)}" + (f"（{cell(item.subject)}）" if item.subject else "")
    file = f"{path.replace('/', '-')}.json"
    return Call(item.channel, when, what, whom, STATES[whole.state], "<br>".join(by_hand), file, body, item.span)


def _welcomed(library: Library, script: Script) -> Call:
    welcome = script.welcome
    body: Json | str = "没有正文"
    if script.text:
        names = (library.brand.name,)
        body = body_of(library, Said(welcome.event, script.text, welcome.images, welcome.link, names))
    by_hand = f"事件推来的 welcome_code，{WELCOME_SECONDS} 秒内、只一次" if welcome.event == "contact-added" else ""
    what = f"{WELCOME[welcome.event].zh} · {script.name}"
    file = f"{script.name}.json"
    return Call(welcome.event, "事件来时", what, script.tier.name, "", by_hand, file, body, welcome.copy_.span)


def _files(folder: str, title: str, library: Library, tier: Tier, calls: list[Call]) -> Iterator[Artifact]:
    """Each body, and the index; nothing where nothing could be sent."""
    if not calls:
        return
    ready = [call for call in calls if isinstance(call.body, dict)]
    for call in ready:
        data = json.dumps(call.body, ensure_ascii=False, indent=2) + "\n"
        yield Artifact(f"{folder}/{call.file}", data.encode(), (call.span,))
    page = [f"# 企业微信接口 · {cell(title)}", "", "这里是请求体，siyu 自己什么也不发。"]
    if told := _references(library, tier, ready):
        page += ["", "引用先换成企业自己的 id，没换完的不要发。", "", "| 引用 | 换成 |", "|---|---|"]
        page += [f"| `{cell(name)}` | {words} |" for name, words in told.items()]
    if ready:
        page += ["", "## 请求", "", "| 什么时候 | 内容 | POST /cgi-bin/… | 给谁 | 请求体 | 状态 | 还要手工做 |"]
        page += ["|---|---|---|---|---|---|---|", *(_row(call, APIS[call.channel]) for call in ready)]
    if len(ready) < len(calls):
        page += ["", "## 没有请求体", "", "| 什么时候 | 内容 | 为什么 |", "|---|---|---|"]
        page += [f"| {call.when} | {call.what} | {cell(call.body)} |" for call in calls if isinstance(call.body, str)]
    page += ["", *_notes(ready)]
    yield Artifact(f"{folder}/index.md", "\n".join(page).encode(), tuple(call.span for call in calls))


def _row(call: Call, api: Api) -> str:
    cells = (call.when, call.what, api.path, cell(call.whom), f"[{call.file}]({call.file})", call.state, call.by_hand)
    return f"| {' | '.join(cells)} |"


def _references(library: Library, tier: Tier, calls: list[Call]) -> dict[str, str]:
    """Each reference of the bodies and what takes its place."""
    used: dict[str, dict[str, None]] = {}
    for call in calls:
        for reference in references(call.body):
            used.setdefault(reference, {})[UPLOAD_MOMENTS if call.channel == "moments" else UPLOAD] = None
    return {reference: _means(library, tier, reference, "、".join(where)) for reference, where in used.items()}


def _means(library: Library, tier: Tier, reference: str, where: str) -> str:
    kind, _, name = reference.partition(":")
    if kind == "upload":
        return f"上传 brand/assets/{cell(name)} 得到的 media_id，三天内有效：{where}"
    if kind == "group":
        return f"{cell(tier.name)}每个群的 chat_id，一次最多 {CHATS} 个"
    if kind == "role":
        people = "、".join(getattr(tier.roles, name))
        who = f"{library.calls(name)}的 userid{f'：{cell(people)}' if people else ''}"
        return f"{who}；不止一位就各请求一次，群各写各的"
    if "&" in reference:
        return "企业标签的 id：给这几样都有的客户打的一个标签（朋友圈的标签之间是“或”）"
    if kind == "tier":
        return f"企业标签的 id：给{cell(tier.name)}的客户打的标签"
    return f"企业标签“{cell(library.tags.get(name, name))}”的 id"


def _notes(calls: list[Call]) -> Iterator[str]:
    """What a number of requests meets, and where all this is written."""
    moments = sum(call.channel == "moments" for call in calls)
    if moments > MOMENTS_A_MONTH:
        yield f"- 企业发的朋友圈，一位客户一个月只看得到 {MOMENTS_A_MONTH} 条；这里有 {moments} 条，多的请员工自己发。"
    for channel, who in (("group", "一个群"), ("one-to-one", "一位客户")):
        if number := sum(call.channel == channel for call in calls):
            yield f"- {APIS[channel].zh} {number} 条：{who}每月最多收到当月天数那么多条，企业和员工发的一起算；要成员在手机上点确认才发出。"
    sources = dict.fromkeys((APIS[call.channel].document, APIS[call.channel].dated) for call in calls)
    if sources:
        yield f"- 依据：企业微信开发者文档 {'、'.join(f'{number}（{dated}）' for number, dated in sources)}。"
