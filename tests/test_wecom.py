"""Request bodies for WeCom: what the field tables allow, nobody more than the author said, and a reason where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError, validators

from conftest import HERE, ROOT, Project
from siyu.asset import Asset
from siyu.build import compile_project
from siyu.edition import Audience, Item, Message, Publication
from siyu.facts.platform import size_of
from siyu.kinds.tier import Tier
from siyu.outputs.wecom import wecom
from siyu.source import Source, Text
from siyu.wecom import Said, addressed, body_of, held, references

TEA = HERE / "brands" / "tea"
Json = dict[str, Any]


# The official field tables


def _utf8(validator: Any, most: int, value: Any, schema: Json) -> Iterator[ValidationError]:
    if isinstance(value, str) and len(value.encode()) > most:
        yield ValidationError(f"{len(value.encode())} bytes, {most} allowed")


def _width(validator: Any, most: int, value: Any, schema: Json) -> Iterator[ValidationError]:
    if isinstance(value, str) and size_of(value).width > most:
        yield ValidationError(f"{size_of(value).width} wide, {most} allowed")


_Checker = validators.extend(Draft202012Validator, {"maxUtf8": _utf8, "maxWidth": _width})  # type: ignore[no-untyped-call]
API = {
    name: _Checker(json.loads((HERE / "wecom" / f"{name}.schema.json").read_text("utf-8")))
    for name in ("add_moment_task", "add_msg_template", "send_welcome_msg", "group_welcome_template_add")
}
BY_CHANNEL = {
    "moments": "add_moment_task",
    "group": "add_msg_template",
    "one-to-one": "add_msg_template",
    "contact-added": "send_welcome_msg",
    "group-joined": "group_welcome_template_add",
}


def allowed(channel: str, body: Json) -> None:
    more = {"welcome_code": "CODE"} if channel == "contact-added" else {}
    API[BY_CHANNEL[channel]].validate({**body, **more})


PICTURE = {"msgtype": "image", "image": {"media_id": "m"}}
CARD = {"msgtype": "link", "link": {"title": "t", "url": "https://a.example"}}
TO = {"tag_filter": {"group_list": [{"tag_list": ["t"]}]}}
HI = {"text": {"content": "好"}}


@pytest.mark.parametrize(
    ("api", "body"),
    [
        ("add_moment_task", {}),
        ("add_moment_task", {"text": {"content": ""}}),
        ("add_moment_task", {"text": {"content": "好" * 2001}}),
        ("add_moment_task", {"attachments": [PICTURE] * 10}),
        ("add_moment_task", {"attachments": [PICTURE, {"msgtype": "video", "video": {"media_id": "m"}}]}),
        ("add_moment_task", {"attachments": [CARD]}),
        ("add_moment_task", {**HI, "visible_range": {"external_contact_list": {"tag_list": []}}}),
        ("add_msg_template", HI),
        ("add_msg_template", {**HI, "chat_type": "group"}),
        ("add_msg_template", {**HI, **TO, "chat_type": "group", "sender": "s"}),
        ("add_msg_template", {**HI, **TO, "chat_id_list": ["c"]}),
        ("add_msg_template", {**TO, "text": {"content": "好" * 1334}}),
        ("add_msg_template", {**HI, "tag_filter": {"group_list": [{"tag_list": [str(n) for n in range(101)]}]}}),
        ("add_msg_template", {**HI, **TO, "attachments": [PICTURE] * 10}),
        ("add_msg_template", {**HI, **TO, "attachments": [{"msgtype": "image", "link": CARD["link"]}]}),
        ("add_msg_template", {**HI, **TO, "attachments": [{"msgtype": "image", "image": {}}]}),
        ("add_msg_template", {**HI, **TO, "images": []}),
        ("send_welcome_msg", HI),
        ("send_welcome_msg", {"welcome_code": "c"}),
        ("group_welcome_template_add", {"notify": 1}),
        ("group_welcome_template_add", {**HI, "image": {"media_id": "m"}, "link": CARD["link"]}),
        ("group_welcome_template_add", {"text": {"content": "好" * 1001}}),
        ("group_welcome_template_add", {**HI, "attachments": [PICTURE]}),
    ],
)
def test_the_tables_refuse_what_the_documents_refuse(api: str, body: Json) -> None:
    assert not API[api].is_valid(body)


def test_the_tables_take_the_documents_own_examples() -> None:
    welcome = {**HI, "image": {"media_id": "m", "pic_url": "http://p.qpic.cn/0"}, "agentid": 1000014, "notify": 1}
    moment = {
        **HI,
        "attachments": [PICTURE],
        "visible_range": {"sender_list": {"user_list": ["a"], "department_list": [2]}},
    }
    mini = {"title": "t", "pic_media_id": "m", "appid": "wx8", "page": "/path/index"}
    mass = {**HI, **TO, "chat_type": "single", "sender": "s", "allow_select": True}
    API["group_welcome_template_add"].validate(welcome)
    API["add_moment_task"].validate(moment)
    API["add_msg_template"].validate(
        {**mass, "attachments": [PICTURE, CARD, {"msgtype": "miniprogram", "miniprogram": mini}]}
    )
    API["send_welcome_msg"].validate(
        {**HI, "welcome_code": "c", "attachments": [{"msgtype": "file", "file": {"media_id": "m"}}]}
    )


# A project's requests


def made(root: Path) -> tuple[Publication, dict[str, str]]:
    result = compile_project(root)
    assert result.publication is not None, [(str(d.span), d.words.en) for d in result.diagnostics]
    return result.publication, files(result.publication)


def files(publication: Publication) -> dict[str, str]:
    return {path: data.decode() for path, data, _ in wecom(publication) if isinstance(data, bytes)}


def asking(root: Path, source: Path) -> Path:
    for folder in ("brand", "content"):
        copytree(source / folder, root / folder)
    brand = root / "brand" / "brand.yaml"
    kept = re.sub(r"(?m)^sheets:.*\n", "", brand.read_text("utf-8"))
    brand.write_text(f"{kept}sheets: [wecom]\n", "utf-8")
    return root


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, dict[str, str]]:
    """The brand in the repository."""
    return made(asking(tmp_path_factory.mktemp("shop"), ROOT))


@pytest.fixture(scope="module")
def tea(tmp_path_factory: pytest.TempPathFactory) -> tuple[Publication, dict[str, str]]:
    return made(asking(tmp_path_factory.mktemp("tea"), TEA))


def channel_of(path: str, body: Json) -> str:
    name = path.rpartition("/")[2]
    return next(channel for channel in sorted(BY_CHANNEL, key=len, reverse=True) if name.startswith(channel))


def test_a_brand_that_asks_for_nothing_gets_nothing() -> None:
    result = compile_project(TEA)
    assert result.publication is not None
    assert list(wecom(result.publication)) == []


def test_every_body_is_as_the_tables_have_it(
    shop: tuple[Publication, dict[str, str]], tea: tuple[Publication, dict[str, str]]
) -> None:
    kinds = []
    for _, written in (shop, tea):
        for path, text in written.items():
            if path.endswith(".json"):
                body = json.loads(text)
                allowed(channel_of(path, body), body)
                kinds.append(channel_of(path, body))
    assert set(kinds) == set(BY_CHANNEL) and len(kinds) > 500


def test_every_text_has_its_body_or_a_reason(shop: tuple[Publication, dict[str, str]]) -> None:
    publication, written = shop
    bodies = {path: json.loads(text)["text"]["content"] for path, text in written.items() if path.endswith(".json")}
    for edition in publication.editions:
        for tier in publication.library.tiers.values():
            folder = f"{edition.plan.week.name}/{tier.id}/wecom"
            own = sorted(text for path, text in bodies.items() if path.startswith(folder))
            index = written[f"{folder}/index.md"]
            sent = [one.text for m in edition.of(tier) if m.item.channel in BY_CHANNEL for one in m.versions]
            by_hand = [m for m in edition.of(tier) if m.item.channel == "announcement"]
            assert set(own) <= set(sent), "nothing but what is pasted, to the byte"
            rows = index.partition("## 没有请求体")[2].count("\n| ") - 1
            assert len(own) + rows == len(sent) + len(by_hand)
    for script in publication.scripts:
        if script.welcome.event in BY_CHANNEL:
            assert bodies[f"welcome/{script.tier.id}/wecom/{script.name}.json"] == script.text


def test_a_tiers_bodies_name_no_other_tier_and_every_reference_is_explained(
    shop: tuple[Publication, dict[str, str]],
) -> None:
    publication, written = shop
    seen = set()
    for path, text in written.items():
        folder = path.rpartition("/")[0]
        tier = path.split("/")[1]
        if not path.endswith(".json"):
            continue
        for reference in references(json.loads(text)):
            assert f"| `{reference}` |" in written[f"{folder}/index.md"]
            kind, _, name = reference.partition(":")
            seen.add(kind)
            if kind == "upload":
                assert name in publication.library.assets
            else:
                assert kind == "role" or name.split("&")[0] == tier
    assert seen >= {"upload", "tier", "group", "role"}


def test_what_the_tea_house_can_send_and_what_not(tea: tuple[Publication, dict[str, str]]) -> None:
    _, written = tea
    bodies = {path: json.loads(text) for path, text in written.items() if path.endswith(".json")}
    assert bodies["2026-W40/guest/wecom/moments-09-28-mon-1210-daily.json"] == {
        "text": {"content": bodies["2026-W40/guest/wecom/moments-09-28-mon-1210-daily.json"]["text"]["content"]},
        "attachments": [{"msgtype": "image", "image": {"media_id": "upload:green.png"}}],
        "visible_range": {"external_contact_list": {"tag_list": ["tier:guest"]}},
    }
    shelf = next(body for path, body in bodies.items() if "member/wecom/one-to-one" in path)
    assert shelf["tag_filter"] == {"group_list": [{"tag_list": ["tier:member"]}]}
    assert "external_userid" not in shelf
    morning = next(body for path, body in bodies.items() if "guest/wecom/group-" in path)
    assert (morning["chat_type"], morning["chat_id_list"], morning["sender"]) == (
        "group",
        ["group:guest"],
        "role:owner",
    )
    friend = written["2026-W40/friend/wecom/index.md"]
    assert "【姓名】 要手填，机器不会填" in friend
    assert "| 还是草稿 |" in friend
    joined = written["welcome/guest/wecom/index.md"]
    assert "附件最多 1 个，这里有 2 个" in joined
    assert "welcome/guest/wecom/group-joined.json" not in bodies
    assert "welcome_code" in joined
    assert not any("followed" in path for path in written), "an official account is another platform"


# An item of its own

TAGS = """groups:
  skin: {name: 肤质, kind: basic, tags: {dry: 干皮, oily: 油皮, tender: 敏感肌}}
  stage: {name: 阶段, kind: behaviour, tags: {regular: 老客, pregnant: 孕期, old: 干皮}}
