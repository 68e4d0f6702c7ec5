"""The SOP book: one document a role and tier, what stands once, what has a date in its order; and no page where there is nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest

from conftest import ROOT, Project
from siyu.build import compile_project
from siyu.edition import Publication
from siyu.outputs.site import site
from siyu.site.sopsteps import goes_to

TIERS: dict[str, str | bytes] = {
    "brand/tiers/basic.yaml": "name: 茶友\nway_up: {to: core, how: 下过三单}\nroles: {owner: 阿半, service: 小糖}\n",
    "brand/tiers/core.yaml": "name: 老友\nroles: {owner: 老板}\n",
    "brand/products/osmanthus.yaml": "name: 桂花乌龙\nrole: traffic\npoint: 当年的桂花，半糖刚好\nprice: 16\nprices: {basic: 15, core: 12.5}\n"
    "link: https://mini.bantangshan.example/p/osmanthus\n",
    "content/sop/owner.yaml": """tasks:
  round:
    name: 巡群
    when: [workday 09:30, workday 21:00]
    checklist: [清广告, 回昨晚的话]
    copy: 早，今天{{ tier.name }}群照常。
  dated:
    name: 念日子
    when: workday 10:00
    tiers: [basic]
    copy: 今天是{{ day.date }}。
  books:
    name: 对账
    when: fri 18:00
    tiers: []
""",
    "content/journeys/new.yaml": """name: 新朋友
trigger: joined
owner: service
stop: {bought: {note: 道谢}, left: {}}
steps:
  hello:
    after: 1 day
    channel: one-to-one
    name: 打招呼
    only: [basic]
    product: osmanthus
    copy: 广告｜{{ product.name }} {{ product.price }} 元
    personas: {student: {copy: 下课来一杯。}}
    checklist: [看一眼备注]
""",
    "content/campaigns/walk.yaml": """name: 自带杯
mechanic: coupon
launch: 2026-09-29
ends: 2026-10-06
flow: {relationship: 熟客, who: 学生, when: 中午, hook: 自带杯, product: osmanthus, place: 群里, lead: 到店, after: 道谢}
steps:
  review: {name: 复盘, phase: review, day: end+1, at: "18:00", channel: task, only: [], owner: owner}
  thanks: {name: 收尾, phase: close, day: end, at: "18:00", channel: task, checklist: [道谢]}
  open: {name: 开始, phase: launch, day: 0, at: "18:00", channel: group, copy: 自带杯从今天到十月六日。}
