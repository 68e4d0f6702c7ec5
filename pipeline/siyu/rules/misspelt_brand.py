"""The brand's name, misspelt: customers copy what they read, and search for a brand that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.hostile import MANY
from siyu.facts.links import addresses
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_DENIED = re.compile(r"(?:不是|不叫|别写成|不要写成|写成|念成|叫成|读成|打成|看成|错写成?|误写为?|不念)[「『“‘\" ]?$")


def misspelt_brand(texts: Texts) -> Iterator[Finding]:
    """A warning for each of the brand's `wrong_names`, and for its Latin name in other case or spacing; addresses and e-mail are spelt their own way."""
    brand = texts.library.brand
    pattern = _pattern(brand.name, brand.wrong_names)
    if pattern is None:
        return
    right = [brand.name, *([brand.slogan] if brand.slogan else [])]
    for passage in texts.passages:
        for match in islice(pattern.finditer(passage.text), MANY):
            said = match.group()
            if said == brand.name or _within(passage.text, *match.span(), right):
                continue
            words = Words(
                f"品牌名写成了“{said}”，应该是“{brand.name}”", f"the brand is called {brand.name!s}, not {said}"
            )
            note = Note(Words("写成 {{ brand.name }} 就不会错", "{{ brand.name }} is never wrong"), brand.name.span)
            yield Finding(words, passage.at(*match.span()), (note,))


def _pattern(name: str, wrong: tuple[str, ...]) -> re.Pattern[str] | None:
    """Wrong names as they are; a Latin name in any case, and with anything between its letters' groups."""
    spelt = [f"{_edge(word, 0)}{re.escape(word)}{_edge(word, -1)}" for word in sorted(wrong, key=len, reverse=True)]
    letters = re.sub(r"[\s·.&_-]", "", name)
    if len(re.findall("[A-Za-z]", letters)) > 2:
        loose = r"[ \u00a0·_-]?".join(map(re.escape, letters))
        spelt.append(f"(?i:(?<![A-Za-z0-9@./_-]){loose}(?![A-Za-z0-9@_-]|[./][A-Za-z]))")
    return re.compile("|".join(spelt)) if spelt else None


def _edge(word: str, at: int) -> str:
    """Latin names are words, not parts of one."""
    if not (word[at].isascii() and word[at].isalnum()):
        return ""
    return "(?<![A-Za-z0-9@./_-])" if at == 0 else "(?![A-Za-z0-9@_-]|[./][A-Za-z])"


def _within(text: str, start: int, end: int, right: Sequence[str]) -> bool:
    """Whether it is part of the right name, of an address, or told as wrong."""
    for name in right:
        at = text.find(name, max(0, start - len(name)), end + len(name))
        while 0 <= at <= start:
            if at + len(name) >= end and name != text[start:end]:
                return True
            at = text.find(name, at + 1, end + len(name))
    return bool(_DENIED.search(text[max(0, start - 6) : start])) or any(
        begin <= start < stop for _, begin, stop in addresses(text)
    )


RULE = Rule(
    name="misspelt-brand",
    severity=Severity.WARNING,
    what=Words(
        "品牌名写错了：错字，或英文的大小写、空格不对",
        "the brand's name is misspelt, or in other case or spacing than its own",
    ),
    why=Words(
        "顾客照着搜，搜不到，或者搜到别人", "customers search for what they read, and find nobody, or somebody else"
    ),
    instead=Words(
        "写成 {{ brand.name }}；常见的错写记在 brand.yaml 的 wrong_names",
        "write {{ brand.name }}; common slips go into wrong_names in brand.yaml",
    ),
    find=misspelt_brand,
)