"""


def entry(
    project: Project, more: str, channel: str = "moments", over: dict[str, str] | None = None, tier: str = "core"
) -> dict[str, str]:
    column = f"name: 夜里一句\nkind: life\npurpose: brand\nchannel: {channel}\nwhen: mon 21:00\n"
    week = f"week: 2026-W40\ncolumns:\n  night:\n    mon:\n{more}"
    brand = (HERE / "brands" / "drinks" / "brand" / "brand.yaml").read_text("utf-8") + "sheets: [wecom]\n"
    base = {"content/columns/menu.yaml": "", "content/columns/noon-cup.yaml": "", "brand/tags.yaml": TAGS}
    own = {"content/columns/night.yaml": column, "content/weeks/2026-W40.yaml": week, "brand/brand.yaml": brand}
    if tier != "all":
        own[f"brand/tiers/{tier}.yaml"] = "name: 核心群\nroles: {owner: 小苔, service: [木木, 阿芷]}\n"
    _, written = made(project({**base, **own, **(over or {})}))
    return {path.removeprefix(f"2026-W40/{tier}/wecom/"): text for path, text in written.items()}


def only(written: dict[str, str]) -> Json:
    (body,) = (json.loads(text) for path, text in written.items() if path.endswith(".json"))
    assert isinstance(body, dict)
    return body


def why(written: dict[str, str]) -> str:
    assert list(written) == ["index.md"]
    (row,) = re.findall(r"\| 9月28日 周一 21:00 \| .* \| (.+) \|", written["index.md"])
    return str(row)


SAYS = "      copy: 早点睡。\n"


@pytest.mark.parametrize(
    ("channel", "to", "expected"),
    [
        ("moments", "{any: [dry, tender]}", "接口没有“不给谁”，有“孕期”的人也会收到"),
        ("one-to-one", "{all: [dry]}", "接口没有“不给谁”，有“孕期”的人也会收到"),
        ("group", "{any: [dry]}", "群里不能按标签选人，群里的人都会收到"),
    ],
)
def test_whoever_is_left_out_is_never_reached(project: Project, channel: str, to: str, expected: str) -> None:
    assert why(entry(project, f"{SAYS}      to: {to[:-1]}, none: [pregnant]}}\n", channel)) == expected


def test_tags_are_called_by_name_and_by_id_where_two_have_one(project: Project) -> None:
    body = only(entry(project, f"{SAYS}      to: {{any: [oily, old], all: [regular, tender]}}\n", "one-to-one"))
    filters = [["tier:core"], ["tag:油皮", "tag:old"], ["tag:老客"], ["tag:敏感肌"]]
    assert body["tag_filter"] == {"group_list": [{"tag_list": tags} for tags in filters]}


def test_moments_take_one_tag_for_all_that_must_be_so(project: Project) -> None:
    written = entry(project, f"{SAYS}      to: {{any: [oily, tender], all: [regular]}}\n")
    tags = ["tier:core&tag:油皮&tag:老客", "tier:core&tag:敏感肌&tag:老客"]
    assert only(written)["visible_range"]["external_contact_list"]["tag_list"] == tags
    assert (
        f"| `{tags[0]}` | 企业标签的 id：给这几样都有的客户打的一个标签（朋友圈的标签之间是“或”） |"
        in written["index.md"]
    )


@pytest.mark.parametrize(
    ("channel", "whom"),
    [("one-to-one", {"chat_type": "single", "sender": "role:service"}), ("moments", {})],
)
def test_a_project_without_tiers_means_everybody(project: Project, channel: str, whom: Json) -> None:
    column = f"name: 夜\nkind: life\npurpose: brand\nchannel: {channel}\nwhen: mon 21:00\nowner: service\n"
    body = only(entry(project, SAYS, over={"content/columns/night.yaml": column}, tier="all"))
    assert body == {**whom, "text": {"content": "早点睡。"}}
    allowed(channel, body)


@pytest.mark.parametrize(
    ("channel", "says", "expected"),
    [
        ("one-to-one", "      copy: 【称呼】，早点睡。\n", "【称呼】 要手填，机器不会填"),
        ("moments", "      copy: 【称呼】，早点睡。\n", "【称呼】 要手填，机器不会填"),
        ("moments", "      todo: 小满周二写\n", "还没写：小满周二写"),
        ("moments", "      copy: 早。\n      state: draft\n", "还是草稿"),
        ("announcement", SAYS, "群公告没有接口，在群里手工发"),
        ("one-to-one", "      copy: 亲爱的#客户昵称#，早。\n", "#客户昵称# 这个接口不认，会原样发出去"),
        (
            "moments",
            "      copy: 看这里。\n      link: https://a.example/1\n",
            "朋友圈的链接卡片要正好一张图做封面；或把网址写进正文",
        ),
    ],
)
def test_what_a_machine_must_not_send(project: Project, channel: str, says: str, expected: str) -> None:
    assert why(entry(project, says, channel)) == expected


def test_decoration_that_is_no_declared_blank_goes_out(project: Project) -> None:
    house = {"brand/rules.yaml": "blanks: [姓名]\n"}
    assert only(entry(project, "      copy: 【小雪】早点睡。\n", over=house))["text"] == {"content": "【小雪】早点睡。"}


@pytest.mark.parametrize(("channel", "house"), [("one-to-one", "blanks: [姓名]\n"), ("moments", "no_links: []\n")])
def test_where_nothing_is_declared_or_one_by_one_anything_in_brackets_is_a_blank(
    project: Project, channel: str, house: str
) -> None:
    told = why(entry(project, "      copy: 【小雪】早点睡。\n", channel, {"brand/rules.yaml": house}))
    assert told == "【小雪】 要手填，机器不会填"


def test_a_koc_s_words_are_not_the_owner_s(project: Project) -> None:
    koc = {
        "content/columns/night.yaml": "name: 夜\nkind: life\npurpose: brand\nchannel: group\nwhen: mon 21:00\nowner: koc\n"
    }
    assert why(entry(project, SAYS, over=koc)) == "KOC 用自己的号说；接口只能由群主发"


def test_words_for_a_persona_need_a_tag(project: Project) -> None:
    column = "name: 夜\nkind: life\npurpose: brand\nchannel: one-to-one\nwhen: mon 21:00\npersonas: [student]\n"
    told = why(entry(project, SAYS, over={"content/columns/night.yaml": column}))
    assert "却没写按什么标签选（to），发出去这一层都会收到" in told


def test_each_case_is_a_body_and_one_of_them_is_chosen_by_hand(project: Project) -> None:
    cases = "      variants: {hot: {when: 28 ℃ 以上, copy: 冰的。}, cold: {when: 28 ℃ 以下, copy: 热的。}}\n"
    written = entry(project, f"{cases}      comment: 店里见\n      pinned: true\n")
    bodies = {path: json.loads(text)["text"]["content"] for path, text in written.items() if path.endswith(".json")}
    assert bodies == {
        "moments-09-28-mon-2100-night-hot.json": "冰的。",
        "moments-09-28-mon-2100-night-cold.json": "热的。",
    }
    comment = "moments/09-28-mon-2100-night-hot.comment.txt"
    assert f"看情况只发一条：28 ℃ 以上<br>发完置顶<br>发完补首评：[{comment}](../{comment}) |" in written["index.md"]


def test_the_brand_s_own_knowledge_of_a_limit_counts(project: Project) -> None:
    brand = (HERE / "brands" / "drinks" / "brand" / "brand.yaml").read_text("utf-8")
    limits = "limits: {moments: {chars: 3, utf8: 20, source: 企业微信公告, dated: 2026-09-01}}\n"
    over = {"brand/brand.yaml": f"{brand}sheets: [wecom]\n{limits}"}
    told = why(entry(project, SAYS, over=over))  # one reading is a warning: the build goes on
    assert told == "文字太长：4 字、8 宽、12 字节，接口最多 3 字 / 20 字节"


# Hostile texts


_RESULT = compile_project(TEA).publication
assert _RESULT is not None
SPAN = _RESULT.editions[0].messages[0].item.span
LIBRARY = replace(
    _RESULT.library,
    assets={
        name: Asset(name, size, kind)
        for name, kind, size in (
            ("a.png", "png", 900),
            ("b.jpg", "jpeg", 900),
            ("v.mp4", "mp4", 900),
            ("m.mov", "mov", 900),
            ("g.gif", "gif", 900),
            ("e.png", "png", 3),
            ("h.png", "png", 11_000_000),
            ("x.svg", "svg", 9),
        )
    },
    tags={"a": "甲", "b": "乙", "c": "丙", "d": "甲"},
)

LINK = "https://a.example/1"


@pytest.mark.parametrize(
    ("channel", "images", "link", "expected"),
    [
        ("moments", ("a.png", "v.mp4"), None, "朋友圈一条只能放图、1 个视频或 1 个链接中的一种"),
        ("moments", ("v.mp4", "v.mp4"), None, "朋友圈一条只能放图、1 个视频或 1 个链接中的一种"),
        ("moments", ("v.mp4",), LINK, "朋友圈的链接卡片要正好一张图做封面；或把网址写进正文"),
        ("moments", ("a.png", "b.jpg"), LINK, "朋友圈的链接卡片要正好一张图做封面；或把网址写进正文"),
        ("moments", ("a.png",) * 10, None, "附件最多 9 个，这里有 10 个，多的会被拒收或丢掉"),
        ("group", ("a.png",) * 9, LINK, "附件最多 9 个，这里有 10 个，多的会被拒收或丢掉"),
        ("group-joined", ("a.png",), LINK, "附件最多 1 个，这里有 2 个，多的会被拒收或丢掉"),
        ("group", ("g.gif",), None, "g.gif 不是 JPG、PNG 或 MP4，接口不收"),
        ("group", ("m.mov",), None, "m.mov 不是 JPG、PNG 或 MP4，接口不收"),
        ("group", ("x.svg",), None, "x.svg 不是 JPG、PNG 或 MP4，接口不收"),
        ("group", ("e.png",), None, "e.png 有 3 字节，接口收 6 到 10485760 字节"),
        ("group", ("h.png",), None, "h.png 有 11000000 字节，接口收 6 到 10485760 字节"),
        ("group", (), f"{LINK}/{'a' * 2030}", "链接卡片放不下：标题最多 128 字节，网址最多 2048 字节"),
    ],
)
def test_attachments_that_no_api_takes(channel: str, images: tuple[str, ...], link: str | None, expected: str) -> None:
    assert body_of(LIBRARY, Said(channel, "早", images, link, ("茶",))) == expected


@pytest.mark.parametrize(
    ("channel", "images", "attached"),
    [
        ("moments", ("a.png",), [{"msgtype": "link", "link": {"title": "茶", "url": LINK, "media_id": "upload:a.png"}}]),
        ("moments", (), [{"msgtype": "link", "link": {"title": "茶", "url": LINK, "media_id": "upload:b.jpg"}}]),
        ("group", (), [{"msgtype": "link", "link": {"title": "长" * 42, "url": LINK}}]),
        ("one-to-one", ("v.mp4",), [
            {"msgtype": "video", "video": {"media_id": "upload:v.mp4"}},
            {"msgtype": "link", "link": {"title": "长" * 42, "url": LINK}},
        ]),
    ],
)  # fmt: skip
def test_a_link_card_has_the_first_title_that_fits(channel: str, images: tuple[str, ...], attached: list[Json]) -> None:
    titles = ("太长" * 22, "", "长" * 42, "茶")
    body = body_of(LIBRARY, Said(channel, "早", images, LINK, titles, "b.jpg"))
    assert body == {"text": {"content": "早"}, "attachments": attached}
    none = body_of(LIBRARY, Said(channel, "早", images, LINK, (titles[0], ""), "b.jpg"))
    assert isinstance(none, str) and none.startswith("链接卡片放不下")
    within = body_of(LIBRARY, Said("group", f"早 {LINK}", (), LINK, titles))
    assert within == {"text": {"content": f"早 {LINK}"}}, "an address in the copy is text"


WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    st.sampled_from(["好" * 999, "好" * 1000, "好" * 1333, "好" * 1334, "好" * 2000, "好" * 2001, "a" * 3000, "a" * 3001, "a" * 4001, "🧣" * 1001]),
    st.sampled_from(["%NICKNAME%，早", "%nickname%", '"},"x":{"', "\u2028", "</script>", "{{ x }}", "https://a.example/1 早", "=1+1", "\\u0000", "\ufeff早"]),
)  # fmt: skip
LINKS = st.sampled_from(
    [
        None,
        "https://a.example/1",
        "https://a.example/" + "新" * 682,
        "https://a.example/" + "新" * 700,
        'https://a.example/"}',
    ]
)
IMAGES = st.lists(
    st.sampled_from(["a.png", "b.jpg", "v.mp4", "m.mov", "g.gif", "e.png", "h.png", "x.svg"]), max_size=11
)
FINE = st.lists(st.sampled_from(["a.png", "b.jpg"]), max_size=10)


@given(
    st.sampled_from(sorted(BY_CHANNEL)),
    WORDS,
    st.one_of(IMAGES, FINE),
    LINKS,
    st.lists(st.text(max_size=50), max_size=3),
    st.sampled_from([None, "a.png", "g.gif"]),
)
def test_any_text_is_a_body_the_tables_take_or_has_a_reason(
    channel: str, text: str, images: list[str], link: str | None, titles: list[str], cover: str | None
) -> None:
    body = body_of(LIBRARY, Said(channel, text, tuple(images), link, tuple(titles), cover))
    if isinstance(body, str):
        assert body.strip()
        return
    if channel in ("group", "one-to-one", "moments"):
        item = Item("k", "k", "夜", channel, "owner", "approved", SPAN)
        body = addressed(LIBRARY, LIBRARY.tiers["guest"], Message(item, text, None), body)
    again = json.loads(json.dumps(body, ensure_ascii=False))
    assert again == body
    assert body["text"]["content"] == text, "never cut"
    allowed(channel, body)
    media = [name.removeprefix("upload:") for name in references(body) if name.startswith("upload:")]
    wanted = images or ([cover] if cover and channel == "moments" and link and link not in text else [])
    assert media == wanted, "no picture is dropped, none is added"


# Nobody more than the author said

TAG = st.lists(st.sampled_from("abcd"), unique=True, max_size=4)


def _reached(body: Json, has: frozenset[str]) -> bool:
    """Whether a customer with these references gets it, as the documents say: in a list any, of the lists each."""
    if "tag_filter" in body:
        return all(any(tag in has for tag in group["tag_list"]) for group in body["tag_filter"]["group_list"])
    wanted = body["visible_range"]["external_contact_list"]["tag_list"]
    return any(all(part in has for part in tag.split("&")) for tag in wanted)


@given(
    st.sampled_from(["moments", "one-to-one", "group"]),
    TAG,
    TAG,
    TAG,
    st.frozensets(st.sampled_from("abcd")),
    st.booleans(),
)
def test_a_body_reaches_exactly_whom_the_author_meant(
    channel: str, any_: list[str], all_: list[str], none: list[str], has: frozenset[str], here: bool
) -> None:
    def tags(names: list[str]) -> tuple[Text, ...]:
        return tuple(Text(name, Source("a", name), 0, 1) for name in names)

    audience = Audience(tags(any_), tags(all_), tags(none), "", "", SPAN) if any_ or all_ or none else None
    item = Item("k", "k", "夜", channel, "owner", "approved", SPAN, audience=audience)
    message = Message(item, "早", None)
    guest: Tier = LIBRARY.tiers["guest"]
    if held(LIBRARY, message):
        assert audience and (none or channel == "group")
        return
    body = addressed(LIBRARY, guest, message, HI)
    if channel == "group":
        assert body["chat_id_list"] == ["group:guest"]
        return
    called = {"a": "tag:a", "b": "tag:乙", "c": "tag:丙", "d": "tag:d"}
    customer = frozenset({*(called[tag] for tag in has), "tier:guest" if here else "tier:member"})
    meant = here and (not any_ or bool(has & set(any_))) and set(all_) <= has and not has & set(none)
    assert _reached(body, customer) == meant
