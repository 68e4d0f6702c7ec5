"""The calendars' past against what is really rendered: random edits one after another, and on branches that are merged, picked, reverted, rebased."""

from __future__ import annotations

import random
import re
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import HERE, ROOT
from repository import W40, W41, Repo
from siyu.build import Choice, compile_project
from siyu.edition import Stamp, identity_of
from siyu.ical.event import event
from siyu.ical.marks import mark_event, marks
from siyu.source import Source
from siyu.stages.parse import parse
from siyu.stages.past import skim as skimming
from siyu.stages.past.commits import Hunk
from siyu.stages.past.skim import skim, skim_file
from siyu.stages.past.versions import edited, version

# path, what is looked for, what comes in its place: # is a random number, alternatives stand between |
EDITS = [
    *[("brand/products/green.yaml", old, new) for old, new in (
        (r"^price: .*", "price: #"), (r"member: \d+", "member: #"), (r"^point: .*", "point: 谷雨前#"), (r"^name: .*", "name: 雨前青#"),
        (r"^  guest: .*", "  guest: https://mall.yunjiao.example/p/#"), (r"^image: .*\n|\Z", "image: green.png\n|"))],
    *[("brand/products/dark.yaml", old, new) for old, new in (
        (r"^price: .*", "price: #"), (r"^prices: .*\n|\Z", "prices: {member: #}\n|"), (r"^link: .*", "link: https://mall.yunjiao.example/p/#"),
        (r"^valid: .*", "valid: 2026-09-01 to 2026-12-31|valid: 2026-09-01 to 2026-12-30"))],
    ("brand/products/first.yaml", r"^name: .*", "name: 头采#"),
    *[("brand/tiers/guest.yaml", old, new) for old, new in (
        (r"^name: .*", "name: 茶友#"), (r"^promise: .*", "promise: 每周#"), (r"moderator: \[.*?\]", "moderator: [小北, 小南#]"), (r"penalty: .*", "penalty: 出群#"))],
    ("brand/tiers/member.yaml", r"^ip: .*", "ip: azhuo|ip: laolin"),
    ("brand/tiers/member.yaml", r"conduct: .*\]", "conduct: [晒茶#]"),
    ("brand/tiers/friend.yaml", r"^ip: .*", "ip: azhuo|ip: laolin"),
    ("brand/ip/azhuo.yaml", r"customers: .*", "customers: 茶友#"),
    ("brand/ip/azhuo.yaml", r"catchphrases: .*", "catchphrases: [慢#]"),
    ("brand/ip/laolin.yaml", r"^nickname: .*", "nickname: 老林#"),
    ("brand/brand.yaml", r"^slogan: .*", "slogan: 慢#"),
    ("brand/brand.yaml", r"  club: .*", "  club: https://club#.yunjiao.example"),
    ("brand/templates/shelf.txt", r"今.架上", "今日架上|今天架上"),
    ("brand/templates/shelf.txt", r"^\{\{ brand.slogan \}\}\n|\Z", "{{ brand.slogan }}\n|"),
    *[("content/columns/daily.yaml", old, new) for old, new in (
        (r"^name: .*", "name: 一杯#"), (r"^when: .*", "when: mon,wed,sat 12:#|when: mon,wed 12:#|when: mon,wed,thu,sat 12:#"), (r"^hours: .*", 'hours: {friend: "19:#"}'),
        (r"^holiday: .*", "holiday: skip|holiday: next|holiday: keep"), (r"^remind: .*", "remind: #"), (r"一小时内.*", "一小时内#"), (r"^lasts: .*\n|\Z", "lasts: #\n|"),
        (r"^tiers: .*\n|\Z", "tiers: [guest, friend]\n|tiers: [guest, member, friend]\n|"), (r"^purpose: .*", "purpose: conversion|purpose: brand"))],
    ("content/columns/shelf.yaml", r"^ip: .*\n|\Z", "ip: laolin\n|"),
    ("content/columns/shelf.yaml", r"^owner: .*", "owner: service|owner: owner"),
    ("content/columns/shelf.yaml", r"^kind: .*", "kind: product|kind: brand"),
    ("content/columns/morning.yaml", r"^when: .*", "when: [workday 08:#, weekend 09:#, holiday 10:00]"),
    ("content/columns/morning.yaml", r"(农|旧)历.*", "旧历。|农历{{ day.lunar }}。"),
    ("content/columns/live.yaml", r"^when: .*", "when: first,last fri 22:#-00:30|when: first fri 22:#-00:30"),
    *[("content/announcements/week.md", old, new) for old, new in (
        (r"^title: .*", "title: 茶事#"), (r"^when: .*", "when: mon 09:#"), (r"^这周可以看.*", "这周可以看#："), (r"product.(price|point|name) \}\} 元", "product.price }} 元|product.point }} 元"))],
    ("content/sop/owner.yaml", r"    lasts: .*", "    lasts: #"),
    ("content/sop/owner.yaml", r"workday 21:\d\d", "workday 21:#"),
    ("content/sop/owner.yaml", r"name: 周复盘.*", "name: 周复盘#"),
    ("content/sop/service.yaml", r"    tiers: .*", "    tiers: [friend]|    tiers: [friend, member]|    tiers: []"),
    *[(W40, old, new) for old, new in (
        (r"^theme: .*", "theme: 国庆#"), (r"^state: .*", "state: approved|state: planned|state: draft"), (r"^    mon: \{product.*", "    mon: {product: green, hook: 假期#}|    mon: {hook: 假期, product: dark}"),
        (r"hook: 收拾.*", "hook: 收拾#"), (r"hook: 各位.*", "hook: 各位#"), (r"          product: .*", "          product: first|          product: green"), (r"note: .*", "note: 今天发货#"),
        (r"^    thu: \{products: .*", "    thu: {products: [green, dark], tip: 出门#}|    thu: {products: [dark], tip: 出门}"), (r"on: (sun|fri)", "on: sun|on: fri"),
        (r'at: "09:\d\d", only', 'at: "09:#", only'), (r"only: \[(member, )?friend\]", "only: [friend]|only: [member, friend]"), (r"day: (sun|fri), tiers", "day: sun, tiers|day: fri, tiers"),
        (r"^  - \{id: pack.*\n|\Z", '  - {id: pack, day: wed, at: "16:00", channel: task, title: 打包#, only: [guest]}\n|'), (r"^# .*\n|\Z", "# 注释#\n|"), (r"^columns:\n+", "columns:\n|columns:\n\n"))],
    *[(W41, old, new) for old, new in (
        (r"^    sat: .*", "    sat: {hook: 调休, product: green}|    sat: {product: green, hook: \"调休\"}|    sat: {product: green, hook: 调休#}"),
        (r"^    (thu|fri): \{copy.*", '    thu: {copy: 恢复发货。, at: "09:10"}|    fri: {copy: 恢复发货。, at: "09:#"}'), (r"friend: \{products: .*?\}", "friend: {products: [first]}|friend: {products: [first, green]}"))],
]  # fmt: skip

