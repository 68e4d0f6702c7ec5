"""A link in a column that the brand keeps free of links: what was promised to be only talk turns out to sell."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.links import addresses
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Span, Text


def unwanted_link(texts: Texts) -> Iterator[Finding]:
    """A warning for each address in a text or comment of a column in `no_links`, and for a link given beside it."""
    house = texts.library.house
    kept = {str(column): column for column in house.no_links} if house else {}
    told: set[Span] = set()
    for passage in texts.passages if kept else ():
        column = kept.get(passage.key)
        if column is None or passage.item is None:
            continue
        for span in _links(passage):
            if span not in told:
                told.add(span)
                words = Words(f"{passage.name} 说好不放链接", f"{passage.key!s} is to have no links")
                yield Finding(words, span, (Note(Words("写在这里", "said here"), column.span),))


def _links(passage: Passage) -> Iterator[Span]:
    """Where the author put a link: an address, or the placeholder that became one."""
    if passage.link:
        yield passage.link.span if isinstance(passage.link, Text) else passage.span
    for _, start, end in addresses(passage.text):
        span = passage.at(start, end)
        here = passage.copy is not None and span.source is passage.copy.source
        yield span if here else passage.copy.span if passage.copy else passage.span


RULE = Rule(
    name="unwanted-link",
    severity=Severity.WARNING,
    what=Words("说好不放链接的栏目里有链接", "a column that is to have no links has one"),
    why=Words(
        "说好只聊天的地方开始卖东西，下次就没人当真了",
        "where talk was promised and goods are sold, nobody believes it twice",
    ),
    instead=Words(
        "删掉链接，或换一个栏目；要改规矩，改 brand/rules.yaml 的 no_links",
        "delete the link, or use another column; to change the rule, change no_links in brand/rules.yaml",
    ),
    find=unwanted_link,
)
