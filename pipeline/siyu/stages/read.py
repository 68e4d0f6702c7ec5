"""brand/ + content/ → sources: the only stage that opens an author's file.

In: the project's root. Out: `Files`, sorted by path, and diagnostics.
Promise: follows no link, leaves the project nowhere, reads at most 256 KiB a file; whatever it does not read it names.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from itertools import islice
from os import DirEntry, scandir
from pathlib import Path
from typing import NamedTuple

from siyu.asset import Asset, look_at
from siyu.diagnostic import Diagnostic, Note, Words, did_you_mean
from siyu.kinds import KINDS
from siyu.source import Source, Span
from siyu.stages.syntax import UNSEEN, unseen

MAX_FILE = 256 * 1024
MAX_FOLDERS = 16
MAX_TOLD = 100  # of one kind in one file; nobody reads more at once
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # what DOS called its devices
_IGNORED = re.compile(r"\..*|~\$.*|Thumbs\.db|desktop\.ini|.*~|README(\..*)?\.md", re.IGNORECASE)
_MEANS_NOTHING = re.compile(
    "[\x01-\x08\x0e-\x1a\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)  # no text is lost without it
_TEMPLATES, _ASSETS = "brand/templates", "brand/assets"


class Files(NamedTuple):
    """`documents`: kind, id and source; `templates`: source by id; `assets`: what is known of each file below brand/assets, by its path there."""

    documents: list[tuple[str, str, Source]]
    templates: dict[str, Source]
    assets: dict[str, Asset]


def read(root: Path) -> tuple[Files, list[Diagnostic]]:
    """All files of the project. An unreadable one is a diagnostic at its first line."""
    found: list[Diagnostic] = []
    files = Files([], {}, {})
    unread: list[tuple[str, str, str]] = []
    places = {kind.place: name for name, kind in KINDS.items()}
    seen: dict[tuple[str, str], str] = {}
    for top in ("brand", "content"):
        for entry, path in _files(root / top, top, found):
            folder, _, name = path.rpartition("/")
            if path.startswith(f"{_ASSETS}/"):
                name = path.removeprefix(f"{_ASSETS}/")
                files.assets[name] = _asset(entry, name)
                continue
            stem, dot, suffix = name.rpartition(".")
            kind = places.get(path) or places.get(folder)
            if folder == _TEMPLATES:
                kind = "template"
            if kind is None:
                found.append(_stray(path, [*places, _TEMPLATES, _ASSETS]))
                continue
            if not dot or suffix not in (("txt",) if kind == "template" else ("yaml", "md")):
                found.append(_misnamed(path, name, kind))
                unread.append((kind, name.partition(".")[0], path))
                continue
            if _DEVICE.fullmatch(stem):
                words = Words(
                    f"Windows 上不能有叫“{stem}”的文件，换个名字",
                    f"Windows can have no file called {stem}; use another name",
                )
                found.append(Diagnostic("bad-name", words, _whole(path)))
                continue
            if not _ID.fullmatch(stem) and kind != "week":
                words = Words(
                    f"文件名“{stem}”要用小写英文、数字和 -",
                    f"file name {stem!r} must be lower-case ASCII words joined by -",
                )
                found.append(Diagnostic("bad-name", words, _whole(path)))
                continue
            if (kind, stem) in seen:
                words = Words(f"“{stem}”有两个文件，留一个", f"{stem} has two files; keep one")
                found.append(
                    Diagnostic(
                        "duplicate-id",
                        words,
                        _whole(path),
                        (Note(Words("另一个在这里", "the other one"), _whole(seen[kind, stem])),),
                    )
                )
                continue
            seen[kind, stem] = path
            source = _source(entry, path, found)
            if source is None:
                unread.append((kind, stem, path))
            elif kind == "template":
                files.templates[stem] = source
            else:
                files.documents.append((kind, stem, source))
    for kind, stem, path in unread:  # they exist: whoever refers to them is not to blame
        if kind == "template":
            files.templates.setdefault(stem, Source(path, ""))
        elif seen.get((kind, stem), path) == path:
            files.documents.append((kind, stem, Source(path, "")))
    return files, found


def _whole(path: str) -> Span:
    return Span(Source(path, ""), 0, 0)


def _files(folder: Path, path: str, found: list[Diagnostic]) -> Iterator[tuple[DirEntry[str], str]]:
    if path.count("/") >= MAX_FOLDERS:
        words = Words("文件夹嵌套太深（上限 16 层）", "folders are nested too deeply (16 levels at most)")
        found.append(Diagnostic("too-deep", words, _whole(path)))
        return
    if "/" not in path and folder.is_symlink():
        found.append(_symlink(path))
        return
    try:
        with scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    except OSError as error:
        found.append(
            Diagnostic(
                "unreadable",
                Words(f"读不了这个文件夹：{error.strerror}", f"this folder cannot be read: {error.strerror}"),
                _whole(path),
            )
        )
        return
    for entry in entries:
        below = f"{path}/{entry.name}"
        if _IGNORED.fullmatch(entry.name):
            continue
        if not below.isprintable() or "\\" in entry.name:
            words = Words("文件名里有看不见的字符", "the file's name has characters that cannot be seen")
            found.append(Diagnostic("bad-name", words, _whole(ascii(below)[1:-1])))
        elif entry.is_symlink():
            found.append(_symlink(below))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(folder / entry.name, below, found)
        else:
            yield entry, below


def _symlink(path: str) -> Diagnostic:
    words = Words("不能用符号链接；把文件本身放进来", "symbolic links are not followed; put the file itself here")
    return Diagnostic("symlink", words, _whole(path))


def _stray(path: str, places: list[str]) -> Diagnostic:
    folder = path.rpartition("/")[0]
    hints = did_you_mean(folder, places) if folder not in ("brand", "content") else did_you_mean(path, places)
    words = Words("siyu 不读这里的文件", "siyu reads nothing here")
    return Diagnostic("stray-file", words, _whole(path), tuple(Note(hint) for hint in hints))


def _misnamed(path: str, name: str, kind: str) -> Diagnostic:
    words = Words(f"“{name}”的扩展名不对", f"{name} has the wrong ending")
    fix = Words("用 .yaml，或者正文多的用 .md", "use .yaml, or .md where prose dominates")
    if kind == "template":
        fix = Words("模板用 .txt", "a template is a .txt file")
    return Diagnostic("stray-file", words, _whole(path), (Note(fix),))


def _asset(entry: DirEntry[str], name: str) -> Asset:
    """What a picture's header says; of no kind where it cannot be read."""
    try:
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            return Asset(name, 0)
        with open(entry.path, "rb") as file:  # noqa: PTH123 — a DirEntry, not a Path
            return look_at(name, status.st_size, file)._replace(file=Path(entry.path))
    except OSError:
        return Asset(name, 0)


def _source(entry: DirEntry[str], path: str, found: list[Diagnostic]) -> Source | None:
    """One file as text; None and a diagnostic where it is not text that siyu reads."""
    try:
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            found.append(Diagnostic("unreadable", Words("这不是普通文件", "not a regular file"), _whole(path)))
            return None
        with open(entry.path, "rb") as file:  # noqa: PTH123 — a DirEntry, not a Path
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        found.append(
            Diagnostic(
                "unreadable",
                Words(f"读不了这个文件：{error.strerror}", f"cannot be read: {error.strerror}"),
                _whole(path),
            )
        )
        return None
    if len(data) > MAX_FILE:
        found.append(
            Diagnostic(
                "too-large",
                Words("文件太大（上限 256 KiB），请拆开", "the file is too large (256 KiB at most); split it"),
                _whole(path),
            )
        )
        return None
    return decode(path, data, found)


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
                _whole(path),
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