# the rest of the trade: what the tea house has besides, and edits to it
MORE = {
    "content/campaigns/harvest.yaml": """\
name: 开茶节
mechanic: coupon
launch: 2026-10-01
ends: 2026-10-03
offer: opening
steps:
  kettle: {name: 备茶样, phase: prepare, day: -3, at: "10:00", channel: task, only: [], owner: service, checklist: [数茶罐]}
  hint:
    name: 预告
    phase: warm-up
    day: -1
    at: "16:00"
    channel: group
    product: green
    copy: "还有 {{ campaign.starts_in }} 天，{{ product.name }} {{ product.price }} 元。"
    tiers: {member: {at: "15:00", copy: "会员先说，{{ campaign.ends }}截止。"}}
  daily:
    name: 今日一泡
    phase: launch
    day: 0 to end
    at: "17:00"
    channel: group
    only: [guest, night]
    copies: ["第 {{ campaign.day }} 天，先闻。", "还剩 {{ campaign.days_left }} 天，再看。", 最后喝。]
  thanks: {name: 道谢, phase: review, day: end+2, at: "11:00", channel: moments, template: thanks, products: [dark], note: "{{ offer.name }}结束"}
""",
    "brand/templates/thanks.txt": "{% for p in products %}{{ p.name }}谢{% endfor %}{% if campaign.days_left %}还有{{ campaign.days_left }}天{% endif %}谢谢{{ tier.name }}。\n",
    "content/offers/opening.yaml": "name: 开茶券\nmechanic: coupon\nbegins: 2026-10-01\nends: 2026-10-03\nterms: 满百减十\n",
    "content/journeys/first.yaml": """\
name: 新茶友
trigger: joined
tiers: [guest, member]
within: 10:30-20:00
steps:
  hello: {after: 10 min, channel: one-to-one, copy: 你好，我是阿茁。}
  try:
    after: 7 days
    name: 头一杯
    channel: one-to-one
    to: {any: green}
    product: green
    copy: "{{ product.name }} {{ product.price }} 元"
    personas: {desk: {copy: "案头来一杯，{{ ip.customers }}。"}}
    tiers: {member: {product: dark, checklist: }}
  ask: {after: next sat, channel: one-to-one, copy: 喝得惯吗？, images: [green.png]}
  last: {after: 2 weeks, channel: task, checklist: [记下口味]}
stop: {bought: {tag: dark}, replied: {journey: regular}}
then: {invite: member, note: 再聊聊}
""".replace(", checklist: }", "}"),
    "content/journeys/regular.yaml": "name: 老茶友\ntrigger: silent\ndays: 30\ntiers: [friend]\nsteps:\n  call: {after: 1 month, channel: task, checklist: [打个电话]}\n",
    "content/pools/greetings.yaml": "since: 2026-09-28\ntexts:\n  - 早，先开窗\n  - \"早，{{ tier.name }}，先喝水\"\n  - {copy: 早，先伸懒腰, until: 2026-10-09}\n".replace("早，先伸懒腰", '"早，先伸懒腰"'),
    "content/columns/hello.yaml": "name: 问好\nkind: life\npurpose: activation\nchannel: group\nwhen: mon-fri 07:50\ntiers: [guest, night]\nowner: koc\npool: greetings\n",
    "content/columns/count.yaml": "name: 数日子\nkind: brand\npurpose: brand\nchannel: channel-video\nwhen: daily 21:15\ntiers: [member]\ncopy: \"{{ anchor.frost }}，{{ anchor.moon }}，【姓名】你好。\"\n",
    "content/columns/weather.yaml": "name: 看天\nkind: product\npurpose: conversion\nchannel: moments\nwhen: tue,fri 18:20\ntiers: [guest, member]\nto: {any: green}\nneeds: [copy]\n",
    "brand/rules.yaml": "blanks: [姓名]\nanchors:\n  frost: {on: 2026-10-08, before: \"离寒露 {{ days }} 天\", day: 寒露了, after: 天凉了}\n  moon: {on: 2026-09-25, after: 月亮缺了}\n",
    "brand/tiers/night.yaml": "name: 夜场群\ngroup: flash\npromise: 收摊价\nopens: 2026-09-30\nends: 2026-10-06\nip: laolin\nroles: {owner: 阿宁, koc: 小圆}\n",
    "brand/tiers/guest.yaml": """\
name: 茶友群
group: intake
groups: 6
ip: azhuo
promise: 每周三一款试饮价
rules: {purpose: 这里只聊茶和日子。, conduct: [不发广告], penalty: 出群}
roles:
  owner: 阿宁
  moderator: [小北, 小南]
  service: {rota: [小满, 小圆], from: 2026-09-30, every: day}
  koc: {crew: [阿禾, 阿麦]}
away:
  - {who: 小满, days: 2026-10-02 to 2026-10-03, instead: 小安}
way_up: {to: member, how: 买过两次就来找阿茁换群}
""",
}  # fmt: skip
CASES = """\
  weather:
    tue:
      copy: 看天喝茶。
      comment: "{{ product.name }} {{ product.price }} 元"
      product: green
      variants:
        hot: {when: 28 ℃ 以上, copy: 冷泡，{{ product.point }}}
        cold: {when: 起风了, product: dark, copy: 焖一壶，{{ product.point }}}
        rain: {when: 下雨, link: "https://mall.yunjiao.example/rain"}
      tiers: {member: {to: {any: dark}, variants: {cold: {copy: 会员先焖。}}}}
    fri: {copy: 周五喝点热的。, pinned: "true", id: friday}
""".replace("冷泡，{{ product.point }}", '"冷泡，{{ product.point }}"').replace("焖一壶，{{ product.point }}", '"焖一壶，{{ product.point }}"')  # fmt: skip
CAMPAIGN, FIRST, POOL, RULES, GUEST = (
    "content/campaigns/harvest.yaml", "content/journeys/first.yaml", "content/pools/greetings.yaml", "brand/rules.yaml", "brand/tiers/guest.yaml",
)  # fmt: skip
W42 = "content/weeks/2026-W42.yaml"
EDITS_OF_MORE = [
    *[(CAMPAIGN, old, new) for old, new in (
        (r"^name: .*", "name: 开茶节#"), (r"^launch: .*", "launch: 2026-10-01|launch: 2026-09-30|launch: 2026-10-02"), (r"^ends: .*", "ends: 2026-10-03|ends: 2026-10-04|ends: 2026-10-06"),
        (r"^state: .*\n|\Z", "state: approved\n|state: draft\n|"), (r"^ip: .*\n|\Z", "ip: laolin\n|"), (r"^offer: .*\n|\Z", "offer: opening\n|"), (r"^goal: .*\n|\Z", 'goal: {人数: "#"}\n|'),
        (r"kettle|teapot", "kettle|teapot"), (r"数茶罐\d*", "数茶罐#"), (r"only: \[\]|only: \[guest\]", "only: []|only: [guest]"), (r"day: -1|day: -2", "day: -1|day: -2"), (r'at: "16:\d\d"', 'at: "16:#"'),
        (r"    product: .*", "    product: green|    product: dark"), (r'"还有.*', '"还有 {{ campaign.starts_in }} 天，{{ product.name }} # 元。"|"{{ campaign.name }}在{{ campaign.launch }}。"'),
        (r'copy: "会员先说.*', 'copy: "会员先说，{{ campaign.ends }}#截止。"}}|copy: "会员先说。", products: [dark]}}'), (r"day: 0 to \w+", "day: 0 to end|day: 0 to 1|day: 0 to 2"),
        (r"only: \[guest, (night|member)\]", "only: [guest, night]|only: [guest, member]"), (r"先闻.*?。", "先闻#。"), (r"products: \[.*?\], note", "products: [dark], note|products: [green, dark], note"),
        (r"note: \".*\"", 'note: "{{ offer.name }}#结束"|note: "{{ offer.terms }}"'), (r"end\+\d", "end+2|end+3|end+4"))],
    ("brand/templates/thanks.txt", r"谢谢\S*", "谢谢#|谢谢{{ tier.name }}"),
    *[("content/offers/opening.yaml", old, new) for old, new in ((r"^name: .*", "name: 开茶券#"), (r"^terms: .*", "terms: 满百减#"), (r"^ends: .*", "ends: 2026-10-03|ends: 2026-10-06"))],
    *[(FIRST, old, new) for old, new in (
        (r"^name: .*", "name: 新茶友#"), (r"^trigger: .*", "trigger: joined|trigger: added"), (r"^tiers: .*", "tiers: [guest, member]|tiers: [guest]"), (r"^within: .*", "within: 10:#-20:00"),
        (r"我是阿茁\d*", "我是阿茁#"), (r"after: \d days", "after: 7 days|after: 8 days|after: 3 days"), (r"name: 头.*", "name: 头一杯#"), (r"any: \w+", "any: green|any: dark"), (r'copy: "\{\{ product.name.*', 'copy: "{{ product.name }}#"|copy: "{{ brand.slogan }}"'),
        (r"案头来.*杯", "案头来#杯"), (r"product: dark.*\}\}", "product: dark}}|product: dark, copy: 会员喝黑茶#}}"), (r"^  (ask|query):", "  ask:|  query:"), (r"next (sat|sun|weekend)", "next sat|next sun|next weekend"), (r"images: \[.*?\]", "images: []|images: [green.png]|images: [azhuo.png]"),
        (r"after: \d weeks", "after: 2 weeks|after: 1 week|after: 3 weeks"), (r"记下.*\]", "记下#]"), (r"tag: \w+", "tag: green|tag: dark"), (r"note: .*\}", "note: 再聊#}"), (r"invite: \w+", "invite: member|invite: friend"), (r"^stop: .*\n|\Z", "stop: {bought: {tag: dark}}\n|"))],
    ("content/journeys/regular.yaml", r"^name: .*", "name: 老茶友#"),
    ("content/journeys/regular.yaml", r"^days: .*", "days: #"),
    *[(POOL, old, new) for old, new in (
        (r"  - 早.*开窗.*", "  - 早，先开窗#"), (r"先喝水.*\"", '先喝水#"'), (r"until: .*\}", "until: 2026-10-09}|until: 2026-10-02}"), (r"^  - 早，晒被子\n|\Z", "  - 早，晒被子\n|"), (r"^since: .*", "since: 2026-09-28|since: 2026-09-27|since: 2026-09-29"))],
    ("content/columns/hello.yaml", r"^when: .*", "when: mon-fri 07:#|when: tue-fri 07:50"),
    *[(RULES, old, new) for old, new in (
        (r"frost: \{on: [\d-]+", "frost: {on: 2026-10-08|frost: {on: 2026-10-07|frost: {on: 2026-10-11"), (r"离寒露.*?天", "离寒露 {{ days }} 天|离{{ weekday }}寒露还有 # 天"), (r"after: 天.*\}", "after: 天凉了#}"), (r"day: .*?,", "day: 寒露#,"), (r"^blanks: .*", "blanks: [姓名]|blanks: [姓名, 差额]|blanks: [差额]"))],
    *[(GUEST, old, new) for old, new in (
        (r"rota: .*?\]", "rota: [小满, 小圆]|rota: [小满, 小圆, 小安]|rota: [小圆]"), (r"every: \w+", "every: day|every: week|every: workday"), (r"from: [\d-]+", "from: 2026-09-30|from: 2026-09-29|from: 2026-10-06"), (r"crew: .*?\]", "crew: [阿禾, 阿麦]|crew: [阿禾, 阿麦, 阿谷]|crew: [阿麦]"),
        (r"^groups: .*", "groups: 6|groups: 7"), (r"2026-10-0\d to", "2026-10-02 to|2026-10-01 to|2026-10-03 to"), (r"instead: .*\}", "instead: 小安}|instead: 小乔}"), (r"who: \w+", "who: 小满|who: 阿禾|who: 小北"), (r"service: .*", "service: 小满|service: {rota: [小满, 小圆], from: 2026-09-30, every: day}"))],
    *[("brand/tiers/night.yaml", old, new) for old, new in (
        (r"^opens: .*", "opens: 2026-09-30|opens: 2026-10-01"), (r"^ends: .*\n|\Z", "ends: 2026-10-06\n|ends: 2026-10-02\n|"), (r"^group: .*", "group: flash|group: vip"), (r"koc: .*\}", "koc: 小圆}|koc: 小方}"))],
    ("brand/tags.yaml", r"dark: .*\}", "dark: 爱喝黑茶#}"),
    ("brand/tags.yaml", r"about: .*", "about: 她喝什么#"),
    ("brand/personas/desk.yaml", r"^name: .*", "name: 案头的人#"),
    ("brand/personas/desk.yaml", r"^needs: .*", "needs: [提神#]"),
    ("content/columns/weather.yaml", r"^name: .*", "name: 看天#"),
    ("content/columns/weather.yaml", r"^to: .*\n|\Z", "to: {any: dark}\n|to: {any: green}\n|"),
    *[(W40, old, new) for old, new in (
        (r"(?:^    to: .*\n)?^    checklist: \[带急救包\]\n", "    to: {any: green}\n    checklist: [带急救包]\n|    checklist: [带急救包]\n"), (r"^    copy: \"\{\{ title.*", '    copy: "{{ title }}，山门#见，{{ anchor.frost }}。"|    copy: "【姓名】【差额】{{ title }}。"'),
        (r"(?:^    variants: .*\n)?^    tiers: \{friend: \{at", '    variants: {rain: {when: 下雨, copy: 室内喝#}, sun: {when: 天晴#}}\n    tiers: {friend: {at|    tiers: {friend: {at'),
        (
                r"(?:^          comment: .*\n)?^          product",
                "          comment: 头采#\n          product|          product",
            ),
            (r"(?:^      comment: .*\n)?^      note", '      comment: "{{ product.price }} 元#"\n      note|      note'))],
    *[(W41, old, new) for old, new in (
        (r"comment: .*", 'comment: "{{ product.name }} # 元"|comment: "{{ product.price }} 元"'), (r"when: 28.*?上", "when: 28 ℃ 以上|when: # ℃ 以上"), (r'copy: "冷泡.*', 'copy: "冷泡#，{{ product.point }}"}'), (r'product: dark, copy: "焖.*', 'product: dark, copy: "焖#，{{ product.point }}"}|product: green, copy: "焖一壶，{{ product.price }}"}'),
        (r"会员先焖.*?。", "会员先焖#。"), (r"      product: .*", "      product: green|      product: first"), (r'pinned: "\w+"', 'pinned: "true"|pinned: "false"'), (r"喝点.*?。", "喝点#的。"), (r"to: \{any: dark\}, var|to: \{any: green\}, var", "to: {any: dark}, var|to: {any: green}, var"),
        (r"^anchors: .*\n|\Z", "anchors: {moon: {on: 2026-10-06, before: 月亮#, day: 月圆, after: 月缺}}\n|"))],
    (W42, r"\A[\s\S]*\Z", "week: 2026-W42\ntheme: 慢慢#\ncolumns: {daily: {mon: {product: green, hook: 早}}}\n|"),
]  # fmt: skip


