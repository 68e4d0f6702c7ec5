"""A menu item that sends a keyword nobody answers: she taps, and nothing happens."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words, did_you_mean
from siyu.kinds.reply import folded
from siyu.library import Library
from siyu.rule import Finding, Rule


def unanswered_keyword(library: Library) -> Iterator[Finding]:
    """An error for each menu item whose keyword no auto-reply of the official account meets."""
    asked = [
        tap.reply
        for account in library.accounts.values()
        for button in account.menu
        for tap in (button, *button.below)
        if tap.reply is not None
    ]
    replies = [reply for reply in library.replies.values() if reply.serves("official-account")]
    exact = {folded(word) for reply in replies if reply.exact for word in reply.words}
    within = {folded(word) for reply in replies if not reply.exact for word in reply.words}
    for keyword in asked:
        plain = folded(keyword)
        if plain in exact or any(word in plain for word in within):
            continue
        known = [str(word) for reply in replies for word in reply.keywords]
        words = Words(
            f"公众号没有一条自动回复的关键词是“{keyword}”，点了菜单没有回音",
            f"no auto-reply of the official account answers {keyword!s}: the menu item does nothing",
        )
        hints = [Note(hint) for hint in did_you_mean(keyword, known)]
        how = Note(
            Words("在 content/replies 写一条，或改成已有的关键词", "write one in content/replies, or name one there is")
        )
        yield Finding(words, keyword.span, (*hints, how))


RULE = Rule(
    name="unanswered-keyword",
    severity=Severity.ERROR,
    what=Words(
        "菜单发出的关键词，公众号没有自动回复接着",
        "a menu item sends a keyword that no auto-reply of the official account answers",
    ),
    why=Words("点了没有反应的菜单，客人不会点第二次", "nobody taps twice on a menu that does nothing"),
    instead=Words(
        "在 content/replies 写一条，或改成已有的关键词", "write one in content/replies, or name one there is"
    ),
    find=unanswered_keyword,
)
