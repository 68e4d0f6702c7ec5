"""A group welcome with more than one attachment: WeCom sends the first kind it knows and drops the others without a word."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.platform import MOST_ATTACHMENTS
from siyu.passage import Passage, Texts
from siyu.rule import Finding, Rule
from siyu.source import Text


def dropped_attachment(texts: Texts) -> Iterator[Finding]:
    """A warning at the first attachment that nobody would see. A link within the text is text."""
    own = next((limit.images for on, limit in texts.library.brand.limits.items() if on == "group-joined"), None)
    most = MOST_ATTACHMENTS["group-joined"].number if own is None else own
    for passage in texts.passages:
        if passage.channel != "group-joined":
            continue
        attached = _in_order(passage, texts)
        if len(attached) > most:
            kept, lost = attached[:most], attached[most:]
            words = Words(
                f"入群欢迎语只带 {most} 个附件：发 {'、'.join(kept)}，丢 {'、'.join(lost)}",
                f"a group welcome takes {most} attachment{'s' * (most > 1)}: {', '.join(kept)} sent, {', '.join(lost)} dropped",
            )
            note = Note(
                Words("只留一个；网址可以用 {{ link }} 写进正文", "keep one; a link may go into the copy as {{ link }}")
            )
            first = lost[0]
            yield Finding(words, first.span if isinstance(first, Text) else passage.span, (note,))


def _in_order(passage: Passage, texts: Texts) -> list[str]:
    """The attachments as WeCom prefers them: image, link, video."""
    pictures = [name for name in passage.images if not texts.library.assets[name].video]
    videos = [name for name in passage.images if texts.library.assets[name].video]
    return [*pictures, *([passage.link] if passage.link and passage.link not in passage.text else []), *videos]


RULE = Rule(
    name="dropped-attachment",
    severity=Severity.WARNING,
    what=Words("入群欢迎语的附件超过 1 个", "a group welcome has more than one attachment"),
    why=Words(
        "企业微信只发一个（图片 > 链接 > 小程序 > 文件 > 视频），其余的一声不响地丢掉",
        "WeCom sends one (image > link > mini program > file > video) and drops the others without a word",
    ),
    instead=Words("只留一个；网址可以写进正文", "keep one; a link may go into the copy"),
    find=dropped_attachment,
    source="WeCom developer document 96357 (2023-12-01)",
)
