"""Dates as copy types them, and until when it says that something lasts: 报名到周五, 活动截止 11/20, 12月1日前有效.

In: a text, and the day it goes out. Out: `Deadline`s.
Promise: what tells of the past (11 月 20 日截止的那批), counts (截至 11 月 20 日，已有 300 位) or recurs (每周五截单) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from siyu.facts.hostile import MANY

_DATE = (
    r"(?:(?:(20\d\d) ?[年/.-] ?)?(?<!\d)(1[0-2]|0?[1-9]) ?(月 ?|[/.．-])(3[01]|[12]\d|0?[1-9])(?![\d/%℃]| ?[度元折块万])(?: ?[日号])?"
    r"|(?<!\d)(3[01]|[12]\d|[1-9]) ?[日号]|(本周|这周|本|这个?)?(?:周|星期|礼拜)([一二三四五六日天]))"
)
_HOUR = r"(?:[ （(]*(?:周[一二三四五六日天][）) ]*)?(?:凌晨|早上|上午|中午|下午|傍晚|晚上|晚|夜里|当[天晚])?(?: ?([01]?\d|2[0-4])(?:[:：]([0-5]\d)| ?点(?!评)半?)| ?[一二三四五六七八九十]{1,2} ?点半?)?(?:整|之|以)?)? ?"
_WHAT = (
    r"(?:活动|优惠|报名|预售|特价|折扣|秒杀|团购|拼团|接龙|领取|领券|兑换|券|福利|限时|价|包邮|免邮|满减|征集|投稿|招募|有效期?|期限|开放|预[订定约]"
    r"|早鸟|下单|时间|日期|补货|接受|供应)"
)
_TO = [
    re.compile(rf"{letter} ?(?=[\d周星礼本这昨今明])(?:[昨今明][天日晚][ （(]*)?{_DATE}{_HOUR}") for letter in "到至"
]  # the letter first: fast to look for
_DASHES = [re.compile(rf"{dash}(?<=[\d日号 ]{dash}) ?{_DATE}{_HOUR}") for dash in "-~～—"]
_FROM = re.compile("间[：:]")
_NO_END = "等直回来赶收看排轮挨提迟达"
_CLOSES = re.compile(rf"截[止至单团](?:时间|日期)?[：: 是为在于到]{{0,3}}(?:[昨今明][天日晚][ （(]*)?{_DATE}{_HOUR}")
_ENDING = re.compile(rf"{_DATE}{_HOUR}$")
_SHUTS = re.compile("截[止单团]")
_ENDS = [re.compile(word) for word in ("结束", "为止", "到期")]
_BEFORE = re.compile(
    "前(?=(?:都|均|仍|还|可|再|来)?(?:有效|下单|报名|付款|领|到店|使用|用掉|拍下|抢|预[订定约]|接龙|提交|参[与加]))"
)
_TOLD = re.compile(
    r"[了过已]|的|那[批场次期]|上[一]?[次期轮批场]|原[定本来]|本来|去年|每|逢|数据|统计|销量|保质|生产|[发到]货|寄|送达|放假|休息"
)
_COUNTS = re.compile(r"[，, ：:]*(?:已|共|一共|总共|累计|我们|有 ?\d|收到|参与|还有 ?\d)")
_OVER = re.compile(
    r"延长|延期|顺延|改到|推迟|加开|名单|公布|揭晓|获奖|中奖|感谢|谢谢|错过[^，。]{0,12}[的了]|没赶上|恭喜|结果|回顾|复盘|已经?(?:结束|截止|满|关)|过期|返场"
)
_MARKS = "\n。！？!?；;，,"
_WEEK = 7


class Deadline(NamedTuple):
    """The last day, and the minute where the text says it; the place, and the clause it stands in."""

    day: date
    minute: int | None
    start: int
    end: int
    clause: str


@lru_cache(512)  # a day's texts, one after another
def nearest(month: int, day: int, post: date, year: str | None = None) -> date | None:
    """The date meant, without a year the one nearest to the post; None where no calendar has it."""
    words = {"前": -2, "去": -1, "今": 0, "明": 1}
    years = [post.year - 1, post.year, post.year + 1]
    if year:
        years = [post.year + words[year] if year in words else int(year)]
    dates = []
    for number in years:
        try:
            dates.append(date(number, month, day))
        except ValueError:
            continue
    return min(dates, key=lambda other: abs(other - post), default=None)


def deadlines(text: str, post: date) -> list[Deadline]:
    """Every day until which the text says that something lasts; none where it says that it is over."""
    found: list[Deadline] = []
    if "期" in text or _FROM.search(text):
        for dash in _DASHES:
            found += _until(text, dash, post)
    if _TO[0].search(text) or _TO[1].search(text):
        found += [*_until(text, _TO[0], post), *_until(text, _TO[1], post)]
    if "截" in text:
        for match in islice(_CLOSES.finditer(text), MANY):
            alone = match[0][2:4] in ("时间", "日期") or text[match.end() : match.end() + 1] in ("", *"\n。！!")
            found += _told(text, match, match.span(), post, alone)
        found += _behind(text, _SHUTS, post, True)
    if "束" in text or "止" in text or "期" in text:  # one rare letter is found faster than a word
        for ends in _ENDS:
            found += _behind(text, ends, post, False)
    if _BEFORE.search(text):
        found += _behind(text, _BEFORE, post, True)
    if not found or _OVER.search(text):
        return []
    found.sort(key=lambda each: (each.start, -each.end))
    return [each for n, each in enumerate(found) if n == 0 or each.start >= found[n - 1].end]


def _until(text: str, to: re.Pattern[str], post: date) -> Iterator[Deadline]:
    """仅到 12 月 1 日, 活动到周五."""
    for match in islice(to.finditer(text), MANY):
        before = text[max(0, match.start() - 1) : match.start()] or " "
        if before not in _NO_END:
            only = before in "仅只"
            yield from _told(text, match, (match.start() - only, match.end()), post, only)


def _behind(text: str, words: re.Pattern[str], post: date, alone: bool) -> Iterator[Deadline]:
    """The dates right before a word like 截止."""
    for word in islice(words.finditer(text), MANY):
        if match := _ENDING.search(text, max(0, word.start() - 24), word.start()):
            yield from _told(text, match, (match.start(), word.end()), post, alone)


def _told(text: str, match: re.Match[str], span: tuple[int, int], post: date, alone: bool) -> list[Deadline]:
    """A deadline, if the clause around makes one of it; `alone`: without a word for what ends."""
    start, end = span
    opened = max((text.rfind(mark, 0, start) for mark in _MARKS), default=-1) + 1
    closed = min((at for mark in _MARKS if (at := text.find(mark, end)) >= 0), default=len(text))
    if opened == start:  # 限时价，到本周二: the clause before says what
        opened = max((text.rfind(mark, 0, max(0, start - 1)) for mark in _MARKS), default=-1) + 1
    before, after = text[opened:start], text[end:closed]
    if _TOLD.search(before) or _TOLD.search(after) or _COUNTS.match(text, end):
        return []
    if not alone and not re.search(_WHAT, before):
        return []
    year, month, _, day, only, _, weekday = match.groups()[:7]
    if weekday:
        meant = _weekday(weekday, match[6], post) if not re.search("[周一二三四五六日天][到至~-]?$", before) else None
    elif only:
        meant = _number(int(only), post)
    else:
        meant = nearest(int(month), int(day), post, year)
    if meant is None:
        return []
    hour, minute = match.groups()[7:9]
    return [Deadline(meant, _minutes(match[0], hour, minute), start, end, text[opened:closed])]


def _weekday(han: str, this: str | None, post: date) -> date | None:
    """The weekday of the post's week; without 本周 only where it is two days ago at most: later on, people mean the next."""
    meant = post + timedelta("一二三四五六日".find(han.replace("天", "日")) - post.weekday())
    return meant if this or meant >= post - timedelta(2) else None


def _number(day: int, post: date) -> date | None:
    """The 20th of the post's month; what is more than a week ago is the next month's."""
    meant = nearest(post.month, day, post, str(post.year))
    return meant if meant and meant >= post - timedelta(_WEEK) else None


def _minutes(written: str, hour: str | None, minute: str | None) -> int | None:
    """Minutes after midnight; an hour that could be in the morning or in the evening is the later one."""
    if hour is None:
        return None
    number = int(hour)
    if number < 12 and not re.search("凌晨|早|上午", written) and (minute is None or re.search("[下晚夜]", written)):
        number += 12
    return number * 60 + int(minute or 0)
