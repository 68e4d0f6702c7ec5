"""A file that is no picture, or none that WeChat takes: the operator finds out with the post half written."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.facts.platform import SHOWN
from siyu.passage import Texts
from siyu.pictures import pictures
from siyu.rule import Finding, Rule


def unreadable_image(texts: Texts) -> Iterator[Finding]:
    """A warning for each posted file without a readable header, or of a kind that the platform refuses."""
    for asset, span in pictures(texts):
        if asset.kind == "git-lfs":
            words = Words(
                f"{asset.path} 还在 Git LFS 里，这里只有指针", f"{asset.path} is in Git LFS, this is only its pointer"
            )
            yield Finding(words, span, (Note(Words("运行 git lfs pull", "run git lfs pull")),))
        elif asset.kind and asset.kind not in SHOWN:
            kind = asset.kind.upper()
            words = Words(
                f"{asset.path} 是 {kind}，微信和企业微信不收",
                f"{asset.path} is {kind}, which WeChat and WeCom do not take",
            )
            better = "MP4" if asset.video else "JPG 或 PNG", "MP4" if asset.video else "JPG or PNG"
            yield Finding(words, span, (Note(Words(f"另存为 {better[0]}", f"save it as {better[1]}")),))
        elif not asset.video and not (asset.width and asset.height):
            words = Words(f"{asset.path} 打不开：不是图片，或文件不完整", f"{asset.path} is no picture, or cut off")
            yield Finding(words, span, (Note(Words("重新导出一份", "export it again")),))


RULE = Rule(
    name="unreadable-image",
    severity=Severity.WARNING,
    what=Words("配图打不开，或是平台不收的格式", "an image cannot be read, or is of a kind that the platform refuses"),
    why=Words("运营发到一半才发现图发不出去", "the operator finds out with the post half written"),
    instead=Words("重新导出成 JPG 或 PNG，视频用 MP4", "export it again as JPG or PNG, a video as MP4"),
    find=unreadable_image,
    source="WeCom developer document 96351 (2025-09-11)",
)
