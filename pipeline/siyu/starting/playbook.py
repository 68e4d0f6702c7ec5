"""A ready playbook, filled with a project's own tiers, product, voice and channels.

In: the library, a mechanic, the campaign's id, its launch and tiers. Out: the files' texts by path.
Promise: what the project does not have leaves no hole: a blank for the operator stands there instead, or the line goes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from siyu.document import for_tier
from siyu.kinds.product import Product
from siyu.kinds.tier import Tier
from siyu.library import Library
from siyu.starting.project import scalar

_FOLDER = Path(__file__).parent.parent / "playbooks"
_DATE = re.compile(r"<<launch([+-]\d+)?>>")
_TOKEN = re.compile(r"<<([a-z]+)>>")
_STEP = re.compile(r"^  ([a-z]+):\n(?:    .*\n)+", re.MULTILINE)


def draft(
    library: Library, mechanic: str, name: str, launch: date, tiers: Sequence[str], called: str | None = None
) -> dict[str, str]:
    """The campaign's file, and its offer's where the mechanic has one; `called` is what people call it."""
    shared = {match[1]: match[0] for match in _STEP.finditer(_text("shared"))}
    text = re.sub(r"^  <<([a-z]+)>>\n", lambda match: shared[match[1]], _text(mechanic), flags=re.MULTILINE)
    length = re.search(r"^ends: <<launch([+-]\d+)>>", text, re.MULTILINE)
    words = _words(library, name, tiers or sold_to(library), launch)
    words["ends"] = str(launch + timedelta(int(length[1]) if length else 0))
    text = re.sub(
        "^name: .*$", lambda line: f"name: {scalar(called)}" if called else line[0], text, count=1, flags=re.MULTILINE
    )
    made = {f"content/campaigns/{name}.yaml": _filled(text, launch, words)}
    if (_FOLDER / f"{mechanic}.offer.yaml").exists():
        made[f"content/offers/{name}.yaml"] = _filled(_text(f"{mechanic}.offer"), launch, words)
    return made


def sold_to(library: Library) -> Sequence[str]:
    """The tiers but those that are served one by one; none where that is all of them, or none of them."""
    tiers = library.covers(None)
    wanted = [str(tier.id) for tier in tiers if tier.style != "service"]
    return wanted if len(wanted) < len(tiers) else ()


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.yaml").read_text("utf-8")


def _filled(text: str, launch: date, words: Mapping[str, str]) -> str:
    text = _DATE.sub(lambda match: str(launch + timedelta(int(match[1] or 0))), text)
    for name in ("tiers", "product"):
        if not words[name]:  # the whole line goes
            text = re.sub(rf"^.*<<{name}>>\n", "", text, flags=re.MULTILINE)
    return _TOKEN.sub(lambda match: words[match[1]], text)


def _words(library: Library, name: str, tiers: Sequence[str], launch: date) -> dict[str, str]:
    """What each token of a playbook stands for in this project."""
    covered = library.covers(tiers or None)
    groups = (
        any(tier.group for tier in covered)
        or bool(library.announcements)
        or any(column.channel in ("group", "announcement") for column in library.columns.values())
    )
    speakers = [library.speaker(tier) for tier in covered]
    product = _product(library, covered, launch)
    linked = product and product.link and all(for_tier(product.link, tier.id) for tier in covered)
    return {
        "id": name,
        "tiers": f"tiers: [{', '.join(tiers)}]" if tiers else "",
        "group": "group" if groups else "moments",
        "notice": "announcement" if groups else "moments",
        "here": "群里" if groups else "这里",
        "self": "{{ ip.self }}" if all(speakers) else "我们",
        "you": "{{ ip.customers }}" if all(ip and ip.voice.customers for ip in speakers) else "大家",
        "product": str(product.id) if product else "",
        "item": "{{ product.name }}" if product else "【商品】",
        "point": "{{ product.point }}" if product else "【一个卖点】",
        "price": "{{ product.price }}" if product else "【价格】",
        "buy": "{{ product.link }}" if linked else "【下单链接】",
    }


def _product(library: Library, tiers: Sequence[Tier], launch: date) -> Product | None:
    """The first that all of these tiers can buy on that day; one that brings people rather than one that earns."""
    fits = [
        product
        for product in library.products.values()
        if (not product.tiers or all(tier.id in product.tiers for tier in tiers))
        and (product.valid is None or product.valid[0] <= launch <= product.valid[1])
    ]
    return min(
        fits, key=lambda product: ("traffic", "benefit", "profit", "exclusive").index(product.role), default=None
    )