def grown(repo: Repo) -> list[tuple[str, str, str]]:
    """The tea house with everything that it may have; all edits to it."""
    for path, text in MORE.items():
        repo.write(path, text)
    repo.sub("brand/brand.yaml", "slogan:", "targets: {product: 40}\nslogan:")
    repo.write(W41, repo.read(W41) + CASES)
    return [one for one in EDITS if one[0] != GUEST] + EDITS_OF_MORE * 2


def edit(repo: Repo, rng: random.Random, edits: list[tuple[str, str, str]] = EDITS) -> None:
    """One random edit that changes something."""
    while True:
        path, old, new = rng.choice(edits)
        text = repo.read(path) if (repo.root / path).exists() else ""
        words = rng.choice(new.split("|")).replace("#", str(rng.randint(10, 59)))
        made = re.sub(old, lambda _: words, text, count=1, flags=re.MULTILINE)  # noqa: B023
        if made != text:
            repo.write(path, made)
            if not made:
                (repo.root / path).unlink()
            return


class Built(NamedTuple):
    """A commit as it is published: what every event shows, and what is said of its past."""

    shown: dict[str, bytes]
    stamps: dict[str, Stamp]
    cancelled: dict[str, Stamp]


def build(repo: Repo) -> Built | None:
    publication = compile_project(repo.root, Choice(history=True)).publication
    if publication is None:
        return None
    brand, history = publication.library.brand, publication.history
    shown = {
        identity_of(m.item): b"".join(event(m, brand, b""))
        for edition in publication.editions
        for m in edition.messages
    }
    for mark in marks(publication, publication.editions):
        if mark.key in history.stamps:  # holidays are no author's
            shown[mark.key] = mark_event(mark._replace(past=b""), brand.domain)
    return Built(shown, dict(history.stamps), {identity_of(m.item): stamp for m, stamp in history.cancelled})


