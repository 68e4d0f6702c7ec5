"""An answer longer than the official account's keyword replies take."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.accounts import REPLY
from siyu.passage import Texts
from siyu.rule import Finding, Rule


def over_reply_limit(texts: Texts) -> Iterator[Finding]:
    """A warning for each answer in the official account of more characters than its form takes."""
    for passage in texts.passages:
        if passage.channel != "official-account" or passage.item is not None or len(passage.text) <= REPLY.chars:
            continue
        reply = texts.library.replies.get(passage.key)
        if reply is None or passage.span.source is not reply.id.source:
            continue
        words = Words(
            f"公众号的自动回复最多 {REPLY.chars} 字，这条 {len(passage.text)} 字",
            f"the official account takes {REPLY.chars} characters in an auto-reply, this has {len(passage.text)}",
        )
        note = Note(Words(f"依据：{REPLY.source}（{REPLY.dated}）", f"source: {REPLY.source} ({REPLY.dated})"))
        yield Finding(words, passage.span, (note,))


RULE = Rule(
    name="over-reply-limit",
    severity=Severity.WARNING,
    what=Words("公众号的自动回复超过 300 字", "an auto-reply of the official account has more than 300 characters"),
    why=Words("后台存不进去，或者被截断", "the form does not take it, or cuts it"),
    instead=Words("删短，长的写成文章放链接", "shorten it, or put the rest behind a link"),
    find=over_reply_limit,
    source="公众平台关键词自动回复 official account, keyword replies (2021-10-18)",
)
