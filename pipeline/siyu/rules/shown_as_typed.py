"""Signs that another app would have turned into something: WeChat pastes them as they are, ** and [派对R] and all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.emoji_codes import elsewhere
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_RICH = frozenset(
    {"official-account", "mini-program", "task"}
)  # edited in an editor of their own, or seen by colleagues
_TAGS = "a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|ol|p|s|span|strong|table|td|tr|u|ul"
_ENTITIES = (
    "nbsp|lt|gt|amp|quot|apos|[lr][ds]quo|hellip|[mn]dash|middot|yen|copy|reg|times|e[nm]sp|#\\d{2,6}|#x[0-9a-f]{2,6}"
)
_MARKDOWN = Words("微信不认 Markdown，直接写字", "WeChat knows no Markdown: write plain text")
_HTML = Words("微信不认 HTML，直接写字", "WeChat knows no HTML: write plain text")
_BREAK = Words("换行用 |，正文另起一行", "for a line break use | and a new line")
_SIGNS: list[tuple[str, re.Pattern[str], Words]] = [
    ("*", re.compile(r"(?<!\*)\*\*(?=[^\s*、，。；：！？,.和与及])[^*\n]{1,80}(?<!\s)\*\*(?!\*)"), _MARKDOWN),
    ("[", re.compile(r"!?\[[^\[\]\n]{0,60}\]\((?:https?://|\.{0,2}/)[^()\s]{0,500}\)"), _MARKDOWN),
    ("`", re.compile(r"^```.*|`(?=\w)[^`\n]{1,60}(?<=\w)`", re.MULTILINE), _MARKDOWN),
    ("#", re.compile(r"##(?<![^\n]##)#{0,4} .*"), _MARKDOWN),
    ("[", re.compile(r"^ {0,8}[-*] \[[ xX]\](?= )", re.MULTILINE), _MARKDOWN),
    ("<", re.compile(rf"</?(?:{_TAGS})(?:\s[^<>\n]{{0,300}})?/?>", re.IGNORECASE), _HTML),
    ("&", re.compile(rf"&(?:{_ENTITIES});", re.IGNORECASE), _HTML),
    ("\\", re.compile(r"(?:\\r)?\\n(?:(?<=[^\x00-\x7f]\\n)|(?<![A-Za-z:\\]\\n)(?![a-z]))"), _BREAK),
    ("_", re.compile(r"_x000[aAdD]_"), Words("Excel 里的换行，删掉", "a line break of Excel's: delete it")),
    ("\ufffd", re.compile("\ufffd+"), Words("原来的字丢了，对照原稿补上", "the character is lost: write it again")),
]
_CODE = re.compile(r"\[([^\[\]\n]{1,8})\](?!\()")
_QUOTE = re.compile(r"^> (?=\S)", re.MULTILINE)


def shown_as_typed(texts: Texts) -> Iterator[Finding]:
    """A warning for each in what goes to customers as plain text; advice for "> ", which may be an arrow."""
    for passage in texts.passages:
        if passage.channel in _RICH:
            continue
        text = passage.text
        found = [(m, how) for sign, pattern, how in _SIGNS if sign in text for m in pattern.finditer(text)]
        if "[" in text:
            for code in _CODE.finditer(text):
                if whose := elsewhere(code[1]):
                    how = Words(f"{whose[0]}，换成 emoji 或删掉", f"{whose[1]}: write an emoji, or delete it")
                    found.append((code, how))
        for match, how in found:
            if passage.channel == "account-followed" and match[0].lower().startswith(("<a ", "</a")):
                continue  # an official account's replies do know links
            typed = match[0] if len(match[0]) <= 24 else f"{match[0][:23]}…"
            words = Words(f"“{typed}”会原样发出去", f"{typed} will be posted as it is")
            yield Finding(words, passage.at(*match.span()), (Note(how),))
        if ">" in text:
            for match in _QUOTE.finditer(text):
                words = Words("行首的“> ”会原样发出去", "> at the beginning of the line will be posted as it is")
                yield Finding(words, passage.at(*match.span()), (Note(_MARKDOWN),), Severity.ADVICE)


RULE = Rule(
    name="shown-as-typed",
    severity=Severity.WARNING,
    what=Words(
        "正文里有 Markdown、HTML、别家应用的表情码等会原样发出去的符号",
        "a text has Markdown, HTML or the emoji codes of another app, which are posted as they are",
    ),
    why=Words(
        "微信只认纯文字，顾客看到的是星号、尖括号和 [派对R]",
        "WeChat pastes plain text: customers see asterisks, angle brackets and codes",
    ),
    instead=Words("直接写字，表情用 emoji 或微信自己的", "write plain text, and emoji or WeChat's own codes"),
    find=shown_as_typed,
)