@pytest.mark.parametrize(("seed", "more"), [(1, False), (2, False), (1, True), (2, True)])
def test_one_after_another_as_it_is_rendered(seed: int, more: bool, tmp_path: Path) -> None:
    """Created, modified and sequence are exactly those of the bytes of the event, whatever is edited."""
    rng, repo = random.Random(seed), Repo(tmp_path)
    edits = grown(repo) if more else EDITS
    repo.commit()
    last = build(repo)
    assert last
    expected = {name: Stamp(repo.now, repo.now, 0) for name in last.shown}
    for _ in range(45):
        for _ in range(rng.choice((1, 1, 1, 3))):
            edit(repo, rng, edits)
        now = repo.commit(hours=rng.choice((0, 0.01, 5)))
        made = build(repo)
        if made is None:
            repo.git("reset", "-q", "--hard", "HEAD~1")
            continue
        for name in sorted(made.shown.keys() | last.shown.keys()):
            if made.shown.get(name) != last.shown.get(name):
                old = expected.get(name)
                expected[name] = Stamp(old.created, now, old.sequence + 1) if old else Stamp(now, now, 0)
        assert {name: made.stamps[name] for name in made.shown} == {name: expected[name] for name in made.shown}
        gone = {
            name: stamp
            for name, stamp in expected.items()
            if name not in made.shown and (now - stamp.modified).days < 14 and not name.startswith("mark-")
        }
        assert made.cancelled == gone
        last = made


