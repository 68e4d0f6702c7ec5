"""Promotions as people type them: 满199减50, 第二件半价, 全场 8 折, 买一送一, 下单立减 20 元, 10 元无门槛券.

In: a text. Out: `Bargain`s: what kind, and the numbers they are made of.
Promise: what is asked (有没有满减), denied (不搞满减), past (去年双十一满 300 减 40) or somebody else's (楼下超市买一送一) is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from siyu.facts.han import ONES, digits, spoken
from siyu.facts.hostile import MANY

_N = r"(\d{1,6}(?:[.．]\d{1,2})?|[一二两三四五六七八九十百]{1,4})"
_UNIT = "[件支瓶盒杯份套罐箱袋包双条只个片]"
_FOLD = r"(?:([1-9](?:[.．]\d|\d)?|[一二三四五六七八九](?:[点.]?[一二三四五六七八九])?) ?折(?!起[来身]|[叠页痕纸返扇断磨服腾旧算回中腰耳射线角合子]))"
_FULL = rf"满 ?{_N} ?(?:元|块钱?|{_UNIT})?[，, ]?"
_FIRST = re.compile(  # what any other clause would need, too
    r"全场|全店|全部|所有|任意|[今明后][天晚日]|本周|这周|周[一二三四五六日末]|限时|只到|仅|享|低至|会员|群友|群里|群内|下单|拍下|到店|进店|付款|结账|专场|任选|同行|第[一1]|双十[一二]|直播间?|每[单件支瓶杯]"
)
_ALONE = re.compile(r"[\W打享只要低至一律统直接都]*")
_SECOND = re.compile(
    rf"第 ?([二两三四2-4]) ?{_UNIT}[，, ]?(?:[^\W\d]{{0,2}}半价|免费|[只仅再要需立打减加享]{{0,3}} ?{_N} ?[元块折])"
)
_BUY, _TAKE = (
    re.compile(rf"{word} ?([一二两三四五1-5]) ?{_UNIT}? ?[送赠发得享免] ?([一二两三四五1-5])(?! ?[天日小句束])")
    for word in "买拍"
)
_HALF = re.compile("半价(?![票的值])")
_CALLED = re.compile(
    rf"价(?<=秒杀价|拼团价|团购价|活动价|首发价|预售价|尝鲜价|早鸟价|限时价)[是为：: 只要仅]{{0,3}}[¥￥]? ?{_N}(?=$| ?[元块，。！\n])",
    re.MULTILINE,
)
_DOWN, _LESS, _SAVED, _BACK = (re.compile(rf"{word} ?{_N} ?[元块]") for word in ("减", "直降", "立省", "返现"))
_ENDS = re.compile(r"起?(?:[^\w ]|$)")
_KINDS = [
    (
        "满",
        "满",
        False,
        re.compile(
            rf"{_FULL}(?:[就即可能立再直享]{{0,2}}[减抵返省] ?{_N}|[就即可能再享打]{{0,2}} ?{_FOLD}|[就即可能再]{{0,2}}[送赠](?:出|[一二两三四五\d正小同旅护礼赠][^，。]))"
        ),
    ),
    ("第", "第", False, _SECOND),
    ("折", "折", True, re.compile(_FOLD)),
    ("买", "送", False, _BUY),
    ("拍", "送", False, _TAKE),
    ("减", "减", True, _DOWN),
    ("降", "减", True, _LESS),
    ("省", "减", True, _SAVED),
    ("返", "返", True, _BACK),
    (
        "券",
        "券",
        False,
        re.compile(
            rf"(?:[领送发赠抢派][^，,。！？\n]{{0,6}}?|无门槛[^，,。\n]{{0,2}}?){_N} ?[元块]?[^，,。！？\n]{{0,4}}券(?![码后])"
        ),
    ),
    ("半", "半", True, _HALF),
    ("价", "价", False, _CALLED),
]
"""A letter that it cannot do without, kind, whether its clause must say more, and how it is typed."""
_WORDS = (_SECOND, _BUY, _TAKE, _HALF, _LESS, _BACK, _CALLED)  # each begins with a letter: fast to look for
_SAYS = {"满": "满", "第": "第", "折": "折", "送": "送赠发得享免", "减": "减降省", "返": "返", "券": "券", "半": "半"}
_NUMBER = re.compile(r"\d{1,6}(?:[.．]\d{1,2})?|[一二两三四五六七八九十百]{1,4}")
_NONE = re.compile(
    r"[？?吗]|有没有|会不会|要不要|是不是|能不能|还是|哪个|从来|拒绝|去年|前年|往年|上[一]?[周次个年回月]|昨[天晚日]|前[天晚]|那[天年次时会]|当[时年]|曾|以前|之前"
    r"|[买打抢领送用]了|超市|商场|便利店|别家|别人|隔壁|楼下|平台|人家|外面|[一某那这]家|菜场|书店|面包店|我买|我妈|我爸|妈妈|朋友(?!们)|同事(?:们?[买说问]|家|那)|老公|转发|集赞|拉 ?[\d一二三人]|邀请|结束|过期|如果|假如|比如|例如"
)
_NOT = re.compile(r"[不没别勿非](?!用|要|限|止|仅|错)[^，,。]{0,6}$|无(?!门槛|需|套路)[^，,。]{0,4}$")
_SENTENCE = "\n。！？!?；;"


class Bargain(NamedTuple):
    """`kind` is the letter that tells it, `numbers` are in hundredths; both places are in the text."""

    kind: str
    numbers: tuple[int, ...]
    start: int
    end: int


def bargains(text: str, named: Callable[[str], bool]) -> list[Bargain]:
    """Every promotion that a text makes now; each place once. `named`: whether words name a product of the house's."""
    found: list[Bargain] = []
    if not ("满" in text or "折" in text or "减" in text or "券" in text or "省" in text):
        for words in _WORDS:
            if words.search(text):
                break
        else:
            return found
    for letter, kind, more, pattern in _KINDS:
        for match in islice(pattern.finditer(text), MANY) if letter in text else ():
            start, end = match.start() - 2 * (kind == "价"), match.end()
            apart = all(end <= other.start or start >= other.end for other in found)
            if apart and _made(text, start, end, more, named):
                found.append(Bargain(kind, tuple(_numbers(match)), start, end))
    return sorted(found, key=lambda each: each.start)


