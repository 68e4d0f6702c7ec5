"""What people call things in a sheet → the ids of the project.

In: a library. Out: `Names`. Promise: an id, a name, or a piece of exactly one name is understood; what could be two is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from siyu.diagnostic import Note, did_you_mean
from siyu.facts.channels import CHANNELS
from siyu.facts.typed import same
from siyu.facts.words import english
from siyu.library import Library

_ALL = {
    same(word) for word in ["全部", "全部群", "所有", "所有群", "全员", "各群", "全群", "每个群", "不限", "全体", "all"]
}
_CHANNELS = {
    "moments": "朋友圈文案 企微朋友圈 企业微信朋友圈 moments",
    "group": "群内 微信群 企微群 社群消息 群聊 社群群发 群里",
    "one-to-one": "1v1 1对1 单发 私信",
    "official-account": "公众号推文 推文 订阅号 服务号",
    "channel-video": "直播 视频号直播 短视频",
    "mini-program": "商城 小程序商城",
}
_ALSO = {same(name): channel for channel, names in _CHANNELS.items() for name in names.split()}
_LIST = re.compile(r"[、,，;；/+＋&\n]|(?<=群)和")


class Names:
    """One kind's names."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self.names = {str(id_): str(name) for id_, name in names}
        forms: dict[str, set[str]] = {}
        for id_, name in self.names.items():
            for form in (name, f"{name} {id_}", f"{name}（{id_}）"):
                forms.setdefault(same(form), set()).add(id_)
        self._forms = {form: ids for form, ids in forms.items() if len(ids) == 1} | {same(i): {i} for i in self.names}

    def label(self, id_: str) -> str:
        """What a sheet shows for an id: its name, with the id where that is needed to tell it apart."""
        name = self.names[id_]
        return (
            name
            if self.id_of(name) == id_ and not _LIST.search(name)
            else f"{name} {id_}"
            if not _LIST.search(name)
            else id_
        )

    def id_of(self, text: str) -> str | None:
        """The id that a text means."""
        typed = same(text)
        if found := self._forms.get(typed):
            return next(iter(found))
        within = [id_ for id_, name in self.names.items() if len(typed) > 1 and typed in same(name)]
        return within[0] if len(within) == 1 else None

    def near(self, text: str) -> tuple[Note, ...]:
        """What may have been meant."""
        labels = {self.label(id_): id_ for id_ in self.names}
        return tuple(Note(words) for words in did_you_mean(text, tuple(labels)))


def listed(text: str) -> list[str]:
    """The parts of a list, however it is joined."""
    return [part.strip() for part in _LIST.split(text) if part.strip()]


_RUNGS = (
    "新人 新客 新友 新粉 基础 引流 入门 普通 拉新 福利 潜客 泛粉",
    "会员 老客 复购 活跃 付费",
    "核心 vip svip 铁粉 铁杆 高端 黑金 至尊 超级 koc 老友",
)
"""What teams call the lowest, the middle and the highest of their groups, whatever the project calls it."""


class Project:
    """The names of a project."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.columns = _named(library.columns)
        self.tiers = _named(library.tiers)
        self.products = _named(library.products)
        self.offers = _named(library.offers)
        self.own = sorted(
            {str(name) for column in library.columns.values() for name in (*column.needs, *column.accepts)}
        )

    def tier_like(self, text: str) -> str | None:
        """The tier that a usual name of the lowest, middle or highest group means; the middle one only of three."""
        base = re.sub("(社群|用户|客户|粉丝|人群|群|层)$", "", same(text))
        rung = next((number for number, names in enumerate(_RUNGS) if base in names.split()), None)
        ladder = [str(tier.id) for tier in self.library.covers(None)]
        if rung is None or len(ladder) < 2 or (rung == 1 and len(ladder) != 3):
            return None
        return ladder[0 if rung == 0 else 1 if rung == 1 else -1]

    def tiers_of(self, text: str) -> tuple[str, ...] | str | None:
        """The tiers that a cell names in ladder order, None for all; the part that is no tier's name where there is one."""
        if same(text) in _ALL:
            return None
        whole = self.tiers.id_of(text)
        found = [whole] if whole else []
        for part in [] if whole else listed(text):
            id_ = self.tiers.id_of(part)
            if id_ is None:
                return part
            found.append(id_)
        return tuple(id_ for id_ in self.library.tiers if id_ in found)


def _named(documents: Mapping[str, object]) -> Names:
    return Names((id_, getattr(document, "name", id_)) for id_, document in documents.items())


def channel_of(text: str) -> str | None:
    """The channel that a cell means."""
    return (
        english(text.strip(), CHANNELS) or (text.strip() if text.strip() in CHANNELS else None) or _ALSO.get(same(text))
    )