def act(repo: Repo, rng: random.Random, branches: list[str], here: str, edits: list[tuple[str, str, str]]) -> None:
    """Something that people do with branches."""
    other = rng.choice([name for name in branches if name != here] or [here])
    what = rng.choice(["edit"] * 5 + ["fork", "merge", "merge", "merge", "ours", "octopus", "pick", "revert", "rebase"])
    if what == "fork" and len(branches) < 4:
        branches.append(f"b{rng.random()}")
        repo.git("branch", branches[-1])
    elif what in ("edit", "fork") or other == here:
        edit(repo, rng, edits)
        repo.commit(hours=0)
    elif what == "merge":
        repo.git(
            "merge", "-q", "--no-edit", rng.choice(["--no-ff", "--ff"]), "-X", rng.choice(["ours", "theirs"]), other
        )
    elif what == "ours":
        repo.git("merge", "-q", "--no-edit", "-s", "ours", other)
    elif what == "octopus":
        repo.git("merge", "-q", "--no-edit", *(name for name in branches if name != here))
    elif what == "pick":
        repo.git("cherry-pick", other)
    elif what == "revert":
        repo.git("revert", "--no-edit", rng.choice(["HEAD", "HEAD~1"]))
    elif here != "main":
        repo.git("rebase", "-q", "main")


