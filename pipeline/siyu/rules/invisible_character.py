"""A character that nobody sees, left by a copy from another app: searches miss the word, and a link behind it breaks.

Those that could stand in an id or turn the reading direction are refused when a file is read (`unseen-character`); these here could not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from siyu.diagnostic import Note, Severity, Words
from siyu.exact import exact
from siyu.passage import Texts
from siyu.rule import Finding, Rule

_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_JOINED = "\u0590-\u08ff\u0900-\u109f\u1780-\u18af\ua800-\uabff"  # scripts that need joiners
_UNSEEN = re.compile(
    "["
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufff9-\ufffc"  # hyphens and fillers
    "\u200c\u200d"  # joiners
    "\ufe03-\ufe0f"  # how to draw the character before
    "\U000e0000-\U000e007f"  # tags, which make flags
    "]"
)
_FINE = re.compile(
    f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])|(?<=[{_JOINED}])[\u200c\u200d]"
    "|(?<=[^\\sA-Za-z\u3400-\u9fff])[\ufe0e\ufe0f]|(?<=\U0001f3f4)[\U000e0020-\U000e007f]+"
)
_NAMES = {"\u00ad": Words("软连字符", "soft hyphen"), "\u3164": Words("谚文填充符", "Hangul filler")}


def invisible_character(texts: Texts) -> Iterator[Finding]:
    """A warning for each, outside emoji and the scripts that need it."""
    for passage in texts.passages:
        if not _UNSEEN.search(passage.text):
            continue
        fine = {at for match in _FINE.finditer(passage.text) for at in range(*match.span())}
        for match in _UNSEEN.finditer(passage.text):
            if match.start() not in fine:
                span, fix = exact(passage, *match.span(), "")
                code = f"U+{ord(match[0]):04X}"
                zh, en = _NAMES.get(match[0], Words("", ""))
                words = Words(
                    f"这里有一个看不见的字符 {code}{zh and f'（{zh}）'}",
                    f"an invisible character {code}{en and f' ({en})'} stands here",
                )
                yield Finding(words, span, (Note(Words("删掉它", "delete it")),), fix=fix)


RULE = Rule(
    name="invisible-character",
    severity=Severity.WARNING,
    what=Words("正文里有看不见的字符", "a text has a character that nobody sees"),
    why=Words(
        "多半是从别的应用复制来的：搜索搜不到这个词，粘在网址旁边会让它打不开",
        "left by a copy from another app: searches miss the word, and a link beside it breaks",
    ),
    instead=Words("删掉；siyu check --fix 会替你删", "delete it; siyu check --fix does it for you"),
    find=invisible_character,
)