""",
    "content/incentives/cup.yaml": "name: 杯点\nkind: points\nowner: service\ntiers: [basic]\n"
    "earn: {cup: {what: 带自己的杯子来, points: 5}}\nspend: {one: {product: osmanthus, cost: 100}}\n",
}


def made(project: Project, files: dict[str, str | bytes]) -> Publication:
    result = compile_project(project(files))
    assert result.publication is not None, result.diagnostics
    return result.publication


def pages(publication: Publication) -> dict[str, str]:
    return {
        a.path: a.data.decode()
        for a in site(publication)
        if isinstance(a.data, bytes) and a.path.endswith((".html", ".css"))
    }


def read(html: str) -> str:
    """What a reader sees of the book."""
    body = html.partition("<tbody>")[2]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body))).strip()


@pytest.fixture
def book(project: Project) -> dict[str, str]:
    return {path: html for path, html in pages(made(project, TIERS)).items() if "/sop-" in path}


def test_there_is_one_for_each_role_that_has_something_to_do(book: dict[str, str]) -> None:
    assert set(book) == {
        "site/basic/sop-owner.html",
        "site/basic/sop-service.html",
        "site/core/sop-owner.html",
        "site/role-owner/sop-owner.html",
    }


def test_it_is_headed_by_role_tier_and_people_on_every_page(book: dict[str, str]) -> None:
    html = book["site/basic/sop-owner.html"]
    head = html.partition("<thead>")[2].partition("</thead>")[0]  # a printer repeats the head of a table
    assert "半糖山 · 茶友" in head
    assert "负责人 · SOP 手册" in head
    assert "阿半" in html
    assert "老板" not in html


def test_what_stands_is_there_once_with_its_text(book: dict[str, str]) -> None:
    told = read(book["site/basic/sop-owner.html"])
    assert told.count("巡群") == 1
    assert "工作日 09:30，工作日 21:00 巡群 15 分钟 清广告 回昨晚的话 复制文字 早，今天茶友群照常。" in told
    assert "早，今天老友群照常。" in read(book["site/core/sop-owner.html"])


def test_a_text_that_differs_by_day_is_left_to_the_week(book: dict[str, str]) -> None:
    told = read(book["site/basic/sop-owner.html"])
    assert "念日子 15 分钟 文字每周不同，看当周的页面" in told
    assert "今天是" not in told
    assert "念日子" not in read(book["site/core/sop-owner.html"])


def test_fixed_times_stand_behind_the_routines(book: dict[str, str]) -> None:
    told = read(book["site/core/sop-owner.html"])
    assert "午间一杯 朋友圈" in told
    assert told.index("巡群 15") < told.index("午间一杯") < told.index("9月29日至10月6日")


def test_a_journey_has_each_personas_words_and_how_it_ends(book: dict[str, str]) -> None:
    told = read(book["site/basic/sop-service.html"])
    assert "从哪天算起：进群 已经下单：停，道谢" in told
    assert "给其他人 广告｜桂花乌龙 15 元" in told
    assert "给下课的学生 下课来一杯。" in told
    assert "看一眼备注" in told


def test_a_campaign_is_in_the_order_of_its_days_and_a_week_without_a_plan_is_told(book: dict[str, str]) -> None:
    told = read(book["site/core/sop-owner.html"])
    opened, closed = told.index("9月29日 周二 18:00 开始"), told.index("10月6日 周二 18:00 收尾")
    assert opened < told.index("自带杯从今天到十月六日。") < closed
    assert "收尾 任务 · 15 分钟 那一周还没有周计划 道谢" in told
    assert "复盘" not in told


def test_what_belongs_to_no_tier_is_in_the_roles_own(book: dict[str, str]) -> None:
    told = read(book["site/role-owner/sop-owner.html"])
    assert "对账" in told
    assert "10月7日 周三 18:00 复盘" in told
    assert "巡群" not in told
    assert "午间一杯" not in told


def test_an_incentive_is_its_keepers(book: dict[str, str]) -> None:
    told = read(book["site/basic/sop-service.html"])
    assert "当天登记：谁、做了什么、加几积分" in told
    assert "带自己的杯子来，得 5 积分" in told
    assert "杯点" not in read(book["site/basic/sop-owner.html"])


def test_a_book_holds_nothing_of_another_tier(book: dict[str, str]) -> None:
    assert "12.5" not in book["site/basic/sop-service.html"]
    assert all("老友" not in html for path, html in book.items() if "/basic/" in path)


def test_pages_lead_to_it(project: Project) -> None:
    every = pages(made(project, TIERS))
    assert '<a class="button" href="sop-service.html">客服</a>' in every["site/basic/index.html"]
    assert 'href="index.html#sop"' in every["site/basic/2026-W40.html"]
    assert "sop-service" not in every["site/core/index.html"]
    assert "site/core/sop.css" in every


def test_a_project_without_any_of_it_is_no_larger(project: Project) -> None:
    every = pages(made(project, {}))
    assert not [path for path in every if "sop" in path]
    assert not [path for path, text in every.items() if path.endswith(".html") and "sop" in text]


def test_every_step_of_the_brand_in_the_repository_is_in_exactly_its_books() -> None:
    publication = compile_project(ROOT).publication
    assert publication is not None
    every = {path: read(html) for path, html in pages(publication).items() if "/sop-" in path}
    assert all("{{" not in text and "None" not in text for text in every.values())
    library = publication.library
    for campaign in library.campaigns.values():
        for step in campaign.steps.values():
            for tier in (None, *library.tiers.values()):
                folder = tier.id if tier else f"role-{step.owner or 'owner'}"
                page = every.get(f"site/{folder}/sop-{step.owner or 'owner'}.html", "")
                if goes_to(library, campaign, step, tier):
                    assert str(campaign.name) in page
                    assert "{{" in step.name or str(step.name) in page, (folder, step.name)
    for touch in publication.touches:
        item = touch.message.item
        assert item.tier is not None
        if touch.message.text:
            assert " ".join(touch.message.text.split()) in every[f"site/{item.tier.id}/sop-{item.role}.html"]
