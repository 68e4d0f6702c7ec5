"""A link that leads to another host than the brand's own: the likeliest sign of a copied text, a wrong shop, or a fraud."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.hostile import MANY
from siyu.facts.links import addresses, host
from siyu.library import Library
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Span, Text


def link_off_hosts(texts: Texts) -> Iterator[Finding]:
    """An error for each address outside `hosts`, in documents, link fields and texts."""
    hosts = tuple(texts.library.brand.hosts)
    if not hosts:
        return
    told = set()
    for link in _written(texts.library):
        told.add(str(link))
        yield from _look(link, link.span, hosts)
    for passage in texts.passages:
        if passage.link and passage.link not in told:
            yield from _look(passage.link, passage.link.span if isinstance(passage.link, Text) else passage.span, hosts)
        for address, start, end in addresses(passage.text)[:MANY]:
            if address not in told and address != passage.link and not _own(address, hosts):
                yield from _look(address, passage.at(start, end), hosts)


def _written(library: Library) -> Iterator[Text]:
    """Every link that a document gives; a text that shows one is not blamed again."""
    yield from library.brand.links.values()
    for ip in library.ips.values():
        yield from ip.card.links.values()
    for product in library.products.values():
        yield from (product.link or {}).values()
    for offer in library.offers.values():
        yield from (offer.link or {}).values()


def _own(address: str, hosts: tuple[str, ...]) -> bool:
    name = host(address)
    return any(name == own or name.endswith(f".{own}") for own in hosts)


def _look(address: str, span: Span, hosts: tuple[str, ...]) -> Iterator[Finding]:
    if _own(address, hosts):
        return
    name = host(address)
    words = Words(f"这个链接通向 {name or '不明的地方'}", f"this link leads to {name or 'an unknown host'}")
    known = "、".join(hosts), ", ".join(hosts)
    note = Note(
        Words(
            f"brand.yaml 的 hosts 只有 {known[0]}；换成自己的链接，或把这个域名加进去",
            f"hosts in brand.yaml has {known[1]} only; use a link of the brand's own, or add the host",
        ),
        hosts[0].span if isinstance(hosts[0], Text) else None,
    )
    yield Finding(words, span, (note,))


RULE = Rule(
    name="link-off-hosts",
    severity=Severity.ERROR,
    what=Words("链接通向 hosts 以外的域名", "a link leads to a host that is not among the brand's hosts"),
    why=Words(
        "多半是抄来的文案、别家的店铺，或者有人动了手脚；发出去以后，点的是相信你的人",
        "it was copied along, leads to another's shop, or was tampered with; those who trust you will tap it",
    ),
    instead=Words(
        "换成自己的链接；确实要用，就把域名加进 brand.yaml 的 hosts",
        "use a link of the brand's own; or add the host to hosts in brand.yaml",
    ),
    find=link_off_hosts,
)
