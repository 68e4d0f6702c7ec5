"""Another tool's placeholder for the customer's name: where that tool does not send, "Hi #客户昵称#" is what she reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.channels import CHANNELS, WELCOME
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule

_WHO = "(?:客户|用户|粉丝|好友|会员|成员|员工|客服|顾问|收件人)"
_NAME = f"{_WHO}?(?:微信)?(?:昵称|称呼|姓名|名称|名字|备注名?)"
_WORDS = re.compile(
    rf"#{_NAME}#|\${_NAME}\$|%{_NAME}%|@{_NAME}@|<{_NAME}>|\[{_WHO}(?:微信)?(?:昵称|称呼|姓名|名称|名字|备注名?)\]|\[昵称\]"
)
_BRACES = re.compile(
    rf"\$\{{[^{{}}\n]{{1,30}}\}}|#\{{[^{{}}\n]{{1,30}}\}}|\{{(?:{_NAME}|[A-Za-z_]\w+(?:\.\w+)*)\}}", re.ASCII
)
_PERCENT = re.compile("%(?:nick_?name|user_?name|name)%", re.IGNORECASE)


def foreign_placeholder(texts: Texts) -> Iterator[Finding]:
    """An error for WeCom's %NICKNAME% where WeCom does not know it, or not in this spelling; a warning for other tools' own."""
    for passage in texts.passages:
        text = passage.text
        own = (CHANNELS.get(passage.channel) or WELCOME[passage.channel]).nickname
        if "%" in text:
            for match in _PERCENT.finditer(text):
                if match[0] != own:
                    yield _finding(passage, match, own, Severity.ERROR)
        if "{" in text:
            for match in _BRACES.finditer(text):
                yield _finding(passage, match, own, Severity.WARNING)
        if "昵称" in text or "名" in text or "称" in text:
            for match in _WORDS.finditer(text):
                yield _finding(passage, match, own, Severity.WARNING)


def _finding(passage: Passage, match: re.Match[str], own: str | None, severity: Severity) -> Finding:
    words = Words(
        f"“{match[0]}”不会变成收信人的名字，会原样发出去",
        f"{match[0]} does not become a name; it will be posted as it is",
    )
    note = Words(
        "这个渠道没有收信人昵称，改写这一句；要填空就写【姓名】，由运营手填",
        "this channel has no recipient's name: write the sentence without; a blank for the operator is 【姓名】",
    )
    if own:
        note = Words("写成 {{ nickname }}", "write {{ nickname }}")
    return Finding(words, passage.at(*match.span()), (Note(note),), severity)


RULE = Rule(
    name="foreign-placeholder",
    severity=Severity.WARNING,
    what=Words(
        "正文里有别的工具的占位符，例如 #客户昵称#；渠道不认的 %NICKNAME% 是错误",
        "a text has another tool's placeholder for the customer's name; a %NICKNAME% that its channel does not know is an error",
    ),
    why=Words(
        "只有那个工具会替换它；粘贴到企业微信，顾客读到的就是这几个字",
        "only that tool replaces it; pasted into WeCom, it is what the customer reads",
    ),
    instead=Words(
        "入群欢迎语写 {{ nickname }}，别处换一种说法；确实由那个工具发送，就写豁免",
        "in group welcomes write {{ nickname }}, elsewhere say it otherwise; where that tool does send it, waive this",
    ),
    find=foreign_placeholder,
    source="WeCom developer documents 96357 (2023-12-01) and 92599 (2025-11-17)",
)
