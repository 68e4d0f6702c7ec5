"""A blank that is one character off: the operator who knows the list reads past it, and the post goes out with 【姓明】 in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.passage import Texts
from siyu.rule import Finding, Rule
from siyu.source import Span

_BRACKETS = re.compile(r"【([^【】\n]{1,20})】")


def misspelt_blank(texts: Texts) -> Iterator[Finding]:
    """A warning for each 【…】 one character away from a declared blank; any other is a heading."""
    known = tuple(map(str, texts.library.house.blanks)) if texts.library.house else ()
    told: set[Span] = set()
    for passage in texts.passages if known else ():
        for match in _BRACKETS.finditer(passage.text) if "【" in passage.text else ():
            written = match[1]
            near = None if written in known else next((blank for blank in known if _near(written, blank)), None)
            span = passage.at(*match.span(1))
            if near is None or span in told:
                continue
            told.add(span)
            words = Words(f"【{written}】不在要填的空里", f"【{written}】 is not a blank of the brand")
            how = Words(
                f"是不是想写【{near}】？是标题就换个说法", f"did you mean 【{near}】? a heading needs other words"
            )
            yield Finding(words, span, (Note(how),))


def _near(written: str, blank: str) -> bool:
    """One character changed, added or left out; or nothing but white space. One character alone is like any other."""
    bare = "".join(written.split())
    if bare == blank:
        return True
    short, long = sorted((bare, blank), key=len)
    if len(blank) < 2 or len(long) - len(short) > 1:
        return False
    if len(short) == len(long):
        return sum(a != b for a, b in zip(short, long, strict=True)) == 1
    return len(short) > 1 and any(long[:cut] + long[cut + 1 :] == short for cut in range(len(long)))


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
