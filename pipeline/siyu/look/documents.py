"""A publication → what a document brings about: which it is, and what it says outside any week.

In: a publication and ids. Out: lines; whether an item of the plan has to do with them.
Promise: a column, campaign, journey, reply, account, welcome script, announcement, incentive, offer or product is found by its id, of whatever kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from siyu.diagnostic import Words
from siyu.document import Document
from siyu.edition import Item, Publication
from siyu.facts.channels import CHANNELS, WELCOME
from siyu.library import Library
from siyu.look.columns import join
from siyu.passage import Passage, texts_of_answers, texts_of_handouts, texts_of_scripts
from siyu.report.words import safe, say


def documents(library: Library) -> Mapping[str, tuple[Words, Mapping[str, Document]]]:
    """By kind: what it is called, and its documents by id."""
    return {
        "column": (Words("栏目", "column"), library.columns),
        "campaign": (Words("活动", "campaign"), library.campaigns),
        "journey": (Words("旅程", "journey"), library.journeys),
        "reply": (Words("自动回复", "reply"), library.replies),
        "account": (Words("账号", "account"), library.accounts),
        "announcement": (Words("群公告", "announcement"), library.announcements),
        "welcome": (Words("欢迎语", "welcome script"), library.welcomes),
        "incentive": (Words("激励", "incentive"), library.incentives),
        "offer": (Words("优惠", "offer"), library.offers),
        "product": (Words("商品", "product"), library.products),
    }


def ids(library: Library) -> frozenset[str]:
    """Every id of theirs."""
    return frozenset(str(id_) for _, table in documents(library).values() for id_ in table)


def concerns(item: Item, wanted: frozenset[str]) -> bool:
    """Whether an item comes from one of these, or shows it."""
    shown = (item.campaign, item.offer, item.product, *item.products)
    return item.key in wanted or any(one is not None and one.id in wanted for one in shown)


def heads(library: Library, wanted: Iterable[str], lang: str) -> Iterator[str]:
    """What each id is, and its file."""
    names = set(wanted)
    for words, table in documents(library).values():
        for id_, document in table.items():
            if id_ in names:
                called = getattr(document, "name", None) or (getattr(document, "keywords", None) or [None])[0]
                keeper = "、".join(map(str, getattr(document, "keeper", ()) or ()))
                path = document.id.source.path
                yield safe(join((f"{say(words, lang)} {id_}", called, keeper, getattr(document, "link", None), path)))


def standing(publication: Publication, wanted: frozenset[str], tiers: frozenset[str], lang: str) -> Iterator[str]:
    """What they say outside any week, whole, tier by tier."""
    library = publication.library
    for touch in publication.touches:
        item = touch.message.item
        if touch.journey.id in wanted and item.tier and (not tiers or item.tier.id in tiers) and touch.message.text:
            who = touch.persona.name if touch.persona else None
            yield from _whole((item.tier.name, touch.step.name, who, _channel(item.channel, lang)), touch.message.text)
    told: dict[tuple[str, str, str], list[Passage]] = {}
    for texts in (
        texts_of_answers(library, publication.answers, publication.pins),
        texts_of_scripts(library, publication.scripts),
        texts_of_handouts(library, publication.handouts),
    ):
        for passage in texts.passages:
            if passage.key in wanted and passage.tier and (not tiers or passage.tier.id in tiers):
                told.setdefault((passage.name, passage.channel, passage.text), []).append(passage)
    for (name, channel, text), same in told.items():
        tiers_told = "、".join(dict.fromkeys(str(one.tier.name) for one in same if one.tier))
        yield from _whole((tiers_told, name, _channel(channel, lang)), text)


def _channel(name: str, lang: str) -> str:
    channel = (CHANNELS | WELCOME).get(name)
    return name if channel is None else channel.zh if lang == "zh" else channel.en


def _whole(head: tuple[str | None, ...], text: str) -> Iterator[str]:
    yield safe(join(head))
    yield from (f"  {safe(line)}" for line in text.split("\n"))
    yield ""
