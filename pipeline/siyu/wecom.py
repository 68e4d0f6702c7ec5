"""A request body for WeCom's API from what is said and to whom, or in words why there is none.

In: a text with what goes with it, its tier, the library. Out: the body of `facts.wecom`'s request, as a dict; a sentence where it must not go out.
Promise: what only the company knows is a reference (`upload:`, `tag:`, `tier:`, `group:`, `role:`), no id of anything until somebody replaces it.
Nobody gets more than its author said: what would reach others, be cut, or go out with a blank in it has no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from siyu.edition import Audience, Message
from siyu.facts.channels import CHANNELS, WELCOME
from siyu.facts.platform import MOST_ATTACHMENTS, TEXT_LIMITS, size_of
from siyu.facts.wecom import APIS, LINK_BYTES, MEDIA, MEDIA_BYTES, TAGS_IN_GROUP
from siyu.kinds.tier import Tier
from siyu.library import Library

Json = dict[str, Any]
_PLACEHOLDER = re.compile(
    r"%nick_?name%|[#$%@<\[](?:客户|用户|粉丝|好友|会员|成员|微信)*(?:昵称|姓名|称呼|名称)[#$%@>\]]", re.IGNORECASE
)
_BLANK = re.compile(r"【[^【】\n]{1,20}】")


class Said(NamedTuple):
    """What one request says. `titles` are for its link card, the first that fits; `cover` is the card's picture where no other is given."""

    channel: str
    text: str
    images: tuple[str, ...]
    link: str | None
    titles: tuple[str, ...]
    cover: str | None = None


def held(library: Library, one: Message) -> str:
    """Why a text must not go out by itself, "" where it may."""
    item, audience = one.item, one.item.audience
    if item.channel == "announcement":
        return "群公告没有接口，在群里手工发"
    if item.todo:
        return f"还没写：{item.todo}"
    if not one.text:
        return "没有正文"
    if item.state == "draft":
        return "还是草稿"
    if blanks := _blanks(library, one):
        return f"{'、'.join(blanks)} 要手填，机器不会填"
    if item.channel == "group" and item.role == "koc":
        return "KOC 用自己的号说；接口只能由群主发"
    if audience and item.channel == "group":
        return "群里不能按标签选人，群里的人都会收到"
    if audience and audience.none:
        return f"接口没有“不给谁”，有“{audience.but}”的人也会收到"
    if audience and item.channel == "one-to-one" and len(audience.any) > TAGS_IN_GROUP:
        return f"任选其一的标签最多 {TAGS_IN_GROUP} 个"
    if item.channel == "one-to-one" and not audience and (personas := _personas(library, one)):
        names = "、".join(library.personas[name].name for name in personas)
        return f"写给{names}，却没写按什么标签选（to），发出去这一层都会收到"
    return ""


def _personas(library: Library, one: Message) -> tuple[str, ...]:
    """Whom the item's campaign or column is written for."""
    column = None if one.item.campaign else library.columns.get(one.item.key)
    return one.item.personas or (column.personas if column else ())


def _blanks(library: Library, one: Message) -> list[str]:
    """What stands in 【】 for the operator to fill; where nothing is declared, and in what is typed one by one, whatever stands there."""
    found = list(dict.fromkeys(_BLANK.findall(one.text or "")))
    declared = library.house.blanks if library.house else ()
    if one.item.channel == "one-to-one" or not declared:
        return found
    return [blank for blank in found if blank[1:-1] in declared]


