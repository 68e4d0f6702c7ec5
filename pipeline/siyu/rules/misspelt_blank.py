"""A blank that is one character off: the operator who knows the list reads past it, and the post goes out with 【姓明】 in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Span

_ALIKE = (
    "名明鸣铭命 姓性信 昵呢妮尼泥腻 称秤 呼乎忽 号浩耗好 码马吗玛 址只指止纸 地第弟递 期其奇器 日曰目 时是实事 间件简 价架假 数树术书 量亮两 店点典电 型形行 单但旦丹 订定钉 人入 "
    "话化画 手首 群裙 张章涨 天添大夭 末未 己已 分份 款宽 色涩 券卷劝 品晶 员圆 会汇 客课 卡咖 桌卓 座坐做 城成 区曲 楼搂"
)
"""Characters that a keyboard or an eye takes for each other; of two characters any other change makes another word: 人数, 天数."""
_WHICH = frozenset("一二三四五六七八九十几两这那哪某每第上下前后男女")
"""Which one is meant: 那件事 is not 一件事."""
_BRACKETS = re.compile(r"【([^【】\n]{1,20})】")


def misspelt_blank(texts: Texts) -> Iterator[Finding]:
    """A warning for each 【…】 one character away from a declared blank; any other is a heading."""
    known = tuple(map(str, texts.library.house.blanks)) if texts.library.house else ()
    told: set[Span] = set()
    for passage in texts.passages if known else ():
        for match in _BRACKETS.finditer(passage.text) if "【" in passage.text else ():
            written = match[1]
            meant = None if written in known else next((blank for blank in known if near(written, blank)), None)
            span = passage.at(*match.span(1))
            if meant is None or span in told:
                continue
            told.add(span)
            words = Words(f"【{written}】不在要填的空里", f"【{written}】 is not a blank of the brand")
            how = Words(
                f"是不是想写【{near}】？是标题就换个说法", f"did you mean 【{near}】? a heading needs other words"
            )
            yield Finding(words, span, (Note(how),))


def near(written: str, blank: str) -> bool:
    """One character changed, added or left out; or nothing but white space. In a word of two, only for one that is taken for it."""
    bare = "".join(written.split())
    if bare == blank:
        return True
    short, long = sorted((bare, blank), key=len)
    if len(blank) < 2 or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        other = [{a, b} for a, b in zip(short, long, strict=True) if a != b]
        return (
            len(other) == 1
            and not other[0] <= _WHICH
            and (len(long) > 2 or any(other[0] <= set(alike) for alike in _ALIKE.split()))
        )
    if bare is long and len(blank) == 2 and not set(bare) <= set(blank):
        return False  # 第一句 is not 一句
    cuts = [cut for cut in range(len(long)) if long[:cut] + long[cut + 1 :] == short]
    return len(short) > 1 and any(long[cut] not in _WHICH for cut in cuts)


RULE = Rule(
    name="misspelt-blank",
    severity=Severity.WARNING,
    what=Words("【】里的空和 blanks 里的差一个字", "a blank in 【】 is one character away from a declared one"),
    why=Words("没人认得它是空，就会原样发出去", "nobody knows it for a blank, and it is sent as it stands"),
    instead=Words(
        "写成 brand/rules.yaml 的 blanks 里的那个；是新的空就加进去",
        "write it as in blanks of brand/rules.yaml, or add it there",
    ),
    find=misspelt_blank,
)
