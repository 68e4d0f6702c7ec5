"""Bytes → text: UTF-8 with LF line ends, and what to tell where a file is something else.

In: the bytes of one file. Out: its `Source`, or None and a diagnostic.
Promise: no unseen character and no other encoding comes in; GBK and UTF-16 are called by their names.
"""

from __future__ import annotations

import re
from itertools import islice

from siyu.diagnostic import Diagnostic, Note, Words
from siyu.source import Source, Span
from siyu.stages.syntax import MAX_TOLD, UNSEEN, unseen

_MEANS_NOTHING = re.compile(
    "[\x01-\x08\x0e-\x1a\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)  # no text is lost without it


def decode(path: str, data: bytes, found: list[Diagnostic]) -> Source | None:
    """Bytes as UTF-8 text with LF line ends and no BOM; names GBK and UTF-16 where it meets them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found.append(_encoding(path, data, error.start))
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text)
    if match := UNSEEN.search(text):
        if match.group() == "\0":
            found.append(_encoding(path, data, 0))
        else:
            found += islice((_unseen(source, match) for match in UNSEEN.finditer(text)), MAX_TOLD)
        return None
    if not text.strip():
        found.append(
            Diagnostic(
                "empty-value",
                Words("文件是空的，写上内容或删掉它", "the file is empty; write something or delete it"),
                Span(Source(path, ""), 0, 0),
            )
        )
        return None
    return source


def _unseen(source: Source, match: re.Match[str]) -> Diagnostic:
    told = unseen(source, match.start(), match.end(), ord(match.group()))
    return told._replace(fix="" if _MEANS_NOTHING.fullmatch(match.group()) else None)


def _encoding(path: str, data: bytes, at: int) -> Diagnostic:
    """Which encoding the file has instead, at the first character that is not UTF-8."""
    zeros = data.count(0) * 4 > len(data)
    name = "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") or zeros else ""
    codec = "utf-8"
    if not name and re.search("[\u4e00-\u9fff]", data.decode("gb18030", "ignore")):
        try:
            data.decode("gb18030")
            name, codec = "GBK", "gb18030"
        except UnicodeDecodeError:
            pass
    shown = Source(path, data.decode(codec, "replace").replace("\r\n", "\n"))
    offset = len(data[:at].decode(codec, "replace").replace("\r\n", "\n"))
    if name == "GBK" and (first := re.search(r"[^\x00-\x7f]", shown.text)):
        offset = first.start()  # some pairs of GBK bytes are valid UTF-8
    which = (
        Words(f"这个文件是 {name} 编码，不是 UTF-8", f"the file is encoded in {name}, not UTF-8")
        if name
        else Words("这个文件不是 UTF-8 文字", "the file is not UTF-8 text")
    )
    fix = Note(Words("在编辑器里“另存为”，编码选 UTF-8", "save it again with encoding UTF-8"))
    return Diagnostic(
        "encoding",
        which,
        Span(shown, offset, min(offset + 1, len(shown.text))) if name != "UTF-16" else Span(Source(path, ""), 0, 0),
        (fix,),
    )
