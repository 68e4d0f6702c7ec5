"""A picture that no document names: a leftover, or one that somebody forgot to put in."""

from __future__ import annotations

from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.library import Library
from siyu.rule import Finding, Rule

_SHOWN = 5


def unused_asset(library: Library) -> Iterator[Finding]:
    """One piece of advice for all of them. Other files, a designer's originals or a certificate, may lie there."""
    unused = sorted(a.path for a in library.assets.values() if a.path not in library.used and (a.width or a.video))
    if unused:
        some = unused[:_SHOWN]
        more = len(unused) - len(some)
        zh, en = (f" 等 {len(unused)} 个", f" and {more} more") if more else ("", "")
        words = Words(
            f"brand/assets 里没有用到：{'、'.join(some)}{zh}",
            f"nothing in the project uses {', '.join(some)}{en} (brand/assets)",
        )
        note = Note(Words("删掉，或写进用它的条目、商品、欢迎语", "delete it, or name it where it belongs"))
        yield Finding(words, library.brand.id.span, (note,))


RULE = Rule(
    name="unused-asset",
    severity=Severity.ADVICE,
    what=Words("brand/assets 里有没人用的图片或视频", "brand/assets has images or videos that nothing uses"),
    why=Words("多半是换图时忘了删，或者忘了配上", "most often left over from a change, or forgotten where it belongs"),
    instead=Words("删掉，或写进用它的条目、商品、欢迎语", "delete it, or name it where it belongs"),
    find=unused_asset,
)
