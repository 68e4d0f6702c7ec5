"""brand/ + content/ → sources: the only stage that opens an author's file.

In: the project's root. Out: `Files`, sorted by path, and diagnostics.
Promise: follows no link, leaves the project nowhere, reads at most 256 KiB a file; whatever it does not read it names.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from os import DirEntry, scandir
from pathlib import Path
from typing import NamedTuple

from siyu.asset import Asset, look_at
from siyu.diagnostic import Diagnostic, Note, Words, did_you_mean
from siyu.kinds import KINDS
from siyu.source import Source, Span
from siyu.stages.decode import decode
from siyu.values import ID

MAX_FILE = 256 * 1024
MAX_FOLDERS = 16
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # what DOS called its devices
_IGNORED = re.compile(r"\..*|~\$.*|Thumbs\.db|desktop\.ini|.*~|README(\..*)?\.md", re.IGNORECASE)
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
                found.append(_wrong_ending(path, name, kind))
                unread.append((kind, name.partition(".")[0], path))
                continue
            if wrong := _misnamed(path, stem, kind, seen.get((kind, stem))):
                found.append(wrong)
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


def _wrong(rule: str, path: str, zh: str, en: str, *notes: Note) -> Diagnostic:
    """What is wrong with a file or folder as such."""
    return Diagnostic(rule, Words(zh, en), _whole(path), notes)


def _files(folder: Path, path: str, found: list[Diagnostic]) -> Iterator[tuple[DirEntry[str], str]]:
    if path.count("/") >= MAX_FOLDERS:
        zh, en = "文件夹嵌套太深（上限 16 层）", "folders are nested too deeply (16 levels at most)"
        found.append(_wrong("too-deep", path, zh, en))
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
        zh, en = f"读不了这个文件夹：{error.strerror}", f"this folder cannot be read: {error.strerror}"
        found.append(_wrong("unreadable", path, zh, en))
        return
    for entry in entries:
        below = f"{path}/{entry.name}"
        if _IGNORED.fullmatch(entry.name):
            continue
        if not below.isprintable() or "\\" in entry.name:
            zh, en = "文件名里有看不见的字符", "the file's name has characters that cannot be seen"
            found.append(_wrong("bad-name", ascii(below)[1:-1], zh, en))
        elif entry.is_symlink():
            found.append(_symlink(below))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(folder / entry.name, below, found)
        else:
            yield entry, below


def _symlink(path: str) -> Diagnostic:
    zh, en = "不能用符号链接；把文件本身放进来", "symbolic links are not followed; put the file itself here"
    return _wrong("symlink", path, zh, en)


def _stray(path: str, places: list[str]) -> Diagnostic:
    folder = path.rpartition("/")[0]
    hints = did_you_mean(folder, places) if folder not in ("brand", "content") else did_you_mean(path, places)
    return _wrong("stray-file", path, "siyu 不读这里的文件", "siyu reads nothing here", *map(Note, hints))


def _wrong_ending(path: str, name: str, kind: str) -> Diagnostic:
    fix = Words("用 .yaml，或者正文多的用 .md", "use .yaml, or .md where prose dominates")
    if kind == "template":
        fix = Words("模板用 .txt", "a template is a .txt file")
    return _wrong("stray-file", path, f"“{name}”的扩展名不对", f"{name} has the wrong ending", Note(fix))


def _misnamed(path: str, stem: str, kind: str, other: str | None) -> Diagnostic | None:
    """A name that is no id, or another file's; a week's name is free."""
    if _DEVICE.fullmatch(stem):
        zh, en = (
            f"Windows 上不能有叫“{stem}”的文件，换个名字",
            f"Windows can have no file called {stem}; use another name",
        )
        return _wrong("bad-name", path, zh, en)
    if not ID.fullmatch(stem) and kind != "week":
        zh, en = (
            f"文件名“{stem}”要用小写英文、数字和 -",
            f"file name {stem!r} must be lower-case ASCII words joined by -",
        )
        return _wrong("bad-name", path, zh, en)
    if other is not None:
        note = Note(Words("另一个在这里", "the other one"), _whole(other))
        return _wrong("duplicate-id", path, f"“{stem}”有两个文件，留一个", f"{stem} has two files; keep one", note)
    return None


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
            found.append(_wrong("unreadable", path, "这不是普通文件", "not a regular file"))
            return None
        with open(entry.path, "rb") as file:  # noqa: PTH123 — a DirEntry, not a Path
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        zh, en = f"读不了这个文件：{error.strerror}", f"cannot be read: {error.strerror}"
        found.append(_wrong("unreadable", path, zh, en))
        return None
    if len(data) > MAX_FILE:
        zh, en = "文件太大（上限 256 KiB），请拆开", "the file is too large (256 KiB at most); split it"
        found.append(_wrong("too-large", path, zh, en))
        return None
    return decode(path, data, found)
