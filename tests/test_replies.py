"""Auto-replies: who is answered with what, the sheet to import, the page to search; and nothing where a brand has none."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from pathlib import Path

import pytest

from conftest import ROOT, Project
from siyu.build import compile_project
from siyu.edition import Publication
from siyu.kinds.reply import folded
from siyu.outputs.replies import replies
from siyu.outputs.site import site
from siyu.preview.sheets import sheet

Row = dict[str, str]
TIERS: dict[str, str | bytes] = {
    "brand/ip/tang.yaml": "nickname: 小糖\nrole: 店员\ncard: {hours: daily 10:00-20:00}\n",
    "brand/tiers/guest.yaml": "name: 茶友\nway_up: {to: friend, how: 买过两次}\n",
    "brand/tiers/friend.yaml": "name: 老友\n",
    "brand/products/osmanthus.yaml": "name: 桂花乌龙\nrole: traffic\npoint: 当年的桂花\nprice: 16\nprices: {guest: 15, friend: 12}\n"
    "link: {guest: https://mini.bantangshan.example/g, friend: https://mini.bantangshan.example/f}\nimage: tea.png\n",
    "brand/assets/tea.png": b"\x89PNG\r\n\x1a\n" + bytes(24),
}
PRICE = "---\nkeywords: [桂花, 多少钱]\nproduct: osmanthus\n---\n广告｜{{ product.name }} {{ product.price }} 元 {{ link }}\n"


def made(root: Path) -> Publication:
    result = compile_project(root)
    assert result.publication is not None, result.diagnostics
    return result.publication


def told(root: Path) -> list[str]:
    return [f"{found.span} {found.rule}" for found in compile_project(root).diagnostics]


def sheets(publication: Publication) -> dict[str, list[Row]]:
    found = {}
    for artifact in replies(publication):
        assert isinstance(artifact.data, bytes)
        assert artifact.data.startswith(b"\xef\xbb\xbf")
        text = artifact.data.decode("utf-8-sig")
        found[artifact.path] = list(csv.DictReader(io.StringIO(text, newline="")))
    return found


def pages(publication: Publication) -> dict[str, str]:
    return {
        artifact.path: artifact.data.decode()
        for artifact in site(publication)
        if isinstance(artifact.data, bytes) and artifact.path.endswith((".html", ".js"))
    }


def answer(rows: list[Row], said: str) -> str:
    """What a tool answers that takes the first row that fits."""
    for row in rows:
        keyword, plain = folded(row["关键词"].removeprefix("'")), folded(said)
        if plain == keyword or (row["匹配方式"] == "包含" and keyword in plain):
            return row["回复内容"]
    return ""


def test_each_tier_answers_with_its_own_price_link_and_picture(project: Project) -> None:
    publication = made(project(TIERS | {"content/replies/price.md": PRICE}))
    both = sheets(publication)
    assert list(both) == ["replies/guest/replies.csv", "replies/friend/replies.csv"]
    low, high = both.values()
    assert {row["回复内容"] for row in low} == {"广告｜桂花乌龙 15 元 https://mini.bantangshan.example/g"}
    assert {row["回复内容"] for row in high} == {"广告｜桂花乌龙 12 元 https://mini.bantangshan.example/f"}
    assert {(row["关键词"], row["图片"], row["链接"], row["时段"]) for row in low} == {
        ("桂花", "tea.png", "https://mini.bantangshan.example/g", "全天"),
        ("多少钱", "tea.png", "https://mini.bantangshan.example/g", "全天"),
    }
    shown = pages(publication)
    assert "12 元" not in shown["site/guest/replies.html"]
    assert "mini.bantangshan.example/f" not in shown["site/guest/replies.html"]
    assert "12 元" in shown["site/friend/replies.html"]
    assert "site/guest/images/tea.png" in {artifact.path for artifact in site(publication)}


def test_a_build_of_one_tier_has_only_its_answers(project: Project) -> None:
    publication = made(project(TIERS | {"content/replies/price.md": PRICE}))
    assert list(sheets(publication.only(["friend"]))) == ["replies/friend/replies.csv"]


def test_exact_before_contained_and_longer_before_shorter(project: Project) -> None:
    files = {
        "content/replies/a.md": "---\nkeywords: [集章]\nchannels: [group]\n---\n十个章换一杯。\n",
        "content/replies/b.md": "---\nkeywords: [集章卡丢了]\nchannels: [group]\n---\n到店补。\n",
        "content/replies/c.md": "---\nkeywords: [章]\nmatch: exact\n---\n盖给你看。\n",
    }
    (rows,) = sheets(made(project(files))).values()
    assert [row["关键词"] for row in rows] == ["章", "集章卡丢了", "集章"]
    assert answer(rows, "我的集章卡丢了怎么办") == "到店补。"
    assert answer(rows, "怎么集章") == "十个章换一杯。"
    assert answer(rows, "章") == "盖给你看。"


def test_off_hours_have_their_own_row_and_card(project: Project) -> None:
    text = "---\nkeywords: [人工]\nask: service\noff: 打烊了，{{ ip.hours }}在。\n---\n在，说吧。\n"
    publication = made(project(TIERS | {"content/replies/person.md": text}))
    rows = sheets(publication)["replies/guest/replies.csv"]
    assert [(row["回复内容"], row["时段"], row["转人工"]) for row in rows] == [
        ("在，说吧。", "在线：每天 10:00–20:00", "客服"),
        ("打烊了，每天 10:00–20:00在。", "不在线", "客服"),
    ]
    page = pages(publication)["site/guest/replies.html"]
    assert page.index('id="person"') < page.index('id="person-off"')
    assert "转给客服：每天 10:00–20:00" in page


def test_an_official_account_answers_with_what_the_lowest_tier_may_know(project: Project) -> None:
    files = TIERS | {
        "content/replies/only.md": PRICE.replace("product:", "channels: [official-account]\nproduct:"),
        "content/replies/both.md": PRICE.replace("[桂花, 多少钱]", "乌龙").replace(
            "product:", "channels: [group, official-account]\nproduct:"
        ),
    }
    both = sheets(made(project(files)))
    assert [(row["关键词"], row["渠道"]) for row in both["replies/guest/replies.csv"]] == [
        ("多少钱", "公众号"),
        ("乌龙", "群消息、公众号"),
        ("桂花", "公众号"),
    ]
    assert [(row["关键词"], row["渠道"]) for row in both["replies/friend/replies.csv"]] == [("乌龙", "群消息")]


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "'=", " ="])
def test_no_cell_is_a_formula(first: str, project: Project) -> None:
    text = f"---\nkeywords: ['{first.replace(chr(39), chr(39) * 2)}1*1']\nmatch: exact\n---\n{first}HYPERLINK(\"x\")\n"
    (rows,) = sheets(made(project({"content/replies/evil.md": text}))).values()
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", " ="))


def test_answers_are_held_against_the_rules_for_texts(project: Project) -> None:
    files = TIERS | {
        "content/offers/code.yaml": "name: 暗号\nmechanic: coupon\nends: 2026-10-31\nterms: 减两块\ncode: GUIHUA66\ntiers: [friend]\n",
        "content/replies/a.md": "---\nkeywords: 好喝吗\noff: 国家级的店也要打烊。\n---\n这是国家级的桂花。\n",
        "content/replies/b.md": "---\nkeywords: 暗号\ntiers: [guest]\n---\n口令 GUIHUA66，别说是我说的。\n",
    }
    found = told(project(files))
    assert "content/replies/a.md:3:6 absolute-term" in found
    assert "content/replies/a.md:5:3 absolute-term" in found
    assert "content/replies/b.md:5:4 higher-tier-leak" in found


@pytest.mark.parametrize(
    ("head", "finding"),
    [
        ("keywords: 打卡，怎么打卡", "content/replies/a.md:2:11 bad-name"),
        ("keywords: []", "content/replies/a.md:2:1 empty-value"),
        ("keywords: 打卡\nmatch: 精确", "content/replies/a.md:3:8 unknown-word"),
        ("keywords: 打卡\nproduct: osmantus", "content/replies/a.md:3:10 unknown-id"),
        ("keywords: 打卡\nchannels: [moments]", "content/replies/a.md:3:12 unknown-word"),
        ("keywords: 打卡\nimages: [x.png]", "content/replies/a.md:3:10 unknown-id"),
        ("keyword: 打卡", "content/replies/a.md:2:1 unknown-key"),
    ],
)
def test_a_slip_is_told_at_its_place(head: str, finding: str, project: Project) -> None:
    assert finding in told(project({"content/replies/a.md": f"---\n{head}\n---\n好的。\n"}))


def test_an_unknown_placeholder_is_told_at_its_characters(project: Project) -> None:
    text = "---\nkeywords: 打卡\n---\n好的，{{ brand.nmae }}。\n"
    assert told(project({"content/replies/a.md": text})) == ["content/replies/a.md:4:7 unknown-name"]


def test_a_product_of_another_tier_is_refused(project: Project) -> None:
    product = (
        str(TIERS["brand/products/osmanthus.yaml"])
        .replace("guest: 15, ", "")
        .replace("guest: https://mini.bantangshan.example/g, ", "")
    )
    files = TIERS | {"content/replies/price.md": PRICE, "brand/products/osmanthus.yaml": product + "tiers: [friend]\n"}
    assert "content/replies/price.md:3:10 tier-not-covered" in told(project(files))


def test_the_page_holds_the_answers_and_nothing_of_them_is_markup(project: Project) -> None:
    evil = "<script>alert(1)</script>\"'&</pre>"
    text = f"---\nkeywords: ['{evil.replace(chr(39), '’')}']\n---\n{evil}\n"
    publication = made(project({"content/replies/evil.md": text}))
    page = pages(publication)["site/all/replies.html"]
    assert re.findall("<script[^>]*>", page) == ['<script src="app.js" defer>', '<script src="replies.js" defer>']
    (shown,) = re.findall('<pre class="text">(.*?)</pre>', page, re.DOTALL)
    assert unescape(shown) == evil
    assert "style=" not in page
    assert "Content-Security-Policy" in page


def test_a_week_leads_to_the_answers_only_where_there_are_some(project: Project) -> None:
    plain = made(project({}))
    assert not [path for path in pages(plain) if "replies" in path]
    assert list(replies(plain)) == []
    assert not [path for path, page in pages(plain).items() if "replies" in page and path.endswith(".html")]


def test_every_week_of_a_tier_leads_to_its_answers_and_a_role_has_none(project: Project) -> None:
    shown = pages(
        made(project(TIERS | {"content/replies/price.md": PRICE.replace("product:", "tiers: [guest]\nproduct:")}))
    )
    assert 'href="replies.html"' in shown["site/guest/2026-W40.html"]
    assert 'href="replies.html"' not in shown["site/friend/2026-W40.html"]
    assert sorted(path for path in shown if "replies" in path) == ["site/guest/replies.html", "site/guest/replies.js"]


def test_the_preview_shows_the_bytes_of_the_build(project: Project) -> None:
    publication = made(project(TIERS | {"content/replies/price.md": PRICE}))
    built = {artifact.path: artifact.data for artifact in site(publication)}
    for name in ("replies.html", "replies.js"):
        assert sheet(publication, f"guest/{name}") == built[f"site/guest/{name}"]


def test_the_shop_window_answers_every_keyword_with_its_own_reply() -> None:
    """Whoever types a keyword of a tier, alone or in a sentence, gets the reply that it belongs to."""
    publication = made(ROOT)
    assert len(publication.library.replies) >= 30
    for tier in publication.library.tiers.values():
        rows = sheets(publication)[f"replies/{tier.id}/replies.csv"]
        own = [one for one in publication.answers if one.tier is tier and one.hours != "off"]
        assert len(own) >= 30
        for one in own:
            for word in one.reply.words:
                assert answer(rows, word) == one.text
                assert one.reply.exact or answer(rows, f"你好，{word}，谢谢") == one.text