@pytest.mark.parametrize(("seed", "more"), [(1, False), (2, False), (1, True)])
def test_on_every_way_through_a_history(seed: int, more: bool, tmp_path: Path) -> None:
    """From a commit to any after it nothing goes backwards, and what is shown otherwise has a higher sequence; the clocks are wrong, too."""
    rng, repo = random.Random(seed), Repo(tmp_path)
    edits = grown(repo) if more else EDITS
    repo.commit()
    first = build(repo)
    assert first
    made, parents, branches = {repo.git("rev-parse", "HEAD"): first}, dict[str, list[str]](), ["main"]
    for _ in range(70):
        repo.now += timedelta(minutes=rng.randint(-30, 90))
        here = rng.choice(branches)
        repo.git("checkout", "-qf", here)
        before = repo.git("rev-parse", "HEAD")
        try:
            act(repo, rng, branches, here, edits)
        except RuntimeError:  # a conflict: nobody publishes that
            for command in ("merge", "rebase", "cherry-pick", "revert"):
                repo.git(command, "--abort", check=False)
            repo.git("checkout", "-qf", here)
            repo.git("reset", "-q", "--hard", before)
        for name in repo.git("rev-list", "--reverse", "--topo-order", "HEAD").split():
            if name not in made:
                repo.git("checkout", "-qf", name)
                built = build(repo)
                if built is None:
                    repo.git("checkout", "-qf", here)
                    repo.git("reset", "-q", "--hard", before)
                    break
                made[name] = built
                parents[name] = repo.git("log", "-1", "--format=%P").split()
    merges = 0
    for name, above in parents.items():
        merges += len(above) > 1
        for parent in above:
            old, new = made[parent], made[name]
            gone = {uid for uid in old.shown.keys() - new.shown.keys() if not uid.startswith("mark-")}
            assert gone <= new.cancelled.keys(), (name, parent)
            for uid in new.shown.keys() & old.shown.keys():
                a, b = old.stamps[uid], new.stamps[uid]
                assert b.sequence >= a.sequence and b.modified >= a.modified and b.created <= a.created, (
                    name,
                    parent,
                    uid,
                )
                assert new.shown[uid] == old.shown[uid] or b.sequence > a.sequence, (name, parent, uid)
                assert len(above) > 1 or new.shown[uid] != old.shown[uid] or a == b, (name, uid)
    assert len(parents) >= 30 and merges >= 5


