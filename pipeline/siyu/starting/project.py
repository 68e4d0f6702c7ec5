"""A new project, from the starter of a trade and six answers.

In: `Answers` and a week. Out: the files' texts by path.
Promise: pure; a starter is plain files in starters/, where `<<name>>` stands for an answer and a line that ends with `<<2>>` is kept
where there are at least two tiers (`<<0>>`: only where there are none). What an answer brings can break no file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from siyu import __version__
from siyu.diagnostic import Diagnostic, Words
from siyu.kinds import KINDS
from siyu.source import Source
from siyu.stages.load import load
from siyu.stages.parse import parse
from siyu.weeks import week_name

FOLDER = Path(__file__).parent.parent / "starters"
TIERS = ("basic", "member", "core")
_KEPT = re.compile(r" ?<<(\d)>>$")
_TOKEN = re.compile(r"<<([a-z]+)>>")


class Trade(NamedTuple):
    """A starter, and the answers it suggests."""

    name: Words
    brand: str
    nickname: str
    tiers: tuple[str, ...]
    domain: str


TRADES: dict[str, Trade] = {
    "coffee": Trade(Words("咖啡、茶饮、烘焙", "coffee, tea, bakery"), "半晌咖啡", "小晌", ("福利群", "会员群", "老友群"), "banshang.example"),
    "cosmetics": Trade(Words("护肤、美妆", "skin care, cosmetics"), "晨絮", "阿絮", ("新友群", "会员群", "知己群"), "chenxu.example"),
    "car": Trade(Words("汽车等高客单", "cars and other dear things"), "岑舟汽车", "阿舟", ("看车群", "车主群", "同行群"), "cenzhou.example"),
    "learning": Trade(Words("课程、训练营", "courses, training"), "砚上读书", "阿砚", ("试听群", "学员群", "领读群"), "yanshang.example"),
    "no-groups": Trade(Words("不建群：朋友圈、公众号、小程序", "no groups: Moments, official account, mini-program"), "三口汽水", "小口", (), "sankou.example"),
}  # fmt: skip
NEUTRAL = Trade(Words("", ""), "我的品牌", "小助理", (), "brand.example")
"""What is suggested next to a name of one's own: nothing of the starter's brand."""


class Answers(NamedTuple):
    """What the six questions bring."""

    trade: str
    brand: str
    nickname: str
    tiers: tuple[str, ...]
    domain: str
    zone: str


def starter(answers: Answers, monday: date) -> dict[str, str]:
    """Every file of the project, by path."""
    words = {
        "brand": answers.brand,
        "nickname": answers.nickname,
        "domain": answers.domain,
        "zone": answers.zone,
        "week": week_name(monday),
        "after": week_name(monday + timedelta(7)),
        "days": f"{_day(monday)}（周一）至 {_day(monday + timedelta(6))}（周日）",
        **dict(zip(TIERS, answers.tiers, strict=False)),
    }
    left_out = {f"brand/tiers/{name}.yaml" for name in TIERS[len(answers.tiers) :]}
    made = {}
    for path, text in plain(f"{answers.trade}"):
        if path not in left_out:
            made[filled(path, words)] = filled(kept(text, len(answers.tiers)), words, quoted=path.endswith(".yaml"))
    return made | tooling(words, len(answers.tiers))


def tooling(words: Mapping[str, str], tiers: int) -> dict[str, str]:
    """The files around the content: README, git, CI. They say which siyu they install."""
    said = {**words, "version": __version__}
    return {path: filled(kept(text, tiers), said) for path, text in plain("common")}


def plain(folder: str) -> Iterator[tuple[str, str]]:
    """The files of a starter; `dot-` begins the name of a hidden one."""
    for path in sorted((FOLDER / folder).rglob("*")):
        if path.is_file():
            name = path.relative_to(FOLDER / folder).as_posix()
            yield re.sub(r"(^|/)dot-", r"\1.", name), path.read_text("utf-8")


def kept(text: str, tiers: int) -> str:
    """The lines that so many tiers need."""
    lines = []
    for line in text.split("\n"):
        match = _KEPT.search(line)
        if match is None:
            lines.append(line)
        elif (int(match[1]) <= tiers) if match[1] != "0" else not tiers:
            lines.append(line[: match.start()])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def filled(text: str, words: Mapping[str, str], quoted: bool = False) -> str:
    """The text with every token's word, as YAML writes it where `quoted`."""
    return _TOKEN.sub(lambda match: scalar(words[match[1]]) if quoted else words[match[1]], text)


def scalar(text: str) -> str:
    """A text as YAML reads it back unchanged."""
    tree, found = parse(Source("", f"key: {text}\n"))
    same = tree is not None and not found and dict(tree) == {"key": text}
    return text if same else json.dumps(text, ensure_ascii=False)


def unfit(answers: Answers) -> Diagnostic | None:
    """The first thing that brand.yaml does not take: an answer that is no domain, no time zone."""
    path = "brand/brand.yaml"
    source = Source(path, starter(answers, date(2024, 1, 1))[path])
    tree, found = parse(source)
    if tree is not None:
        found += load(source, tree, "brand", KINDS["brand"].model, {})[1]
    return next(iter(found), None)


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