def body_of(library: Library, said: Said) -> Json | str:
    """The text and what is attached to it, or why the API does not take them."""
    own = next((limit for on, limit in library.brand.limits.items() if on == said.channel), None)
    limit = own if own and (own.chars or own.width or own.utf8) else TEXT_LIMITS[said.channel]
    size = size_of(said.text)
    most = (limit.chars, limit.width, limit.utf8)
    if any(bound is not None and count > bound for count, bound in zip(size, most, strict=True)):
        units = [f"{bound} {unit}" for bound, unit in zip(most, ("字", "宽", "字节"), strict=True) if bound is not None]
        return f"文字太长：{size.chars} 字、{size.width} 宽、{size.utf8} 字节，接口最多 {' / '.join(units)}"
    known = (CHANNELS.get(said.channel) or WELCOME[said.channel]).nickname
    for match in _PLACEHOLDER.finditer(said.text):
        if match[0] != known:
            return f"{match[0]} 这个接口不认，会原样发出去"
    attached = _attached(library, said)
    if isinstance(attached, str):
        return attached
    number = MOST_ATTACHMENTS[said.channel].number if own is None or own.images is None else own.images
    if len(attached) > number:
        return f"附件最多 {number} 个，这里有 {len(attached)} 个，多的会被拒收或丢掉"
    body: Json = {"text": {"content": said.text}}
    if said.channel == "group-joined":
        return body | {part["msgtype"]: part[part["msgtype"]] for part in attached}
    return body | ({"attachments": attached} if attached else {})


def _attached(library: Library, said: Said) -> list[Json] | str:
    """Pictures, videos, and a link that does not stand in the text; Moments take one kind, and a link only with a cover."""
    made: list[Json] = []
    for name in said.images:
        asset = library.assets[name]
        kind = MEDIA.get(asset.kind)
        if kind is None:
            return f"{name} 不是 JPG、PNG 或 MP4，接口不收"
        if not MEDIA_BYTES[0] <= asset.size <= MEDIA_BYTES[1]:
            return f"{name} 有 {asset.size} 字节，接口收 {MEDIA_BYTES[0]} 到 {MEDIA_BYTES[1]} 字节"
        made.append({"msgtype": kind, kind: {"media_id": f"upload:{name}"}})
    if said.link and said.link not in said.text:
        most = APIS[said.channel].title
        title = next((name for words in said.titles if 0 < len((name := " ".join(words.split())).encode()) <= most), "")
        if not title or len(said.link.encode()) > LINK_BYTES:
            return f"链接卡片放不下：标题最多 {most} 字节，网址最多 {LINK_BYTES} 字节"
        card = {"title": title, "url": str(said.link)}
        if said.channel == "moments":
            if not said.images and said.cover:
                return _attached(library, said._replace(images=(said.cover,)))
            if [part["msgtype"] for part in made] != ["image"]:
                return "朋友圈的链接卡片要正好一张图做封面；或把网址写进正文"
            return [{"msgtype": "link", "link": card | made[0]["image"]}]
        made.append({"msgtype": "link", "link": card})
    kinds = [part["msgtype"] for part in made]
    if said.channel == "moments" and "video" in kinds and len(kinds) > 1:
        return "朋友圈一条只能放图、1 个视频或 1 个链接中的一种"
    return made


def addressed(library: Library, tier: Tier, one: Message, said: Json) -> Json:
    """The body with whom it goes to: of each list one tag at least."""
    item = one.item
    if item.channel == "group":
        return {"chat_type": "group", "chat_id_list": [f"group:{tier.id}"], "sender": "role:owner", **said}
    must = [[f"tier:{tier.id}"]] if tier.id != "all" else []
    must += _tags(library, item.audience) if item.audience else []
    if item.channel == "moments":
        tags = ["&".join(each) for each in product(*must)] if must else []
        return said | ({"visible_range": {"external_contact_list": {"tag_list": tags}}} if tags else {})
    if not must:  # a project without tiers means all the customers of whoever sends it
        return {"chat_type": "single", "sender": f"role:{item.role}", **said}
    return {"chat_type": "single", "tag_filter": {"group_list": [{"tag_list": tags} for tags in must]}, **said}


def _tags(library: Library, audience: Audience) -> list[list[str]]:
    """By name, which is how a company's own tags are found; by id where two have one name."""
    names = list(library.tags.values())

    def called(tag: str) -> str:
        name = library.tags.get(tag, tag)
        return f"tag:{name if names.count(name) == 1 else tag}"

    return [
        *([[called(tag) for tag in audience.any]] if audience.any else []),
        *([called(tag)] for tag in audience.all),
    ]


def references(body: Any) -> Iterator[str]:
    """The references of a body: what is said and where a link leads is none."""
    for key, value in body.items() if isinstance(body, dict) else [("", part) for part in body]:
        if isinstance(value, dict | list):
            yield from references(value) if key != "text" else ()
        elif key in ("", "media_id", "sender"):
            yield value
