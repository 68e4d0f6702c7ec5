"""A topic that the post was to carry and its text does not: whoever taps #话题 finds every post but this one."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Span


def topic_missing(texts: Texts) -> Iterator[Finding]:
    """A warning for each text without one of its `topics`, written with #."""
    told: set[tuple[Span, str]] = set()
    for passage in texts.passages:
        for topic in passage.item.topics if passage.item else ():
            span = passage.copy.span if passage.copy else passage.span
            if f"#{topic}" in passage.text or (span, topic) in told:
                continue
            told.add((span, topic))
            words = Words(
                f"{passage.name} 的正文里没有话题 #{topic}", f"the text of {passage.key!s} lacks the topic #{topic}"
            )
            how = Words(
                f"在正文里写上 #{topic}，或从 topics 里去掉", f"write #{topic} in the copy, or take it out of topics"
            )
            yield Finding(words, span, (Note(how),))


RULE = Rule(
    name="topic-missing",
    severity=Severity.WARNING,
    what=Words("topics 里的话题，正文里没有", "a text lacks one of its topics"),
    why=Words("点话题进来的人看不到这一条", "whoever follows the topic never sees this post"),
    instead=Words("在正文里写上 #话题，或从 topics 里去掉", "write #topic in the copy, or take it out of topics"),
    find=topic_missing,
)
