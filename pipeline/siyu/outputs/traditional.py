"""….hant.txt and replies.hant.csv — every text to paste once more in traditional Chinese; only where brand.yaml says `traditional:`.

In: a publication and what is pasted of it. Out: the same files, converted by OpenCC, each beside the one it comes from.
Promise: addresses, codes, topics, mini-program links, emoji and placeholders of platforms stay to the byte; the brand's own words go before the dictionary's.
Needs the extra `traditional`; a brand without `traditional:` never imports it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import pairwise

from siyu.edition import Artifact, Publication
from siyu.facts.links import addresses
from siyu.facts.traditional import DRY, KEPT
from siyu.kinds.brand import Traditional

_CONFIGS = {"tw": "s2twp", "hk": "s2hk", "t": "s2t"}
Convert = Callable[[str], str]


def traditional(publication: Publication, pasted: Iterable[Artifact]) -> Iterator[Artifact]:
    """One for each text, and for each sheet of auto-replies."""
    wanted = publication.library.brand.traditional
    if wanted is None:
        return
    convert = converter(wanted, _as_typed(publication))
    for path, data, sources in pasted:
        stem, _, kind = path.rpartition(".")
        if isinstance(data, bytes) and (kind == "txt" or path.endswith("/replies.csv")):
            yield Artifact(f"{stem}.hant.{kind}", convert(data.decode()).encode(), sources)


def converter(wanted: Traditional, as_typed: Iterable[str] = ()) -> Convert:
    """What writes a text in traditional Chinese; `as_typed` are links and codes that no character may change in."""
    own = {str(word): str(said) for word, said in wanted.except_.items()}
    typed = re.compile(f"({_any(as_typed) or '(?!)'})")
    kept = re.compile("|".join((*filter(None, [_any(own)]), *KEPT, DRY)))
    return partial(_converted, typed, kept, {"干": "乾"} | own, _CONFIGS[wanted.region or "tw"])


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _converted(typed: re.Pattern[str], kept: re.Pattern[str], own: dict[str, str], config: str, text: str) -> str:
    """Piece by piece between what is kept; an address wins over a word within it."""
    pieces = typed.split(text)
    return "".join(
        piece if number % 2 else "".join(_between(kept, own, config, piece)) for number, piece in enumerate(pieces)
    )


def _between(kept: re.Pattern[str], own: dict[str, str], config: str, text: str) -> Iterator[str]:
    spans = [(0, 0), *((start, end) for _, start, end in addresses(text)), (len(text), len(text))]
    for (_, at), (start, end) in pairwise(spans):
        for match in kept.finditer(text, at, start):
            yield _plain(config, text[at : match.start()])
            yield own.get(match[0], match[0])
            at = match.end()
        yield _plain(config, text[at:start])
        yield text[start:end]


def _plain(config: str, text: str) -> str:
    """By the dictionary. It reads as far as a NUL."""
    return "\0".join(_dictionary(config)(part) for part in text.split("\0")) if text and not text.isascii() else text


@cache
def _dictionary(config: str) -> Convert:
    from opencc import OpenCC  # 80 ms, only where a brand wants it

    convert: Convert = OpenCC(config).convert
    return convert


def _as_typed(publication: Publication) -> set[str]:
    """Codes of offers, and addresses with other than ASCII in them."""
    library = publication.library
    links = [*library.brand.links.values(), *(answer.link for answer in publication.answers)]
    links += [script.welcome.link for script in publication.scripts]
    by_tier = [
        *(product.link for product in library.products.values()),
        *(offer.link for offer in library.offers.values()),
    ]
    links += [link for links_ in by_tier for link in (links_ or {}).values()]
    messages = [message for edition in publication.editions for message in edition.messages]
    messages += [touch.message for touch in publication.touches]
    links += [one.item.link for message in messages for one in message.versions]
    codes = [offer.code for offer in library.offers.values()]
    return {str(text) for text in (*links, *codes) if text and not text.isascii()}
