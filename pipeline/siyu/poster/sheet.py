"""What stands on a tier's poster, in the order it is read.

In: a library and one of its tiers. Out: `Sheet`, plain lists and strings that JSON can carry.
Promise: a brand's text stays text: it is cut into lines and runs, and nobody parses it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from siyu.diagnostic import Words
from siyu.facts.emoji import emoji
from siyu.kinds.ip import Ip
from siyu.kinds.tier import Rules, Tier
from siyu.library import Library

Run = tuple[str, str]
"""What it is ("text", "emoji", or "link", which may end a line anywhere), and its characters."""

Passage = list[list[Run]]
"""Lines of runs."""

MOST_LINES = 160  # some 12,000 pixels: what a phone still scrolls through, and what memory is taken at most
_CELLS_A_LINE = 38
_UNBROKEN = re.compile(r"([!-~]{18,}|[…—。，、！？～·]{8,})")  # no place for a line to end
_LABELS = {
    "title": Words("群规", "Group rules"),
    "purpose": Words("这个群", "What it is for"),
    "conduct": Words("约好的事", "What we agree on"),
    "penalty": Words("没做到", "Otherwise"),
    "promise": Words("答应大家的", "What you can count on"),
}


class Sheet(NamedTuple):
    """`labels` are the poster's own words; `face` is the path of the IP's picture below brand/assets, `initial` stands in its place."""

    lang: str
    title: str
    labels: dict[str, str]
    brand: Passage
    slogan: Passage
    tier: Passage
    positioning: Passage
    purpose: Passage
    conduct: list[Passage]
    penalty: Passage
    promise: Passage
    nickname: Passage
    role: Passage
    human: Passage
    initial: Passage
    face: str

    @property
    def lines(self) -> int:
        """About how many lines it takes."""
        return sum(
            max(1, ceil(sum(_cells(text) for _, text in line) / _CELLS_A_LINE))
            for passage in self.passages
            for line in passage
        )

    @property
    def passages(self) -> Iterator[Passage]:
        """Every text that a brand wrote."""
        yield from (self.brand, self.slogan, self.tier, self.positioning, self.purpose, *self.conduct)
        yield from (self.penalty, self.promise, self.nickname, self.role, self.human, self.initial)

    @property
    def text(self) -> str:
        """All that will be shown, for questions about its characters."""
        return "".join(text for passage in self.passages for line in passage for _, text in line) + "".join(
            self.labels.values()
        )

    @property
    def emoji(self) -> bool:
        """Whether an emoji is in it."""
        return any(kind == "emoji" for passage in self.passages for line in passage for kind, _ in line)


def sheet(library: Library, tier: Tier, rules: Rules) -> Sheet:
    """The poster of one tier; who signs is who speaks there."""
    brand, ip = library.brand, library.speaker(tier)
    lang = "zh" if brand.locale.lower().startswith("zh") else "en"
    labels = {name: getattr(words, lang) for name, words in _LABELS.items()}
    return Sheet(
        lang,
        f"{tier.name} · {labels['title']}",
        labels,
        _passage(brand.name),
        _passage(brand.slogan),
        _passage(tier.name),
        _passage(tier.positioning),
        _passage(rules.purpose),
        [_passage(line) for line in rules.conduct],
        _passage(rules.penalty),
        _passage(tier.promise),
        *_signature(ip),
    )


def _signature(ip: Ip | None) -> tuple[Passage, Passage, Passage, Passage, str]:
    if ip is None:
        return [], [], [], [], ""
    found = emoji(ip.nickname)
    first = ip.nickname[: found[0][1]] if found and found[0][0] == 0 else ip.nickname[0]
    return _passage(ip.nickname), _passage(ip.role), _passage(ip.human), _passage(first), str(ip.avatar or "")


def _passage(text: str | None) -> Passage:
    return [_runs(line.strip()) for line in text.strip().splitlines()] if text else []


def _runs(line: str) -> list[Run]:
    runs, at = [], 0
    for start, end in [*emoji(line), (len(line), len(line))]:
        for number, part in enumerate(_UNBROKEN.split(line[at:start].replace("\t", " "))):
            if part:
                runs.append(("link" if number % 2 else "text", part))
        if start < end:
            runs.append(("emoji", line[start:end]))
        at = end
    return runs


def _cells(text: str) -> int:
    return sum(1 if c < "\u1100" else 2 for c in text)
