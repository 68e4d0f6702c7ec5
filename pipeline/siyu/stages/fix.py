"""Findings with a fix → the authors' files, with exactly those characters changed.

In: the project's root and diagnostics. Out: `Change`s, and what is left alone and why; `put` writes one.
Promise: comments, order, quotes, line ends and a BOM stay byte for byte. Before a file is touched the edited text is parsed: it must
say what it said, but for the characters of the spans. A file is replaced whole or not at all, and never through a link.
"""

from __future__ import annotations

import os
import re
import tempfile
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from siyu.diagnostic import Diagnostic, Refusal, Words
from siyu.source import Mapping, Node, Source, Text
from siyu.stages.parse import parse
from siyu.stages.syntax import UNSEEN

_TAG = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
_MARK = "\ufdd0{}\ufdd0"  # stands where an edit will be made
_MARKS = re.compile("\ufdd0(\\d+)\ufdd0")


class Edit(NamedTuple):
    """Characters of a source, and what takes their place."""

    start: int
    end: int
    better: str


class Change(NamedTuple):
    """One file before and after, and how many edits that took."""

    path: str
    before: bytes
    after: bytes
    edits: int


class Left(NamedTuple):
    """A file that was not touched, and why."""

    path: str
    why: Words


class _Refused(Refusal):
    """Why a file is left alone."""


def fix(root: Path, diagnostics: Iterable[Diagnostic]) -> tuple[list[Change], list[Left]]:
    """What every fixable file would become."""
    wanted: dict[str, tuple[Source, set[Edit]]] = {}
    for diagnostic in diagnostics:
        if diagnostic.fix is not None:
            source, start, end = diagnostic.span
            wanted.setdefault(source.path, (source, set()))[1].add(Edit(start, end, diagnostic.fix))
    return edited(root, wanted.values())


def edited(root: Path, wanted: Iterable[tuple[Source, set[Edit]]]) -> tuple[list[Change], list[Left]]:
    """What every file would become with its edits."""
    changes, left = [], []
    for path, source, edits in sorted((source.path, source, edits) for source, edits in wanted):
        try:
            changes.append(_change(root, source, _apart(edits)))
        except _Refused as refused:
            left.append(Left(path, refused.words))
    return changes, left


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """In order and without overlap; what overlaps is found again after the others are made."""
    apart: list[Edit] = []
    for edit in sorted(edits):
        if not apart or edit.start >= apart[-1].end:
            apart.append(edit)
    return apart


def _change(root: Path, source: Source, edits: list[Edit]) -> Change:
    before = _read(root, source.path)
    written = before.decode()
    lead = len(written) - len(written.removeprefix("\ufeff"))
    body = written[lead:]
    if body.replace("\r\n", "\n").replace("\r", "\n") != source.text:
        raise _Refused(Words("检查以后文件又改过，再运行一次", "it has changed since it was checked; run again"))
    if not _proved(source, edits):
        raise _Refused(Words("自动修会改动别的内容，请手工改", "the fix would change something else; do it by hand"))
    ends = [
        match.start() - number for number, match in enumerate(re.finditer("\r\n", body))
    ]  # each is one longer on disk

    def on_disk(offset: int) -> int:
        return lead + offset + bisect_left(ends, offset)

    after = _edited(written, [Edit(on_disk(start), on_disk(end), better) for start, end, better in edits])
    return Change(source.path, before, after.encode(), len(edits))


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts, at = [], 0
    for start, end, better in edits:
        parts += [text[at:start], better]
        at = end
    return "".join([*parts, text[at:]])


def _proved(source: Source, edits: list[Edit]) -> bool:
    """Whether the edits change their own characters and nothing else. A file that could not be read may only lose unseen ones."""
    text, path = source.text, source.path
    old = [text[start:end] for start, end, _ in edits]
    new = [better for _, _, better in edits]
    if any("\n" in words for words in (*old, *new)) or ("\ufdd0" in text and _MARKS.search(text)):
        return False
    if path.endswith(".txt"):
        tags = [tag.span() for tag in _TAG.finditer(text)]
        return not any(start < last and first < end for start, end, _ in edits for first, last in tags)
    places = [Edit(start, end, _MARK.format(number)) for number, (start, end, _) in enumerate(edits)]
    marked = _said(Source(path, _edited(text, places)))
    after = _said(Source(path, _edited(text, edits)))
    before = _said(Source(path, text))
    if marked is None or after is None or _filled(marked, new) != after:
        return False
    if before is None:
        return not any(new) and all(UNSEEN.fullmatch(words) for words in old)
    return _filled(marked, old) == before


def _said(source: Source) -> list[str] | None:
    """Everything a file says, in order, with its brackets and quotes; None where it does not parse."""
    tree, _ = parse(source)
    return None if tree is None else list(_flat(tree))


def _flat(node: Node) -> Iterator[str]:
    if isinstance(node, Text):
        yield f"{node.style}:{node}"
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _flat(key)
            yield from _flat(value)
        yield "}"
    else:
        for item in node:
            yield from _flat(item)
        yield "]"


def _filled(marked: list[str], words: list[str]) -> list[str]:
    return [_MARKS.sub(lambda mark: words[int(mark[1])], said) for said in marked]


def _read(root: Path, path: str) -> bytes:
    here = root
    for name in path.split("/"):
        here = here / name
        if here.is_symlink():
            raise _Refused(Words("不经过符号链接修改文件", "files are not changed through symbolic links"))
    try:
        return here.read_bytes()
    except OSError as error:
        raise _Refused(Words(f"读不了：{error.strerror}", f"cannot be read: {error.strerror}")) from None


def put(root: Path, change: Change) -> None:
    """Replace one file by what it becomes; raises OSError with the old one in place."""
    path = root / change.path
    descriptor, name = tempfile.mkstemp(prefix=".", suffix=".siyu", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(change.after)
            file.flush()
            os.fsync(descriptor)
        Path(name).chmod(path.stat().st_mode & 0o7777)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