# --- reading many versions quickly ---

DOCUMENTS = sorted(
    path
    for root in (ROOT, *(HERE / "brands").iterdir())
    for top in ("brand", "content")
    for path in (root / top).rglob("*.[ym][ad]*")
)


def plain(text: str) -> Any:
    tree, _ = parse(Source("a.yaml", text))
    return None if tree is None else skimming._plain(tree)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_skim_reads_what_parse_reads(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text("utf-8")
    tree, _ = parse(Source(path.name, text))
    assert tree is not None
    monkeypatch.setattr(skimming, "parse", lambda source: pytest.fail(f"left to the slow parser: {source.text}"))
    assert skim_file(path.name, text.removesuffix("\n").split("\n")) == skimming._plain(tree)


WORDS = st.sampled_from(
    ["a", "b c", "茶", "12:00", "- x", "-", "-x", "x: y", "x:", "x #y", "x#y", "#话题#", "'a'", '"a"', "'it''s'", '"a\\nb"', "{a: b}", "{a: [b, c]}", "[a, {b: c}]",
     "[]", "{}", "{ a : b }", "[a,b]", "{a,b}", "{a:b}", "{a: }", "|", "|-", "|+", "> x", ">", "|2", "&a x", "*a", "!t x", "%x", "@x", "`x`", "? x", "？", "：", "a：b", "'a' # x",
     "{a: b} # x", "[a # b]", "~", "null", "a  ", "“x”", "a, b", "a]", "}", "''", '""', "'a", "https://a.example/b?c=d#e", "{{ product.name }}", '"{{ x }}"', "<<", "--- a", "..."]
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "mon",
        "a-b",
        "茶",
        "'q'",
        '"q"',
        "a b",
        "- a",
        "- - a",
        "-",
        "#",
        "",
        "# x",
        "a #",
        "?",
        "<<",
        "a:b",
        "x y ",
    ]
)
LINES = st.lists(
    st.tuples(st.integers(0, 4), KEYS, st.sampled_from([":", ": ", " : ", "：", ""]), WORDS | st.just("")), max_size=7
)


