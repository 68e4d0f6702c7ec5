"""More group welcomes than a company may keep: the last tiers greet nobody."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.platform import MOST_TEMPLATES
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def too_many_templates(texts: Texts) -> Iterator[Finding]:
    """One warning, at the first script past the limit; tiers that are greeted alike share a template."""
    greetings: set[tuple[object, ...]] = set()
    last = None
    for passage in texts.passages:
        if passage.channel == "group-joined":
            greetings.add((passage.text, passage.images, passage.link))
            if len(greetings) > MOST_TEMPLATES.number and last is None:
                last = passage
    if last is not None:
        most = MOST_TEMPLATES.number
        words = Words(
            f"入群欢迎语有 {len(greetings)} 份，一个企业最多 {most} 份",
            f"there are {len(greetings)} different group welcomes, {most} at most for a company",
        )
        note = Note(
            Words("让几层共用一份：去掉正文里各层不同的字", "let tiers share one: leave out what differs between them")
        )
        yield Finding(words, last.span, (note,))


RULE = Rule(
    name="too-many-templates",
    severity=Severity.WARNING,
    what=Words("各层的入群欢迎语加起来超过 100 份", "the tiers have more than 100 different group welcomes together"),
    why=Words("企业微信不让再加，最后几层就没人打招呼", "WeCom takes no more, and the last tiers greet nobody"),
    instead=Words("让几层共用一份", "let tiers share one"),
    find=too_many_templates,
    source="WeCom developer document 96357 (2023-12-01)",
)
