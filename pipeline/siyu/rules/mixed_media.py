"""Pictures, a video and a link in one Moments post: it takes one kind, and the operator has to choose."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Text


def mixed_media(texts: Texts) -> Iterator[Finding]:
    """A warning for each Moments post with more than one kind, or more than one video. A link within the text is text."""
    for passage in texts.passages:
        if passage.channel != "moments" or not passage.images:
            continue
        link = passage.link if passage.link and passage.link not in passage.text else None
        videos = sum(texts.library.assets[name].video for name in passage.images)
        pictures = len(passage.images) - videos
        if bool(pictures) + videos + bool(link) > 1:
            has = [_count(pictures, "张图", "image")] if pictures else []
            has += [_count(videos, "个视频", "video")] if videos else []
            has += [_count(1, "个链接卡片", "link card")] if link else []
            words = Words(
                f"{passage.name} 有 {'、'.join(kind.zh for kind in has)}，朋友圈一条只能放一种",
                f"{passage.key!s} has {', '.join(kind.en for kind in has)}; Moments takes up to 9 images, or 1 video, or 1 link",
            )
            note = Note(
                Words(
                    "只留一种；网址可以用 {{ link }} 写进正文，要放评论区就写进 checklist",
                    "keep one; a link may go into the copy as {{ link }}, or into the checklist for the first comment",
                )
            )
            yield Finding(words, link.span if isinstance(link, Text) else passage.span, (note,))


def _count(number: int, zh: str, en: str) -> Words:
    return Words(f"{number} {zh}", f"{number} {en}{'s' * (number > 1)}")


RULE = Rule(
    name="mixed-media",
    severity=Severity.WARNING,
    what=Words(
        "一条朋友圈里既有图，又有视频或链接卡片", "a Moments post has images together with a video or a link card"
    ),
    why=Words(
        "朋友圈只收最多 9 张图、1 个视频或 1 个链接中的一种，混着放接口会拒收，手发也放不进去",
        "Moments takes up to 9 images, or 1 video, or 1 link; a mixture is refused",
    ),
    instead=Words("只留一种；网址可以写进正文", "keep one; a link may go into the copy"),
    find=mixed_media,
    source="WeCom developer document 96351 (2025-09-11)",
)
