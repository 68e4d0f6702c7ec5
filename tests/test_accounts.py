"""The channel matrix: accounts, the ways between them, the menu; and nothing where a brand has none."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, Project
from siyu.build import compile_project
from siyu.edition import Publication
from siyu.kinds.account import Account
from siyu.site.book import book_pages
from siyu.site.chrome import Chrome
from siyu.site.matrix import _places, _rows, matrix
from siyu.source import Source, Text

OFFICIAL = """\
kind: official-account
name: 半糖山公众号
jobs: [content]
owner: editor
keeper: [阿榛, 小满]
sources: [搜一搜]
leads_to: [azhen]
menu:
  - {name: 点单, opens: mini}
  - name: 更多
    below:
      - {name: 自带杯, reply: 自带杯}
      - {name: 官网, link: https://bantangshan.example}
topics: ['#今天也半糖#', 山里来信]
comment: 首评只放菜单
"""
FILES = {
    "brand/ip/azhen.yaml": "nickname: 阿榛\nrole: 店主\ncard: {hours: daily 10:00-20:00, links: {点单: https://mini.bantangshan.example/order}}\n",
    "brand/accounts/official.yaml": OFFICIAL,
    "brand/accounts/azhen.yaml": "kind: personal-wechat\nname: 阿榛的微信\nip: azhen\njobs: [care]\nfriends: 4300\nleads_to: [mini]\n"
    "pinned: |\n  我是{{ ip.nickname }}。\n  点单走这里 {{ brand.links.mini }}\n",
    "brand/accounts/mini.yaml": "kind: mini-program\nname: 点单小程序\njobs: [deal, after-sales]\nleads_to: [azhen]\n",
    "content/replies/cup.md": "---\nkeywords: 自带杯\n---\n减两块。\n",
}


def made(root: Path) -> Publication:
    result = compile_project(root)
    assert result.publication is not None, result.diagnostics
    assert result.diagnostics == []
    return result.publication


def book(publication: Publication, locale: str = "zh-CN") -> str:
    ((_, data),) = book_pages(publication, Chrome(locale))
    return data.decode()


def section(page: str) -> str:
    return page[page.index('<section id="account">') :].partition("</section>")[0]


def words(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", page)).split())


def told(root: Path) -> list[str]:
    return [f"{found.span} {found.rule}" for found in compile_project(root).diagnostics]


def test_the_book_says_what_each_account_is_for_and_where_it_leads(project: Project) -> None:
    said = words(section(book(made(project(FILES)))))
    for part in (
        "编辑 阿榛、小满",
        "带到 阿榛的微信、点单小程序",
        "从哪里来 搜一搜",
        "好友 4300 / 5000",
        "在线 每天 10:00–20:00",
        "#今天也半糖 #山里来信",
        "首评 首评只放菜单",
        "点单 → 点单小程序",
        "自带杯 → “自带杯”",
        "官网 → bantangshan.example",
        "我是阿榛。 点单走这里 https://mini.bantangshan.example/order",
    ):
        assert part in said, part


def test_the_table_has_the_jobs_that_somebody_has(project: Project) -> None:
    shown = matrix(made(project(FILES)), Chrome("zh-CN"))
    assert shown is not None
    assert shown.jobs == ("内容", "关怀", "成交", "售后")
    assert {str(sheet.account.id): sheet.does for sheet in shown.sheets} == {
        "official": (True, False, False, False),
        "azhen": (False, True, False, False),
        "mini": (False, False, True, True),
    }


def test_the_picture_is_whole_and_says_in_words_what_it_draws(project: Project) -> None:
    drawing = re.findall("<svg.*?</svg>", section(book(made(project(FILES)))), re.DOTALL)[0]
    root = ElementTree.fromstring(drawing)
    texts = [part.text for part in root.iter() if part.tag.endswith("text")]
    assert texts == ["阿榛的微信", "个人微信", "点单小程序", "小程序", "半糖山公众号", "公众号"]
    says = next(part.text for part in root.iter() if part.tag.endswith("desc"))
    assert says == "阿榛的微信 → 点单小程序；点单小程序 → 阿榛的微信；半糖山公众号 → 阿榛的微信、点单小程序"
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    numbers = [float(n) for part in root.iter() for n in re.findall(r"M([\d.]+) ", part.attrib.get("d", ""))]
    assert width == 360
    assert height > 100
    assert all(0 <= n <= width for n in numbers)


def test_a_brand_without_accounts_has_no_matrix(project: Project) -> None:
    publication = made(project({}))
    assert matrix(publication, Chrome("zh-CN")) is None
    assert 'id="account"' not in book(publication)
    assert "#account" not in book(publication)
    assert publication.pins == ()


def test_a_brand_without_ip_and_groups_may_have_accounts(project: Project) -> None:
    files = {"brand/accounts/mini.yaml": "kind: mini-program\nname: 点单小程序\nsources: [杯套上的码]\njobs: [deal]\n"}
    said = section(book(made(project(files))))
    assert "点单小程序" in said
    assert "<svg" not in said


def test_the_book_of_another_language_says_it_in_that(project: Project) -> None:
    said = words(section(book(made(project(FILES)), "en")))
    assert "Personal WeChat" in said
    assert "After-sales" in said
    assert "渠道" not in said


def test_nothing_that_a_brand_writes_is_markup(project: Project) -> None:
    evil = "<script>alert(1)</script>&"
    files = FILES | {
        "brand/accounts/mini.yaml": f"kind: other\nname: '{evil}'\njobs: [deal]\nsources: ['{evil}']\ncomment: '{evil}'\npinned: '{evil}'\n"
    }
    page = section(book(made(project(files))))
    assert "<script" not in page
    assert unescape(page).count("<script>alert(1)</script>") >= 4


def test_a_pinned_post_is_held_against_the_rules_for_texts(project: Project) -> None:
    files = FILES | {"brand/accounts/mini.yaml": FILES["brand/accounts/mini.yaml"] + "pinned: 这是国家级的茶\n"}
    assert told(project(files)) == ["brand/accounts/mini.yaml:5:11 absolute-term"]


def test_a_pinned_post_holds_nothing_that_only_a_higher_tier_may_know(project: Project) -> None:
    files = FILES | {
        "brand/tiers/guest.yaml": "name: 茶友\nway_up: {to: friend, how: 买过两次}\n",
        "brand/tiers/friend.yaml": "name: 老友\n",
        "content/offers/code.yaml": "name: 暗号\nmechanic: coupon\nends: 2026-10-31\nterms: 减两块\ncode: GUIHUA66\ntiers: [friend]\n",
        "brand/accounts/mini.yaml": FILES["brand/accounts/mini.yaml"] + "pinned: 口令 GUIHUA66 减两块\n",
    }
    assert told(project(files)) == ["brand/accounts/mini.yaml:5:12 higher-tier-leak"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("leads_to: [minni]", "3:12 unknown-id"),
        ("kind: wechat", "3:1 duplicate-key"),
        ("jobs: [deals]", "3:8 unknown-word"),
        ("topics: [今天 也半糖]", "3:10 bad-name"),
        ("friends: -1", "3:10 bad-number"),
        ("menu: [{name: 点单}]", "3:9 bad-menu"),
        ("menu: [{name: 点单, link: https://a.example, reply: 点单}]", "3:9 bad-menu"),
        ("menu: [{name: 点单, reply: 点单, below: [{name: 点, opens: mini}]}]", "3:9 bad-menu"),
        ("menu: [{name: 点单, below: [{name: 点}]}]", "3:28 bad-menu"),
        ("pinned: 你好 {{ brand.nmae }}", "3:15 unknown-name"),
    ],
)
def test_a_slip_is_told_at_its_place(text: str, finding: str, project: Project) -> None:
    files = FILES | {"brand/accounts/slip.yaml": f"kind: other\nname: 店\n{text}\n"}
    assert f"brand/accounts/slip.yaml:{finding}" in told(project(files))


def _account(name: str, sources: bool, leads: set[int]) -> Account:
    def text(words: str) -> Text:
        return Text(words, Source("x", words), 0, len(words))

    return Account.model_construct(
        id=text(name),
        kind=text("other"),
        name=text(name),
        sources=(text("码"),) if sources else (),
        leads_to=tuple(text(f"a{number}") for number in sorted(leads)),
        menu=(),
    )


@given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 11))), min_size=1, max_size=12))
def test_every_account_has_one_box_whatever_leads_where(drawn: list[tuple[bool, set[int]]]) -> None:
    accounts = {f"a{number}": _account(f"a{number}", *one) for number, one in enumerate(drawn)}
    rows = _rows(accounts)
    assert sorted(name for row in rows for name in row) == sorted(accounts)
    places, height = _places(rows)
    assert all(left >= 0 and left + width <= 360 and top < height for left, top, width in places.values())
    assert len({(round(left), top) for left, top, _ in places.values()}) == len(accounts)


def test_the_shop_window_leads_everybody_to_the_mall() -> None:
    accounts = compile_project(ROOT).publication
    assert accounts is not None
    kinds = {str(account.kind) for account in accounts.library.accounts.values()}
    assert {"official-account", "wecom", "channel-video", "mini-program", "group", "mall"} <= kinds
    assert any(account.menu for account in accounts.library.accounts.values())
    assert accounts.pins
