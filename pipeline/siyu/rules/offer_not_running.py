"""An offer in a text that goes out after its last day, or before its first without saying so: the code fails, and the group hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.dates import deadlines
from siyu.kinds.offer import Offer
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule

_OVER = re.compile(
    r"已?结束|名单|获奖|中奖|得奖|开奖|揭晓|恭喜|公布|感谢|谢谢|回顾|复盘|错过|返场|兑奖|领奖|用券|没用完|到期|过期"
)
_AHEAD = re.compile(
    r"预告|预热|即将|敬请|明[天日早晚]|后天|大后天|下周|下个?月|本周[三四五六日末]|这周[三四五六日末]|周末|倒计时|倒数|开抢|预约|提前|先说|先透|剧透|马上|等[我着到你]|还有 ?[\d一二三四五六七八九十]+ ?[天日]|[\d一二三四五六七八九十]+ ?天[之以]?后|开始前|准备"
)
_AFTERWARDS = re.compile(r"领奖|兑奖|兑换|用券|发货|寄|送达|退|换货|售后|地址|收货|公布|开奖|晒")


def offer_not_running(texts: Texts) -> Iterator[Finding]:
    """A warning for each text of an offer outside its days, and for each day after its last until which a text says that it lasts;
    results told afterwards and announcements made before are no offers."""
    for passage in texts.passages:
        item = passage.item
        offer = item.offer if item else None
        if item is None or offer is None:
            continue
        if offer.ends and item.date > offer.ends and not _OVER.search(passage.text):
            words = Words(
                f"优惠“{offer.name}”到 {offer.ends} 就结束了，这条 {item.date} 才发",
                f"offer {offer.id!s} ended on {offer.ends}, this goes out on {item.date}",
            )
        elif offer.begins and item.date < offer.begins and not _announced(passage.text, offer.begins):
            words = Words(
                f"优惠“{offer.name}”{offer.begins} 才开始，这条 {item.date} 就发了",
                f"offer {offer.id!s} begins on {offer.begins}, this goes out on {item.date}",
            )
        else:
            yield from _later(passage, item.date, offer)
            continue
        note = Note(
            Words(
                "换一天发、换一个优惠，或改它的 begins、ends；只是预告就写明哪天开始",
                "move it, choose another offer, or change its begins or ends; an announcement says the first day",
            ),
            offer.name.span,
        )
        yield Finding(words, passage.span, (note,))


def _later(passage: Passage, posted: date, offer: Offer) -> Iterator[Finding]:
    """优惠到 12 月 20 日, of an offer that ends on the 17th."""
    for day, _, start, end, clause in deadlines(passage.text, posted) if offer.ends else ():
        if offer.ends and day > offer.ends and not _AFTERWARDS.search(clause):
            written = passage.text[start:end].strip()
            words = Words(
                f"优惠“{offer.name}”到 {offer.ends} 就结束了，这里写着“{written}”",
                f"offer {offer.id!s} ends on {offer.ends}, the copy says {written!r}",
            )
            note = Note(
                Words("改成一样的日子，用 {{ offer.ends }} 更稳", "make them one day; {{ offer.ends }} stays right"),
                offer.name.span,
            )
            yield Finding(words, passage.at(start, end), (note,))


def _announced(text: str, begins: date) -> bool:
    """Whether the text says the first day, or that it is yet to come."""
    weekday = "一二三四五六日"[begins.weekday()]
    day = (
        rf"(?<!\d)0?{begins.month} ?[月./-] ?0?{begins.day}(?!\d)|(?<!\d){begins.day} ?[日号]|(?:周|星期|礼拜){weekday}"
    )
    return bool(_AHEAD.search(text) or re.search(day, text))


RULE = Rule(
    name="offer-not-running",
    severity=Severity.WARNING,
    what=Words("优惠在发布那天已经结束，或还没开始", "a text shows an offer on a day when it does not run"),
    why=Words("口令用不了、价格不对，群里马上就知道", "the code fails, the price is wrong, and the group hears of it"),
    instead=Words(
        "换一天发，或改优惠的 begins、ends；预告要写明哪天开始",
        "move the text, or change the offer's begins or ends; an announcement says the first day",
    ),
    find=offer_not_running,
)