def _made(text: str, start: int, end: int, more: bool, named: Callable[[str], bool]) -> bool:
    """Whether the words around offer it, here and now."""
    opened = _edge(text, start, _SENTENCE)
    closed = min((at for mark in _SENTENCE if (at := text.find(mark, end)) >= 0), default=len(text))
    before = text[max(opened, _edge(text, start, "，,、")) : start]
    alone = _ALONE.fullmatch(before) and _ENDS.match(text, end)
    if more and not (alone or _FIRST.search(before) or named(before)):
        return False
    return not _NOT.search(before) and not _NONE.search(text, opened, closed + 1)


def _edge(text: str, start: int, marks: str) -> int:
    return max(text.rfind(mark, 0, start) for mark in marks) + 1


def _numbers(match: re.Match[str]) -> Iterator[int]:
    for number, typed in enumerate(match.groups(), 1):
        if typed:
            amount = hundredths(typed)
            folded = match.string[match.end(number) : match.end(number) + 2].strip().startswith("折")
            yield amount * 10 if folded and amount < 1000 else amount  # 8 折 and 80 折 are one


def hundredths(typed: str) -> int:
    """A number in digits or as it is said, in hundredths: 6.9, 八八, 十五."""
    if typed[0].isdecimal():
        whole, _, rest = typed.replace("．", ".").partition(".")
        return int(whole) * 100 + int((rest + "00")[:2])
    han = typed.replace("点", "")
    return (digits(han) if all(each in ONES for each in han) else spoken(han) or 0) * 100


def says(text: str, bargain: Bargain) -> bool:
    """Whether an offer's words are about the same: its kind, and all of its numbers."""
    if bargain.kind == "半":
        return re.search("半价|[5５五] ?折|对折", text) is not None
    numbers = {hundredths(match[0]) for match in _NUMBER.finditer(text)}
    numbers |= {number * 10 for number in numbers if number < 1000} if "折" in text else set()
    told = bargain.kind == "价" or any(letter in text for letter in _SAYS[bargain.kind])
    return told and numbers.issuperset(bargain.numbers)