@given(LINES)
def test_skim_reads_what_parse_reads_of_anything(rows: list[tuple[int, str, str, str]]) -> None:
    lines = [" " * (2 * indent if indent < 4 else 3) + key + colon + word for indent, key, colon, word in rows]
    text = "\n".join(lines) + "\n"
    expected, got = plain(text), skim(lines)
    assert expected is None or got == expected, text


@pytest.mark.parametrize(
    "path", [path for path in DOCUMENTS if path.parent.name == "weeks"], ids=lambda path: path.name
)
@pytest.mark.parametrize("seed", range(4))
def test_an_edited_week_is_read_as_if_it_were_new(path: Path, seed: int) -> None:
    rng = random.Random(seed)
    lines = path.read_text("utf-8").removesuffix("\n").split("\n")
    weeks = frozenset({lines[[line[:5] for line in lines].index("week:")][6:]})
    at = "content/weeks/w.yaml"
    now = version(at, None, lines, weeks)
    assert now is not None and now.marks
    for _ in range(60):
        start = rng.randrange(len(lines))
        gone = rng.choice((0, 0, 1, 1, 2, 9))
        kind = rng.choice(("drop", "copy", "mend", "text"))
        some = lines[start : start + gone]
        added = {
            "drop": [],
            "copy": [rng.choice(lines)],
            "mend": [line + "吧" for line in some],
            "text": ["", "        # 注释", "  # 注释"],
        }[kind]
        gone = len(some)
        hunks = [Hunk(start, gone, added)]
        later = [
            hunk
            for hunk in [Hunk(start + 40, 1, ["      hook: 换一句"])]
            if start + 41 < len(lines) and rng.random() < 0.3
        ]
        after = edited(at, now, [*hunks, *later], weeks)
        assert after is not None
        fresh = version(at, None, after.lines, weeks)
        assert fresh is not None
        if fresh.values:  # else it is no document, and says what it said before
            assert after.values == fresh.values, (start, gone, added)
            lines, now = after.lines, after
        else:
            assert after.values == now.values
