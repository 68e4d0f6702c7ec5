"""Hard selling in a tier that came for service: one 秒杀, and the adviser is a salesman."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, plural
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule

_RUSH = re.compile(
    "秒杀|抢购|限时抢|限时购|限量抢|疯抢|哄抢|开抢|手慢无|清仓|甩卖|打折|折扣|特价|满减|立减|"
    r"最后 ?[0-9一二三四五六七八九十两几]{1,4} ?(?:件|份|单|台|套|瓶|盒|支|席|个名额)(?![^\W了抢速先库现])|"
    r"(?:[1-9](?:\.[0-9])?|[五六七八九]) ?折(?![叠页痕纸返扇断磨服腾旧算])"
)
_NOT = re.compile(
    "(?:[不没勿拒](?![止仅只但光]|要?错过)[^，。！？；、：\n]{0,4}|(?<![特分个])别(?!错过)[^，。！？；、：\n]{0,3}|无)$"
)


def hard_selling(texts: Texts) -> Iterator[Finding]:
    """In tiers of `style: service`: a warning for each word of the market in a text, and for a second post to sell in one week."""
    selling: dict[str, list[Passage]] = {}
    for passage in texts.passages:
        tier = passage.tier
        if tier is None or tier.style != "service":
            continue
        for match in _RUSH.finditer(passage.text):
            if not _NOT.search(match.string, max(0, match.start() - 6), match.start()):
                words = Words(
                    f"{tier.name} 是服务型，不说“{match[0]}”",
                    f"{match[0]!r} in tier {tier.id!s}, whose style is service",
                )
                note = Note(Words("换成建议和约时间的说法", "give advice or offer an hour instead"), tier.style.span)
                yield Finding(words, passage.at(*match.span()), (note,))
        if passage.item and passage.item.purpose == "conversion" and passage.channel != "task":
            selling.setdefault(tier.id, []).append(passage)
    for passages in selling.values():
        if len(passages) > 1 and (tier := passages[1].tier) and tier.style:
            words = Words(
                f"{tier.name} 是服务型，这周却有 {len(passages)} 条以转化为目的",
                f"{plural(len(passages), 'post')} of purpose conversion in a week for {tier.id!s}, whose style is service",
            )
            note = Note(
                Words("一周最多一条；其余改成别的目的", "one a week at most; let the others serve"), tier.style.span
            )
            yield Finding(words, passages[1].span, (note,))


RULE = Rule(
    name="hard-selling",
    severity=Severity.WARNING,
    what=Words(
        "服务型的分层里说促销的话，或一周不止一次要人下单",
        "a tier of style service is pressed to buy: words of the market, or more than one post to sell in a week",
    ),
    why=Words(
        "他们是来找顾问的，一句“秒杀”，顾问就成了推销员", "they came for an adviser, and one word makes her a salesman"
    ),
    instead=Words("换成建议和约时间的说法；一周最多一条转化", "give advice or offer an hour; sell once a week at most"),
    find=hard_selling,
)
