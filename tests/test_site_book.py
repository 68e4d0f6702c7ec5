"""The brand book: every field of the library is in it once, empty ones are not, and nothing a brand writes becomes markup."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from conftest import ROOT, Project
from siyu.build import compile_project
from siyu.site.book import book_pages
from siyu.site.chrome import Chrome

FULL: dict[str, str | bytes] = {
    "brand/brand.yaml": "name: 〔牌〕\nslogan: 〔口号〕\ndomain: a.example\nzone: Asia/Shanghai\nlocale: zh-CN\nlinks: {mall: https://brand-link.example}\nwrong_names: [〔错名〕]\n",
    "brand/ip/amy.yaml": "nickname: 〔昵称〕\nrole: 〔身份〕\navatar: a.png\ncharacter: [〔性格〕]\nhuman: 〔真人〕\nvoice: {self: 〔自称〕, customers: 〔称呼〕, catchphrases: [〔口头禅〕], emoji: [🌿], emoji_most: 3, never: [〔从不〕]}\ncard: {hours: workday 09:00-18:00, channel: 〔视频号〕, links: {〔名片〕: https://card-link.example}}\n",
    "brand/tags.yaml": "groups: {g: {name: 组, kind: basic, tags: {old: 〔标签〕}}}\n",
    "brand/personas/student.yaml": "name: 〔画像〕\ntags: [old]\nneeds: [〔需要〕]\npains: [〔痛点〕]\nscenes: [〔用在〕]\nwindows: {〔有空〕: daily 22:00-01:00}\n",
    "brand/tiers/low.yaml": "name: 〔低群〕\ngroup: intake\nstyle: broadcast\nip: amy\npositioning: 〔定位〕\npromise: 〔承诺〕\nkept_by: [noon]\nthreshold: 〔门槛〕\nrules: {purpose: 〔群规〕, conduct: [〔行为〕], penalty: 〔处理〕}\nroles: {owner: 〔群主〕, moderator: 〔管理〕, koc: 〔气氛〕, service: 〔客服〕, editor: 〔编辑〕}\nbudget: {messages_per_day: 4}\nway_up: {to: high, how: 〔怎么升〕}\n",
    "brand/tiers/high.yaml": "name: 〔高群〕\n",
    "brand/products/osmanthus.yaml": "name: 〔茶〕\nrole: profit\npoint: 〔卖点〕\nprice: 88.8\nprices: {low: 77.7, high: 66.6}\nprice_basis: 〔依据〕\nlink: {low: https://low.example, high: https://high.example}\nimage: b.png\nvalid: 2026-09-01 to 2026-10-31\npersonas: [student]\nscenes: [〔好物场景〕]\ntiers: [low, high]\n",
    "brand/wording/old.yaml": "terms: |\n  〔禁词甲〕\n  〔禁词乙〕\nwhy: 〔为什么〕\ninstead: 〔改成〕\nfine: 〔可以〕\nchannels: [moments]\n",
    "content/offers/coupon.yaml": "name: 〔券〕\nmechanic: coupon\nbegins: 2026-09-02\nends: 2026-10-30\nterms: 〔条件〕\nprize: 55.5\nprices: {high: 44.4}\ncode: 〔口令〕\nlink: https://offer-link.example\nproducts: [osmanthus]\ntiers: [high]\n",
    "content/columns/menu.yaml": "",
    "content/columns/noon-cup.yaml": "",
    "content/columns/noon.yaml": "name: 〔午间〕\nkind: life\npurpose: activation\nchannel: group\nowner: koc\nwhen: [workday 12:10, weekend 13:30, first sun 20:00, sat 09:30]\nhours: {high: '12:40'}\npersonas: [student]\nip: amy\ntiers: [high]\n",
    "content/weeks/2026-W40.yaml": "",
    "brand/assets/a.png": b"\x89PNG\r\n\x1a\n" + bytes(24),
    "brand/assets/b.png": b"\x89PNG\r\n\x1a\n" + bytes(24),
}
EVIL = "<script>alert(1)</script>\"'&</svg><img src=x onerror=alert(1)>"


def build(root: Path, locale: str = "zh-CN") -> str:
    result = compile_project(root)
    assert result.publication is not None, result.diagnostics
    ((name, data),) = book_pages(result.publication, Chrome(locale))
    assert name == "book.html"
    return data.decode()


def main(page: str) -> str:
    return page[page.index("<main") :]


def words(page: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", main(page)))


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.attributes.setdefault(name, []).append(value or "")


def test_every_field_is_there_and_what_belongs_to_one_place_only_once(project: Project) -> None:
    said = words(build(project(FULL)))
    once = set(re.findall("〔[^〕]*〕", "".join(text for text in FULL.values() if isinstance(text, str))))
    elsewhere = {
        "〔牌〕",
        "〔昵称〕",
        "〔画像〕",
        "〔低群〕",
        "〔高群〕",
        "〔茶〕",
        "〔午间〕",
    }  # others refer to these
    assert {mark: said.count(mark) for mark in once - elsewhere} == dict.fromkeys(once - elsewhere, 1)
    assert all(mark in said for mark in elsewhere)
    for value in (
        "88.8",
        "77.7",
        "66.6",
        "55.5",
        "44.4",
        "brand-link.example",
        "card-link.example",
        "offer-link.example",
    ):
        assert said.count(value) == 1, value
    for value in ("2026-09-01 – 2026-10-31", "2026-09-02 – 2026-10-30", "群消息一天最多 4 条", "引流群", "群发推广型"):
        assert said.count(value) == 1, value


def test_the_ladder_leads_up(project: Project) -> None:
    said = words(build(project(FULL)))
    assert said.index("〔定位〕") < said.index("升到〔高群〕") < said.index("〔怎么升〕") < said.rindex("〔高群〕")


def test_a_column_stands_under_its_days(project: Project) -> None:
    page = build(project(FULL))
    row = page[page.index('<tr class="k-life">') :]
    cells = [re.findall("<span>(.*?)</span>", cell) for cell in re.findall("<td>(.*?)</td>", row)]
    assert cells == [["12:10"]] * 5 + [["09:30", "13:30"], ["13:30"]]
    assert "〔高群〕 12:40" in words(page) and "每月第一个周日 20:00" in words(page)


def test_columns_stand_in_the_order_of_the_day(project: Project) -> None:
    early = "name: 清早\nkind: life\npurpose: activation\nchannel: group\nwhen: mon 07:00\n"
    never = "name: 不定时\nkind: life\npurpose: activation\nchannel: group\nowner: owner\n"
    said = words(build(project(FULL | {"content/columns/x.yaml": early, "content/columns/a.yaml": never})))
    weekly = said[said.index("栏目周表") :]
    assert weekly.index("清早") < weekly.index("〔午间〕") < weekly.index("不定时")


def test_a_window_over_midnight_is_drawn_at_both_ends(project: Project) -> None:
    page = build(project(FULL))
    assert 'd="M1320 0h120v60h-120zM0 0h60v60h-60z"' in page and "每天 22:00–01:00" in words(page)


def test_pictures_are_below_images(project: Project) -> None:
    assert Elements(build(project(FULL))).attributes["src"] == ["app.js", "images/a.png", "images/b.png"]


def test_a_brand_that_is_only_a_name_gets_a_cover(project: Project) -> None:
    bare: dict[str, str | bytes] = {
        "brand/brand.yaml": "name: 牌\ndomain: a.example\nzone: Asia/Shanghai\nlocale: zh-CN\n",
        "brand/personas/student.yaml": "",
        "brand/products/osmanthus.yaml": "",
        "content/columns/menu.yaml": "",
        "content/columns/noon-cup.yaml": "",
        "content/weeks/2026-W40.yaml": "",
    }
    page = build(project(bare))
    assert "section" not in Elements(page).tags and words(page).strip() == "品牌手册牌"
    assert "#" not in page[page.index("<nav") : page.index("</nav")]


def test_empty_fields_show_nothing(project: Project) -> None:
    less: dict[str, str | bytes] = {
        **{name: text for name, text in FULL.items() if "tiers" in name},
        "brand/ip/amy.yaml": "nickname: 小艾\nrole: 福利官\n",
        "brand/tiers/low.yaml": "name: 低群\n",
        "brand/tiers/high.yaml": "name: 高群\n",
        "content/columns/menu.yaml": "",
    }
    page = main(build(project(less)))
    for element in (
        "<dd></dd>",
        "<dt></dt>",
        "<p></p>",
        '<p class="tags"></p>',
        "<dl></dl>",
        '<dl class="facts"></dl>',
        "None",
    ):
        assert element not in page
    assert "性格" not in page and "群规" not in page and "真人说明" not in page


def test_a_hostile_brand_stays_words(project: Project) -> None:
    quoted = EVIL.replace("'", "''")
    evil: dict[str, str | bytes] = {}
    for name, text in FULL.items():
        evil[name] = re.sub("〔[^〕]*〕", lambda mark: f"'{quoted}'", text) if isinstance(text, str) else text
    evil["brand/wording/old.yaml"] = f"terms: '{quoted}'\nwhy: '{quoted}'\ninstead: '{quoted}'\nfine: '{quoted}'\n"
    evil["brand/tags.yaml"] = f"groups: {{g: {{name: 组, kind: basic, tags: {{old: '{quoted}'}}}}}}\n"
    page = build(project(evil))
    parser = Elements(page)
    assert parser.tags.count("script") == 1 and parser.attributes["src"] == ["app.js", "images/a.png", "images/b.png"]
    assert not [name for name in parser.attributes if name.startswith("on") or name == "style"]
    assert words(page).count(EVIL) >= 40


def test_it_speaks_english(project: Project) -> None:
    said = words(build(project(FULL), "en-GB"))
    assert "Who speaks" in said and "workdays 09:00–18:00" in said and "Up to 〔高群〕" in said
    ours = re.sub("〔[^〕]*〕", "", said)
    assert not re.search("[\u4e00-\u9fff]", ours), re.findall("[\u4e00-\u9fff]+", ours)


def test_our_own_brand_has_all_of_it() -> None:
    page = build(ROOT)
    ids = Elements(page).attributes["id"]
    assert {"ip", "persona", "tier", "column", "product", "offer"} <= set(ids)
    assert len(ids) == len(set(ids)) and page == build(ROOT)
